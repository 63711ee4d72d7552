/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/place.h"

#include "base/instant.h"
#include "core/zone.h"
#include "store/sql.h"

/* The newest round that has begun comes first while it is open; then the next to open; then the
 * last. */
static const struct stmt place_of = { "place_of",
	"SELECT g.id, g.name, r.id, r.study_id, r.title, r.zone, r.weeks, r.opens_at,"
	" r.closes_at, r.read_across,"
	" COALESCE(a.id, 0), t.week, t.title, t.opens_at,"
	" COALESCE((SELECT n.opens_at FROM topic n WHERE n.round_id = r.id AND n.week = t.week"
	" + 1), r.closes_at)"
	" FROM membership m JOIN peer_group g ON g.id = m.group_id JOIN round r ON r.id ="
	" m.round_id"
	" LEFT JOIN participant_key k ON k.person_id = m.person_id AND k.study_id = r.study_id"
	" LEFT JOIN participant a ON a.id = k.participant_id AND a.withdrawn_at = 0"
	" LEFT JOIN topic t ON t.round_id = r.id AND t.week = (SELECT COALESCE(max(o.week), 1)"
	" FROM topic o"
	" WHERE o.round_id = r.id AND o.opens_at <= $2)"
	" WHERE m.person_id = $1 AND m.left_at = 0"
	" ORDER BY CASE WHEN r.closes_at <= $2 THEN 2 WHEN r.opens_at > $2 THEN 1 ELSE 0 END,"
	" CASE WHEN r.opens_at > $2 THEN r.opens_at ELSE 0 - r.closes_at END LIMIT 1",
	"ii", "isiissiiiiiisii" };
static const struct stmt week_of = { "week_of",
	"SELECT r.weeks, r.opens_at, r.closes_at, COALESCE((SELECT max(t.week) FROM topic t"
	" WHERE t.round_id = r.id"
	" AND t.opens_at <= $2), 0) FROM round r WHERE r.id = $1",
	"ii", "iiii" };

bool place_find(struct ctx *c, struct place *ret)
{
	struct place p = { 0 };
	struct rows r;

	if (c->actor.v == 0) {
		*ret = p;
		return true;
	}
	if (!sql_open(c, &place_of, ARGS(arg(c->actor.v), arg(c->now)), &r))
		return false;
	if (sql_next(&r)) {
		p = (struct place){ .group = row_int(&r, 0),
			.group_name = row_str(&r, 1),
			.round = row_int(&r, 2),
			.study = row_int(&r, 3),
			.round_title = row_str(&r, 4),
			.zone = row_str(&r, 5),
			.weeks = row_int(&r, 6),
			.opens_at = row_int(&r, 7),
			.closes_at = row_int(&r, 8),
			.read_across = row_int(&r, 9),
			.participant = row_int(&r, 10),
			.week = row_int(&r, 11),
			.topic_title = row_str(&r, 12),
			.week_ends_at = row_int(&r, 14) };
		if (c->now < p.opens_at)
			p.week = 0;
		else if (c->now >= p.closes_at)
			p.week = p.weeks + 1;
		sql_end(&r);
	}
	*ret = p;
	return ctx_ok(c);
}

bool place_week(struct ctx *c, int64_t round, int64_t *ret)
{
	struct rows r;

	if (!sql_one(c, &week_of, ARGS(arg(round), arg(c->now)), &r))
		return false;
	int64_t weeks = row_int(&r, 0), opens = row_int(&r, 1), closes = row_int(&r, 2),
		week = row_int(&r, 3);
	sql_end(&r);
	*ret = c->now < opens ? 0 : c->now >= closes ? weeks + 1 : week;
	return true;
}
