/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/survey_wave.h"

#include "base/instant.h"
#include "base/utf8.h"
#include "core/audit.h"
#include "core/job.h"
#include "store/sql.h"

#include <inttypes.h>

enum { ROUNDS_MAX = 100 };

const char survey_wave_job[] = "survey-letters";
static const struct job_kind letters = { .name = survey_wave_job };

static const struct stmt all_waves = { "survey_waves",
	"SELECT w.id, w.title, w.round_id, w.from_week, w.from_day, w.to_week, w.to_day,"
	" t.opens_at,"
	" t.closes_at, w.letters, COALESCE(r.zone, (SELECT z.zone FROM round z JOIN survey s"
	" ON s.study_id = z.study_id WHERE s.id = w.survey_id ORDER BY z.opens_at DESC, z.id DESC"
	" LIMIT 1), 'Europe/London'),"
	" (SELECT count(*) FROM survey_reply y WHERE y.wave_id = w.id AND y.finished_at > 0)"
	" FROM survey_wave w JOIN survey_wave_time t ON t.id = w.id"
	" LEFT JOIN round r ON r.id = w.round_id WHERE w.survey_id = $1"
	" ORDER BY t.opens_at, w.id LIMIT $2",
	"ii", "isiiiiiiiisi" };
static const struct stmt add = { "survey_wave_add",
	"INSERT INTO survey_wave (id, survey_id, title, round_id, from_week, from_day, to_week,"
	" to_day,"
	" opens_at, closes_at, letters) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
	"iisiiiiiiii", "" };
static const struct stmt times = { "survey_wave_times",
	"SELECT opens_at, closes_at FROM survey_wave_time WHERE id = $1", "i", "ii" };
static const struct stmt is_launched = { "survey_wave_launched",
	"SELECT version FROM survey WHERE id = $1", "i", "i" };
static const struct stmt rounds = { "survey_wave_rounds",
	"SELECT r.id, r.weeks, r.title FROM round r JOIN survey s ON s.study_id = r.study_id"
	" WHERE s.id = $1 ORDER BY r.opens_at DESC, r.id DESC LIMIT $2",
	"ii", "iis" };
static const struct stmt answered = { "survey_wave_answered",
	"SELECT (SELECT count(*) FROM survey_reply WHERE wave_id = $1)"
	" + (SELECT count(*) FROM survey_done WHERE wave_id = $1)",
	"i", "i" };
static const struct stmt drop = { "survey_wave_drop",
	"DELETE FROM survey_wave WHERE id = $1 AND survey_id = $2", "ii", "" };

bool survey_waves(struct ctx *c, int64_t survey, struct survey_wave **ret, size_t *ret_n)
{
	struct survey_wave *w = arena_new(c->mem, struct survey_wave, SURVEY_WAVES_MAX);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &all_waves, ARGS(arg(survey), arg((int64_t)SURVEY_WAVES_MAX)), &r))
		return false;
	while (n < SURVEY_WAVES_MAX && sql_next(&r))
		w[n++] = (struct survey_wave){ row_int(&r, 0), survey, row_str(&r, 1),
			row_int(&r, 2), row_int(&r, 3), row_int(&r, 4), row_int(&r, 5),
			row_int(&r, 6), row_int(&r, 7), row_int(&r, 8), row_int(&r, 9),
			row_str(&r, 10), row_int(&r, 11) };
	sql_end(&r);
	*ret = w;
	*ret_n = n;
	return ctx_ok(c);
}

bool survey_wave_rounds(struct ctx *c, int64_t survey, struct survey_round **ret, size_t *ret_n)
{
	struct survey_round *all = arena_new(c->mem, struct survey_round, ROUNDS_MAX);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &rounds, ARGS(arg(survey), arg((int64_t)ROUNDS_MAX)), &r))
		return false;
	while (n < ROUNDS_MAX && sql_next(&r))
		all[n++] = (struct survey_round){ row_int(&r, 0), row_int(&r, 1), row_str(&r, 2) };
	sql_end(&r);
	*ret = all;
	*ret_n = n;
	return ctx_ok(c);
}

static bool number(struct ctx *c, const struct stmt *s, int64_t id, int64_t *ret)
{
	struct rows r;

	if (!sql_one(c, s, ARGS(arg(id)), &r))
		return false;
	*ret = row_int(&r, 0);
	sql_end(&r);
	return true;
}

/* The first letter goes when the wave opens; the job plans the second itself. */
static bool plan(struct ctx *c, const struct survey_wave *w)
{
	if (w->letters == 0 || w->closes_at <= c->now)
		return true;
	return job_add(c, &letters, w->id, w->opens_at > c->now ? w->opens_at : c->now);
}

