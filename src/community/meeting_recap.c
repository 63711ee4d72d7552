/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/meeting_recap.h"

#include "community/meeting_part.h"
#include "community/thread.h"
#include "core/once.h"
#include "store/sql.h"

static const struct stmt find_it = { "meeting_recap_find",
	"SELECT r.thread_id FROM meeting_recap r JOIN thread t ON t.id = r.thread_id"
	" WHERE r.meeting_id = $1 AND r.group_id = $2 AND t.deleted_at = 0",
	"ii", "i" };
static const struct stmt add = { "meeting_recap_add",
	"INSERT INTO meeting_recap (meeting_id, group_id, thread_id) VALUES ($1, $2, $3)"
	" ON CONFLICT (meeting_id, group_id) DO UPDATE SET thread_id = excluded.thread_id",
	"iii", "" };
static const struct stmt covered = { "meeting_recap_covered",
	"SELECT g.id FROM meeting m JOIN peer_group g ON g.id = $2 WHERE m.id = $1"
	" AND" MEETING_COVERS " AND" MEETING_WELCOMED,
	"ii", "i" };

static bool first(struct ctx *c, const struct stmt *s, int64_t a, int64_t b, int64_t *ret)
{
	struct rows r;

	*ret = 0;
	if (!sql_open(c, s, ARGS(arg(a), arg(b)), &r))
		return false;
	if (sql_next(&r)) {
		*ret = row_int(&r, 0);
		sql_end(&r);
	}
	return ctx_ok(c);
}

bool meeting_recap_find(
	struct ctx *c, struct meeting_id id, struct group_id group, struct thread_id *ret)
{
	return first(c, &find_it, id.v, group.v, &ret->v);
}

static bool may(struct ctx *c, const struct meeting *m, struct group_id group)
{
	struct thread_id there;
	int64_t theirs;

	if (!first(c, &covered, m->id.v, group.v, &theirs)
		|| !meeting_recap_find(c, m->id, group, &there))
		return false;
	if (!theirs)
		return fail(c, FAULT_ABSENT, "This meeting is not for that group.");
	if (m->at == 0 || meeting_is_off(m) || c->now < m->at)
		return fail(c, FAULT_CONFLICT,
			"The meeting has not begun yet, so there is nothing to write down.");
	return there.v == 0
		|| fail(c, FAULT_CONFLICT,
			"Somebody wrote it down meanwhile. Open their thread and add yours as an "
			"answer; your text is still here to copy.");
}

bool meeting_recap_open(struct ctx *c, const struct place *p, const struct meeting *m,
	const struct thread_draft *draft, struct thread_id *ret)
{
	struct thread_draft d = *draft;
	struct str text = arena_fmt(c->mem, "%lld %.*s\n%.*s", (long long)m->id.v, (int)d.title.len,
		d.title.at, (int)d.body.len, d.body.at);
	int64_t earlier = 0;

	if (d.once.len && !once_find(c, d.once, text, &earlier))
		return false;
	if (earlier) {
		ret->v = earlier;
		return true;
	}
	d.once = S("");
	return may(c, m, d.group) && thread_open(c, p, &d, ret)
		&& sql_run(c, &add, ARGS(arg(m->id.v), arg(d.group.v), arg(ret->v)))
		&& (draft->once.len == 0 || once_keep(c, draft->once, text, ret->v));
}
