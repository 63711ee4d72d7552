/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/joining_words.h"

const char *const joining_words_goals[JOINING_GOALS] = {
	"Find out which kinds of work there are for me",
	"Write a CV and letters that say what I can do",
	"Feel calmer before interviews",
	"Find an internship, a placement or some experience",
	"Find a job for after my studies",
	"Get to know people who are in the same place",
	"Talk to people who are a step ahead",
	"Find out about more study",
};

const char *const joining_words_helps[JOINING_HELPS] = {
	"Someone who has done it and tells how",
	"Small steps with a day to do them by",
	"Seeing how others write and answer",
	"Somebody who reads what I wrote",
	"Trying things out where mistakes do no harm",
	"Hearing that others find it hard too",
	"Reading on my own, in my own time",
};

const char *const joining_words_hinders[JOINING_HINDERS] = {
	"Little time beside paid work",
	"Little time beside caring for somebody",
	"A long way to travel",
	"I do not know where to begin",
	"I know nobody who does such work",
	"I am not sure that I am good enough",
	"Health, or a disability",
	"Money",
};

const char *const joining_words_days[JOINING_DAYS] = { "Monday", "Tuesday", "Wednesday", "Thursday",
	"Friday", "Saturday", "Sunday" };

const char *const joining_words_parts[JOINING_PARTS] = { "morning", "afternoon", "evening" };

struct str joining_words_times(struct ctx *c, int64_t free)
{
	struct str text = S("");

	for (int i = 0; i < JOINING_DAYS * JOINING_PARTS; i++)
		if (free >> i & 1)
			text = arena_fmt(c->mem, "%s%s%s %s", text.at, text.len ? " · " : "",
				joining_words_days[i / JOINING_PARTS],
				joining_words_parts[i % JOINING_PARTS]);
	return text.len ? text : S("not said");
}
