/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What members say about a paper of their group: what already works first, and only then what they
   would try. No marks, no grades. Names: feedback_ */
#ifndef COMMUNITY_FEEDBACK_H
#define COMMUNITY_FEEDBACK_H

#include "base/ctx.h"
#include "community/ids.h"

struct place;
struct paper_version;

enum { FEEDBACK_MAX = 2000, FEEDBACK_LIST_MAX = 500, FEEDBACK_KEY_MAX = 64 };

struct feedback {
	int64_t id, version, line; /* line 0: about the whole */
	struct person_id author;
	struct str byline, works, idea; /* idea may be empty */
	int64_t said_at;
};
struct feedback_draft {
	int64_t line;
	struct str byline, works, idea, once;
};

/* By c->actor, who may give feedback here, about a version that is shown. Faults: INVALID (fields
   works, idea, line), RATE. Sent twice it is said once. Noted in the ledger. */
MUST bool feedback_add(struct ctx *c, const struct place *p, const struct paper_version *v,
	const struct feedback_draft *d, int64_t *ret);
/* About a version: about the whole first, then by line, as it was said; at most
   FEEDBACK_LIST_MAX. */
MUST bool feedback_list(struct ctx *c, struct paper_id paper, int64_t version,
	struct feedback **ret, size_t *ret_n);
/* By its author, or by a facilitator, which is audited. Faults: ABSENT. */
MUST bool feedback_remove(struct ctx *c, struct paper_id paper, int64_t id);

#endif
