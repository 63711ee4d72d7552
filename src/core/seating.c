/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/seating.h"

#include "core/key.h"
#include "store/sql.h"

#include <stdlib.h>

static const struct stmt groups_n = { "seating_groups_count",
	"SELECT COUNT(*) FROM peer_group g JOIN round r ON r.id = g.round_id WHERE r.study_id = $1",
	"i", "i" };
static const struct stmt groups = { "seating_groups",
	"SELECT g.id, r.id, (SELECT COUNT(*) FROM membership m WHERE m.group_id = g.id"
	" AND m.left_at = 0), g.name, r.name FROM peer_group g"
	" JOIN round r ON r.id = g.round_id WHERE r.study_id = $1 ORDER BY r.id, g.id",
	"i", "iiiss" };
static const struct stmt threads_n = { "seating_threads_count",
	"SELECT COUNT(*) FROM round r JOIN peer_group g ON g.round_id = r.id"
	" JOIN thread t ON t.group_id = g.id WHERE r.study_id = $1",
	"i", "i" };
static const struct stmt threads = { "seating_threads",
	"SELECT t.id, t.group_id FROM round r JOIN peer_group g ON g.round_id = r.id"
	" JOIN thread t ON t.group_id = g.id WHERE r.study_id = $1 ORDER BY t.id",
	"i", "ii" };
static const struct stmt seats_n = { "seating_seats_count",
	"SELECT COUNT(*) FROM round r JOIN membership m ON m.round_id = r.id WHERE r.study_id = $1",
	"i", "i" };
static const struct stmt seats = { "seating_seats",
	"SELECT k.participant_id, m.round_id, m.group_id FROM round r"
	" JOIN membership m ON m.round_id = r.id"
	" JOIN open_key k ON k.person_id = m.person_id AND k.study_id = r.study_id"
	" JOIN participant p ON p.id = k.participant_id AND p.withdrawn_at = 0"
	" WHERE r.study_id = $1"
	" ORDER BY k.participant_id, m.round_id, CASE WHEN m.left_at = 0 THEN 1 ELSE 0 END,"
	" m.left_at, m.joined_at, m.group_id",
	"i", "iii" };
static const struct stmt round_of = { "seating_round",
	"SELECT s.id, s.name, r.title FROM round r JOIN study s ON s.id = r.study_id"
	" WHERE r.id = $1",
	"i", "iss" };
static const struct stmt zone_of = { "seating_zone",
	"SELECT zone FROM round WHERE study_id = $1 ORDER BY opens_at DESC, id DESC LIMIT 1", "i",
	"s" };

static bool count(struct ctx *c, const struct stmt *s, int64_t study, size_t *ret)
{
	struct rows r;

	if (!sql_one(c, s, ARGS(arg(study)), &r))
		return false;
	int64_t n = row_int(&r, 0);
	sql_end(&r);
	if (n > SEATING_MAX)
		return fail(c, FAULT_LIMIT, "This study is too large for this report.");
	*ret = (size_t)n;
	return true;
}

static bool read_groups(struct ctx *c, int64_t study, struct seating *s)
{
	struct rows r;
	size_t max = 0;

	if (!count(c, &groups_n, study, &max))
		return false;
	struct seating_group *g = arena_new(c->mem, struct seating_group, max + 1);
	if (!sql_open(c, &groups, ARGS(arg(study)), &r))
		return false;
	while (s->groups < max && sql_next(&r))
		g[s->groups++] = (struct seating_group){ row_int(&r, 0), row_int(&r, 1),
			row_int(&r, 2), row_str(&r, 3), row_str(&r, 4) };
	sql_end(&r);
	s->group = g;
	return ctx_ok(c);
}

static bool read_threads(struct ctx *c, int64_t study, struct seating *s)
{
	struct rows r;
	size_t max = 0;

	if (!count(c, &threads_n, study, &max))
		return false;
	struct seating_thread *t = arena_new(c->mem, struct seating_thread, max + 1);
	if (!sql_open(c, &threads, ARGS(arg(study)), &r))
		return false;
	while (s->threads < max && sql_next(&r))
		t[s->threads++] = (struct seating_thread){ row_int(&r, 0), row_int(&r, 1) };
	sql_end(&r);
	s->thread = t;
	return ctx_ok(c);
}

/* Of a person in a round the last row is the group where they are, or were last. */
static bool read_seats(struct ctx *c, int64_t study, struct seating *s)
{
	struct rows r;
	size_t max = 0;

	if (!count(c, &seats_n, study, &max) || !key_open_study(c, study))
		return false;
	struct seating_seat *seat = arena_new(c->mem, struct seating_seat, max + 1);
	if (!sql_open(c, &seats, ARGS(arg(study)), &r))
		return false;
	while (s->seats < max && sql_next(&r))
		seat[s->seats++] = (struct seating_seat){ row_int(&r, 0), row_int(&r, 1),
			row_int(&r, 2), false };
	sql_end(&r);
	for (size_t i = 0; i < s->seats; i++)
		seat[i].is_last = i + 1 == s->seats
			|| seat[i + 1].participant != seat[i].participant
			|| seat[i + 1].round != seat[i].round;
	s->seat = seat;
	return ctx_ok(c);
}

static bool read_zone(struct ctx *c, int64_t study, struct seating *s)
{
	struct rows r;

	s->zone = S("Europe/London");
	if (!sql_open(c, &zone_of, ARGS(arg(study)), &r))
		return false;
	if (sql_next(&r)) {
		s->zone = row_str(&r, 0);
		sql_end(&r);
	}
	return ctx_ok(c);
}

bool seating_read(struct ctx *c, int64_t study, struct seating *ret)
{
	struct seating s = { 0 };

	if (!read_groups(c, study, &s) || !read_threads(c, study, &s) || !read_seats(c, study, &s)
		|| !read_zone(c, study, &s))
		return false;
	*ret = s;
	return true;
}

static int by_thread(const void *a, const void *b)
{
	const struct seating_thread *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

int64_t seating_group_of(const struct seating *s, int64_t thread)
{
	struct seating_thread key = { .id = thread };
	const struct seating_thread *t =
		s->threads ? bsearch(&key, s->thread, s->threads, sizeof key, by_thread) : NULL;

	return t ? t->group : 0;
}

const struct seating_seat *seating_of(const struct seating *s, int64_t participant, size_t *ret_n)
{
	size_t low = 0, high = s->seats, n = 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (s->seat[middle].participant < participant)
			low = middle + 1;
		else
			high = middle;
	}
	while (low + n < s->seats && s->seat[low + n].participant == participant)
		n++;
	*ret_n = n;
	return &s->seat[low];
}

bool seating_round(struct ctx *c, int64_t round, struct seating_round *ret)
{
	struct rows r;

	if (!sql_open(c, &round_of, ARGS(arg(round)), &r))
		return false;
	if (!sql_next(&r))
		return ctx_ok(c) && fail(c, FAULT_ABSENT, "There is no such round.");
	*ret = (struct seating_round){ row_int(&r, 0), row_str(&r, 1), row_str(&r, 2) };
	sql_end(&r);
	return true;
}
