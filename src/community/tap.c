/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/tap.h"

#include "base/instant.h"
#include "core/activity.h"
#include "core/place.h"
#include "store/sql.h"

static const struct stmt lately = { "tap_lately",
	"SELECT COUNT(*) FROM activity WHERE participant_id = $1 AND class = $2"
	" AND object_kind = $3 AND object_id = $4 AND at > $5",
	"iiiii", "i" };

bool tap_offered(const struct place *p)
{
	return p->participant != 0 && !(p->off & (int64_t)1 << TRACE_READ);
}

bool tap_read(struct ctx *c, const struct place *p, struct thread_id thread)
{
	struct rows r;

	if (!tap_offered(p))
		return true;
	if (!sql_one(c, &lately,
		    ARGS(arg(p->participant), arg((int64_t)TRACE_READ), arg((int64_t)OBJECT_THREAD),
			    arg(thread.v), arg(c->now - INSTANT_DAY)),
		    &r))
		return false;
	bool again = row_int(&r, 0) > 0;
	sql_end(&r);
	return again || activity_note(c, p, TRACE_READ, OBJECT_THREAD, thread.v);
}
