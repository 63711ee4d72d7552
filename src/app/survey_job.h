/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The job that sees to the letters of one wave of a survey, and comes back for the next of them.
   Names: survey_job */
#ifndef APP_SURVEY_JOB_H
#define APP_SURVEY_JOB_H

#include "core/job.h"

extern const struct job_kind survey_job;

#endif
