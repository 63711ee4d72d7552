/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Socio-economic facts: sealed at rest, read by researchers alone, every reading audited. What a
   person typed is not kept: of the postcode only what the measures say, of the school only its
   numbers. Names: background_ */
#ifndef CORE_BACKGROUND_H
#define CORE_BACKGROUND_H

#include "core/area.h"
#include "core/background_rule.h"

enum { BACKGROUND_AREAS = 4 };

/* The question is HESA's: has any parent a higher-education qualification? */
enum background_parents { PARENTS_UNKNOWN, PARENTS_HE, PARENTS_NO_HE, PARENTS_REFUSED };

struct background_area {
	struct str name; /* of a measure with its version, as in core/area */
	int64_t decile, quintile;
};
struct background {
	struct background_area area[BACKGROUND_AREAS];
	size_t areas;
	enum background_parents parents;
	bool school_known, school_listed; /* listed: on an own list of schools that count */
	int64_t school_fsm, school_deprived_share; /* thousandths; -1: not published. Meaningless
						      while the school is not known */
};

/* Looks the postcode up and keeps in into only what the measures say; an earlier answer goes.
   Faults: INVALID (field postcode) for what is no postcode, saying which part. A postcode that is
   not in the files is no fault: areas is 0. */
MUST bool background_area(struct ctx *c, struct str typed, struct background *into);
/* As core/school has it; an empty code, or one that is not there, makes the school unknown. */
MUST bool background_school(
	struct ctx *c, struct str list, struct str code, struct background *into);
/* The person's own act; anybody else's is audited. */
MUST bool background_keep(struct ctx *c, struct person_id person, const struct background *b);
/* Nothing of it stays. The person's own act. */
MUST bool background_forget(struct ctx *c, struct person_id person);

/* Faults of these: DENIED unless c->roles has the researcher's. */

/* Faults: ABSENT when the person told nothing. Audited. */
MUST bool background_get(struct ctx *c, struct person_id person, struct background *ret);
/* By the rule of the study; nothing told is TAG_UNKNOWN. Audited. */
MUST bool background_tag(
	struct ctx *c, int64_t study, struct person_id person, enum background_tag *ret);
/* How many are tagged among the people of a study, by its rule, and of how many anything is known;
   those who have left are in neither. Audited. */
MUST bool background_count(struct ctx *c, int64_t study, int64_t *ret_tagged, int64_t *ret_known);

/* What a sealed record says, in words, for the person whose it is: see core/holding. */
MUST bool background_words(
	struct ctx *c, struct person_id person, struct str sealed, struct str *ret);

/* The tag of one participant, for background_each. */
struct background_of {
	int64_t participant;
	enum background_tag tag;
};
/* Of all participants of a study who have not left it and told something, by its rule, in no order
   that says anything. Audited. */
MUST bool background_each(struct ctx *c, int64_t study, struct background_of **ret, size_t *ret_n);

struct background_tally {
	int64_t tagged, known,
		people; /* people: who told something, though it may decide nothing */
	int64_t area, parents, school; /* for whom each is a reason; one person may have several */
};
/* By the nation whose measures the postcode is in; NATION_UNKNOWN: no postcode was told or found.
   Audited. */
MUST bool background_by_nation(struct ctx *c, int64_t study, struct background_tally ret[NATIONS]);

#endif
