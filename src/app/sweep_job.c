/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/sweep_job.h"

#include "base/conf.h"
#include "base/instant.h"
#include "community/first.h"
#include "community/first_letter.h"
#include "community/paper_gone.h"
#include "community/share.h"
#include "community/told.h"
#include "work/loop.h"

/* A run does so many small pieces at the most, each in a transaction of its own; what is left waits
   for the next. */
enum { TRIES = 6, LEASE_S = 600, EVERY_MINUTES = 10, BATCHES = 200, AN_HOUR = 60 };

static bool run(struct ctx *c, const struct job *j);
const struct job_kind sweep_job = { "sweep", run, TRIES, LEASE_S };

bool sweep_job_begin(struct ctx *c)
{
	return job_keep(c, &sweep_job, 0, c->now, 0);
}

static bool come_back(struct ctx *c, void *data)
{
	const struct job *j = data;

	return job_keep(c, &sweep_job, 0, c->now + EVERY_MINUTES * INSTANT_MINUTE, j->id);
}

/* Where no mail is set up nothing is queued, so that a list of refused letters tells something. */
static bool has_mail(const struct ctx *c)
{
	return strcmp(c->house->conf->mail, "none") != 0;
}

struct piece {
	bool more;
	struct share_count share;
	struct told_count told;
};

static bool take_up(struct ctx *c, void *data)
{
	struct piece *p = data;

	return first_take_up(c, &p->more);
}

static bool go_on(struct ctx *c, void *data)
{
	struct piece *p = data;

	return first_go_on(c, &p->more);
}

static bool write_letters(struct ctx *c, void *data)
{
	struct piece *p = data;

	p->more = false;
	return first_letter_some(c);
}

/* May be run again from the start: where it was is kept until it is done. */
static bool count_words(struct ctx *c, void *data)
{
	struct piece *p = data;
	struct share_count at = p->share;

	if (!share_some(c, &at, &p->more))
		return false;
	p->share = at;
	return true;
}

static bool tell(struct ctx *c, void *data)
{
	struct piece *p = data;
	struct told_count at = p->told;

	if (!told_some(c, &at, &p->more))
		return false;
	p->told = at;
	return true;
}

/* Where no mail is set up they are told on the page alone. */
static bool take_papers(struct ctx *c, void *data)
{
	struct piece *p = data;

	return paper_gone_some(c, has_mail(c), &p->more);
}

static bool all_of(struct ctx *c, bool (*fn)(struct ctx *, void *))
{
	struct piece p = { .more = true };

	for (int i = 0; i < BATCHES && p.more; i++)
		if (!loop_write(c, fn, &p))
			return false;
	return true;
}

static bool is_hourly(const struct ctx *c)
{
	return c->now / INSTANT_MINUTE % AN_HOUR < EVERY_MINUTES;
}

/* First its own return, then the work: a run that fails does not end the chain. */
static bool run(struct ctx *c, const struct job *j)
{
	struct job self = *j;

	if (!loop_write(c, come_back, &self))
		return false;
	return all_of(c, take_up) && all_of(c, go_on) && (!has_mail(c) || all_of(c, write_letters))
		&& (!is_hourly(c) || (all_of(c, count_words) && all_of(c, take_papers)))
		&& all_of(c, tell);
}
