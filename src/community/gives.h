/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What groups can get, in the words that staff read. Students are never told which they have.
   Names: gives_ */
#ifndef COMMUNITY_GIVES_H
#define COMMUNITY_GIVES_H

#include "core/feature.h"

struct gives_words {
	const char *name, *with, *without; /* with and without: a sentence for each arm */
};

/* For 1 to FEATURE_LAST. */
const struct gives_words *gives_words(enum feature f);

#endif
