/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/once.h"

#include "base/instant.h"
#include "core/secret.h"
#include "store/sql.h"

enum { HEAD = 16 };

static const struct stmt find = { "once_find",
	"SELECT result FROM submission WHERE key = $2 AND person_id = $1", "is", "i" };
static const struct stmt keep = { "once_keep",
	"INSERT INTO submission (person_id, key, result, at) VALUES ($1, $2, $3, $4)"
	" ON CONFLICT (key, person_id) DO NOTHING",
	"isii", "" };
static const struct stmt forget = { "once_forget", "DELETE FROM submission WHERE at < $1", "i",
	"" };

/* The head of the key, whose order is that of time, so that forms which are sent together lie
   together; then the name of key and text, with the key's length first, so that no other key and
   text make the same. */
static struct str name_of(struct ctx *c, struct str key, struct str text)
{
	struct str size = arena_fmt(c->mem, "%zu ", key.len);
	size_t len = size.len + key.len + text.len;
	char *at = arena_new(c->mem, char, len + 1);

	memcpy(at, size.at, size.len);
	memcpy(at + size.len, key.at, key.len);
	if (text.len)
		memcpy(at + size.len + key.len, text.at, text.len);
	struct str name = secret_name(c, "once", (struct str){ at, len });
	return arena_fmt(c->mem, "%.*s.%s", key.len < HEAD ? (int)key.len : HEAD, key.at, name.at);
}

bool once_find(struct ctx *c, struct str key, struct str text, int64_t *ret)
{
	struct rows r;
	int64_t result = 0;

	if (key.len > 0) {
		if (!sql_open(c, &find, ARGS(arg(c->actor.v), arg(name_of(c, key, text))), &r))
			return false;
		if (sql_next(&r)) {
			result = row_int(&r, 0);
			sql_end(&r);
		}
	}
	if (!ctx_ok(c))
		return false;
	*ret = result;
	return true;
}

bool once_keep(struct ctx *c, struct str key, struct str text, int64_t result)
{
	int64_t n = 0;

	if (key.len == 0)
		return true;
	if (!sql_count(c, &keep,
		    ARGS(arg(c->actor.v), arg(name_of(c, key, text)), arg(result), arg(c->now)),
		    &n))
		return false;
	/* The same form arrived twice at once and the other was first: begin again, and find its
	   result. */
	return n == 1
		|| fail(c, FAULT_BUSY, "This was just being saved. Please try again in a moment.");
}

bool once_forget(struct ctx *c)
{
	return sql_run(c, &forget, ARGS(arg(c->now - 7 * INSTANT_DAY)));
}
