/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The participants of a study as the researcher keeps them: who has which number, and what they
   said. Those who have withdrawn are not there. Names: roster_ */
#ifndef EVIDENCE_ROSTER_H
#define EVIDENCE_ROSTER_H

#include "core/participant.h"

enum { ROSTER_WORD_MAX = 100, ROSTER_YEAR_MAX = 9 };

/* Where a page of the list begins: after this number, or, with an id, among those without a
   number after it. All zero is the start. */
struct roster_mark {
	int64_t number, id;
};
/* Those with a number by number, then the others; at most max. */
MUST bool roster_list(struct ctx *c, int64_t study, struct roster_mark after, size_t max,
	struct participant **ret, size_t *ret_n);

struct roster_count {
	int64_t numbered, unnumbered;
};
MUST bool roster_count(struct ctx *c, int64_t study, struct roster_count *ret);

/* Gives everybody without a number one, after the highest there is. Their order is that of a keyed
   hash, so that a number tells nothing about when somebody joined. ret is how many got one; a
   second call finds nobody. Audited. */
MUST bool roster_number(struct ctx *c, int64_t study, int64_t *ret);

struct roster_one {
	struct participant who;
	struct str study; /* its name */
	bool person;	  /* has an account here; others came with a log */
};
/* Faults: ABSENT, also for those who have withdrawn. */
MUST bool roster_get(struct ctx *c, struct participant_id id, struct roster_one *ret);
/* By mail address. Faults: INVALID (address) when nobody of this study has it. Audited. */
MUST bool roster_find(struct ctx *c, int64_t study, struct str address, struct participant_id *ret);

/* What the researcher wrote down. */
struct roster_draft {
	struct participant_id id;
	struct str gender, subject, year;
	struct str said; /* one of participant_words */
	bool number;	 /* give the next number, if there is none yet */
};
/* A changed self-report goes to the ledger too. Saving what stands already does nothing. Faults:
   INVALID (gender, subject, year, engagement), ABSENT. Audited. */
MUST bool roster_save(struct ctx *c, const struct roster_draft *d);

#endif
