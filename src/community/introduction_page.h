/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the pages of introductions share. Names: introduction_ */
#ifndef COMMUNITY_INTRODUCTION_PAGE_H
#define COMMUNITY_INTRODUCTION_PAGE_H

#include "community/introduction.h"
#include "http/request.h"

/* One introduction as its group sees it; others' with a way to begin one's own from it. */
void introduction_put(struct request *rq, const struct introduction *i);

#endif
