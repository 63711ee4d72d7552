/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/turn.h"

#include "base/instant.h"
#include "store/sql.h"

enum { OPEN_MAX = 60 };

/* The papers that c->actor may be offered: of the group, shown, by another who is a member still,
   on which they have given nothing and which they have not passed on. */
#define OPEN \
	" FROM paper p JOIN membership m ON m.group_id = p.group_id AND m.person_id = p.author_id" \
	" AND m.left_at = 0 WHERE p.group_id = $1 AND p.shown > 0 AND p.author_id <> $2" \
	" AND NOT EXISTS (SELECT 1 FROM paper_turn t WHERE t.paper_id = p.id" \
	" AND t.person_id = $2 AND (t.done_at > 0 OR t.passed_at > 0))"

static const struct stmt now_offered = { "turn_now",
	"SELECT t.paper_id FROM paper_turn t JOIN paper p ON p.id = t.paper_id"
	" JOIN membership m ON m.group_id = p.group_id AND m.person_id = p.author_id AND m.left_at"
	" = 0 WHERE t.person_id = $1 AND t.group_id = $2 AND t.done_at = 0 AND t.passed_at = 0"
	" AND p.shown > 0 ORDER BY t.asked_at DESC, t.paper_id LIMIT 1",
	"ii", "i" };
/* What each open paper speaks for: what its owner gave and got, how often it was looked at or is
   being, and how near its owner is. $3 is the instant before which an offer has lapsed. */
static const struct stmt open_papers = { "turn_open",
	"SELECT p.id, p.author_id, p.shown_at, p.goal,"
	" (SELECT count(*) FROM paper_turn a WHERE a.person_id = p.author_id AND a.group_id ="
	" p.group_id AND a.done_at > 0),"
	" (SELECT count(*) FROM paper_turn b WHERE b.author_id = p.author_id AND b.group_id ="
	" p.group_id AND (b.done_at > 0 OR (b.passed_at = 0 AND b.asked_at > $3))),"
	" (SELECT count(*) FROM paper_turn d WHERE d.paper_id = p.id"
	" AND (d.done_at > 0 OR (d.passed_at = 0 AND d.asked_at > $3))),"
	" COALESCE((SELECT CASE WHEN x.career > 0 AND x.career = y.career THEN 1 ELSE 0 END"
	" + CASE WHEN x.subject = y.subject THEN 2 ELSE 0 END FROM peer_group g"
	" JOIN enrolment x ON x.round_id = g.round_id AND x.person_id = p.author_id"
	" JOIN enrolment y ON y.round_id = g.round_id AND y.person_id = $2"
	" WHERE g.id = p.group_id), 0),"
	" CASE WHEN EXISTS (SELECT 1 FROM paper q WHERE q.author_id = $2 AND q.group_id ="
	" p.group_id AND q.goal = p.goal) THEN 4 ELSE 0 END" OPEN
	" ORDER BY p.shown_at, p.id LIMIT $4",
	"iiii", "iiiiiiiii" };
/* With whom feedback went last: whose paper c->actor saw to, and who saw to theirs. */
static const struct stmt last_given = { "turn_last_given",
	"SELECT author_id FROM paper_turn WHERE person_id = $1 AND group_id = $2 AND done_at > 0"
	" ORDER BY done_at DESC, paper_id DESC LIMIT 1",
	"ii", "i" };
static const struct stmt last_got = { "turn_last_got",
	"SELECT person_id FROM paper_turn WHERE author_id = $1 AND group_id = $2 AND done_at > 0"
	" ORDER BY done_at DESC, person_id DESC LIMIT 1",
	"ii", "i" };
static const struct stmt ask = { "turn_ask",
	"INSERT INTO paper_turn (person_id, paper_id, author_id, group_id, asked_at)"
	" SELECT CAST($1 AS BIGINT), p.id, p.author_id, p.group_id, CAST($3 AS BIGINT)"
	" FROM paper p WHERE p.id = $2"
	" ON CONFLICT (person_id, paper_id) DO UPDATE SET asked_at = excluded.asked_at",
	"iii", "" };
