/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Subjects of study (HECoS) and the tree above them (CAH), as HESA publishes them and as they were
   imported here. Source: HECoS vocabulary and «HECoS CAH mappings», HESA. Names: subject_ */
#ifndef CORE_SUBJECT_H
#define CORE_SUBJECT_H

#include "base/ctx.h"

enum { SUBJECT_LABEL_MAX = 200, SUBJECT_CODE_DIGITS = 6 }; /* bytes */

struct subject {
	struct str code, label;	     /* six digits; empty: none */
	struct str cah1, cah2, cah3; /* labels, from the widest to the nearest; empty: unknown */
};

/* What became of one line of a list. */
enum subject_news { SUBJECT_SAME, SUBJECT_NEW, SUBJECT_RENAMED, SUBJECT_MOVED /* in the tree */ };

/* ret->code is empty when there is none; that is no fault. */
MUST bool subject_find(struct ctx *c, struct str code, struct subject *ret);
/* Of a label as somebody wrote it, without regard to case; earlier labels too. ret->code is empty
   when there is none. */
MUST bool subject_by_label(struct ctx *c, struct str label, struct subject *ret);
/* At most max in which every word is found, the best first: words that begin the label, then words
   that begin one of its words, then the rest; earlier labels are searched too. */
MUST bool subject_search(
	struct ctx *c, struct str words, size_t max, struct subject **ret, size_t *ret_n);
/* 0: no list was imported. */
MUST bool subject_count(struct ctx *c, int64_t *ret);
/* Adds or changes one; a subject that gets another label keeps its earlier ones for searching.
   Faults: INVALID (code, label, cah). */
MUST bool subject_put(struct ctx *c, const struct subject *s, enum subject_news *ret);

/* How far two subjects lie apart in the tree: 0 the same, 1 of one cah3, 2 of one cah2, 3 of one
   cah1, SUBJECT_FAR otherwise and when it is not known. Labels are compared without case. */
enum { SUBJECT_FAR = 4 };
int subject_distance(const struct subject *a, const struct subject *b);

#endif
