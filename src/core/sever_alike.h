/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Participants of a study, with as much taken from each as it takes for SEVER_ALIKE of them to be
   alike in rounds, subject, year and gender. Names: sever_alike_, sever_one */
#ifndef CORE_SEVER_ALIKE_H
#define CORE_SEVER_ALIKE_H

#include "base/ctx.h"

struct sever_one {
	int64_t id, drawn;
	struct str rounds; /* that there are traces of */
	struct str subject, year, gender;
	bool no_rounds;
};

/* Who has left too. */
MUST bool sever_alike_read(struct ctx *c, int64_t study, struct sever_one **ret, size_t *ret_n);
void sever_alike_make(struct sever_one *one, size_t n);
/* By the numbers that were drawn. */
void sever_alike_shuffle(struct sever_one *one, size_t n);

#endif
