/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/background.h"

#include "core/audit.h"
#include "core/person.h"
#include "core/secret.h"
#include "store/sql.h"

/* Sealed, a row is four digits: tagged, area, parents, school. All are as long, so that the length
   of what is stored tells nothing. */
enum { FACTS = 4 };

static const struct stmt put = { "background_put",
	"INSERT INTO background (person_id, sealed, set_at) VALUES ($1, $2, $3)"
	" ON CONFLICT (person_id) DO UPDATE SET sealed = excluded.sealed, set_at = excluded.set_at",
	"isi", "" };
static const struct stmt of_person = { "background_of_person",
	"SELECT sealed FROM background WHERE person_id = $1", "i", "s" };
static const struct stmt of_study = { "background_of_study",
	"SELECT b.person_id, b.sealed FROM background b JOIN participant_key k ON k.person_id ="
	" b.person_id"
	" WHERE k.study_id = $1",
	"i", "is" };

static bool may_read(struct ctx *c)
{
	return (c->roles & ROLE_RESEARCHER) != 0
		|| fail(c, FAULT_DENIED, "Only a researcher may see this.");
}

static bool unseal(struct ctx *c, int64_t person, struct str sealed, struct background *ret)
{
	struct str text;

	if (!secret_unseal(c, "background", person, sealed, &text))
		return false;
	if (text.len != FACTS)
		return fail(c, FAULT_INTERNAL, "a background has %d facts", FACTS);
	*ret = (struct background){ text.at[0] == '1', text.at[1] == '1', text.at[2] == '1',
		text.at[3] == '1' };
	return true;
}

bool background_set(struct ctx *c, struct person_id person, const struct background *b)
{
	struct str text = arena_fmt(c->mem, "%d%d%d%d", b->tagged, b->deprived_area,
		b->no_parent_in_he, b->deprived_school);
	struct str sealed = secret_seal(c, "background", person.v, text);

	return sql_run(c, &put, ARGS(arg(person.v), arg(sealed), arg(c->now)))
		&& audit_add(c, "set a background", "person", person.v, S(""));
}

bool background_get(struct ctx *c, struct person_id person, struct background *ret)
{
	struct rows r;

	if (!may_read(c) || !audit_add(c, "read a background", "person", person.v, S(""))
		|| !sql_one(c, &of_person, ARGS(arg(person.v)), &r))
		return false;
	struct str sealed = row_str(&r, 0);
	sql_end(&r);
	return unseal(c, person.v, sealed, ret);
}

bool background_count(struct ctx *c, int64_t study, int64_t *ret_tagged, int64_t *ret_known)
{
	int64_t tagged = 0, known = 0;
	struct background b = { 0 };
	struct rows r;

	if (!may_read(c) || !audit_add(c, "counted backgrounds", "study", study, S(""))
		|| !sql_open(c, &of_study, ARGS(arg(study)), &r))
		return false;
	while (sql_next(&r)) {
		if (!unseal(c, row_int(&r, 0), row_str(&r, 1), &b)) {
			sql_end(&r);
			return false;
		}
		tagged += b.tagged;
		known++;
	}
	if (!ctx_ok(c))
		return false;
	*ret_tagged = tagged;
	*ret_known = known;
	return true;
}
