/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Somebody with the whole database and all the time there is, who wants to know which person a
   participant is. They set every column of every table that stands beside a participant against
   every column that stands beside a person: as an equal word or number, and as an instant near
   another, which an id is too. What only few of both have joins them. Names: rejoin */
#ifndef TEST_REJOIN_H
#define TEST_REJOIN_H

#include "test/test.h"

/* How many participants are joined to people. The table of the key itself is not looked at. */
int rejoin(struct test *t, bool print);
/* Whether all tables with a participant_id are among these, which end with NULL; prints others. */
bool rejoin_knows_tables(struct test *t, const char *const *known);

#endif
