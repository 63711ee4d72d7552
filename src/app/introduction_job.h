/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Makes recordings of introductions ready to be seen. */
#ifndef APP_INTRODUCTION_JOB_H
#define APP_INTRODUCTION_JOB_H

#include "core/job.h"

extern const struct job_kind introduction_job;

#endif
