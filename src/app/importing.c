/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/importing.h"

#include "file/csv.h"
#include "store/sql.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BAR = 40 };

int importing_unclear(const char *what, const char *word, const char *help)
{
	fprintf(stderr, "cairn import: %s%s\n%s", what, word, help);
	return 2;
}

bool importing_file(struct importing *i, int argc, char **argv, const char *help)
{
	if (optind == argc)
		return importing_unclear("which file?", "", help) == 0;
	if (optind + 1 < argc)
		return importing_unclear("what is ", argv[optind + 1], help) == 0;
	i->path = argv[optind];
	i->terminal = isatty(STDERR_FILENO) == 1;
	return true;
}

bool importing_read(struct importing *i, int argc, char **argv, const char *help, int *ret_code)
{
	static const struct option options[] = { { "dry-run", no_argument, NULL, 'n' },
		{ "data", required_argument, NULL, 'd' },
		{ "database", required_argument, NULL, 'b' }, { "help", no_argument, NULL, 'h' },
		{ 0 } };

	*i = (struct importing){ .world.must_exist = true };
	*ret_code = 2;
	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		switch (c) {
		case 'n': i->dry = true; break;
		case 'd': i->world.data = optarg; break;
		case 'b': i->world.database = optarg; break;
		case 'h':
			fputs(help, stdout);
			*ret_code = EXIT_SUCCESS;
			return false;
		default: fputs(help, stderr); return false;
		}
	}
	return importing_file(i, argc, argv, help);
}

int importing_csv(const struct importing *i,
	int (*run)(struct world *w, struct csv *csv, const void *wish), const void *wish)
{
	char why[256];
	int code = EXIT_FAILURE;
	FILE *f = fopen(i->path, "rb");
	struct csv *csv = f ? csv_open_file(f, why, sizeof why) : NULL;

	if (!f)
		fprintf(stderr, "cairn import: %s: %s\n", i->path, strerrordesc_np(errno));
	else if (!csv)
		fprintf(stderr, "cairn import: %s: %s\n", i->path, why);
	struct world *w = csv ? world_open(&i->world) : NULL;
	if (w)
		code = run(w, csv, wish);
	world_close(w);
	csv_close(csv);
	if (f)
		fclose(f);
	return code;
}

void importing_clear(const struct importing *i)
{
	if (i->terminal)
		fputs("\r\033[K", stderr);
}

void importing_refused(void *importing, int64_t line, const char *why)
{
	const struct importing *i = importing;

	importing_clear(i);
	fprintf(stderr, "%s:%lld: %s\n", i->path, (long long)line, why);
}

void importing_progress(void *importing, int64_t done, int64_t all)
{
	static const char full[] = "########################################";
	const struct importing *i = importing;

	if (!i->terminal)
		return;
	int n = all > 0 ? (int)(done * BAR / all) : 0;
	if (all > 0)
		fprintf(stderr, "\rwriting [%-*.*s] %lld of %lld", BAR, n, full, (long long)done,
			(long long)all);
	else
		fprintf(stderr, "\rreading line %lld", (long long)done);
}

bool importing_commit(struct ctx *c, const struct importing *i)
{
	if (!i->dry)
		return tx_end(c);
	bool good = ctx_ok(c);
	(void)fail(c, FAULT_CONFLICT, "This is a dry run.");
	(void)tx_end(c);
	if (good)
		c->fault = (struct fault){ 0 };
	return good;
}

void importing_say(const char *what, int64_t n, bool always)
{
	if (n > 0 || always)
		printf("  %s: %lld\n", what, (long long)n);
}
