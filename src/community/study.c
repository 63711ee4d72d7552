/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/study.h"

#include "base/utf8.h"
#include "core/audit.h"
#include "store/sql.h"

static const struct stmt study_add = { "study_add",
	"INSERT INTO study (id, name, title, made_at) VALUES ($1, $2, $3, $4)", "issi", "" };
static const struct stmt study_of_id = { "study_of_id",
	"SELECT id, name, title FROM study WHERE id = $1", "i", "iss" };
static const struct stmt study_of_name = { "study_of_name",
	"SELECT id, name, title FROM study WHERE name = $1", "s", "iss" };
static const struct stmt study_all = { "study_all",
	"SELECT id, name, title FROM study ORDER BY name LIMIT $1", "i", "iss" };

static const struct stmt study_first_zone = { "study_first_zone",
	"SELECT zone FROM round WHERE study_id = $1 ORDER BY opens_at, id LIMIT 1", "i", "s" };

static bool plain(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9');
}

bool study_name_ok(struct str name)
{
	if (name.len == 0 || name.len > STUDY_NAME_MAX)
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (!plain(name.at[i]) && name.at[i] != '-')
			return false;
	return plain(name.at[0]) && plain(name.at[name.len - 1]);
}

static struct study study_of(const struct rows *r)
{
	return (struct study){
		.id = { row_int(r, 0) }, .name = row_str(r, 1), .title = row_str(r, 2)
	};
}

bool study_make(struct ctx *c, struct str name, struct str title, struct study_id *ret)
{
	struct study other = { 0 };

	name = str_trim(name);
	title = str_trim(title);
	if (title.len == 0)
		title = name;
	if (!study_name_ok(name))
		return ctx_wrong(c, "study_name",
			"The short name of a study has 1 to %d small letters, digits and hyphens.",
			STUDY_NAME_MAX);
	if (utf8_length(title) > STUDY_TITLE_MAX)
		return ctx_wrong(c, "study_title",
			"The title of a study has at most %d characters.", STUDY_TITLE_MAX);
	if (!study_by_name(c, name, &other))
		return false;
	if (other.id.v)
		return ctx_wrong(c, "study_name", "There is already a study with this short name.");

	struct study_id id = { ctx_id(c) };
	if (!sql_run(c, &study_add, ARGS(arg(id.v), arg(name), arg(title), arg(c->now)))
		|| !audit_add(c, "study.make", "study", id.v, name))
		return false;
	*ret = id;
	return true;
}

bool study_get(struct ctx *c, struct study_id id, struct study *ret)
{
	struct rows r;

	if (!sql_one(c, &study_of_id, ARGS(arg(id.v)), &r))
		return false;
	*ret = study_of(&r);
	sql_end(&r);
	return true;
}

bool study_by_name(struct ctx *c, struct str name, struct study *ret)
{
	struct study found = { 0 };
	struct rows r;

	if (!sql_open(c, &study_of_name, ARGS(arg(name)), &r))
		return false;
	if (sql_next(&r))
		found = study_of(&r);
	sql_end(&r);
	if (!ctx_ok(c))
		return false;
	*ret = found;
	return true;
}

bool study_list(struct ctx *c, struct study **ret, size_t *ret_n)
{
	struct study *all = arena_new(c->mem, struct study, STUDY_LIST_MAX);
	size_t n = 0;
	struct rows r;

	if (!sql_open(c, &study_all, ARGS(arg(STUDY_LIST_MAX)), &r))
		return false;
	while (n < STUDY_LIST_MAX && sql_next(&r))
		all[n++] = study_of(&r);
	sql_end(&r);
	if (!ctx_ok(c))
		return false;
	*ret = all;
	*ret_n = n;
	return true;
}

bool study_zone(struct ctx *c, struct study_id id, struct str *ret)
{
	struct rows r;

	if (!sql_open(c, &study_first_zone, ARGS(arg(id.v)), &r))
		return false;
	struct str zone = sql_next(&r) ? row_str(&r, 0) : S("");
	sql_end(&r);
	if (!ctx_ok(c))
		return false;
	*ret = zone;
	return true;
}
