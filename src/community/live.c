/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/live.h"

#include "base/instant.h"
#include "store/sql.h"

static const struct stmt changed = { "live_changed",
	"SELECT p.id, CASE WHEN p.deleted_at > p.edited_at THEN p.deleted_at ELSE p.edited_at END"
	" FROM (SELECT id, edited_at, deleted_at FROM post WHERE thread_id = $1 AND id <= $2"
	" ORDER BY id DESC LIMIT $4) p WHERE p.edited_at > $3 OR p.deleted_at > $3 ORDER BY p.id",
	"iiii", "ii" };

static const struct stmt named = { "live_named", "SELECT named_at FROM thread WHERE id = $1", "i",
	"i" };
static const struct stmt last = { "live_last",
	"SELECT q.id FROM (SELECT id FROM post WHERE thread_id = $1 AND id <= $2 ORDER BY id DESC"
	" LIMIT $3) q ORDER BY q.id",
	"iii", "i" };

/* All that a page has, in the place of what was changed. */
static bool add_named(struct ctx *c, struct thread_id thread, struct post_id upto, int64_t since,
	struct live_changes *ret)
{
	int64_t at = 0;
	struct rows r;

	if (!sql_open(c, &named, ARGS(arg(thread.v)), &r))
		return false;
	if (sql_next(&r)) {
		at = row_int(&r, 0);
		sql_end(&r);
	}
	if (at <= since || at <= c->now - LIVE_NAMED_MINUTES * INSTANT_MINUTE)
		return ctx_ok(c);
	if (!sql_open(
		    c, &last, ARGS(arg(thread.v), arg(upto.v), arg((int64_t)LIVE_CHANGED_MAX)), &r))
		return false;
	for (ret->n = 0; ret->n < LIVE_CHANGED_MAX && sql_next(&r);)
		ret->post[ret->n++] = row_int(&r, 0);
	sql_end(&r);
	ret->newest = at > ret->newest ? at : ret->newest;
	return ctx_ok(c);
}

bool live_changed(struct ctx *c, struct thread_id thread, struct post_id upto, int64_t since,
	struct live_changes *ret)
{
	struct rows r;

	ret->n = 0;
	ret->newest = 0;
	if (!sql_open(c, &changed,
		    ARGS(arg(thread.v), arg(upto.v), arg(since), arg((int64_t)LIVE_BACK)), &r))
		return false;
	while (sql_next(&r)) {
		int64_t at = row_int(&r, 1);
		if (ret->n < LIVE_CHANGED_MAX)
			ret->post[ret->n++] = row_int(&r, 0);
		if (at > ret->newest)
			ret->newest = at;
	}
	return ctx_ok(c) && add_named(c, thread, upto, since, ret);
}
