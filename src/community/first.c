/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/first.h"

#include "base/instant.h"
#include "core/setting.h"
#include "core/zone.h"
#include "store/sql.h"

/* Answers are looked for so often; what was written while another was being committed is found
   by looking back a little. */
enum { LOOK_MINUTES = 30, OVERLAP_MINUTES = 60, STATES_MAX = 64 };
/* Threads that are taken up at once: each batch looks past those that were taken up before it. */
enum { TAKEN_UP_MAX = 1000 };

/* The board says of a thread that it is the first of its author: of one under an alias, and by one
   of another, that would tell who has it. */
static const struct stmt take_up = { "first_take_up",
	"INSERT INTO first_wait (thread_id, round_id, group_id, opened_at, newcomer, next_at)"
	" SELECT t.id, r.id, g.id, t.opened_at, CASE WHEN (SELECT p.appears FROM post p"
	" WHERE p.thread_id = t.id ORDER BY p.id LIMIT 1) IN (1, 2) OR EXISTS (SELECT 1"
	" FROM thread e WHERE e.group_id = g.id AND e.author_id = t.author_id AND e.id < t.id"
	" AND (SELECT p.appears FROM post p WHERE p.thread_id = e.id ORDER BY p.id LIMIT 1)"
	" NOT IN (1, 2)) THEN 0 ELSE 1 END, t.opened_at"
	" FROM round r JOIN peer_group g ON g.round_id = r.id JOIN thread t ON t.group_id = g.id"
	" WHERE r.opens_at <= $1 AND r.closes_at > $1 AND t.last_at > $2 AND t.opened_at > $2"
	" AND t.deleted_at = 0 AND t.closed_at = 0"
	" AND EXISTS (SELECT 1 FROM membership m WHERE m.group_id = g.id"
	" AND m.person_id = t.author_id)"
	" AND NOT EXISTS (SELECT 1 FROM first_wait w WHERE w.thread_id = t.id) LIMIT $3",
	"iii", "" };
static const struct stmt due = { "first_waits_due",
	"SELECT w.thread_id, w.group_id, w.round_id, t.author_id, w.opened_at, w.stage, r.zone,"
	" r.read_across, CASE WHEN t.closed_at > 0 OR t.deleted_at > 0 OR r.closes_at <= $1 THEN 1"
	" ELSE 0 END FROM first_wait w JOIN thread t ON t.id = w.thread_id"
	" JOIN round r ON r.id = w.round_id"
	" WHERE w.ended_at = 0 AND w.next_at <= $1 ORDER BY w.next_at, w.thread_id LIMIT $2",
	"ii", "iiiiiisii" };
static const struct stmt answer = { "first_answer",
	"SELECT p.posted_at, CASE WHEN EXISTS (SELECT 1 FROM membership m WHERE m.round_id = $3"
	" AND m.person_id = p.author_id) THEN 0 ELSE 1 END FROM post p WHERE p.thread_id = $1"
	" AND p.author_id <> $2 AND p.deleted_at = 0 ORDER BY p.id LIMIT 1",
	"iii", "ii" };
static const struct stmt ended = { "first_ended",
	"UPDATE first_wait SET ended_at = $2, answered_at = $3, by_staff = $4 WHERE thread_id = $1",
	"iiii", "" };
static const struct stmt moved = { "first_moved",
	"UPDATE first_wait SET stage = $2, next_at = $3 WHERE thread_id = $1", "iii", "" };
static const struct stmt offers_of = { "first_offers",
	"SELECT w.thread_id, w.group_id, t.title, t.byline FROM first_offer o"
	" JOIN first_wait w ON w.thread_id = o.thread_id JOIN thread t ON t.id = o.thread_id"
	" JOIN membership m ON m.round_id = w.round_id AND m.person_id = o.person_id"
	" AND m.left_at = 0 JOIN round r ON r.id = w.round_id"
	" WHERE o.person_id = $1 AND o.passed_at = 0 AND w.ended_at = 0 AND t.deleted_at = 0"
	" AND t.closed_at = 0 AND r.closes_at > $2"
	" AND (m.group_id = w.group_id OR r.read_across = 1)"
	" AND NOT EXISTS (SELECT 1 FROM post p WHERE p.thread_id = w.thread_id"
	" AND p.author_id <> t.author_id AND p.deleted_at = 0) ORDER BY w.opened_at LIMIT $3",
	"iii", "iiss" };
