/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/gives.h"

#include <assert.h>

const struct gives_words *gives_words(enum feature f)
{
	static const struct gives_words words[FEATURE_LAST + 1] = {
		[FEATURE_STRENGTHS] = { "Strengths in the welcome",
			"The first minutes offer a page that turns paid work, care and commuting "
			"into skills, in the words of employers.",
			"The first minutes leave that page out." },
		[FEATURE_LIVE_WELCOME] = { "A welcome meeting",
			"The meeting of the round is announced on the first page and in the "
			"group, until it is over.",
			"The meeting is not announced." },
		[FEATURE_WELLBEING] = { "Wellbeing links from the first day",
			"Help for stress and for being turned down stands in the welcome, and on "
			"the first page during the first week.",
			"Only the help link in the corner of every page is there. It never goes." },
		[FEATURE_OPEN_MEMBERSHIP] = { "Writing goes on after the last week",
			"Members go on reading and writing for as long as they like.",
			"After the last week members go on reading. Nobody but a facilitator adds "
			"to it." },
		[FEATURE_EXPERIENCE_SPLIT] = { "Groups split by work experience",
			"Inside a subject, students with an internship behind them and students "
			"without are put into groups of their own.",
			"Groups of a subject are mixed." },
	};

	assert(f > 0 && f <= FEATURE_LAST);
	return &words[f];
}
