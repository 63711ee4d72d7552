/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/result.h"

#include "core/background.h"
#include "core/told.h"
#include "evidence/measure_walk.h"
#include "store/sql.h"

#include <stdlib.h>

const char *const result_names[RESULT_COUNTS] = { "people", "completion_known", "completed",
	"after_known", "skilled_or_study" };

static const struct stmt outcomes = { "result_outcomes",
	"SELECT o.participant_id, o.completed, o.activity, o.skilled FROM participant p"
	" JOIN outcome o ON o.participant_id = p.id WHERE p.study_id = $1 AND p.withdrawn_at = 0"
	" ORDER BY o.participant_id",
	"i", "iisi" };

/* Days present, from so many on. */
static const int64_t bands[] = { 0, 1, 4, 10 };
static const char *const band_names[] = { "None", "1 to 3 days", "4 to 9 days", "10 days or more" };
enum { BANDS = 4, UNKNOWN = BANDS };

struct fate {
	int64_t who, completed;
	bool asked, well;
};
struct work {
	struct ctx *c;
	struct result *r;
	struct fate *fate;
	struct background_of *tag;
	size_t fates, tags;
};

static int by_fate(const void *a, const void *b)
{
	const struct fate *x = a, *y = b;

	return (x->who > y->who) - (x->who < y->who);
}

static int by_tag(const void *a, const void *b)
{
	const struct background_of *x = a, *y = b;

	return (x->participant > y->participant) - (x->participant < y->participant);
}

/* Well is work of the highly skilled kind, or further study, whatever else. Who works and of whom
   it is not known at what is not counted as asked, unless they study as well. */
static struct fate fate_of(const struct rows *r)
{
	struct str activity = row_peek(r, 2);
	int64_t skilled = row_int(r, 3);
	bool studies = str_eq(activity, S("study")) || str_eq(activity, S("both"));
	bool rests = str_eq(activity, S("looking")) || str_eq(activity, S("other"));

	return (struct fate){ .who = row_int(r, 0),
		.completed = row_int(r, 1),
		.asked = studies || rests || skilled >= 0,
		.well = studies || (!rests && skilled == 1) };
}

static bool read_fates(struct work *w, size_t people)
{
	struct rows r;

	w->fate = arena_new(w->c->mem, struct fate, people + 1);
	if (!sql_open(w->c, &outcomes, ARGS(arg(w->r->study.id)), &r))
		return false;
	while (w->fates < people && sql_next(&r))
		w->fate[w->fates++] = fate_of(&r);
	sql_end(&r);
	w->r->any = w->fates > 0;
	return ctx_ok(w->c);
}

static bool read_tags(struct work *w, bool wanted)
{
	if (!wanted)
		return true;
	if (!background_each(w->c, w->r->study.id, &w->tag, &w->tags))
		return false;
	if (w->tags)
		qsort(w->tag, w->tags, sizeof *w->tag, by_tag);
	w->r->has_tag = true;
	return true;
}

static void begin(struct result *r)
{
	static const char *const tags[] = { "Tagged", "Not tagged", "Tag not known" };
	struct result_part *days = &r->part[RESULT_DAYS], *tag = &r->part[RESULT_TAG];

	*days = (struct result_part){
		.name = "days", .title = "By days present", .column = "Days present", .n = BANDS + 1
	};
	*tag = (struct result_part){ .name = "tag", .title = "By tag", .column = "Tag", .n = 3 };
	for (size_t i = 0; i < BANDS; i++)
		days->row[i].name = str_of(band_names[i]);
	days->row[UNKNOWN].name = S("Not known");
	for (size_t i = 0; i < 3; i++)
		tag->row[i].name = str_of(tags[i]);
}

static void count(struct result_row *row, const struct fate *f)
{
	row->at[RESULT_PEOPLE].n++;
	if (!f)
		return;
	row->at[RESULT_KNOWN].n += f->completed >= 0;
	row->at[RESULT_COMPLETED].n += f->completed == 1;
	row->at[RESULT_ASKED].n += f->asked;
	row->at[RESULT_WELL].n += f->well;
}

static size_t band_of(const struct measure_fold *f)
{
	size_t i = BANDS;

	if (!f->known[FOLD_DAYS_PRESENT])
		return UNKNOWN;
	while (i > 1 && f->value[FOLD_DAYS_PRESENT] < (double)bands[i - 1])
		i--;
	return i - 1;
}

static size_t tag_of(const struct work *w, int64_t who)
{
	struct background_of key = { .participant = who };
	const struct background_of *told =
		w->tags ? bsearch(&key, w->tag, w->tags, sizeof key, by_tag) : NULL;

	if (!told || told->tag == TAG_UNKNOWN)
		return 2;
	return told->tag == TAG_YES ? 0 : 1;
}

