/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/reach.h"

#include "core/audit.h"
#include "core/background.h"
#include "core/came.h"
#include "core/key.h"
#include "core/told.h"
#include "evidence/population.h"
#include "evidence/tally.h"
#include "store/sql.h"

#include <stdlib.h>

static const struct stmt reached_of = { "reach_of",
	"SELECT subject, year, COUNT(*) FROM participant WHERE study_id = $1 AND withdrawn_at = 0"
	" GROUP BY subject, year ORDER BY subject, year LIMIT $2",
	"ii", "ssi" };
/* Joined one of its rounds without being in the study. */
static const struct stmt outside_of = { "reach_outside",
	"SELECT COUNT(DISTINCT e.person_id) FROM enrolment e JOIN round r ON r.id = e.round_id"
	" WHERE r.study_id = $1 AND e.left_at = 0 AND NOT EXISTS (SELECT 1 FROM open_key k"
	" JOIN participant p ON p.id = k.participant_id WHERE k.person_id = e.person_id"
	" AND k.study_id = $1 AND p.withdrawn_at = 0)"
	" AND NOT EXISTS (SELECT 1 FROM study_severed d WHERE d.study_id = $1)",
	"i", "i" };

static const char *const names[REACH_BYS] = { "subject", "year", "came", "tag" };
static const char *const columns[REACH_BYS] = { "Subject", "Year", "How", "Tag" };
static const char *const titles[REACH_BYS] = { "By subject", "By year of studies",
	"By how they came", "By tag" };

/* Names that differ in capitals or space around them are one. */
struct gather {
	struct ctx *c;
	struct reach_part *part;
	struct tally *place; /* place + 1 of the row of a name */
	size_t room;
};

static struct gather gather_begin(struct ctx *c, struct reach *r, enum reach_by by, size_t room)
{
	struct reach_part *p = &r->part[by];

	*p = (struct reach_part){ .name = names[by],
		.title = titles[by],
		.column = columns[by],
		.row = arena_new(c->mem, struct reach_row, room) };
	return (struct gather){ c, p, tally_open(c->mem), room };
}

static struct reach_row *row_of(struct gather *g, struct str name)
{
	struct str key = arena_str(g->c->mem, str_trim(name));
	char *at = arena_new(g->c->mem, char, key.len + 1);

	for (size_t i = 0; i < key.len; i++)
		at[i] = key.at[i] >= 'A' && key.at[i] <= 'Z' ? (char)(key.at[i] - 'A' + 'a')
							     : key.at[i];
	int64_t *place = tally_at(g->place, (struct str){ at, key.len });
	if (*place == 0 && g->part->n < g->room) {
		g->part->row[g->part->n++].name = key;
		*place = (int64_t)g->part->n;
	}
	return &g->part->row[*place > 0 ? *place - 1 : 0];
}

static void add_enrolled(struct gather *g, struct str name, int64_t n)
{
	struct reach_row *row = row_of(g, name);

	row->in_table = true;
	row->population.n += n;
}

/* The lines of the upload and the participants, added up by subject or by year. */
struct source {
	struct population_row *population, *reached; /* reached: tagged is not used */
	size_t populations, reacheds;
};

static bool read_reached(struct ctx *c, int64_t study, struct source *s)
{
	struct rows r;

	s->reached = arena_new(c->mem, struct population_row, REACH_ROWS_MAX);
	if (!sql_open(c, &reached_of, ARGS(arg(study), arg((int64_t)REACH_ROWS_MAX + 1)), &r))
		return false;
	while (sql_next(&r)) {
		if (s->reacheds == REACH_ROWS_MAX) {
			sql_end(&r);
			return fail(c, FAULT_LIMIT,
				"The participants of this study have too many subjects.");
		}
		s->reached[s->reacheds++] = (struct population_row){ row_str(&r, 0), row_str(&r, 1),
			REACH_UNKNOWN, row_int(&r, 2) };
	}
	return ctx_ok(c);
}

static void gather_words(struct ctx *c, const struct source *s, struct reach *r, enum reach_by by)
{
	struct gather g = gather_begin(c, r, by, s->populations + s->reacheds + 1);

	for (size_t i = 0; i < s->populations; i++) {
		const struct population_row *p = &s->population[i];
		if (by == REACH_SUBJECT || p->year.len)
			add_enrolled(&g, by == REACH_SUBJECT ? p->subject : p->year, p->n);
	}
	for (size_t i = 0; i < s->reacheds; i++) {
		const struct population_row *p = &s->reached[i];
		row_of(&g, by == REACH_SUBJECT ? p->subject : p->year)->reached.n += p->n;
	}
}

static bool gather_tags(struct ctx *c, const struct source *s, struct reach *r)
{
	static const struct str yes = { "Tagged", 6 }, no = { "Not tagged", 10 };
	struct gather g = gather_begin(c, r, REACH_TAG, 3);
	int64_t tagged, known, all = 0;

	if (!background_count(c, r->study.id, &tagged, &known))
		return false;
	for (size_t i = 0; i < s->populations; i++)
		if (s->population[i].tagged >= 0)
			add_enrolled(&g, s->population[i].tagged ? yes : no, s->population[i].n);
	for (size_t i = 0; i < s->reacheds; i++)
		all += s->reached[i].n;
	row_of(&g, yes)->reached.n = tagged;
	row_of(&g, no)->reached.n = known - tagged;
	row_of(&g, S(""))->reached.n = all - known; /* never zero for want of an answer */
	r->has_tag = true;
	return true;
}

