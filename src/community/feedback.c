/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/feedback.h"

#include "base/instant.h"
#include "base/utf8.h"
#include "community/paper_version.h"
#include "community/turn.h"
#include "community/words.h"
#include "core/activity.h"
#include "core/audit.h"
#include "core/once.h"
#include "core/person.h"
#include "core/rate.h"
#include "store/sql.h"

enum { AN_HOUR = 60 };

static const struct stmt insert = { "feedback_insert",
	"INSERT INTO paper_feedback (paper_id, id, version, line, author_id, byline, works, idea,"
	" said_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
	"iiiiisssi", "" };
static const struct stmt list = { "feedback_list",
	"SELECT id, version, line, author_id, byline, works, idea, said_at FROM paper_feedback"
	" WHERE paper_id = $1 AND version = $2 ORDER BY line, id LIMIT $3",
	"iii", "iiiisssi" };
static const struct stmt author_of = { "feedback_author",
	"SELECT author_id FROM paper_feedback WHERE paper_id = $1 AND id = $2", "ii", "i" };
static const struct stmt drop = { "feedback_drop",
	"DELETE FROM paper_feedback WHERE paper_id = $1 AND id = $2", "ii", "" };

static bool check_text(struct ctx *c, const char *field, struct str s)
{
	if (!utf8_is_text(s))
		return ctx_wrong(c, field, "There is a sign in this that is not text.");
	return utf8_length(s) <= FEEDBACK_MAX
		|| ctx_wrong(c, field, "This is too long: %d letters are the most.", FEEDBACK_MAX);
}

static int64_t lines_of(struct str text)
{
	int64_t n = 1;

	for (size_t i = 0; i < text.len; i++)
		n += text.at[i] == '\n' || text.at[i] == '\f';
	return n;
}

static bool check(struct ctx *c, const struct paper_version *v, const struct feedback_draft *d)
{
	bool works = check_text(c, "works", d->works), idea = check_text(c, "idea", d->idea);

	if (!works || !idea)
		return false;
	if (words_blank(d->works))
		return words_blank(d->idea)
			? ctx_wrong(c, "works", "Say first what already works here.")
			: ctx_wrong(c, "works",
				"Say first what already works here. What you would try is kept "
				"below, and goes out together with it.");
	return (d->line >= 0 && d->line <= lines_of(v->covered))
		|| ctx_wrong(c, "line", "That place is not on this paper.");
}

static bool put(struct ctx *c, const struct place *p, const struct paper_version *v,
	const struct feedback_draft *d, int64_t id)
{
	return sql_run(c, &insert,
		       ARGS(arg(v->paper.v), arg(id), arg(v->n), arg(d->line), arg(c->actor.v),
			       arg(d->byline), arg(d->works), arg(d->idea), arg(c->now)))
		&& turn_done(c, v->paper)
		&& activity_note(c, p, TRACE_FEEDBACK, OBJECT_DOCUMENT, v->paper.v);
}

bool feedback_add(struct ctx *c, const struct place *p, const struct paper_version *v,
	const struct feedback_draft *draft, int64_t *ret)
{
	static const struct rate often = { "feedback", AN_HOUR, INSTANT_HOUR };
	struct feedback_draft d = *draft;
	int64_t id = 0;

	d.works = words_tidy(c, d.works);
	d.idea = words_tidy(c, d.idea);
	if (!ctx_ok(c) || !check(c, v, &d))
		return false;
	struct str text = arena_fmt(c->mem, "%lld %lld %lld %.*s\n%.*s", (long long)v->paper.v,
		(long long)v->n, (long long)d.line, (int)d.works.len, d.works.at, (int)d.idea.len,
		d.idea.at);
	if (!once_find(c, d.once, text, &id))
		return false;
	if (id == 0) {
		id = ctx_id(c);
		if (!rate_check(c, &often, arena_fmt(c->mem, "%lld", (long long)c->actor.v))
			|| !put(c, p, v, &d, id) || !once_keep(c, d.once, text, id))
			return false;
	}
	*ret = id;
	return true;
}

bool feedback_list(
	struct ctx *c, struct paper_id paper, int64_t version, struct feedback **ret, size_t *ret_n)
{
	struct feedback *f = arena_new(c->mem, struct feedback, FEEDBACK_LIST_MAX);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &list, ARGS(arg(paper.v), arg(version), arg((int64_t)FEEDBACK_LIST_MAX)),
		    &r))
		return false;
	while (n < FEEDBACK_LIST_MAX && sql_next(&r))
		f[n++] = (struct feedback){ row_int(&r, 0), row_int(&r, 1), row_int(&r, 2),
			{ row_int(&r, 3) }, row_str(&r, 4), row_str(&r, 5), row_str(&r, 6),
			row_int(&r, 7) };
	sql_end(&r);
	*ret = f;
	*ret_n = n;
	return ctx_ok(c);
}

bool feedback_remove(struct ctx *c, struct paper_id paper, int64_t id)
{
	struct rows r;

	if (!sql_one(c, &author_of, ARGS(arg(paper.v), arg(id)), &r))
		return false;
	bool own = row_int(&r, 0) == c->actor.v;
	sql_end(&r);
	if (!own && !(c->roles & ROLE_FACILITATOR))
		return fail(
			c, FAULT_DENIED, "Only the person who said something can take it back.");
	return sql_run(c, &drop, ARGS(arg(paper.v), arg(id)))
		&& (own || audit_add(c, "removed feedback", "paper", paper.v, S("")));
}
