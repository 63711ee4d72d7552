/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/calendar.h"

#include "store/sql.h"

static const struct stmt weeks_n = { "calendar_count",
	"SELECT COUNT(*) FROM round r JOIN topic t ON t.round_id = r.id WHERE r.study_id = $1", "i",
	"i" };
static const struct stmt weeks = { "calendar_weeks",
	"SELECT r.id, t.week, t.opens_at, r.closes_at, r.name FROM round r"
	" JOIN topic t ON t.round_id = r.id WHERE r.study_id = $1 ORDER BY r.id, t.week",
	"i", "iiiis" };

bool calendar_read(struct ctx *c, int64_t study, struct calendar *ret)
{
	struct rows r;
	size_t n = 0;

	if (!sql_one(c, &weeks_n, ARGS(arg(study)), &r))
		return false;
	size_t max = (size_t)row_int(&r, 0);
	sql_end(&r);
	struct calendar_week *w = arena_new(c->mem, struct calendar_week, max + 1);
	if (!sql_open(c, &weeks, ARGS(arg(study)), &r))
		return false;
	while (sql_next(&r)) {
		if (n == max) {
			sql_end(&r);
			break;
		}
		w[n] = (struct calendar_week){ row_int(&r, 0), row_int(&r, 1), row_int(&r, 2),
			row_int(&r, 3), row_str(&r, 4) };
		if (n > 0 && w[n - 1].round == w[n].round)
			w[n - 1].ends_at = w[n].opens_at;
		n++;
	}
	*ret = (struct calendar){ w, n };
	return ctx_ok(c);
}

const struct calendar_week *calendar_at(const struct calendar *cal, int64_t round, int64_t at)
{
	for (size_t i = 0; i < cal->n; i++) {
		const struct calendar_week *w = &cal->week[i];
		if (w->round == round && w->opens_at <= at && at < w->ends_at)
			return w;
	}
	return NULL;
}

struct str calendar_round(const struct calendar *cal, int64_t round)
{
	for (size_t i = 0; i < cal->n; i++)
		if (cal->week[i].round == round)
			return cal->week[i].round_name;
	return S("");
}
