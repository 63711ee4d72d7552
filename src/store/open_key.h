/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The table open_key (study_id, person_id, participant_id): every connection has one of its own, in
   memory, made when it connects. core/key opens into it what a statement has to join; it is empty
   again when the unit of work ends. Nothing of it comes into the database or its log.
   Names: open_key_ */
#ifndef STORE_OPEN_KEY_H
#define STORE_OPEN_KEY_H

#include "base/ctx.h"

struct open_key {
	int64_t study, person, participant;
};

MUST bool open_key_clear(struct ctx *c);
/* A person who stands there already is left. */
MUST bool open_key_put(struct ctx *c, const struct open_key *row, size_t n);
/* What the table has. */
MUST bool open_key_all(struct ctx *c, struct open_key **ret, size_t *ret_n);

#endif
