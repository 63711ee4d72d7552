/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/alias_lift.h"

#include "base/conf.h"
#include "base/instant.h"
#include "base/utf8.h"
#include "community/listing.h"
#include "community/post.h"
#include "community/words.h"
#include "core/audit.h"
#include "core/letter.h"
#include "core/once.h"
#include "core/person.h"
#include "store/news.h"
#include "store/search.h"
#include "store/sql.h"

enum { SHOWN_AGAIN = 5 }; /* minutes: a double tap */

static const struct stmt raise_posts = { "alias_raise_posts",
	"UPDATE post SET byline = $4, appears = $5 WHERE thread_id = $1 AND author_id = $2"
	" AND byline = $3 AND appears BETWEEN 1 AND $5 - 1 AND (id = $6 OR $7 = 1)",
	"iissiii", "" };
static const struct stmt raised = { "alias_raised",
	"SELECT id FROM post WHERE thread_id = $1 AND author_id = $2 AND byline = $3"
	" AND appears BETWEEN 1 AND $4 - 1 AND deleted_at = 0 AND (id = $5 OR $6 = 1)",
	"iisiii", "i" };
static const struct stmt raise_thread = { "alias_raise_thread",
	"UPDATE thread SET version = version + 1, named_at = $2,"
	" byline = COALESCE((SELECT p.byline FROM post p"
	" WHERE p.thread_id = thread.id ORDER BY p.id LIMIT 1), byline),"
	" last_by = COALESCE((SELECT p.byline FROM post p WHERE p.thread_id = thread.id"
	" AND p.id = thread.last_post), last_by) WHERE id = $1",
	"ii", "" };
/* An alias under which nothing stands any more is known; the next one is another. */
static const struct stmt let_go = { "alias_let_go",
	"DELETE FROM thread_alias WHERE thread_id = $1 AND person_id = $2 AND NOT EXISTS"
	" (SELECT 1 FROM post p WHERE p.thread_id = $1 AND p.author_id = $2"
	" AND p.appears BETWEEN 1 AND 2)",
	"ii", "" };
static const struct stmt listed = { "alias_listed",
	"SELECT p.byline, min(p.id), count(*) FROM post p WHERE p.thread_id = $1"
	" AND p.appears BETWEEN 1 AND 2 GROUP BY p.byline ORDER BY min(p.id) LIMIT $2",
	"ii", "sii" };
static const struct stmt lift_put = { "alias_lift_put",
	"INSERT INTO alias_lift (id, thread_id, name, author_id, lifted_by, reason, at)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7)",
	"iisiisi", "" };
static const struct stmt lift_by_id = { "alias_lift_by_id",
	"SELECT l.author_id, l.name, p.name, p.address, l.at FROM alias_lift l"
	" JOIN person p ON p.id = l.author_id WHERE l.id = $1 AND l.lifted_by = $2",
	"ii", "isssi" };

/* The search shows the name too. */
static bool sign(struct ctx *c, struct args which, struct str name)
{
	struct rows r;

	if (!sql_open(c, &raised, which, &r))
		return false;
	while (sql_next(&r))
		if (!search_sign(c, row_int(&r, 0), name))
			return false;
	return ctx_ok(c);
}

bool alias_raise(
	struct ctx *c, struct thread_id thread, struct post_id post, enum appear_as as, bool all)
{
	struct post p;
	struct str body;
	struct person me;

	if (!ctx_ok(c) || !post_get(c, thread, post, &p, &body) || !person_get(c, c->actor, &me))
		return false;
	if (p.author.v != c->actor.v)
		return fail(c, FAULT_DENIED, "Only the person who wrote a post can change it.");
	if ((as != APPEAR_FIRST && as != APPEAR_FULL) || p.as == APPEAR_UNCHOSEN || p.as >= as)
		return ctx_wrong(c, "as", "Choose a name that tells more than the one it has.");
	struct str name = as == APPEAR_FULL ? me.name : me.shown_name;
	return sign(c,
		       ARGS(arg(thread.v), arg(c->actor.v), arg(p.byline), arg((int64_t)as),
			       arg(post.v), arg((int64_t)all)),
		       name)
		&& sql_run(c, &raise_posts,
			ARGS(arg(thread.v), arg(c->actor.v), arg(p.byline), arg(name),
				arg((int64_t)as), arg(post.v), arg((int64_t)all)))
		&& sql_run(c, &raise_thread, ARGS(arg(thread.v), arg(c->now)))
		&& listing_changed(c, thread) && news_tell(c, thread.v)
		&& sql_run(c, &let_go, ARGS(arg(thread.v), arg(c->actor.v)));
}

