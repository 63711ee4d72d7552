/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* People and their roles. Two addresses that differ in case only are one. Names: person_ */
#ifndef CORE_PERSON_H
#define CORE_PERSON_H

#include "base/ctx.h"

enum { PERSON_NAME_MAX = 200, PERSON_ADDRESS_MAX = 254 }; /* code points; bytes (RFC 5321) */

enum role {
	ROLE_ADMINISTRATOR = 1,
	ROLE_RESEARCHER = 2,
	ROLE_FACILITATOR = 4,
	ROLE_COORDINATOR = 8,
	ROLE_EDITOR = 16,
	ROLE_CREATOR = 32,
	ROLE_STUDENT = 64,
	ROLE_SAFEGUARDING = 128, /* may ask whose an alias is, with a reason that its owner reads */
	ROLE_ALL = 255,
};

struct person {
	struct person_id id;
	struct str address, name, shown_name;
	int64_t roles, made_at, closed_at;
};
struct person_draft {
	struct str address, name, shown_name; /* an empty shown_name is the first word of name */
	int64_t roles;
};

/* True for local@domain within the limits; a deliverable address is known only by a letter. */
bool person_address_ok(struct str address);
/* Faults: INVALID (by field address, name, shown_name), CONFLICT when the address is taken.
   Audited. */
MUST bool person_add(struct ctx *c, const struct person_draft *d, struct person_id *ret);
/* Faults: ABSENT. */
MUST bool person_get(struct ctx *c, struct person_id id, struct person *ret);
/* ret->id.v is 0 when nobody has the address; that is no fault. */
MUST bool person_by_address(struct ctx *c, struct str address, struct person *ret);
/* By name, at most max from the one after the given name and id; an empty name starts. */
MUST bool person_list(struct ctx *c, struct str after_name, struct person_id after, size_t max,
	struct person **ret, size_t *ret_n);
/* At most max whose name or address has the text in it, by name. */
MUST bool person_search(
	struct ctx *c, struct str text, size_t max, struct person **ret, size_t *ret_n);
MUST bool person_count(struct ctx *c, int64_t *ret);
/* Audited. An administrator cannot take the role from the last administrator: CONFLICT. */
MUST bool person_set_roles(struct ctx *c, struct person_id id, int64_t roles);
/* The account's own name, for those who look after the rounds. Faults: INVALID (field name). */
MUST bool person_set_name(struct ctx *c, struct person_id id, struct str name);
/* Faults: INVALID (field shown_name): not one line, what somebody else of a round of theirs took
   as an alias, or what looks like a facilitator. */
MUST bool person_set_shown_name(struct ctx *c, struct person_id id, struct str shown_name);
/* Whether the name ends as the byline of a facilitator does, or is the name of another person who
   runs rounds and not that of the person's own account. */
MUST bool person_looks_like_staff(struct ctx *c, struct person_id id, struct str name, bool *ret);
/* «Administrator», for a single bit. */
const char *person_role_name(enum role role);

#endif
