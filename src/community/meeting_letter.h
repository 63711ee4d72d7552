/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a guest is told of a meeting: a letter with the event for their calendar, and the event as a
   file. Names: meeting_letter_ */
#ifndef COMMUNITY_MEETING_LETTER_H
#define COMMUNITY_MEETING_LETTER_H

#include "community/meeting_guest.h"

extern const char meeting_letter_kind[]; /* of core/letter */

enum meeting_news {
	NEWS_INVITED,
	NEWS_CHANGED,
	NEWS_CALLED_OFF,
	NEWS_LEFT, /* the meeting takes place, and is not for them any more */
};
struct meeting_letter {
	const struct meeting *m;
	enum meeting_news news;
	struct person_id person;
	struct str address, token;
	int64_t sequence;
	enum meeting_answer answer;
	bool polled; /* its time was asked for before */
};

/* What stands in the links of all letters about a meeting to one guest. */
struct str meeting_letter_token(struct ctx *c, const struct meeting *m, struct person_id who);
MUST bool meeting_letter_queue(struct ctx *c, const struct meeting_letter *l);
/* For whoever may see the meeting: names nobody. */
MUST bool meeting_letter_file(struct ctx *c, const struct meeting *m, struct str *ret);

#endif
