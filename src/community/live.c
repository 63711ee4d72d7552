/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/live.h"

#include "store/sql.h"

static const struct stmt changed = { "live_changed",
	"SELECT p.id, CASE WHEN p.deleted_at > p.edited_at THEN p.deleted_at ELSE p.edited_at END"
	" FROM (SELECT id, edited_at, deleted_at FROM post WHERE thread_id = $1 AND id <= $2"
	" ORDER BY id DESC LIMIT $4) p WHERE p.edited_at > $3 OR p.deleted_at > $3 ORDER BY p.id",
	"iiii", "ii" };

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
	return ctx_ok(c);
}
