/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/conf.h"

#include "app/wiring.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char help[] =
	"usage: cairn conf [--data DIR]\n"
	"Prints every setting as it stands in DIR/cairn.conf, or its default, and what it is for.\n"
	"The output is itself a file of settings.\n"
	"  --data  directory of the settings; default var\n";

/* A password in the address of a mail server is nobody's business. */
static struct str shown(const struct conf *conf, struct arena *a, const struct conf_key *key)
{
	struct str value = conf_text(conf, a, key), rest = value;
	const char *at = strrchr(value.at, '@');

	if (strcmp(key->name, "mail") != 0 || !at)
		return value;
	struct str scheme = str_cut(&rest, '/');
	return arena_fmt(a, "%.*s//…%s", (int)scheme.len, scheme.at, at);
}

static int print(const char *dir)
{
	struct arena *a = arena_open();
	const char *path = arena_fmt(a, "%s/cairn.conf", dir).at;
	char why[600] = "";
	struct conf conf;

	conf_init(&conf);
	bool good = access(path, F_OK) != 0 || conf_read(&conf, a, path, why, sizeof why);
	for (size_t i = 0; good && i < conf_keys_n; i++)
		printf("# %s\n%s = %s\n", conf_keys[i].help, conf_keys[i].name,
			shown(&conf, a, &conf_keys[i]).at);
	if (!good)
		fprintf(stderr, "cairn: %s\n", why);
	arena_close(a);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

int conf_command(int argc, char **argv)
{
	static const struct option options[] = { { "data", required_argument, NULL, 'd' },
		{ "help", no_argument, NULL, 'h' }, { 0 } };
	const char *dir = "var";

	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		switch (c) {
		case 'd': dir = optarg; break;
		case 'h': fputs(help, stdout); return EXIT_SUCCESS;
		default: fputs(help, stderr); return 2;
		}
	}
	if (optind < argc) {
		fputs(help, stderr);
		return 2;
	}
	return print(dir);
}