bool survey_wave_plan(struct ctx *c, int64_t survey)
{
	struct survey_wave *w;
	size_t n;

	if (!survey_waves(c, survey, &w, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!plan(c, &w[i]))
			return false;
	return true;
}

static bool round_ok(struct ctx *c, const struct survey_wave *w)
{
	struct survey_round *all;
	size_t n;

	if (w->round == 0)
		return true;
	if (!survey_wave_rounds(c, w->survey, &all, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (all[i].id == w->round)
			return true;
	return ctx_wrong(c, "round", "Choose a round of this study.");
}

static bool within(int64_t n, int64_t most)
{
	return n >= -most && n <= most;
}

static bool check(struct ctx *c, const struct survey_wave *w)
{
	bool good = round_ok(c, w);

	if (w->title.len == 0 || w->title.len > SURVEY_WAVE_TITLE || !utf8_is_text(w->title))
		good = ctx_wrong(c, "title", "Give the wave a name of at most %d letters.",
			SURVEY_WAVE_TITLE);
	if (w->letters < 0 || w->letters > SURVEY_WAVE_LETTERS)
		good = ctx_wrong(c, "letters", "Nobody gets more than two letters about a wave.");
	if (w->round > 0 && (w->from_week < 1 || w->from_week > SURVEY_WAVE_WEEKS))
		good = ctx_wrong(c, "from_week", "Give a week from 1 to %d.", SURVEY_WAVE_WEEKS);
	if (w->round > 0 && (w->to_week < 1 || w->to_week > SURVEY_WAVE_WEEKS))
		good = ctx_wrong(c, "to_week", "Give a week from 1 to %d.", SURVEY_WAVE_WEEKS);
	if (!within(w->from_day, SURVEY_WAVE_DAYS) || !within(w->to_day, SURVEY_WAVE_DAYS))
		good = ctx_wrong(c, "from_day", "Give at most %d days.", SURVEY_WAVE_DAYS);
	if (w->round == 0 && w->closes_at <= w->opens_at)
		good = ctx_wrong(c, "closes", "A wave closes after it has opened.");
	return good && ctx_ok(c);
}

bool survey_wave_add(struct ctx *c, const struct survey_wave *draft, int64_t *ret)
{
	struct survey_wave w = *draft;
	int64_t launched;
	struct rows r;

	w.title = str_trim(w.title);
	w.id = ctx_id(c);
	if (!number(c, &is_launched, w.survey, &launched) || !check(c, &w))
		return false;
	if (!sql_run(c, &add,
		    ARGS(arg(w.id), arg(w.survey), arg(w.title), arg(w.round), arg(w.from_week),
			    arg(w.from_day), arg(w.to_week), arg(w.to_day), arg(w.opens_at),
			    arg(w.closes_at), arg(w.letters)))
		|| !sql_one(c, &times, ARGS(arg(w.id)), &r))
		return false;
	w.opens_at = row_int(&r, 0);
	w.closes_at = row_int(&r, 1);
	sql_end(&r);
	if (w.closes_at <= w.opens_at)
		return ctx_wrong(c, "to_week", "A wave closes after it has opened.");
	if ((launched > 0 && !plan(c, &w))
		|| !audit_add(c, "survey.wave", "survey", w.survey,
			arena_fmt(c->mem, "wave %" PRId64, w.id)))
		return false;
	*ret = w.id;
	return true;
}

bool survey_wave_weekly(struct ctx *c, int64_t survey, int64_t round, int64_t letters_each)
{
	struct survey_round *all;
	int64_t weeks = 0, id;
	size_t n;

	if (!survey_wave_rounds(c, survey, &all, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (all[i].id == round)
			weeks = all[i].weeks;
	if (weeks == 0)
		return ctx_wrong(c, "round", "Choose a round of this study.");
	for (int64_t i = 1; i <= weeks; i++) {
		struct survey_wave w = { .survey = survey,
			.title = arena_fmt(c->mem, "Week %" PRId64, i),
			.round = round,
			.from_week = i,
			.to_week = i,
			.letters = letters_each };
		if (!survey_wave_add(c, &w, &id))
			return false;
	}
	return true;
}

bool survey_wave_remove(struct ctx *c, int64_t survey, int64_t wave)
{
	int64_t n;

	if (!number(c, &answered, wave, &n))
		return false;
	if (n > 0)
		return fail(c, FAULT_CONFLICT, "Somebody has answered in this wave, so it stays.");
	if (!sql_count(c, &drop, ARGS(arg(wave), arg(survey)), &n))
		return false;
	if (n == 0)
		return fail(c, FAULT_ABSENT, "There is no such wave.");
	return audit_add(c, "survey.wave.remove", "survey", survey,
		arena_fmt(c->mem, "wave %" PRId64, wave));
}
