/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What happened in a group that matters to one person, and one thing to do in the time they have:
   few of each, and nothing that counts what was not done. Names: home_ */
#ifndef COMMUNITY_HOME_H
#define COMMUNITY_HOME_H

#include "community/first.h"
#include "community/near.h"

#include "base/ctx.h"

struct place;
struct thread;

/* Threads that are looked at, and the newest posts of each for whether a person wrote there: the
   page costs the same however much was written. */
enum { HOME_LOOKED_AT = 20, HOME_POSTS_LOOKED_AT = 100 };
enum { HOME_NEWS = 3, HOME_NEAR = 2, HOME_START_CHARS = 140 };
/* What a person may have, in minutes; 0: they have not said. */
enum { HOME_SHORT = 2, HOME_USUAL = 5, HOME_LONG = 15 };

/* Of a thread: how its first and its newest post begin, and the words of title and first post. */
struct home_text {
	struct str first, last;
	struct stems stems;
};
/* Of the threads with the newest posts in the group. */
struct home {
	struct thread *thread;
	size_t threads;
	bool own[HOME_LOOKED_AT];	       /* c->actor opened it or wrote there lately */
	const struct thread *reply[HOME_NEWS]; /* where somebody wrote after c->actor */
	const struct thread *fresh[HOME_NEWS]; /* of others, where c->actor has not written */
	/* The one that waits longest for a first answer and may be asked for; NULL: none. */
	const struct thread *waiting;
	struct first_offer offer; /* made to c->actor alone; thread 0: none */
	/* Is to be asked for an introduction; who made one last, or empty. */
	bool hello;
	struct str introduced;
	const struct home_text *text; /* of the threads, in their order; by home_texts */
	size_t replies, freshes;
};

/* A thread of others that is near to what c->actor hopes for (community/near). */
struct home_near {
	const struct thread *thread;
	struct str start;
	struct str said[NEAR_SAID]; /* words that it shares with them; none: it is only new */
	size_t words;
};

enum home_kind {
	HOME_OFFER,   /* a first answer that only few were asked for */
	HOME_WAITING, /* a first answer that anybody may give */
	HOME_REPLY,   /* somebody answered them */
	HOME_HELLO,   /* who is here, and a word about themselves */
	HOME_WEEK,    /* what the week asks */
	HOME_READ,    /* something near to read */
	HOME_GROUP    /* a look around */
};
/* What is known of c->actor and the moment. */
struct home_moment {
	int64_t minutes;       /* that they have */
	int64_t topic_minutes; /* of this week; 0: no week is open */
	int64_t week;
	bool ended; /* nobody writes in the group any more */
};

MUST bool home_find(struct ctx *c, const struct place *p, struct home *ret);
/* The one that helps somebody most and fits into the time. */
enum home_kind home_ask(const struct home *h, const struct home_moment *m);

/* Fills in h->text. */
MUST bool home_texts(struct ctx *c, const struct place *p, struct home *h);
/* At most max, nearest first, then the newest; needs h->text. */
MUST bool home_nearest(struct ctx *c, const struct place *p, const struct home *h,
	struct home_near *ret, size_t max, size_t *ret_n);

#endif
