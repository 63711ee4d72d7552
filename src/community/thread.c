/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/thread.h"

#include "base/utf8.h"
#include "community/alias.h"
#include "community/feeling.h"
#include "community/listing.h"
#include "community/post.h"
#include "community/words.h"
#include "core/audit.h"
#include "core/once.h"
#include "store/sql.h"

static const struct stmt group_week = { "group_week",
	"SELECT COALESCE((SELECT max(t.week) FROM topic t WHERE t.round_id = g.round_id AND"
	" t.opens_at <= $2), 0), g.round_id"
	" FROM peer_group g WHERE g.id = $1",
	"ii", "ii" };
static const struct stmt thread_insert = { "thread_insert",
	"INSERT INTO thread (id, group_id, week, author_id, byline, title, posts, opened_at,"
	" last_at, last_author,"
	" last_by) VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7, $4, $5)",
	"iiiissi", "" };
static const struct stmt thread_first = { "thread_first",
	"UPDATE thread SET last_post = $2, alias_next = $3 WHERE id = $1", "iis", "" };
static const struct stmt thread_by_id = { "thread_by_id",
	"SELECT t.group_id, g.round_id, t.author_id, t.last_author, t.last_post, t.title,"
	" t.byline, t.last_by, g.name,"
	" r.zone, t.week, t.posts, t.opened_at, t.last_at, t.closed_at, t.deleted_at,"
	" t.version,"
	" r.read_across, t.alias_next,"
	" EXISTS (SELECT 1 FROM membership m WHERE m.group_id = t.group_id AND m.person_id = $2"
	" AND m.left_at = 0)"
	" FROM thread t JOIN peer_group g ON g.id = t.group_id JOIN round r ON r.id = g.round_id"
	" WHERE t.id = $1",
	"ii", "iiiiisssssiiiiiiiisi" };
static const struct stmt thread_by_group = { "thread_by_group",
	"SELECT t.id, t.author_id, t.last_author, t.last_post, t.title, t.byline, t.last_by,"
	" t.week, t.posts,"
	" t.opened_at, t.last_at, t.closed_at FROM thread t WHERE t.group_id = $1 AND (t.last_at,"
	" t.id) < ($2, $3)"
	" AND t.deleted_at = 0 ORDER BY t.last_at DESC, t.id DESC LIMIT $4",
	"iiii", "iiiisssiiiii" };
static const struct stmt group_member = { "group_member",
	"SELECT 1 FROM membership WHERE group_id = $1 AND person_id = $2 AND left_at = 0", "ii",
	"i" };
static const struct stmt thread_set_closed = { "thread_set_closed",
	"UPDATE thread SET closed_at = $2 WHERE id = $1 AND deleted_at = 0", "ii", "" };
static const struct stmt thread_version_of = { "thread_version_of",
	"SELECT version FROM thread WHERE id = $1", "i", "i" };
static const struct stmt thread_touch = { "thread_touch",
	"UPDATE thread SET version = version + 1 WHERE id = $1", "i", "" };

static bool check(struct ctx *c, const struct thread_draft *d, int64_t open)
{
	if (!utf8_is_text(d->title))
		(void)!ctx_wrong(c, "title", "This holds characters that are not text.");
	else if (words_blank(d->title))
		(void)!ctx_wrong(c, "title", "Say in one line what it is about.");
	else if (utf8_length(d->title) > THREAD_TITLE_MAX)
		(void)!ctx_wrong(c, "title", "This is too long for one line. %d characters fit.",
			THREAD_TITLE_MAX);
	if (!post_check(c, d->body) || !feeling_check(c, d->feeling))
		return false;
	if (d->week < 0 || d->week > open)
		return ctx_wrong(c, "week",
			"That week has not begun. Choose week %lld or one before it.",
			(long long)open);
	return ctx_ok(c);
}

/* With its first post, under the name that was settled; the next alias waits in it. */
static bool insert(struct ctx *c, const struct place *p, const struct thread_draft *d,
	const struct alias_name *name, struct round_id round, struct thread_id *ret)
{
	struct thread_id id = { ctx_id(c) };
	struct alias_spot spot = { round, d->group, id, S("") };
	struct post_draft first = {
		.thread = id, .body = d->body, .byline = name->byline, .feeling = d->feeling
	};
	struct post_id post;

	if (!sql_run(c, &thread_insert,
		    ARGS(arg(id.v), arg(d->group.v), arg(d->week), arg(c->actor.v),
			    arg(name->byline), arg(d->title), arg(c->now)))
		|| !post_put(c, p, &first, name->as, &post) || !alias_first(c, &spot, &spot.next)
		|| !sql_run(c, &thread_first, ARGS(arg(id.v), arg(post.v), arg(spot.next)))
		|| !alias_keep(c, &spot, name) || !listing_changed(c, id))
		return false;
	*ret = id;
	return true;
}

