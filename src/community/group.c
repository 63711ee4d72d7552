/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/group.h"

#include "community/enrolment.h"
#include "community/line.h"
#include "community/round.h"
#include "core/audit.h"
#include "store/sql.h"

static const struct stmt group_add = { "group_add",
	"INSERT INTO peer_group (id, round_id, name, subject, made_at) VALUES ($1, $2, $3, $4, $5)",
	"iissi", "" };
static const struct stmt group_set = { "group_set",
	"UPDATE peer_group SET name = $2, subject = $3 WHERE id = $1", "iss", "" };
static const struct stmt group_of_id = { "group_of_id",
	"SELECT g.id, g.round_id, g.name, g.subject, "
	"(SELECT count(*) FROM membership s WHERE s.group_id = g.id AND s.left_at = 0) "
	"FROM peer_group g WHERE g.id = $1",
	"i", "iissi" };
static const struct stmt group_named = { "group_named",
	"SELECT id FROM peer_group WHERE round_id = $1 AND lower(name) = lower($2) AND id <> $3",
	"isi", "i" };
static const struct stmt group_of_round = { "group_of_round",
	"SELECT g.id, g.round_id, g.name, g.subject, "
	"(SELECT count(*) FROM membership s WHERE s.group_id = g.id AND s.left_at = 0) "
	"FROM peer_group g WHERE g.round_id = $1 ORDER BY g.name, g.id LIMIT $2",
	"ii", "iissi" };
static const struct stmt group_of_person = { "group_of_person",
	"SELECT group_id FROM membership WHERE round_id = $1 AND person_id = $2 AND left_at = 0",
	"ii", "i" };
static const struct stmt member_all = { "member_all",
	"SELECT p.id, p.shown_name FROM membership m JOIN person p ON p.id = m.person_id "
	"WHERE m.group_id = $1 AND m.left_at = 0 ORDER BY p.shown_name, p.id LIMIT $2",
	"ii", "is" };
static const struct stmt member_put = { "member_put",
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES ($1, $2, $3, $4) "
	"ON CONFLICT (group_id, person_id) DO UPDATE SET joined_at = excluded.joined_at, left_at "
	"= 0",
	"iiii", "" };
static const struct stmt member_leave = { "member_leave",
	"UPDATE membership SET left_at = $3 WHERE group_id = $1 AND person_id = $2 AND left_at = 0",
	"iii", "" };
static const struct stmt group_seen_by = { "group_seen_by",
	"SELECT g.id, g.round_id, g.name, g.subject, "
	"(SELECT count(*) FROM membership s WHERE s.group_id = g.id AND s.left_at = 0), r.title, "
	"CASE WHEN m.group_id = g.id THEN 1 ELSE 0 END "
	"FROM membership m JOIN round r ON r.id = m.round_id "
	"JOIN peer_group g ON g.round_id = r.id AND (g.id = m.group_id OR r.read_across = 1) "
	"WHERE m.person_id = $1 AND m.left_at = 0 "
	"ORDER BY r.opens_at DESC, r.id DESC, CASE WHEN m.group_id = g.id THEN 0 ELSE 1 END, "
	"g.name, "
	"g.id LIMIT $2",
	"ii", "iissisi" };

static struct group group_of(const struct rows *r)
{
	return (struct group){ .id = { row_int(r, 0) },
		.round = { row_int(r, 1) },
		.name = row_str(r, 2),
		.subject = row_str(r, 3),
		.size = row_int(r, 4) };
}

/* The number in the first row, 0 when there is none. */
static bool look(struct ctx *c, const struct stmt *s, struct args in, int64_t *ret)
{
	int64_t found = 0;
	struct rows r;

	if (!sql_open(c, s, in, &r))
		return false;
	if (sql_next(&r))
		found = row_int(&r, 0);
	sql_end(&r);
	*ret = found;
	return ctx_ok(c);
}

static bool check(struct ctx *c, struct group_draft *d, struct group_id id)
{
	int64_t other = 0;

	d->name = str_trim(d->name);
	d->subject = str_trim(d->subject);
	if (!line_ok(d->name, GROUP_NAME_MAX))
		ctx_wrong(c, "name", "The name of a group has 1 to %d characters.", GROUP_NAME_MAX);
	else if (look(c, &group_named, ARGS(arg(d->round.v), arg(d->name), arg(id.v)), &other)
		&& other)
		ctx_wrong(c, "name", "There is already a group with this name in the round.");
	if (d->subject.len && !line_ok(d->subject, GROUP_SUBJECT_MAX))
		ctx_wrong(c, "subject", "A subject has at most %d characters.", GROUP_SUBJECT_MAX);
	return ctx_ok(c);
}

static bool note(struct ctx *c, const char *act, struct group_id id)
{
	return audit_add(c, act, "group", id.v, S(""));
}

static bool note_person(struct ctx *c, const char *act, struct group_id id, struct person_id person)
{
	return audit_add(
		c, act, "person", person.v, arena_fmt(c->mem, "group %lld", (long long)id.v));
}

