/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/week_letter.h"

#include "base/conf.h"
#include "base/instant.h"
#include "base/utf8.h"
#include "community/first.h"
#include "core/choice.h"
#include "core/letter.h"
#include "core/letter_trace.h"
#include "core/markdown.h"
#include "core/person.h"
#include "core/zone.h"
#include "store/sql.h"

#include <inttypes.h>

enum { TOPICS_MAX = 64, SUBJECT_CHARS = 45, OTHER_ROUND_DAYS = 6 };

const char week_letter_kind[] = "week";

struct due {
	int64_t round, week, minutes, study;
	struct str title, prompt, zone, round_title;
};
struct reader {
	struct person_id person;
	struct str address;
	int64_t group;
};

static const struct stmt topics_due = { "week_letter_topics",
	"SELECT t.round_id, t.week, t.minutes, t.title, t.prompt, r.zone, r.title,"
	" r.study_id FROM topic t"
	" JOIN round r ON r.id = t.round_id WHERE t.told_at = 0 AND t.opens_at <= $1"
	" AND t.opens_at > $2 AND r.closes_at > $1 ORDER BY t.opens_at, t.round_id, t.week"
	" LIMIT $3",
	"iii", "iiissssi" };
/* Members who did not decline, who have not had this letter, and none of another round just now. */
static const struct stmt readers_of = { "week_letter_readers",
	"SELECT p.id, p.address, m.group_id FROM membership m JOIN person p ON p.id = m.person_id"
	" WHERE m.round_id = $1 AND m.left_at = 0 AND p.closed_at = 0"
	" AND NOT EXISTS (SELECT 1 FROM self_choice s WHERE s.person_id = m.person_id"
	" AND s.key = 'mail' AND s.value = 'none')"
	" AND NOT EXISTS (SELECT 1 FROM week_letter w WHERE w.round_id = $1 AND w.week = $2"
	" AND w.person_id = m.person_id)"
	" AND NOT EXISTS (SELECT 1 FROM week_letter o WHERE o.person_id = m.person_id"
	" AND o.at > $3 AND o.round_id <> $1)"
	" ORDER BY m.person_id LIMIT $4",
	"iiii", "isi" };
static const struct stmt add = { "week_letter_add",
	"INSERT INTO week_letter (round_id, week, person_id, at) VALUES ($1, $2, $3, $4)", "iiii",
	"" };
static const struct stmt told = { "week_letter_told",
	"UPDATE topic SET told_at = $3 WHERE round_id = $1 AND week = $2", "iii", "" };
static const struct stmt pass_over = { "week_letter_pass_over",
	"UPDATE topic SET told_at = $1 WHERE told_at = 0 AND opens_at <= $1", "i", "" };

static bool decent_hour(struct ctx *c, struct str zone)
{
	int hour = zone_civil(c, zone, c->now).hour;

	return hour >= WEEK_LETTER_FROM && hour < WEEK_LETTER_UNTIL;
}

/* The first topic that is due where it is a decent hour; ret->round is 0 when there is none. */
static bool find_due(struct ctx *c, struct due *ret)
{
	int64_t oldest = c->now - WEEK_LETTER_LATE_DAYS * INSTANT_DAY;
	struct due d = { 0 };
	struct rows r;

	*ret = d;
	if (!sql_open(c, &topics_due, ARGS(arg(c->now), arg(oldest), arg((int64_t)TOPICS_MAX)), &r))
		return false;
	while (sql_next(&r)) {
		d = (struct due){ row_int(&r, 0), row_int(&r, 1), row_int(&r, 2), row_int(&r, 7),
			row_str(&r, 3), row_str(&r, 4), row_str(&r, 5), row_str(&r, 6) };
		if (!decent_hour(c, d.zone))
			continue;
		*ret = d;
		sql_end(&r);
		break;
	}
	return ctx_ok(c);
}

static const char *base_url(const struct ctx *c)
{
	return c->house && c->house->conf ? c->house->conf->base_url : "http://127.0.0.1:8080";
}

/* A first answer that the reader was asked for, when there is one. */
static bool find_asked(struct ctx *c, struct person_id reader, struct str *ret)
{
	struct first_offer o[FIRST_OFFERS_MAX];
	size_t n;

	*ret = S("");
	if (!first_offers(c, reader, o, &n))
		return false;
	if (n > 0)
		*ret = arena_fmt(c->mem,
			"%.*s wrote “%.*s” and nobody has answered yet. A few lines are "
			"enough:\n"
			"%s/thread/%" PRId64 "\n\n",
			(int)o[0].byline.len, o[0].byline.at, (int)o[0].title.len, o[0].title.at,
			base_url(c), o[0].thread.v);
	return true;
}

