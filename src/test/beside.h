/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Another program beside the test, in the test's directory: R and its like. Names: beside_ */
#ifndef TEST_BESIDE_H
#define TEST_BESIDE_H

#include "test/test.h"

enum { BESIDE_BYTES_MAX = 1 << 20 };

/* Writes a file of the directory. */
void beside_put(struct test *t, const char *dir, const char *name, struct str text);
/* Reads it and removes it. */
struct str beside_take(struct test *t, const char *dir, const char *name);
/* Runs a program with its words, which end with NULL, in the directory, and gives what it wrote to
   ret. A program that ends with a fault fails the test. False when there is none of this name. */
bool beside_run(struct test *t, const char *dir, const char *const *words, struct str *ret);

#endif
