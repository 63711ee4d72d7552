/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/setting.h"

#include "core/audit.h"
#include "store/sql.h"

enum { SETTING_MAX = 20000 };

static const struct stmt by_key = { "setting_by_key", "SELECT value FROM setting WHERE key = $1",
	"s", "s" };
static const struct stmt put = { "setting_put",
	"INSERT INTO setting (key, value) VALUES ($1, $2)"
	" ON CONFLICT (key) DO UPDATE SET value = excluded.value",
	"ss", "" };

bool setting_get(struct ctx *c, const char *key, struct str fallback, struct str *ret)
{
	struct rows r;
	struct str value = fallback;

	if (!sql_open(c, &by_key, ARGS(arg(str_of(key))), &r))
		return false;
	if (sql_next(&r)) {
		value = row_str(&r, 0);
		sql_end(&r);
	}
	if (!ctx_ok(c))
		return false;
	*ret = value;
	return true;
}

bool setting_note(struct ctx *c, const char *key, struct str value)
{
	struct str old;

	return setting_get(c, key, S(""), &old)
		&& (str_eq(old, value) || sql_run(c, &put, ARGS(arg(str_of(key)), arg(value))));
}

bool setting_set(struct ctx *c, const char *key, struct str value)
{
	if (value.len > SETTING_MAX)
		return ctx_wrong(c, key, "This is longer than %d bytes.", SETTING_MAX);
	return sql_run(c, &put, ARGS(arg(str_of(key)), arg(value)))
		&& audit_add(c, "changed a setting", "setting", 0, str_of(key));
}
