/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/roster.h"

#include "base/utf8.h"
#include "core/audit.h"
#include "core/key.h"
#include "core/person.h"
#include "core/secret.h"
#include "evidence/measure.h"
#include "store/sql.h"

#include <inttypes.h>
#include <stdlib.h>

static const struct stmt list_numbered = { "roster_numbered",
	"SELECT id, study_id, number, gender, subject, year, engagement FROM participant"
	" WHERE study_id = $1 AND number > 0 AND number > $2 AND withdrawn_at = 0"
	" ORDER BY number LIMIT $3",
	"iii", "iiissss" };
static const struct stmt list_unnumbered = { "roster_unnumbered",
	"SELECT id, study_id, number, gender, subject, year, engagement FROM participant"
	" WHERE study_id = $1 AND number = 0 AND id > $2 AND withdrawn_at = 0"
	" ORDER BY id LIMIT $3",
	"iii", "iiissss" };
static const struct stmt counts = { "roster_count",
	"SELECT COUNT(CASE WHEN number > 0 THEN 1 END), COUNT(CASE WHEN number = 0 THEN 1 END)"
	" FROM participant WHERE study_id = $1 AND withdrawn_at = 0",
	"i", "ii" };
/* Those who have withdrawn keep their number, in case they come back. */
static const struct stmt highest = { "roster_highest",
	"SELECT COALESCE(MAX(number), 0) FROM participant WHERE study_id = $1 AND number > 0", "i",
	"i" };
static const struct stmt without = { "roster_without",
	"SELECT id FROM participant WHERE study_id = $1 AND number = 0 AND withdrawn_at = 0", "i",
	"i" };
static const struct stmt number_set = { "roster_number",
	"UPDATE participant SET number = $1 WHERE id = $2 AND number = 0", "ii", "" };
static const struct stmt one = { "roster_one",
	"SELECT p.id, p.study_id, p.number, p.gender, p.subject, p.year, p.engagement, s.name"
	" FROM participant p JOIN study s ON s.id = p.study_id"
	" WHERE p.id = $1 AND p.withdrawn_at = 0",
	"i", "iiisssss" };
static const struct stmt in_key = { "roster_in_key",
	"SELECT COUNT(*) FROM open_key WHERE participant_id = $1", "i", "i" };

static struct participant participant_of(const struct rows *r)
{
	return (struct participant){ { row_int(r, 0) }, row_int(r, 1), row_int(r, 2), row_str(r, 3),
		row_str(r, 4), row_str(r, 5), row_str(r, 6) };
}

/* ---- the list ---- */

bool roster_list(struct ctx *c, int64_t study, struct roster_mark after, size_t max,
	struct participant **ret, size_t *ret_n)
{
	struct participant *row = arena_new(c->mem, struct participant, max);
	struct rows r;
	size_t n = 0;

	if (after.id == 0) {
		if (!sql_open(c, &list_numbered,
			    ARGS(arg(study), arg(after.number), arg((int64_t)max)), &r))
			return false;
		while (n < max && sql_next(&r))
			row[n++] = participant_of(&r);
		sql_end(&r);
	}
	if (ctx_ok(c) && n < max) {
		if (!sql_open(c, &list_unnumbered,
			    ARGS(arg(study), arg(after.id), arg((int64_t)(max - n))), &r))
			return false;
		while (n < max && sql_next(&r))
			row[n++] = participant_of(&r);
		sql_end(&r);
	}
	*ret = row;
	*ret_n = n;
	return ctx_ok(c);
}

bool roster_count(struct ctx *c, int64_t study, struct roster_count *ret)
{
	struct rows r;

	if (!sql_one(c, &counts, ARGS(arg(study)), &r))
		return false;
	*ret = (struct roster_count){ row_int(&r, 0), row_int(&r, 1) };
	sql_end(&r);
	return true;
}

/* ---- numbers ---- */

struct drawn {
	struct str lot;
	int64_t id;
};

static int by_lot(const void *a, const void *b)
{
	const struct drawn *x = a, *y = b;

	return memcmp(x->lot.at, y->lot.at, x->lot.len);
}

/* A lot has always as many characters. It comes from the installation's key, so nobody else can
   draw it again, and a unit of work that is repeated gives the same numbers. */
static bool draw(struct ctx *c, int64_t study, struct drawn **ret, size_t *ret_n)
{
	struct roster_count count = { 0 };
	struct rows r;
	size_t n = 0;

	if (!roster_count(c, study, &count))
		return false;
	if (count.numbered + count.unnumbered > MEASURE_ROWS_MAX)
		return fail(c, FAULT_LIMIT,
			"This study has more than %d participants; the report stops there.",
			MEASURE_ROWS_MAX);
	struct drawn *d = arena_new(c->mem, struct drawn, (size_t)count.unnumbered + 1);
	if (!sql_open(c, &without, ARGS(arg(study)), &r))
		return false;
	while (n < (size_t)count.unnumbered && sql_next(&r))
		d[n++].id = row_int(&r, 0);
	sql_end(&r);
	for (size_t i = 0; i < n; i++)
		d[i].lot = secret_name(
			c, "participant number", arena_fmt(c->mem, "%" PRId64, d[i].id));
	qsort(d, n, sizeof *d, by_lot);
	*ret = d;
	*ret_n = n;
	return ctx_ok(c);
}

