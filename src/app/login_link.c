/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/wiring.h"
#include "app/world.h"
#include "core/setting.h"
#include "core/signin.h"
#include "store/sql.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

static const char help[] =
	"usage: cairn login-link [--data DIR] [--database URL] ADDRESS\n"
	"Prints one link on standard output. It signs that person in, once, within ten minutes.\n"
	"  --data      directory of the key, the settings and the database; default var\n"
	"  --database  sqlite:PATH or postgresql://…; default sqlite:DIR/cairn.db\n"
	"Exit codes: 0 done, 1 nobody has this address or the database cannot be used, 2 usage.\n";

/* The address that the server noted when it started, unless the settings name one. */
static bool find_url(struct world *w, struct ctx *c)
{
	struct str url;

	if (w->conf.own_url)
		return true;
	if (!setting_get(c, "base_url", str_of(w->conf.base_url), &url))
		return false;
	w->conf.base_url = url.at;
	return true;
}

static int print_link(struct world *w, const char *address)
{
	struct ctx *c = world_ctx(w);
	struct str url = S("");

	if (tx_begin(c, TX_WRITE)) {
		(void)!(find_url(w, c) && signin_link(c, str_of(address), &url));
		tx_end(c);
	}
	if (!ctx_ok(c))
		return world_fault(c);
	return puts(url.at) >= 0 && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int login_link_command(int argc, char **argv)
{
	static const struct option options[] = { { "data", required_argument, NULL, 'd' },
		{ "database", required_argument, NULL, 'b' }, { "help", no_argument, NULL, 'h' },
		{ 0 } };
	struct world_options o = { .must_exist = true };

	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		switch (c) {
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
	int code = w ? print_link(w, argv[optind]) : EXIT_FAILURE;
	world_close(w);
	return code;
}
