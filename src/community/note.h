/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A reader's own words about something they saved: sealed, read and changed by nobody else.
   Taken off the list it is kept, and there again when the same is saved again, so that a tap loses
   nothing. Names: note_ */
#ifndef COMMUNITY_NOTE_H
#define COMMUNITY_NOTE_H

#include "community/ids.h"

#include "base/ctx.h"

enum { NOTE_MAX = 2000 }; /* code points */

/* Empty when there is none. */
MUST bool note_find(struct ctx *c, struct post_id post, struct str *ret);
/* An empty text takes it away. Faults: INVALID (field note), CONFLICT when c->actor has not saved
   the post. */
MUST bool note_put(struct ctx *c, struct thread_id thread, struct post_id post, struct str text);
/* For core/holding: what is sealed, readable. */
MUST bool note_open(struct ctx *c, struct person_id person, struct str sealed, struct str *ret);

#endif
