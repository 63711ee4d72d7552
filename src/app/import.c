/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/import.h"
#include "app/wiring.h"
#include "app/world.h"
#include "community/study.h"
#include "core/zone.h"
#include "evidence/measure.h"
#include "store/sql.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Keys of lines are hashes: without room for their pages each would read and write the disk. */
enum { SOME_REFUSED = 3, BAR = 40, CACHE_KIB = 65536, WITHOUT_MAX = 64 };

static const char help[] =
	"usage: cairn import activity --study NAME [--create] [--dry-run] [--without WHO]\n"
	"                             [--zone ZONE] [--data DIR] [--database URL] FILE\n"
	"  activity    the activity log of a learning platform, as Moodle exports it (CSV)\n"
	"  --study     the short name of the study it belongs to, such as cop-2019\n"
	"  --create    make the study when there is none of that name\n"
	"  --without   leave out the lines of a user id or full name, such as the teacher's; may\n"
	"              be said several times\n"
	"  --dry-run   change nothing, and say what would happen\n"
	"  --zone      where the log's clock hung; default the zone of the study's first round,\n"
	"              else Europe/London\n"
	"  --data      directory of the key, the settings and the database; default var\n"
	"  --database  sqlite:PATH or postgresql://…; default sqlite:DIR/cairn.db\n"
	"Lines that cannot be used are listed on standard error. Doing it twice adds nothing.\n"
	"Ends with 0: all lines were good; 3: some were refused; 1: nothing was done.\n";

struct wish {
	struct world_options world;
	const char *study, *zone, *path;
	bool create, dry;
	struct str without[WITHOUT_MAX];
	size_t without_n;
};

/* ---- what is heard meanwhile ---- */

struct ear {
	const char *path;
	bool terminal;
};

static void clear_bar(const struct ear *e)
{
	if (e->terminal)
		fputs("\r\033[K", stderr);
}

static void on_refused(void *data, int64_t line, const char *why)
{
	const struct ear *e = data;

	clear_bar(e);
	fprintf(stderr, "%s:%lld: %s\n", e->path, (long long)line, why);
}

static void on_progress(void *data, int64_t done, int64_t all)
{
	static const char full[] = "########################################";
	const struct ear *e = data;

	if (!e->terminal)
		return;
	int n = all > 0 ? (int)(done * BAR / all) : 0;
	if (all > 0)
		fprintf(stderr, "\rwriting [%-*.*s] %lld of %lld", BAR, n, full, (long long)done,
			(long long)all);
	else
		fprintf(stderr, "\rreading line %lld", (long long)done);
}

/* ---- the work ---- */

struct job {
	const struct wish *wish;
	struct import *import;
	struct import_told told;
	bool made; /* the study */
};

static bool find_study(struct ctx *c, struct job *j, struct study *ret)
{
	struct str name = str_of(j->wish->study);
	struct measure_study ignored;

	if (!study_by_name(c, name, ret))
		return false;
	if (ret->id.v)
		return true;
	if (!j->wish->create) /* says which there are */
		return measure_study(c, name, &ignored);
	j->made = true;
	return study_make(c, name, S(""), &ret->id);
}

static bool write_all(struct ctx *c, struct job *j)
{
	struct study study;
	struct import_into into = { .zone = str_of(j->wish->zone ? j->wish->zone : "") };

	if (!find_study(c, j, &study))
		return false;
	if (into.zone.len == 0 && !study_zone(c, study.id, &into.zone))
		return false;
	if (into.zone.len == 0)
		into.zone = S("Europe/London");
	into.study = study.id.v;
	return import_write(c, j->import, &into, &j->told);
}

/* A dry run does everything and undoes it, so that it says what would happen and not what should.
   */
static bool commit(struct ctx *c, bool dry)
{
	if (!dry)
		return tx_end(c);
	bool good = ctx_ok(c);
	(void)fail(c, FAULT_CONFLICT, "This is a dry run.");
	(void)tx_end(c);
	if (good)
		c->fault = (struct fault){ 0 };
	return good;
}

static void count(const char *what, int64_t n, bool always)
{
	if (n > 0 || always)
		printf("  %s: %lld\n", what, (long long)n);
}

