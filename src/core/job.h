/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Work for later. A job is a row written in the same transaction as its cause. Names: job_ */
#ifndef CORE_JOB_H
#define CORE_JOB_H

#include "base/ctx.h"

/* Each has a worker of its own in a server, so that a letter does not wait for a film. */
enum job_lane { JOB_QUICK, JOB_SLOW, JOB_LANES };

struct job {
	int64_t id, subject, tries;
};
struct job_row {
	int64_t id, subject, tries, failed_at;
	struct str kind, error;
};
struct job_kind {
	const char *name;
	/* In no transaction; a job that writes asks the writer. Must be safe to run twice. A fault
	   means: again later, with a growing pause; after the last try it is kept with its error
	   for the administrator. */
	bool (*run)(struct ctx *c, const struct job *j);
	int tries, lease_s;
	enum job_lane lane; /* stored with each job when it is added */
};

MUST bool job_add(struct ctx *c, const struct job_kind *kind, int64_t subject, int64_t run_at);
/* The same for work that comes back for ever: nothing is added while another row of this kind and
   subject than the job with id but waits. */
MUST bool job_keep(
	struct ctx *c, const struct job_kind *kind, int64_t subject, int64_t run_at, int64_t but);
/* Claims one due job of a lane; ret->id is 0 when none is due. ret_kind is its index, or n for a
   kind that is unknown. */
MUST bool job_claim(struct ctx *c, const struct job_kind *const *kinds, size_t n,
	enum job_lane lane, struct job *ret, size_t *ret_kind);
MUST bool job_done(struct ctx *c, const struct job *j);
/* Puts it off, or gives it up when its tries are used. Pauses: 1, 4, 15, 60 minutes, then 6 hours.
 */
MUST bool job_failed(
	struct ctx *c, const struct job_kind *kind, const struct job *j, struct str error);
/* Those that were given up, newest first, before the given id; 0 starts. */
MUST bool job_list_failed(
	struct ctx *c, int64_t before, size_t max, struct job_row **ret, size_t *ret_n);

#endif
