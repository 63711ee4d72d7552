/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/share.h"

#include "base/instant.h"
#include "core/audit.h"
#include "core/setting.h"
#include "store/sql.h"

enum { OVERLAP_MINUTES = 60 };

static const struct stmt talked = { "share_talked",
	"SELECT g.id, g.round_id FROM round r JOIN peer_group g ON g.round_id = r.id"
	" WHERE r.opens_at <= $1 AND r.closes_at > $2 AND g.id > $3 AND EXISTS (SELECT 1"
	" FROM thread t WHERE t.group_id = g.id AND t.last_at > $2) ORDER BY g.id LIMIT $4",
	"iiii", "ii" };
static const struct stmt weeks = { "share_weeks",
	"SELECT t.week, t.opens_at, COALESCE((SELECT n.opens_at FROM topic n WHERE n.round_id ="
	" t.round_id AND n.week = t.week + 1), 9223372036854775807) FROM topic t"
	" WHERE t.round_id = $1 AND t.opens_at <= $2 ORDER BY t.week",
	"ii", "iii" };
static const struct stmt bodies = { "share_bodies",
	"SELECT s.body, CASE WHEN EXISTS (SELECT 1 FROM membership m WHERE m.round_id = $4"
	" AND m.person_id = p.author_id) THEN 0 ELSE 1 END FROM thread t JOIN post p"
	" ON p.thread_id = t.id JOIN post_source s ON s.thread_id = p.thread_id AND s.post_id ="
	" p.id WHERE t.group_id = $1 AND t.last_at >= $2 AND p.posted_at >= $2 AND p.posted_at < $3"
	" AND p.deleted_at = 0",
	"iiii", "si" };
static const struct stmt put = { "share_put",
	"INSERT INTO group_words (group_id, week, members, staff) VALUES ($1, $2, $3, $4)"
	" ON CONFLICT (group_id, week) DO UPDATE SET members = excluded.members,"
	" staff = excluded.staff",
	"iiii", "" };
static const struct stmt of_week = { "share_of_week",
	"SELECT g.id, g.name, w.members, w.staff FROM peer_group g JOIN group_words w"
	" ON w.group_id = g.id AND w.week = $2 WHERE g.round_id = $1 AND w.members + w.staff > 0"
	" ORDER BY (w.staff * 10000) / (w.members + w.staff) DESC, g.name, g.id",
	"ii", "isii" };
static const struct stmt ceiling = { "share_ceiling",
	"SELECT ceiling FROM board_choice WHERE round_id = $1", "i", "i" };
static const struct stmt there = { "share_round", "SELECT 1 FROM round WHERE id = $1", "i", "i" };
static const struct stmt choose = { "share_choose",
	"INSERT INTO board_choice (round_id, ceiling) VALUES ($1, $2) ON CONFLICT (round_id)"
	" DO UPDATE SET ceiling = excluded.ceiling",
	"ii", "" };

static const char counted[] = "share.counted";

int64_t share_of(int64_t members, int64_t staff)
{
	int64_t all = members + staff;

	return all > 0 ? (staff * 200 + all) / (2 * all) : 0;
}

static int64_t words_in(struct str s)
{
	int64_t n = 0;
	bool inside = false;

	for (size_t i = 0; i < s.len; i++) {
		bool space = (unsigned char)s.at[i] <= ' ';
		n += !space && !inside;
		inside = !space;
	}
	return n;
}

static bool count_week(
	struct ctx *c, int64_t group, int64_t round, int64_t week, int64_t from, int64_t to)
{
	int64_t words[2] = { 0, 0 };
	struct rows r;

	if (!sql_open(c, &bodies, ARGS(arg(group), arg(from), arg(to), arg(round)), &r))
		return false;
	while (sql_next(&r))
		words[row_int(&r, 1)] += words_in(row_peek(&r, 0));
	return ctx_ok(c)
		&& sql_run(c, &put, ARGS(arg(group), arg(week), arg(words[0]), arg(words[1])));
}

