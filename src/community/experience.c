/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/experience.h"

struct words {
	const char *label, *said;
};

static const struct words words[EXPERIENCE_LAST + 1] = {
	[EXPERIENCE_UNKNOWN] = { "not said", "" },
	[EXPERIENCE_NONE] = { "no work experience yet", "None so far" },
	[EXPERIENCE_WORK] = { "paid or voluntary work",
		"Paid or voluntary work of any kind, but no internship or placement" },
	[EXPERIENCE_INTERNSHIP] = { "an internship or placement",
		"An internship, a placement or a year in industry" },
};

bool experience_is(int64_t code)
{
	return code >= EXPERIENCE_UNKNOWN && code <= EXPERIENCE_LAST;
}

static const struct words *of(int64_t code)
{
	return &words[experience_is(code) ? code : EXPERIENCE_UNKNOWN];
}

const char *experience_label(int64_t code)
{
	return of(code)->label;
}

const char *experience_said(int64_t code)
{
	return of(code)->said;
}
