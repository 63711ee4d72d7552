/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Schools as the nations publish them, and own lists of schools that count. A number that was not
   published is not zero. Names: school_ */
#ifndef CORE_SCHOOL_H
#define CORE_SCHOOL_H

#include "base/ctx.h"

enum {
	SCHOOL_NAME_MAX = 200, /* bytes */
	SCHOOL_CODE_MAX = 40,
	SCHOOL_UNKNOWN = -1,
};

struct school {
	struct str list,
		code; /* the file it came with: england, scotland, own; its own code there */
	struct str name, place;
	int64_t fsm;		/* pupils with free school meals or the deprivation pupil premium,
				   in thousandths; SCHOOL_UNKNOWN: not published */
	int64_t deprived_share; /* pupils from the most deprived fifth of areas, likewise */
	bool listed;		/* on an own list, be it under this list or the same code on it */
};

/* Those whose name or place has a word that begins with each of the words, best first: schools
   whose name begins so, then by name. At most max; none for less than two letters. */
MUST bool school_search(
	struct ctx *c, struct str words, size_t max, struct school **ret, size_t *ret_n);
/* ret->code is empty when there is none. Only this tells listed by another list. */
MUST bool school_get(struct ctx *c, struct str list, struct str code, struct school *ret);

/* Replaces the school of the same list and code; what is unknown in s and known already stays. */
MUST bool school_put(struct ctx *c, const struct school *s);
/* Before an own list is read again. */
MUST bool school_forget(struct ctx *c, struct str list);
/* Of all lists when it is empty. */
MUST bool school_count(struct ctx *c, struct str list, int64_t *ret);

#endif
