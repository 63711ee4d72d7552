/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/audit.h"

#include "store/sql.h"

static const struct stmt add = { "audit_add",
	"INSERT INTO audit (id, at, actor_id, act, subject_kind, subject_id, note)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7)",
	"iiissis", "" };
static const struct stmt list = { "audit_list",
	"SELECT a.id, a.at, a.actor_id, a.act, a.subject_kind, a.subject_id, a.note,"
	" COALESCE(who.name, ''), COALESCE(whom.name, '') FROM audit a"
	" LEFT JOIN person who ON who.id = a.actor_id"
	" LEFT JOIN person whom ON whom.id = a.subject_id AND a.subject_kind = 'person'"
	" WHERE a.id < $1 ORDER BY a.id DESC LIMIT $2",
	"ii", "iiississs" };

bool audit_add(
	struct ctx *c, const char *act, const char *subject_kind, int64_t subject, struct str note)
{
	return sql_run(c, &add,
		ARGS(arg(ctx_id(c)), arg(c->now), arg(c->actor.v), arg(str_of(act)),
			arg(str_of(subject_kind)), arg(subject), arg(note)));
}

bool audit_list(struct ctx *c, int64_t before, size_t max, struct audit_row **ret, size_t *ret_n)
{
	struct audit_row *row = arena_new(c->mem, struct audit_row, max);
	int64_t from = before > 0 ? before : INT64_MAX;
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &list, ARGS(arg(from), arg((int64_t)max)), &r))
		return false;
	while (sql_next(&r))
		row[n++] = (struct audit_row){ .id = row_int(&r, 0),
			.at = row_int(&r, 1),
			.actor = { row_int(&r, 2) },
			.act = row_str(&r, 3),
			.subject_kind = row_str(&r, 4),
			.subject = row_int(&r, 5),
			.note = row_str(&r, 6),
			.actor_name = row_str(&r, 7),
			.subject_name = row_str(&r, 8) };
	*ret = row;
	*ret_n = n;
	return ctx_ok(c);
}
