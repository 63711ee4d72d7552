/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Invitations for tests: lists that are brought, sent, and the links in their letters. Names:
   guests_ */
#ifndef TEST_GUESTS_H
#define TEST_GUESTS_H

#include "community/invite_list.h"
#include "test/test.h"

/* A list of pasted lines for a round, read in to its end. */
struct invite_list_id guests_list(
	struct test *t, struct person_id sender, int64_t round, const char *lines);
/* Runs what the list does by itself until it waits for letters; at most as often as given. */
void guests_work(struct test *t, struct invite_list_id list, int times);
/* Sends it, and queues its letters. */
void guests_send(struct test *t, struct person_id sender, struct invite_list_id list);
/* The secret in the newest letter to an address; empty when there is none. */
struct str guests_token(struct test *t, const char *address);
/* How many letters of a kind went to an address. */
int64_t guests_letters(struct test *t, const char *kind, const char *address);
/* A POST as browsers send forms with a file. */
struct reply guests_upload(struct test *t, int64_t round, const char *title, struct str file);

#endif