/* The links of a letter: to what it is about, and, for who is in a study that notes it, to say
   that it was read. */
struct links {
	struct str go, read;
	struct str asked; /* a first answer that the reader was asked for, and where */
};

static struct str body_of(
	struct ctx *c, const struct due *d, struct str prompt, const struct links *l)
{
	const char *url = base_url(c);

	return arena_fmt(c->mem,
		"Week %" PRId64 " of “%.*s” is open: %.*s.\n\n"
		"%.*s\n\n"
		"It takes about %" PRId64 " minutes. Reading what the others say is taking part, "
		"and late is fine.\n"
		"%.*s\n\n"
		"%.*s"
		"You get one letter like this each week while the round lasts. To get no more of "
		"them:\n"
		"%s/me/mail\n%.*s",
		d->week, (int)d->round_title.len, d->round_title.at, (int)d->title.len, d->title.at,
		(int)prompt.len, prompt.at, d->minutes, (int)l->go.len, l->go.at, (int)l->asked.len,
		l->asked.at, url, (int)l->read.len, l->read.at);
}

static struct str subject_of(struct ctx *c, const struct due *d)
{
	struct str title = utf8_head(d->title, SUBJECT_CHARS);
	const char *more = title.len < d->title.len ? "…" : "";

	return arena_fmt(
		c->mem, "Week %" PRId64 ": %.*s%s", d->week, (int)title.len, title.at, more);
}

static bool find_readers(struct ctx *c, const struct due *d, struct reader *to, size_t *ret_n)
{
	int64_t since = c->now - OTHER_ROUND_DAYS * INSTANT_DAY;
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &readers_of,
		    ARGS(arg(d->round), arg(d->week), arg(since), arg((int64_t)WEEK_LETTER_BATCH)),
		    &r))
		return false;
	for (; n < WEEK_LETTER_BATCH && sql_next(&r); n++)
		to[n] = (struct reader){ { row_int(&r, 0) }, row_str(&r, 1), row_int(&r, 2) };
	sql_end(&r);
	*ret_n = n;
	return ctx_ok(c);
}

/* An address that no letter can go to is passed over, so that it does not keep the others from
   theirs. */
static bool send_one(struct ctx *c, const struct due *d, struct str prompt, const struct reader *to)
{
	struct letter_draft l = { .person = to->person,
		.kind = week_letter_kind,
		.to = to->address,
		.subject = subject_of(c, d),
		.study = d->study,
		.round = d->round,
		.path = arena_fmt(c->mem, "/group/%" PRId64 "#w%" PRId64, to->group, d->week) };
	struct links links;
	int64_t id;

	if (!letter_trace_begin(c, &l, &links.go, &links.read)
		|| !find_asked(c, to->person, &links.asked))
		return false;
	l.body = body_of(c, d, prompt, &links);
	return sql_run(c, &add, ARGS(arg(d->round), arg(d->week), arg(to->person.v), arg(c->now)))
		&& (!person_address_ok(to->address) || letter_queue(c, &l, &id));
}

bool week_letter_some(struct ctx *c, bool *ret_more)
{
	struct reader *to = arena_new(c->mem, struct reader, WEEK_LETTER_BATCH);
	struct str prompt;
	struct due d;
	size_t n;

	*ret_more = false;
	if (!find_due(c, &d))
		return false;
	if (d.round == 0)
		return true;
	if (!find_readers(c, &d, to, &n) || !markdown_plain(c, d.prompt, &prompt))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!send_one(c, &d, prompt, &to[i]))
			return false;
	*ret_more = true;
	return n == WEEK_LETTER_BATCH
		|| sql_run(c, &told, ARGS(arg(d.round), arg(d.week), arg(c->now)));
}

bool week_letter_pass_over(struct ctx *c)
{
	return sql_run(c, &pass_over, ARGS(arg(c->now)));
}

bool week_letter_wanted(struct ctx *c, bool *ret)
{
	struct str said;

	if (!choice_find(c, CHOICE_MAIL, &said))
		return false;
	*ret = !str_eq(said, S("none"));
	return true;
}

bool week_letter_choose(struct ctx *c, bool wanted)
{
	return choice_set(c, CHOICE_MAIL, wanted ? S("weekly") : S("none"));
}
