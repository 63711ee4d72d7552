/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/choice.h"

#include "base/utf8.h"
#include "core/secret.h"
#include "store/sql.h"

static const struct {
	const char *key;
	const char *purpose; /* of the seal; NULL: not sealed */
} kinds[CHOICE_KEYS] = {
	[CHOICE_WELCOME] = { "welcome", NULL },
	[CHOICE_APPEAR] = { "appear", NULL },
	[CHOICE_ALIAS] = { "alias", NULL },
	[CHOICE_MAIL] = { "mail", NULL },
	[CHOICE_MINUTES] = { "minutes", NULL },
	[CHOICE_HELLO] = { "hello", NULL },
	[CHOICE_STRENGTHS] = { "strengths", "choice strengths" },
	[CHOICE_INTRODUCTION] = { "introduction", "choice introduction" },
	[CHOICE_ADVICE] = { "advice", "choice advice" },
};

static const struct stmt by_key = { "choice_by_key",
	"SELECT value FROM self_choice WHERE person_id = $1 AND key = $2", "is", "s" };
static const struct stmt put = { "choice_put",
	"INSERT INTO self_choice (person_id, key, value, set_at) VALUES ($1, $2, $3, $4)"
	" ON CONFLICT (person_id, key) DO UPDATE SET value = excluded.value,"
	" set_at = excluded.set_at",
	"issi", "" };
static const struct stmt drop = { "choice_drop",
	"DELETE FROM self_choice WHERE person_id = $1 AND key = $2", "is", "" };

bool choice_find(struct ctx *c, enum choice what, struct str *ret)
{
	struct str value = S("");
	struct rows r;

	if (!sql_open(c, &by_key, ARGS(arg(c->actor.v), arg(str_of(kinds[what].key))), &r))
		return false;
	if (sql_next(&r)) {
		value = row_str(&r, 0);
		sql_end(&r);
	}
	if (!ctx_ok(c))
		return false;
	if (value.len > 0 && kinds[what].purpose)
		return secret_unseal(c, kinds[what].purpose, c->actor.v, value, ret);
	*ret = value;
	return true;
}

bool choice_set(struct ctx *c, enum choice what, struct str value)
{
	struct str key = str_of(kinds[what].key);

	if (value.len > CHOICE_MAX)
		return ctx_wrong(c, kinds[what].key, "This is too long: %d letters are the most.",
			CHOICE_MAX);
	if (!utf8_is_text(value))
		return ctx_wrong(c, kinds[what].key, "There is a sign in this that is not text.");
	if (value.len == 0)
		return sql_run(c, &drop, ARGS(arg(c->actor.v), arg(key)));
	if (kinds[what].purpose)
		value = secret_seal(c, kinds[what].purpose, c->actor.v, value);
	return sql_run(c, &put, ARGS(arg(c->actor.v), arg(key), arg(value), arg(c->now)));
}

bool choice_open(struct ctx *c, struct person_id person, struct str kept, struct str *ret)
{
	struct str value = kept, key = str_cut(&value, ' ');

	for (size_t i = 0; i < CHOICE_KEYS; i++)
		if (kinds[i].purpose && str_eq(key, str_of(kinds[i].key))
			&& !secret_unseal(c, kinds[i].purpose, person.v, value, &value))
			return false;
	*ret = arena_fmt(c->mem, "%.*s: %.*s", (int)key.len, key.at, (int)value.len, value.at);
	return true;
}
