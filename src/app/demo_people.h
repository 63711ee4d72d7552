/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who is in the demonstration: its staff, and students with names from demo/people.txt. Names:
   demo_people_ */
#ifndef APP_DEMO_PEOPLE_H
#define APP_DEMO_PEOPLE_H

#include "core/person.h"

struct demo_dice;
struct demo_names;

struct demo_name {
	struct str given, family;
	char gender; /* f, m, or a: any */
};

/* Reads the names. */
MUST bool demo_people_open(struct ctx *c, struct demo_names **ret);
/* What a name should be: of that gender (f, m, or a: whatever comes), and called none of the n. */
struct demo_wish {
	char gender;
	const struct str *given;
	size_t n;
};
/* A pair that was not used before. */
MUST bool demo_people_name(struct ctx *c, struct demo_names *names, struct demo_dice *dice,
	struct demo_wish wish, struct demo_name *ret);
/* «Given Family» */
struct str demo_people_whole(struct ctx *c, const struct demo_name *name);
/* Adds a student of that name; on a second time, finds them. */
MUST bool demo_people_student(
	struct ctx *c, struct demo_names *names, struct str name, struct person_id *ret);
/* Adds the staff, and returns who facilitates. */
MUST bool demo_people_staff(
	struct ctx *c, struct demo_names *names, struct person_id *ret_facilitator);

#endif
