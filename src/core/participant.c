/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/participant.h"

#include "base/instant.h"
#include "base/utf8.h"
#include "core/activity.h"
#include "core/audit.h"
#include "core/key.h"
#include "core/secret.h"
#include "store/sql.h"

#include <inttypes.h>

enum { WORD_MAX = 400, ALIAS_MAX = 1000 }; /* bytes: 100 characters of any script */
#define DRAWN (INT64_C(1) << 42)
#define DRAWN_OF (INT64_C(1) << 45)

static const struct stmt add = { "participant_add",
	"INSERT INTO participant (id, study_id, made_at) VALUES ($1, $2, $3)", "iii", "" };
static const struct stmt by_alias = { "participant_by_alias",
	"SELECT participant_id FROM participant_alias WHERE study_id = $1 AND alias = $2", "is",
	"i" };
static const struct stmt add_alias = { "participant_add_alias",
	"INSERT INTO participant_alias (study_id, alias, participant_id) VALUES ($1, $2, $3)",
	"isi", "" };
static const struct stmt by_number = { "participant_by_number",
	"SELECT id FROM participant WHERE study_id = $1 AND number = $2 AND id <> $3", "iii", "i" };
static const struct stmt describe = { "participant_describe",
	"UPDATE participant SET number = $1, gender = $2, subject = $3, year = $4, engagement = $5"
	" WHERE id = $6 AND study_id = $7",
	"issssii", "" };
static const struct stmt withdraw = { "participant_withdraw",
	"UPDATE participant SET withdrawn_at = $1 WHERE withdrawn_at = 0 AND id IN"
	" (SELECT participant_id FROM open_key WHERE person_id = $2)",
	"ii", "" };
static const struct stmt come_back = { "participant_return",
	"UPDATE participant SET withdrawn_at = 0 WHERE withdrawn_at > 0 AND id IN"
	" (SELECT participant_id FROM open_key WHERE person_id = $1)",
	"i", "" };

static const struct stmt says_off = { "participant_says_off",
	"SELECT COUNT(*) FROM participant p JOIN study_class f ON f.study_id = p.study_id"
	" WHERE p.id = $1 AND f.class = $2",
	"ii", "i" };
static const struct stmt is_severed = { "participant_severed",
	"SELECT COUNT(*) FROM study_severed WHERE study_id = $1", "i", "i" };
static const struct stmt fill = { "participant_fill",
	"UPDATE participant SET subject = CASE WHEN subject = '' THEN $1 ELSE subject END,"
	" year = CASE WHEN year = '' THEN $2 ELSE year END"
	" WHERE id = $3 AND (subject = '' OR year = '')",
	"ssi", "" };
static const struct stmt correct = { "participant_correct",
	"UPDATE participant SET subject = $1, year = $2 WHERE id = $3", "ssi", "" };
static const struct stmt study_of = { "participant_study",
	"SELECT study_id FROM participant WHERE id = $1", "i", "i" };
static const struct stmt name_of = { "participant_name",
	"SELECT p.name FROM open_key k JOIN person p ON p.id = k.person_id"
	" WHERE k.participant_id = $1",
	"i", "s" };

const char *const participant_words[PARTICIPANT_WORDS] = { "", "Active", "Less active" };

/* The id in the first row of what was opened, or 0. */
static bool first_id(struct ctx *c, bool opened, struct rows *r, struct participant_id *ret)
{
	int64_t id = 0;

	if (opened && sql_next(r)) {
		id = row_int(r, 0);
		sql_end(r);
	}
	if (!ctx_ok(c))
		return false;
	ret->v = id;
	return true;
}

bool participant_find(
	struct ctx *c, int64_t study, struct person_id person, struct participant_id *ret)
{
	return key_find(c, study, person, &ret->v);
}

/* A participant's id is no instant as other ids are, since when somebody said yes stands beside
   their name, and what is kept of that is the day. Above what core/sever draws, and below every
   instant. */
static bool add_one(struct ctx *c, int64_t study, struct participant_id *ret)
{
	struct str once = arena_fmt(c->mem, "%" PRId64, ctx_id(c));

	ret->v = DRAWN + secret_number(c, "participant drawn", once) % DRAWN_OF;
	return sql_run(c, &add, ARGS(arg(ret->v), arg(study), arg(c->now - c->now % INSTANT_DAY)));
}

static bool severed(struct ctx *c, int64_t study, bool *ret)
{
	struct rows r;

	if (!sql_one(c, &is_severed, ARGS(arg(study)), &r))
		return false;
	*ret = row_int(&r, 0) > 0;
	sql_end(&r);
	return true;
}

bool participant_join(
	struct ctx *c, int64_t study, struct person_id person, struct participant_id *ret)
{
	struct participant_id p;

	if (!participant_find(c, study, person, &p))
		return false;
	if (p.v == 0) {
		bool gone;
		/* Under another key file nobody is found, and everybody would be made again. */
		if (!key_check(c) || !severed(c, study, &gone))
			return false;
		if (gone) {
			*ret = p;
			return true;
		}
		if (!add_one(c, study, &p) || !key_add(c, study, person, p.v))
			return false;
	}
	*ret = p;
	return true;
}

