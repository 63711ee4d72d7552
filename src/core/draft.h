/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What was typed into a form when the session had ended. Names: draft_ */
#ifndef CORE_DRAFT_H
#define CORE_DRAFT_H

#include "base/ctx.h"

struct draft {
	struct str path, title, body;
	/* Of the text that was being changed, as its form had it; empty: it was no change. */
	struct str version;
};

MUST bool draft_keep(struct ctx *c, struct person_id person, const struct draft *d);
/* Of c->actor; ret->path is empty when there is none. */
MUST bool draft_find(struct ctx *c, struct str path, struct draft *ret);
MUST bool draft_drop(struct ctx *c, struct str path);

#endif