static const struct stmt passed = { "turn_pass",
	"INSERT INTO paper_turn (person_id, paper_id, author_id, group_id, asked_at, passed_at)"
	" SELECT CAST($1 AS BIGINT), p.id, p.author_id, p.group_id, CAST($3 AS BIGINT),"
	" CAST($3 AS BIGINT) FROM paper p WHERE p.id = $2"
	" ON CONFLICT (person_id, paper_id) DO UPDATE SET passed_at = excluded.passed_at",
	"iii", "" };
static const struct stmt done = { "turn_done",
	"INSERT INTO paper_turn (person_id, paper_id, author_id, group_id, asked_at, done_at)"
	" SELECT CAST($1 AS BIGINT), p.id, p.author_id, p.group_id, CAST($3 AS BIGINT),"
	" CAST($3 AS BIGINT) FROM paper p WHERE p.id = $2"
	" ON CONFLICT (person_id, paper_id) DO UPDATE SET done_at = excluded.done_at",
	"iii", "" };

struct open_paper {
	int64_t id, author;
	int64_t owed; /* what its owner gave and has not got yet */
	int64_t looks, near;
};

static bool one(struct ctx *c, const struct stmt *s, struct group_id group, int64_t *ret)
{
	struct rows r;

	*ret = 0;
	if (!sql_open(c, s, ARGS(arg(c->actor.v), arg(group.v)), &r))
		return false;
	if (sql_next(&r)) {
		*ret = row_int(&r, 0);
		sql_end(&r);
	}
	return ctx_ok(c);
}

bool turn_now(struct ctx *c, struct group_id group, struct paper_id *ret)
{
	return one(c, &now_offered, group, &ret->v);
}

/* Who gave more than they got comes first, then what nobody has looked at, then who is near; what
   was shown earliest stands before what is equal in all that. */
static bool better(const struct open_paper *a, const struct open_paper *b)
{
	int64_t owes = a->owed > 0, owed = b->owed > 0;

	if (owes != owed)
		return owes > owed;
	if (a->looks != b->looks)
		return a->looks < b->looks;
	return a->near > b->near;
}

static bool choose(struct ctx *c, struct group_id group, struct paper_id *ret)
{
	struct open_paper best = { 0 };
	int64_t given, got;
	struct rows r;

	ret->v = 0;
	if (!one(c, &last_given, group, &given) || !one(c, &last_got, group, &got)
		|| !sql_open(c, &open_papers,
			ARGS(arg(group.v), arg(c->actor.v), arg(c->now - TURN_DAYS * INSTANT_DAY),
				arg((int64_t)OPEN_MAX)),
			&r))
		return false;
	while (sql_next(&r)) {
		struct open_paper p = { row_int(&r, 0), row_int(&r, 1),
			row_int(&r, 4) - row_int(&r, 5), row_int(&r, 6),
			row_int(&r, 7) + row_int(&r, 8) };
		if (p.author != given && p.author != got && (!best.id || better(&p, &best)))
			best = p;
	}
	ret->v = best.id;
	return ctx_ok(c);
}

bool turn_next(struct ctx *c, struct group_id group, struct paper_id *ret)
{
	struct paper_id id;

	if (!turn_now(c, group, &id) || (id.v == 0 && !choose(c, group, &id)))
		return false;
	if (id.v && !sql_run(c, &ask, ARGS(arg(c->actor.v), arg(id.v), arg(c->now))))
		return false;
	*ret = id;
	return true;
}

bool turn_pass(struct ctx *c, struct paper_id paper)
{
	return sql_run(c, &passed, ARGS(arg(c->actor.v), arg(paper.v), arg(c->now)));
}

bool turn_done(struct ctx *c, struct paper_id paper)
{
	return sql_run(c, &done, ARGS(arg(c->actor.v), arg(paper.v), arg(c->now)));
}
