/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/gather.h"
#include "app/heap.h"
#include "app/importing.h"
#include "core/postcodes.h"
#include "file/deprivation.h"
#include "store/sql.h"

#include <stdio.h>
#include <stdlib.h>

enum { TELL = 4095, WHY = 160 };

static const char help[] =
	"usage: cairn import deprivation [--dry-run] [--data DIR] [--database URL] FILE\n"
	"  FILE        a published file (CSV); its header tells which it is: NSPL or ONSPD, the\n"
	"              SIMD 2020v2 postcode look-up or ranks, IMD 2019 or 2025 (File 7), WIMD\n"
	"              2019, NIMDM 2017\n"
	"  --dry-run   change nothing, and say what would happen\n"
	"  --data      directory of the key, the settings and the database; default var\n"
	"  --database  sqlite:PATH or postgresql://…; default sqlite:DIR/cairn.db\n"
	"Postcodes in the file replace the same postcodes, and others stay, so that a file can\n"
	"come in parts. A measure in the file replaces the whole of that measure. The ranks in\n"
	"NSPL and ONSPD are used for areas whose own measure has not been imported.\n"
	"Lines that cannot be used are listed on standard error.\n"
	"Ends with 0: all lines were good; 3: some were refused; 1: nothing was done.\n";

struct told {
	int64_t lines, refused, postcodes, ended, homeless, differ;
};
struct job {
	struct importing shared;
	struct deprivation file;
	struct heap heap;
	struct gather area[AREA_KINDS];
	bool scores; /* a value had a point */
	struct told told;
};

static const char *refuse(struct job *j, int64_t line, const char *why)
{
	j->told.refused++;
	importing_refused(&j->shared, line, why);
	return why;
}

/* ---- postcodes ---- */

static enum nation nation_of(const struct deprivation_line *l)
{
	struct str tell = l->nation.len ? l->nation : l->code11.len ? l->code11 : l->code21;

	switch (tell.len ? tell.at[0] : 0) {
	case 'E': return NATION_ENGLAND;
	case 'S': return NATION_SCOTLAND;
	case 'W': return NATION_WALES;
	case 'L':
	case 'M': return NATION_ELSEWHERE;
	case 'N': return NATION_NORTHERN_IRELAND;
	default: return tell.len ? NATION_NORTHERN_IRELAND : NATION_UNKNOWN; /* 95AA01S1 */
	}
}

static bool note_rank(struct job *j, size_t kind, uint64_t code, const struct deprivation_line *l)
{
	struct area_row row = { code, l->rank, l->decile, l->quintile };

	return code == 0 || l->rank == 0 || gather_add(&j->area[kind], &row);
}

/* Which measure an English rank is of, the whole file tells in the end: so it is noted for both. */
static void note_ranks(
	struct job *j, const struct deprivation_line *l, const struct district_row *d)
{
	bool same = true;

	for (size_t k = 0; k < AREA_KINDS; k++)
		if (area_kinds[k].nation == d->nation)
			same = note_rank(j, k, k == AREA_IMD2025 ? d->code21 : d->code11, l)
				&& same;
	j->told.differ += !same && d->nation != NATION_ENGLAND;
}

static const char *take_postcode(struct job *j, const struct deprivation_line *l, char *why)
{
	struct district_row d = { .ended = l->ended, .nation = (uint8_t)nation_of(l) };

	if (!postcode_parse(l->postcode, &d.postcode)) {
		snprintf(why, WHY, "“%.*s” is no postcode",
			(int)(l->postcode.len < 20 ? l->postcode.len : 0), l->postcode.at);
		return why;
	}
	if (!area_code_pack(l->code11, &d.code11) || !area_code_pack(l->code21, &d.code21))
		return "its code of an area is none, such as E01000001";
	if (l->rank > area_kinds[AREA_IMD2025].areas)
		return "its rank is higher than any there is";
	note_ranks(j, l, &d);
	heap_add(&j->heap, &d);
	j->told.postcodes++;
	j->told.ended += d.ended;
	j->told.homeless += d.code11 == 0 && d.code21 == 0;
	return NULL;
}

/* ---- areas ---- */

static const char *take_area(struct job *j, const struct deprivation_line *l, char *why)
{
	const char *measure = deprivation_measure(&j->file, l->code11);
	size_t kind = measure ? area_kind_find(str_of(measure)) : AREA_KINDS;
	struct area_row row = { 0, l->rank, l->decile, l->quintile };

	if (kind == AREA_KINDS || nation_of(l) != area_kinds[kind].nation
		|| !area_code_pack(l->code11, &row.code))
		return "its area is in another nation than the measure";
	if (l->value >= 0)
		row.rank = l->value;
	else if (row.rank < 1 || row.rank > area_kinds[kind].areas) {
		snprintf(why, WHY, "its rank is not from 1 to %d", (int)area_kinds[kind].areas);
		return why;
	}
	j->scores = j->scores || (l->value >= 0 && !l->whole);
	return gather_add(&j->area[kind], &row)
		? NULL
		: "its area stands on an earlier line, with another "
		  "rank";
}

