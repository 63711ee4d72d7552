/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/find_post.h"

#include "community/words.h"
#include "store/search.h"
#include "store/sql.h"

static const struct stmt find_place = { "find_place",
	"SELECT t.group_id, g.round_id, t.week, g.subject, t.title, EXISTS (SELECT 1 FROM post x"
	" WHERE x.thread_id = t.id AND x.id < $2) FROM thread t JOIN peer_group g"
	" ON g.id = t.group_id WHERE t.id = $1",
	"ii", "iiissi" };
/* Threads are found as community_holdings finds them. */
static const struct stmt find_written = { "find_written",
	"SELECT p.id FROM post p WHERE p.author_id = $1 AND p.deleted_at = 0 AND p.thread_id IN"
	" (SELECT t.id FROM thread t WHERE t.group_id IN (SELECT m.group_id FROM membership m"
	" WHERE m.person_id = $1) OR NOT EXISTS (SELECT 1 FROM membership m WHERE m.person_id ="
	" $1))",
	"i", "i" };

static bool doc_of(struct ctx *c, const struct find_post *p, struct search_doc *ret)
{
	struct rows r;

	if (!sql_one(c, &find_place, ARGS(arg(p->thread.v), arg(p->id.v)), &r))
		return false;
	bool answer = row_int(&r, 5);
	*ret = (struct search_doc){ .id = p->id.v,
		.kind = answer ? S("answer") : S("post"),
		.reach = SEARCH_GROUP,
		.group = row_int(&r, 0),
		.round = row_int(&r, 1),
		.parent = p->thread.v,
		.week = row_int(&r, 2),
		.at = p->at,
		.subject = row_str(&r, 3),
		.byline = p->byline,
		.title = answer ? S("") : row_str(&r, 4),
		.body = words_of_html(c, p->html) };
	sql_end(&r);
	return true;
}

bool find_post_add(struct ctx *c, const struct find_post *p)
{
	struct search_doc d;

	return doc_of(c, p, &d) && search_add(c, &d);
}

bool find_post_change(struct ctx *c, const struct find_post *p)
{
	struct search_doc d;

	return doc_of(c, p, &d) && search_put(c, &d);
}

bool find_post_forget(struct ctx *c, struct person_id person)
{
	struct rows r;

	if (!sql_open(c, &find_written, ARGS(arg(person.v)), &r))
		return false;
	while (sql_next(&r))
		if (!search_drop(c, row_int(&r, 0)))
			return false;
	return ctx_ok(c);
}
