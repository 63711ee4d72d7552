/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/post.h"

#include "base/conf.h"
#include "base/instant.h"
#include "base/utf8.h"
#include "community/alias.h"
#include "community/feeling.h"
#include "community/find_post.h"
#include "community/listing.h"
#include "community/post_text.h"
#include "community/thread.h"
#include "community/words.h"
#include "core/activity.h"
#include "core/key.h"
#include "core/markdown.h"
#include "core/once.h"
#include "core/place.h"
#include "core/rate.h"
#include "store/news.h"
#include "store/search.h"
#include "store/sql.h"

static const struct stmt post_insert = { "post_insert",
	"INSERT INTO post (thread_id, id, author_id, byline, html, posted_at, appears, feeling)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	"iiissiis", "" };
static const struct stmt source_insert = { "source_insert",
	"INSERT INTO post_source (thread_id, post_id, body) VALUES ($1, $2, $3)", "iis", "" };
static const struct stmt thread_grow = { "thread_grow",
	"UPDATE thread SET posts = posts + 1, version = version + 1, last_at = $2, last_post = $3,"
	" last_author = $4,"
	" last_by = $5"
	" WHERE id = $1 AND closed_at = 0 AND deleted_at = 0",
	"iiiis", "" };
/* Who began the thread, its round and that one's study. */
static const struct stmt post_opener = { "post_opener",
	"SELECT t.author_id, g.round_id, r.study_id FROM thread t"
	" JOIN peer_group g ON g.id = t.group_id JOIN round r ON r.id = g.round_id"
	" WHERE t.id = $1",
	"i", "iii" };
static const struct stmt post_by_id = { "post_by_id",
	"SELECT p.author_id, p.byline, p.html, p.posted_at, p.edited_at, p.deleted_at,"
	" p.told_useful, COALESCE(s.body, ''), t.closed_at, p.appears, p.feeling, p.told_readers"
	" FROM post p JOIN thread t ON t.id = p.thread_id"
	" LEFT JOIN post_source s ON s.thread_id = p.thread_id AND s.post_id = p.id"
	" WHERE p.thread_id = $1 AND p.id = $2",
	"ii", "issiiiisiisi" };
static const struct stmt version_keep = { "version_keep",
	"INSERT INTO post_version (thread_id, post_id, version, body, until_at, ended_by)"
	" SELECT s.thread_id, s.post_id, (SELECT COALESCE(max(v.version), 0) + 1 FROM"
	" post_version v"
	" WHERE v.thread_id = s.thread_id AND v.post_id = s.post_id), s.body, $3, $4"
	" FROM post_source s WHERE s.thread_id = $1 AND s.post_id = $2",
	"iiii", "" };
static const struct stmt post_change = { "post_change",
	"UPDATE post SET html = $3, edited_at = $4 WHERE thread_id = $1 AND id = $2", "iisi", "" };
static const struct stmt post_feeling = { "post_feeling",
	"UPDATE post SET feeling = $3 WHERE thread_id = $1 AND id = $2", "iis", "" };
static const struct stmt source_change = { "source_change",
	"UPDATE post_source SET body = $3 WHERE thread_id = $1 AND post_id = $2", "iis", "" };
static const struct stmt post_empty = { "post_empty",
	"UPDATE post SET html = '', feeling = '', deleted_at = $3 WHERE thread_id = $1 AND id = $2",
	"iii", "" };
static const struct stmt source_remove = { "source_remove",
	"DELETE FROM post_source WHERE thread_id = $1 AND post_id = $2", "ii", "" };
static const struct stmt post_newest = { "post_newest",
	"SELECT id, author_id, byline, posted_at FROM post WHERE thread_id = $1 AND deleted_at = 0"
	" ORDER BY id DESC LIMIT 1",
	"i", "iisi" };
static const struct stmt thread_shrink = { "thread_shrink",
	"UPDATE thread SET posts = posts - 1, version = version + 1, last_at = $2, last_post = $3,"
	" last_author = $4,"
	" last_by = $5"
	" WHERE id = $1",
	"iiiis", "" };
static const struct stmt thread_remove = { "thread_remove",
	"UPDATE thread SET posts = 0, version = version + 1, deleted_at = $2 WHERE id = $1", "ii",
	"" };
static const struct stmt post_version_list = { "post_version_list",
	"SELECT version, until_at, ended_by, body FROM post_version WHERE thread_id = $1 AND"
	" post_id = $2"
	" ORDER BY version LIMIT $3",
	"iii", "iiis" };
static const struct stmt post_behind = { "post_behind",
	"SELECT id, author_id, byline, html, posted_at, edited_at, deleted_at, feeling,"
	" told_useful, told_readers, appears FROM post WHERE thread_id = $1 AND id > $2"
	" ORDER BY id LIMIT $3",
	"iii", "iissiiisiii" };
static const struct stmt post_shown = { "post_shown",
	"SELECT id, author_id, byline, html, posted_at, edited_at, deleted_at, feeling FROM post"
	" WHERE thread_id = $1 AND id > $2 ORDER BY id LIMIT $3",
	"iii", "iissiiis" };
static const struct stmt post_before = { "post_before",
	"SELECT id FROM post WHERE thread_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3", "iii",
	"i" };

struct post_cursor {
	struct rows rows;
	bool whole;
};

bool post_check(struct ctx *c, struct str body)
{
	if (!utf8_is_text(body))
		return ctx_wrong(c, "body", "This holds characters that are not text.");
	if (words_blank(body))
		return ctx_wrong(c, "body", "Write something first: the post is empty.");
	if (body.len > POST_CHARS_MAX
		&& (body.len > MARKDOWN_MAX || utf8_length(body) > POST_CHARS_MAX))
		return ctx_wrong(c, "body", "This is too long for one post. %d characters fit.",
			POST_CHARS_MAX);
	return true;
}

bool post_draw(struct ctx *c, struct str body, struct post_text *ret)
{
	ret->body = words_tidy(c, body);
	return post_check(c, ret->body) && markdown_html(c, ret->body, &ret->html);
}

bool post_may(struct ctx *c)
{
	if (!c->house || !c->house->conf)
		return true;
	struct rate r = { "post", c->house->conf->posts_an_hour, INSTANT_HOUR };
	return rate_check(c, &r, arena_fmt(c->mem, "%lld", (long long)c->actor.v));
}

/* In the ledger: the post with its thread and its words. */
static bool note(
	struct ctx *c, const struct place *p, const struct post_draft *d, enum trace_object kind)
{
	int64_t words = words_count(d->body);
	struct trace t = { .participant = p->participant,
		.id = ctx_id(c),
		.round = p->noted,
		.object = d->thread.v,
		.at = c->now,
		.amount = words > 0 ? words : 1,
		.class = TRACE_POST,
		.channel = CHANNEL_WEB,
		.object_kind = kind };

	return activity_add(c, &t);
}

/* And of who began the thread that they were answered, whoever wrote. */
static bool note_answer(struct ctx *c, const struct place *p, const struct post_draft *d)
{
	struct trace t = { .id = ctx_id(c),
		.object = d->thread.v,
		.at = c->now,
		.amount = 1,
		.class = TRACE_ANSWERED,
		.channel = CHANNEL_WEB,
		.object_kind = OBJECT_THREAD };
	struct rows r;

	if (!sql_one(c, &post_opener, ARGS(arg(d->thread.v)), &r))
		return false;
	bool own = row_int(&r, 0) == c->actor.v;
	struct person_id opener = { row_int(&r, 0) };
	int64_t study = row_int(&r, 2);
	t.round = row_int(&r, 1);
	sql_end(&r);
	if (own)
		return note(c, p, d, OBJECT_OWN_THREAD);
	return note(c, p, d, OBJECT_THREAD) && key_noted(c, study, opener, &t.participant)
		&& activity_add(c, &t);
}

static bool put(struct ctx *c, const struct post_draft *d, enum appear_as as, struct post_id *ret)
{
	struct post_id id = { ctx_id(c) };
	bool drawn = d->drawn && str_eq(d->drawn->body, d->body);
	struct str html = drawn ? d->drawn->html : S("");

	if ((!drawn && !markdown_html(c, d->body, &html))
		|| !sql_run(c, &post_insert,
			ARGS(arg(d->thread.v), arg(id.v), arg(c->actor.v), arg(d->byline),
				arg(html), arg(c->now), arg((int64_t)as), arg(d->feeling)))
		|| !sql_run(c, &source_insert, ARGS(arg(d->thread.v), arg(id.v), arg(d->body)))
		|| !find_post_add(c, &(struct find_post){ d->thread, id, d->byline, html, c->now }))
		return false;
	*ret = id;
	return true;
}

bool post_put(struct ctx *c, const struct place *p, const struct post_draft *d, enum appear_as as,
	struct post_id *ret)
{
	return put(c, d, as, ret) && note(c, p, d, OBJECT_NEW_THREAD);
}

/* Says why a thread takes no posts. */
static bool shut(struct ctx *c)
{
	return fail(c, FAULT_CONFLICT,
		"This thread was closed or deleted, so nothing can be added. Your text is still"
		" here: you can copy it.");
}

/* Under the name that was settled. */
static bool append(struct ctx *c, const struct place *p, const struct post_draft *d,
	const struct alias_name *name, struct post_id *ret)
{
	int64_t n = 0;

	if (!put(c, d, name->as, ret)
		|| !sql_count(c, &thread_grow,
			ARGS(arg(d->thread.v), arg(c->now), arg(ret->v), arg(c->actor.v),
				arg(d->byline)),
			&n))
		return false;
	if (n == 0)
		return shut(c);
	return listing_changed(c, d->thread) && note_answer(c, p, d)
		&& (!d->wish || alias_keep(c, &d->wish->spot, name));
}

bool post_add(struct ctx *c, const struct place *p, const struct post_draft *d, struct post_id *ret)
{
	struct post_draft tidy = *d;
	struct alias_name name = { APPEAR_UNCHOSEN, d->byline, false };
	struct post_id id;
	int64_t earlier = 0;

	tidy.body = words_tidy(c, d->body);
	if (!ctx_ok(c) || !post_check(c, tidy.body) || !feeling_check(c, d->feeling))
		return false;
	if (d->once.len && !once_find(c, d->once, tidy.body, &earlier))
		return false;
	if (earlier) {
		ret->v = earlier;
		return true;
	}
	if (!post_may(c) || (d->wish && !alias_settle(c, d->wish, &name)))
		return false;
	tidy.byline = name.byline;
	if (!append(c, p, &tidy, &name, &id) || !news_tell(c, d->thread.v)
		|| (d->once.len && !once_keep(c, d->once, tidy.body, id.v)))
		return false;
	*ret = id;
	return true;
}

static bool find(struct ctx *c, struct thread_id thread, struct post_id id, struct post *ret,
	struct str *ret_body, int64_t *ret_closed)
{
	struct rows r;

	if (!sql_one(c, &post_by_id, ARGS(arg(thread.v), arg(id.v)), &r))
		return false;
	*ret = (struct post){ .id = id,
		.author = { row_int(&r, 0) },
		.byline = row_str(&r, 1),
		.html = row_str(&r, 2),
		.posted_at = row_int(&r, 3),
		.edited_at = row_int(&r, 4),
		.deleted_at = row_int(&r, 5),
		.told_useful = row_int(&r, 6) };
	*ret_body = row_str(&r, 7);
	*ret_closed = row_int(&r, 8);
	ret->as = (enum appear_as)row_int(&r, 9);
	ret->feeling = row_str(&r, 10);
	ret->told_readers = row_int(&r, 11);
	sql_end(&r);
	return true;
}

bool post_get(struct ctx *c, struct thread_id thread, struct post_id id, struct post *ret,
	struct str *ret_body)
{
	int64_t closed;

	return find(c, thread, id, ret, ret_body, &closed);
}

/* A post of c->actor, who alone may change it. */
static bool own(struct ctx *c, struct thread_id thread, struct post_id id, struct post *ret,
	struct str *ret_body, int64_t *ret_closed)
{
	if (!find(c, thread, id, ret, ret_body, ret_closed))
		return false;
	return ret->author.v == c->actor.v
		|| fail(c, FAULT_DENIED, "Only the person who wrote a post can change it.");
}

bool post_edit(struct ctx *c, struct thread_id thread, struct post_id id, struct str body)
{
	struct post p;
	struct str was, html;
	int64_t closed;

	body = words_tidy(c, body);
	if (!ctx_ok(c) || !own(c, thread, id, &p, &was, &closed) || !post_check(c, body))
		return false;
	if (closed || p.deleted_at)
		return shut(c);
	if (str_eq(was, body))
		return true;
	return post_may(c) && markdown_html(c, body, &html)
		&& sql_run(c, &version_keep,
			ARGS(arg(thread.v), arg(id.v), arg(c->now), arg(c->actor.v)))
		&& sql_run(c, &post_change, ARGS(arg(thread.v), arg(id.v), arg(html), arg(c->now)))
		&& sql_run(c, &source_change, ARGS(arg(thread.v), arg(id.v), arg(body)))
		&& find_post_change(
			c, &(struct find_post){ thread, id, p.byline, html, p.posted_at })
		&& thread_changed(c, thread) && news_tell(c, thread.v);
}

bool post_feel(struct ctx *c, struct thread_id thread, struct post_id id, struct str feeling)
{
	struct post p;
	struct str was;
	int64_t closed;

	if (!ctx_ok(c) || !feeling_check(c, feeling) || !own(c, thread, id, &p, &was, &closed))
		return false;
	if (closed || p.deleted_at)
		return shut(c);
	return str_eq(p.feeling, feeling)
		|| (sql_run(c, &post_feeling, ARGS(arg(thread.v), arg(id.v), arg(feeling)))
			&& thread_changed(c, thread) && news_tell(c, thread.v));
}

/* What the thread says of its newest post, after one was deleted. */
static bool shrink(struct ctx *c, struct thread_id thread, bool *ret_gone)
{
	struct rows r;

	if (!sql_open(c, &post_newest, ARGS(arg(thread.v)), &r))
		return false;
	if (!sql_next(&r)) {
		*ret_gone = true;
		return sql_run(c, &thread_remove, ARGS(arg(thread.v), arg(c->now)));
	}
	int64_t last = row_int(&r, 0), author = row_int(&r, 1), at = row_int(&r, 3);
	struct str by = row_str(&r, 2);
	sql_end(&r);
	*ret_gone = false;
	return sql_run(
		c, &thread_shrink, ARGS(arg(thread.v), arg(at), arg(last), arg(author), arg(by)));
}

bool post_delete(struct ctx *c, struct thread_id thread, struct post_id id, bool *ret_thread_gone)
{
	struct post p;
	struct str was;
	int64_t closed;

	if (!own(c, thread, id, &p, &was, &closed))
		return false;
	if (p.deleted_at) {
		*ret_thread_gone = false;
		return true;
	}
	return sql_run(c, &version_keep,
		       ARGS(arg(thread.v), arg(id.v), arg(c->now), arg(c->actor.v)))
		&& sql_run(c, &post_empty, ARGS(arg(thread.v), arg(id.v), arg(c->now)))
		&& sql_run(c, &source_remove, ARGS(arg(thread.v), arg(id.v)))
		&& search_drop(c, id.v) && shrink(c, thread, ret_thread_gone)
		&& listing_changed(c, thread) && news_tell(c, thread.v);
}

bool post_versions(struct ctx *c, struct thread_id thread, struct post_id id, size_t max,
	struct post_version **ret, size_t *ret_n)
{
	struct post_version *v = arena_new(c->mem, struct post_version, max);
	size_t n = 0;
	struct rows r;

	if (!sql_open(c, &post_version_list, ARGS(arg(thread.v), arg(id.v), arg((int64_t)max)), &r))
		return false;
	for (; sql_next(&r); n++)
		v[n] = (struct post_version){ .version = row_int(&r, 0),
			.until_at = row_int(&r, 1),
			.ended_by = { row_int(&r, 2) },
			.body = row_str(&r, 3) };
	*ret = v;
	*ret_n = n;
	return ctx_ok(c);
}

bool post_read(struct ctx *c, struct thread_id thread, struct post_id after, size_t max, bool whole,
	struct post_cursor **ret)
{
	struct post_cursor *rows = arena_new(c->mem, struct post_cursor, 1);

	rows->whole = whole;
	*ret = rows;
	return sql_open(c, whole ? &post_behind : &post_shown,
		ARGS(arg(thread.v), arg(after.v), arg((int64_t)max)), &rows->rows);
}

bool post_read_next(struct post_cursor *rows, struct post *ret)
{
	const struct rows *r = &rows->rows;

	if (!sql_next(&rows->rows))
		return false;
	*ret = (struct post){ .id = { row_int(r, 0) },
		.author = { row_int(r, 1) },
		.byline = row_peek(r, 2),
		.html = row_peek(r, 3),
		.posted_at = row_int(r, 4),
		.edited_at = row_int(r, 5),
		.deleted_at = row_int(r, 6),
		.feeling = row_peek(r, 7) };
	if (rows->whole) {
		ret->told_useful = row_int(r, 8);
		ret->told_readers = row_int(r, 9);
		ret->as = (enum appear_as)row_int(r, 10);
	}
	return true;
}

void post_read_end(struct post_cursor *rows)
{
	sql_end(&rows->rows);
}

/* The n-th post before one, or 0 when there are fewer. */
static bool back(struct ctx *c, struct thread_id thread, int64_t id, int64_t n, int64_t *ret)
{
	struct rows r;

	*ret = 0;
	if (!sql_open(c, &post_before, ARGS(arg(thread.v), arg(id), arg(n)), &r))
		return false;
	for (int64_t i = 1; sql_next(&r); i++)
		if (i == n)
			*ret = row_int(&r, 0);
	return ctx_ok(c);
}

bool post_page_of(
	struct ctx *c, struct thread_id thread, struct post_id id, struct post_id *ret_after)
{
	enum { SHOWN_BEFORE = 10 };

	if (!back(c, thread, id.v, POSTS_PER_PAGE, &ret_after->v))
		return false;
	return ret_after->v == 0 || back(c, thread, id.v, SHOWN_BEFORE + 1, &ret_after->v);
}

bool post_page_before(
	struct ctx *c, struct thread_id thread, struct post_id after, struct post_id *ret_after)
{
	return back(c, thread, after.v, POSTS_PER_PAGE, &ret_after->v);
}
