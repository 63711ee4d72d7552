/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who did what that others must be able to ask about. Never holds what a person wrote. Names:
   audit_ */
#ifndef CORE_AUDIT_H
#define CORE_AUDIT_H

#include "base/ctx.h"

struct audit_row {
	int64_t id, at;
	struct person_id actor;
	struct str act, subject_kind, note;
	int64_t subject;
	struct str actor_name,
		subject_name; /* of people; empty when they are not or no longer there */
};

MUST bool audit_add(
	struct ctx *c, const char *act, const char *subject_kind, int64_t subject, struct str note);
/* Newest first, before the given id; 0 starts. */
MUST bool audit_list(
	struct ctx *c, int64_t before, size_t max, struct audit_row **ret, size_t *ret_n);

#endif
