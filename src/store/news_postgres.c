/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/news_engine.h"

#include <libpq-fe.h>
#include <poll.h>

static const struct stmt tell = { "news_tell", "SELECT pg_notify('cairn_news', $1)", "s", "s" };

static void *open_listener(const char *url)
{
	PGconn *pg = PQconnectdb(url);
	PGresult *res = PQexec(pg, "LISTEN cairn_news");
	bool good = PQresultStatus(res) == PGRES_COMMAND_OK;

	PQclear(res);
	if (good)
		return pg;
	PQfinish(pg);
	return NULL;
}

static void take(PGconn *pg, struct news_heard *ret)
{
	PGnotify *heard;

	while ((heard = PQnotifies(pg))) {
		int64_t topic = 0;
		if (ret->n < NEWS_TOPICS && str_to_int(str_of(heard->extra), &topic))
			ret->topic[ret->n++] = topic;
		else
			ret->any = true;
		PQfreemem(heard);
	}
}

static bool listen_for(void *own, int ms, struct news_heard *ret)
{
	PGconn *pg = own;
	struct pollfd socket = { .fd = PQsocket(pg), .events = POLLIN };

	take(pg, ret);
	if (ret->n == 0 && poll(&socket, 1, ms) > 0 && !PQconsumeInput(pg))
		return false;
	take(pg, ret);
	return PQstatus(pg) == CONNECTION_OK;
}

static void close_listener(void *own)
{
	PQfinish(own);
}

const struct news_engine news_postgres = { &tell, open_listener, listen_for, close_listener };
