/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Runs a command of the program as its main would, and keeps what it printed. Names: capture_ */
#ifndef TEST_CAPTURE_H
#define TEST_CAPTURE_H

#include "test/test.h"

enum { CAPTURE_WORDS_MAX = 16, CAPTURE_BYTES_MAX = 1 << 20 };

struct capture {
	int code;
	struct str out, err;
};

/* The words are separated by single spaces; the first is the command's name. */
struct capture capture_run(
	struct test *t, int (*command)(int argc, char **argv), const char *words);
/* A directory that is removed with the test, and a file in it. */
const char *capture_directory(struct test *t);
const char *capture_file(struct test *t, const char *directory, const char *name, struct str text);

#endif
