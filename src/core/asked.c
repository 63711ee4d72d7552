/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/asked.h"

#include "core/key.h"
#include "core/secret.h"
#include "store/sql.h"

#include <inttypes.h>

/* Of one survey all waves, else of all surveys those that are open. */
static const struct stmt waves = { "asked_waves",
	"SELECT w.survey_id, w.id, s.version, w.opens_at, w.closes_at, v.title, w.title, v.tap,"
	" v.link,"
	" COALESCE(k.participant_id, 0), CASE WHEN s.closed_at > 0 THEN 1 ELSE 0 END,"
	" CASE WHEN EXISTS (SELECT 1 FROM survey_refusal f WHERE f.survey_id = s.id"
	" AND f.person_id = $1) THEN 1 ELSE 0 END,"
	" CASE WHEN EXISTS (SELECT 1 FROM survey_reply y WHERE y.wave_id = w.id AND"
	" y.finished_at > 0"
	" AND y.who = CASE WHEN v.link = 'named' THEN 'n' || CAST($1 AS BIGINT)"
	" ELSE 'p' || COALESCE(k.participant_id, 0) END) THEN 1 ELSE 0 END,"
	" CASE WHEN v.link = 'anonymous' OR (k.participant_id IS NOT NULL AND EXISTS (SELECT 1"
	" FROM participant p WHERE p.id = k.participant_id AND p.withdrawn_at = 0) AND EXISTS"
	" (SELECT 1 FROM consent a JOIN consent_text t ON t.id = a.text_id WHERE a.person_id = $1"
	" AND t.kind = 'study' AND a.withdrawn_at = 0)) THEN 1 ELSE 0 END,"
	" COALESCE((SELECT z.zone FROM round z WHERE z.study_id = s.study_id"
	" ORDER BY z.opens_at DESC, z.id DESC LIMIT 1), 'Europe/London'), w.round_id"
	" FROM survey s JOIN survey_version v ON v.survey_id = s.id AND v.version = s.version"
	" JOIN survey_wave_time w ON w.survey_id = s.id"
	" LEFT JOIN open_key k ON k.person_id = $1 AND k.study_id = s.study_id"
	" WHERE s.version > 0 AND (s.id = $3 OR ($3 = 0 AND s.closed_at = 0 AND w.opens_at <= $2"
	" AND w.closes_at > $2))"
	" AND (EXISTS (SELECT 1 FROM membership m JOIN round r ON r.id = m.round_id"
	" WHERE m.person_id = $1 AND m.left_at = 0 AND (m.round_id = w.round_id OR (w.round_id = 0"
	" AND r.study_id = s.study_id)))"
	" OR EXISTS (SELECT 1 FROM enrolment e JOIN round r ON r.id = e.round_id"
	" WHERE e.person_id = $1 AND e.left_at = 0 AND (e.round_id = w.round_id OR (w.round_id = 0"
	" AND r.study_id = s.study_id))))"
	" ORDER BY w.opens_at DESC, w.id DESC LIMIT $4",
	"iiii", "iiiiissssiiiiisi" };
/* Mostly there is none, and then nobody's key has to be opened. */
static const struct stmt any = { "asked_any",
	"SELECT s.id FROM survey s JOIN survey_wave_time w ON w.survey_id = s.id"
	" WHERE s.version > 0 AND (s.id = $2 OR ($2 = 0 AND s.closed_at = 0 AND w.opens_at <= $1"
	" AND w.closes_at > $1)) LIMIT 1",
	"ii", "i" };
static const struct stmt done = { "asked_done",
	"SELECT count(*) FROM survey_done WHERE wave_id = $1 AND who = $2", "is", "i" };
static const struct stmt taps = { "asked_taps",
	"SELECT value, label FROM survey_tap WHERE survey_id = $1 AND version = $2 ORDER BY place"
	" LIMIT $3",
	"iii", "ss" };

static const char *const link_word[] = { "anonymous", "pseudonymous", "named" };

const char *asked_link_word(enum asked_link link)
{
	return link_word[link];
}

bool asked_link_read(struct str word, enum asked_link *ret)
{
	for (enum asked_link l = ASKED_ANONYMOUS; l <= ASKED_NAMED; l++) {
		if (!str_eq(word, str_of(link_word[l])))
			continue;
		*ret = l;
		return true;
	}
	return false;
}

