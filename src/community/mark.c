/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/mark.h"

#include "community/note.h"
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
/* Writers are told of it by the next day's count (community/told). */
static const struct stmt mark_due = { "mark_due",
	"INSERT INTO told_due (thread_id, post_id) VALUES ($1, $2)"
	" ON CONFLICT (thread_id, post_id) DO NOTHING",
	"ii", "" };
static const struct stmt mark_mine = { "mark_mine",
	"SELECT post_id, kind FROM mark WHERE person_id = $1 AND thread_id = $2 AND post_id > $3"
	" ORDER BY post_id, kind",
	"iii", "is" };
/* Whoever leaves a group, or may no longer read across, no longer sees what they saved there. */
static const struct stmt mark_saved_list = { "mark_saved_list",
	"SELECT m.thread_id, m.post_id, t.title, p.byline, COALESCE(s.body, ''),"
	" COALESCE(n.sealed, ''), CASE WHEN p.author_id = $1 THEN 1 ELSE 0 END,"
	" CASE WHEN EXISTS (SELECT 1 FROM mark u WHERE u.person_id = $1 AND u.thread_id ="
	" m.thread_id AND u.post_id = m.post_id AND u.kind = 'useful') THEN 1 ELSE 0 END"
	" FROM mark m"
	" JOIN post p ON p.thread_id = m.thread_id AND p.id = m.post_id JOIN thread t ON t.id ="
	" m.thread_id"
	" LEFT JOIN post_source s ON s.thread_id = m.thread_id AND s.post_id = m.post_id"
	" LEFT JOIN saved_note n ON n.person_id = $1 AND n.kind = 'post' AND n.object_id ="
	" m.post_id"
	" JOIN peer_group g ON g.id = t.group_id JOIN round r ON r.id = g.round_id"
	" WHERE m.person_id = $1 AND m.kind = 'save' AND (m.thread_id, m.post_id) < ($2, $3) AND"
	" t.deleted_at = 0"
	" AND ($5 = 1 OR EXISTS (SELECT 1 FROM membership x WHERE x.round_id = r.id AND"
	" x.person_id = $1"
	" AND x.left_at = 0 AND (x.group_id = g.id OR r.read_across = 1)))"
	" ORDER BY m.thread_id DESC, m.post_id DESC LIMIT $4",
	"iiiii", "iissssii" };
static const struct stmt mark_taken = { "mark_taken",
	"SELECT m.thread_id, m.post_id, t.title, p.byline, s.body, '', CASE WHEN p.author_id = $1"
	" THEN 1 ELSE 0 END, max(CASE WHEN m.kind = 'useful' THEN 1 ELSE 0 END) FROM mark m"
	" JOIN post p ON p.thread_id = m.thread_id AND p.id = m.post_id JOIN thread t ON t.id ="
	" m.thread_id"
	" JOIN post_source s ON s.thread_id = m.thread_id AND s.post_id = m.post_id"
	" JOIN peer_group g ON g.id = t.group_id JOIN round r ON r.id = g.round_id"
	" WHERE m.person_id = $1 AND t.deleted_at = 0"
	" AND ($3 = 1 OR EXISTS (SELECT 1 FROM membership x WHERE x.round_id = r.id AND"
	" x.person_id = $1 AND x.left_at = 0 AND (x.group_id = g.id OR r.read_across = 1)))"
	" GROUP BY m.thread_id, m.post_id, t.title, p.byline, s.body, p.author_id"
	" ORDER BY m.thread_id DESC, m.post_id DESC LIMIT $2",
	"iii", "iissssii" };

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
		&& sql_run(c, &mark_due, ARGS(arg(thread.v), arg(post.v)));
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

/* As they come from the database; the notes of c->actor, which are sealed there, are made readable.
 */
static bool read_list(struct ctx *c, struct rows *r, struct mark_saved *m, size_t *ret_n)
{
	size_t n = 0;

	for (; sql_next(r); n++)
		m[n] = (struct mark_saved){ .thread = { row_int(r, 0) },
			.post = { row_int(r, 1) },
			.title = row_str(r, 2),
			.byline = row_str(r, 3),
			.start = words_start(c, row_peek(r, 4), START_CHARS),
			.note = row_str(r, 5),
			.own = row_int(r, 6),
			.useful = row_int(r, 7) };
	*ret_n = n;
	for (size_t i = 0; i < n; i++)
		if (m[i].note.len > 0 && !note_open(c, c->actor, m[i].note, &m[i].note))
			return false;
	return ctx_ok(c);
}

static int64_t reads_all(const struct ctx *c)
{
	return (c->roles & (ROLE_FACILITATOR | ROLE_RESEARCHER | ROLE_SAFEGUARDING)) != 0;
}

bool mark_list_saved(struct ctx *c, struct thread_id thread, struct post_id post, size_t max,
	struct mark_saved **ret, size_t *ret_n)
{
	struct mark_saved *m = arena_new(c->mem, struct mark_saved, max);
	struct rows r;

	*ret = m;
	return sql_open(c, &mark_saved_list,
		       ARGS(arg(c->actor.v), arg(thread.v), arg(post.v), arg((int64_t)max),
			       arg(reads_all(c))),
		       &r)
		&& read_list(c, &r, m, ret_n);
}

bool mark_list_taken(struct ctx *c, size_t max, struct mark_saved **ret, size_t *ret_n)
{
	struct mark_saved *m = arena_new(c->mem, struct mark_saved, max);
	struct rows r;

	*ret = m;
	return sql_open(c, &mark_taken, ARGS(arg(c->actor.v), arg((int64_t)max), arg(reads_all(c))),
		       &r)
		&& read_list(c, &r, m, ret_n);
}
