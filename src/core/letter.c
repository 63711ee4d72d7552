/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/letter.h"

#include "base/instant.h"
#include "base/utf8.h"
#include "core/job.h"
#include "core/person.h"
#include "core/secret.h"
#include "store/sql.h"

enum { SUBJECT_MAX = 200, BODY_MAX_BYTES = 131072, CALENDAR_MAX_BYTES = 32768, ERROR_MAX = 500 };

const char letter_job_name[] = "letter";
static const struct job_kind send_it = { .name = letter_job_name };

static const char *const state_name[] = { [LETTER_QUEUED] = "queued",
	[LETTER_SENDING] = "sending",
	[LETTER_SENT] = "sent",
	[LETTER_REFUSED] = "refused",
	[LETTER_UNKNOWN] = "unknown" };

static const struct stmt add = { "letter_add",
	"INSERT INTO letter (id, person_id, kind, to_address, subject, body, state, made_at,"
	" study_id, round_id, calendar) VALUES ($1, $2, $3, $4, $5, $6, 'queued', $7, $8, $9,"
	" $10)",
	"iissssiiis", "" };
static const struct stmt add_link = { "letter_add_link",
	"INSERT INTO letter_link (token_hash, letter_id, path) VALUES ($1, $2, $3)", "sis", "" };
static const struct stmt by_id = { "letter_by_id",
	"SELECT id, made_at, kind, to_address, subject, body, state, error, calendar FROM letter"
	" WHERE id = $1",
	"i", "iisssssss" };
static const struct stmt begin = { "letter_begin",
	"UPDATE letter SET state = 'sending' WHERE id = $1 AND state = 'queued'", "i", "" };
/* The body of a sign-in letter and of an invitation holds a key to an account, that of a meeting's
   letter one to an answer: it goes as soon as it is of no more use. */
#define KEYED "kind IN ('sign-in', 'invitation', 'meeting')"
static const struct stmt outcome = { "letter_outcome",
	"UPDATE letter SET state = $1, sent_at = $2, error = $3,"
	" body = CASE WHEN " KEYED " AND $4 = 1 THEN '' ELSE body END,"
	" calendar = CASE WHEN $4 = 1 THEN '' ELSE calendar END"
	" WHERE id = $5 AND state IN ('sending', 'unknown')",
	"sisii", "" };
static const struct stmt refuse = { "letter_refuse",
	"UPDATE letter SET state = 'refused', error = $1, calendar = '',"
	" body = CASE WHEN " KEYED " THEN '' ELSE body END"
	" WHERE id = $2 AND state = 'queued'",
	"si", "" };
/* A letter whose job is leased is being sent right now, perhaps by another process. */
static const struct stmt recover = { "letter_recover",
	"UPDATE letter SET state = 'unknown', error = 'The program ended while this was being"
	" sent.',"
	" calendar = '', body = CASE WHEN " KEYED " THEN '' ELSE body END"
	" WHERE state = 'sending' AND NOT EXISTS"
	" (SELECT 1 FROM job WHERE job.kind = 'letter' AND job.subject = letter.id AND"
	" job.leased_until >= $1)",
	"i", "" };
/* To whom an alias belongs is not told by a letter that did not arrive. */
static const struct stmt troubled = { "letter_troubled",
	"SELECT id, made_at, kind, CASE WHEN kind = 'alias-lifted' THEN 'an author'"
	" ELSE to_address END, subject, '', state, CASE WHEN kind = 'alias-lifted' THEN ''"
	" ELSE error END, '' FROM letter"
	" WHERE state IN ('refused', 'unknown') AND id < $1 ORDER BY id DESC LIMIT $2",
	"ii", "iisssssss" };

static const struct stmt forget = { "letter_forget",
	"DELETE FROM letter WHERE made_at < $1 AND state IN ('sent', 'refused', 'unknown')", "i",
	"" };

static const struct stmt forget_links = { "letter_forget_links",
	"DELETE FROM letter_link WHERE NOT EXISTS"
	" (SELECT 1 FROM letter l WHERE l.id = letter_link.letter_id)",
	"", "" };

static bool line_ok(struct str s, size_t max)
{
	return s.len > 0 && s.len <= max && utf8_is_text(s) && !memchr(s.at, '\n', s.len)
		&& !memchr(s.at, '\r', s.len);
}

