/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/draft.h"

#include "store/sql.h"

static const struct stmt put = { "draft_put",
	"INSERT INTO draft (person_id, path, title, body, saved_at, version)"
	" VALUES ($1, $2, $3, $4, $5, $6)"
	" ON CONFLICT (person_id, path) DO UPDATE SET title = excluded.title, body = excluded.body,"
	" saved_at = excluded.saved_at, version = excluded.version",
	"isssis", "" };
static const struct stmt by_path = { "draft_by_path",
	"SELECT path, title, body, version FROM draft WHERE person_id = $1 AND path = $2", "is",
	"ssss" };
static const struct stmt drop = { "draft_drop",
	"DELETE FROM draft WHERE person_id = $1 AND path = $2", "is", "" };

bool draft_keep(struct ctx *c, struct person_id person, const struct draft *d)
{
	struct str version = d->version.len ? d->version : S("");

	return sql_run(c, &put,
		ARGS(arg(person.v), arg(d->path), arg(d->title), arg(d->body), arg(c->now),
			arg(version)));
}

bool draft_find(struct ctx *c, struct str path, struct draft *ret)
{
	struct draft d = { S(""), S(""), S(""), S("") };
	struct rows r;

	if (!sql_open(c, &by_path, ARGS(arg(c->actor.v), arg(path)), &r))
		return false;
	if (sql_next(&r)) {
		d = (struct draft){ row_str(&r, 0), row_str(&r, 1), row_str(&r, 2),
			row_str(&r, 3) };
		sql_end(&r);
	}
	if (!ctx_ok(c))
		return false;
	*ret = d;
	return true;
}

bool draft_drop(struct ctx *c, struct str path)
{
	return sql_run(c, &drop, ARGS(arg(c->actor.v), arg(path)));
}
