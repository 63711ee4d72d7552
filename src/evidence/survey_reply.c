/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/survey_reply.h"

#include "core/activity.h"
#include "core/secret.h"
#include "evidence/survey.h"
#include "store/sql.h"

enum { SHUFFLED = 1000 }; /* replies that are laid anew at once */

static const struct stmt of_who = { "survey_reply_of",
	"SELECT version, answers FROM survey_reply WHERE wave_id = $1 AND who = $2", "is", "is" };
static const struct stmt keep = { "survey_reply_keep",
	"INSERT INTO survey_reply (wave_id, who, version, saved_at, finished_at, answers)"
	" VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (wave_id, who) DO UPDATE SET"
	" saved_at = excluded.saved_at, finished_at = excluded.finished_at,"
	" answers = excluded.answers WHERE survey_reply.finished_at = 0",
	"isiiis", "" };
static const struct stmt done = { "survey_reply_done",
	"INSERT INTO survey_done (wave_id, who) VALUES ($1, $2) ON CONFLICT (wave_id, who) DO"
	" NOTHING",
	"is", "" };
static const struct stmt launched = { "survey_reply_launched",
	"SELECT launched_at FROM survey_version WHERE survey_id = $1 AND version = $2", "ii", "i" };
static const struct stmt refuse = { "survey_reply_refuse",
	"INSERT INTO survey_refusal (survey_id, person_id) VALUES ($1, $2)"
	" ON CONFLICT (survey_id, person_id) DO NOTHING",
	"ii", "" };
static const struct stmt unrefuse = { "survey_reply_unrefuse",
	"DELETE FROM survey_refusal WHERE survey_id = $1 AND person_id = $2", "ii", "" };

static const struct stmt all_of_wave = { "survey_reply_all",
	"SELECT who, version, answers FROM survey_reply WHERE wave_id = $1 AND who >= $2"
	" ORDER BY who LIMIT $3",
	"isi", "sis" };
static const struct stmt take_out = { "survey_reply_take_out",
	"DELETE FROM survey_reply WHERE wave_id = $1 AND who >= $2 AND who <= $3", "iss", "" };

/* The waves come with the latest first. */
static const struct asked *choose(
	const struct ctx *c, const struct asked *a, size_t n, int64_t wave)
{
	const struct asked *best = NULL;

	for (size_t i = 0; i < n && wave; i++)
		if (a[i].wave == wave)
			return &a[i];
	for (size_t i = 0; i < n && !wave; i++)
		if (asked_is_open(&a[i], c->now) && !a[i].finished)
			return &a[i];
	for (size_t i = 0; i < n && !wave; i++)
		if (!best || best->opens_at > c->now)
			best = &a[i];
	return best;
}

static bool read_kept(struct ctx *c, struct survey_reply *r, struct str *ret)
{
	struct rows rows;

	*ret = S("");
	if (r->asked.link == ASKED_ANONYMOUS)
		return true;
	if (!sql_open(c, &of_who, ARGS(arg(r->asked.wave), arg(asked_who(c, &r->asked, c->actor))),
		    &rows))
		return false;
	if (sql_next(&rows)) {
		r->begun = true;
		r->version = row_int(&rows, 0);
		*ret = row_str(&rows, 1);
		sql_end(&rows);
	}
	return ctx_ok(c);
}

static bool was_launched(struct ctx *c, int64_t survey, int64_t version, bool *ret)
{
	struct rows r;

	*ret = false;
	if (!sql_open(c, &launched, ARGS(arg(survey), arg(version)), &r))
		return false;
	if (sql_next(&r)) {
		*ret = row_int(&r, 0) > 0;
		sql_end(&r);
	}
	return ctx_ok(c);
}

bool survey_reply_find(
	struct ctx *c, int64_t survey, int64_t wave, int64_t version, struct survey_reply *ret)
{
	struct asked *all;
	struct str kept;
	bool good;
	size_t n;

	if (!asked_of_survey(c, survey, &all, &n))
		return false;
	const struct asked *a = choose(c, all, n, wave);
	if (!a)
		return fail(c, FAULT_ABSENT, "There is no such survey, or it is not for you.");
	if (!a->may)
		return fail(c, FAULT_DENIED,
			"This survey is for people who take part in the study. You can join or "
			"leave the study on the page “Me”.");
	*ret = (struct survey_reply){ .asked = *a, .version = version ? version : a->version };
	if (!was_launched(c, survey, ret->version, &good))
		return false;
	if (!good)
		return fail(c, FAULT_ABSENT, "There is no such version of this survey.");
	if (!read_kept(c, ret, &kept) || !survey_form_get(c, survey, ret->version, &ret->form))
		return false;
	survey_answers_read(c, &ret->form, kept, &ret->answers);
	return true;
}

