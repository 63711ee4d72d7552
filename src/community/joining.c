/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/joining.h"

#include "community/enrolment.h"
#include "community/invite.h"
#include "community/joining_job.h"
#include "community/late.h"
#include "community/round.h"
#include "community/study_answer.h"
#include "core/audit.h"
#include "core/consent.h"
#include "core/job.h"
#include "core/secret.h"
#include "store/sql.h"

static const struct stmt open_row = { "joining_open",
	"INSERT INTO joining (person_id, round_id, started_at) VALUES ($1, $2, $3) "
	"ON CONFLICT (person_id, round_id) DO NOTHING",
	"iii", "" };
static const struct stmt one = { "joining_one",
	"SELECT sealed, step, finished_at FROM joining WHERE person_id = $1 AND round_id = $2",
	"ii", "ssi" };
static const struct stmt keep = { "joining_keep",
	"INSERT INTO joining (person_id, round_id, sealed, step, started_at, saved_at) "
	"VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (person_id, round_id) DO UPDATE SET "
	"sealed = excluded.sealed, step = excluded.step, saved_at = excluded.saved_at",
	"iissi", "" };
static const struct stmt end_row = { "joining_end",
	"UPDATE joining SET finished_at = $3 WHERE person_id = $1 AND round_id = $2", "iii", "" };
static const struct stmt forget = { "joining_forget",
	"UPDATE joining SET sealed = '', step = '', saved_at = 0 "
	"WHERE person_id = $1 AND round_id = $2 AND finished_at = 0",
	"ii", "" };

static const struct stmt waiting = { "joining_waiting",
	"SELECT j.round_id, r.title FROM joining j JOIN round r ON r.id = j.round_id "
	"WHERE j.person_id = $1 AND j.finished_at = 0 AND r.closes_at > $2 "
	"ORDER BY r.opens_at LIMIT 1",
	"ii", "is" };

/* For whoever would rather not say: groups are made by subject, so there has to be one. */
#define NO_SUBJECT S("Not said")

bool joining_open(struct ctx *c, struct round_id round, struct person_id person)
{
	struct round r;

	return round_get(c, round, &r)
		&& sql_run(c, &open_row, ARGS(arg(person.v), arg(round.v), arg(c->now)));
}

bool joining_said(struct ctx *c, struct person_id person, struct str row, struct str *ret)
{
	struct str round = str_cut(&row, ' ');
	struct joining j = { .person = person };

	*ret = S("");
	if (!str_to_int(round, &j.round.v) || row.len == 0)
		return true;
	if (!secret_unseal(c, joining_answers_purpose(c, j.round.v), person.v, row, ret))
		return false;
	*ret = str_trim(*ret);
	return true;
}

static bool unseal(struct ctx *c, struct joining *j, struct str sealed, struct str step)
{
	struct str text;

	if (!secret_unseal(c, joining_answers_purpose(c, j->round.v), j->person.v, sealed, &text))
		return false;
	joining_answers_read(c, text, &j->said);
	if (!joining_answers_step_of(step, &j->reached))
		j->reached = JOINING_WHY;
	return true;
}

/* What the round knows of somebody who was put into it by a list. */
static void fill(struct joining *j, const struct enrolment *e)
{
	if (e->person.v == 0)
		return;
	j->said.subject = e->subject;
	j->said.subject_code = e->subject_code;
	j->said.year = e->year;
	j->said.experience = e->experience;
	j->said.career = e->career;
	j->said.hours = e->hours;
	j->said.free = e->free;
}

bool joining_find(
	struct ctx *c, struct round_id round, struct person_id person, struct joining *ret)
{
	struct joining j = { .round = round, .person = person, .reached = JOINING_WHY };
	struct str sealed = S(""), step = S("");
	struct enrolment e;
	struct rows r;
	bool there = false;

	joining_answers_read(c, S(""), &j.said);
	if (!sql_open(c, &one, ARGS(arg(person.v), arg(round.v)), &r))
		return false;
	if (sql_next(&r)) {
		there = true;
		sealed = row_str(&r, 0);
		step = row_str(&r, 1);
		j.finished_at = row_int(&r, 2);
		sql_end(&r);
	}
	if (!ctx_ok(c) || (sealed.len && !unseal(c, &j, sealed, step))
		|| !enrolment_find(c, round, person, &e))
		return false;
	if (!there && e.person.v == 0)
		return fail(c, FAULT_ABSENT, "There is no such page.");
	if (sealed.len == 0)
		fill(&j, &e);
	*ret = j;
	return true;
}

