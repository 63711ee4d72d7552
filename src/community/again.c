/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/again.h"

#include "base/instant.h"
#include "community/enrolment.h"
#include "community/joining.h"
#include "community/round.h"
#include "core/audit.h"
#include "core/zone.h"
#include "store/sql.h"

static const struct stmt again_of = { "again_of",
	"SELECT a.is_open, a.made_from, COALESCE(o.title, '') FROM round_again a"
	" LEFT JOIN round o ON o.id = a.made_from WHERE a.round_id = $1",
	"i", "iis" };
static const struct stmt again_from = { "again_from",
	"INSERT INTO round_again (round_id, made_from, is_open)"
	" SELECT $1, $2, COALESCE((SELECT a.is_open FROM round_again a WHERE a.round_id = $2), 1)"
	" FROM round r WHERE r.id = $1",
	"ii", "" };
static const struct stmt again_put = { "again_put",
	"INSERT INTO round_again (round_id, is_open) VALUES ($1, $2)"
	" ON CONFLICT (round_id) DO UPDATE SET is_open = excluded.is_open",
	"ii", "" };
static const struct stmt copy_features = { "again_copy_features",
	"INSERT INTO round_feature (round_id, feature, is_on)"
	" SELECT $1, f.feature, f.is_on FROM round_feature f WHERE f.round_id = $2",
	"ii", "" };
static const struct stmt again_waits = { "again_waits",
	"SELECT r.id, r.title, r.zone, r.opens_at FROM enrolment e"
	" JOIN round r ON r.id = e.round_id"
	" WHERE e.person_id = $1 AND e.left_at = 0 AND r.opens_at > $2 AND NOT EXISTS"
	" (SELECT 1 FROM membership m WHERE m.round_id = r.id AND m.person_id = $1"
	" AND m.left_at = 0) ORDER BY r.opens_at, r.id LIMIT 1",
	"ii", "issi" };
static const struct stmt again_next = { "again_next",
	"SELECT n.id, n.title, n.zone, n.opens_at, o.title, o.id, o.opens_at FROM enrolment e"
	" JOIN round o ON o.id = e.round_id JOIN round n ON n.study_id = o.study_id"
	" LEFT JOIN round_again a ON a.round_id = n.id"
	" WHERE e.person_id = $1 AND e.left_at = 0 AND o.closes_at <= $2 AND n.opens_at > $2"
	" AND COALESCE(a.is_open, 1) = 1 AND NOT EXISTS (SELECT 1 FROM enrolment x"
	" WHERE x.round_id = n.id AND x.person_id = $1 AND x.left_at = 0)"
	" ORDER BY n.opens_at, n.id, o.closes_at DESC LIMIT 1",
	"ii", "issisii" };

static struct date next_monday(struct date after)
{
	return date_add(after, (7 - date_weekday(after)) % 7);
}

static struct date later(struct date a, struct date b)
{
	return date_days(a) > date_days(b) ? a : b;
}

bool again_draft(struct ctx *c, struct round_id from, struct round_draft *ret)
{
	struct topic *topic;
	struct round was;
	size_t n;

	if (!round_get(c, from, &was) || !round_topics(c, from, &topic, &n))
		return false;
	struct date soon = date_add(zone_civil(c, was.zone, c->now).date, 7);
	struct date ended = zone_civil(c, was.zone, was.closes_at).date;
	struct round_draft d = { .study = was.study,
		.zone = was.zone,
		.starts_on = date_text(c->mem, next_monday(later(soon, ended))),
		.weeks = was.weeks,
		.size_min = was.size_min,
		.size_max = was.size_max,
		.read_across = was.read_across };
	for (size_t i = 0; i < n; i++)
		d.topic[i] =
			(struct topic_draft){ topic[i].title, topic[i].prompt, topic[i].minutes };
	*ret = d;
	return true;
}

bool again_make(
	struct ctx *c, struct round_id from, const struct round_draft *d, struct round_id *ret)
{
	struct round_id id;

