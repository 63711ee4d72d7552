/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/meeting_remind.h"

#include "base/conf.h"
#include "base/instant.h"
#include "community/meeting_guest.h"
#include "community/meeting_letter.h"
#include "community/meeting_part.h"
#include "core/letter.h"
#include "core/person.h"
#include "core/secret.h"
#include "core/zone.h"
#include "store/sql.h"

#include <inttypes.h>

enum { MEETINGS_MAX = 200, LONGEST_DAY_HOURS = 26 };

#define WANTS \
	" NOT EXISTS (SELECT 1 FROM self_choice s WHERE s.person_id = p.id AND s.key = 'mail'" \
	" AND s.value = 'none')"

static const struct stmt asking = { "meeting_remind_asking",
	"SELECT m.id FROM meeting m WHERE m.at = 0 AND m.cancelled_at = 0 AND EXISTS (SELECT 1"
	" FROM meeting_slot s WHERE s.meeting_id = m.id AND s.at > $1) ORDER BY m.id LIMIT $2",
	"ii", "i" };
static const struct stmt tomorrow = { "meeting_remind_tomorrow",
	"SELECT id FROM meeting WHERE at > $1 AND at <= $2 AND cancelled_at = 0"
	" ORDER BY at, id LIMIT $3",
	"iii", "i" };
static const struct stmt to_ask = { "meeting_remind_to_ask",
	"SELECT p.id, p.address FROM meeting m JOIN peer_group g ON g.round_id = m.round_id"
	" JOIN membership b ON b.group_id = g.id AND b.left_at = 0 JOIN person p"
	" ON p.id = b.person_id LEFT JOIN meeting_guest q ON q.meeting_id = m.id"
	" AND q.person_id = p.id WHERE m.id = $1 AND p.closed_at = 0"
	" AND COALESCE(q.asked_at, 0) = 0 AND NOT EXISTS (SELECT 1 FROM meeting_vote v"
	" WHERE v.meeting_id = m.id AND v.person_id = p.id) AND" WANTS " AND" MEETING_COVERS
	" AND" MEETING_WELCOMED " ORDER BY p.id LIMIT $2",
	"ii", "is" };
static const struct stmt to_remind = { "meeting_remind_to_remind",
	"SELECT p.id, p.address FROM meeting_guest q JOIN meeting m ON m.id = q.meeting_id"
	" JOIN person p ON p.id = q.person_id WHERE q.meeting_id = $1 AND q.told >= 0"
	" AND q.uninvited = 0 AND q.told_of = m.sequence AND q.answer <> 3"
	" AND q.reminded <> m.at AND p.closed_at = 0 AND" WANTS " ORDER BY p.id LIMIT $2",
	"ii", "is" };
static const struct stmt asked = { "meeting_remind_asked",
	"INSERT INTO meeting_guest (meeting_id, person_id, asked_at) VALUES ($1, $2, $3)"
	" ON CONFLICT (meeting_id, person_id) DO UPDATE SET asked_at = excluded.asked_at",
	"iii", "" };
static const struct stmt reminded = { "meeting_remind_done",
	"UPDATE meeting_guest SET reminded = $3 WHERE meeting_id = $1 AND person_id = $2", "iii",
	"" };

struct reader {
	struct person_id person;
	struct str address;
};

int64_t meeting_remind_from(struct ctx *c, const struct meeting *m)
{
	struct civil day = zone_civil(c, m->zone, m->at);

	day.date = date_add(day.date, -1);
	return zone_instant(c, m->zone, day);
}

static const char *base_url(const struct ctx *c)
{
	return c->house && c->house->conf ? c->house->conf->base_url : "http://127.0.0.1:8080";
}

/* The kind of an invitation: it is emptied once it is sent, because its link needs no sign-in. */
static bool write(struct ctx *c, const struct meeting *m, const struct reader *to,
	struct str subject, struct str body)
{
	struct letter_draft d = { .person = to->person,
		.kind = meeting_letter_kind,
		.to = to->address,
		.subject = subject,
		.study = m->study.v,
		.round = m->round.v,
		.body = body };
	int64_t id;

	return !person_address_ok(to->address) || letter_queue(c, &d, &id);
}

