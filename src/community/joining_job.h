/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Answers of people who never finished go when their round is over. Names: joining_job_ */
#ifndef COMMUNITY_JOINING_JOB_H
#define COMMUNITY_JOINING_JOB_H

#include "base/ctx.h"

struct job_kind;

/* Its subject is a person. */
extern const struct job_kind joining_job;

/* What the job does for one person; comes again while there is a round that is not over. */
MUST bool joining_job_step(struct ctx *c, struct person_id person);

#endif