	if (!round_make(c, d, &id))
		return false;
	struct args both = ARGS(arg(id.v), arg(from.v));
	if (!sql_run(c, &again_from, both) || !sql_run(c, &copy_features, both)
		|| !audit_add(c, "round.again", "round", id.v,
			arena_fmt(c->mem, "from round %lld", (long long)from.v)))
		return false;
	*ret = id;
	return true;
}

bool again_get(struct ctx *c, struct round_id round, struct again *ret)
{
	struct again a = { .is_open = true, .from_title = S("") };
	struct rows r;

	if (!sql_open(c, &again_of, ARGS(arg(round.v)), &r))
		return false;
	if (sql_next(&r)) {
		a = (struct again){ row_int(&r, 0) != 0, { row_int(&r, 1) }, row_str(&r, 2) };
		sql_end(&r);
	}
	if (!ctx_ok(c))
		return false;
	*ret = a;
	return true;
}

bool again_set_open(struct ctx *c, struct round_id round, bool is_open)
{
	struct round is;

	return round_get(c, round, &is)
		&& sql_run(c, &again_put, ARGS(arg(round.v), arg((int64_t)is_open)))
		&& audit_add(c, is_open ? "round.again.open" : "round.again.close", "round",
			round.v, S(""));
}

static bool read_offer(struct rows *r, bool joined, struct again_offer *ret)
{
	if (!sql_next(r))
		return ctx_ok(r->c);
	*ret = (struct again_offer){ .round = { row_int(r, 0) },
		.title = row_str(r, 1),
		.zone = row_str(r, 2),
		.opens_at = row_int(r, 3),
		.joined = joined };
	if (!joined) {
		ret->earlier = row_str(r, 4);
		ret->from.v = row_int(r, 5);
		ret->from_opens_at = row_int(r, 6);
	}
	sql_end(r);
	return true;
}

bool again_find(struct ctx *c, struct again_offer *ret)
{
	struct again_offer offer = { 0 };
	struct args who = ARGS(arg(c->actor.v), arg(c->now));
	struct rows r;

	if (!sql_open(c, &again_waits, who, &r) || !read_offer(&r, true, &offer))
		return false;
	if (offer.round.v == 0
		&& (!sql_open(c, &again_next, who, &r) || !read_offer(&r, false, &offer)))
		return false;
	*ret = offer;
	return true;
}

/* The year in which a year of studies began: in August, here. */
static int school_year(struct ctx *c, struct str zone, int64_t instant)
{
	struct date day = zone_civil(c, zone, instant).date;

	return day.month >= 8 ? day.year : day.year - 1;
}

static int64_t year_now(struct ctx *c, const struct again_offer *o, int64_t year)
{
	int passed =
		school_year(c, o->zone, o->opens_at) - school_year(c, o->zone, o->from_opens_at);

	if (year == 0)
		return 0;
	return year + passed < ENROLMENT_YEAR_MAX ? year + passed : ENROLMENT_YEAR_MAX;
}

bool again_join(struct ctx *c, struct round_id round, bool *ret_complete)
{
	const int64_t questions = ((int64_t)1 << JOINING_CHECK) - 1;
	struct again_offer offer;
	struct joining was, is;

	if (!again_find(c, &offer))
		return false;
	if (offer.round.v != round.v || offer.joined)
		return fail(c, FAULT_ABSENT, "This round cannot be joined from here any more.");
	if (!joining_open(c, round, c->actor) || !joining_find(c, round, c->actor, &is)
		|| !joining_find(c, offer.from, c->actor, &was))
		return false;
	if (is.said.answered == 0) {
		is.said = was.said;
		is.said.answered &= questions;
		is.said.year = year_now(c, &offer, was.said.year);
		bool all = was.said.answered != 0;
		if (!joining_save(c, &is, all ? JOINING_HOURS : JOINING_WHY))
			return false;
	}
	*ret_complete = is.reached >= JOINING_CHECK;
	return true;
}
