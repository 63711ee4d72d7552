/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/meeting_poll.h"

#include "base/instant.h"
#include "community/enrolment.h"
#include "community/meeting_part.h"
#include "community/round.h"
#include "core/zone.h"
#include "store/sql.h"

enum { PARTS = 3, DAYS = 7 };

static const struct stmt slots_of = { "meeting_slots",
	"SELECT s.at, (SELECT count(*) FROM meeting_vote v WHERE v.meeting_id = s.meeting_id"
	" AND v.at = s.at), (SELECT count(*) FROM meeting_vote w WHERE w.meeting_id = s.meeting_id"
	" AND w.at = s.at AND w.person_id = $2) FROM meeting_slot s WHERE s.meeting_id = $1"
	" ORDER BY s.at LIMIT $3",
	"iii", "iii" };
static const struct stmt voters_of = { "meeting_voters",
	"SELECT count(DISTINCT v.person_id), count(CASE WHEN v.person_id = $2 THEN 1 END),"
	" count(CASE WHEN v.person_id = $2 AND v.at = 0 THEN 1 END)"
	" FROM meeting_vote v WHERE v.meeting_id = $1",
	"ii", "iii" };
static const struct stmt free_of = { "meeting_free",
	"SELECT e.free, count(*) FROM peer_group g JOIN membership b ON b.group_id = g.id"
	" AND b.left_at = 0 JOIN enrolment e ON e.round_id = b.round_id"
	" AND e.person_id = b.person_id WHERE g.round_id = $1"
	" AND (CAST($2 AS BIGINT) = 0 OR g.id = $2)"
	" AND" MEETING_WELCOMED " GROUP BY e.free",
	"ii", "ii" };
static const struct stmt slot_add = { "meeting_slot_add",
	"INSERT INTO meeting_slot (meeting_id, at) VALUES ($1, $2)"
	" ON CONFLICT (meeting_id, at) DO NOTHING",
	"ii", "" };
/* From when it rests before anybody is told. */
static const struct stmt touch = { "meeting_poll_touch",
	"UPDATE meeting SET changed_at = $2 WHERE id = $1 AND at = 0", "ii", "" };
static const struct stmt slots_clear = { "meeting_slots_clear",
	"DELETE FROM meeting_slot WHERE meeting_id = $1", "i", "" };
/* What was said about times that are not asked for any more. */
static const struct stmt votes_prune = { "meeting_votes_prune",
	"DELETE FROM meeting_vote WHERE meeting_id = $1 AND at > 0 AND NOT EXISTS (SELECT 1"
	" FROM meeting_slot s WHERE s.meeting_id = meeting_vote.meeting_id"
	" AND s.at = meeting_vote.at)",
	"i", "" };
/* «None of these» was said of other times. */
static const struct stmt none_prune = { "meeting_none_prune",
	"DELETE FROM meeting_vote WHERE meeting_id = $1 AND at = 0", "i", "" };
static const struct stmt vote_clear = { "meeting_vote_clear",
	"DELETE FROM meeting_vote WHERE meeting_id = $1 AND person_id = $2", "ii", "" };
static const struct stmt vote_add = { "meeting_vote_add",
	"INSERT INTO meeting_vote (meeting_id, person_id, at) VALUES ($1, $2, $3)"
	" ON CONFLICT (meeting_id, person_id, at) DO NOTHING",
	"iii", "" };
static const struct stmt forget = { "meeting_vote_forget",
	"DELETE FROM meeting_vote WHERE meeting_id IN (SELECT m.id FROM meeting m"
	" WHERE m.cancelled_at > 0 OR (m.at > 0 AND m.at + m.minutes * 60000000 < $1))",
	"i", "" };

bool meeting_poll_get(struct ctx *c, struct meeting_id id, struct meeting_poll *ret)
{
	struct meeting_poll p = { 0 };
	struct rows r;

	if (!sql_open(c, &slots_of,
		    ARGS(arg(id.v), arg(c->actor.v), arg((int64_t)MEETING_POLL_MOST)), &r))
		return false;
	while (sql_next(&r))
		p.slot[p.n++] =
			(struct meeting_slot){ row_int(&r, 0), row_int(&r, 1), row_int(&r, 2) > 0 };
	if (!ctx_ok(c) || !sql_one(c, &voters_of, ARGS(arg(id.v), arg(c->actor.v)), &r))
		return false;
	p.people = row_int(&r, 0);
	p.answered = row_int(&r, 1) > 0;
	p.none = row_int(&r, 2) > 0;
	sql_end(&r);
	*ret = p;
	return true;
}

bool meeting_poll_free(
	struct ctx *c, struct round_id round, struct group_id group, struct meeting_free *ret)
{
	struct meeting_free f = { 0 };
	struct rows r;

