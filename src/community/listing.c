/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/listing.h"

#include "store/sql.h"

static const struct stmt version_of = { "listing_version",
	"SELECT version FROM listing WHERE group_id = $1", "i", "i" };
static const struct stmt changed = { "listing_changed",
	"INSERT INTO listing (group_id, version) SELECT group_id, 1 FROM thread WHERE id = $1"
	" ON CONFLICT (group_id) DO UPDATE SET version = listing.version + 1",
	"i", "" };
bool listing_version(struct ctx *c, struct group_id group, int64_t *ret)
{
	struct rows r;

	*ret = 0;
	if (!sql_open(c, &version_of, ARGS(arg(group.v)), &r))
		return false;
	if (!sql_next(&r))
		return ctx_ok(c);
	*ret = row_int(&r, 0);
	sql_end(&r);
	return true;
}

bool listing_changed(struct ctx *c, struct thread_id thread)
{
	return sql_run(c, &changed, ARGS(arg(thread.v)));
}
