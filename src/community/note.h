/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A reader's own words about something they saved: sealed, read and changed by nobody else.
   Taken off the list it is kept, and there again when the same is saved again, so that a tap loses
   nothing. Names: note_ */
#ifndef COMMUNITY_NOTE_H
#define COMMUNITY_NOTE_H

#include "community/mark.h"

enum { NOTE_MAX = 2000 }; /* code points */

/* An empty text takes it away. Faults: INVALID (field note), CONFLICT when c->actor has not saved
   what it is on. */
MUST bool note_put(struct ctx *c, struct mark_spot on, struct str text);
/* Also for core/holding: what is sealed, readable. */
MUST bool note_open(struct ctx *c, struct person_id person, struct str sealed, struct str *ret);

#endif
