/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Kinds of employers and stages of hiring, in words. Names: question_word_ */
#ifndef COMMUNITY_QUESTION_WORD_H
#define COMMUNITY_QUESTION_WORD_H

#include "base/str.h"

/* Stored as numbers, 0 is not said: never renumber, new ones go to the end. */
enum { QUESTION_EMPLOYERS = 8, QUESTION_STAGES = 8 };

/* For 1 to QUESTION_EMPLOYERS and 1 to QUESTION_STAGES; anything else is empty. */
const char *question_word_employer(int64_t code);
const char *question_word_stage(int64_t code);

#endif
