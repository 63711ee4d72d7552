/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/place.h"

#include "base/instant.h"
#include "core/feature.h"
#include "core/zone.h"
#include "store/sql.h"

#define OFF \
	" COALESCE((SELECT CAST(sum(1 << CAST(o.class AS INTEGER)) AS BIGINT)" \
	" FROM study_class o WHERE o.study_id = r.study_id), 0)"

static const struct stmt place_of = { "place_of",
	"SELECT g.id, g.name, r.id, r.study_id, r.title, r.zone, r.weeks, r.opens_at,"
	" r.closes_at, r.read_across, COALESCE(a.id, 0),"
	" COALESCE((SELECT CAST(sum((1 << CAST(f.feature AS INTEGER)) * (64 + f.is_on)) AS BIGINT)"
	" FROM round_feature f WHERE f.round_id = r.id), 0),"
	" COALESCE((SELECT CAST(sum((1 << CAST(f.feature AS INTEGER)) * (64 + f.is_on)) AS BIGINT)"
	" FROM group_feature f WHERE f.group_id = g.id), 0)," OFF
	" FROM membership m JOIN peer_group g ON g.id = m.group_id"
	" JOIN round r ON r.id = m.round_id"
	" LEFT JOIN participant_key k ON k.person_id = m.person_id"
	" AND k.study_id = r.study_id"
	" LEFT JOIN participant a ON a.id = k.participant_id"
	" AND a.withdrawn_at = 0"
	" WHERE m.person_id = $1 AND m.left_at = 0",
	"i", "isiissiiiiiiii" };
static const struct stmt noted_of_group = { "place_noted_of_group",
	"SELECT r.id, COALESCE(a.id, 0)," OFF " FROM peer_group g JOIN round r ON r.id = g.round_id"
	" LEFT JOIN participant_key k ON k.person_id = $2 AND k.study_id = r.study_id"
	" LEFT JOIN participant a ON a.id = k.participant_id AND a.withdrawn_at = 0"
	" WHERE g.id = $1",
	"ii", "iii" };
static const struct stmt noted_of_thread = { "place_noted_of_thread",
	"SELECT r.id, COALESCE(a.id, 0)," OFF
	" FROM thread t JOIN peer_group g ON g.id = t.group_id"
	" JOIN round r ON r.id = g.round_id"
	" LEFT JOIN participant_key k ON k.person_id = $2 AND k.study_id = r.study_id"
	" LEFT JOIN participant a ON a.id = k.participant_id AND a.withdrawn_at = 0"
	" WHERE t.id = $1",
	"ii", "iii" };
static const struct stmt topics_of = { "topics_of",
	"SELECT week, title, opens_at FROM topic WHERE round_id = $1 ORDER BY week", "i", "isi" };
static const struct stmt week_of = { "week_of",
	"SELECT r.weeks, r.opens_at, r.closes_at, COALESCE((SELECT max(t.week) FROM topic t"
	" WHERE t.round_id = r.id"
	" AND t.opens_at <= $2), 0) FROM round r WHERE r.id = $1",
	"ii", "iiii" };

/* A round that is open comes before the next to open, and that before the last that closed. A
   person is in one or two, so they are compared here: sorting them in the database costs each page
   more. */
static bool nearer(const struct ctx *c, int64_t opens, int64_t closes, const struct place *than)
{
	int rank = closes <= c->now ? 2 : opens > c->now;
	int other = than->closes_at <= c->now ? 2 : than->opens_at > c->now;

	if (than->round == 0 || rank != other)
		return than->round == 0 || rank < other;
	return rank == 1 ? opens < than->opens_at : closes > than->closes_at;
}

static bool find_round(struct ctx *c, struct place *p)
{
	int64_t found = 0;
	struct rows r;

	if (!sql_open(c, &place_of, ARGS(arg(c->actor.v)), &r))
		return false;
	while (sql_next(&r)) {
		int64_t opens = row_int(&r, 7), closes = row_int(&r, 8);
		found++;
		if (!nearer(c, opens, closes, p))
			continue;
		*p = (struct place){ .group = row_int(&r, 0),
			.group_name = row_str(&r, 1),
			.round = row_int(&r, 2),
			.study = row_int(&r, 3),
			.round_title = row_str(&r, 4),
			.zone = row_str(&r, 5),
			.weeks = row_int(&r, 6),
			.opens_at = opens,
			.closes_at = closes,
			.read_across = row_int(&r, 9),
			.participant = row_int(&r, 10),
			.features = feature_unpack(row_int(&r, 11), row_int(&r, 12)),
			.off = row_int(&r, 13) };
	}
	p->several = found > 1;
	p->noted = p->round;
	return ctx_ok(c);
}

static bool find_week(struct ctx *c, struct place *p)
{
	struct rows r;

	p->week_ends_at = p->closes_at;
	if (!sql_open(c, &topics_of, ARGS(arg(p->round)), &r))
		return false;
	while (sql_next(&r)) {
		int64_t week = row_int(&r, 0), opens = row_int(&r, 2);
		if (p->week > 0 && opens > c->now) {
			p->week_ends_at = opens;
			sql_end(&r);
			break;
		}
		p->week = week;
		p->topic_title = row_str(&r, 1);
	}
	if (c->now < p->opens_at)
		p->week = 0;
	else if (c->now >= p->closes_at)
		p->week = p->weeks + 1;
	return ctx_ok(c);
}

bool place_find(struct ctx *c, struct place *ret)
{
	struct place p = { 0 };

	if (c->actor.v && (!find_round(c, &p) || (p.round && !find_week(c, &p))))
		return false;
	*ret = p;
	return true;
}

static bool read_noted(struct place *p, struct rows *r)
{
	if (!sql_next(r))
		return ctx_ok(r->c);
	p->noted = row_int(r, 0);
	p->participant = row_int(r, 1);
	p->off = row_int(r, 2);
	sql_end(r);
	return true;
}

bool place_note_group(struct ctx *c, struct place *p, int64_t group)
{
	struct rows r;

	return !p->several || p->group == group
		|| (sql_open(c, &noted_of_group, ARGS(arg(group), arg(c->actor.v)), &r)
			&& read_noted(p, &r));
}

bool place_note_thread(struct ctx *c, struct place *p, int64_t thread)
{
	struct rows r;

	return !p->several
		|| (sql_open(c, &noted_of_thread, ARGS(arg(thread), arg(c->actor.v)), &r)
			&& read_noted(p, &r));
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
