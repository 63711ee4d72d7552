/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What gives the tag in a study: any one of the parts that count. A study without a rule of its own
   has the usual one: the most deprived fifth by any measure, no parent with a higher-education
   qualification, a school on an own list, or one where two pupils in five have free school meals or
   live in the most deprived fifth (about twice the national share). Names: background_ */
#ifndef CORE_BACKGROUND_RULE_H
#define CORE_BACKGROUND_RULE_H

#include "core/area.h"

struct background;

enum background_tag { TAG_UNKNOWN, TAG_NO, TAG_YES };
enum { BACKGROUND_CUT_MAX = 5, BACKGROUND_SHARE_MAX = 1000 };

struct background_rule {
	int64_t cut
		[AREA_KINDS]; /* the most deprived so many deciles count; 0: the measure does not */
	bool parents, listed;
	int64_t fsm, share; /* at least so many thousandths; 0: does not count */
};

struct background_rule background_rule_usual(void);
/* Of a study; ret_own: it is not the usual one. */
MUST bool background_rule_get(
	struct ctx *c, int64_t study, struct background_rule *ret, bool *ret_own);
/* Faults: INVALID (fields named as the measures, fsm, share; tag when nothing counts), DENIED
   unless c->roles has the researcher's. Audited. */
MUST bool background_rule_set(struct ctx *c, int64_t study, const struct background_rule *rule);

/* Which parts of the rule a background meets. */
struct background_reason {
	bool area, parents, school;
	bool known; /* anything that counts is known */
};
struct background_reason background_reason(
	const struct background_rule *rule, const struct background *b);
/* Yes: a part is met. No: what is known meets none. Unknown: nothing that counts is known. */
enum background_tag background_judge(
	const struct background_rule *rule, const struct background *b);

/* What counts by area, a clause for each cut: «the most deprived fifth by SIMD 2020v2 or IMD 2019»;
   empty when no measure counts. */
struct str background_rule_areas(struct ctx *c, const struct background_rule *rule);
/* «the most deprived tenth», of a cut from 1. */
const char *background_cut_words(int64_t cut);

#endif
