/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/importing.h"
#include "core/subject.h"
#include "file/csv.h"
#include "store/sql.h"

#include <stdio.h>
#include <stdlib.h>

static const char help[] =
	"usage: cairn import subjects [--dry-run] [--data DIR] [--database URL] FILE\n"
	"  FILE        a table of subjects with a header (CSV): hecos_code, label, cah1_label,\n"
	"              cah2_label, cah3_label; or HECoS_CAH_Mappings.csv of HESA, which has\n"
	"              HECoS_Code, HECoS_Label, CAH1_Label, CAH2_Label, CAH3_Label. Other\n"
	"              columns are passed over\n"
	"  --dry-run   change nothing, and say what would happen\n"
	"  --data      directory of the key, the settings and the database; default var\n"
	"  --database  sqlite:PATH or postgresql://…; default sqlite:DIR/cairn.db\n"
	"A subject whose name changed is found by its earlier name too. A subject that is not\n"
	"in the file stays. Lines that cannot be used are listed on standard error.\n"
	"Ends with 0: all lines were good; 3: some were refused; 1: nothing was done.\n";

/* Both kinds of header by one name each, without regard to case. */
enum column { CODE, LABEL, CAH1, CAH2, CAH3, COLUMNS };
static const char *const names[COLUMNS][2] = {
	[CODE] = { "hecos_code", "code" },
	[LABEL] = { "label", "hecos_label" },
	[CAH1] = { "cah1_label", "cah1" },
	[CAH2] = { "cah2_label", "cah2" },
	[CAH3] = { "cah3_label", "cah3" },
};

struct told {
	int64_t lines, same, added, renamed, moved, refused;
};
struct job {
	struct importing shared;
	struct told told;
	size_t at[COLUMNS], cells;
};

static bool is_column(struct str cell, enum column column)
{
	return str_same(cell, str_of(names[column][0])) || str_same(cell, str_of(names[column][1]));
}

/* Where each column stands, by the header. */
static bool read_header(struct ctx *c, struct csv *csv, struct job *j)
{
	struct csv_record r;

	if (!csv_next(csv, &r) || r.why)
		return fail(c, FAULT_INVALID, "The file has no header that can be read.");
	j->cells = r.n;
	for (enum column column = 0; column < COLUMNS; column++) {
		size_t i = 0;
		while (i < r.n && !is_column(r.cell[i], column))
			i++;
		if (i == r.n)
			return fail(c, FAULT_INVALID,
				"This is no list of subjects: its header has no column %s.",
				names[column][0]);
		j->at[column] = i;
	}
	return true;
}

static void refuse(struct job *j, int64_t line, const char *why)
{
	j->told.refused++;
	importing_refused(&j->shared, line, why);
}

static void count(struct told *t, enum subject_news news)
{
	t->same += news == SUBJECT_SAME;
	t->added += news == SUBJECT_NEW;
	t->renamed += news == SUBJECT_RENAMED;
	t->moved += news == SUBJECT_MOVED;
}

/* A line that is refused is no fault of the whole. */
static bool take(struct ctx *c, struct job *j, const struct csv_record *r)
{
	struct subject s = { arena_str(c->mem, r->cell[j->at[CODE]]),
		arena_str(c->mem, r->cell[j->at[LABEL]]), arena_str(c->mem, r->cell[j->at[CAH1]]),
		arena_str(c->mem, r->cell[j->at[CAH2]]), arena_str(c->mem, r->cell[j->at[CAH3]]) };
	enum subject_news news;

	if (subject_put(c, &s, &news)) {
		count(&j->told, news);
		return true;
	}
	if (!c->wrong)
		return false;
	refuse(j, r->line, c->wrong->text.at);
	c->fault = (struct fault){ 0 };
	c->wrong = NULL;
	return true;
}

static bool write_all(struct ctx *c, struct csv *csv, struct job *j)
{
	struct csv_record r;

	while (csv_next(csv, &r)) {
		j->told.lines++;
		importing_progress(&j->shared, r.line, 0);
		if (r.why)
			refuse(j, r.line, r.why);
		else if (r.n != j->cells)
			refuse(j, r.line, "another number of cells than the header");
		else if (!take(c, j, &r))
			return false;
	}
	if (csv_broken(csv))
		return fail(c, FAULT_INVALID, "The file could not be read to its end.");
	return true;
}

static void say(const struct job *j)
{
	const struct told *t = &j->told;

	puts("Subjects");
	importing_say("lines read", t->lines, true);
	importing_say("subjects added", t->added, true);
	importing_say("subjects that have another name now", t->renamed, false);
	importing_say("subjects that moved in the tree", t->moved, false);
	importing_say("subjects that were there already", t->same, false);
	importing_say("lines refused, see standard error", t->refused, false);
	if (j->shared.dry)
		puts("This was a dry run: nothing was changed.");
}

static int run(struct world *w, struct csv *csv, const void *data)
{
	struct job j = { .shared = *(const struct importing *)data };
	struct ctx *c = world_ctx(w);

	bool good = read_header(c, csv, &j) && tx_begin(c, TX_WRITE);
	if (good) {
		(void)!write_all(c, csv, &j);
		good = importing_commit(c, &j.shared);
	}
	importing_clear(&j.shared);
	if (!good)
		return world_fault(c);
	say(&j);
	return j.told.refused ? IMPORTING_SOME_REFUSED : EXIT_SUCCESS;
}

int import_subjects(int argc, char **argv)
{
	struct importing i;
	int code;

	return importing_read(&i, argc, argv, help, &code) ? importing_csv(&i, run, &i) : code;
}
