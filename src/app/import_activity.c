/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/importing.h"
#include "community/study.h"
#include "core/zone.h"
#include "evidence/import.h"
#include "evidence/measure.h"
#include "store/sql.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

/* Keys of lines are hashes: without room for their pages each would read and write the disk. */
enum { CACHE_KIB = 65536, WITHOUT_MAX = 64 };

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
	struct importing shared;
	const char *study, *zone;
	bool create;
	struct str without[WITHOUT_MAX];
	size_t without_n;
};

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

static void say(const struct job *j)
{
	const struct import_told *t = &j->told;

	printf(j->made ? "Study %s, which is new\n" : "Study %s\n", j->wish->study);
	importing_say("lines read", t->lines, true);
	importing_say("page views added", t->views, true);
	importing_say("posts added", t->posts, true);
	importing_say("other events added", t->others, true);
	importing_say("people", t->people, true);
	importing_say("people who are new", t->new_people, true);
	importing_say("lines that were there already", t->known, false);
	importing_say("lines passed over, because no person made them", t->system, false);
	importing_say("lines passed over, from the server's command line", t->command_line, false);
	importing_say("lines left out, as asked", t->left_out, false);
	importing_say("lines passed over, of people who have withdrawn", t->withdrawn, false);
	importing_say("lines passed over, of a kind that the study does not note", t->off, false);
	importing_say("lines refused, see standard error", t->refused, false);
	if (t->views == 0 && t->known == 0)
		puts("No event name ends in \"viewed\": is the log in English?");
	if (j->wish->shared.dry)
		puts("This was a dry run: nothing was changed.");
}

static int run(struct world *w, struct csv *csv, const void *data)
{
	const struct wish *wish = data;
	struct importing shared = wish->shared;
	struct import_how how = { importing_refused, importing_progress, &shared, wish->without,
		wish->without_n };
	struct job j = { .wish = wish };
	struct ctx *c = world_ctx(w);

	db_cache(w->db, CACHE_KIB);
	bool good = import_read(c, csv, &how, &j.import) && tx_begin(c, TX_WRITE);
	if (good) {
		(void)!write_all(c, &j);
		good = importing_commit(c, &shared);
	}
	importing_clear(&shared);
	if (!good)
		return world_fault(c);
	say(&j);
	return j.told.refused ? IMPORTING_SOME_REFUSED : EXIT_SUCCESS;
}

static int refuse(const char *what, const char *word)
{
	return importing_unclear(what, word, help);
}

static int check(struct wish *w, int argc, char **argv)
{
	if (!importing_file(&w->shared, argc, argv, help))
		return 2;
	if (!w->study || !w->study[0])
		return refuse("which study? Say ", "--study NAME");
	if (w->zone && !zone_known(str_of(w->zone)))
		return refuse("there is no time zone ", w->zone);
	w->shared.world.must_exist = !w->create || w->shared.dry;
	return importing_csv(&w->shared, run, w);
}

int import_activity(int argc, char **argv)
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
		case 'n': w.shared.dry = true; break;
		case 'w':
			if (w.without_n == WITHOUT_MAX)
				return refuse("too many times ", "--without");
			w.without[w.without_n++] = str_of(optarg);
			break;
		case 'z': w.zone = optarg; break;
		case 'd': w.shared.world.data = optarg; break;
		case 'b': w.shared.world.database = optarg; break;
		case 'h': fputs(help, stdout); return EXIT_SUCCESS;
		default: fputs(help, stderr); return 2;
		}
	}
	return check(&w, argc, argv);
}
