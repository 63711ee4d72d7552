/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Files of people in the campus. Names: campus_ */
#ifndef TEST_CAMPUS_FILES_H
#define TEST_CAMPUS_FILES_H

#include "test/campus.h"

/* A file and an introduction of each twin. */
void campus_files_make(struct test *t, const struct campus *k);

#endif
