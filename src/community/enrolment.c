/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/enrolment.h"

#include "community/experience.h"
#include "community/line.h"
#include "community/round.h"
#include "core/audit.h"
#include "core/consent.h"
#include "core/participant.h"
#include "core/subject.h"
#include "store/sql.h"

#define SELECT_PEOPLE \
	"SELECT p.id, p.name, p.address, e.subject, e.year, coalesce(g.id, 0), " \
	"coalesce(g.name, ''), e.subject_code, e.experience, e.career, e.hours, e.free " \
	"FROM enrolment e JOIN person p ON p.id = e.person_id " \
	"LEFT JOIN membership m ON m.person_id = e.person_id AND m.round_id = e.round_id " \
	"AND m.left_at = 0 LEFT JOIN peer_group g ON g.id = m.group_id "

static const struct stmt enrolment_put = { "enrolment_put",
	"INSERT INTO enrolment (round_id, person_id, subject, year, joined_at, subject_code, "
	"experience, career, hours, free, came) "
	"VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) "
	"ON CONFLICT (round_id, person_id) DO UPDATE SET "
	"subject = excluded.subject, year = excluded.year, joined_at = excluded.joined_at, "
	"subject_code = excluded.subject_code, experience = excluded.experience, "
	"career = excluded.career, hours = excluded.hours, free = excluded.free, "
	"came = excluded.came, left_at = 0 WHERE enrolment.left_at > 0",
	"iisiisiiiii", "" };
static const struct stmt enrolment_set = { "enrolment_set",
	"UPDATE enrolment SET subject = $3, year = $4, subject_code = $5, experience = $6, "
	"career = $7, hours = $8, free = $9 "
	"WHERE round_id = $1 AND person_id = $2 AND left_at = 0",
	"iisisiiii", "" };
static const struct stmt enrolment_leave = { "enrolment_leave",
	"UPDATE enrolment SET left_at = $3 WHERE round_id = $1 AND person_id = $2 AND left_at = 0",
	"iii", "" };
static const struct stmt membership_leave = { "membership_leave",
	"UPDATE membership SET left_at = $3 WHERE round_id = $1 AND person_id = $2 AND left_at = 0",
	"iii", "" };
static const struct stmt joining_gone = { "enrolment_joining_gone",
	"DELETE FROM joining WHERE round_id = $1 AND person_id = $2", "ii", "" };
static const struct stmt enrolment_one = { "enrolment_one",
	SELECT_PEOPLE "WHERE e.round_id = $1 AND e.person_id = $2 AND e.left_at = 0", "ii",
	"isssiissiiii" };
static const struct stmt enrolment_first = { "enrolment_first",
	SELECT_PEOPLE "WHERE e.round_id = $1 AND e.left_at = 0 ORDER BY p.name, p.id LIMIT $2",
	"ii", "isssiissiiii" };
static const struct stmt enrolment_next = { "enrolment_next",
	SELECT_PEOPLE
	"WHERE e.round_id = $1 AND e.left_at = 0 AND (p.name, p.id) > "
	"(SELECT a.name, a.id FROM person a WHERE a.id = $2) ORDER BY p.name, p.id LIMIT $3",
	"iii", "isssiissiiii" };
static const struct stmt enrolment_free = { "enrolment_free",
	SELECT_PEOPLE "WHERE e.round_id = $1 AND e.left_at = 0 AND g.id IS NULL "
		      "ORDER BY lower(e.subject), e.year, p.name, p.id LIMIT $2",
	"ii", "isssiissiiii" };
static const struct stmt enrolment_in_group = { "enrolment_in_group",
	SELECT_PEOPLE "WHERE g.id = $1 AND e.left_at = 0 ORDER BY p.name, p.id LIMIT $2", "ii",
	"isssiissiiii" };
static const struct stmt enrolment_number = { "enrolment_number",
	"SELECT count(*) FROM enrolment WHERE round_id = $1 AND left_at = 0", "i", "i" };
static const struct stmt study_of_person = { "study_of_person",
	"SELECT r.study_id, e.subject, e.year FROM enrolment e JOIN round r ON r.id = e.round_id "
	"WHERE e.person_id = $1 AND e.left_at = 0 ORDER BY e.joined_at DESC LIMIT $2",
	"ii", "isi" };

