/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The outbox. A letter is queued in the transaction of its cause and sent by a job. Names: letter_
 */
#ifndef CORE_LETTER_H
#define CORE_LETTER_H

#include "base/ctx.h"

struct job_kind;

enum letter_state { LETTER_QUEUED, LETTER_SENDING, LETTER_SENT, LETTER_REFUSED, LETTER_UNKNOWN };

struct letter_draft {
	struct person_id person;      /* 0: not a member */
	const char *kind;	      /* sign-in, … */
	struct str to, subject, body; /* plain text, UTF-8 */
	int64_t study, round;	      /* it is of; 0: none, and it leaves no trace */
	struct str token, path;	      /* of its links, see core/letter_trace; empty: it has none */
	struct str calendar;	      /* file/ical, for its method; empty: none */
};
struct letter {
	int64_t id, made_at;
	struct str kind, to, subject, body, error, calendar;
	enum letter_state state;
};

/* Also adds its job, of the kind that work/ runs. */
MUST bool letter_queue(struct ctx *c, const struct letter_draft *d, int64_t *ret);
MUST bool letter_get(struct ctx *c, int64_t id, struct letter *ret);
/* Before the first byte leaves; false with CONFLICT unless it is queued: it was sent, or may have
   been. */
MUST bool letter_sending(struct ctx *c, int64_t id);
/* SENT, QUEUED (refused for now), REFUSED (for good) or UNKNOWN (the connection broke after the
   body). */
MUST bool letter_outcome(struct ctx *c, int64_t id, enum letter_state state, struct str error);
/* Letters that a crash left in the middle become UNKNOWN. */
MUST bool letter_recover(struct ctx *c, int64_t *ret_n);
/* A queued letter that is of no more use, before any byte of it left. */
MUST bool letter_refuse(struct ctx *c, int64_t id, struct str why);
/* Forgets letters of more than three months ago. */
MUST bool letter_forget(struct ctx *c);
/* Those that were refused or may not have arrived, newest first, before the given id, without
   bodies; 0 starts. */
MUST bool letter_list_troubled(
	struct ctx *c, int64_t before, size_t max, struct letter **ret, size_t *ret_n);
extern const char letter_job_name[];

#endif
