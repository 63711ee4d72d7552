/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/paper.h"

#include "base/instant.h"
#include "base/utf8.h"
#include "community/line.h"
#include "community/paper_file.h"
#include "community/words.h"
#include "core/rate.h"
#include "store/sql.h"

enum { AN_HOUR = 20, GROUPS_MAX = 500 };

#define PAPER \
	"p.id, p.author_id, p.group_id, p.kind, p.goal, p.title, p.ask, p.latest, p.shown, " \
	"p.shown_at, p.made_at"
#define PAPER_OUT "iiisissiiii"
#define SAID ", (SELECT count(DISTINCT f.author_id) FROM paper_feedback f WHERE f.paper_id = p.id)"

static const struct stmt insert = { "paper_insert",
	"INSERT INTO paper (id, author_id, group_id, kind, goal, title, ask, latest, made_at)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8)",
	"iiisissi", "" };
static const struct stmt count = { "paper_count",
	"SELECT count(*) FROM paper WHERE author_id = $1 AND group_id = $2", "ii", "i" };
static const struct stmt by_id = { "paper_by_id", "SELECT " PAPER " FROM paper p WHERE p.id = $1",
	"i", PAPER_OUT };
static const struct stmt mine = { "paper_mine",
	"SELECT " PAPER SAID " FROM paper p WHERE p.author_id = $1 ORDER BY p.id DESC LIMIT $2",
	"ii", PAPER_OUT "i" };
static const struct stmt of_group = { "paper_of_group",
	"SELECT " PAPER SAID " FROM paper p JOIN membership m ON m.group_id = p.group_id"
	" AND m.person_id = p.author_id AND m.left_at = 0"
	" WHERE p.group_id = $1 AND p.shown > 0 AND p.author_id <> $2"
	" ORDER BY p.shown_at DESC, p.id DESC LIMIT $3",
	"iii", PAPER_OUT "i" };
static const struct stmt groups = { "paper_groups",
	"SELECT g.id, g.name, r.title, count(*) FROM paper p JOIN peer_group g ON g.id = p.group_id"
	" JOIN round r ON r.id = g.round_id JOIN membership m ON m.group_id = p.group_id"
	" AND m.person_id = p.author_id AND m.left_at = 0 WHERE p.shown > 0"
	" GROUP BY g.id, g.name, r.title, r.opens_at ORDER BY r.opens_at DESC, g.name, g.id LIMIT"
	" $1",
	"i", "issi" };
static const struct stmt drop_feedback = { "paper_drop_feedback",
	"DELETE FROM paper_feedback WHERE paper_id = $1", "i", "" };
static const struct stmt drop_pages = { "paper_drop_pages",
	"DELETE FROM paper_page WHERE paper_id = $1", "i", "" };
static const struct stmt drop_versions = { "paper_drop_versions",
	"DELETE FROM paper_version WHERE paper_id = $1", "i", "" };
static const struct stmt drop_turns = { "paper_drop_turns",
	"DELETE FROM paper_turn WHERE paper_id = $1 AND done_at = 0", "i", "" };
static const struct stmt drop_paper = { "paper_drop", "DELETE FROM paper WHERE id = $1", "i", "" };
/* What anybody was typing about it when their session ended: in drafts and in links of mail. */
static const struct stmt drop_drafts = { "paper_drop_drafts",
	"DELETE FROM draft WHERE path = $1 OR substr(path, 1, length($2)) = $2", "ss", "" };
static const struct stmt empty_links = { "paper_empty_links",
	"UPDATE signin_link SET next_path = '', draft_title = '', draft_body = ''"
	" WHERE next_path = $1 OR substr(next_path, 1, length($2)) = $2",
	"ss", "" };

static const char *const goals[PAPER_GOAL_LAST + 1] = { "something", "a part-time job",
	"an internship or a placement", "a job after university", "further study", "volunteering",
	"something else" };

const char *paper_goal_name(int64_t goal)
{
	return goals[goal >= PAPER_GOAL_FIRST && goal <= PAPER_GOAL_LAST ? goal : 0];
}

const char *paper_kind_name(enum paper_kind kind)
{
	return kind == PAPER_LETTER ? "cover letter" : "CV";
}

static struct paper read(const struct rows *r)
{
	return (struct paper){ .id = { row_int(r, 0) },
		.author = { row_int(r, 1) },
		.group = { row_int(r, 2) },
		.kind = str_eq(row_peek(r, 3), S("letter")) ? PAPER_LETTER : PAPER_CV,
		.goal = row_int(r, 4),
		.title = row_str(r, 5),
		.ask = row_str(r, 6),
		.latest = row_int(r, 7),
		.shown = row_int(r, 8),
		.shown_at = row_int(r, 9),
		.made_at = row_int(r, 10) };
}

bool paper_may(struct ctx *c)
{
	static const struct rate r = { "paper", AN_HOUR, INSTANT_HOUR };

	return rate_check(c, &r, arena_fmt(c->mem, "%lld", (long long)c->actor.v));
}

