/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What k->writer did under aliases: for campus.c. Names: campus_ */
#ifndef TEST_CAMPUS_ALIAS_H
#define TEST_CAMPUS_ALIAS_H

#include "test/campus.h"

/* They answer, open threads, edit and delete, under an alias of the thread and under one of their
   own; others answer and mark; a safeguarding lead asked once, and the letter did not arrive. */
void campus_alias(struct test *t, const struct campus *k);
/* A form of the page sent with more, as a browser would: the alias that stands on it goes along. */
struct reply campus_post_as(struct test *t, const char *page, const char *to, const char *form);
/* A thread in the group of chemistry, or an answer, sent so by whoever is signed in; its id. */
int64_t campus_start(struct test *t, const char *form);
int64_t campus_answer(struct test *t, int64_t thread, const char *form);

#endif
