/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/place.h"

#include "base/instant.h"
#include "core/feature.h"
#include "core/key.h"
#include "core/zone.h"
#include "store/sql.h"

#define OFF \
	" COALESCE((SELECT CAST(sum(1 << CAST(o.class AS INTEGER)) AS BIGINT)" \
	" FROM study_class o WHERE o.study_id = r.study_id), 0)"

#define ROUND \
	"SELECT g.id, g.name, r.id, r.study_id, r.title, r.zone, r.weeks, r.opens_at," \
	" r.closes_at, r.read_across,"
#define FEATURES \
	" COALESCE((SELECT CAST(sum((1 << CAST(f.feature AS INTEGER)) * (64 + f.is_on))" \
	" AS BIGINT) FROM round_feature f WHERE f.round_id = r.id), 0)," \
	" COALESCE((SELECT CAST(sum((1 << CAST(f.feature AS INTEGER)) * (64 + f.is_on))" \
	" AS BIGINT) FROM group_feature f WHERE f.group_id = g.id), 0),"
#define MEMBER \
	" FROM membership m JOIN peer_group g ON g.id = m.group_id" \
	" JOIN round r ON r.id = m.round_id"
/* Of who is known as participant $2 of a study, and of who is known to be none, under lookup $2.
   Behind the participant stands what speaks against it: that they left, or that there is one. */
static const struct stmt place_of = { "place_of",
	ROUND " COALESCE(a.id, 0), COALESCE(a.withdrawn_at, 0)," FEATURES OFF MEMBER
	      " LEFT JOIN participant a ON a.id = $2 AND a.study_id = r.study_id"
	      " WHERE m.person_id = $1 AND m.left_at = 0",
	"ii", "isiissiiiiiiiii" };
static const struct stmt place_of_none = { "place_of_none",
	ROUND " 0, CASE WHEN k.lookup IS NULL THEN 0 ELSE 1 END," FEATURES OFF MEMBER
	      " LEFT JOIN participant_key k ON k.study_id = r.study_id AND k.lookup = $2"
	      " WHERE m.person_id = $1 AND m.left_at = 0",
	"ii", "isiissiiiiiiiii" };
static const struct stmt noted_of_group = { "place_noted_of_group",
	"SELECT r.id, r.study_id," OFF " FROM peer_group g JOIN round r ON r.id = g.round_id"
	" WHERE g.id = $1",
	"i", "iii" };
static const struct stmt noted_of_thread = { "place_noted_of_thread",
	"SELECT r.id, r.study_id," OFF " FROM thread t JOIN peer_group g ON g.id = t.group_id"
	" JOIN round r ON r.id = g.round_id"
	" WHERE t.id = $1",
	"i", "iii" };
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

/* Who was here before is known, and what makes it true is joined; of others it is asked. */
static bool find_round(struct ctx *c, struct place *p)
{
	int64_t found = 0;
	struct key_known who;
	bool known = false;
	struct rows r;

	key_guess(c, c->actor, &who);
	bool in = who.key.participant > 0;
	if (!sql_open(c, in ? &place_of : &place_of_none,
		    ARGS(arg(c->actor.v), arg(in ? who.key.participant : who.lookup)), &r))
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
			.participant = row_int(&r, 11) == 0 ? row_int(&r, 10) : 0,
			.features = feature_unpack(row_int(&r, 12), row_int(&r, 13)),
			.off = row_int(&r, 14) };
		known = in ? row_int(&r, 10) > 0
			   : p->study == who.key.study && row_int(&r, 11) == 0;
	}
	p->several = found > 1;
	p->noted = p->round;
	return ctx_ok(c)
		&& (known || p->study == 0 || key_noted(c, p->study, c->actor, &p->participant));
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
	int64_t study = row_int(r, 1);
	p->noted = row_int(r, 0);
	p->off = row_int(r, 2);
	sql_end(r);
	return key_noted(r->c, study, r->c->actor, &p->participant);
}

bool place_note_group(struct ctx *c, struct place *p, int64_t group)
{
	struct rows r;

	return !p->several || p->group == group
		|| (sql_open(c, &noted_of_group, ARGS(arg(group)), &r) && read_noted(p, &r));
}

bool place_note_thread(struct ctx *c, struct place *p, int64_t thread)
{
	struct rows r;

	return !p->several
		|| (sql_open(c, &noted_of_thread, ARGS(arg(thread)), &r) && read_noted(p, &r));
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
