/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/moodle.h"

#include "base/utf8.h"

static const char *const headings[MOODLE_COLUMNS] = { "Time", "User full name", "Affected user",
	"Event context", "Component", "Event name", "Description", "Origin", "IP address" };

/* The text with one space where it has white space of any length, and none around it. */
static void squeeze(struct buf *out, struct str s)
{
	bool gap = false;

	s = str_trim(s);
	for (size_t i = 0; i < s.len; i++) {
		bool space = s.at[i] == ' ' || (s.at[i] >= '\t' && s.at[i] <= '\r');
		if (!space && gap)
			buf_char(out, ' ');
		if (!space)
			buf_char(out, s.at[i]);
		gap = space;
	}
}

static struct str squeezed(struct arena *a, struct str s)
{
	struct buf b;

	buf_init(&b, CSV_FIELD_MAX);
	squeeze(&b, s);
	struct str out = arena_str(a, buf_str(&b));
	buf_free(&b);
	return out;
}

bool moodle_header(const struct csv_record *r, struct moodle *ret)
{
	struct moodle m = { .cells = r->n };

	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < MOODLE_COLUMNS; k++)
			if (!m.has[k] && str_same(str_trim(r->cell[i]), str_of(headings[k]))) {
				m.has[k] = true;
				m.at[k] = i;
			}
	*ret = m;
	return m.has[MOODLE_TIME] && m.has[MOODLE_EVENT]
		&& (m.has[MOODLE_USER] || m.has[MOODLE_DESCRIPTION]);
}

/* Small letters for capitals: Latin with its accents, Greek and Cyrillic. */
static int32_t lower(int32_t code)
{
	if ((code >= 'A' && code <= 'Z') || (code >= 0xc0 && code <= 0xde && code != 0xd7))
		return code + 32;
	if ((code >= 0x391 && code <= 0x3a9) || (code >= 0x410 && code <= 0x42f))
		return code + 32;
	if (code >= 0x139 && code <= 0x148)
		return code + (code & 1);
	if (code >= 0x179 && code <= 0x17e)
		return code + (code & 1);
	if (code >= 0x100 && code <= 0x177 && code != 0x130)
		return code | 1;
	return code;
}

static void put_code(struct buf *out, int32_t code)
{
	if (code < 0x80) {
		buf_char(out, (char)code);
		return;
	}
	if (code < 0x800) {
		buf_char(out, (char)(0xc0 | code >> 6));
	} else if (code < 0x10000) {
		buf_char(out, (char)(0xe0 | code >> 12));
		buf_char(out, (char)(0x80 | (code >> 6 & 0x3f)));
	} else {
		buf_char(out, (char)(0xf0 | code >> 18));
		buf_char(out, (char)(0x80 | (code >> 12 & 0x3f)));
		buf_char(out, (char)(0x80 | (code >> 6 & 0x3f)));
	}
	buf_char(out, (char)(0x80 | (code & 0x3f)));
}

struct str moodle_name(struct arena *a, struct str name)
{
	struct str rest = squeezed(a, name);
	struct buf b;

	buf_init(&b, 2 * CSV_FIELD_MAX);
	while (rest.len > 0)
		put_code(&b, lower(utf8_next(&rest)));
	struct str out = arena_str(a, buf_str(&b));
	buf_free(&b);
	return out;
}

/* «The user with id '123' viewed …»: the actor's id. Ids further on are of other people and things.
   */
static struct str user_of(struct str description)
{
	static const char *const starts[] = { "the user with id '", "the user with the id '" };
	struct str s = str_trim(description);

	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
		struct str start = str_of(starts[i]);
		if (s.len <= start.len || !str_same((struct str){ s.at, start.len }, start))
			continue;
		struct str id = { s.at + start.len, s.len - start.len };
		id = str_cut(&id, '\'');
		while (id.len > 1 && id.at[0] == '0')
			id = (struct str){ id.at + 1, id.len - 1 };
		int64_t n;
		return str_to_int(id, &n) && n > 0 ? id : S("");
	}
	return S("");
}

static enum trace_class class_of(struct str event)
{
	static const char viewed[] = "viewed";
	size_t n = sizeof viewed - 1;

	if (event.len >= n && str_same((struct str){ event.at + event.len - n, n }, str_of(viewed)))
		return TRACE_VISIT;
	if (str_same(event, S("discussion created")) || str_same(event, S("post created")))
		return TRACE_POST;
	return TRACE_OTHER;
}

static struct str cell(
	const struct moodle *m, const struct csv_record *r, enum moodle_column column)
{
	return m->has[column] ? str_trim(r->cell[m->at[column]]) : S("");
}

static void put_time(struct buf *out, const struct logtime *t)
{
	const struct civil *c = &t->civil;

	buf_fmt(out, "%04d-%02d-%02d %02d:%02d:%02d", c->date.year, c->date.month, c->date.day,
		c->hour, c->minute, c->second);
	if (t->fixed)
		buf_fmt(out, " %+d", (int)t->off);
}

static const char *check_width(const struct moodle *m, const struct csv_record *r)
{
	if (r->n < m->cells)
		return "it has fewer cells than the header";
	for (size_t i = m->cells; i < r->n; i++)
		if (str_trim(r->cell[i]).len > 0)
			return "it has more cells than the header";
	return NULL;
}

const char *moodle_read(struct arena *a, const struct moodle *m, const struct csv_record *r,
	struct moodle_line *ret, struct buf *normal)
{
	struct moodle_line line = { .skip = MOODLE_KEPT };
	const char *why = check_width(m, r);

	if (!why)
		why = logtime_parse(cell(m, r, MOODLE_TIME), &line.time);
	if (why)
		return why;
	struct str event = squeezed(a, cell(m, r, MOODLE_EVENT));
	if (event.len == 0)
		return "it has no event name";
	line.class = class_of(event);
	line.user = user_of(cell(m, r, MOODLE_DESCRIPTION));
	line.name = moodle_name(a, cell(m, r, MOODLE_USER));
	if (line.name.len > MOODLE_NAME_MAX)
		return "its name is longer than 500 bytes";
	bool nobody = line.name.len == 0 || str_eq(line.name, S("-"));
	if (str_same(cell(m, r, MOODLE_ORIGIN), S("cli")))
		line.skip = MOODLE_COMMAND_LINE;
	else if (m->has[MOODLE_USER] ? nobody : line.user.len == 0)
		line.skip = MOODLE_SYSTEM;
	buf_clear(normal);
	put_time(normal, &line.time);
	for (size_t k = MOODLE_USER; k < MOODLE_COLUMNS; k++) {
		buf_char(normal, '\n');
		squeeze(normal, cell(m, r, (enum moodle_column)k));
	}
	*ret = line;
	return NULL;
}