bool alias_list(struct ctx *c, struct thread_id thread, struct alias_seen **ret, size_t *ret_n)
{
	struct alias_seen *a = arena_new(c->mem, struct alias_seen, ALIAS_LISTED);
	size_t n = 0;
	struct rows r;

	if (!sql_open(c, &listed, ARGS(arg(thread.v), arg((int64_t)ALIAS_LISTED)), &r))
		return false;
	for (; sql_next(&r); n++)
		a[n] = (struct alias_seen){ row_str(&r, 0), { row_int(&r, 1) }, row_int(&r, 2) };
	*ret = a;
	*ret_n = n;
	return ctx_ok(c);
}

/* Neither the alias nor the reason: a letter is read by more than its reader. */
static bool write_letter(struct ctx *c, const struct alias_owner *o)
{
	const char *base = c->house && c->house->conf ? c->house->conf->base_url : "";
	struct letter_draft d = { .person = o->person,
		.kind = "alias-lifted",
		.to = o->address,
		.subject = S("Somebody asked who wrote a post of yours") };
	int64_t id;

	d.body = arena_fmt(c->mem,
		"Hello,\n\nyou wrote in a group under an alias. The safeguarding lead of your"
		" institution has asked Cairn\nwho writes under it, and was told. This is done"
		" only when somebody is worried about a person,\nand only that one member of"
		" staff was told. Nobody else sees your name there.\n\nThe reason that they gave,"
		" and when it was, is on your own page:\n%s/me/data\n\nIf you want to talk about"
		" it, or if you are not safe: %s/help-now\n",
		base, base);
	return letter_queue(c, &d, &id);
}

static bool read_lift(struct ctx *c, int64_t id, struct alias_owner *ret)
{
	struct rows r;

	if (!sql_one(c, &lift_by_id, ARGS(arg(id), arg(c->actor.v)), &r))
		return false;
	*ret = (struct alias_owner){ .person = { row_int(&r, 0) },
		.alias = row_str(&r, 1),
		.name = row_str(&r, 2),
		.address = row_str(&r, 3),
		.at = row_int(&r, 4) };
	sql_end(&r);
	return true;
}

static bool check(struct ctx *c, struct str reason, const struct post *p)
{
	if (p->as != APPEAR_ALIAS && p->as != APPEAR_OWN)
		(void)!ctx_wrong(c, "post", "Choose one of the aliases of this thread.");
	if (!utf8_is_text(reason) || utf8_length(reason) < ALIAS_REASON_MIN
		|| utf8_length(reason) > ALIAS_REASON_MAX)
		(void)!ctx_wrong(c, "reason",
			"Write why you need to know, in %d to %d letters. The person reads it.",
			ALIAS_REASON_MIN, ALIAS_REASON_MAX);
	return ctx_ok(c);
}

bool alias_lift(struct ctx *c, struct thread_id thread, struct post_id post, struct str reason,
	struct str once, struct alias_owner *ret)
{
	struct post p = { .as = APPEAR_UNCHOSEN };
	struct str body, text;
	int64_t earlier = 0, id;

	reason = words_tidy(c, reason);
	if (!ctx_ok(c) || (post.v && !post_get(c, thread, post, &p, &body))
		|| !check(c, reason, &p))
		return false;
	text = arena_fmt(c->mem, "%lld %.*s", (long long)post.v, (int)reason.len, reason.at);
	if (once.len && !once_find(c, once, text, &earlier))
		return false;
	if (earlier && !read_lift(c, earlier, ret))
		return false;
	if (earlier)
		return c->now - ret->at < SHOWN_AGAIN * INSTANT_MINUTE
			|| fail(c, FAULT_CONFLICT,
				"This was shown to you once. To see it again, ask again with a"
				" reason: open the page anew.");
	id = ctx_id(c);
	return sql_run(c, &lift_put,
		       ARGS(arg(id), arg(thread.v), arg(p.byline), arg(p.author.v), arg(c->actor.v),
			       arg(reason), arg(c->now)))
		&& (once.len == 0 || once_keep(c, once, text, id)) && read_lift(c, id, ret)
		&& audit_add(c, "alias.lift", "post", post.v, S("")) && write_letter(c, ret);
}
