/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/mark.h"

#include "community/thread.h"
#include "community/words.h"
#include "core/activity.h"
#include "core/person.h"
#include "store/sql.h"

static const struct stmt mark_post = { "mark_post",
	"SELECT author_id, deleted_at FROM post WHERE thread_id = $1 AND id = $2", "ii", "ii" };
static const struct stmt mark_insert = { "mark_insert",
	"INSERT INTO mark (person_id, thread_id, post_id, kind, at) VALUES ($1, $2, $3, $4, $5)"
	" ON CONFLICT (person_id, thread_id, post_id, kind) DO NOTHING",
	"iiisi", "" };
static const struct stmt mark_delete = { "mark_delete",
	"DELETE FROM mark WHERE person_id = $1 AND thread_id = $2 AND post_id = $3 AND kind = $4",
	"iiis", "" };
static const struct stmt mark_count = { "mark_count",
	"UPDATE post SET useful = useful + $3 WHERE thread_id = $1 AND id = $2", "iii", "" };
static const struct stmt mark_mine = { "mark_mine",
	"SELECT post_id, kind FROM mark WHERE person_id = $1 AND thread_id = $2 AND post_id > $3"
	" ORDER BY post_id, kind",
	"iii", "is" };
/* Whoever leaves a group, or may no longer read across, no longer sees what they saved there. */
static const struct stmt mark_saved_list = { "mark_saved_list",
	"SELECT m.thread_id, m.post_id, t.title, p.byline, COALESCE(s.body, '') FROM mark m"
	" JOIN post p ON p.thread_id = m.thread_id AND p.id = m.post_id JOIN thread t ON t.id ="
	" m.thread_id"
	" LEFT JOIN post_source s ON s.thread_id = m.thread_id AND s.post_id = m.post_id"
	" JOIN peer_group g ON g.id = t.group_id JOIN round r ON r.id = g.round_id"
	" WHERE m.person_id = $1 AND m.kind = 'save' AND (m.thread_id, m.post_id) < ($2, $3) AND"
	" t.deleted_at = 0"
	" AND ($5 = 1 OR EXISTS (SELECT 1 FROM membership x WHERE x.round_id = r.id AND"
	" x.person_id = $1"
	" AND x.left_at = 0 AND (x.group_id = g.id OR r.read_across = 1)))"
	" ORDER BY m.thread_id DESC, m.post_id DESC LIMIT $4",
	"iiiii", "iisss" };

enum { START_CHARS = 120 };

struct mark_cursor {
	struct rows rows;
	bool more;
};

static struct str name_of(enum mark_kind kind)
{
	return kind == MARK_USEFUL ? S("useful") : S("save");
}

static bool count(struct ctx *c, struct thread_id thread, struct post_id post, int64_t more)
{
	return sql_run(c, &mark_count, ARGS(arg(thread.v), arg(post.v), arg(more)))
		&& thread_changed(c, thread);
}

/* Of no use twice: a double tap asks for the same state twice, and the second time changes
   nothing. */
static bool put_on(struct ctx *c, const struct place *p, struct thread_id thread,
	struct post_id post, enum mark_kind kind)
{
	int64_t n;

	if (!sql_count(c, &mark_insert,
		    ARGS(arg(c->actor.v), arg(thread.v), arg(post.v), arg(name_of(kind)),
			    arg(c->now)),
		    &n))
		return false;
	if (n == 0)
		return true;
	if (kind == MARK_USEFUL && !count(c, thread, post, 1))
		return false;
	return activity_note(
		c, p, kind == MARK_USEFUL ? TRACE_USEFUL : TRACE_SAVE, OBJECT_POST, post.v);
}

static bool take_off(struct ctx *c, struct thread_id thread, struct post_id post,
	enum mark_kind kind, int64_t *ret_n)
{
	if (!sql_count(c, &mark_delete,
		    ARGS(arg(c->actor.v), arg(thread.v), arg(post.v), arg(name_of(kind))), ret_n))
		return false;
	return *ret_n == 0 || kind != MARK_USEFUL || count(c, thread, post, -1);
}

bool mark_put(struct ctx *c, const struct place *p, struct thread_id thread, struct post_id post,
	enum mark_kind kind, enum mark_set set)
{
	struct rows r;
	int64_t n = 0;

	if (!sql_one(c, &mark_post, ARGS(arg(thread.v), arg(post.v)), &r))
		return false;
	bool own = row_int(&r, 0) == c->actor.v, gone = row_int(&r, 1) != 0;
	sql_end(&r);
	if (set != MARK_ON && !take_off(c, thread, post, kind, &n))
		return false;
	if (set == MARK_OFF || n > 0)
		return true;
	if (gone)
		return fail(c, FAULT_CONFLICT, "This post was deleted by its author.");
	if (own && kind == MARK_USEFUL)
		return fail(c, FAULT_CONFLICT,
			"This is your own post: its readers say whether it was useful.");
	return put_on(c, p, thread, post, kind);
}

bool mark_open(
	struct ctx *c, struct thread_id thread, struct post_id after, struct mark_cursor **ret)
{
	struct mark_cursor *rows = arena_new(c->mem, struct mark_cursor, 1);

	*ret = rows;
	if (!sql_open(
		    c, &mark_mine, ARGS(arg(c->actor.v), arg(thread.v), arg(after.v)), &rows->rows))
		return false;
	rows->more = sql_next(&rows->rows);
	return ctx_ok(c);
}

struct mark mark_of(struct mark_cursor *rows, struct post_id post)
{
	struct mark m = { .post = post };

	while (rows->more && row_int(&rows->rows, 0) <= post.v) {
		bool here = row_int(&rows->rows, 0) == post.v;
		bool useful = str_eq(row_peek(&rows->rows, 1), S("useful"));
		m.useful |= here && useful;
		m.saved |= here && !useful;
		rows->more = sql_next(&rows->rows);
	}
	return m;
}

bool mark_any(const struct mark_cursor *rows)
{
	return rows->more;
}

void mark_close(struct mark_cursor *rows)
{
	if (rows->more)
		sql_end(&rows->rows);
	rows->more = false;
}

bool mark_list_saved(struct ctx *c, struct thread_id thread, struct post_id post, size_t max,
	struct mark_saved **ret, size_t *ret_n)
{
	struct mark_saved *m = arena_new(c->mem, struct mark_saved, max);
	const int64_t reads = ROLE_FACILITATOR | ROLE_RESEARCHER | ROLE_SAFEGUARDING;
	int64_t any = (c->roles & reads) != 0;
	size_t n = 0;
	struct rows r;

	if (!sql_open(c, &mark_saved_list,
		    ARGS(arg(c->actor.v), arg(thread.v), arg(post.v), arg((int64_t)max), arg(any)),
		    &r))
		return false;
	for (; sql_next(&r); n++)
		m[n] = (struct mark_saved){ .thread = { row_int(&r, 0) },
			.post = { row_int(&r, 1) },
			.title = row_str(&r, 2),
			.byline = row_str(&r, 3),
			.start = words_start(c, row_peek(&r, 4), START_CHARS) };
	*ret = m;
	*ret_n = n;
	return ctx_ok(c);
}
