/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/sever.h"

#include "app/wiring.h"
#include "app/world.h"
#include "evidence/measure.h"
#include "store/sql.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const char help[] =
	"usage: cairn sever [options] --confirm STUDY STUDY\n"
	"Destroys the key that joins the participants of a study to people, and all in the\n"
	"database that could take its place. Nobody can undo it; backups that were made\n"
	"before still have it. Without --confirm it says what would go.\n"
	"  --confirm   the short name of the study once more\n"
	"  --data      directory of the key, the settings and the database; default var\n"
	"  --database  sqlite:PATH or postgresql://…; default sqlite:DIR/cairn.db\n"
	"Exit codes: 0 done, 1 it could not be done, 2 usage.\n";

static bool sever(struct ctx *c, const char *name, const char *confirm, struct sever_state *ret)
{
	struct measure_study study;

	return measure_study(c, str_of(name), &study) && sever_look(c, study.id, ret)
		&& (!confirm || sever_study(c, study.id, str_of(confirm)));
}

static int carry_out(struct world *w, const char *name, const char *confirm)
{
	struct ctx *c = world_ctx(w);
	struct sever_state s = { 0 };

	if (tx_begin(c, TX_WRITE)) {
		(void)!sever(c, name, confirm, &s);
		tx_end(c);
	}
	if (!ctx_ok(c))
		return world_fault(c);
	if (confirm)
		printf("The key of %s is destroyed; %" PRId64 " people were in it.\n", name,
			s.people);
	else if (s.at)
		printf("The key of %s was destroyed before.\n", name);
	else
		printf("%" PRId64 " people are in the key of %s, and %" PRId64
		       " frozen tables would lose their rows.\nNothing was done: see --confirm.\n",
			s.people, name, s.tables);
	return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int sever_command(int argc, char **argv)
{
	static const struct option options[] = { { "confirm", required_argument, NULL, 'c' },
		{ "data", required_argument, NULL, 'd' },
		{ "database", required_argument, NULL, 'b' }, { "help", no_argument, NULL, 'h' },
		{ 0 } };
	struct world_options o = { .must_exist = true };
	const char *confirm = NULL;

	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		switch (c) {
		case 'c': confirm = optarg; break;
		case 'd': o.data = optarg; break;
		case 'b': o.database = optarg; break;
		case 'h': fputs(help, stdout); return EXIT_SUCCESS;
		default: fputs(help, stderr); return 2;
		}
	}
	if (argc - optind != 1) {
		fputs(help, stderr);
		return 2;
	}
	struct world *w = world_open(&o);
	int code = w ? carry_out(w, argv[optind], confirm) : EXIT_FAILURE;
	world_close(w);
	return code;
}
