/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The end of the key that joins the participants of a study to people. With the key goes all that
   could take its place: ids and instants that are those of something a person did, kinds of traces
   that the community has too, and subjects and years that only few have. What stays is kept under
   numbers that were drawn. Nobody can undo it. Names: sever_ */
#ifndef CORE_SEVER_H
#define CORE_SEVER_H

#include "base/ctx.h"

enum {
	SEVER_ALIKE = 5
}; /* so many at least are alike in what is left of each; fewer people have
			     no key destroyed, since it could not protect them */

struct sever_state {
	int64_t at;	 /* the day; 0: the key is there */
	int64_t people;	 /* who are in the key, or were */
	int64_t tables;	 /* frozen tables whose rows go */
	struct str name; /* of the study: what has to be typed */
};

MUST bool sever_look(struct ctx *c, int64_t study, struct sever_state *ret);
/* Researchers and the command line. Faults: INVALID (field name) when typed is not the study's
   name, DENIED, CONFLICT when it was done or there are too few. Audited. */
MUST bool sever_study(struct ctx *c, int64_t study, struct str typed);

#endif
