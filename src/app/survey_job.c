/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/survey_job.h"

#include "base/conf.h"
#include "evidence/survey_remind.h"
#include "evidence/survey_wave.h"
#include "work/loop.h"

enum { TRIES = 6, LEASE_S = 600, BATCHES = 1000 };

static bool run(struct ctx *c, const struct job *j);
const struct job_kind survey_job = { survey_wave_job, run, TRIES, LEASE_S };

struct some {
	int64_t wave, next;
	bool more;
};

static bool some(struct ctx *c, void *data)
{
	struct some *s = data;

	return survey_remind_some(c, s->wave, &s->more, &s->next);
}

static bool come_back(struct ctx *c, void *data)
{
	const struct some *s = data;

	return job_add(c, &survey_job, s->wave, s->next);
}

/* Run twice it finds that everybody was seen to; two jobs for one wave do no more than one. Where
   no mail is set up nothing is queued, so that a list of refused letters tells of something. */
static bool run(struct ctx *c, const struct job *j)
{
	struct some s = { .wave = j->subject, .more = true };

	if (strcmp(c->house->conf->mail, "none") == 0)
		return true;
	for (int i = 0; i < BATCHES && s.more; i++)
		if (!loop_write(c, some, &s))
			return false;
	return s.next <= c->now || loop_write(c, come_back, &s);
}
