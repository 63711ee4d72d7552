/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which guests have to be told what, and the telling: what each was told last is compared with what
   holds now, so that it does not matter what happened in between, or how often. */
#include "base/instant.h"
#include "community/meeting_guest.h"
#include "community/meeting_letter.h"
#include "community/meeting_part.h"
#include "community/meeting_remind.h"
#include "core/secret.h"
#include "store/sql.h"

enum { MEETINGS_MAX = 200 };

/* That lie ahead and have rested. One that was called off is of interest until it would have begun.
 */
static const struct stmt ahead = { "meeting_ahead",
	"SELECT id FROM meeting WHERE at > $1 AND changed_at <= $2 ORDER BY at, id LIMIT $3", "iii",
	"i" };
/* Who goes to it and was not told of how it stands. Who wants no letters gets no invitation; to
   whom one went before learns of what became of it. */
static const struct stmt to_invite = { "meeting_to_invite",
	"SELECT p.id, p.address, COALESCE(q.told, -1), COALESCE(q.uninvited, 0),"
	" COALESCE(q.answer, 0) FROM meeting m JOIN peer_group g ON g.round_id = m.round_id"
	" JOIN membership b ON b.group_id = g.id AND b.left_at = 0 JOIN person p"
	" ON p.id = b.person_id LEFT JOIN meeting_guest q ON q.meeting_id = m.id"
	" AND q.person_id = p.id WHERE m.id = $1 AND m.cancelled_at = 0 AND p.closed_at = 0"
	" AND (q.told IS NULL OR q.told_of < m.sequence OR q.uninvited = 1)"
	" AND (COALESCE(q.told, -1) >= 0 OR NOT EXISTS (SELECT 1 FROM self_choice s"
	" WHERE s.person_id = p.id AND s.key = 'mail' AND s.value = 'none'))"
	" AND" MEETING_COVERS " AND" MEETING_WELCOMED " ORDER BY p.id LIMIT $2",
	"ii", "isiii" };
/* Who was told of it and does not go to it any more. */
static const struct stmt to_uninvite = { "meeting_to_uninvite",
	"SELECT p.id, p.address, q.told, 0, 0 FROM meeting m JOIN meeting_guest q"
	" ON q.meeting_id = m.id JOIN person p ON p.id = q.person_id WHERE m.id = $1"
	" AND q.told >= 0 AND q.uninvited = 0 AND p.closed_at = 0"
	" AND (m.cancelled_at > 0 OR NOT EXISTS (SELECT 1 FROM membership b JOIN peer_group g"
	" ON g.id = b.group_id WHERE b.person_id = p.id AND b.left_at = 0 AND" MEETING_COVERS
	" AND" MEETING_WELCOMED "))"
	" ORDER BY p.id LIMIT $2",
	"ii", "isiii" };
static const struct stmt polled_of = { "meeting_polled",
	"SELECT count(*) FROM meeting_slot WHERE meeting_id = $1", "i", "i" };
static const struct stmt told = { "meeting_told",
	"INSERT INTO meeting_guest (meeting_id, person_id, told, told_of, uninvited, token_hash,"
	" reminded) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (meeting_id, person_id) DO"
	" UPDATE SET told = excluded.told, told_of = excluded.told_of,"
	" uninvited = excluded.uninvited, token_hash = excluded.token_hash,"
	" reminded = excluded.reminded,"
	" answer = CASE WHEN excluded.uninvited = 1 THEN 0 ELSE meeting_guest.answer END",
	"iiiiisi", "" };

struct due {
	struct person_id person;
	struct str address;
	int64_t told;
	bool uninvited;
	enum meeting_answer answer;
};

static bool find_due(struct ctx *c, const struct stmt *s, const struct meeting *m, size_t max,
	struct due *to, size_t *ret_n)
{
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, s, ARGS(arg(m->id.v), arg((int64_t)max)), &r))
		return false;
	for (; n < max && sql_next(&r); n++)
		to[n] = (struct due){ { row_int(&r, 0) }, row_str(&r, 1), row_int(&r, 2),
			row_int(&r, 3) != 0, (enum meeting_answer)row_int(&r, 4) };
	sql_end(&r);
	*ret_n = n;
	return ctx_ok(c);
}

static bool tell(struct ctx *c, const struct meeting *m, const struct due *d, bool off, bool polled)
{
	int64_t next = d->told + 1, sequence = next > m->sequence ? next : m->sequence;
	/* A letter so short before it is a reminder itself. */
	bool fresh = m->at - c->now < MEETING_REMIND_FRESH_HOURS * INSTANT_HOUR;
	struct str token = meeting_letter_token(c, m, d->person);
	struct meeting_letter l = { .m = m,
		.news = NEWS_INVITED,
		.person = d->person,
		.address = d->address,
		.token = token,
		.sequence = sequence,
		.answer = d->answer,
		.polled = polled };

	if (off)
		l.news = m->cancelled_at ? NEWS_CALLED_OFF : NEWS_LEFT;
	else if (d->told >= 0 && !d->uninvited)
		l.news = NEWS_CHANGED;
	return meeting_letter_queue(c, &l)
		&& sql_run(c, &told,
			ARGS(arg(m->id.v), arg(d->person.v), arg(sequence), arg(m->sequence),
				arg((int64_t)off), arg(secret_token_hash(c, token)),
				arg(fresh ? m->at : (int64_t)0)));
}

static bool was_polled(struct ctx *c, struct meeting_id id, bool *ret)
{
	struct rows r;

	if (!sql_one(c, &polled_of, ARGS(arg(id.v)), &r))
		return false;
	*ret = row_int(&r, 0) > 0;
	sql_end(&r);
	return true;
}

/* How many of *room are left when the guests of one meeting were told. */
static bool tell_all(struct ctx *c, struct meeting_id id, size_t *room)
{
	static const struct stmt *const who[] = { &to_uninvite, &to_invite };
	struct due due[MEETING_GUEST_BATCH];
	struct meeting m;
	bool polled;
	size_t n;

	if (!meeting_get(c, id, &m) || !was_polled(c, id, &polled))
		return false;
	for (size_t i = 0; i<sizeof who / sizeof *who && * room> 0; i++) {
		if (!find_due(c, who[i], &m, *room, due, &n))
			return false;
		for (size_t k = 0; k < n; k++)
			if (!tell(c, &m, &due[k], who[i] == &to_uninvite, polled))
				return false;
		*room -= n;
	}
	return true;
}

bool meeting_guest_some(struct ctx *c, bool *ret_more)
{
	int64_t rested = c->now - MEETING_GUEST_PAUSE_S * INSTANT_SECOND;
	struct meeting_id id[MEETINGS_MAX];
	size_t n = 0, room = MEETING_GUEST_BATCH;
	struct rows r;

	if (!sql_open(c, &ahead, ARGS(arg(c->now), arg(rested), arg((int64_t)MEETINGS_MAX)), &r))
		return false;
	while (n < MEETINGS_MAX && sql_next(&r))
		id[n++].v = row_int(&r, 0);
	sql_end(&r);
	for (size_t i = 0; i < n && room > 0; i++)
		if (!tell_all(c, id[i], &room))
			return false;
	*ret_more = room == 0;
	return ctx_ok(c);
}