static void say(const struct job *j)
{
	const struct import_told *t = &j->told;

	printf(j->made ? "Study %s, which is new\n" : "Study %s\n", j->wish->study);
	count("lines read", t->lines, true);
	count("page views added", t->views, true);
	count("posts added", t->posts, true);
	count("other events added", t->others, true);
	count("people", t->people, true);
	count("people who are new", t->new_people, true);
	count("lines that were there already", t->known, false);
	count("lines passed over, because no person made them", t->system, false);
	count("lines passed over, from the server's command line", t->command_line, false);
	count("lines left out, as asked", t->left_out, false);
	count("lines passed over, of people who have withdrawn", t->withdrawn, false);
	count("lines refused, see standard error", t->refused, false);
	if (t->views == 0 && t->known == 0)
		puts("No event name ends in \"viewed\": is the log in English?");
	if (j->wish->dry)
		puts("This was a dry run: nothing was changed.");
}

static int run(struct world *w, struct csv *csv, const struct wish *wish)
{
	struct ear ear = { wish->path, isatty(STDERR_FILENO) == 1 };
	struct import_how how = { on_refused, on_progress, &ear, wish->without, wish->without_n };
	struct job j = { .wish = wish };
	struct ctx *c = world_ctx(w);

	db_cache(w->db, CACHE_KIB);
	bool good = import_read(c, csv, &how, &j.import) && tx_begin(c, TX_WRITE);
	if (good) {
		(void)!write_all(c, &j);
		good = commit(c, wish->dry);
	}
	clear_bar(&ear);
	if (!good)
		return world_fault(c);
	say(&j);
	return j.told.refused ? SOME_REFUSED : EXIT_SUCCESS;
}

static int import(const struct wish *wish)
{
	char why[256];
	int code = EXIT_FAILURE;
	FILE *f = fopen(wish->path, "rb");
	struct csv *csv = f ? csv_open_file(f, why, sizeof why) : NULL;

	if (!f)
		fprintf(stderr, "cairn import: %s: %s\n", wish->path, strerrordesc_np(errno));
	else if (!csv)
		fprintf(stderr, "cairn import: %s: %s\n", wish->path, why);
	struct world *w = csv ? world_open(&wish->world) : NULL;
	if (w)
		code = run(w, csv, wish);
	world_close(w);
	csv_close(csv);
	if (f)
		fclose(f);
	return code;
}

static int refuse(const char *what, const char *word)
{
	fprintf(stderr, "cairn import: %s%s\n%s", what, word, help);
	return 2;
}

static int check(struct wish *w, int argc, char **argv)
{
	if (optind == argc)
		return refuse("import what? There is: ", "activity");
	if (strcmp(argv[optind], "activity") != 0)
		return refuse("there is no import of ", argv[optind]);
	if (optind + 1 == argc)
		return refuse("which file?", "");
	if (optind + 2 < argc)
		return refuse("what is ", argv[optind + 2]);
	if (!w->study || !w->study[0])
		return refuse("which study? Say ", "--study NAME");
	if (w->zone && !zone_known(str_of(w->zone)))
		return refuse("there is no time zone ", w->zone);
	w->path = argv[optind + 1];
	w->world.must_exist = !w->create || w->dry;
	return import(w);
}

int import_command(int argc, char **argv)
{
	static const struct option options[] = { { "study", required_argument, NULL, 's' },
		{ "create", no_argument, NULL, 'c' }, { "dry-run", no_argument, NULL, 'n' },
		{ "without", required_argument, NULL, 'w' },
		{ "zone", required_argument, NULL, 'z' }, { "data", required_argument, NULL, 'd' },
		{ "database", required_argument, NULL, 'b' }, { "help", no_argument, NULL, 'h' },
		{ 0 } };
	struct wish w = { 0 };

	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		switch (c) {
		case 's': w.study = optarg; break;
		case 'c': w.create = true; break;
		case 'n': w.dry = true; break;
		case 'w':
			if (w.without_n == WITHOUT_MAX)
				return refuse("too many times ", "--without");
			w.without[w.without_n++] = str_of(optarg);
			break;
		case 'z': w.zone = optarg; break;
		case 'd': w.world.data = optarg; break;
		case 'b': w.world.database = optarg; break;
		case 'h': fputs(help, stdout); return EXIT_SUCCESS;
		default: fputs(help, stderr); return 2;
		}
	}
	return check(&w, argc, argv);
}
