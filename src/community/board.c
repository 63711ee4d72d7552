/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/board.h"

#include "base/instant.h"
#include "core/zone.h"
#include "store/sql.h"

static const struct stmt waits = { "board_waits",
	"SELECT t.id, t.title, t.byline, g.name, t.opened_at, w.stage, w.newcomer FROM first_wait w"
	" JOIN round r ON r.id = w.round_id JOIN thread t ON t.id = w.thread_id"
	" JOIN peer_group g ON g.id = t.group_id WHERE w.ended_at = 0 AND t.deleted_at = 0"
	" AND t.closed_at = 0 AND t.last_author = t.author_id AND r.opens_at <= $1"
	" AND r.closes_at > $1 AND NOT EXISTS (SELECT 1 FROM post p WHERE p.thread_id = t.id"
	" AND p.author_id <> t.author_id AND p.deleted_at = 0)"
	" ORDER BY w.opened_at, w.thread_id LIMIT $2",
	"ii", "isssiii" };
static const struct stmt quiets = { "board_quiets",
	"SELECT q.id, q.name, q.title, q.zone, q.last_at FROM (SELECT g.id, g.name, r.title,"
	" r.zone, COALESCE((SELECT max(t.last_at) FROM thread t WHERE t.group_id = g.id"
	" AND t.deleted_at = 0), 0) AS last_at FROM round r JOIN peer_group g ON g.round_id = r.id"
	" WHERE r.opens_at <= $1 AND r.closes_at > $2 AND EXISTS (SELECT 1 FROM membership m"
	" WHERE m.group_id = g.id AND m.left_at = 0)) q WHERE q.last_at <= $1"
	" ORDER BY q.last_at, q.name, q.id LIMIT $3",
	"iii", "isssi" };
static const struct stmt openings = { "board_openings",
	"SELECT r.id, r.title, r.zone, t.week, t.title, t.opens_at FROM topic t"
	" JOIN round r ON r.id = t.round_id WHERE t.opens_at > $1 AND t.opens_at < $2"
	" ORDER BY t.opens_at, r.title, r.id LIMIT $3",
	"iii", "issisi" };
static const struct stmt promises = { "board_promises",
	"SELECT r.id, r.title, r.zone, r.weeks, r.opens_at, COALESCE((SELECT max(t.week)"
	" FROM topic t WHERE t.round_id = r.id AND t.opens_at <= $1), 0)"
	" FROM round r WHERE r.opens_at <= $1 AND r.closes_at > $1 ORDER BY r.id DESC LIMIT $2",
	"ii", "issiii" };
/* Of the threads that were opened at $2 or before, and what of it came within $3. */
static const struct stmt kept = { "board_kept",
	"SELECT COUNT(*), COUNT(*) FILTER (WHERE w.answered_at > 0"
	" AND w.answered_at <= w.opened_at + $3), COUNT(*) FILTER (WHERE w.answered_at > 0"
	" AND w.answered_at <= w.opened_at + $3 AND w.by_staff = 0) FROM first_wait w"
	" WHERE w.round_id = $1 AND w.opened_at <= $2",
	"iii", "iii" };

bool board_waits(struct ctx *c, struct board_wait **ret, size_t *ret_n)
{
	struct board_wait *w = arena_new(c->mem, struct board_wait, BOARD_ROWS);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &waits, ARGS(arg(c->now), arg((int64_t)BOARD_ROWS)), &r))
		return false;
	for (; n < BOARD_ROWS && sql_next(&r); n++)
		w[n] = (struct board_wait){ { row_int(&r, 0) }, row_str(&r, 1), row_str(&r, 2),
			row_str(&r, 3), row_int(&r, 4), (enum first_stage)row_int(&r, 5),
			row_int(&r, 6) };
	sql_end(&r);
	*ret = w;
	*ret_n = n;
	return ctx_ok(c);
}

bool board_quiets(struct ctx *c, struct board_quiet **ret, size_t *ret_n)
{
	struct board_quiet *q = arena_new(c->mem, struct board_quiet, BOARD_ROWS);
	int64_t since = c->now - BOARD_QUIET_DAYS * INSTANT_DAY;
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &quiets, ARGS(arg(since), arg(c->now), arg((int64_t)BOARD_ROWS)), &r))
		return false;
	for (; n < BOARD_ROWS && sql_next(&r); n++)
		q[n] = (struct board_quiet){ { row_int(&r, 0) }, row_str(&r, 1), row_str(&r, 2),
			row_str(&r, 3), row_int(&r, 4) };
	sql_end(&r);
	*ret = q;
	*ret_n = n;
	return ctx_ok(c);
}

static bool today(struct ctx *c, struct str zone, int64_t at)
{
	struct date a = zone_civil(c, zone, at).date, b = zone_civil(c, zone, c->now).date;

	return date_days(a) == date_days(b);
}

bool board_openings(struct ctx *c, struct board_opening **ret, size_t *ret_n)
{
	struct board_opening *o = arena_new(c->mem, struct board_opening, BOARD_ROWS);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &openings,
		    ARGS(arg(c->now - 2 * INSTANT_DAY), arg(c->now + 2 * INSTANT_DAY),
			    arg((int64_t)BOARD_ROWS)),
		    &r))
		return false;
	while (n < BOARD_ROWS && sql_next(&r)) {
		struct board_opening one = { { row_int(&r, 0) }, row_str(&r, 1), row_str(&r, 4),
			row_str(&r, 2), row_int(&r, 3), row_int(&r, 5) };
		if (today(c, one.zone, one.opens_at))
			o[n++] = one;
	}
	sql_end(&r);
	*ret = o;
	*ret_n = n;
	return ctx_ok(c);
}

static bool count_kept(struct ctx *c, struct board_promise *p)
{
	const int64_t promise = FIRST_PROMISE_H * INSTANT_HOUR;
	struct rows r;

	if (!sql_one(c, &kept, ARGS(arg(p->round.v), arg(c->now - promise), arg(promise)), &r))
		return false;
	p->opened = row_int(&r, 0);
	p->kept = row_int(&r, 1);
	p->by_members = row_int(&r, 2);
	sql_end(&r);
	return true;
}

bool board_promises(struct ctx *c, struct board_promise **ret, size_t *ret_n)
{
	struct board_promise *p = arena_new(c->mem, struct board_promise, BOARD_ROUNDS);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &promises, ARGS(arg(c->now), arg((int64_t)BOARD_ROUNDS)), &r))
		return false;
	for (; n < BOARD_ROUNDS && sql_next(&r); n++)
		p[n] = (struct board_promise){ .round = { row_int(&r, 0) },
			.title = row_str(&r, 1),
			.zone = row_str(&r, 2),
			.weeks = row_int(&r, 3),
			.opens_at = row_int(&r, 4),
			.week = row_int(&r, 5) };
	sql_end(&r);
	for (size_t i = 0; i < n; i++)
		if (!count_kept(c, &p[i]))
			return false;
	*ret = p;
	*ret_n = n;
	return ctx_ok(c);
}