bool letter_queue(struct ctx *c, const struct letter_draft *d, int64_t *ret)
{
	int64_t id = ctx_id(c);

	if (!person_address_ok(d->to))
		return ctx_wrong(
			c, "address", "An e-mail address looks like name@university.ac.uk.");
	if (!line_ok(d->subject, SUBJECT_MAX))
		return ctx_wrong(
			c, "subject", "A subject is one line of 1 to %d bytes.", SUBJECT_MAX);
	if (d->body.len == 0 || d->body.len > BODY_MAX_BYTES || !utf8_is_text(d->body))
		return ctx_wrong(c, "body", "A letter has 1 to %d bytes of text.", BODY_MAX_BYTES);
	if (d->calendar.len > CALENDAR_MAX_BYTES || !utf8_is_text(d->calendar))
		return ctx_wrong(c, "calendar", "The event of a letter has at most %d bytes.",
			CALENDAR_MAX_BYTES);
	if (!sql_run(c, &add,
		    ARGS(arg(id), arg(d->person.v), arg(str_of(d->kind)), arg(d->to),
			    arg(d->subject), arg(d->body), arg(c->now), arg(d->study),
			    arg(d->round), arg(d->calendar)))
		|| (d->token.len
			&& !sql_run(c, &add_link,
				ARGS(arg(secret_token_hash(c, d->token)), arg(id), arg(d->path))))
		|| !job_add(c, &send_it, id, c->now))
		return false;
	*ret = id;
	return true;
}

static enum letter_state state_of(struct str name)
{
	enum letter_state s = LETTER_QUEUED;

	while (s < LETTER_UNKNOWN && !str_eq(name, str_of(state_name[s])))
		s++;
	return s;
}

static struct letter read(const struct rows *r)
{
	return (struct letter){ .id = row_int(r, 0),
		.made_at = row_int(r, 1),
		.kind = row_str(r, 2),
		.to = row_str(r, 3),
		.subject = row_str(r, 4),
		.body = row_str(r, 5),
		.state = state_of(row_peek(r, 6)),
		.error = row_str(r, 7),
		.calendar = row_str(r, 8) };
}

bool letter_get(struct ctx *c, int64_t id, struct letter *ret)
{
	struct rows r;

	if (!sql_one(c, &by_id, ARGS(arg(id)), &r))
		return false;
	*ret = read(&r);
	sql_end(&r);
	return true;
}

bool letter_sending(struct ctx *c, int64_t id)
{
	int64_t n;

	if (!sql_count(c, &begin, ARGS(arg(id)), &n))
		return false;
	return n == 1 || fail(c, FAULT_CONFLICT, "This letter was sent, or may have been.");
}

bool letter_outcome(struct ctx *c, int64_t id, enum letter_state state, struct str error)
{
	struct str text =
		utf8_is_text(error) ? utf8_head(error, ERROR_MAX) : S("an error that is not text");
	int64_t over = state != LETTER_QUEUED;

	return sql_run(c, &outcome,
		ARGS(arg(str_of(state_name[state])),
			arg(state == LETTER_SENT ? c->now : (int64_t)0), arg(text), arg(over),
			arg(id)));
}

bool letter_refuse(struct ctx *c, int64_t id, struct str why)
{
	return sql_run(c, &refuse, ARGS(arg(why), arg(id)));
}

bool letter_forget(struct ctx *c)
{
	return sql_run(c, &forget, ARGS(arg(c->now - 90 * INSTANT_DAY)))
		&& sql_run(c, &forget_links, NO_ARGS);
}

bool letter_recover(struct ctx *c, int64_t *ret_n)
{
	return sql_count(c, &recover, ARGS(arg(c->now)), ret_n);
}

bool letter_list_troubled(
	struct ctx *c, int64_t before, size_t max, struct letter **ret, size_t *ret_n)
{
	struct letter *row = arena_new(c->mem, struct letter, max);
	int64_t from = before > 0 ? before : INT64_MAX;
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &troubled, ARGS(arg(from), arg((int64_t)max)), &r))
		return false;
	while (sql_next(&r))
		row[n++] = read(&r);
	*ret = row;
	*ret_n = n;
	return ctx_ok(c);
}
