/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/said.h"

const enum measure_fold_at said_measures[SAID_MEASURES] = { FOLD_PAGE_VIEWS, FOLD_DISTINCT_PAGES,
	FOLD_ACTIVE_MINUTES, FOLD_DAYS_PRESENT, FOLD_POSTS, FOLD_WORDS, FOLD_REPLIES_GIVEN };

static void fill(struct ctx *c, const struct pick *p, enum measure_fold_at m, struct said_grid *g)
{
	double *v = arena_new(c->mem, double, p->n + 1);

	for (size_t i = 0; i < p->n; i++) {
		if (p->row[i].said == TABLE1_UNASKED)
			continue;
		g->unknown += !p->row[i].fold.known[m];
		if (p->row[i].fold.known[m])
			v[g->known++] = p->row[i].fold.value[m];
	}
	g->median = stats_real_of(v, g->known).median;
	for (size_t k = 0; k < 4; k++)
		g->cell[k / 2][k % 2].row = arena_new(c->mem, const struct pick_row *, p->n + 1);
	for (size_t i = 0; i < p->n; i++) {
		const struct pick_row *r = &p->row[i];
		if (r->said == TABLE1_UNASKED || !r->fold.known[m])
			continue;
		struct said_cell *cell =
			&g->cell[r->said == TABLE1_LESS][r->fold.value[m] > g->median];
		cell->row[cell->n++] = r;
	}
}

bool said_make(struct ctx *c, const struct measure_study *study, struct said *ret)
{
	struct said s = { .study = *study };
	struct pick p;

	if (!pick_make(c, study, 0, &p))
		return false;
	for (size_t i = 0; i < p.n; i++) {
		s.active += p.row[i].said == TABLE1_ACTIVE;
		s.less += p.row[i].said == TABLE1_LESS;
		s.unasked += p.row[i].said == TABLE1_UNASKED;
	}
	for (size_t m = 0; m < SAID_MEASURES; m++)
		fill(c, &p, said_measures[m], &s.grid[m]);
	*ret = s;
	return true;
}
