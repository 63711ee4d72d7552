/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Templates to C. The compiler follows the place in the page (text, tag, quoted value, comment), so
   each value is escaped for where it stands and one in an unsafe place does not compile.
   Names: template_ */
#ifndef TOOLS_TEMPLATE_H
#define TOOLS_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { TEMPLATE_LINE_MAX = 4096, TEMPLATE_DEPTH_MAX = 32, TEMPLATE_LITERAL_MAX = 3072 };

/* Why a template was refused, and on which of its lines. */
struct template_fault {
	size_t line;
	char why[160];
};

/* Writes the C of the len bytes at `at` to out; file is the name that #line shows.
   False with the first fault in ret; what was written until then is of no use. */
bool template_compile(
	const char *file, const char *at, size_t len, FILE *out, struct template_fault *ret);

#endif
