/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/mime.h"

#include "base/instant.h"

#include <gmime/gmime.h>
#include <inttypes.h>

enum { LINE_MAX_BYTES = 900 };

void mime_open(void)
{
	g_mime_init();
}

static bool one_line(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] < ' ' || s.at[i] == 127)
			return false;
	return true;
}

static const char *z(struct arena *a, struct str s)
{
	return arena_str(a, s).at;
}

/* Plain lines travel as they are, so that a person can read them in any program. */
static bool plain_lines(struct str body)
{
	while (body.len > 0) {
		struct str line = str_cut(&body, '\n');
		if (line.len > LINE_MAX_BYTES)
			return false;
		for (size_t i = 0; i < line.len; i++)
			if ((unsigned char)line.at[i] > 126)
				return false;
	}
	return true;
}

static GMimeObject *text_part(struct str body)
{
	GMimeTextPart *text = g_mime_text_part_new_with_subtype("plain");
	GMimePart *part = GMIME_PART(text);
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(body.at, body.len);
	GMimeDataWrapper *content =
		g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);

	g_mime_text_part_set_charset(text, "utf-8");
	g_mime_part_set_content(part, content);
	g_mime_part_set_content_encoding(part,
		plain_lines(body) ? GMIME_CONTENT_ENCODING_7BIT
				  : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	g_object_unref(content);
	g_object_unref(stream);
	return GMIME_OBJECT(text);
}

/* The method of the text itself, because the two have to be the same (source: RFC 6047, 2.4). */
static struct str method_of(struct str calendar)
{
	while (calendar.len > 0) {
		struct str line = str_trim(str_cut(&calendar, '\n'));
		if (str_starts(line, S("METHOD:")))
			return (struct str){ line.at + 7, line.len - 7 };
	}
	return S("PUBLISH");
}

static GMimePart *calendar_part(struct arena *a, struct str text, const char *type,
	const char *subtype, GMimeContentEncoding encoding)
{
	GMimePart *part = g_mime_part_new_with_type(type, subtype);
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(text.at, text.len);
	GMimeDataWrapper *content =
		g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);

	g_mime_object_set_content_type_parameter(
		GMIME_OBJECT(part), "method", z(a, method_of(text)));
	g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "UTF-8");
	g_mime_part_set_content(part, content);
	g_mime_part_set_content_encoding(part, encoding);
	g_object_unref(content);
	g_object_unref(stream);
	return part;
}

static void add_part(GMimeMultipart *to, GMimeObject *part)
{
	g_mime_multipart_add(to, part);
	g_object_unref(part);
}

/* mixed { alternative { text, text/calendar }, invite.ics }: calendars look for the method in an
   alternative of the text, and programs that know no invitations show a file to open. */
static GMimeObject *with_calendar(struct arena *a, GMimeObject *text, const struct mime_letter *m)
{
	struct str calendar = m->calendar;
	GMimeMultipart *all = g_mime_multipart_new_with_subtype("mixed");
	GMimeMultipart *ways = g_mime_multipart_new_with_subtype("alternative");
	GMimePart *file =
		calendar_part(a, calendar, "application", "ics", GMIME_CONTENT_ENCODING_BASE64);

	/* By the letter's number, so that the same letter has the same text. */
	g_mime_multipart_set_boundary(all, arena_fmt(a, "cairn-%" PRId64 "-all", m->id).at);
	g_mime_multipart_set_boundary(ways, arena_fmt(a, "cairn-%" PRId64 "-ways", m->id).at);
	g_mime_part_set_filename(file, "invite.ics");
	add_part(ways, text);
	add_part(ways,
		GMIME_OBJECT(calendar_part(
			a, calendar, "text", "calendar", GMIME_CONTENT_ENCODING_BASE64)));
	add_part(all, GMIME_OBJECT(ways));
	add_part(all, GMIME_OBJECT(file));
	return GMIME_OBJECT(all);
}

static GMimeMessage *message(struct arena *a, const struct mime_letter *m)
{
	GMimeMessage *out = g_mime_message_new(TRUE);
	GDateTime *date = g_date_time_new_from_unix_utc(m->at / INSTANT_SECOND);
	GMimeObject *text = text_part(m->body);
	struct str id =
		arena_fmt(a, "letter-%" PRId64 "@%.*s", m->id, (int)m->host.len, m->host.at);

	g_mime_message_add_mailbox(out, GMIME_ADDRESS_TYPE_FROM, z(a, m->from_name), z(a, m->from));
	g_mime_message_add_mailbox(out, GMIME_ADDRESS_TYPE_TO, NULL, z(a, m->to));
	g_mime_message_set_subject(out, z(a, m->subject), "utf-8");
	g_mime_message_set_date(out, date);
	g_mime_message_set_message_id(out, id.at);
	/* Programs that answer by themselves, such as holiday notices, keep quiet. */
	g_mime_object_set_header(GMIME_OBJECT(out), "Auto-Submitted", "auto-generated", "us-ascii");
	g_mime_object_set_header(GMIME_OBJECT(out), "X-Auto-Response-Suppress", "All", "us-ascii");
	if (m->stop.len > 0)
		g_mime_object_set_header(GMIME_OBJECT(out), "List-Unsubscribe",
			arena_fmt(a, "<%.*s>", (int)m->stop.len, m->stop.at).at, "us-ascii");
	if (m->calendar.len > 0)
		text = with_calendar(a, text, m);
	g_mime_message_set_mime_part(out, text);
	g_object_unref(text);
	g_date_time_unref(date);
	return out;
}

static struct str with_crlf(struct arena *a, struct str s)
{
	char *to = arena_new(a, char, s.len * 2 + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '\r')
			continue;
		if (s.at[i] == '\n')
			to[n++] = '\r';
		to[n++] = s.at[i];
	}
	return (struct str){ to, n };
}

bool mime_text(struct arena *a, const struct mime_letter *m, struct str *ret)
{
	if (!one_line(m->from) || !one_line(m->from_name) || !one_line(m->to)
		|| !one_line(m->subject) || !one_line(m->host) || !one_line(m->stop))
		return false;
	GMimeMessage *out = message(a, m);
	char *text = g_mime_object_to_string(GMIME_OBJECT(out), NULL);

	*ret = with_crlf(a, str_of(text));
	g_free(text);
	g_object_unref(out);
	return true;
}