bool group_make(struct ctx *c, const struct group_draft *draft, struct group_id *ret)
{
	struct group_id id = { ctx_id(c) };
	struct group_draft d = *draft;
	struct round round;

	if (!round_get(c, d.round, &round) || !check(c, &d, id)
		|| !sql_run(c, &group_add,
			ARGS(arg(id.v), arg(d.round.v), arg(d.name), arg(d.subject), arg(c->now)))
		|| !note(c, "group.make", id))
		return false;
	*ret = id;
	return true;
}

bool group_rename(struct ctx *c, struct group_id id, const struct group_draft *draft)
{
	struct group_draft d = *draft;
	struct group group;

	if (!group_get(c, id, &group))
		return false;
	d.round = group.round;
	return check(c, &d, id)
		&& sql_run(c, &group_set, ARGS(arg(id.v), arg(d.name), arg(d.subject)))
		&& note(c, "group.rename", id);
}

bool group_get(struct ctx *c, struct group_id id, struct group *ret)
{
	struct rows r;

	if (!sql_one(c, &group_of_id, ARGS(arg(id.v)), &r))
		return false;
	*ret = group_of(&r);
	sql_end(&r);
	return true;
}

bool group_list(struct ctx *c, struct round_id round, struct group **ret, size_t *ret_n)
{
	struct group *group = arena_new(c->mem, struct group, GROUP_LIST_MAX);
	size_t n = 0;
	struct rows r;

	if (!sql_open(c, &group_of_round, ARGS(arg(round.v), arg(GROUP_LIST_MAX)), &r))
		return false;
	while (n < GROUP_LIST_MAX && sql_next(&r))
		group[n++] = group_of(&r);
	sql_end(&r);
	*ret = group;
	*ret_n = n;
	return ctx_ok(c);
}

bool group_members(struct ctx *c, struct group_id id, struct group_member **ret, size_t *ret_n)
{
	enum { MOST = 50 }; /* no round has larger groups */
	struct group_member *member = arena_new(c->mem, struct group_member, MOST);
	size_t n = 0;
	struct rows r;

	if (!sql_open(c, &member_all, ARGS(arg(id.v), arg(MOST)), &r))
		return false;
	for (; n < MOST && sql_next(&r); n++)
		member[n] = (struct group_member){ { row_int(&r, 0) }, row_str(&r, 1) };
	sql_end(&r);
	*ret = member;
	*ret_n = n;
	return ctx_ok(c);
}

bool group_readable(struct ctx *c, struct group_seen **ret, size_t *ret_n)
{
	struct group_seen *seen = arena_new(c->mem, struct group_seen, GROUP_LIST_MAX);
	size_t n = 0;
	struct rows r;

	if (!sql_open(c, &group_seen_by, ARGS(arg(c->actor.v), arg(GROUP_LIST_MAX)), &r))
		return false;
	for (; n < GROUP_LIST_MAX && sql_next(&r); n++)
		seen[n] = (struct group_seen){ group_of(&r), row_str(&r, 5), row_int(&r, 6) != 0 };
	sql_end(&r);
	*ret = seen;
	*ret_n = n;
	return ctx_ok(c);
}

/* Refuses whoever is not in the round, and a group that is full. */
static bool has_room(struct ctx *c, const struct group *g, struct person_id person)
{
	struct enrolment e;
	struct round round;

	if (!round_get(c, g->round, &round) || !enrolment_find(c, g->round, person, &e))
		return false;
	if (e.person.v == 0)
		return fail(c, FAULT_CONFLICT, "This person does not take part in the round.");
	if (g->size >= round.size_max)
		return fail(c, FAULT_CONFLICT,
			"This group is full: no group of the round has more than %d people.",
			(int)round.size_max);
	return true;
}

bool group_put(struct ctx *c, struct group_id id, struct person_id person)
{
	struct group group;
	int64_t present = 0;

	if (!group_get(c, id, &group)
		|| !look(c, &group_of_person, ARGS(arg(group.round.v), arg(person.v)), &present))
		return false;
	if (present)
		return fail(c, FAULT_CONFLICT, "This person is in a group of the round already.");
	return has_room(c, &group, person)
		&& sql_run(c, &member_put,
			ARGS(arg(id.v), arg(person.v), arg(group.round.v), arg(c->now)))
		&& note_person(c, "group.put", id, person);
}

bool group_move(struct ctx *c, struct group_id id, struct person_id person)
{
	struct group group;
	int64_t present = 0;

	if (!group_get(c, id, &group)
		|| !look(c, &group_of_person, ARGS(arg(group.round.v), arg(person.v)), &present))
		return false;
	if (present == id.v)
		return true;
	return has_room(c, &group, person)
		&& (present == 0 || group_take_out(c, (struct group_id){ present }, person))
		&& group_put(c, id, person);
}

bool group_take_out(struct ctx *c, struct group_id id, struct person_id person)
{
	int64_t n = 0;

	if (!sql_count(c, &member_leave, ARGS(arg(id.v), arg(person.v), arg(c->now)), &n))
		return false;
	if (n == 0)
		return fail(c, FAULT_ABSENT, "This person is not in the group.");
	return note_person(c, "group.take_out", id, person);
}
