/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The job that reads the files of the clinic, and burns the covers into their pages. Names:
   paper_job */
#ifndef APP_PAPER_JOB_H
#define APP_PAPER_JOB_H

#include "core/job.h"

extern const struct job_kind paper_job;

#endif
