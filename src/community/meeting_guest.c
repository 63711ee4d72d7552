/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/meeting_guest.h"

#include "base/instant.h"
#include "community/meeting_part.h"
#include "core/activity.h"
#include "core/audit.h"
#include "core/key.h"
#include "core/place.h"
#include "core/secret.h"
#include "core/zone.h"
#include "store/sql.h"

enum { PEOPLE_MAX = 2000 };

static const struct stmt group_of = { "meeting_guest_group",
	"SELECT g.id FROM meeting m JOIN peer_group g ON g.round_id = m.round_id"
	" JOIN membership b ON b.group_id = g.id AND b.person_id = $2 AND b.left_at = 0"
	" WHERE m.id = $1 AND" MEETING_COVERS " AND" MEETING_WELCOMED,
	"ii", "i" };
static const struct stmt guest_get = { "meeting_guest_get",
	"SELECT answer, came, told, uninvited FROM meeting_guest WHERE meeting_id = $1"
	" AND person_id = $2",
	"ii", "iiii" };
static const struct stmt answer_put = { "meeting_guest_answer",
	"INSERT INTO meeting_guest (meeting_id, person_id, answer, answered_at)"
	" VALUES ($1, $2, $3, $4) ON CONFLICT (meeting_id, person_id) DO UPDATE"
	" SET answer = excluded.answer, answered_at = excluded.answered_at",
	"iiii", "" };
static const struct stmt came_put = { "meeting_guest_came",
	"INSERT INTO meeting_guest (meeting_id, person_id, came, came_at)"
	" VALUES ($1, $2, $3, $4) ON CONFLICT (meeting_id, person_id) DO UPDATE"
	" SET came = excluded.came, came_at = excluded.came_at",
	"iiii", "" };
static const struct stmt by_token = { "meeting_guest_by_token",
	"SELECT q.meeting_id, q.person_id FROM meeting_guest q JOIN meeting m"
	" ON m.id = q.meeting_id JOIN membership b ON b.person_id = q.person_id AND b.left_at = 0"
	" JOIN peer_group g ON g.id = b.group_id WHERE q.token_hash = $1 AND q.token_hash <> ''"
	" AND m.cancelled_at = 0 AND" MEETING_COVERS " AND" MEETING_WELCOMED,
	"s", "ii" };
/* Those it is for, and those who were there and left since. */
static const struct stmt people_of = { "meeting_guest_people",
	"SELECT p.id, p.name, g.name, COALESCE(q.answer, 0), COALESCE(q.came, 0),"
	" COALESCE(q.told, -1), COALESCE(q.uninvited, 0) FROM meeting m JOIN peer_group g"
	" ON g.round_id = m.round_id JOIN membership b ON b.group_id = g.id JOIN person p"
	" ON p.id = b.person_id LEFT JOIN meeting_guest q ON q.meeting_id = m.id"
	" AND q.person_id = p.id WHERE m.id = $1 AND (b.left_at = 0 OR q.came IN (1, 2))"
	" AND" MEETING_COVERS " AND" MEETING_WELCOMED " ORDER BY g.name, p.name, p.id LIMIT $2",
	"ii", "issiiii" };
static const struct stmt study_of = { "meeting_guest_study",
	"SELECT study_id FROM round WHERE id = $1", "i", "i" };
/* What the ledger says of somebody at this meeting. */
static const struct stmt noted_of = { "meeting_guest_noted",
	"SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM activity WHERE participant_id = $1"
	" AND class = $2 AND object_id = $3",
	"iii", "i" };

static struct meeting_guest guest_of(const struct rows *r, int col)
{
	return (struct meeting_guest){ .answer = (enum meeting_answer)row_int(r, col),
		.came = (enum meeting_came)row_int(r, col + 1),
		.told = row_int(r, col + 2) >= 0 && row_int(r, col + 3) == 0 };
}

