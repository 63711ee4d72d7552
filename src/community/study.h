/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Studies: what rounds and participants belong to, known by a short name. Names: study_ */
#ifndef COMMUNITY_STUDY_H
#define COMMUNITY_STUDY_H

#include "base/ctx.h"
#include "community/ids.h"

enum { STUDY_NAME_MAX = 40, STUDY_TITLE_MAX = 120, STUDY_LIST_MAX = 200 };

struct study {
	struct study_id id;
	struct str name, title;
};

/* True for a short name as addresses and commands take it: 1 to 40 of a to z, 0 to 9 and -, with a
   letter or a digit at both ends. */
bool study_name_ok(struct str name);
/* An empty title is the name. Faults: INVALID (fields study_name, study_title; also for a name that
   is taken). Audited. */
MUST bool study_make(struct ctx *c, struct str name, struct str title, struct study_id *ret);
/* Faults: ABSENT. */
MUST bool study_get(struct ctx *c, struct study_id id, struct study *ret);
/* ret->id.v is 0 when no study has the name; that is no fault. */
MUST bool study_by_name(struct ctx *c, struct str name, struct study *ret);
/* The time zone of its first round; empty when it has none. */
MUST bool study_zone(struct ctx *c, struct study_id id, struct str *ret);
/* By name, at most STUDY_LIST_MAX. */
MUST bool study_list(struct ctx *c, struct study **ret, size_t *ret_n);

#endif
