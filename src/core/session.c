/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/session.h"

#include "base/instant.h"
#include "core/secret.h"
#include "store/sql.h"

static const struct stmt find = { "session_find",
	"SELECT s.id, s.person_id, p.shown_name, s.agent, p.roles, s.made_at, s.seen_at,"
	" s.expires_at"
	" FROM session s JOIN person p ON p.id = s.person_id"
	" WHERE s.token_hash = $1 AND s.expires_at > $2 AND p.closed_at = 0",
	"si", "iissiiii" };
static const struct stmt add = { "session_add",
	"INSERT INTO session (token_hash, id, person_id, agent, made_at, seen_at, expires_at,"
	" away_from, back_at) SELECT CAST($1 AS TEXT), CAST($2 AS BIGINT), CAST($3 AS BIGINT),"
	" CAST($4 AS TEXT), CAST($5 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS BIGINT),"
	" CASE WHEN $5 - l.at >= $7 THEN l.at ELSE 0 END,"
	" CASE WHEN $5 - l.at >= $7 THEN CAST($5 AS BIGINT) ELSE 0 END FROM (SELECT"
	" COALESCE(max(o.seen_at), $5) AS at FROM session o WHERE o.person_id = $3) l",
	"siisiii", "" };
static const struct stmt touch = { "session_touch",
	"UPDATE session SET seen_at = $1, away_from = CASE WHEN $1 - (SELECT max(o.seen_at)"
	" FROM session o WHERE o.person_id = $2) >= $4 THEN (SELECT max(o.seen_at) FROM session o"
	" WHERE o.person_id = $2) ELSE away_from END, back_at = CASE WHEN $1 - (SELECT"
	" max(o.seen_at) FROM session o WHERE o.person_id = $2) >= $4 THEN $1 ELSE back_at END"
	" WHERE person_id = $2 AND id = $3",
	"iiii", "" };
static const struct stmt away = { "session_away",
	"SELECT s.away_from, s.back_at, (SELECT max(o.seen_at) FROM session o WHERE o.person_id ="
	" s.person_id) FROM session s WHERE s.person_id = $1 AND s.id = $2",
	"ii", "iii" };
static const struct stmt of_person = { "session_of_person",
	"SELECT s.id, s.person_id, p.shown_name, s.agent, p.roles, s.made_at, s.seen_at,"
	" s.expires_at"
	" FROM session s JOIN person p ON p.id = s.person_id"
	" WHERE s.person_id = $1 AND s.expires_at > $2 ORDER BY s.id DESC LIMIT $3",
	"iii", "iissiiii" };
static const struct stmt end_one = { "session_end_one",
	"DELETE FROM session WHERE person_id = $1 AND id = $2", "ii", "" };
static const struct stmt end_others = { "session_end_others",
	"DELETE FROM session WHERE person_id = $1 AND id <> $2", "ii", "" };
static const struct stmt end_old = { "session_end_old",
	"DELETE FROM session WHERE expires_at <= $1", "i", "" };

static struct session read(const struct rows *r)
{
	return (struct session){ .id = row_int(r, 0),
		.person = { row_int(r, 1) },
		.shown_name = row_str(r, 2),
		.agent = row_str(r, 3),
		.roles = row_int(r, 4),
		.made_at = row_int(r, 5),
		.seen_at = row_int(r, 6),
		.expires_at = row_int(r, 7) };
}

bool session_find(struct ctx *c, struct str token, struct session *ret)
{
	struct session s = { .shown_name = S(""), .agent = S("") };
	struct rows r;

	if (token.len == SESSION_TOKEN_LEN) {
		if (!sql_open(c, &find, ARGS(arg(secret_token_hash(c, token)), arg(c->now)), &r))
			return false;
		if (sql_next(&r)) {
			s = read(&r);
			sql_end(&r);
		}
	}
	if (!ctx_ok(c))
		return false;
	*ret = s;
	return true;
}