bool thread_open(
	struct ctx *c, const struct place *p, const struct thread_draft *d, struct thread_id *ret)
{
	struct thread_draft tidy = *d;
	struct alias_name name = { APPEAR_UNCHOSEN, d->byline, false };
	struct rows r;
	int64_t earlier = 0;

	if (!ctx_ok(c) || !sql_one(c, &group_week, ARGS(arg(d->group.v), arg(c->now)), &r))
		return false;
	int64_t open = row_int(&r, 0);
	struct round_id round = { row_int(&r, 1) };
	sql_end(&r);
	tidy.title = words_line(c, d->title);
	tidy.body = words_tidy(c, d->body);
	if (!check(c, &tidy, open))
		return false;
	if (open == 0)
		return fail(c, FAULT_CONFLICT,
			"The first week has not begun. Your text is still here: send it then.");
	struct str text = arena_fmt(c->mem, "%.*s\n%.*s", (int)tidy.title.len, tidy.title.at,
		(int)tidy.body.len, tidy.body.at);
	if (d->once.len && !once_find(c, d->once, text, &earlier))
		return false;
	if (earlier) {
		ret->v = earlier;
		return true;
	}
	tidy.week = d->week ? d->week : open;
	return post_may(c) && (!d->wish || alias_settle(c, d->wish, &name))
		&& insert(c, p, &tidy, &name, round, ret)
		&& (d->once.len == 0 || once_keep(c, d->once, text, ret->v));
}

bool thread_get(struct ctx *c, struct thread_id id, struct thread *ret)
{
	struct rows r;

	if (!sql_one(c, &thread_by_id, ARGS(arg(id.v), arg(c->actor.v)), &r))
		return false;
	*ret = (struct thread){ .id = id,
		.group = { row_int(&r, 0) },
		.round = { row_int(&r, 1) },
		.author = { row_int(&r, 2) },
		.last_author = { row_int(&r, 3) },
		.last_post = { row_int(&r, 4) },
		.title = row_str(&r, 5),
		.byline = row_str(&r, 6),
		.last_by = row_str(&r, 7),
		.group_name = row_str(&r, 8),
		.zone = row_str(&r, 9),
		.week = row_int(&r, 10),
		.posts = row_int(&r, 11),
		.opened_at = row_int(&r, 12),
		.last_at = row_int(&r, 13),
		.closed_at = row_int(&r, 14),
		.deleted_at = row_int(&r, 15),
		.version = row_int(&r, 16),
		.read_across = row_int(&r, 17),
		.alias_next = row_str(&r, 18),
		.member = row_int(&r, 19) };
	sql_end(&r);
	return true;
}

bool thread_list(struct ctx *c, struct group_id group, struct thread_spot behind, size_t max,
	struct thread **ret, size_t *ret_n)
{
	struct thread *t = arena_new(c->mem, struct thread, max);
	size_t n = 0;
	struct rows r;

	if (!sql_open(c, &thread_by_group,
		    ARGS(arg(group.v), arg(behind.last_at), arg(behind.id), arg((int64_t)max)), &r))
		return false;
	for (; sql_next(&r); n++)
		t[n] = (struct thread){ .id = { row_int(&r, 0) },
			.group = group,
			.author = { row_int(&r, 1) },
			.last_author = { row_int(&r, 2) },
			.last_post = { row_int(&r, 3) },
			.title = row_str(&r, 4),
			.byline = row_str(&r, 5),
			.last_by = row_str(&r, 6),
			.week = row_int(&r, 7),
			.posts = row_int(&r, 8),
			.opened_at = row_int(&r, 9),
			.last_at = row_int(&r, 10),
			.closed_at = row_int(&r, 11) };
	*ret = t;
	*ret_n = n;
	return ctx_ok(c);
}

bool thread_member(struct ctx *c, struct group_id group, bool *ret)
{
	struct rows r;

	if (!sql_open(c, &group_member, ARGS(arg(group.v), arg(c->actor.v)), &r))
		return false;
	*ret = sql_next(&r);
	if (*ret)
		sql_end(&r);
	return ctx_ok(c);
}

bool thread_version(struct ctx *c, struct thread_id id, int64_t *ret)
{
	struct rows r;

	if (!sql_one(c, &thread_version_of, ARGS(arg(id.v)), &r))
		return false;
	*ret = row_int(&r, 0);
	sql_end(&r);
	return true;
}

bool thread_changed(struct ctx *c, struct thread_id id)
{
	return sql_run(c, &thread_touch, ARGS(arg(id.v)));
}

bool thread_close(struct ctx *c, struct thread_id id, bool closed)
{
	int64_t n;

	if (!sql_count(c, &thread_set_closed, ARGS(arg(id.v), arg(closed ? c->now : 0)), &n))
		return false;
	if (n == 0)
		return fail(c, FAULT_ABSENT, "There is no such thread.");
	return listing_changed(c, id)
		&& audit_add(c, closed ? "thread.close" : "thread.reopen", "thread", id.v, S(""));
}