static bool check(struct ctx *c, struct paper_draft *d)
{
	d->title = words_line(c, d->title);
	d->ask = words_line(c, d->ask);
	if (d->goal < PAPER_GOAL_FIRST || d->goal > PAPER_GOAL_LAST)
		(void)!ctx_wrong(c, "goal", "Choose what it is for.");
	if (words_blank(d->title) || !line_ok(d->title, PAPER_TITLE_MAX))
		(void)!ctx_wrong(c, "title",
			"Say in one line of up to %d letters what you want it for, such as “A "
			"summer in a laboratory”.",
			PAPER_TITLE_MAX);
	if (d->ask.len > 0 && !line_ok(d->ask, PAPER_ASK_MAX))
		(void)!ctx_wrong(c, "ask", "A question has up to %d letters.", PAPER_ASK_MAX);
	return ctx_ok(c);
}

bool paper_make(
	struct ctx *c, struct group_id group, const struct paper_draft *draft, struct paper_id *ret)
{
	struct paper_id id = { ctx_id(c) };
	struct paper_draft d = *draft;
	struct rows r;

	if (!check(c, &d) || !sql_one(c, &count, ARGS(arg(c->actor.v), arg(group.v)), &r))
		return false;
	int64_t n = row_int(&r, 0);
	sql_end(&r);
	if (n >= PAPERS_MAX)
		return fail(c, FAULT_CONFLICT,
			"You have %d papers in the clinic, and that is the most. Add a new version "
			"to one of them, or withdraw one.",
			PAPERS_MAX);
	if (!sql_run(c, &insert,
		    ARGS(arg(id.v), arg(c->actor.v), arg(group.v),
			    arg(d.kind == PAPER_LETTER ? S("letter") : S("cv")), arg(d.goal),
			    arg(d.title), arg(d.ask), arg(c->now))))
		return false;
	*ret = id;
	return true;
}

bool paper_get(struct ctx *c, struct paper_id id, struct paper *ret)
{
	struct rows r;

	if (!sql_one(c, &by_id, ARGS(arg(id.v)), &r))
		return false;
	*ret = read(&r);
	sql_end(&r);
	return true;
}

static bool list(struct ctx *c, const struct stmt *s, struct args in, size_t max,
	struct paper_seen **ret, size_t *ret_n)
{
	struct paper_seen *p = arena_new(c->mem, struct paper_seen, max);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, s, in, &r))
		return false;
	while (n < max && sql_next(&r))
		p[n++] = (struct paper_seen){ read(&r), row_int(&r, 11) };
	sql_end(&r);
	*ret = p;
	*ret_n = n;
	return ctx_ok(c);
}

bool paper_mine(struct ctx *c, struct paper_seen **ret, size_t *ret_n)
{
	return list(c, &mine, ARGS(arg(c->actor.v), arg((int64_t)PAPER_LIST_MAX)), PAPER_LIST_MAX,
		ret, ret_n);
}

bool paper_of_group(struct ctx *c, struct group_id group, struct paper_seen **ret, size_t *ret_n)
{
	return list(c, &of_group, ARGS(arg(group.v), arg(c->actor.v), arg((int64_t)PAPER_LIST_MAX)),
		PAPER_LIST_MAX, ret, ret_n);
}

bool paper_groups(struct ctx *c, struct paper_group **ret, size_t *ret_n)
{
	struct paper_group *g = arena_new(c->mem, struct paper_group, GROUPS_MAX);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &groups, ARGS(arg((int64_t)GROUPS_MAX)), &r))
		return false;
	while (n < GROUPS_MAX && sql_next(&r))
		g[n++] = (struct paper_group){ { row_int(&r, 0) }, row_str(&r, 1), row_str(&r, 2),
			row_int(&r, 3) };
	sql_end(&r);
	*ret = g;
	*ret_n = n;
	return ctx_ok(c);
}

bool paper_drop(struct ctx *c, struct paper_id id)
{
	static const struct stmt *const drops[] = { &drop_feedback, &drop_pages, &drop_versions,
		&drop_turns, &drop_paper };
	struct str path = arena_fmt(c->mem, "/clinic/paper/%lld", (long long)id.v);
	struct str below = arena_fmt(c->mem, "%s/", path.at);

	if (!paper_file_drop(c, id, 0))
		return false;
	for (size_t i = 0; i < sizeof drops / sizeof *drops; i++)
		if (!sql_run(c, drops[i], ARGS(arg(id.v))))
			return false;
	return sql_run(c, &drop_drafts, ARGS(arg(path), arg(below)))
		&& sql_run(c, &empty_links, ARGS(arg(path), arg(below)));
}

bool paper_withdraw(struct ctx *c, struct paper_id id)
{
	struct paper p;

	if (!paper_get(c, id, &p))
		return false;
	if (p.author.v != c->actor.v)
		return fail(c, FAULT_ABSENT, "There is no such page, or it is not for you.");
	return paper_drop(c, id);
}