static const struct stmt states_of = { "first_states",
	"SELECT w.thread_id, w.stage, CASE WHEN o.passed_at > 0 THEN 1 ELSE 0 END FROM first_wait w"
	" LEFT JOIN first_offer o ON o.thread_id = w.thread_id AND o.person_id = $2"
	" WHERE w.group_id = $1 AND w.ended_at = 0 ORDER BY w.thread_id DESC LIMIT $3",
	"iii", "iii" };
static const struct stmt guest = { "first_guest",
	"SELECT 1 FROM first_offer WHERE person_id = $1 AND thread_id = $2 AND passed_at = 0", "ii",
	"i" };
static const struct stmt pass = { "first_pass",
	"INSERT INTO first_offer (person_id, thread_id, offered_at, passed_at)"
	" SELECT CAST($1 AS BIGINT), w.thread_id, CAST($3 AS BIGINT), CAST($3 AS BIGINT)"
	" FROM first_wait w WHERE w.thread_id = $2 AND w.ended_at = 0"
	" ON CONFLICT (person_id, thread_id) DO UPDATE SET passed_at ="
	" CASE WHEN first_offer.passed_at = 0 THEN excluded.passed_at"
	" ELSE first_offer.passed_at END",
	"iii", "" };

static const char taken_up[] = "first.taken-up";

/* The full hour on the day there, or some days before. */
static int64_t at_hour(struct ctx *c, struct str zone, int64_t near, int days, int hour)
{
	struct civil there = zone_civil(c, zone, near);

	there.date = date_add(there.date, days);
	there.hour = hour;
	there.minute = there.second = 0;
	return zone_instant(c, zone, there);
}

static int64_t awake(struct ctx *c, struct str zone, int64_t at)
{
	int hour = zone_civil(c, zone, at).hour;

	if (hour >= FIRST_QUIET_FROM)
		return at_hour(c, zone, at, 1, FIRST_QUIET_UNTIL);
	return hour < FIRST_QUIET_UNTIL ? at_hour(c, zone, at, 0, FIRST_QUIET_UNTIL) : at;
}

static int64_t in_the_day(struct ctx *c, struct str zone, int64_t opened_at)
{
	int64_t at = opened_at + FIRST_STAFF_H * INSTANT_HOUR;
	int64_t last = opened_at + (FIRST_PROMISE_H - 1) * INSTANT_HOUR;
	int hour = zone_civil(c, zone, at).hour;

	if (hour >= FIRST_DAY_UNTIL)
		return at_hour(c, zone, at, 0, FIRST_DAY_UNTIL - 1);
	if (hour >= FIRST_DAY_FROM)
		return at;
	int64_t morning = at_hour(c, zone, at, 0, FIRST_DAY_FROM);
	return morning <= last ? morning : at_hour(c, zone, at, -1, FIRST_DAY_UNTIL - 1);
}

int64_t first_due(struct ctx *c, struct str zone, int64_t opened_at, enum first_stage stage)
{
	switch (stage) {
	case FIRST_NEW: return opened_at;
	case FIRST_PEERS: return awake(c, zone, opened_at);
	case FIRST_GROUP: return awake(c, zone, opened_at + FIRST_GROUP_H * INSTANT_HOUR);
	case FIRST_ACROSS: return awake(c, zone, opened_at + FIRST_ACROSS_H * INSTANT_HOUR);
	case FIRST_STAFF: break;
	}
	return in_the_day(c, zone, opened_at);
}

bool first_take_up(struct ctx *c, bool *ret_more)
{
	struct str said;
	int64_t since = 0, n;

	*ret_more = false;
	if (!setting_get(c, taken_up, S("0"), &said))
		return false;
	(void)!str_to_int(said, &since);
	since -= OVERLAP_MINUTES * INSTANT_MINUTE;
	if (!sql_count(c, &take_up, ARGS(arg(c->now), arg(since), arg((int64_t)TAKEN_UP_MAX)), &n))
		return false;
	*ret_more = n == TAKEN_UP_MAX;
	return *ret_more || setting_note(c, taken_up, arena_fmt(c->mem, "%lld", (long long)c->now));
}

/* An answer ends the wait, and so does all that makes one impossible. */
static bool find_end(struct ctx *c, const struct first_wait *w, bool shut, bool *ret_ended)
{
	int64_t at = 0, staff = 0;
	struct rows r;

	if (!sql_open(c, &answer, ARGS(arg(w->thread.v), arg(w->author.v), arg(w->round.v)), &r))
		return false;
	if (sql_next(&r)) {
		at = row_int(&r, 0);
		staff = row_int(&r, 1);
		sql_end(&r);
	}
	*ret_ended = at > 0 || shut;
	if (!ctx_ok(c) || !*ret_ended)
		return ctx_ok(c);
	return sql_run(c, &ended, ARGS(arg(w->thread.v), arg(c->now), arg(at), arg(staff)));
}