struct mark {
	const char *in, *name;
};

static const char *first_mark(struct str agent, const struct mark *m)
{
	while (m->in && !str_has(agent, str_of(m->in)))
		m++;
	return m->name;
}

/* The order matters: every browser names those that it wants to be taken for. */
static struct str agent_label(struct ctx *c, struct str agent)
{
	static const struct mark browsers[] = { { "Edg", "Edge" }, { "OPR/", "Opera" },
		{ "SamsungBrowser", "Samsung Internet" }, { "Firefox/", "Firefox" },
		{ "FxiOS", "Firefox" }, { "CriOS", "Chrome" }, { "Chrome/", "Chrome" },
		{ "Safari/", "Safari" }, { NULL, "A browser" } };
	static const struct mark systems[] = { { "iPhone", "iPhone" }, { "iPad", "iPad" },
		{ "Android", "Android" }, { "CrOS", "Chromebook" }, { "Windows", "Windows" },
		{ "Macintosh", "Mac" }, { "Linux", "Linux" }, { NULL, NULL } };
	const char *browser = first_mark(agent, browsers), *system = first_mark(agent, systems);

	return system ? arena_fmt(c->mem, "%s on %s", browser, system) : str_of(browser);
}

bool session_open(struct ctx *c, struct person_id person, struct str agent, struct str *ret_token)
{
	struct str token = secret_token(c);
	int64_t until = c->now + SESSION_DAYS * INSTANT_DAY;

	if (!sql_run(c, &add,
		    ARGS(arg(secret_token_hash(c, token)), arg(ctx_id(c)), arg(person.v),
			    arg(agent_label(c, agent)), arg(c->now), arg(until),
			    arg(SESSION_AWAY_DAYS * INSTANT_DAY))))
		return false;
	*ret_token = token;
	return true;
}

bool session_touch(struct ctx *c, const struct session *s)
{
	if (c->now - s->seen_at < INSTANT_HOUR)
		return true;
	return sql_run(c, &touch,
		ARGS(arg(c->now), arg(s->person.v), arg(s->id),
			arg(SESSION_AWAY_DAYS * INSTANT_DAY)));
}

bool session_away(struct ctx *c, const struct session *s, int64_t *ret_since)
{
	struct rows r;

	*ret_since = 0;
	if (!sql_open(c, &away, ARGS(arg(s->person.v), arg(s->id)), &r))
		return false;
	if (!sql_next(&r))
		return ctx_ok(c);
	int64_t from = row_int(&r, 0), back = row_int(&r, 1), last = row_int(&r, 2);
	sql_end(&r);
	if (c->now - last >= SESSION_AWAY_DAYS * INSTANT_DAY)
		*ret_since = last;
	else if (back > 0 && c->now - back < SESSION_BACK_HOURS * INSTANT_HOUR)
		*ret_since = from;
	return true;
}

bool session_list(
	struct ctx *c, struct person_id person, size_t max, struct session **ret, size_t *ret_n)
{
	struct session *s = arena_new(c->mem, struct session, max);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &of_person, ARGS(arg(person.v), arg(c->now), arg((int64_t)max)), &r))
		return false;
	while (sql_next(&r))
		s[n++] = read(&r);
	*ret = s;
	*ret_n = n;
	return ctx_ok(c);
}

bool session_close(struct ctx *c, struct person_id person, int64_t id)
{
	int64_t n;

	if (!sql_count(c, &end_one, ARGS(arg(person.v), arg(id)), &n))
		return false;
	return n == 1 || fail(c, FAULT_ABSENT, "That device is signed out already.");
}

bool session_close_others(struct ctx *c, struct person_id person, int64_t keep)
{
	return sql_run(c, &end_others, ARGS(arg(person.v), arg(keep)));
}

bool session_forget(struct ctx *c)
{
	return sql_run(c, &end_old, ARGS(arg(c->now)));
}
