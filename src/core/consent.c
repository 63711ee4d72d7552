/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/consent.h"

#include "core/audit.h"
#include "store/sql.h"

enum { TEXT_MAX = 20000 };

static const struct stmt newest = { "consent_newest",
	"SELECT id, version, body FROM consent_text WHERE kind = $1 ORDER BY version DESC LIMIT 1",
	"s", "iis" };
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
static const struct stmt give = { "consent_give",
	"INSERT INTO consent (id, person_id, text_id, given_at) VALUES ($1, $2, $3, $4)", "iiii",
	"" };
static const struct stmt withdraw = { "consent_withdraw",
	"UPDATE consent SET withdrawn_at = $1 WHERE person_id = $2 AND withdrawn_at = 0"
	" AND text_id IN (SELECT id FROM consent_text WHERE kind = $3)",
	"iis", "" };

static struct str name_of(enum consent_kind kind)
{
	return kind == CONSENT_STUDY ? S("study") : S("membership");
}

bool consent_text(struct ctx *c, enum consent_kind kind, int64_t *ret_text, int64_t *ret_version,
	struct str *ret_body)
{
	int64_t text = 0, version = 0;
	struct str body = S("");
	struct rows r;

	if (!sql_open(c, &newest, ARGS(arg(name_of(kind))), &r))
		return false;
	if (sql_next(&r)) {
		text = row_int(&r, 0);
		version = row_int(&r, 1);
		body = row_str(&r, 2);
		sql_end(&r);
	}
	if (!ctx_ok(c))
		return false;
	*ret_text = text;
	*ret_version = version;
	*ret_body = body;
	return true;
}

bool consent_publish(struct ctx *c, enum consent_kind kind, struct str body, int64_t *ret_text)
{
	int64_t before, version, id = ctx_id(c);
	struct str old;

	if (str_trim(body).len == 0 || body.len > TEXT_MAX)
		return ctx_wrong(c, "body", "A consent text has 1 to %d bytes.", TEXT_MAX);
	if (!consent_text(c, kind, &before, &version, &old)
		|| !sql_run(c, &publish,
			ARGS(arg(id), arg(name_of(kind)), arg(version + 1), arg(body), arg(c->now)))
		|| !audit_add(c, "published a consent text", "consent_text", id, name_of(kind)))
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
	return sql_run(c, &give, ARGS(arg(ctx_id(c)), arg(person.v), arg(text), arg(c->now)))
		&& audit_add(c, "gave consent", "person", person.v,
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
