/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What work experience people have so far, by which groups can be split. Names: experience_ */
#ifndef COMMUNITY_EXPERIENCE_H
#define COMMUNITY_EXPERIENCE_H

#include "base/str.h"

#include <stdbool.h>

/* Stored as numbers (enrolment.experience): never renumber. */
enum experience {
	EXPERIENCE_UNKNOWN = 0, /* not said */
	EXPERIENCE_NONE = 1,
	EXPERIENCE_WORK = 2, /* paid or voluntary, and no internship */
	EXPERIENCE_INTERNSHIP = 3,
	EXPERIENCE_LAST = 3,
};

bool experience_is(int64_t code);
/* For a table or a list: «no work experience yet». An unknown code is «not said». */
const char *experience_label(int64_t code);
/* As the person says it, for the questions; empty for EXPERIENCE_UNKNOWN. */
const char *experience_said(int64_t code);

#endif