static void add(struct work *w, const struct measure_walk_one *one, const struct measure_fold *f)
{
	struct fate key = { .who = one->who->id.v };
	const struct fate *fate =
		w->fates ? bsearch(&key, w->fate, w->fates, sizeof key, by_fate) : NULL;

	count(&w->r->part[RESULT_DAYS].row[band_of(f)], fate);
	count(&w->r->part[RESULT_TAG].row[tag_of(w, key.who)], fate);
}

/* ---- what is told: rounded, hidden, and the same until enough have changed ---- */

static void show_true(struct result_part *p, size_t k)
{
	p->total.at[k].n = 0;
	for (size_t i = 0; i < p->n; i++) {
		p->row[i].at[k].shown = p->row[i].at[k].n;
		p->total.at[k].n += p->row[i].at[k].n;
	}
	p->total.at[k].shown = p->total.at[k].n;
}

static struct told_part part_of(struct ctx *c, const struct result_part *p, size_t k)
{
	struct told_part t = { arena_new(c->mem, struct told_row, p->n + 1), p->n, false };

	for (size_t i = 0; i < p->n; i++)
		t.row[i] = (struct told_row){ p->row[i].name, p->row[i].at[k] };
	return t;
}

static void use_told(struct result_part *p, size_t k, const struct told_part *t,
	const struct disclose_cell *total)
{
	for (size_t i = 0; i < p->n; i++)
		p->row[i].at[k].shown = told_shown(t, p->row[i].name);
	p->total.at[k] = *total;
}

/* The tag comes on top of the rest: what was told of that stays, and the tag gives way. */
static bool tell_column(struct ctx *c, struct result *r, size_t k)
{
	struct told_part part[RESULT_BYS] = { part_of(c, &r->part[RESULT_DAYS], k) };
	struct told_question q = { .part = part, .parts = 1 };
	struct told told, with;

	q.key = arena_fmt(c->mem, "outcomes %lld %s", (long long)r->study.id, result_names[k]);
	if (!told_ask(c, &q, &told))
		return false;
	use_told(&r->part[RESULT_DAYS], k, &told.part[0], &told.total);
	if (!r->has_tag)
		return true;
	part[0] = told.part[0];
	part[0].fixed = true;
	part[1] = part_of(c, &r->part[RESULT_TAG], k);
	q.parts = RESULT_BYS;
	q.key = arena_fmt(c->mem, "outcomes %lld %s tag %lld", (long long)r->study.id,
		result_names[k], (long long)told.at);
	if (!told_ask(c, &q, &with))
		return false;
	use_told(&r->part[RESULT_TAG], k, &with.part[1], &told.total);
	return true;
}

static bool show(struct ctx *c, struct result *r)
{
	for (size_t k = 0; k < RESULT_COUNTS; k++) {
		if (!r->is_true && !tell_column(c, r, k))
			return false;
		for (enum result_by by = 0; r->is_true && by < RESULT_BYS; by++)
			show_true(&r->part[by], k);
	}
	return true;
}

static int64_t share(const struct disclose_cell *part, const struct disclose_cell *of, bool is_true)
{
	if (!is_true)
		return disclose_percent(part->shown, of);
	return of->n > 0 ? (200 * part->n + of->n) / (2 * of->n) : DISCLOSE_HIDDEN;
}

static void show_shares(struct result_part *p, bool is_true)
{
	p->total.name = S("All");
	for (size_t i = 0; i <= p->n; i++) {
		struct result_row *row = i < p->n ? &p->row[i] : &p->total;
		row->completed = share(&row->at[RESULT_COMPLETED], &row->at[RESULT_KNOWN], is_true);
		row->well = share(&row->at[RESULT_WELL], &row->at[RESULT_ASKED], is_true);
	}
}

bool result_make(struct ctx *c, const struct measure_study *study, const struct result_how *how,
	struct result *ret)
{
	static const struct measure_fold_scope all;
	struct result r = { .study = *study, .is_true = how->is_true };
	struct work w = { .c = c, .r = &r };
	struct measure_walk_one one;
	struct measure_walk walk;
	struct measure_fold f;

	begin(&r);
	if (!measure_walk_open(c, study->id, &walk) || !read_fates(&w, walk.n)
		|| !read_tags(&w, how->with_tag))
		return false;
	while (measure_walk_next(&walk, &one)) {
		measure_walk_fold(&walk, &one, &all, &f);
		add(&w, &one, &f);
	}
	if (!ctx_ok(c) || !show(c, &r))
		return false;
	for (enum result_by by = 0; by < RESULT_BYS; by++)
		show_shares(&r.part[by], how->is_true);
	*ret = r;
	return true;
}

struct str result_number(struct ctx *c, const struct disclose_cell *cell)
{
	return cell->shown == DISCLOSE_HIDDEN ? S("..")
					      : arena_fmt(c->mem, "%lld", (long long)cell->shown);
}

struct str result_percent(struct ctx *c, int64_t percent)
{
	return percent == DISCLOSE_HIDDEN ? S("..")
					  : arena_fmt(c->mem, "%lld%%", (long long)percent);
}