static bool highest_of(struct ctx *c, int64_t study, int64_t *ret)
{
	struct rows r;

	if (!sql_one(c, &highest, ARGS(arg(study)), &r))
		return false;
	*ret = row_int(&r, 0);
	sql_end(&r);
	return true;
}

bool roster_number(struct ctx *c, int64_t study, int64_t *ret)
{
	struct drawn *d = NULL;
	int64_t last = 0;
	size_t n = 0;

	if (!draw(c, study, &d, &n) || !highest_of(c, study, &last))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!sql_run(c, &number_set, ARGS(arg(last + 1 + (int64_t)i), arg(d[i].id))))
			return false;
	if (n > 0
		&& !audit_add(c, "participant.number", "study", study,
			arena_fmt(c->mem, "%d people, from number %lld", (int)n,
				(long long)last + 1)))
		return false;
	*ret = (int64_t)n;
	return true;
}

/* ---- one of them ---- */

bool roster_get(struct ctx *c, struct participant_id id, struct roster_one *ret)
{
	struct rows r;

	if (!sql_open(c, &one, ARGS(arg(id.v)), &r))
		return false;
	if (!sql_next(&r))
		return ctx_ok(c) && fail(c, FAULT_ABSENT, "There is no such participant.");
	*ret = (struct roster_one){ participant_of(&r), row_str(&r, 7), false };
	sql_end(&r);
	if (!key_open_study(c, ret->who.study) || !sql_one(c, &in_key, ARGS(arg(id.v)), &r))
		return false;
	ret->person = row_int(&r, 0) > 0;
	sql_end(&r);
	return true;
}

bool roster_find(struct ctx *c, int64_t study, struct str address, struct participant_id *ret)
{
	int64_t found = 0;
	struct person p;

	address = str_trim(address);
	if (address.len == 0)
		return ctx_wrong(c, "address", "Write the mail address of a participant.");
	if (!person_by_address(c, address, &p) || !key_noted(c, study, p.id, &found))
		return false;
	if (found == 0)
		return ctx_wrong(
			c, "address", "Nobody with this address takes part in this study.");
	if (!audit_add(c, "participant.find", "participant", found, S("")))
		return false;
	ret->v = found;
	return true;
}

/* ---- what they said ---- */

static bool line(struct ctx *c, const char *field, struct str s)
{
	bool good = utf8_is_text(s) && utf8_length(s) <= ROSTER_WORD_MAX;

	for (size_t i = 0; i < s.len; i++)
		good = good && s.at[i] != '\n' && s.at[i] != '\r';
	return good
		|| ctx_wrong(
			c, field, "This is one line of at most %d characters.", ROSTER_WORD_MAX);
}

static bool said_ok(struct str said)
{
	for (int i = 0; i < PARTICIPANT_WORDS; i++)
		if (str_eq(said, str_of(participant_words[i])))
			return true;
	return false;
}

/* All fields are looked at, so that the form can show everything at once. */
static bool check(struct ctx *c, struct roster_draft *d)
{
	int64_t year = 1;

	d->gender = str_trim(d->gender);
	d->subject = str_trim(d->subject);
	d->year = str_trim(d->year);
	(void)!line(c, "gender", d->gender);
	(void)!line(c, "subject", d->subject);
	if (d->year.len > 0 && (!str_to_int(d->year, &year) || year < 1 || year > ROSTER_YEAR_MAX))
		(void)!ctx_wrong(c, "year",
			"The year of studies is a number from 1 to %d, or empty.", ROSTER_YEAR_MAX);
	if (!said_ok(d->said))
		(void)!ctx_wrong(c, "engagement", "Choose one of the answers.");
	return ctx_ok(c);
}

static bool same(const struct participant *a, const struct participant *b)
{
	return a->number == b->number && str_eq(a->gender, b->gender)
		&& str_eq(a->subject, b->subject) && str_eq(a->year, b->year)
		&& str_eq(a->engagement, b->engagement);
}

bool roster_save(struct ctx *c, const struct roster_draft *draft)
{
	struct roster_draft d = *draft;
	struct roster_one is = { 0 };

	if (!roster_get(c, d.id, &is) || !check(c, &d))
		return false;
	struct participant to = { d.id, is.who.study, is.who.number, d.gender, d.subject, d.year,
		d.said };
	if (d.number && to.number == 0) {
		if (!highest_of(c, to.study, &to.number))
			return false;
		to.number++;
	}
	if (same(&is.who, &to))
		return true;
	if (!participant_describe(c, &to))
		return false;
	bool said = !str_same(is.who.engagement, to.engagement);
	if (said && !participant_say(c, d.id, to.engagement, c->now))
		return false;
	return audit_add(c, "participant.describe", "participant", d.id.v,
		said ? S("with the self-report") : S(""));
}
