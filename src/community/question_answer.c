/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/question_answer.h"

#include "base/utf8.h"
#include "community/post.h"
#include "community/words.h"
#include "core/activity.h"
#include "core/audit.h"
#include "core/markdown.h"
#include "core/once.h"
#include "core/person.h"
#include "store/sql.h"

#include <inttypes.h>

static const struct stmt list = { "question_answers",
	"SELECT a.id, a.author_id, a.byline, '', a.html, a.posted_at, a.edited_at,"
	" a.told_useful"
	" FROM question_answer a WHERE a.question_id = $1 AND a.deleted_at = 0 ORDER BY a.id"
	" LIMIT $2",
	"ii", "iisssiii" };
static const struct stmt one = { "question_answer_one",
	"SELECT a.id, a.author_id, a.byline, a.body, a.html, a.posted_at, a.edited_at,"
	" a.told_useful"
	" FROM question_answer a WHERE a.question_id = $1 AND a.id = $2 AND a.deleted_at = 0",
	"ii", "iisssiii" };
static const struct stmt add = { "question_answer_insert",
	"INSERT INTO question_answer (question_id, id, author_id, byline, body, html, posted_at)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7)",
	"iiisssi", "" };
static const struct stmt change = { "question_answer_change",
	"UPDATE question_answer SET body = $3, html = $4, edited_at = $5 WHERE question_id = $1"
	" AND id = $2",
	"iissi", "" };
static const struct stmt remove_it = { "question_answer_remove",
	"UPDATE question_answer SET deleted_at = $3, removed_by = $4, body = '', html = ''"
	" WHERE question_id = $1 AND id = $2",
	"iiii", "" };
static const struct stmt count = { "question_answer_count",
	"UPDATE question SET answers = (SELECT count(*) FROM question_answer a"
	" WHERE a.question_id = question.id AND a.deleted_at = 0) WHERE id = $1",
	"i", "" };

static struct question_answer read(const struct rows *r)
{
	return (struct question_answer){ .id = row_int(r, 0),
		.author = { row_int(r, 1) },
		.byline = row_str(r, 2),
		.body = row_str(r, 3),
		.html = row_str(r, 4),
		.posted_at = row_int(r, 5),
		.edited_at = row_int(r, 6),
		.told_useful = row_int(r, 7) };
}

bool question_answer_list(
	struct ctx *c, struct question_id id, struct question_answer **ret, size_t *ret_n)
{
	struct question_answer *a =
		arena_new(c->mem, struct question_answer, QUESTION_ANSWERS_SHOWN);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &list, ARGS(arg(id.v), arg((int64_t)QUESTION_ANSWERS_SHOWN)), &r))
		return false;
	while (sql_next(&r))
		a[n++] = read(&r);
	*ret = a;
	*ret_n = n;
	return ctx_ok(c);
}

bool question_answer_get(
	struct ctx *c, struct question_id id, int64_t answer, struct question_answer *ret)
{
	struct question q;
	struct rows r;

	if (!question_get(c, id, &q) || !sql_one(c, &one, ARGS(arg(id.v), arg(answer)), &r))
		return false;
	*ret = read(&r);
	sql_end(&r);
	return true;
}

static bool check(struct ctx *c, struct str *body, struct str *ret_html)
{
	if (!utf8_is_text(*body))
		return ctx_wrong(c, "body", "This holds characters that are not text.");
	*body = words_tidy(c, *body);
	if (words_blank(*body))
		return ctx_wrong(c, "body", "Write what you would say.");
	if (utf8_length(*body) > QUESTION_ANSWER_MAX)
		return ctx_wrong(
			c, "body", "An answer has at most %d letters.", QUESTION_ANSWER_MAX);
	return markdown_html(c, *body, ret_html);
}

static bool insert(struct ctx *c, const struct place *p, const struct question_answer_draft *d,
	struct str html, int64_t *ret)
{
	int64_t id = ctx_id(c);

	*ret = id;
	return sql_run(c, &add,
		       ARGS(arg(d->question.v), arg(id), arg(c->actor.v), arg(d->byline),
			       arg(d->body), arg(html), arg(c->now)))
		&& sql_run(c, &count, ARGS(arg(d->question.v))) && question_index(c, d->question)
		&& activity_note(c, p, TRACE_POST, OBJECT_QUESTION, d->question.v);
}

bool question_answer_add(struct ctx *c, const struct place *p,
	const struct question_answer_draft *draft, int64_t *ret)
{
	struct question_answer_draft d = *draft;
	int64_t earlier = 0;
	struct question q;
	struct str html;

	if (!question_get(c, d.question, &q) || !check(c, &d.body, &html))
		return false;
	struct str text =
		arena_fmt(c->mem, "%" PRId64 "\n%.*s", q.id.v, (int)d.body.len, d.body.at);
	if (d.once.len && !once_find(c, d.once, text, &earlier))
		return false;
	if (earlier) {
		*ret = earlier;
		return true;
	}
	if (q.answers >= QUESTION_ANSWERS_SHOWN)
		return fail(c, FAULT_CONFLICT,
			"There are %d answers to this question, and that is the most. Your text is "
			"still here to copy.",
			QUESTION_ANSWERS_SHOWN);
	return post_may(c) && insert(c, p, &d, html, ret)
		&& (d.once.len == 0 || once_keep(c, d.once, text, *ret));
}

bool question_answer_edit(struct ctx *c, struct question_id id, int64_t answer, struct str body)
{
	struct question_answer a;
	struct str html;

	if (!question_answer_get(c, id, answer, &a))
		return false;
	if (a.author.v != c->actor.v)
		return fail(c, FAULT_DENIED, "Only whoever wrote this can change it.");
	return check(c, &body, &html) && post_may(c)
		&& sql_run(
			c, &change, ARGS(arg(id.v), arg(answer), arg(body), arg(html), arg(c->now)))
		&& question_index(c, id);
}

bool question_answer_delete(struct ctx *c, struct question_id id, int64_t answer)
{
	struct question_answer a;

	if (!question_answer_get(c, id, answer, &a))
		return false;
	bool own = a.author.v == c->actor.v;
	if (!own && !(c->roles & ROLE_FACILITATOR))
		return fail(c, FAULT_DENIED, "Only whoever wrote this can take it out.");
	return sql_run(c, &remove_it,
		       ARGS(arg(id.v), arg(answer), arg(c->now),
			       arg(own ? (int64_t)0 : c->actor.v)))
		&& sql_run(c, &count, ARGS(arg(id.v))) && question_index(c, id)
		&& (own || audit_add(c, "question.remove_answer", "question", id.v, S("")));
}
