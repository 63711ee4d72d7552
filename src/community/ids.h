/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the community's things are called in code: one type an id, so that none passes for
   another. */
#ifndef COMMUNITY_IDS_H
#define COMMUNITY_IDS_H

#include <stdint.h>

struct study_id {
	int64_t v;
};
struct round_id {
	int64_t v;
};
struct group_id {
	int64_t v;
};
struct thread_id {
	int64_t v;
};
struct post_id {
	int64_t v;
};
struct paper_id {
	int64_t v;
};

#endif
