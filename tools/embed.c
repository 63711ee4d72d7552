/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* embed [--strip DIR/] PREFIX OUT.c FILE...: writes files as C, plain and as gzip. */
#include "slurp.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <libdeflate.h>

enum { FILE_MAX = 32 << 20, GZIP_LEVEL = 12, COLUMNS = 100 };

struct type {
	const char *suffix, *name;
	bool squeeze;
};

static const struct type types[] = {
	{ ".css", "text/css; charset=utf-8", true },
	{ ".js", "text/javascript; charset=utf-8", true },
	{ ".mjs", "text/javascript; charset=utf-8", true },
	{ ".svg", "image/svg+xml", true },
	{ ".html", "text/html; charset=utf-8", true },
	{ ".json", "application/json", true },
	{ ".webmanifest", "application/manifest+json", true },
	{ ".txt", "text/plain; charset=utf-8", true },
	{ ".csv", "text/csv; charset=utf-8", true },
	{ ".md", "text/markdown; charset=utf-8", true },
	{ ".ico", "image/x-icon", true },
	{ ".sql", "application/sql", false }, /* read by the program, never sent */
	{ ".png", "image/png", false },
	{ ".jpg", "image/jpeg", false },
	{ ".webp", "image/webp", false },
	{ ".avif", "image/avif", false },
	{ ".woff2", "font/woff2", false },
};

struct file {
	const char *name;
	const struct type *type;
	char *at;
	size_t len;
	unsigned char *gz;
	size_t gz_len;
};

static const struct type *type_of(const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		size_t m = strlen(types[i].suffix);
		if (n > m && strcmp(name + n - m, types[i].suffix) == 0)
			return &types[i];
	}
	return NULL;
}

/* What follows the directory, wherever the build was started. */
static const char *name_of(const char *path, const char *strip)
{
	size_t n = strlen(strip);
	const char *name = path;

	if (n == 0)
		return path;
	for (const char *p = path; (p = strstr(p, strip)); p++)
		if (p == path || p[-1] == '/')
			name = p + n;
	return name;
}

/* FNV-1a: the hash tells versions of a file apart, it guards nothing. */
static uint64_t hash_of(const struct file *f)
{
	uint64_t hash = 0xcbf29ce484222325;

	for (size_t i = 0; i < f->len; i++)
		hash = (hash ^ (unsigned char)f->at[i]) * 0x100000001b3;
	return hash;
}

static bool squeeze(struct file *f)
{
	if (!f->type->squeeze || f->len < 2)
		return true;
	struct libdeflate_compressor *z = libdeflate_alloc_compressor(GZIP_LEVEL);
	f->gz = malloc(f->len);
	if (!z || !f->gz)
		return false;
	f->gz_len =
		libdeflate_gzip_compress(z, f->at, f->len, f->gz, f->len - 1); /* 0: no smaller */
	libdeflate_free_compressor(z);
	return true;
}

static bool load(struct file *f, const char *path, const char *strip)
{
	f->name = name_of(path, strip);
	f->type = type_of(f->name);
	if (!f->type) {
		fprintf(stderr, "%s: no type is known for this kind of file\n", path);
		return false;
	}
	f->at = slurp_file(path, FILE_MAX, &f->len);
	return f->at && squeeze(f);
}

static int by_name(const void *a, const void *b)
{
	const struct file *x = a, *y = b;
	return strcmp(x->name, y->name);
}

/* A byte in the fewest characters; the next one may not join an escape. */
static int byte(FILE *out, unsigned char ch, unsigned char next)
{
	if (ch == '\n')
		return fputs("\\n", out), 2;
	if (ch == '"' || ch == '\\' || ch == '?')
		return fprintf(out, "\\%c", ch);
	if (ch >= ' ' && ch <= '~')
		return fputc(ch, out), 1;
	return fprintf(out, next >= '0' && next <= '9' ? "\\%03o" : "\\%o", ch);
}

/* Strings compile far faster than lists of numbers. */
static void bytes(FILE *out, const char *kind, size_t i, const void *at, size_t len)
{
	const unsigned char *p = at, *end = p + len;
	int column = COLUMNS;

	fprintf(out, "static const unsigned char %s_%zu[] =", kind, i);
	for (; p < end; p++) {
		if (column >= COLUMNS) {
			fputs(p == at ? "\n\t\"" : "\"\n\t\"", out);
			column = 0;
		}
		column += byte(out, *p, p + 1 < end ? p[1] : 0);
	}
	fputs(len ? "\";\n" : " \"\";\n", out);
}

static void row(FILE *out, const struct file *f, size_t i)
{
	fprintf(out, "\t{ .name = \"%s\", .type = \"%s\", .at = plain_%zu, .len = %zu,\n\t\t",
		f->name, f->type->name, i, f->len);
	if (f->gz_len)
		fprintf(out, ".gz = gzip_%zu, .gz_len = %zu, ", i, f->gz_len);
	fprintf(out, ".hash = \"%016" PRIx64 "\" },\n", hash_of(f));
}

static void write_all(FILE *out, const char *prefix, const struct file *files, size_t n)
{
	fputs("#include \"base/embed.h\"\n\n", out);
	fputs("#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n", out);
	for (size_t i = 0; i < n; i++) {
		bytes(out, "plain", i, files[i].at, files[i].len);
		if (files[i].gz_len)
			bytes(out, "gzip", i, files[i].gz, files[i].gz_len);
	}
	fprintf(out, "\nextern const struct embedded %s[];\nextern const size_t %s_n;\n\n", prefix,
		prefix);
	fprintf(out, "const struct embedded %s[] = {\n", prefix);
	for (size_t i = 0; i < n; i++)
		row(out, &files[i], i);
	if (n == 0)
		fputs("\t{ 0 },\n", out); /* C has no empty array */
	fprintf(out, "};\nconst size_t %s_n = %zu;\n", prefix, n);
}

static bool embed(const char *prefix, const char *to, const struct file *files, size_t n)
{
	FILE *out = fopen(to, "wb");

	if (!out) {
		perror(to);
		return false;
	}
	write_all(out, prefix, files, n);
	bool written = !ferror(out);
	written = fclose(out) == 0 && written;
	if (written)
		return true;
	perror(to);
	remove(to);
	return false;
}

int main(int argc, char **argv)
{
	const char *strip = "";
	int first = 1;

	if (argc > 2 && strcmp(argv[1], "--strip") == 0) {
		strip = argv[2];
		first = 3;
	}
	if (argc < first + 2) {
		fputs("usage: embed [--strip DIR/] PREFIX OUT.c FILE...\n", stderr);
		return EXIT_FAILURE;
	}
	size_t n = (size_t)(argc - first - 2);
	struct file *files = calloc(n + 1, sizeof *files);
	bool good = files != NULL;
	for (size_t i = 0; good && i < n; i++)
		good = load(&files[i], argv[first + 2 + (int)i], strip);
	if (good)
		qsort(files, n, sizeof *files, by_name);
	good = good && embed(argv[first], argv[first + 1], files, n);
	for (size_t i = 0; files && i < n; i++) {
		free(files[i].at);
		free(files[i].gz);
	}
	free(files);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
