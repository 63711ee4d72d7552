/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* People for a round, pasted as lines «name, address, subject, year». Each line is taken or refused
   by itself. Names: enrolment_lines_ */
#ifndef COMMUNITY_ENROLMENT_LINES_H
#define COMMUNITY_ENROLMENT_LINES_H

#include "base/ctx.h"
#include "community/ids.h"

enum { ENROLMENT_LINES_MAX = 1000, ENROLMENT_LINES_BYTES = 131072 };

struct enrolment_line {
	int64_t number; /* of the line in the text, from 1 */
	struct str text, why;
};
struct enrolment_lines {
	int64_t added;	  /* take part from now on */
	int64_t already;  /* did so before, with the same subject and year */
	int64_t accounts; /* of the added, made because the address was new */
	struct enrolment_line *refused;
	size_t refused_n;
};

/* Commas or tabs stand between the parts. The part with an @ is the address: what stands before it
   is the name, after it the subject, and a last part that is a number the year. A new address
   becomes a student's account. Faults: INVALID (field lines) for no lines or too many. Audited by
   person. */
MUST bool enrolment_lines_add(
	struct ctx *c, struct round_id round, struct str text, struct enrolment_lines *ret);

#endif
