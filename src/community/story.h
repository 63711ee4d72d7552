/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Stories of older students for those who have just joined: that doubt is normal and passes. The
   institution writes, hides and orders them; none is ever thrown away. Names: story_ */
#ifndef COMMUNITY_STORY_H
#define COMMUNITY_STORY_H

#include "base/ctx.h"

/* Code points. At most STORY_LIST_MAX stories are kept. */
enum { STORY_BY_MAX = 80, STORY_BODY_MAX = 3000, STORY_LIST_MAX = 40 };

struct story_id {
	int64_t v;
};
struct story_draft {
	struct str said_by, body; /* «Third-year, Chemistry»; Markdown */
};
struct story {
	struct story_id id;
	struct str said_by, body, html;
	bool shown;
};

/* In their order, hidden ones only when all is set. */
MUST bool story_list(struct ctx *c, bool all, struct story **ret, size_t *ret_n);
/* Faults: ABSENT. */
MUST bool story_get(struct ctx *c, struct story_id id, struct story *ret);
/* Behind the others. Faults: INVALID (fields said_by, body), CONFLICT when there are too many.
   Audited, as the next three. */
MUST bool story_add(struct ctx *c, const struct story_draft *d, struct story_id *ret);
/* Faults: INVALID (fields said_by, body), ABSENT. */
MUST bool story_edit(struct ctx *c, struct story_id id, const struct story_draft *d);
/* Faults: ABSENT. */
MUST bool story_show(struct ctx *c, struct story_id id, bool shown);
/* Before the one that stands above it; the first stays. Faults: ABSENT. */
MUST bool story_up(struct ctx *c, struct story_id id);
/* Those that Cairn brings, when there are none yet. */
MUST bool story_begin(struct ctx *c, const struct story_draft *d, size_t n);

#endif
