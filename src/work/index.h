/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The thread that makes new texts findable (store/search): within a second when there is
   little to do, and giving way to those who write when there is much. Names: index_ */
#ifndef WORK_INDEX_H
#define WORK_INDEX_H

#include "work/loop.h"

struct index;

/* url and w must stay until it is closed. What waits since before a crash comes first. */
struct index *index_open(const char *url, const struct loop_world *w);
/* Finishes the texts at hand; what waits is done after the next start. Accepts NULL. Close it
   before the writer. */
void index_close(struct index *x);

#endif
