/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/story.h"

#include "base/utf8.h"
#include "community/line.h"
#include "core/audit.h"
#include "core/markdown.h"
#include "store/sql.h"

static const struct stmt every = { "story_every",
	"SELECT id, said_by, body, html, shown FROM story WHERE shown >= $1 ORDER BY place, id"
	" LIMIT $2",
	"ii", "isssi" };
static const struct stmt by_id = { "story_by_id",
	"SELECT id, said_by, body, html, shown FROM story WHERE id = $1", "i", "isssi" };
static const struct stmt last = { "story_last",
	"SELECT count(*), COALESCE(max(place), 0) FROM story", "", "ii" };
static const struct stmt add = { "story_add",
	"INSERT INTO story (id, said_by, body, html, shown, place, made_at)"
	" VALUES ($1, $2, $3, $4, 1, $5, $6)",
	"isssii", "" };
static const struct stmt set = { "story_set",
	"UPDATE story SET said_by = $2, body = $3, html = $4 WHERE id = $1", "isss", "" };
static const struct stmt show = { "story_show", "UPDATE story SET shown = $2 WHERE id = $1", "ii",
	"" };
static const struct stmt set_place = { "story_set_place",
	"UPDATE story SET place = $2 WHERE id = $1", "ii", "" };

static struct story read(const struct rows *r)
{
	return (struct story){ .id = { row_int(r, 0) },
		.said_by = row_str(r, 1),
		.body = row_str(r, 2),
		.html = row_str(r, 3),
		.shown = row_int(r, 4) != 0 };
}

bool story_list(struct ctx *c, bool all, struct story **ret, size_t *ret_n)
{
	struct story *s = arena_new(c->mem, struct story, STORY_LIST_MAX);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &every, ARGS(arg((int64_t)!all), arg((int64_t)STORY_LIST_MAX)), &r))
		return false;
	while (n < STORY_LIST_MAX && sql_next(&r))
		s[n++] = read(&r);
	sql_end(&r);
	*ret = s;
	*ret_n = n;
	return ctx_ok(c);
}

bool story_get(struct ctx *c, struct story_id id, struct story *ret)
{
	struct rows r;

	if (!sql_one(c, &by_id, ARGS(arg(id.v)), &r))
		return false;
	*ret = read(&r);
	sql_end(&r);
	return true;
}

static bool count(struct ctx *c, int64_t *ret_n, int64_t *ret_place)
{
	struct rows r;

	if (!sql_one(c, &last, NO_ARGS, &r))
		return false;
	*ret_n = row_int(&r, 0);
	*ret_place = row_int(&r, 1);
	sql_end(&r);
	return true;
}

static bool check(struct ctx *c, struct story_draft *d, struct str *ret_html)
{
	d->said_by = str_trim(d->said_by);
	d->body = str_trim(d->body);
	if (!line_ok(d->said_by, STORY_BY_MAX))
		(void)!ctx_wrong(c, "said_by",
			"Say in one line of 1 to %d letters who tells it, such as “Third-year, "
			"Chemistry”.",
			STORY_BY_MAX);
	if (d->body.len == 0 || !utf8_is_text(d->body) || utf8_length(d->body) > STORY_BODY_MAX)
		return ctx_wrong(c, "body", "A story has 1 to %d letters.", STORY_BODY_MAX);
	return markdown_html(c, d->body, ret_html) && ctx_ok(c);
}

static bool note(struct ctx *c, const char *act, struct story_id id)
{
	return audit_add(c, act, "story", id.v, S(""));
}

bool story_add(struct ctx *c, const struct story_draft *draft, struct story_id *ret)
{
	struct story_id id = { ctx_id(c) };
	struct story_draft d = *draft;
	int64_t n, place;
	struct str html;

	if (!count(c, &n, &place) || !check(c, &d, &html))
		return false;
	if (n >= STORY_LIST_MAX)
		return fail(c, FAULT_CONFLICT,
			"There are %d stories, and that is the most. Change one that is hidden.",
			STORY_LIST_MAX);
	if (!sql_run(c, &add,
		    ARGS(arg(id.v), arg(d.said_by), arg(d.body), arg(html), arg(place + 1),
			    arg(c->now)))
		|| !note(c, "added a story", id))
		return false;
	*ret = id;
	return true;
}

static bool changed(struct ctx *c, bool run, int64_t n)
{
	return run && (n == 1 || fail(c, FAULT_ABSENT, "There is no such story."));
}

bool story_edit(struct ctx *c, struct story_id id, const struct story_draft *draft)
{
	struct story_draft d = *draft;
	struct str html;
	int64_t n = 0;

	if (!check(c, &d, &html))
		return false;
	bool run = sql_count(c, &set, ARGS(arg(id.v), arg(d.said_by), arg(d.body), arg(html)), &n);
	return changed(c, run, n) && note(c, "changed a story", id);
}

bool story_show(struct ctx *c, struct story_id id, bool shown)
{
	int64_t n = 0;
	bool run = sql_count(c, &show, ARGS(arg(id.v), arg((int64_t)shown)), &n);

	return changed(c, run, n) && note(c, shown ? "showed a story" : "hid a story", id);
}

/* All get their places anew, so that they are right whatever they were before. */
bool story_up(struct ctx *c, struct story_id id)
{
	struct story *s;
	size_t n, at = 0;

	if (!story_list(c, true, &s, &n))
		return false;
	while (at < n && s[at].id.v != id.v)
		at++;
	if (at == n)
		return fail(c, FAULT_ABSENT, "There is no such story.");
	if (at == 0)
		return true;
	struct story above = s[at - 1];
	s[at - 1] = s[at];
	s[at] = above;
	for (size_t i = 0; i < n; i++)
		if (!sql_run(c, &set_place, ARGS(arg(s[i].id.v), arg((int64_t)i + 1))))
			return false;
	return note(c, "moved a story", id);
}

bool story_begin(struct ctx *c, const struct story_draft *d, size_t n)
{
	struct story_id id;
	int64_t have, place;

	if (!count(c, &have, &place))
		return false;
	for (size_t i = 0; have == 0 && i < n; i++)
		if (!story_add(c, &d[i], &id))
			return false;
	return true;
}
