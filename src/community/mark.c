/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/mark.h"

#include "community/note.h"
#include "community/words.h"
#include "core/activity.h"
#include "core/person.h"
#include "store/sql.h"

static const struct stmt mark_post = { "mark_post",
	"SELECT author_id, deleted_at FROM post WHERE thread_id = $1 AND id = $2", "ii", "ii" };
static const struct stmt mark_bank = { "mark_bank",
	"SELECT COALESCE(a.author_id, q.author_id), CASE WHEN q.deleted_at > 0 THEN q.deleted_at"
	" ELSE COALESCE(a.deleted_at, 0) END FROM question q LEFT JOIN question_answer a"
	" ON a.question_id = q.id AND a.id = $2 WHERE q.id = $1"
	" AND (a.id = $2 OR CAST($2 AS BIGINT) = 0)",
	"ii", "ii" };
static const struct stmt mark_insert = { "mark_insert",
	"INSERT INTO mark (person_id, thread_id, post_id, kind, at) VALUES ($1, $2, $3, $4, $5)"
	" ON CONFLICT (person_id, thread_id, post_id, kind) DO NOTHING",
	"iiisi", "" };
static const struct stmt mark_bank_insert = { "mark_bank_insert",
	"INSERT INTO question_mark (person_id, question_id, answer_id, kind, at)"
	" VALUES ($1, $2, $3, $4, $5)"
	" ON CONFLICT (person_id, question_id, answer_id, kind) DO NOTHING",
	"iiisi", "" };
static const struct stmt mark_delete = { "mark_delete",
	"DELETE FROM mark WHERE person_id = $1 AND thread_id = $2 AND post_id = $3 AND kind = $4",
	"iiis", "" };
static const struct stmt mark_bank_delete = { "mark_bank_delete",
	"DELETE FROM question_mark WHERE person_id = $1 AND question_id = $2 AND answer_id = $3"
	" AND kind = $4",
	"iiis", "" };
static const struct stmt mark_count = { "mark_count",
	"UPDATE post SET useful = useful + $3 WHERE thread_id = $1 AND id = $2", "iii", "" };
/* Writers are told of it by the next day's count (community/told). */
static const struct stmt mark_due = { "mark_due",
	"INSERT INTO told_due (thread_id, post_id) VALUES ($1, $2)"
	" ON CONFLICT (thread_id, post_id) DO NOTHING",
	"ii", "" };
static const struct stmt mark_bank_due = { "mark_bank_due",
	"INSERT INTO question_told_due (question_id, answer_id) VALUES ($1, $2)"
	" ON CONFLICT (question_id, answer_id) DO NOTHING",
	"ii", "" };
static const struct stmt mark_mine = { "mark_mine",
	"SELECT post_id, kind FROM mark WHERE person_id = $1 AND thread_id = $2 AND post_id >= $3"
	" ORDER BY post_id, kind",
	"iii", "is" };