enum { STUDIES_MAX = 100 };

/* What a round tells the study about somebody. */
struct told {
	int64_t study, year;
	struct str subject;
};

/* A subject written as the list has it is the one on the list. */
static bool check_code(struct ctx *c, struct enrolment_draft *d)
{
	struct subject s;

	if (!(d->subject_code.len ? subject_find(c, d->subject_code, &s)
				  : subject_by_label(c, d->subject, &s)))
		return false;
	if (d->subject_code.len && s.code.len == 0)
		return ctx_wrong(c, "subject", "This subject is not on the list.");
	d->subject_code = s.code;
	return true;
}

static bool check(struct ctx *c, struct enrolment_draft *d)
{
	d->subject = str_trim(d->subject);
	if (!line_ok(d->subject, ENROLMENT_SUBJECT_MAX))
		ctx_wrong(c, "subject", "A subject has 1 to %d characters.", ENROLMENT_SUBJECT_MAX);
	if (d->year < 0 || d->year > ENROLMENT_YEAR_MAX)
		ctx_wrong(c, "year", "The year of studies is a number from 1 to %d, or empty.",
			ENROLMENT_YEAR_MAX);
	if (!experience_is(d->experience))
		ctx_wrong(c, "experience", "Choose one of the answers.");
	if (d->career < 0 || d->career > ENROLMENT_CAREER_MAX)
		ctx_wrong(c, "career", "Choose one of the answers.");
	if (d->hours < 0 || d->hours > ENROLMENT_HOURS_MAX)
		ctx_wrong(c, "hours", "A week has %d hours.", ENROLMENT_HOURS_MAX);
	if (d->free < 0 || d->free > ENROLMENT_FREE_ALL)
		ctx_wrong(c, "free", "Choose from the table.");
	return ctx_ok(c) && check_code(c, d);
}

static bool note(struct ctx *c, const char *act, struct round_id round, struct person_id person)
{
	return audit_add(
		c, act, "person", person.v, arena_fmt(c->mem, "round %lld", (long long)round.v));
}

/* Subject and year go along, so that nobody has to type them again for the participation table. */
static bool join_study(struct ctx *c, const struct told *t, struct person_id person)
{
	struct str year = t->year ? arena_fmt(c->mem, "%d", (int)t->year) : S("");
	struct participant_id participant;
	bool stands = false;

	if (!consent_stands(c, person, CONSENT_STUDY, &stands))
		return false;
	return !stands
		|| (participant_join(c, t->study, person, &participant)
			&& participant_fill(c, participant, t->subject, year));
}

bool enrolment_add(struct ctx *c, const struct enrolment_draft *draft)
{
	struct enrolment_draft d = *draft;
	struct round round;
	int64_t n = 0;

	if (d.came == CAME_OTHER && c->actor.v != d.person.v)
		d.came = CAME_STAFF;
	if (!round_get(c, d.round, &round) || !check(c, &d)
		|| !sql_count(c, &enrolment_put,
			ARGS(arg(d.round.v), arg(d.person.v), arg(d.subject), arg(d.year),
				arg(c->now), arg(d.subject_code), arg(d.experience), arg(d.career),
				arg(d.hours), arg(d.free), arg((int64_t)d.came)),
			&n))
		return false;
	if (n == 0)
		return fail(c, FAULT_CONFLICT, "This person takes part in the round already.");
	struct told told = { round.study.v, d.year, d.subject };
	return join_study(c, &told, d.person) && note(c, "round.enrol", d.round, d.person);
}

bool enrolment_describe(struct ctx *c, const struct enrolment_draft *draft)
{
	struct enrolment_draft d = *draft;
	int64_t n = 0;

	if (!check(c, &d)
		|| !sql_count(c, &enrolment_set,
			ARGS(arg(d.round.v), arg(d.person.v), arg(d.subject), arg(d.year),
				arg(d.subject_code), arg(d.experience), arg(d.career), arg(d.hours),
				arg(d.free)),
			&n))
		return false;
	if (n == 0)
		return fail(c, FAULT_ABSENT, "This person does not take part in the round.");
	return note(c, "round.describe", d.round, d.person);
}