struct str asked_who(struct ctx *c, const struct asked *a, struct person_id person)
{
	if (a->link == ASKED_PSEUDONYMOUS)
		return arena_fmt(c->mem, "p%" PRId64, a->participant);
	if (a->link == ASKED_NAMED)
		return arena_fmt(c->mem, "n%" PRId64, person.v);
	return secret_name(
		c, "survey done", arena_fmt(c->mem, "%" PRId64 " %" PRId64, a->wave, person.v));
}

static struct asked read_row(const struct rows *r)
{
	struct asked a = { .survey = row_int(r, 0),
		.wave = row_int(r, 1),
		.version = row_int(r, 2),
		.opens_at = row_int(r, 3),
		.closes_at = row_int(r, 4),
		.title = row_str(r, 5),
		.wave_title = row_str(r, 6),
		.tap_words = row_str(r, 7),
		.participant = row_int(r, 9),
		.closed = row_int(r, 10) != 0,
		.refused = row_int(r, 11) != 0,
		.finished = row_int(r, 12) != 0,
		.may = row_int(r, 13) != 0,
		.zone = row_str(r, 14),
		.round = row_int(r, 15) };

	a.tap = str_cut(&a.tap_words, ' ');
	(void)!asked_link_read(row_peek(r, 8), &a.link);
	return a;
}

static bool is_done(struct ctx *c, struct asked *a)
{
	struct rows r;

	if (a->link != ASKED_ANONYMOUS)
		return true;
	if (!sql_one(c, &done, ARGS(arg(a->wave), arg(asked_who(c, a, c->actor))), &r))
		return false;
	a->finished = row_int(&r, 0) > 0;
	sql_end(&r);
	return true;
}

/* *ret is false where there is nothing to ask for. */
static bool open_key(struct ctx *c, int64_t survey, bool *ret)
{
	struct rows r;

	if (!sql_open(c, &any, ARGS(arg(c->now), arg(survey)), &r))
		return false;
	*ret = sql_next(&r);
	sql_end(&r);
	return ctx_ok(c) && (!*ret || key_open_person(c, c->actor));
}

static bool find(struct ctx *c, int64_t survey, struct asked **ret, size_t *ret_n)
{
	struct asked *a = arena_new(c->mem, struct asked, ASKED_MAX);
	struct rows r;
	size_t n = 0;
	bool some;

	*ret_n = 0;
	*ret = a;
	if (!open_key(c, survey, &some) || !some)
		return ctx_ok(c);
	if (!sql_open(c, &waves,
		    ARGS(arg(c->actor.v), arg(c->now), arg(survey), arg((int64_t)ASKED_MAX)), &r))
		return false;
	while (n < ASKED_MAX && sql_next(&r))
		a[n++] = read_row(&r);
	sql_end(&r);
	for (size_t i = 0; i < n; i++)
		if (!is_done(c, &a[i]))
			return false;
	*ret = a;
	*ret_n = n;
	return ctx_ok(c);
}

bool asked_of_survey(struct ctx *c, int64_t survey, struct asked **ret, size_t *ret_n)
{
	*ret_n = 0;
	return survey <= 0 || find(c, survey, ret, ret_n);
}

static bool sooner(const struct asked *a, const struct asked *b)
{
	if ((a->tap.len > 0) != (b->tap.len > 0))
		return a->tap.len > 0;
	return a->closes_at < b->closes_at;
}

bool asked_now(struct ctx *c, struct asked *ret)
{
	struct asked *a, *best = NULL;
	size_t n;

	if (!find(c, 0, &a, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (a[i].may && !a[i].finished && !a[i].refused && (!best || sooner(&a[i], best)))
			best = &a[i];
	*ret = best ? *best : (struct asked){ 0 };
	return true;
}

bool asked_taps(
	struct ctx *c, const struct asked *a, struct asked_tap ret[ASKED_TAPS_MAX], size_t *ret_n)
{
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &taps, ARGS(arg(a->survey), arg(a->version), arg((int64_t)ASKED_TAPS_MAX)),
		    &r))
		return false;
	while (n < ASKED_TAPS_MAX && sql_next(&r)) {
		ret[n].value = row_str(&r, 0);
		ret[n++].label = row_str(&r, 1);
	}
	sql_end(&r);
	*ret_n = n;
	return ctx_ok(c);
}
