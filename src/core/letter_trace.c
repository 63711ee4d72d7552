/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/letter_trace.h"

#include "base/conf.h"
#include "core/activity.h"
#include "core/collect.h"
#include "core/key.h"
#include "core/letter.h"
#include "core/participant.h"
#include "core/secret.h"
#include "store/sql.h"

#include <inttypes.h>

static const struct stmt by_id = { "letter_trace_by_id",
	"SELECT l.id, l.person_id, l.study_id, l.round_id, l.subject, '/home' FROM letter l"
	" WHERE l.id = $1",
	"i", "iiiiss" };
static const struct stmt by_token = { "letter_trace_by_token",
	"SELECT l.id, l.person_id, l.study_id, l.round_id, l.subject, t.path FROM letter l"
	" JOIN letter_link t ON t.letter_id = l.id WHERE t.token_hash = $1",
	"s", "iiiiss" };
static const struct stmt noted = { "letter_trace_noted",
	"SELECT COUNT(*) FROM activity WHERE participant_id = $1 AND class = $2"
	" AND object_kind = $3 AND object_id = $4",
	"iiii", "i" };

struct mail {
	int64_t letter, study, round, participant; /* participant 0: nothing is noted */
	struct person_id person;
	struct str subject, path;
};

/* ret->letter is 0 when there is none. */
static bool find(struct ctx *c, bool opened, struct rows *r, struct mail *ret)
{
	struct mail m = { .path = S("/home"), .subject = S("") };

	if (opened && sql_next(r)) {
		m = (struct mail){ .letter = row_int(r, 0),
			.person = { row_int(r, 1) },
			.study = row_int(r, 2),
			.round = row_int(r, 3),
			.subject = row_str(r, 4),
			.path = row_str(r, 5) };
		sql_end(r);
	}
	if (!ctx_ok(c) || !key_noted(c, m.study, m.person, &m.participant))
		return false;
	*ret = m;
	return true;
}

static bool find_token(struct ctx *c, struct str token, struct mail *ret)
{
	struct rows r;

	return find(c, sql_open(c, &by_token, ARGS(arg(secret_token_hash(c, token))), &r), &r, ret);
}

/* The letter of a trace, so that «I read this» counts once; not by its own id, which is beside a
   person in the table of letters. */
static int64_t object_of(struct ctx *c, const struct mail *m)
{
	return secret_number(c, "letter trace", arena_fmt(c->mem, "%" PRId64, m->letter));
}

static struct trace trace_of(struct ctx *c, const struct mail *m, enum trace_class class)
{
	return (struct trace){ .participant = m->participant,
		.id = ctx_id(c),
		.round = m->round,
		.object = object_of(c, m),
		.at = c->now,
		.amount = 1,
		.class = class,
		.channel = CHANNEL_MAIL,
		.object_kind = OBJECT_LETTER };
}

static const char *base_url(const struct ctx *c)
{
	return c->house && c->house->conf ? c->house->conf->base_url : "http://127.0.0.1:8080";
}

static bool count_one(struct ctx *c, const struct stmt *s, struct args in, int64_t *ret)
{
	struct rows r;

	if (!sql_one(c, s, in, &r))
		return false;
	*ret = row_int(&r, 0);
	sql_end(&r);
	return true;
}

bool letter_trace_begin(
	struct ctx *c, struct letter_draft *d, struct str *ret_link, struct str *ret_read)
{
	const char *base = base_url(c);
	int64_t off = -1, in = 0;

	*ret_link = arena_fmt(c->mem, "%s%.*s", base, (int)d->path.len, d->path.at);
	*ret_read = S("");
	if (d->study
		&& (!collect_off(c, d->study, &off) || !key_noted(c, d->study, d->person, &in)))
		return false;
	bool link = in && !(off & (int64_t)1 << TRACE_MAIL_LINK);
	bool read = in && !(off & (int64_t)1 << TRACE_READ);
	if (!link && !read)
		return true;
	d->token = secret_token(c);
	if (link)
		*ret_link = arena_fmt(c->mem, "%s/from/%.*s", base, (int)d->token.len, d->token.at);
	if (read)
		*ret_read = arena_fmt(c->mem,
			"\nIf you like, say that you read this letter. That is noted for the "
			"study, under your number; opening the letter is not:\n%s/read/%.*s\n",
			base, (int)d->token.len, d->token.at);
	return true;
}

bool letter_trace_delivered(struct ctx *c, int64_t letter)
{
	struct mail m;
	struct rows r;

	if (!find(c, sql_open(c, &by_id, ARGS(arg(letter)), &r), &r, &m))
		return false;
	struct trace t = trace_of(c, &m, TRACE_MAIL_DELIVERED);
	return activity_add(c, &t);
}

bool letter_trace_followed(struct ctx *c, struct str token, struct str *ret_path)
{
	int64_t off;
	struct mail m;

	if (!find_token(c, token, &m) || !collect_off(c, m.study, &off))
		return false;
	*ret_path = m.path;
	if (m.participant == 0 || m.person.v != c->actor.v || off & (int64_t)1 << TRACE_MAIL_LINK)
		return true;
	struct trace t = trace_of(c, &m, TRACE_MAIL_LINK);
	return activity_soon(c, &t);
}

bool letter_trace_of(struct ctx *c, struct str token, struct str *ret_subject)
{
	struct mail m;

	if (!find_token(c, token, &m))
		return false;
	*ret_subject = m.subject;
	return true;
}

bool letter_trace_read(struct ctx *c, struct str token)
{
	struct mail m;
	int64_t n;

	if (!find_token(c, token, &m)
		|| !count_one(c, &noted,
			ARGS(arg(m.participant), arg((int64_t)TRACE_READ),
				arg((int64_t)OBJECT_LETTER), arg(object_of(c, &m))),
			&n))
		return false;
	struct trace t = trace_of(c, &m, TRACE_READ);
	return n > 0 || activity_add(c, &t);
}