bool meeting_guest_group(struct ctx *c, const struct meeting *m, struct group_id *ret)
{
	struct rows r;

	ret->v = 0;
	if (!sql_open(c, &group_of, ARGS(arg(m->id.v), arg(c->actor.v)), &r))
		return false;
	if (sql_next(&r)) {
		ret->v = row_int(&r, 0);
		sql_end(&r);
	}
	return ctx_ok(c);
}

static bool find(
	struct ctx *c, struct meeting_id id, struct person_id who, struct meeting_guest *ret)
{
	struct rows r;

	*ret = (struct meeting_guest){ 0 };
	if (!sql_open(c, &guest_get, ARGS(arg(id.v), arg(who.v)), &r))
		return false;
	if (sql_next(&r)) {
		*ret = guest_of(&r, 0);
		sql_end(&r);
	}
	return ctx_ok(c);
}

bool meeting_guest_get(struct ctx *c, struct meeting_id id, struct meeting_guest *ret)
{
	return find(c, id, c->actor, ret);
}

bool meeting_guest_answer(struct ctx *c, const struct meeting *m, enum meeting_answer a)
{
	if (a < ANSWER_YES || a > ANSWER_NO)
		return ctx_wrong(c, "answer", "Choose one of the answers.");
	if (m->cancelled_at)
		return fail(c, FAULT_CONFLICT, "This meeting was called off.");
	if (m->at == 0)
		return fail(c, FAULT_CONFLICT, "The time of this meeting is not set yet.");
	if (meeting_is_over(c, m))
		return fail(c, FAULT_CONFLICT,
			"This meeting is over. If you were there, you can still say so.");
	return sql_run(
		c, &answer_put, ARGS(arg(m->id.v), arg(c->actor.v), arg((int64_t)a), arg(c->now)));
}

bool meeting_guest_by_token(struct ctx *c, struct str token, struct meeting *ret_meeting,
	struct person_id *ret_person, struct meeting_guest *ret)
{
	struct meeting_id id = { 0 };
	struct rows r;

	if (!sql_open(c, &by_token, ARGS(arg(secret_token_hash(c, token))), &r))
		return false;
	if (sql_next(&r)) {
		id.v = row_int(&r, 0);
		ret_person->v = row_int(&r, 1);
		sql_end(&r);
	}
	if (ctx_ok(c) && id.v == 0)
		return fail(c, FAULT_ABSENT,
			"This link leads nowhere any more. The meeting was called off, or it is "
			"not for your group any more.");
	return ctx_ok(c) && meeting_get(c, id, ret_meeting) && find(c, id, *ret_person, ret);
}

static bool in_its_time(struct ctx *c, const struct meeting *m)
{
	int64_t opens = m->at - MEETING_SOON * INSTANT_MINUTE;
	int64_t closes = m->at + m->minutes * INSTANT_MINUTE + MEETING_LATE_HOURS * INSTANT_HOUR;
	struct str here = zone_text(c, m->zone, c->now);

	if (m->at == 0 || meeting_is_off(m))
		return fail(c, FAULT_CONFLICT, "This meeting does not take place.");
	if (c->now < opens)
		return fail(c, FAULT_CONFLICT,
			"It has not begun: here it is %.*s. If your clock says something else, it "
			"goes wrong.",
			(int)here.len, here.at);
	return c->now < closes
		|| fail(c, FAULT_CONFLICT,
			"This can be said until two days after the meeting. Ask those who run your "
			"round to note it.");
}

bool meeting_guest_here(struct ctx *c, const struct place *p, const struct meeting *m)
{
	struct meeting_guest g;

	if (!in_its_time(c, m) || !find(c, m->id, c->actor, &g))
		return false;
	if (g.came == CAME_NOT)
		return fail(c, FAULT_CONFLICT,
			"Those who run your round noted that you were not there. Ask them to "
			"change it.");
	return g.came != CAME_UNKNOWN
		|| (sql_run(c, &came_put,
			    ARGS(arg(m->id.v), arg(c->actor.v), arg((int64_t)CAME_SAID),
				    arg(c->now)))
			&& activity_note(c, p, TRACE_ATTENDED, OBJECT_MEETING, m->id.v));
}

