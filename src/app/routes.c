/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/wiring.h"

#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

int routes_command(int argc, char **argv)
{
	struct buf out;
	char why[256];

	if (argc > 1) {
		bool asked = strcmp(argv[1], "--help") == 0;
		fprintf(asked ? stdout : stderr,
			"usage: cairn routes (prints every address: method, path, access rule,"
			" what it is about)\n");
		return asked ? EXIT_SUCCESS : 2;
	}
	if (!gate_check(&wiring_gate, why, sizeof why)) {
		fprintf(stderr, "cairn: %s\n", why);
		return EXIT_FAILURE;
	}
	buf_init(&out, 1 << 20);
	gate_print(&wiring_gate, &out);
	fwrite(out.at, 1, out.len, stdout);
	buf_free(&out);
	return EXIT_SUCCESS;
}
