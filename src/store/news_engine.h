/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What each database does for news.c. Only the files of store include this. Names: news_ */
#ifndef STORE_NEWS_ENGINE_H
#define STORE_NEWS_ENGINE_H

#include "store/news.h"
#include "store/stmt.h"

struct news_engine {
	const struct stmt *tell;	/* NULL: nothing is to be said */
	void *(*open)(const char *url); /* NULL when the database is away */
	/* False when the connection was lost. */
	bool (*wait)(void *own, int ms, struct news_heard *ret);
	void (*close)(void *own);
};
extern const struct news_engine news_sqlite, news_postgres;

#endif
