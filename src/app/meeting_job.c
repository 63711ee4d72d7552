/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/meeting_job.h"

#include "base/conf.h"
#include "base/instant.h"
#include "community/meeting_guest.h"
#include "community/meeting_poll.h"
#include "community/meeting_remind.h"
#include "work/loop.h"

enum { TRIES = 6, LEASE_S = 600, EVERY_MINUTES = 2, BATCHES = 60 };

static bool run(struct ctx *c, const struct job *j);
const struct job_kind meeting_job = { "meeting-letters", run, TRIES, LEASE_S };

bool meeting_job_begin(struct ctx *c)
{
	return job_keep(c, &meeting_job, 0, c->now, 0);
}

static bool come_back(struct ctx *c, void *data)
{
	const struct job *j = data;

	return meeting_poll_forget(c)
		&& job_keep(c, &meeting_job, 0, c->now + EVERY_MINUTES * INSTANT_MINUTE, j->id);
}

static bool some(struct ctx *c, void *data)
{
	return meeting_guest_some(c, data);
}

static bool remind(struct ctx *c, void *data)
{
	return meeting_remind_some(c, data);
}

static bool all_of(struct ctx *c, bool (*fn)(struct ctx *, void *))
{
	bool more = true;

	for (int i = 0; i < BATCHES && more; i++)
		if (!loop_write(c, fn, &more))
			return false;
	return true;
}

/* As app/week_job: first its own return, and no letters where no mail is set up. */
static bool run(struct ctx *c, const struct job *j)
{
	struct job self = *j;
	bool mails = strcmp(c->house->conf->mail, "none") != 0;

	return loop_write(c, come_back, &self)
		&& (!mails || (all_of(c, some) && all_of(c, remind)));
}
