/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/measure_walk.h"

#include "core/activity.h"
#include "core/collect.h"
#include "store/sql.h"

static const struct stmt people_n = { "measure_walk_count",
	"SELECT COUNT(*) FROM participant WHERE study_id = $1 AND withdrawn_at = 0", "i", "i" };
static const struct stmt people = { "measure_walk_people",
	"SELECT id, number, gender, subject, year, engagement FROM participant"
	" WHERE study_id = $1 AND withdrawn_at = 0 ORDER BY id",
	"i", "iissss" };
static const struct stmt traces = { "measure_walk_traces",
	"SELECT class, channel, round_id, object_kind, object_id, at, amount FROM activity"
	" WHERE participant_id = $1 AND class IN ($2, $3, $4, $5) ORDER BY id, class",
	"iiiii", "iiiiiii" };

static bool read_people(struct ctx *c, int64_t study, struct measure_walk *w)
{
	struct rows r;

	if (!sql_one(c, &people_n, ARGS(arg(study)), &r))
		return false;
	int64_t max = row_int(&r, 0);
	sql_end(&r);
	if (max > MEASURE_ROWS_MAX)
		return fail(c, FAULT_LIMIT,
			"This study has more than %d participants; the report stops there.",
			MEASURE_ROWS_MAX);
	struct participant *p = arena_new(c->mem, struct participant, (size_t)max + 1);
	if (!sql_open(c, &people, ARGS(arg(study)), &r))
		return false;
	while (w->n < (size_t)max && sql_next(&r))
		p[w->n++] = (struct participant){ { row_int(&r, 0) }, study, row_int(&r, 1),
			row_str(&r, 2), row_str(&r, 3), row_str(&r, 4), row_str(&r, 5) };
	sql_end(&r);
	w->who = p;
	return ctx_ok(c);
}

bool measure_walk_open(struct ctx *c, int64_t study, struct measure_walk *ret)
{
	*ret = (struct measure_walk){ .c = c };
	if (!calendar_read(c, study, &ret->cal) || !seating_read(c, study, &ret->seating))
		return false;
	ret->day.zone = ret->seating.zone;
	return collect_off(c, study, &ret->off) && read_people(c, study, ret);
}

static void grow(struct measure_walk *w, size_t n)
{
	size_t room = w->room ? 2 * w->room : 1024;
	struct measure_fold_trace *wider = arena_new(w->c->mem, struct measure_fold_trace, room);

	if (n)
		memcpy(wider, w->trace, n * sizeof *wider);
	w->trace = wider;
	w->scratch = arena_new(w->c->mem, struct measure_fold_pair, room + 1);
	w->room = room;
}

static int64_t week_of(struct measure_walk *w, int64_t round, int64_t at)
{
	const struct calendar_week *k = w->week;

	if (!k || k->round != round || at < k->opens_at || at >= k->ends_at)
		k = w->week = calendar_at(&w->cal, round, at);
	return k ? k->week : 0;
}

/* Of no group at all is not of another one. */
static bool is_elsewhere(const struct measure_walk *w, const struct measure_walk_one *one,
	const struct measure_fold_trace *t)
{
	int64_t group = t->kind == OBJECT_GROUP ? t->object
		: t->kind == OBJECT_THREAD	? seating_group_of(&w->seating, t->object)
						: 0;

	for (size_t i = 0; i < one->seats; i++)
		if (one->seat[i].group == group)
			return false;
	return group != 0;
}

static bool read_traces(struct measure_walk *w, const struct measure_walk_one *one, size_t *ret_n)
{
	struct rows r;
	size_t n = 0;

	if (!sql_open(w->c, &traces,
		    ARGS(arg(one->who->id.v), arg(TRACE_VISIT), arg(TRACE_ACTIVE), arg(TRACE_POST),
			    arg(TRACE_ANSWERED)),
		    &r))
		return false;
	for (; n < MEASURE_WALK_TRACES && sql_next(&r); n++) {
		if (n >= w->room)
			grow(w, n);
		struct measure_fold_trace *t = &w->trace[n];
		*t = (struct measure_fold_trace){ .class = row_int(&r, 0),
			.channel = row_int(&r, 1),
			.round = row_int(&r, 2),
			.kind = row_int(&r, 3),
			.object = row_int(&r, 4),
			.at = row_int(&r, 5),
			.amount = row_int(&r, 6) };
		t->week = week_of(w, t->round, t->at);
		t->day = measure_day_of(w->c, &w->day, t->at);
		t->other_group = t->class == TRACE_VISIT && is_elsewhere(w, one, t);
	}
	if (n == MEASURE_WALK_TRACES) {
		sql_end(&r);
		return fail(w->c, FAULT_LIMIT, "One participant has too many traces to report on.");
	}
	*ret_n = n;
	return ctx_ok(w->c);
}

bool measure_walk_next(struct measure_walk *w, struct measure_walk_one *ret)
{
	while (w->numbered_only && w->at < w->n && w->who[w->at].number == 0)
		w->at++;
	if (w->at == w->n)
		return false;
	*ret = (struct measure_walk_one){ .who = &w->who[w->at++] };
	ret->seat = seating_of(&w->seating, ret->who->id.v, &ret->seats);
	if (w->room == 0)
		grow(w, 0);
	if (!read_traces(w, ret, &ret->traces.n))
		return false;
	ret->traces.trace = w->trace;
	ret->traces.seated = ret->seats > 0;
	ret->traces.off = w->off;
	return true;
}

void measure_walk_fold(const struct measure_walk *w, const struct measure_walk_one *one,
	const struct measure_fold_scope *in, struct measure_fold *ret)
{
	measure_fold(&one->traces, in, w->scratch, ret);
}