/* All ways are shown, those that brought nobody too. */
static bool gather_came(struct ctx *c, struct reach *r)
{
	static const char *const ways[CAMES] = { "Another way, or not known",
		"Invited by a researcher’s list", "Invited by a coordinator’s list",
		"Put in by staff", "Came back from an earlier round" };
	struct gather g = gather_begin(c, r, REACH_CAME, CAMES);
	int64_t n[CAMES];

	if (!came_count(c, r->study.id, n))
		return false;
	for (size_t i = 1; i <= CAMES; i++)
		row_of(&g, str_of(ways[i % CAMES]))->reached.n = n[i % CAMES];
	return true;
}

/* ---- what is shown ---- */

static int by_share(const void *a, const void *b)
{
	const struct reach_row *x = a, *y = b;

	if (x->in_table != y->in_table)
		return x->in_table ? -1 : 1;
	if ((x->percent < 0) != (y->percent < 0))
		return x->percent < 0 ? 1 : -1;
	if (x->percent != y->percent)
		return x->percent < y->percent ? -1 : 1;
	int order = memcmp(
		x->name.at, y->name.at, x->name.len < y->name.len ? x->name.len : y->name.len);
	if (order == 0)
		return x->name.len < y->name.len ? -1 : x->name.len > y->name.len;
	return order;
}

/* ---- what is told: rounded, hidden, and the same until enough have changed ---- */

/* What was uploaded counts nobody who comes or goes from one day to the next. Parts that everybody
   enrolled is in have one total. */
static void show_enrolled(struct ctx *c, struct reach *r, bool is_true)
{
	struct disclose_part d[REACH_BYS] = { 0 };
	struct disclose_cell total = { 0 };
	int64_t sum[REACH_BYS] = { 0 };

	for (enum reach_by by = 0; by < REACH_BYS; by++) {
		struct reach_part *p = &r->part[by];
		d[by].cell = arena_new(c->mem, struct disclose_cell, p->n + 1);
		for (size_t i = 0; i < p->n; i++)
			if (p->row[i].in_table) {
				sum[by] += p->row[i].population.n;
				d[by].cell[d[by].n++] = p->row[i].population;
			}
	}
	for (enum reach_by by = 1; by < REACH_BYS; by++)
		if (sum[by] != sum[0])
			disclose_table(d[by].cell, d[by].n, &r->part[by].total.population);
	struct disclose_part whole[REACH_BYS];
	size_t n = 0;
	for (enum reach_by by = 0; by < REACH_BYS; by++)
		if (sum[by] == sum[0])
			whole[n++] = d[by];
	disclose_parts(whole, n, &total);
	for (enum reach_by by = 0; by < REACH_BYS; by++) {
		struct reach_part *p = &r->part[by];
		if (sum[by] == sum[0])
			p->total.population = total;
		for (size_t i = 0, k = 0; i < p->n; i++)
			if (p->row[i].in_table)
				p->row[i].population = d[by].cell[k++];
		for (size_t i = 0; is_true && i < p->n; i++)
			p->row[i].population.shown = p->row[i].population.n;
		if (is_true)
			p->total.population.shown = p->total.population.n;
	}
}

static void show_true(struct reach *r)
{
	for (enum reach_by by = 0; by < REACH_BYS; by++) {
		struct reach_part *p = &r->part[by];
		p->total.reached.n = 0;
		for (size_t i = 0; i < p->n; i++) {
			p->row[i].reached.shown = p->row[i].reached.n;
			p->total.reached.n += p->row[i].reached.n;
		}
		p->total.reached.shown = p->total.reached.n;
	}
	r->outside.shown = r->outside.n;
}

static struct told_part part_of(struct ctx *c, const struct reach_part *p)
{
	struct told_part t = { arena_new(c->mem, struct told_row, p->n + 1), p->n, false };

	for (size_t i = 0; i < p->n; i++)
		t.row[i] = (struct told_row){ p->row[i].name, p->row[i].reached };
	return t;
}

/* Rows that were told stay, and a row of which nothing was told yet is not there: that it appears
   would tell that somebody came. What is in the enrolment table is always there. */
static void use_told(struct ctx *c, struct reach_part *p, const struct told_part *t,
	const struct disclose_cell *total)
{
	struct reach_row *row = arena_new(c->mem, struct reach_row, p->n + t->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		bool was = false;
		for (size_t k = 0; k < t->n; k++)
			was = was || str_eq(t->row[k].name, p->row[i].name);
		if (!was && !p->row[i].in_table)
			continue;
		row[n] = p->row[i];
		row[n++].reached.shown = was ? told_shown(t, p->row[i].name) : 0;
	}
	for (size_t k = 0; k < t->n; k++) {
		bool is = false;
		for (size_t i = 0; i < p->n; i++)
			is = is || str_eq(t->row[k].name, p->row[i].name);
		if (!is)
			row[n++] = (struct reach_row){ .name = arena_str(c->mem, t->row[k].name),
				.reached = t->row[k].cell };
	}
	p->row = row;
	p->n = n;
	p->total.reached = *total;
}

