/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The job that tells the guests of meetings what became of them. It looks every two minutes,
   because people join and leave groups without a word to it. Names: meeting_job_ */
#ifndef APP_MEETING_JOB_H
#define APP_MEETING_JOB_H

#include "core/job.h"

extern const struct job_kind meeting_job;

/* Begins it where it is not under way; harmless otherwise. */
MUST bool meeting_job_begin(struct ctx *c);

#endif
