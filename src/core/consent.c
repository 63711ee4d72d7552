/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/consent.h"

#include "base/utf8.h"
#include "core/audit.h"
#include "store/sql.h"

static const struct stmt newest = { "consent_newest",
	"SELECT id, version, made_at, body FROM consent_text WHERE kind = $1"
	" ORDER BY version DESC LIMIT 1",
	"s", "iiis" };
static const struct stmt of_id = { "consent_of_id",
	"SELECT id, version, made_at, body FROM consent_text WHERE id = $1 AND kind = $2", "is",
	"iiis" };
static const struct stmt publish = { "consent_publish",
	"INSERT INTO consent_text (id, kind, version, body, made_at) VALUES ($1, $2, $3, $4, $5)",
	"isisi", "" };
static const struct stmt stands = { "consent_stands",
	"SELECT count(*) FROM consent a JOIN consent_text t ON t.id = a.text_id"
	" WHERE a.person_id = $1 AND t.kind = $2 AND a.withdrawn_at = 0",
	"is", "i" };
static const struct stmt given = { "consent_given",
	"SELECT count(*) FROM consent WHERE person_id = $1 AND text_id = $2 AND withdrawn_at = 0",
	"ii", "i" };
static const struct stmt last = { "consent_last",
	"SELECT a.text_id, t.version, a.given_at, a.withdrawn_at"
	" FROM consent a JOIN consent_text t ON t.id = a.text_id"
	" WHERE a.person_id = $1 AND t.kind = $2"
	" ORDER BY CASE WHEN a.withdrawn_at = 0 THEN 0 ELSE 1 END, a.id DESC LIMIT 1",
	"is", "iiii" };
/* A yes has given_at. A no that no yes came before has none, and withdrawn_at from the start. */
static const struct stmt put = { "consent_put",
	"INSERT INTO consent (id, person_id, text_id, given_at, withdrawn_at)"
	" VALUES ($1, $2, $3, $4, $5)",
	"iiiii", "" };
static const struct stmt withdraw = { "consent_withdraw",
	"UPDATE consent SET withdrawn_at = $1 WHERE person_id = $2 AND withdrawn_at = 0"
	" AND text_id IN (SELECT id FROM consent_text WHERE kind = $3)",
	"iis", "" };

static struct str name_of(enum consent_kind kind)
{
	return kind == CONSENT_STUDY ? S("study") : S("membership");
}

/* The text in the first row of what was opened, or none. */
static bool first_text(struct ctx *c, bool opened, struct rows *r, struct consent_text *ret)
{
	struct consent_text t = { 0 };

	if (opened && sql_next(r)) {
		t = (struct consent_text){ .id = row_int(r, 0),
			.version = row_int(r, 1),
			.made_at = row_int(r, 2),
			.body = row_str(r, 3) };
		sql_end(r);
	}
	if (!ctx_ok(c))
		return false;
	*ret = t;
	return true;
}

bool consent_text(struct ctx *c, enum consent_kind kind, struct consent_text *ret)
{
	struct rows r;

	return first_text(c, sql_open(c, &newest, ARGS(arg(name_of(kind))), &r), &r, ret);
}

bool consent_text_get(struct ctx *c, enum consent_kind kind, int64_t text, struct consent_text *ret)
{
	struct rows r;

	return first_text(c, sql_open(c, &of_id, ARGS(arg(text), arg(name_of(kind))), &r), &r, ret);
}

bool consent_publish(struct ctx *c, enum consent_kind kind, struct str body, int64_t *ret_text)
{
	struct consent_text old;
	int64_t id = ctx_id(c);

	if (str_trim(body).len == 0 || body.len > CONSENT_TEXT_MAX || !utf8_is_text(body))
		return ctx_wrong(c, "body", "A consent text has 1 to %d bytes.", CONSENT_TEXT_MAX);
	if (!consent_text(c, kind, &old)
		|| !sql_run(c, &publish,
			ARGS(arg(id), arg(name_of(kind)), arg(old.version + 1), arg(body),
				arg(c->now)))
		|| !audit_add(c, "published a consent text", "consent_text", id,
			arena_fmt(c->mem, "%s, version %lld", name_of(kind).at,
				(long long)old.version + 1)))
		return false;
	*ret_text = id;
	return true;
}

static bool counted(struct ctx *c, struct rows *r, bool *ret)
{
	*ret = row_int(r, 0) > 0;
	sql_end(r);
	return ctx_ok(c);
}

bool consent_give(struct ctx *c, struct person_id person, int64_t text)
{
	struct rows r;
	bool there;

	if (!sql_one(c, &given, ARGS(arg(person.v), arg(text)), &r) || !counted(c, &r, &there))
		return false;
	if (there)
		return true;
	return sql_run(c, &put, ARGS(arg(ctx_id(c)), arg(person.v), arg(text), arg(c->now), arg(0)))
		&& audit_add(c, "gave consent", "person", person.v,
			arena_fmt(c->mem, "text %lld", (long long)text));
}

bool consent_decline(struct ctx *c, struct person_id person, int64_t text)
{
	return sql_run(c, &put, ARGS(arg(ctx_id(c)), arg(person.v), arg(text), arg(0), arg(c->now)))
		&& audit_add(c, "declined consent", "person", person.v,
			arena_fmt(c->mem, "text %lld", (long long)text));
}

bool consent_withdraw(struct ctx *c, struct person_id person, enum consent_kind kind)
{
	int64_t n;

	if (!sql_count(c, &withdraw, ARGS(arg(c->now), arg(person.v), arg(name_of(kind))), &n))
		return false;
	return n == 0 || audit_add(c, "withdrew consent", "person", person.v, name_of(kind));
}

bool consent_stands(struct ctx *c, struct person_id person, enum consent_kind kind, bool *ret)
{
	struct rows r;

	return sql_one(c, &stands, ARGS(arg(person.v), arg(name_of(kind))), &r)
		&& counted(c, &r, ret);
}

bool consent_last(
	struct ctx *c, struct person_id person, enum consent_kind kind, struct consent_answer *ret)
{
	struct consent_answer a = { 0 };
	struct rows r;

	if (!sql_open(c, &last, ARGS(arg(person.v), arg(name_of(kind))), &r))
		return false;
	if (sql_next(&r)) {
		int64_t yes = row_int(&r, 2), no = row_int(&r, 3);

		a = (struct consent_answer){ .said = no == 0 ? CONSENT_YES
				: yes > 0		     ? CONSENT_LEFT
							     : CONSENT_NO,
			.text = row_int(&r, 0),
			.version = row_int(&r, 1),
			.at = no == 0 ? yes : no };
		sql_end(&r);
	}
	if (!ctx_ok(c))
		return false;
	*ret = a;
	return true;
}
