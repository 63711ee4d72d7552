/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/career.h"

struct words {
	const char *label, *said;
};

static const struct words words[CAREER_LAST + 1] = {
	[CAREER_UNKNOWN] = { "not said", "" },
	[CAREER_DECIDING] = { "deciding", "I am still finding out what I might like to do" },
	[CAREER_PLANNING] = { "planning", "I have an idea, and want to know how people get there" },
	[CAREER_APPLYING] = { "applying", "I am applying: for jobs, placements or more study" },
	[CAREER_SORTED] = { "sorted", "I know what I will do next, and it is settled" },
};

static const struct words *of(int64_t code)
{
	return &words[code > CAREER_UNKNOWN && code <= CAREER_LAST ? code : CAREER_UNKNOWN];
}

const char *career_label(int64_t code)
{
	return of(code)->label;
}

const char *career_said(int64_t code)
{
	return of(code)->said;
}