bool meeting_guest_list(
	struct ctx *c, const struct meeting *m, struct meeting_person **ret, size_t *ret_n)
{
	struct meeting_person *p = arena_new(c->mem, struct meeting_person, PEOPLE_MAX);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &people_of, ARGS(arg(m->id.v), arg((int64_t)PEOPLE_MAX)), &r))
		return false;
	for (; n < PEOPLE_MAX && sql_next(&r); n++)
		p[n] = (struct meeting_person){ { row_int(&r, 0) }, row_str(&r, 1), row_str(&r, 2),
			guest_of(&r, 3) };
	sql_end(&r);
	*ret = p;
	*ret_n = n;
	return ctx_ok(c);
}

bool meeting_guest_sum(struct ctx *c, const struct meeting *m, struct meeting_sum *ret)
{
	struct meeting_person *p;
	struct meeting_sum s = { 0 };
	size_t n;

	if (!meeting_guest_list(c, m, &p, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		s.people++;
		s.told += p[i].guest.told;
		s.yes += p[i].guest.answer == ANSWER_YES;
		s.maybe += p[i].guest.answer == ANSWER_MAYBE;
		s.no += p[i].guest.answer == ANSWER_NO;
		s.came += p[i].guest.came == CAME_SAID || p[i].guest.came == CAME_NOTED;
	}
	*ret = s;
	return true;
}

/* One more trace, of amount 1 or, where it takes one back, -1: what was noted before stays in the
   ledger, and the sum is what holds. */
static bool trace(struct ctx *c, const struct meeting *m, struct person_id who, bool came)
{
	struct trace t = { .id = ctx_id(c),
		.round = m->round.v,
		.object = m->id.v,
		.at = c->now,
		.amount = came ? 1 : -1,
		.class = TRACE_ATTENDED,
		.channel = CHANNEL_MEETING,
		.object_kind = OBJECT_MEETING };
	struct rows r;

	if (!sql_one(c, &study_of, ARGS(arg(m->round.v)), &r))
		return false;
	int64_t study = row_int(&r, 0);
	sql_end(&r);
	if (!key_noted(c, study, who, &t.participant)
		|| !sql_one(c, &noted_of,
			ARGS(arg(t.participant), arg((int64_t)TRACE_ATTENDED), arg(m->id.v)), &r))
		return false;
	bool is_noted = row_int(&r, 0) > 0;
	sql_end(&r);
	return is_noted == came || activity_add(c, &t);
}

static bool is_for(struct ctx *c, const struct meeting *m, struct person_id who, bool *ret)
{
	struct meeting_person *p;
	size_t n;

	*ret = false;
	if (!meeting_guest_list(c, m, &p, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		*ret = *ret || p[i].person.v == who.v;
	return true;
}

bool meeting_guest_note(struct ctx *c, const struct meeting *m, struct person_id person, bool came)
{
	enum meeting_came as = came ? CAME_NOTED : CAME_NOT;
	struct meeting_guest g;
	bool theirs;

	if (m->at == 0 || meeting_is_off(m) || c->now < m->at - MEETING_SOON * INSTANT_MINUTE)
		return fail(c, FAULT_CONFLICT, "The meeting has not begun, so nobody was there.");
	if (!is_for(c, m, person, &theirs) || !find(c, m->id, person, &g))
		return false;
	if (!theirs)
		return fail(c, FAULT_ABSENT, "This meeting is not for that person.");
	bool counted = g.came == CAME_SAID || g.came == CAME_NOTED;
	if (came ? counted : g.came == CAME_NOT)
		return true;
	return sql_run(c, &came_put,
		       ARGS(arg(m->id.v), arg(person.v), arg((int64_t)as), arg(c->now)))
		&& (counted == came || trace(c, m, person, came))
		&& audit_add(c, came ? "meeting.was_there" : "meeting.was_not_there", "person",
			person.v, S(""));
}