static bool still(struct ctx *c, const struct survey_reply *r)
{
	if (r->asked.finished)
		return fail(c, FAULT_CONFLICT, "You have sent your answers already.");
	return asked_is_open(&r->asked, c->now)
		|| fail(c, FAULT_CONFLICT, "This survey is not open now.");
}

static bool put(
	struct ctx *c, const struct survey_reply *r, struct str who, int64_t saved, int64_t sent)
{
	return sql_run(c, &keep,
		ARGS(arg(r->asked.wave), arg(who), arg(r->version), arg(saved), arg(sent),
			arg(survey_answers_write(c, &r->form, &r->answers))));
}

bool survey_reply_keep(struct ctx *c, const struct survey_reply *r)
{
	if (!still(c, r))
		return false;
	return r->asked.link == ASKED_ANONYMOUS
		|| put(c, r, asked_who(c, &r->asked, c->actor), c->now, 0);
}

struct laid {
	struct str who, answers;
	int64_t version;
};

static bool read_laid(struct ctx *c, int64_t wave, struct str from, struct laid *all, size_t *ret_n)
{
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &all_of_wave, ARGS(arg(wave), arg(from), arg((int64_t)SHUFFLED)), &r))
		return false;
	for (; n < SHUFFLED && sql_next(&r); n++)
		all[n] = (struct laid){ row_str(&r, 0), row_str(&r, 2), row_int(&r, 1) };
	sql_end(&r);
	*ret_n = n;
	return ctx_ok(c);
}

/* PostgreSQL keeps with each row which transaction wrote it, and lays rows in the order of writing:
   both would lead from a reply to the row of survey_done that came with it. So the replies of the
   wave are all laid anew with each that comes, in the order of their words; of a great many those
   that follow a place drawn by lot. SQLite keeps neither: there a row lies where its key says. */
static bool lay_anew(struct ctx *c, int64_t wave)
{
	struct laid *all = arena_new(c->mem, struct laid, SHUFFLED);
	struct str from = S("");
	size_t n;

	if (db_is_sqlite(c->db))
		return true;
	if (!read_laid(c, wave, from, all, &n))
		return false;
	if (n == SHUFFLED) {
		from = secret_token(c);
		if (!read_laid(c, wave, from, all, &n))
			return false;
	}
	if (n > 0 && !sql_run(c, &take_out, ARGS(arg(wave), arg(from), arg(all[n - 1].who))))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!sql_run(c, &keep,
			    ARGS(arg(wave), arg(all[i].who), arg(all[i].version), arg(0), arg(1),
				    arg(all[i].answers))))
			return false;
	return true;
}

/* Two that arrive at once meet in survey_done, and one of them is told that it was sent. */
static bool send_anonymous(struct ctx *c, const struct survey_reply *r)
{
	int64_t n;

	if (!sql_count(
		    c, &done, ARGS(arg(r->asked.wave), arg(asked_who(c, &r->asked, c->actor))), &n))
		return false;
	if (n == 0)
		return fail(c, FAULT_CONFLICT, "You have sent your answers already.");
	return put(c, r, secret_token(c), 0, 1) && lay_anew(c, r->asked.wave);
}

/* How involved somebody says they felt is evidence of its own class, beside what was counted. */
static bool note(struct ctx *c, const struct survey_reply *r)
{
	struct trace t = { .participant = r->asked.participant,
		.id = ctx_id(c),
		.round = r->asked.round,
		.object = r->asked.wave,
		.at = c->now,
		.amount = 1,
		.class = TRACE_SELF_REPORT,
		.channel = CHANNEL_WEB,
		.object_kind = OBJECT_WAVE };

	return !r->form.tap || activity_add(c, &t);
}

bool survey_reply_send(struct ctx *c, struct survey_reply *r)
{
	if (!still(c, r))
		return false;
	survey_drop(&r->form, &r->answers);
	if (r->asked.link == ASKED_ANONYMOUS)
		return send_anonymous(c, r);
	return put(c, r, asked_who(c, &r->asked, c->actor), c->now, c->now) && note(c, r);
}

bool survey_reply_refuse(struct ctx *c, int64_t survey, bool refused)
{
	struct asked *all;
	size_t n;

	if (!asked_of_survey(c, survey, &all, &n))
		return false;
	if (n == 0)
		return fail(c, FAULT_ABSENT, "There is no such survey, or it is not for you.");
	return sql_run(c, refused ? &refuse : &unrefuse, ARGS(arg(survey), arg(c->actor.v)));
}