bool participant_withdraw(struct ctx *c, struct person_id person)
{
	return key_open_person(c, person)
		&& sql_run(c, &withdraw, ARGS(arg(c->now - c->now % INSTANT_DAY), arg(person.v)));
}

bool participant_return(struct ctx *c, struct person_id person)
{
	return key_open_person(c, person) && sql_run(c, &come_back, ARGS(arg(person.v)));
}

static bool word_ok(struct ctx *c, const char *field, struct str s)
{
	return (s.len <= WORD_MAX && utf8_is_text(s))
		|| ctx_wrong(c, field, "This has at most %d bytes.", WORD_MAX);
}

/* Somebody else who has this number in the study. */
static bool holder_of(struct ctx *c, const struct participant *p, struct participant_id *ret)
{
	struct rows r;

	return first_id(c,
		sql_open(c, &by_number, ARGS(arg(p->study), arg(p->number), arg(p->id.v)), &r), &r,
		ret);
}

bool participant_describe(struct ctx *c, const struct participant *p)
{
	struct participant_id other = { 0 };
	int64_t n;

	if (p->number < 0 || p->number > 1000000)
		return ctx_wrong(c, "number", "A participant's number is from 1 to 1,000,000.");
	if (!word_ok(c, "gender", p->gender) || !word_ok(c, "subject", p->subject)
		|| !word_ok(c, "year", p->year) || !word_ok(c, "engagement", p->engagement))
		return false;
	if (p->number > 0 && !holder_of(c, p, &other))
		return false;
	if (other.v > 0)
		return fail(c, FAULT_CONFLICT, "Participant %d is somebody else in this study.",
			(int)p->number);
	if (!sql_count(c, &describe,
		    ARGS(arg(p->number), arg(p->gender), arg(p->subject), arg(p->year),
			    arg(p->engagement), arg(p->id.v), arg(p->study)),
		    &n))
		return false;
	return n == 1 || fail(c, FAULT_ABSENT, "There is no such participant in this study.");
}

bool participant_fill(struct ctx *c, struct participant_id id, struct str subject, struct str year)
{
	return sql_run(c, &fill, ARGS(arg(subject), arg(year), arg(id.v)));
}

bool participant_correct(
	struct ctx *c, int64_t study, struct person_id person, struct str subject, struct str year)
{
	int64_t participant;

	return key_find(c, study, person, &participant)
		&& (participant == 0
			|| sql_run(c, &correct, ARGS(arg(subject), arg(year), arg(participant))));
}

static bool collects_words(struct ctx *c, struct participant_id id)
{
	struct rows r;

	if (!sql_one(c, &says_off, ARGS(arg(id.v), arg((int64_t)TRACE_SELF_REPORT)), &r))
		return false;
	bool off = row_int(&r, 0) > 0;
	sql_end(&r);
	return !off
		|| ctx_wrong(c, "engagement",
			"This study does not note what people say about taking part.");
}

bool participant_say(struct ctx *c, struct participant_id id, struct str word, int64_t at)
{
	struct trace t = { .participant = id.v,
		.id = ctx_id(c),
		.object = -1,
		.at = at,
		.amount = 1,
		.class = TRACE_SELF_REPORT,
		.channel = CHANNEL_INTERVIEW,
		.object_kind = OBJECT_ANSWER };

	for (int i = 0; i < PARTICIPANT_WORDS; i++)
		if (str_eq(word, str_of(participant_words[i])))
			t.object = i;
	if (t.object < 0)
		return ctx_wrong(c, "engagement", "Choose one of the answers.");
	return (word.len == 0 || collects_words(c, id)) && activity_add(c, &t);
}

bool participant_name(struct ctx *c, struct participant_id id, struct str *ret)
{
	struct participant_id study;
	struct str name = S("");
	struct rows r;

	if (!first_id(c, sql_open(c, &study_of, ARGS(arg(id.v)), &r), &r, &study)
		|| !key_open_study(c, study.v))
		return false;
	if (!sql_open(c, &name_of, ARGS(arg(id.v)), &r))
		return false;
	if (sql_next(&r)) {
		name = row_str(&r, 0);
		sql_end(&r);
	}
	if (!ctx_ok(c) || !audit_add(c, "participant.name", "participant", id.v, S("")))
		return false;
	*ret = name;
	return true;
}

bool participant_alias(
	struct ctx *c, int64_t study, struct str name, struct participant_id *ret, bool *ret_new)
{
	struct str trimmed = str_trim(name);
	struct participant_id p;
	struct rows r;

	if (trimmed.len == 0 || trimmed.len > ALIAS_MAX)
		return ctx_wrong(c, "name", "A name has 1 to %d bytes.", ALIAS_MAX);
	/* The study is part of the hash: who is in two studies cannot be seen from the rows. */
	struct str alias = secret_name(c, "participant",
		arena_fmt(c->mem, "%" PRId64 " %.*s", study, (int)trimmed.len, trimmed.at));
	if (!first_id(c, sql_open(c, &by_alias, ARGS(arg(study), arg(alias)), &r), &r, &p))
		return false;
	bool made = p.v == 0;
	if (made) {
		if (!add_one(c, study, &p)
			|| !sql_run(c, &add_alias, ARGS(arg(study), arg(alias), arg(p.v))))
			return false;
	}
	*ret = p;
	*ret_new = made;
	return true;
}
