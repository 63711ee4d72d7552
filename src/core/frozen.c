/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/frozen.h"

#include "base/utf8.h"
#include "core/audit.h"
#include "core/key.h"
#include "core/secret.h"
#include "store/sql.h"

#define COLUMNS \
	"f.id, f.study_id, f.made_at, " \
	"(SELECT COUNT(*) FROM frozen_participant n WHERE n.frozen_id = f.id), " \
	"f.kind, f.title, f.fingerprint"

static const struct stmt add = { "frozen_add",
	"INSERT INTO frozen (id, study_id, kind, title, content, fingerprint, made_at, made_by)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	"iissssii", "" };
static const struct stmt add_who = { "frozen_add_who",
	"INSERT INTO frozen_participant (participant_id, frozen_id) VALUES ($1, $2)", "ii", "" };
static const struct stmt of_study = { "frozen_of_study",
	"SELECT " COLUMNS " FROM frozen f WHERE f.study_id = $1"
	" ORDER BY f.id DESC LIMIT $2",
	"ii", "iiiisss" };
static const struct stmt one = { "frozen_one",
	"SELECT " COLUMNS ", f.content FROM frozen f WHERE f.id = $1", "i", "iiiissss" };
static const struct stmt of_person = { "frozen_of_person",
	"SELECT " COLUMNS " FROM open_key k"
	" JOIN frozen_participant w ON w.participant_id = k.participant_id"
	" JOIN frozen f ON f.id = w.frozen_id"
	" WHERE k.person_id = $1 ORDER BY f.id DESC LIMIT $2",
	"ii", "iiiisss" };

static struct frozen read(const struct rows *r)
{
	return (struct frozen){ .id = row_int(r, 0),
		.study = row_int(r, 1),
		.made_at = row_int(r, 2),
		.people = row_int(r, 3),
		.kind = row_str(r, 4),
		.title = row_str(r, 5),
		.fingerprint = row_str(r, 6) };
}

static bool check(struct ctx *c, const struct frozen_draft *d)
{
	if (!utf8_is_text(d->title) || memchr(d->title.at, '\n', d->title.len) || d->title.len == 0
		|| utf8_length(d->title) > FROZEN_TITLE_MAX)
		return ctx_wrong(
			c, "title", "A name is one line of 1 to %d characters.", FROZEN_TITLE_MAX);
	if (d->content.len > FROZEN_CONTENT_MAX)
		return fail(c, FAULT_LIMIT, "This table is too large to be frozen.");
	return true;
}

bool frozen_add(struct ctx *c, const struct frozen_draft *draft, int64_t *ret)
{
	struct frozen_draft d = *draft;
	int64_t id = ctx_id(c);

	d.title = str_trim(d.title);
	if (!check(c, &d)
		|| !sql_run(c, &add,
			ARGS(arg(id), arg(d.study), arg(d.kind), arg(d.title), arg(d.content),
				arg(secret_token_hash(c, d.content)), arg(c->now),
				arg(c->actor.v))))
		return false;
	for (size_t i = 0; i < d.n; i++)
		if (!sql_run(c, &add_who, ARGS(arg(d.who[i].v), arg(id))))
			return false;
	*ret = id;
	return audit_add(c, "frozen.add", "frozen", id,
		arena_fmt(c->mem, "%.*s, %d people", (int)d.kind.len, d.kind.at, (int)d.n));
}

static bool gather(struct rows *r, size_t max, struct frozen **ret, size_t *ret_n)
{
	struct frozen *row = arena_new(r->c->mem, struct frozen, max);
	size_t n = 0;

	while (n < max && sql_next(r))
		row[n++] = read(r);
	sql_end(r);
	*ret = row;
	*ret_n = n;
	return ctx_ok(r->c);
}

bool frozen_list(struct ctx *c, int64_t study, size_t max, struct frozen **ret, size_t *ret_n)
{
	struct rows r;

	return sql_open(c, &of_study, ARGS(arg(study), arg((int64_t)max)), &r)
		&& gather(&r, max, ret, ret_n);
}

bool frozen_of_person(
	struct ctx *c, struct person_id person, size_t max, struct frozen **ret, size_t *ret_n)
{
	struct rows r;

	return key_open_person(c, person)
		&& sql_open(c, &of_person, ARGS(arg(person.v), arg((int64_t)max)), &r)
		&& gather(&r, max, ret, ret_n);
}

bool frozen_get(struct ctx *c, int64_t id, struct frozen *ret, struct str *ret_content)
{
	struct rows r;

	if (!sql_open(c, &one, ARGS(arg(id)), &r))
		return false;
	if (!sql_next(&r))
		return ctx_ok(c) && fail(c, FAULT_ABSENT, "There is no such table.");
	*ret = read(&r);
	*ret_content = row_str(&r, 7);
	sql_end(&r);
	if (ret_content->len == 0)
		return fail(c, FAULT_GONE,
			"The rows of this table went when the key of the study was destroyed. A "
			"copy that was downloaded before can be told by its fingerprint, %.*s.",
			(int)ret->fingerprint.len, ret->fingerprint.at);
	return str_eq(secret_token_hash(c, *ret_content), ret->fingerprint)
		|| fail(c, FAULT_INTERNAL, "frozen %lld does not fit its fingerprint",
			(long long)id);
}
