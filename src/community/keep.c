/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/keep.h"

#include "core/place.h"
#include "store/sql.h"

static const struct stmt keep_of_week = { "keep_of_week",
	"SELECT t.id FROM thread t WHERE t.group_id = $1 AND t.week = $2 AND t.deleted_at = 0"
	" ORDER BY t.last_at DESC, t.id DESC LIMIT $3",
	"iii", "i" };

bool keep_threads(struct ctx *c, const struct place *p, struct thread_id **ret, size_t *ret_n)
{
	struct thread_id *t = arena_new(c->mem, struct thread_id, KEEP_THREADS);
	int64_t week = p->week > p->weeks ? p->weeks : p->week;
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &keep_of_week, ARGS(arg(p->group), arg(week), arg((int64_t)KEEP_THREADS)),
		    &r))
		return false;
	while (sql_next(&r))
		t[n++] = (struct thread_id){ row_int(&r, 0) };
	*ret = t;
	*ret_n = n;
	return ctx_ok(c);
}
