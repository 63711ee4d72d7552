/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/columns.h"

enum { TOP = 20, NAMED_MAX = 4 };

static struct str tenth(struct ctx *c, double x)
{
	return arena_fmt(c->mem, "%.1f", x);
}

void columns_make(struct ctx *c, const int64_t *value, size_t n, int64_t most, struct columns *ret)
{
	struct columns k = { .says = S("") };
	double room = n ? (double)COLUMNS_WIDTH / (double)n : 0, width = room * 0.66;

	for (; k.n < n && k.n < COLUMNS_MAX; k.n++) {
		double tall =
			most > 0 ? (double)value[k.n] * (COLUMNS_FLOOR - TOP) / (double)most : 0;
		double middle = room * ((double)k.n + 0.5);
		long long week = (long long)k.n + 1, v = (long long)value[k.n];
		k.bar[k.n] = (struct columns_bar){ .x = tenth(c, middle - width / 2),
			.width = tenth(c, width),
			.y = tenth(c, COLUMNS_FLOOR - tall),
			.height = tenth(c, tall),
			.middle = tenth(c, middle),
			.text = arena_fmt(c->mem, "%lld", v),
			.name = arena_fmt(c->mem, n <= NAMED_MAX ? "week %lld" : "%lld", week),
			.text_y = COLUMNS_FLOOR - (int64_t)tall - 5 };
		k.says = arena_fmt(c->mem, "%s%sWeek %lld: %lld.", k.n ? k.says.at : "",
			k.n ? " " : "", week, v);
	}
	*ret = k;
}
