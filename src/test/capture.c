/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/capture.h"

#include <dirent.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct str read_back(struct test *t, FILE *f)
{
	char *at = arena_new(t->mem, char, CAPTURE_BYTES_MAX);

	rewind(f);
	size_t n = fread(at, 1, CAPTURE_BYTES_MAX, f);
	CHECK(t, n < CAPTURE_BYTES_MAX);
	return (struct str){ at, n };
}

/* Lets a descriptor go into f; returns what it was. */
static int divert(FILE *stream, int fd, FILE *f)
{
	fflush(stream);
	int kept = dup(fd);
	dup2(fileno(f), fd);
	return kept;
}

static void restore(FILE *stream, int fd, int kept)
{
	fflush(stream);
	dup2(kept, fd);
	close(kept);
}

struct capture capture_run(struct test *t, int (*command)(int argc, char **argv), const char *words)
{
	struct str rest = str_of(words);
	char *argv[CAPTURE_WORDS_MAX + 1] = { NULL };
	int argc = 0;
	FILE *out = tmpfile(), *err = tmpfile();

	while (rest.len > 0 && argc < CAPTURE_WORDS_MAX) {
		struct str word = str_cut(&rest, ' ');
		char *copy = arena_new(t->mem, char, word.len + 1);
		memcpy(copy, word.at, word.len);
		argv[argc++] = copy;
	}
	optind = 0; /* getopt starts anew */
	int kept_out = divert(stdout, STDOUT_FILENO, out),
	    kept_err = divert(stderr, STDERR_FILENO, err);
	struct capture c = { .code = command(argc, argv) };
	restore(stdout, STDOUT_FILENO, kept_out);
	restore(stderr, STDERR_FILENO, kept_err);
	c.out = read_back(t, out);
	c.err = read_back(t, err);
	fclose(out);
	fclose(err);
	return c;
}

static void remove_directory(void *path)
{
	DIR *d = opendir(path);
	char file[512];

	for (struct dirent *e; d && (e = readdir(d));) {
		snprintf(file, sizeof file, "%s/%s", (const char *)path, e->d_name);
		(void)unlink(file); /* refuses . and .. */
	}
	if (d)
		closedir(d);
	(void)rmdir(path);
}

const char *capture_directory(struct test *t)
{
	const char *base = getenv("TMPDIR");
	struct str pattern = arena_fmt(t->mem, "%s/cairn-test-XXXXXX", base ? base : "/tmp");
	char *path = arena_new(t->mem, char, pattern.len + 1);

	memcpy(path, pattern.at, pattern.len);
	CHECK(t, mkdtemp(path) != NULL);
	arena_defer(t->mem, remove_directory, path);
	return path;
}

const char *capture_file(struct test *t, const char *directory, const char *name, struct str text)
{
	const char *path = arena_fmt(t->mem, "%s/%s", directory, name).at;
	FILE *f = fopen(path, "wb");

	CHECK(t, f && fwrite(text.at, 1, text.len, f) == text.len);
	if (f)
		fclose(f);
	return path;
}