/* The tag comes on top of the rest: what was told of that stays, and the tag gives way. */
static bool tell_tag(struct ctx *c, struct reach *r, const struct told *rest)
{
	struct told_part part[REACH_BYS];
	struct told_question q = { .part = part, .parts = rest->parts + 1 };
	struct told told;

	for (size_t i = 0; i < rest->parts; i++) {
		part[i] = rest->part[i];
		part[i].fixed = true;
	}
	part[rest->parts] = part_of(c, &r->part[REACH_TAG]);
	q.key = arena_fmt(
		c->mem, "reach %lld tag %lld", (long long)r->study.id, (long long)rest->at);
	if (!told_ask(c, &q, &told))
		return false;
	use_told(c, &r->part[REACH_TAG], &told.part[rest->parts], &rest->total);
	return true;
}

static bool tell(struct ctx *c, struct reach *r)
{
	struct told_part part[REACH_TAG];
	struct told_question q = { .part = part, .parts = REACH_TAG }, out = { .counts = true };
	struct told told, outside;

	for (enum reach_by by = 0; by < REACH_TAG; by++)
		part[by] = part_of(c, &r->part[by]);
	q.key = arena_fmt(c->mem, "reach %lld", (long long)r->study.id);
	out.key = arena_fmt(c->mem, "reach %lld outside", (long long)r->study.id);
	out.people = r->outside.n;
	if (!told_ask(c, &q, &told) || !told_ask(c, &out, &outside))
		return false;
	for (enum reach_by by = 0; by < REACH_TAG; by++)
		use_told(c, &r->part[by], &told.part[by], &told.total);
	r->outside.shown = outside.total.shown;
	r->told_at = told.at;
	return !r->has_tag || tell_tag(c, r, &told);
}

static void show_share(struct reach_row *row, bool is_true)
{
	const struct disclose_cell *of = &row->population;

	row->percent = DISCLOSE_HIDDEN;
	if (!row->in_table || of->n == 0)
		return;
	/* True ones in tenths, and of any number of people. */
	row->percent = is_true ? (2000 * row->reached.n + of->n) / (2 * of->n)
			       : disclose_percent(row->reached.shown, of);
}

static void show_part(struct reach *r, enum reach_by by)
{
	struct reach_part *p = &r->part[by];
	bool is_true = r->is_true;

	p->total.name = S("All");
	for (size_t i = 0; i < p->n; i++) {
		p->total.in_table = p->total.in_table || p->row[i].in_table;
		show_share(&p->row[i], is_true);
	}
	show_share(&p->total, is_true);
	if (by != REACH_CAME)
		qsort(p->row, p->n, sizeof *p->row, by_share);
}

static bool count_outside(struct ctx *c, struct reach *r)
{
	struct rows rows;

	if (!key_open_study(c, r->study.id)
		|| !sql_one(c, &outside_of, ARGS(arg(r->study.id)), &rows))
		return false;
	r->outside.n = row_int(&rows, 0);
	sql_end(&rows);
	return true;
}

bool reach_make(struct ctx *c, const struct measure_study *study, const struct reach_how *how,
	struct reach *ret)
{
	struct reach r = { .study = *study, .is_true = how->is_true };
	struct source s = { 0 };

	if (!population_read(c, study->id, &s.population, &s.populations)
		|| !read_reached(c, study->id, &s) || !count_outside(c, &r))
		return false;
	r.uploaded = s.populations > 0;
	gather_words(c, &s, &r, REACH_SUBJECT);
	gather_words(c, &s, &r, REACH_YEAR);
	if (!gather_came(c, &r))
		return false;
	if (how->with_tag && !gather_tags(c, &s, &r))
		return false;
	show_enrolled(c, &r, how->is_true);
	if (how->is_true)
		show_true(&r);
	else if (!tell(c, &r))
		return false;
	for (enum reach_by by = 0; by < REACH_BYS; by++)
		if (by != REACH_TAG || r.has_tag)
			show_part(&r, by);
	*ret = r;
	return true;
}

struct str reach_number(struct ctx *c, const struct disclose_cell *cell)
{
	return cell->shown == DISCLOSE_HIDDEN ? S("..")
					      : arena_fmt(c->mem, "%lld", (long long)cell->shown);
}

struct str reach_percent(struct ctx *c, const struct reach *r, const struct reach_row *row)
{
	if (!row->in_table || row->population.n == 0)
		return S("–");
	if (row->percent == DISCLOSE_HIDDEN)
		return S("..");
	if (r->is_true)
		return arena_fmt(c->mem, "%lld.%lld%%", (long long)(row->percent / 10),
			(long long)(row->percent % 10));
	return arena_fmt(c->mem, "%lld%%", (long long)row->percent);
}
