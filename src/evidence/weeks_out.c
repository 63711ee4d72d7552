/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/weeks_out.h"

#include "base/instant.h"
#include "evidence/tree.h"
#include "file/csv.h"

static const char *const names[] = { "round", "week", "opens_at", "page_views", "posts", "present",
	"came_next", "came_later" };

/* ---- CSV ---- */

/* After the last week nobody can come back: that is an empty cell, not a zero. */
static void csv_week(struct buf *out, struct arena *mem, const struct weeks_round *r, size_t week)
{
	const struct weeks_count *n = &r->at[week];

	csv_put_text(out, 0, r->name);
	csv_put_int(out, 1, r->week[week].week);
	csv_put_text(out, 2, instant_text(mem, r->week[week].opens_at));
	csv_put_int(out, 3, n->views);
	csv_put_int(out, 4, n->posts);
	csv_put_int(out, 5, n->present);
	if (weeks_has_next(r, week)) {
		csv_put_int(out, 6, n->next);
		csv_put_int(out, 7, n->later);
	} else {
		csv_put_text(out, 6, S(""));
		csv_put_text(out, 7, S(""));
	}
	csv_put_end(out);
}

void weeks_out_csv(const struct weeks *w, struct buf *out)
{
	struct arena *mem = arena_open();

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		csv_put_text(out, i, str_of(names[i]));
	csv_put_end(out);
	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; k < w->round[i].n; k++)
			csv_week(out, mem, &w->round[i], k);
	arena_close(mem);
}

/* ---- JSON ---- */

static json_t *week_json(struct arena *mem, const struct weeks_round *r, size_t week)
{
	const struct weeks_count *n = &r->at[week];
	bool next = weeks_has_next(r, week);

	return tree_made(json_pack("{s:I, s:s, s:I, s:I, s:I, s:o, s:o}", "week",
		(json_int_t)r->week[week].week, "opens_at",
		instant_text(mem, r->week[week].opens_at).at, "page_views", (json_int_t)n->views,
		"posts", (json_int_t)n->posts, "present", (json_int_t)n->present, "came_next",
		next ? json_integer(n->next) : json_null(), "came_later",
		next ? json_integer(n->later) : json_null()));
}

static json_t *round_json(struct arena *mem, const struct weeks_round *r)
{
	json_t *all = tree_made(json_array());

	for (size_t i = 0; i < r->n; i++)
		tree_add(all, week_json(mem, r, i));
	return tree_made(json_pack("{s:o, s:I, s:o, s:{s:I, s:I}}", "round", tree_text(r->name),
		"present", (json_int_t)r->present, "weeks", all, "outside", "page_views",
		(json_int_t)r->outside.views, "posts", (json_int_t)r->outside.posts));
}

void weeks_out_json(const struct weeks *w, struct buf *out)
{
	struct arena *mem = arena_open();
	json_t *all = tree_made(json_array());

	for (size_t i = 0; i < w->n; i++)
		tree_add(all, round_json(mem, &w->round[i]));
	json_t *j = tree_made(json_pack("{s:o, s:b, s:o}", "study", tree_text(w->study.name),
		"true_values", 1, "rounds", all));
	tree_end(j, 17, out);
	arena_close(mem);
}

/* ---- text ---- */

static void text_round(const struct weeks_round *r, struct buf *out)
{
	buf_fmt(out, "\nRound %.*s\n%4s  %10s  %6s  %7s  %10s  %10s\n", (int)r->name.len,
		r->name.at, "week", "page views", "posts", "present", "came next", "came later");
	for (size_t i = 0; i < r->n; i++) {
		const struct weeks_count *n = &r->at[i];
		buf_fmt(out, "%4lld  %10lld  %6lld  %7lld", (long long)r->week[i].week,
			(long long)n->views, (long long)n->posts, (long long)n->present);
		if (weeks_has_next(r, i))
			buf_fmt(out, "  %10lld  %10lld\n", (long long)n->next, (long long)n->later);
		else
			buf_fmt(out, "  %10s  %10s\n", "-", "-");
	}
	buf_fmt(out, "Present in any week: %lld. Outside the weeks: %lld page views, %lld posts.\n",
		(long long)r->present, (long long)r->outside.views, (long long)r->outside.posts);
}

void weeks_out_text(const struct weeks *w, struct buf *out)
{
	static const enum measure_at used[] = { MEASURE_PRESENT, MEASURE_CAME_BACK };

	buf_fmt(out, "Study %.*s: its rounds, week by week. True values.\n", (int)w->study.name.len,
		w->study.name.at);
	for (size_t i = 0; i < w->n; i++)
		text_round(&w->round[i], out);
	for (size_t i = 0; i < sizeof used / sizeof *used; i++) {
		const struct measure *m = &measure_table[used[i]];
		buf_fmt(out, "\n%s. %s\nIt cannot see: %s\n", m->title, m->counts, m->blind);
	}
}
