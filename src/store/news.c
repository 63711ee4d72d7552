/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/news.h"

#include "store/news_engine.h"
#include "store/sql.h"

#include <stdlib.h>
#include <time.h>

struct news {
	const char *url;
	const struct news_engine *engine;
	void *own;
};

bool news_tell(struct ctx *c, int64_t topic)
{
	const struct stmt *s = (db_is_sqlite(c->db) ? &news_sqlite : &news_postgres)->tell;
	struct rows r;

	if (!s)
		return ctx_ok(c);
	if (!sql_one(c, s, ARGS(arg(arena_fmt(c->mem, "%lld", (long long)topic))), &r))
		return false;
	sql_end(&r);
	return true;
}

struct news *news_open(const char *url)
{
	struct news *n = calloc(1, sizeof *n);

	if (!n)
		abort();
	n->url = url;
	n->engine = str_starts(str_of(url), S("sqlite:")) ? &news_sqlite : &news_postgres;
	return n;
}

/* What was said while nobody listened is not heard again, so a new listener looks at everything. */
void news_wait(struct news *n, int ms, struct news_heard *ret)
{
	struct timespec pause = { ms / 1000, (long)(ms % 1000) * 1000000 };

	*ret = (struct news_heard){ 0 };
	if (!n->own) {
		n->own = n->engine->open(n->url);
		ret->any = true;
		if (!n->own)
			nanosleep(&pause, NULL);
		return;
	}
	if (n->engine->wait(n->own, ms, ret))
		return;
	n->engine->close(n->own);
	n->own = NULL;
}

void news_close(struct news *n)
{
	if (!n)
		return;
	if (n->own)
		n->engine->close(n->own);
	free(n);
}
