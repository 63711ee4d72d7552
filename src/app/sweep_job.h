/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The job that goes round the groups for ever: every ten minutes it sees to first answers, every
   hour it counts who does the talking, once a day what writers are told. Names: sweep_job_ */
#ifndef APP_SWEEP_JOB_H
#define APP_SWEEP_JOB_H

#include "core/job.h"

extern const struct job_kind sweep_job;

/* Begins it where it is not under way; harmless otherwise. */
MUST bool sweep_job_begin(struct ctx *c);

#endif
