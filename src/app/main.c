/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cairn COMMAND: finds the command and runs it. */
#include "app/wiring.h"
#include "store/sql.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void usage(FILE *to)
{
	fputs("usage: cairn COMMAND [options]; cairn COMMAND --help tells more\n\n", to);
	for (size_t i = 0; i < wiring_commands_n; i++)
		fprintf(to, "  %-12s %s\n", wiring_commands[i].name, wiring_commands[i].help);
}

int main(int argc, char **argv)
{
	db_begin();
	signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is told as a full disk */
	if (argc < 2) {
		usage(stderr);
		return 2;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
		usage(stdout);
		return EXIT_SUCCESS;
	}
	for (size_t i = 0; i < wiring_commands_n; i++)
		if (strcmp(argv[1], wiring_commands[i].name) == 0)
			return wiring_commands[i].run(argc - 1, argv + 1);
	fprintf(stderr, "cairn: there is no command «%s»\n", argv[1]);
	usage(stderr);
	return 2;
}
