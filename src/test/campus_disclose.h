/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the campus has for the pages of letters and of what is told. Names: campus_disclose_ */
#ifndef TEST_CAMPUS_DISCLOSE_H
#define TEST_CAMPUS_DISCLOSE_H

#include "test/programme.h"

/* A letter of the week to who, with this word in its links. */
void campus_disclose_letter(struct test *t, struct person_id who, const char *token);

#endif