bool enrolment_end(struct ctx *c, struct round_id round, struct person_id person)
{
	struct args who = ARGS(arg(round.v), arg(person.v), arg(c->now));
	int64_t n = 0;

	if (!sql_run(c, &membership_leave, who) || !sql_count(c, &enrolment_leave, who, &n))
		return false;
	if (n == 0)
		return fail(c, FAULT_ABSENT, "This person does not take part in the round.");
	/* Coming back takes somebody who lets the person in again. */
	return sql_run(c, &joining_gone, ARGS(arg(round.v), arg(person.v)))
		&& note(c, "round.leave", round, person);
}

bool enrolment_join_studies(struct ctx *c, struct person_id person)
{
	struct told told[STUDIES_MAX];
	size_t n = 0;
	struct rows r;

	if (!sql_open(c, &study_of_person, ARGS(arg(person.v), arg(STUDIES_MAX)), &r))
		return false;
	while (n < STUDIES_MAX && sql_next(&r))
		told[n++] = (struct told){ row_int(&r, 0), row_int(&r, 2), row_str(&r, 1) };
	sql_end(&r);
	for (size_t i = 0; i < n && ctx_ok(c); i++)
		if (!join_study(c, &told[i], person))
			return false;
	return ctx_ok(c);
}

static struct enrolment enrolment_of(const struct rows *r)
{
	return (struct enrolment){ .person = { row_int(r, 0) },
		.name = row_str(r, 1),
		.address = row_str(r, 2),
		.subject = row_str(r, 3),
		.year = row_int(r, 4),
		.group = { row_int(r, 5) },
		.group_name = row_str(r, 6),
		.subject_code = row_str(r, 7),
		.experience = row_int(r, 8),
		.career = row_int(r, 9),
		.hours = row_int(r, 10),
		.free = row_int(r, 11) };
}

/* Reads at most max rows of a statement that was opened. */
static bool gather(struct rows *r, size_t max, struct enrolment **ret, size_t *ret_n)
{
	struct enrolment *row = arena_new(r->c->mem, struct enrolment, max);
	size_t n = 0;

	while (n < max && sql_next(r))
		row[n++] = enrolment_of(r);
	sql_end(r);
	if (!ctx_ok(r->c))
		return false;
	*ret = row;
	*ret_n = n;
	return true;
}

bool enrolment_find(
	struct ctx *c, struct round_id round, struct person_id person, struct enrolment *ret)
{
	struct enrolment *found;
	struct rows r;
	size_t n;

	if (!sql_open(c, &enrolment_one, ARGS(arg(round.v), arg(person.v)), &r)
		|| !gather(&r, 1, &found, &n))
		return false;
	*ret = n ? *found : (struct enrolment){ 0 };
	return true;
}

bool enrolment_list(struct ctx *c, struct round_id round, struct person_id after, size_t max,
	struct enrolment **ret, size_t *ret_n)
{
	int64_t most = (int64_t)max;
	struct rows r;

	if (!(after.v ? sql_open(
		      c, &enrolment_next, ARGS(arg(round.v), arg(after.v), arg(most)), &r)
		      : sql_open(c, &enrolment_first, ARGS(arg(round.v), arg(most)), &r)))
		return false;
	return gather(&r, max, ret, ret_n);
}

bool enrolment_unplaced(struct ctx *c, struct round_id round, struct enrolment **ret, size_t *ret_n)
{
	struct rows r;

	return sql_open(c, &enrolment_free, ARGS(arg(round.v), arg(ENROLMENT_LIST_MAX)), &r)
		&& gather(&r, ENROLMENT_LIST_MAX, ret, ret_n);
}

bool enrolment_of_group(struct ctx *c, struct group_id group, struct enrolment **ret, size_t *ret_n)
{
	struct rows r;

	return sql_open(c, &enrolment_in_group, ARGS(arg(group.v), arg(ENROLMENT_LIST_MAX)), &r)
		&& gather(&r, ENROLMENT_LIST_MAX, ret, ret_n);
}

bool enrolment_count(struct ctx *c, struct round_id round, int64_t *ret)
{
	struct rows r;

	if (!sql_one(c, &enrolment_number, ARGS(arg(round.v)), &r))
		return false;
	*ret = row_int(&r, 0);
	sql_end(&r);
	return true;
}