	if (!sql_open(c, &free_of, ARGS(arg(round.v), arg(group.v)), &r))
		return false;
	while (sql_next(&r)) {
		int64_t bits = row_int(&r, 0), n = row_int(&r, 1);
		f.people += n;
		f.said += bits ? n : 0;
		for (int i = 0; i < MEETING_POLL_TIMES; i++)
			f.n[i] += bits >> i & 1 ? n : 0;
	}
	*ret = f;
	return ctx_ok(c);
}

/* The instant of a part of a day of the seven days from an instant on; 0 when it has passed. */
static int64_t instant_of(struct ctx *c, struct str zone, int64_t from, int time)
{
	static const int hour[PARTS] = { 10, 14, 18 }, minute[PARTS] = { 0, 0, 30 };
	struct civil at = zone_civil(c, zone, from);
	int ahead = (time / PARTS - date_weekday(at.date) + DAYS) % DAYS;

	at.date = date_add(at.date, ahead);
	at.hour = hour[time % PARTS];
	at.minute = minute[time % PARTS];
	at.second = 0;
	int64_t instant = zone_instant(c, zone, at);
	return instant > from && instant > c->now ? instant : 0;
}

static int64_t weight(const struct meeting_free *f, int time)
{
	if (f->said > 0)
		return f->n[time];
	return time % PARTS == PARTS - 1 && time / PARTS < 4;
}

size_t meeting_poll_propose(struct ctx *c, const struct meeting_free *f, struct str zone,
	int64_t from, size_t max, int64_t *ret)
{
	bool used[MEETING_POLL_TIMES] = { 0 };
	size_t n = 0;

	while (n < max) {
		int best = -1;
		for (int i = 0; i < MEETING_POLL_TIMES; i++)
			if (!used[i] && weight(f, i) > 0
				&& (best < 0 || weight(f, i) > weight(f, best)))
				best = i;
		if (best < 0)
			break;
		used[best] = true;
		ret[n] = instant_of(c, zone, from, best);
		n += ret[n] > 0;
	}
	return n;
}

static size_t read_times(
	struct ctx *c, struct str zone, const struct meeting_poll_draft *d, int64_t *ret)
{
	size_t n = 0;

	for (int i = 0; i < MEETING_POLL_MOST; i++) {
		struct str day = str_trim(d->day[i]), time = str_trim(d->time[i]);
		if (day.len == 0 && time.len == 0)
			continue;
		ret[n++] = meeting_moment(c, zone, day, time, arena_fmt(c->mem, "_%d", i + 1).at);
	}
	if (n < 2)
		(void)!ctx_wrong(
			c, "day_1", "Ask for two times at least, so that there is a choice.");
	return n;
}

bool meeting_poll_ask(struct ctx *c, struct round_id round, struct group_id group,
	const struct meeting_poll_draft *d)
{
	int64_t at[MEETING_POLL_MOST];
	struct meeting_id id;
	struct meeting m;
	struct round r;

	if (!round_get(c, round, &r) || !meeting_find(c, round, group, &m))
		return false;
	if (m.at > 0)
		return fail(c, FAULT_CONFLICT,
			"The time of this meeting is set. Change it, or call it off and ask "
			"again.");
	size_t n = read_times(c, r.zone, d, at);
	if (!ctx_ok(c) || !meeting_ask(c, round, group, &id)
		|| !sql_run(c, &touch, ARGS(arg(id.v), arg(c->now)))
		|| !sql_run(c, &slots_clear, ARGS(arg(id.v))))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!sql_run(c, &slot_add, ARGS(arg(id.v), arg(at[i]))))
			return false;
	return sql_run(c, &votes_prune, ARGS(arg(id.v)))
		&& sql_run(c, &none_prune, ARGS(arg(id.v)));
}

static bool is_slot(const struct meeting_poll *p, int64_t at)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->slot[i].at == at)
			return true;
	return false;
}

bool meeting_poll_answer(
	struct ctx *c, const struct meeting *m, const int64_t *at, size_t n, bool none)
{
	struct meeting_poll p;

	if (m->at > 0 || m->cancelled_at)
		return fail(c, FAULT_CONFLICT,
			"The time was set meanwhile, so it is not asked for any more.");
	if (!meeting_poll_get(c, m->id, &p))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!is_slot(&p, at[i]))
			return ctx_wrong(
				c, "at", "The times were changed meanwhile. Please choose again.");
	if (n == 0 && !none)
		return ctx_wrong(c, "at", "Tick what suits you, or “None of these”.");
	if (!sql_run(c, &vote_clear, ARGS(arg(m->id.v), arg(c->actor.v))))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!sql_run(c, &vote_add, ARGS(arg(m->id.v), arg(c->actor.v), arg(at[i]))))
			return false;
	return n > 0 || sql_run(c, &vote_add, ARGS(arg(m->id.v), arg(c->actor.v), arg((int64_t)0)));
}

bool meeting_poll_forget(struct ctx *c)
{
	return sql_run(c, &forget, ARGS(arg(c->now)));
}
