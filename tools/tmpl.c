/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* tmpl IN.html OUT: compiles templates to C. */
#include "slurp.h"
#include "template.h"

enum { FILE_MAX = 1 << 20 };

static bool compile(const char *from, const char *to, const char *at, size_t len)
{
	struct template_fault fault;
	FILE *out = fopen(to, "wb");

	if (!out) {
		perror(to);
		return false;
	}
	bool good = template_compile(from, at, len, out, &fault);
	if (!good)
		fprintf(stderr, "%s:%zu: %s\n", from, fault.line, fault.why);
	bool written = !ferror(out);
	written = fclose(out) == 0 && written;
	if (!written)
		perror(to);
	if (good && written)
		return true;
	remove(to); /* a half-made file would look newer than its template */
	return false;
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fputs("usage: tmpl IN.html OUT\n", stderr);
		return EXIT_FAILURE;
	}
	size_t len = 0;
	char *at = slurp_file(argv[1], FILE_MAX, &len);
	bool done = at && compile(argv[1], argv[2], at, len);
	free(at);
	return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