static bool read_all(struct ctx *c, struct csv *csv, struct job *j)
{
	bool postcodes = j->file.at[DEPRIVATION_POSTCODE] != SIZE_MAX;
	struct deprivation_line l;
	struct csv_record r;
	char why[WHY];

	while (csv_next(csv, &r)) {
		if ((j->told.lines++ & TELL) == 0)
			importing_progress(&j->shared, r.line, 0);
		const char *bad = deprivation_read(&j->file, &r, &l);
		if (!bad)
			bad = postcodes ? take_postcode(j, &l, why) : take_area(j, &l, why);
		if (bad)
			refuse(j, r.line, bad);
		if (heap_full(&j->heap) && !heap_write(c, &j->heap))
			return false;
	}
	if (csv_broken(csv))
		return fail(c, FAULT_INVALID, "The file could not be read to its end.");
	if (j->told.lines == j->told.refused)
		return fail(c, FAULT_INVALID, "The file has no line that can be used.");
	return heap_write(c, &j->heap);
}

/* ---- the measures ---- */

/* The English rank of NSPL and ONSPD is by the areas of 2011 or of 2021, and no header says which:
   one area has one rank, and there are so many of each. */
static void choose_english(struct job *j)
{
	struct gather *older = &j->area[AREA_IMD2019], *newer = &j->area[AREA_IMD2025];
	bool is_newer = older->n == 0 || older->most > area_kinds[AREA_IMD2019].areas
		|| (newer->n > 0 && newer->differ < older->differ);

	j->told.differ += (is_newer ? newer : older)->differ;
	gather_free(is_newer ? older : newer);
}

/* Whole numbers are ranks already, unless there are fewer of them than areas. */
static enum area_how settle_values(struct job *j, struct gather *g)
{
	if (j->file.at[DEPRIVATION_VALUE] == SIZE_MAX)
		return AREA_ALL;
	j->scores = j->scores || (g->n > 0 && g->most < (int64_t)g->n * 1000);
	if (j->scores) {
		gather_rank(g);
		return AREA_FILL;
	}
	for (size_t i = 0; i < g->n; i++)
		g->row[i].rank /= 1000;
	return AREA_ALL;
}

static bool write_areas(struct ctx *c, struct job *j)
{
	bool postcodes = j->file.at[DEPRIVATION_POSTCODE] != SIZE_MAX;

	if (postcodes && !j->file.measure)
		choose_english(j);
	for (size_t k = 0; k < AREA_KINDS; k++) {
		struct gather *g = &j->area[k];
		enum area_how how = !postcodes ? settle_values(j, g)
			: j->file.measure      ? AREA_RENEW
					       : AREA_FILL;
		if (g->n > 0 && !area_put(c, k, g->row, g->n, how))
			return false;
	}
	return postcodes_changed(c);
}

/* ---- telling ---- */

static void say(const struct job *j, const int64_t here[AREA_KINDS])
{
	const struct told *t = &j->told;

	puts(j->file.title);
	importing_say("lines read", t->lines, true);
	importing_say("postcodes", t->postcodes, false);
	importing_say("of these no longer in use, which still count", t->ended, false);
	importing_say("postcodes without an area, and so without a measure", t->homeless, false);
	importing_say("lines whose rank is not that of their area elsewhere", t->differ, false);
	for (size_t k = 0; k < AREA_KINDS; k++)
		if (j->area[k].n > 0)
			printf("  %s: %zu areas in this file; %lld of %lld are known now\n",
				area_kinds[k].name, j->area[k].n, (long long)here[k],
				(long long)area_kinds[k].areas);
	importing_say("lines refused, see standard error", t->refused, false);
	if (j->scores)
		puts("The file has rounded scores and no ranks: an area near the edge of a decile "
		     "may be\nin the next one. A file with ranks is better; ranks that were here "
		     "already stay.");
	if (j->shared.dry)
		puts("This was a dry run: nothing was changed.");
}

static bool read_header(struct ctx *c, struct csv *csv, struct deprivation *ret)
{
	struct csv_record r;

	if (!csv_next(csv, &r) || r.why || !deprivation_header(&r, ret)) {
		fprintf(stderr, "cairn import: %s\n", deprivation_known);
		return fail(c, FAULT_INVALID, "This header is none of the known ones.");
	}
	return true;
}

static bool count_areas(struct ctx *c, int64_t here[AREA_KINDS])
{
	for (size_t k = 0; k < AREA_KINDS; k++)
		if (!area_count(c, k, &here[k]))
			return false;
	return true;
}

static int run(struct world *w, struct csv *csv, const void *data)
{
	struct job j = { .shared = *(const struct importing *)data };
	struct ctx *c = world_ctx(w);
	int64_t here[AREA_KINDS] = { 0 };

	bool good = read_header(c, csv, &j.file) && tx_begin(c, TX_WRITE);
	if (good) {
		heap_open(&j.heap);
		(void)!(read_all(c, csv, &j) && write_areas(c, &j) && count_areas(c, here));
		good = importing_commit(c, &j.shared);
		heap_close(&j.heap);
	}
	importing_clear(&j.shared);
	if (good)
		say(&j, here);
	for (size_t k = 0; k < AREA_KINDS; k++)
		gather_free(&j.area[k]);
	if (!good)
		return world_fault(c);
	return j.told.refused ? IMPORTING_SOME_REFUSED : EXIT_SUCCESS;
}

int import_deprivation(int argc, char **argv)
{
	struct importing i;
	int code;

	if (!importing_read(&i, argc, argv, help, &code))
		return code;
	i.world.must_exist = i.dry;
	return importing_csv(&i, run, &i);
}
