/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The weekly letter: when a topic has opened, what it asks goes to the members of the round who did
   not decline letters, once. It is content and no plea, and marks nothing as read. Names:
   week_letter_ */
#ifndef COMMUNITY_WEEK_LETTER_H
#define COMMUNITY_WEEK_LETTER_H

#include "base/ctx.h"

/* Letters leave between these hours of the round's zone, and not for a topic that has been open for
   longer than so many days. */
enum { WEEK_LETTER_FROM = 8, WEEK_LETTER_UNTIL = 18, WEEK_LETTER_LATE_DAYS = 4 };
enum { WEEK_LETTER_BATCH = 50 };
extern const char week_letter_kind[]; /* of core/letter */

/* Queues at most WEEK_LETTER_BATCH letters of one topic that is due at c->now, and notes in the
   same transaction to whom. ret_more: there may be more to do now. Who is in two rounds gets the
   letter of one of them in a week. */
MUST bool week_letter_some(struct ctx *c, bool *ret_more);
/* No letters for the topics that are open at c->now: for rounds that were not lived here. */
MUST bool week_letter_pass_over(struct ctx *c);

/* Whether c->actor gets letters; they do until they say otherwise. */
MUST bool week_letter_wanted(struct ctx *c, bool *ret);
MUST bool week_letter_choose(struct ctx *c, bool wanted);

#endif