static const struct stmt mark_bank_mine = { "mark_bank_mine",
	"SELECT answer_id, kind FROM question_mark WHERE person_id = $1 AND question_id = $2"
	" AND answer_id >= $3 ORDER BY answer_id, kind",
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
/* The bank is read by members of any group, and by who runs or studies the rounds. */
#define A_MEMBER " EXISTS (SELECT 1 FROM membership x WHERE x.person_id = $1 AND x.left_at = 0)"
static const struct stmt mark_bank_saved_list = { "mark_bank_saved_list",
	"SELECT m.question_id, m.answer_id, CASE WHEN m.answer_id = 0 OR q.deleted_at > 0 THEN ''"
	" ELSE q.text END, COALESCE(a.byline, q.byline), CASE WHEN q.deleted_at > 0 THEN ''"
	" WHEN m.answer_id = 0 THEN q.text WHEN a.deleted_at = 0 THEN a.body ELSE '' END,"
	" COALESCE(n.sealed, ''), CASE WHEN COALESCE(a.author_id, q.author_id) = $1 THEN 1 ELSE 0"
	" END, CASE WHEN EXISTS (SELECT 1 FROM question_mark u WHERE u.person_id = $1"
	" AND u.question_id = m.question_id AND u.answer_id = m.answer_id AND u.kind = 'useful')"
	" THEN 1 ELSE 0 END FROM question_mark m JOIN question q ON q.id = m.question_id"
	" LEFT JOIN question_answer a ON a.question_id = m.question_id AND a.id = m.answer_id"
	" LEFT JOIN saved_note n ON n.person_id = $1 AND n.kind = CASE WHEN m.answer_id = 0"
	" THEN 'question' ELSE 'answer' END AND n.object_id = CASE WHEN m.answer_id = 0"
	" THEN m.question_id ELSE m.answer_id END"
	" WHERE m.person_id = $1 AND m.kind = 'save' AND (m.question_id, m.answer_id) < ($2, $3)"
	" AND ($5 = 1 OR" A_MEMBER ") ORDER BY m.question_id DESC, m.answer_id DESC LIMIT $4",
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

static const struct stmt mark_bank_taken = { "mark_bank_taken",
	"SELECT m.question_id, m.answer_id, CASE WHEN m.answer_id = 0 THEN '' ELSE q.text END,"
	" COALESCE(a.byline, q.byline), COALESCE(a.body, q.text), '',"
	" CASE WHEN COALESCE(a.author_id, q.author_id) = $1 THEN 1 ELSE 0 END,"
	" max(CASE WHEN m.kind = 'useful' THEN 1 ELSE 0 END) FROM question_mark m"
	" JOIN question q ON q.id = m.question_id AND q.deleted_at = 0"
	" LEFT JOIN question_answer a ON a.question_id = m.question_id AND a.id = m.answer_id"
	" AND a.deleted_at = 0 WHERE m.person_id = $1 AND (m.answer_id = 0 OR a.id = m.answer_id)"
	" AND ($3 = 1 OR" A_MEMBER
	") GROUP BY m.question_id, m.answer_id, q.text, q.byline, q.author_id, a.byline,"
	" a.body, a.author_id ORDER BY m.question_id DESC, m.answer_id DESC LIMIT $2",
	"iii", "iissssii" };

enum { START_CHARS = 120 };

/* How marks are kept in each of the two places. */
static const struct way {
	const struct stmt *find, *put, *take, *due, *mine;
	const struct stmt *count; /* the number beside the thing itself; NULL: there is none */
} ways[] = {
	[MARK_THREAD] = { &mark_post, &mark_insert, &mark_delete, &mark_due, &mark_mine,
		&mark_count },
	[MARK_BANK] = { &mark_bank, &mark_bank_insert, &mark_bank_delete, &mark_bank_due,
		&mark_bank_mine, NULL },
};

struct mark_cursor {
	struct rows rows;
	bool more;
};

static struct str name_of(enum mark_kind kind)
{
	return kind == MARK_USEFUL ? S("useful") : S("save");
}

static bool count(struct ctx *c, struct mark_spot at, int64_t more)
{
	const struct stmt *beside = ways[at.where].count;
	const struct stmt *due = ways[at.where].due;

	return (!beside || sql_run(c, beside, ARGS(arg(at.in), arg(at.id), arg(more))))
		&& sql_run(c, due, ARGS(arg(at.in), arg(at.id)));
}

/* In the ledger a question has one number with all its answers. */
static bool note(struct ctx *c, const struct place *p, struct mark_spot at, enum mark_kind kind)
{
	enum trace_class class = kind == MARK_USEFUL ? TRACE_USEFUL : TRACE_SAVE;

	return at.where == MARK_BANK ? activity_note(c, p, class, OBJECT_QUESTION, at.in)
				     : activity_note(c, p, class, OBJECT_POST, at.id);
}

/* Of no use twice: a double tap asks for the same state twice, and the second time changes
   nothing. */
static bool put_on(struct ctx *c, const struct place *p, struct mark_spot at, enum mark_kind kind)
{
	const struct stmt *put = ways[at.where].put;
	int64_t n;

	if (!sql_count(c, put,
		    ARGS(arg(c->actor.v), arg(at.in), arg(at.id), arg(name_of(kind)), arg(c->now)),
		    &n))
		return false;
	if (n == 0)
		return true;
	return (kind != MARK_USEFUL || count(c, at, 1)) && note(c, p, at, kind);
}

static bool take_off(struct ctx *c, struct mark_spot at, enum mark_kind kind, int64_t *ret_n)
{
	const struct stmt *take = ways[at.where].take;

	if (!sql_count(c, take, ARGS(arg(c->actor.v), arg(at.in), arg(at.id), arg(name_of(kind))),
		    ret_n))
		return false;
	return *ret_n == 0 || kind != MARK_USEFUL || count(c, at, -1);
}

bool mark_put(struct ctx *c, const struct place *p, struct mark_spot at, enum mark_kind kind,
	enum mark_set set)
{
	const struct stmt *find = ways[at.where].find;
	struct rows r;
	int64_t n = 0;

	if (!sql_one(c, find, ARGS(arg(at.in), arg(at.id)), &r))
		return false;
	bool own = row_int(&r, 0) == c->actor.v, gone = row_int(&r, 1) != 0;
	sql_end(&r);
	if (set != MARK_ON && !take_off(c, at, kind, &n))
		return false;
	if (set == MARK_OFF || n > 0)
		return true;
	if (gone)
		return fail(c, FAULT_CONFLICT,
			at.where == MARK_BANK ? "This was taken out of the bank."
					      : "This post was deleted by its author.");
	if (own && kind == MARK_USEFUL)
		return fail(c, FAULT_CONFLICT,
			at.where == MARK_BANK
				? "This is your own answer: its readers say whether it was useful."
				: "This is your own post: its readers say whether it was useful.");
	return put_on(c, p, at, kind);
}

bool mark_open(struct ctx *c, struct mark_spot from, struct mark_cursor **ret)
{
	struct mark_cursor *rows = arena_new(c->mem, struct mark_cursor, 1);
	const struct stmt *mine = ways[from.where].mine;

	*ret = rows;
	if (!sql_open(c, mine, ARGS(arg(c->actor.v), arg(from.in), arg(from.id)), &rows->rows))
		return false;
	rows->more = sql_next(&rows->rows);
	return ctx_ok(c);
}

struct mark mark_of(struct mark_cursor *rows, int64_t id)
{
	struct mark m = { false, false };

	while (rows->more && row_int(&rows->rows, 0) <= id) {
		bool here = row_int(&rows->rows, 0) == id;
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
static bool read_list(
	struct ctx *c, enum mark_where where, struct rows *r, struct mark_saved *m, size_t *ret_n)
{
	size_t n = 0;

	for (; sql_next(r); n++)
		m[n] = (struct mark_saved){ .spot = { where, row_int(r, 0), row_int(r, 1) },
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

/* Both places in one list: their ids are made by one clock. */
struct both {
	struct mark_saved *part[2];
	size_t n[2];
};

static bool is_newer(struct mark_spot a, struct mark_spot b)
{
	return a.in != b.in ? a.in > b.in : a.id > b.id;
}

static size_t merge(const struct both *b, struct mark_saved *to, size_t max)
{
	size_t at[2] = { 0, 0 }, n = 0;

	while (n < max && (at[0] < b->n[0] || at[1] < b->n[1])) {
		size_t from = at[0] == b->n[0]
			|| (at[1] < b->n[1]
				&& is_newer(b->part[1][at[1]].spot, b->part[0][at[0]].spot));
		to[n++] = b->part[from][at[from]++];
	}
	return n;
}

static struct both both_of(struct ctx *c, size_t max)
{
	return (struct both){ { arena_new(c->mem, struct mark_saved, max),
				      arena_new(c->mem, struct mark_saved, max) },
		{ 0, 0 } };
}

static int64_t has_role(const struct ctx *c, int64_t roles)
{
	return (c->roles & roles) != 0;
}

enum { READS_BANK = ROLE_FACILITATOR | ROLE_RESEARCHER };
enum { READS_GROUPS = READS_BANK | ROLE_SAFEGUARDING };

bool mark_list_saved(
	struct ctx *c, struct mark_spot behind, size_t max, struct mark_saved **ret, size_t *ret_n)
{
	static const struct stmt *const lists[] = { &mark_saved_list, &mark_bank_saved_list };
	static const int64_t reads[] = { READS_GROUPS, READS_BANK };
	struct both b = both_of(c, max);
	struct rows r;

	for (enum mark_where w = MARK_THREAD; w <= MARK_BANK; w++)
		if (!sql_open(c, lists[w],
			    ARGS(arg(c->actor.v), arg(behind.in), arg(behind.id), arg((int64_t)max),
				    arg(has_role(c, reads[w]))),
			    &r)
			|| !read_list(c, w, &r, b.part[w], &b.n[w]))
			return false;
	*ret = arena_new(c->mem, struct mark_saved, max);
	*ret_n = merge(&b, *ret, max);
	return true;
}

bool mark_list_taken(struct ctx *c, size_t max, struct mark_saved **ret, size_t *ret_n)
{
	static const struct stmt *const lists[] = { &mark_taken, &mark_bank_taken };
	static const int64_t reads[] = { READS_GROUPS, READS_BANK };
	struct both b = both_of(c, max);
	struct rows r;

	for (enum mark_where w = MARK_THREAD; w <= MARK_BANK; w++)
		if (!sql_open(c, lists[w],
			    ARGS(arg(c->actor.v), arg((int64_t)max), arg(has_role(c, reads[w]))),
			    &r)
			|| !read_list(c, w, &r, b.part[w], &b.n[w]))
			return false;
	*ret = arena_new(c->mem, struct mark_saved, max);
	*ret_n = merge(&b, *ret, max);
	return true;
}
