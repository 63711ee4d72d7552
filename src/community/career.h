/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How far people have come with finding their way to work, in four stages. Names: career_ */
#ifndef COMMUNITY_CAREER_H
#define COMMUNITY_CAREER_H

#include "base/str.h"

/* Stored as numbers (enrolment.career): never renumber. */
enum career {
	CAREER_UNKNOWN = 0, /* not said */
	CAREER_DECIDING = 1,
	CAREER_PLANNING = 2,
	CAREER_APPLYING = 3,
	CAREER_SORTED = 4,
	CAREER_LAST = 4,
};

/* For a table or a list: «deciding». Anything else is «not said». */
const char *career_label(int64_t code);
/* As the person says it; empty for CAREER_UNKNOWN. */
const char *career_said(int64_t code);

#endif
