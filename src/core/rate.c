/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/rate.h"

#include "base/instant.h"
#include "core/secret.h"
#include "store/sql.h"

/* $3 is the latest start of a window that has ended. */
static const struct stmt count = { "rate_count",
	"INSERT INTO rate (key, window_at, n) VALUES ($1, $2, 1) ON CONFLICT (key) DO UPDATE SET"
	" n = CASE WHEN rate.window_at > $3 THEN rate.n + 1 ELSE 1 END,"
	" window_at = CASE WHEN rate.window_at > $3 THEN rate.window_at ELSE excluded.window_at END"
	" RETURNING n, window_at",
	"sii", "ii" };
static const struct stmt look = { "rate_look",
	"SELECT n, window_at FROM rate WHERE key = $1 AND window_at > $2", "si", "ii" };
static const struct stmt forget = { "rate_forget", "DELETE FROM rate WHERE window_at < $1", "i",
	"" };

static struct str key_of(struct ctx *c, const struct rate *r, struct str who)
{
	return secret_name(c, "rate", arena_fmt(c->mem, "%s %.*s", r->what, (int)who.len, who.at));
}

static bool refuse(struct ctx *c, const struct rate *r, int64_t window_at)
{
	int64_t minutes = (window_at + r->window - c->now + INSTANT_MINUTE - 1) / INSTANT_MINUTE;

	if (minutes <= 1)
		return fail(
			c, FAULT_RATE, "That was tried too often. Please try again in a minute.");
	return fail(c, FAULT_RATE, "That was tried too often. Please try again in %d minutes.",
		(int)minutes);
}

bool rate_check(struct ctx *c, const struct rate *r, struct str who)
{
	struct rows row;

	if (!sql_one(c, &count, ARGS(arg(key_of(c, r, who)), arg(c->now), arg(c->now - r->window)),
		    &row))
		return false;
	int64_t n = row_int(&row, 0), window_at = row_int(&row, 1);
	sql_end(&row);
	return n <= r->max || refuse(c, r, window_at);
}

bool rate_look(struct ctx *c, const struct rate *r, struct str who)
{
	struct rows row;
	int64_t n = 0, window_at = 0;

	if (!sql_open(c, &look, ARGS(arg(key_of(c, r, who)), arg(c->now - r->window)), &row))
		return false;
	if (sql_next(&row)) {
		n = row_int(&row, 0);
		window_at = row_int(&row, 1);
		sql_end(&row);
	}
	return ctx_ok(c) && (n < r->max || refuse(c, r, window_at));
}

bool rate_forget(struct ctx *c)
{
	return sql_run(c, &forget, ARGS(arg(c->now - 2 * INSTANT_DAY)));
}
