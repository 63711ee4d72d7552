/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* That something new is there, told to every process on the database: on PostgreSQL by NOTIFY, on
   SQLite by its count of commits. Names: news_ */
#ifndef STORE_NEWS_H
#define STORE_NEWS_H

#include "base/ctx.h"

struct news;

enum { NEWS_TOPICS = 64 };
struct news_heard {
	bool any; /* something, nobody knows what: look at all that matters */
	int64_t topic[NEWS_TOPICS];
	size_t n;
};

/* In the transaction of the change; heard once that is committed. */
MUST bool news_tell(struct ctx *c, int64_t topic);

/* url must stay. A database that is away is tried again with each wait. */
struct news *news_open(const char *url);
/* Returns after ms milliseconds at the latest. */
void news_wait(struct news *n, int ms, struct news_heard *ret);
void news_close(struct news *n); /* accepts NULL */

#endif
