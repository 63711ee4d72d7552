/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The job that sends a letter. It is never sent twice: «sending» is on disk before the first byte
   leaves, and a letter that is found so was broken off by a crash and is left alone. Names: post_
   */
#ifndef WORK_POST_H
#define WORK_POST_H

#include "core/job.h"

extern const struct job_kind post_job;

/* Once, before any thread begins. */
void post_open(void);

#endif
