/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The threads that do the jobs, one for each lane: each looks for one every second, or when poked.
   Names: loop_ */
#ifndef WORK_LOOP_H
#define WORK_LOOP_H

#include "core/job.h"

struct loop;

struct loop_world {
	const struct house *house; /* with a writer */
	struct ids *ids;
	const struct job_kind *const *kinds;
	size_t n;
};

/* w must stay until the loop is closed. What a crash left undone is seen to first. */
struct loop *loop_open(const struct loop_world *w);
/* There is something to do now; safe from every thread. Accepts NULL. */
void loop_poke(struct loop *l);
/* Finishes the jobs at hand, leaves the others to the next start; accepts NULL. Close it before the
   writer. */
void loop_close(struct loop *l);

/* Claims one due job of a lane and does it; ret_ran is false when none was due. */
MUST bool loop_step(const struct loop_world *w, enum job_lane lane, int64_t now, bool *ret_ran);
/* Sees to what a crash left, and forgets what is of no more use. */
MUST bool loop_tidy(const struct loop_world *w, int64_t now);
/* For a job: work in a transaction of its own, on disk when true. The job's c has no database; fn
   gets a ctx that has, with the same memory, and may be called again from the start. */
MUST bool loop_write(struct ctx *c, bool (*fn)(struct ctx *c, void *data), void *data);

#endif
