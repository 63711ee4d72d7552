/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/week_job.h"

#include "base/conf.h"
#include "base/instant.h"
#include "community/week_letter.h"
#include "work/loop.h"

/* A run queues a few thousand letters at most; a larger round goes on a quarter of an hour later,
   which the mail server will like better, too. */
enum { TRIES = 6, LEASE_S = 600, EVERY_MINUTES = 15, BATCHES = 60 };

static bool run(struct ctx *c, const struct job *j);
const struct job_kind week_job = { "week-letters", run, TRIES, LEASE_S };

bool week_job_begin(struct ctx *c)
{
	return job_keep(c, &week_job, 0, c->now, 0);
}

static bool come_back(struct ctx *c, void *data)
{
	const struct job *j = data;

	return job_keep(c, &week_job, 0, c->now + EVERY_MINUTES * INSTANT_MINUTE, j->id);
}

static bool some(struct ctx *c, void *data)
{
	return week_letter_some(c, data);
}

/* First its own return, then the work: a run that fails does not end the chain. Where no mail is
   set up nothing is queued, so that a list of refused letters tells of something. */
static bool run(struct ctx *c, const struct job *j)
{
	struct job self = *j;
	bool more = strcmp(c->house->conf->mail, "none") != 0;

	if (!loop_write(c, come_back, &self))
		return false;
	for (int i = 0; i < BATCHES && more; i++)
		if (!loop_write(c, some, &more))
			return false;
	return true;
}
