/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/importing.h"
#include "base/utf8.h"
#include "core/school.h"
#include "file/schools.h"
#include "store/sql.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum { TELL = 1023, FILE_LIMIT = 512 << 20 };

static const char help[] =
	"usage: cairn import schools [--dry-run] [--data DIR] [--database URL] FILE\n"
	"  FILE        a published file of schools (CSV); its header tells which it is: English\n"
	"              free school meals, pupil premium or the register GIAS, the Scottish school\n"
	"              level summary; or an own list of schools that count, with the columns code\n"
	"              and name, and, if you like, place, fsm, deprived_percent, counts\n"
	"  --dry-run   change nothing, and say what would happen\n"
	"  --data      directory of the key, the settings and the database; default var\n"
	"  --database  sqlite:PATH or postgresql://…; default sqlite:DIR/cairn.db\n"
	"A school in the file replaces the same school; what the file does not say stays. An own\n"
	"list replaces the whole list of before. Numbers that were not published are not zero.\n"
	"Lines that cannot be used are listed on standard error.\n"
	"Ends with 0: all lines were good; 3: some were refused; 1: nothing was done.\n";

struct told {
	int64_t lines, refused, schools, fsm, share, listed;
};
struct job {
	struct importing shared;
	struct schools file;
	struct told told;
};

static void refuse(struct job *j, int64_t line, const char *why)
{
	j->told.refused++;
	importing_refused(&j->shared, line, why);
}

static bool take(struct ctx *c, struct job *j, const struct schools_line *l)
{
	struct school s = { .list = str_of(j->file.list),
		.code = l->code,
		.name = l->name,
		.place = l->place,
		.fsm = l->fsm,
		.deprived_share = l->deprived_share,
		.listed = l->listed };

	j->told.schools++;
	j->told.fsm += s.fsm >= 0;
	j->told.share += s.deprived_share >= 0;
	j->told.listed += s.listed;
	return school_put(c, &s);
}

static bool write_all(struct ctx *c, struct csv *csv, struct job *j)
{
	struct ctx one = *c;
	struct csv_record r;
	struct schools_line l;
	bool good = true;

	one.mem = arena_open(); /* of one line */
	while (good && csv_next(csv, &r)) {
		if ((j->told.lines++ & TELL) == 0)
			importing_progress(&j->shared, r.line, 0);
		const char *why = schools_read(&j->file, &r, &l);
		arena_reset(one.mem);
		if (why)
			refuse(j, r.line, why);
		else
			good = take(&one, j, &l);
	}
	arena_close(one.mem);
	c->fault = one.fault;
	if (good && j->told.schools == 0)
		return fail(c, FAULT_INVALID, "The file has no line that can be used.");
	return good;
}

static void say(const struct job *j)
{
	const struct told *t = &j->told;

	puts(j->file.title);
	importing_say("lines read", t->lines, true);
	importing_say("schools", t->schools, true);
	importing_say("with a share of free school meals", t->fsm, false);
	importing_say("with a share from the most deprived fifth", t->share, false);
	importing_say("that count by the list", t->listed, false);
	importing_say("lines refused, see standard error", t->refused, false);
	if (j->shared.dry)
		puts("This was a dry run: nothing was changed.");
}

static bool read_header(struct ctx *c, struct csv *csv, struct schools *ret)
{
	struct csv_record r;

	if (!csv_next(csv, &r) || r.why || !schools_header(&r, ret)) {
		fprintf(stderr, "cairn import: %s\n", schools_known);
		return fail(c, FAULT_INVALID, "This header is none of the known ones.");
	}
	return true;
}

static int run(struct world *w, struct csv *csv, const struct importing *shared)
{
	struct job j = { .shared = *shared, .file.list = "" };
	struct ctx *c = world_ctx(w);

	bool good = read_header(c, csv, &j.file) && tx_begin(c, TX_WRITE);
	if (good) {
		bool own = strcmp(j.file.list, "own") == 0;
		(void)!((!own || school_forget(c, S("own"))) && write_all(c, csv, &j));
		good = importing_commit(c, &j.shared);
	}
	importing_clear(&j.shared);
	if (!good)
		return world_fault(c);
	say(&j);
	return j.told.refused ? IMPORTING_SOME_REFUSED : EXIT_SUCCESS;
}

/* The whole file: which letters it is written with can only be told from all of it. */
static bool read_file(const char *path, struct buf *out, char *why, size_t size)
{
	FILE *f = fopen(path, "rb");
	char piece[65536];
	size_t n = 1;

	while (f && n > 0 && !out->spilled) {
		n = fread(piece, 1, sizeof piece, f);
		buf_add(out, (struct str){ piece, n });
	}
	bool good = f && !ferror(f) && !out->spilled;
	if (!good)
		snprintf(why, size, "%s",
			out->spilled ? "the file is larger than 512 MiB" : strerrordesc_np(errno));
	if (f)
		fclose(f);
	return good;
}

static int open_all(const struct importing *i, struct buf *text, struct buf *other)
{
	char why[256];
	int code = EXIT_FAILURE;
	struct csv *csv = NULL;

	if (read_file(i->path, text, why, sizeof why)) {
		bool windows = schools_from_windows(buf_str(text), other);
		csv = csv_open_str(buf_str(windows ? other : text), why, sizeof why);
	}
	if (!csv)
		fprintf(stderr, "cairn import: %s: %s\n", i->path, why);
	struct world *w = csv ? world_open(&i->world) : NULL;
	if (w)
		code = run(w, csv, i);
	world_close(w);
	csv_close(csv);
	return code;
}

int import_schools(int argc, char **argv)
{
	struct importing i;
	struct buf text, other;
	int code;

	if (!importing_read(&i, argc, argv, help, &code))
		return code;
	i.world.must_exist = i.dry;
	buf_init(&text, FILE_LIMIT);
	buf_init(&other, FILE_LIMIT);
	code = open_all(&i, &text, &other);
	buf_free(&text);
	buf_free(&other);
	return code;
}
