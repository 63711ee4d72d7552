/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/home.h"

#include "community/thread.h"
#include "store/sql.h"

enum { LOOKED_AT = 20 };

static const struct stmt home_took_part = { "home_took_part",
	"SELECT DISTINCT p.thread_id FROM post p WHERE p.author_id = $2 AND p.deleted_at = 0"
	" AND p.thread_id IN (SELECT t.id FROM thread t WHERE t.group_id = $1 AND t.deleted_at = 0"
	" ORDER BY t.last_at DESC, t.id DESC LIMIT $3) ORDER BY p.thread_id",
	"iii", "i" };

static bool find_own(struct ctx *c, struct group_id group, int64_t *own, size_t *ret_n)
{
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &home_took_part,
		    ARGS(arg(group.v), arg(c->actor.v), arg((int64_t)LOOKED_AT)), &r))
		return false;
	while (n < LOOKED_AT && sql_next(&r))
		own[n++] = row_int(&r, 0);
	sql_end(&r);
	*ret_n = n;
	return ctx_ok(c);
}

static bool took_part(const int64_t *own, size_t n, struct thread_id id)
{
	for (size_t i = 0; i < n; i++)
		if (own[i] == id.v)
			return true;
	return false;
}

bool home_find(struct ctx *c, struct group_id group, struct home *ret)
{
	const struct thread_spot newest = { INT64_MAX, INT64_MAX };
	int64_t own[LOOKED_AT];
	struct home h = { 0 };
	struct thread *t;
	size_t n, owns;

	if (!thread_list(c, group, newest, LOOKED_AT, &t, &n) || !find_own(c, group, own, &owns))
		return false;
	for (size_t i = 0; i < n; i++) {
		bool here = took_part(own, owns, t[i].id);
		if (here && t[i].last_author.v != c->actor.v && h.replies < HOME_NEWS)
			h.reply[h.replies++] = &t[i];
		if (here || t[i].author.v == c->actor.v)
			continue;
		if (h.freshes < HOME_NEWS)
			h.fresh[h.freshes++] = &t[i];
		if (t[i].posts < 2 && !t[i].closed_at)
			h.waiting = &t[i]; /* later in the list: has waited longer */
	}
	size_t kept = 0; /* what is asked for is not told a second time */
	for (size_t i = 0; i < h.freshes; i++)
		if (h.fresh[i] != h.waiting)
			h.fresh[kept++] = h.fresh[i];
	h.freshes = kept;
	*ret = h;
	return true;
}
