/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cairn demo: fills an empty database with a programme that a newcomer can walk around in
   (doc/demo.md). */
#include "app/demo_study.h"
#include "app/wiring.h"
#include "app/world.h"
#include "store/sql.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char help[] =
	"usage: cairn demo [--data DIR] [--database URL]\n"
	"Fills an empty database with the demonstration: the study cop-2019 and the live\n"
	"round autumn.\n"
	"  --data      directory of the key, the settings and the database; default var\n"
	"  --database  sqlite:PATH or postgresql://…; default sqlite:DIR/cairn.db\n";

static bool make(struct ctx *c)
{
	if (!tx_begin(c, TX_WRITE))
		return false;
	bool good = demo_study_make(c);
	return tx_end(c) && good;
}

static int demo(const struct world_options *o)
{
	struct world *w = world_open(o);
	int code = EXIT_SUCCESS;

	if (!w)
		return EXIT_FAILURE;
	struct ctx *c = world_ctx(w);
	bool told = isatty(STDERR_FILENO);

	if (told)
		fputs("Loading the demonstration …", stderr);
	bool good = make(c);
	if (told)
		fputs(good ? " done.\n" : "\n", stderr);
	if (!good)
		code = world_fault(c);
	world_close(w);
	return code;
}

int demo_command(int argc, char **argv)
{
	static const struct option options[] = { { "data", required_argument, NULL, 'd' },
		{ "database", required_argument, NULL, 'b' }, { "help", no_argument, NULL, 'h' },
		{ 0 } };
	struct world_options o = { 0 };

	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		switch (c) {
		case 'd': o.data = optarg; break;
		case 'b': o.database = optarg; break;
		case 'h': fputs(help, stdout); return EXIT_SUCCESS;
		default: fputs(help, stderr); return 2;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "cairn demo: what is «%s»?\n%s", argv[optind], help);
		return 2;
	}
	return demo(&o);
}