static bool seal(struct ctx *c, const struct joining *j)
{
	struct str text = joining_answers_write(c, &j->said);
	struct str step = str_of(joining_answers_step(j->reached));
	struct str sealed =
		secret_seal(c, joining_answers_purpose(c, j->round.v), j->person.v, text);

	return sql_run(c, &keep,
		ARGS(arg(j->person.v), arg(j->round.v), arg(sealed), arg(step), arg(c->now)));
}

/* ---- what the round and the study know ---- */

static struct enrolment_draft draft_of(const struct joining *j)
{
	const struct joining_answers *a = &j->said;

	return (struct enrolment_draft){ .round = j->round,
		.person = j->person,
		.subject = a->subject.len ? a->subject : NO_SUBJECT,
		.year = a->year,
		.subject_code = a->subject_code,
		.experience = a->experience,
		.career = a->career,
		.hours = a->hours,
		.free = a->free };
}

/* A letter that somebody followed comes before everything else that may have brought them. */
static bool how_came(struct ctx *c, const struct joining *j, enum came *ret)
{
	return invite_brought(c, j->round, j->person, ret)
		&& (*ret != CAME_OTHER || came_before(c, j->round.v, j->person, ret));
}

static bool enrol(struct ctx *c, const struct joining *j)
{
	struct enrolment_draft d = draft_of(j);
	struct enrolment e;

	if (!enrolment_find(c, j->round, j->person, &e))
		return false;
	if (e.person.v)
		return enrolment_describe(c, &d);
	return how_came(c, j, &d.came) && enrolment_add(c, &d);
}

/* Without a yes to the study nobody has a use for these facts, so they are not kept at all. */
static bool keep_background(struct ctx *c, struct joining *j)
{
	bool stands = false;

	if (!consent_stands(c, j->person, CONSENT_STUDY, &stands))
		return false;
	if (stands)
		return background_keep(c, j->person, &j->said.background);
	joining_answers_clear_background(&j->said);
	return background_forget(c, j->person);
}

/* The first answer brings the job that takes all of them away again if they are never finished. */
static bool will_forget(struct ctx *c, const struct joining *j)
{
	struct round r;

	if (j->reached > JOINING_WHY || j->finished_at)
		return true;
	return round_get(c, j->round, &r) && job_add(c, &joining_job, j->person.v, r.closes_at);
}

bool joining_save(struct ctx *c, struct joining *j, enum joining_step step)
{
	enum joining_step next = (enum joining_step)(step + 1);

	if (!joining_answers_check(c, &j->said) || !will_forget(c, j))
		return false;
	j->said.answered |= (int64_t)1 << step;
	if (next < JOINING_STEPS && next > j->reached)
		j->reached = next;
	if (j->finished_at && (!enrol(c, j) || !keep_background(c, j)))
		return false;
	return seal(c, j);
}

static bool answer_study(struct ctx *c, const struct joining_end *end)
{
	if (end->text == 0)
		return true;
	return end->study ? study_answer_yes(c, end->text) : study_answer_no(c);
}

bool joining_finish(struct ctx *c, struct joining *j, const struct joining_end *end)
{
	struct group_id group; /* groups may be made already */

	if (j->finished_at)
		return true;
	if (j->reached < JOINING_STUDY)
		return fail(c, FAULT_CONFLICT, "Some questions come before this one.");
	if (!enrol(c, j) || !answer_study(c, end) || !keep_background(c, j) || !seal(c, j)
		|| !sql_run(c, &end_row, ARGS(arg(j->person.v), arg(j->round.v), arg(c->now)))
		|| !invite_joined(c, j->round, j->person)
		|| !late_place(c, j->round, j->person, &group))
		return false;
	j->finished_at = c->now;
	return audit_add(c, "joining.finish", "person", j->person.v,
		arena_fmt(c->mem, "round %lld", (long long)j->round.v));
}

bool joining_forget(struct ctx *c, const struct joining *j)
{
	int64_t n = 0;

	if (!sql_count(c, &forget, ARGS(arg(j->person.v), arg(j->round.v)), &n))
		return false;
	return n == 1 || j->finished_at == 0
		|| fail(c, FAULT_CONFLICT, "You take part in this round already.");
}

bool joining_waiting(struct ctx *c, struct round_id *ret, struct str *ret_title)
{
	struct rows r;

	ret->v = 0;
	if (!sql_open(c, &waiting, ARGS(arg(c->actor.v), arg(c->now)), &r))
		return false;
	if (sql_next(&r)) {
		ret->v = row_int(&r, 0);
		*ret_title = row_str(&r, 1);
		sql_end(&r);
	}
	return ctx_ok(c);
}