static bool ask_one(struct ctx *c, const struct meeting *m, const struct reader *to)
{
	struct str title = m->round_title;

	return sql_run(c, &asked, ARGS(arg(m->id.v), arg(to->person.v), arg(c->now)))
		&& write(c, m, to, S("When would a first meeting suit you?"),
			arena_fmt(c->mem,
				"There will be a meeting to say hello in “%.*s”, and its time is "
				"being looked for. Tick what suits you; it takes half a "
				"minute:\n%s/meeting/%" PRId64 "\n\nNobody sees who said what. "
				"When the time is set you get a letter with it, for your calendar. "
				"To get no more letters:\n%s/me/mail\n",
				(int)title.len, title.at, base_url(c), m->id.v, base_url(c)));
}

static bool remind_one(struct ctx *c, const struct meeting *m, const struct reader *to)
{
	struct str when = zone_text(c, m->zone, m->at);
	struct str token = meeting_letter_token(c, m, to->person);

	return sql_run(c, &reminded, ARGS(arg(m->id.v), arg(to->person.v), arg(m->at)))
		&& write(c, m, to,
			arena_fmt(
				c->mem, "Tomorrow: welcome meeting, %.*s", (int)when.len, when.at),
			arena_fmt(c->mem,
				"The meeting to say hello in “%.*s” is tomorrow: %.*s, about "
				"%" PRId64 " minutes.\n\nThe room:\n%.*s\n\nIf you cannot come, "
				"one tap says so, without signing in:\n%s/coming/%.*s\n\nCome if "
				"you like. What was said is written down for those who cannot. "
				"To get no more letters:\n%s/me/mail\n",
				(int)m->round_title.len, m->round_title.at, (int)when.len, when.at,
				m->minutes, (int)m->link.len, m->link.at, base_url(c),
				(int)token.len, token.at, base_url(c)));
}

struct errand {
	const struct stmt *who;
	bool (*tell)(struct ctx *c, const struct meeting *m, const struct reader *to);
};

static bool readers(struct ctx *c, const struct stmt *s, const struct meeting *m, size_t max,
	struct reader *to, size_t *ret_n)
{
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, s, ARGS(arg(m->id.v), arg((int64_t)max)), &r))
		return false;
	for (; n < max && sql_next(&r); n++)
		to[n] = (struct reader){ { row_int(&r, 0) }, row_str(&r, 1) };
	sql_end(&r);
	*ret_n = n;
	return ctx_ok(c);
}

/* How many of *room are left when the people of one meeting were told. */
static bool tell_all(struct ctx *c, const struct errand *e, const struct meeting *m, size_t *room)
{
	struct reader to[MEETING_REMIND_BATCH];
	size_t n;

	if (!readers(c, e->who, m, *room, to, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!e->tell(c, m, &to[i]))
			return false;
	*room -= n;
	return ctx_ok(c);
}

static bool ids_of(
	struct ctx *c, const struct stmt *s, struct args in, struct meeting_id *id, size_t *ret_n)
{
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, s, in, &r))
		return false;
	while (n < MEETINGS_MAX && sql_next(&r))
		id[n++].v = row_int(&r, 0);
	sql_end(&r);
	*ret_n = n;
	return ctx_ok(c);
}

/* A poll or a change rests for a moment first, so that a slip that is mended is told to nobody. */
static bool is_due(struct ctx *c, const struct meeting *m)
{
	if (m->changed_at > c->now - MEETING_GUEST_PAUSE_S * INSTANT_SECOND)
		return false;
	return m->at == 0 || c->now >= meeting_remind_from(c, m);
}

static bool go_round(
	struct ctx *c, const struct errand *e, const struct meeting_id *id, size_t n, size_t *room)
{
	struct meeting m;

	for (size_t i = 0; i<n && * room> 0; i++) {
		if (!meeting_get(c, id[i], &m))
			return false;
		if (is_due(c, &m) && !tell_all(c, e, &m, room))
			return false;
	}
	return ctx_ok(c);
}

bool meeting_remind_some(struct ctx *c, bool *ret_more)
{
	static const struct errand ask = { &to_ask, ask_one }, remind = { &to_remind, remind_one };
	int64_t ahead = c->now + LONGEST_DAY_HOURS * INSTANT_HOUR, most = MEETINGS_MAX;
	struct meeting_id id[MEETINGS_MAX];
	size_t n, room = MEETING_REMIND_BATCH;

	*ret_more = false;
	if (!ids_of(c, &asking, ARGS(arg(c->now), arg(most)), id, &n)
		|| !go_round(c, &ask, id, n, &room)
		|| !ids_of(c, &tomorrow, ARGS(arg(c->now), arg(ahead), arg(most)), id, &n)
		|| !go_round(c, &remind, id, n, &room))
		return false;
	*ret_more = room == 0;
	return true;
}