static bool skips(const struct first_wait *w, enum first_stage stage)
{
	return stage == FIRST_ACROSS && !w->read_across;
}

/* The furthest step that is due, and when to look again. */
static enum first_stage stage_now(struct ctx *c, const struct first_wait *w, int64_t *ret_next)
{
	enum first_stage now = w->stage;

	*ret_next = c->now + LOOK_MINUTES * INSTANT_MINUTE;
	for (enum first_stage s = FIRST_PEERS; s <= FIRST_STAFF; s++) {
		int64_t at = first_due(c, w->zone, w->opened_at, s);
		if (s <= w->stage || skips(w, s))
			continue;
		if (at <= c->now)
			now = s;
		else if (at < *ret_next)
			*ret_next = at;
	}
	return now;
}

static bool go_on(struct ctx *c, const struct first_wait *w, bool shut)
{
	int64_t next;
	bool over;

	if (!find_end(c, w, shut, &over))
		return false;
	if (over)
		return true;
	enum first_stage stage = stage_now(c, w, &next);
	if (stage == FIRST_PEERS && !first_offer_to(c, w, false))
		return false;
	if (stage == FIRST_ACROSS && !first_offer_to(c, w, true))
		return false;
	return sql_run(c, &moved, ARGS(arg(w->thread.v), arg((int64_t)stage), arg(next)));
}

bool first_go_on(struct ctx *c, bool *ret_more)
{
	struct first_wait w[FIRST_BATCH];
	bool shut[FIRST_BATCH];
	struct rows r;
	size_t n = 0;

	*ret_more = false;
	if (!sql_open(c, &due, ARGS(arg(c->now), arg((int64_t)FIRST_BATCH)), &r))
		return false;
	for (; n < FIRST_BATCH && sql_next(&r); n++) {
		w[n] = (struct first_wait){ { row_int(&r, 0) }, { row_int(&r, 1) },
			{ row_int(&r, 2) }, { row_int(&r, 3) }, row_int(&r, 4), row_str(&r, 6),
			(enum first_stage)row_int(&r, 5), row_int(&r, 7) };
		shut[n] = row_int(&r, 8);
	}
	sql_end(&r);
	for (size_t i = 0; i < n; i++)
		if (!go_on(c, &w[i], shut[i]))
			return false;
	*ret_more = n == FIRST_BATCH;
	return ctx_ok(c);
}

bool first_offers(struct ctx *c, struct person_id person, struct first_offer ret[FIRST_OFFERS_MAX],
	size_t *ret_n)
{
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &offers_of,
		    ARGS(arg(person.v), arg(c->now), arg((int64_t)FIRST_OFFERS_MAX)), &r))
		return false;
	for (; n < FIRST_OFFERS_MAX && sql_next(&r); n++)
		ret[n] = (struct first_offer){ { row_int(&r, 0) }, { row_int(&r, 1) },
			row_str(&r, 2), row_str(&r, 3) };
	sql_end(&r);
	*ret_n = n;
	return ctx_ok(c);
}

bool first_states(struct ctx *c, struct group_id group, struct first_state **ret, size_t *ret_n)
{
	struct first_state *s = arena_new(c->mem, struct first_state, STATES_MAX);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &states_of, ARGS(arg(group.v), arg(c->actor.v), arg((int64_t)STATES_MAX)),
		    &r))
		return false;
	for (; n < STATES_MAX && sql_next(&r); n++)
		s[n] = (struct first_state){ { row_int(&r, 0) }, (enum first_stage)row_int(&r, 1),
			row_int(&r, 2) };
	sql_end(&r);
	*ret = s;
	*ret_n = n;
	return ctx_ok(c);
}

bool first_guest(struct ctx *c, struct thread_id thread, bool *ret)
{
	struct rows r;

	if (!sql_open(c, &guest, ARGS(arg(c->actor.v), arg(thread.v)), &r))
		return false;
	*ret = sql_next(&r);
	sql_end(&r);
	return ctx_ok(c);
}

bool first_pass(struct ctx *c, struct thread_id thread)
{
	return sql_run(c, &pass, ARGS(arg(c->actor.v), arg(thread.v), arg(c->now)));
}