/* The weeks in which something may have been written since. */
static bool count_group(struct ctx *c, int64_t group, int64_t round, int64_t since)
{
	enum { WEEKS = 12 };
	int64_t week[WEEKS], from[WEEKS], to[WEEKS];
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &weeks, ARGS(arg(round), arg(c->now)), &r))
		return false;
	for (; n < WEEKS && sql_next(&r); n++) {
		week[n] = row_int(&r, 0);
		from[n] = row_int(&r, 1);
		to[n] = row_int(&r, 2);
	}
	sql_end(&r);
	for (size_t i = 0; i < n; i++)
		if (to[i] > since && !count_week(c, group, round, week[i], from[i], to[i]))
			return false;
	return ctx_ok(c);
}

static bool begin(struct ctx *c, struct share_count *at)
{
	struct str said;

	at->until = c->now;
	if (!setting_get(c, counted, S("0"), &said))
		return false;
	(void)!str_to_int(said, &at->since);
	at->since -= OVERLAP_MINUTES * INSTANT_MINUTE;
	return true;
}

bool share_some(struct ctx *c, struct share_count *at, bool *ret_more)
{
	int64_t group[SHARE_GROUPS], round[SHARE_GROUPS];
	struct rows r;
	size_t n = 0;

	*ret_more = false;
	if (at->until == 0 && !begin(c, at))
		return false;
	if (!sql_open(c, &talked,
		    ARGS(arg(c->now), arg(at->since), arg(at->group), arg((int64_t)SHARE_GROUPS)),
		    &r))
		return false;
	for (; n < SHARE_GROUPS && sql_next(&r); n++) {
		group[n] = row_int(&r, 0);
		round[n] = row_int(&r, 1);
	}
	sql_end(&r);
	for (size_t i = 0; i < n; i++)
		if (!count_group(c, group[i], round[i], at->since))
			return false;
	*ret_more = n == SHARE_GROUPS;
	if (*ret_more)
		at->group = group[n - 1];
	return *ret_more
		|| setting_note(c, counted, arena_fmt(c->mem, "%lld", (long long)at->until));
}

bool share_week(struct ctx *c, struct round_id round, int64_t week, struct share *ret)
{
	struct share_group *g = arena_new(c->mem, struct share_group, SHARE_SHOWN), all = { 0 };
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &of_week, ARGS(arg(round.v), arg(week)), &r))
		return false;
	while (sql_next(&r)) {
		all.members += row_int(&r, 2);
		all.staff += row_int(&r, 3);
		if (n < SHARE_SHOWN)
			g[n++] = (struct share_group){ { row_int(&r, 0) }, row_str(&r, 1),
				row_int(&r, 2), row_int(&r, 3) };
	}
	*ret = (struct share){ g, n, all };
	return ctx_ok(c);
}

bool share_ceiling(struct ctx *c, struct round_id round, int64_t *ret)
{
	struct rows r;

	*ret = SHARE_CEILING;
	if (!sql_open(c, &ceiling, ARGS(arg(round.v)), &r))
		return false;
	if (sql_next(&r)) {
		*ret = row_int(&r, 0);
		sql_end(&r);
	}
	return ctx_ok(c);
}

bool share_ceiling_set(struct ctx *c, struct round_id round, int64_t most)
{
	struct rows r;

	if (most < 1 || most > SHARE_CEILING_MAX)
		return ctx_wrong(
			c, "ceiling", "Choose a whole number from 1 to %d.", SHARE_CEILING_MAX);
	if (!sql_one(c, &there, ARGS(arg(round.v)), &r))
		return false;
	sql_end(&r);
	return sql_run(c, &choose, ARGS(arg(round.v), arg(most)))
		&& audit_add(c, "round.ceiling", "round", round.v,
			arena_fmt(c->mem, "%lld", (long long)most));
}
