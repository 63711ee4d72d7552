/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The job that sees to the weekly letters. Topics open by the clock, so it looks at the clock:
   every quarter of an hour, for ever. Names: week_job_ */
#ifndef APP_WEEK_JOB_H
#define APP_WEEK_JOB_H

#include "core/job.h"

extern const struct job_kind week_job;

/* Begins it where it is not under way; harmless otherwise. */
MUST bool week_job_begin(struct ctx *c);

#endif
