/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/sever_alike.h"

#include "base/buf.h"
#include "core/sever.h"
#include "store/sql.h"

#include <stdlib.h>

enum { ROUNDS_MAX = 4096 };

static const struct stmt count = { "sever_count",
	"SELECT COUNT(*) FROM participant WHERE study_id = $1", "i", "i" };
static const struct stmt people = { "sever_people",
	"SELECT id, subject, year, gender FROM participant WHERE study_id = $1 ORDER BY id", "i",
	"isss" };
static const struct stmt rounds_of = { "sever_rounds",
	"SELECT DISTINCT round_id FROM activity WHERE participant_id = $1 ORDER BY round_id", "i",
	"i" };

static bool read_rounds(struct ctx *c, struct sever_one *one)
{
	struct buf out;
	struct rows r;

	if (!sql_open(c, &rounds_of, ARGS(arg(one->id)), &r))
		return false;
	buf_init(&out, ROUNDS_MAX);
	while (sql_next(&r))
		buf_fmt(&out, "%lld ", (long long)row_int(&r, 0));
	one->rounds = arena_str(c->mem, buf_str(&out));
	buf_free(&out);
	return ctx_ok(c);
}

bool sever_alike_read(struct ctx *c, int64_t study, struct sever_one **ret, size_t *ret_n)
{
	struct rows r;
	size_t n = 0;

	if (!sql_one(c, &count, ARGS(arg(study)), &r))
		return false;
	size_t max = (size_t)row_int(&r, 0);
	sql_end(&r);
	struct sever_one *one = arena_new(c->mem, struct sever_one, max + 1);
	if (!sql_open(c, &people, ARGS(arg(study)), &r))
		return false;
	for (; n < max && sql_next(&r); n++)
		one[n] = (struct sever_one){ .id = row_int(&r, 0),
			.subject = row_str(&r, 1),
			.year = row_str(&r, 2),
			.gender = row_str(&r, 3) };
	sql_end(&r);
	for (size_t i = 0; i < n; i++)
		if (!read_rounds(c, &one[i]))
			return false;
	*ret = one;
	*ret_n = n;
	return ctx_ok(c);
}

static int compare(struct str a, struct str b)
{
	int order = memcmp(a.at, b.at, a.len < b.len ? a.len : b.len);

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int by_all(const void *x, const void *y)
{
	const struct sever_one *a = x, *b = y;
	int order = a->no_rounds - b->no_rounds;

	order = order ? order : compare(a->rounds, b->rounds);
	order = order ? order : compare(a->subject, b->subject);
	order = order ? order : compare(a->year, b->year);
	return order ? order : compare(a->gender, b->gender);
}

static int by_drawn(const void *x, const void *y)
{
	const struct sever_one *a = x, *b = y;

	return (a->drawn > b->drawn) - (a->drawn < b->drawn);
}

/* What is taken first is what is of least use. */
static void take(struct sever_one *one, int level)
{
	if (level == 0)
		one->gender = S("");
	else if (level == 1)
		one->year = S("");
	else if (level == 2)
		one->subject = S("");
	else
		*one = (struct sever_one){ .id = one->id,
			.drawn = one->drawn,
			.rounds = S(""),
			.subject = S(""),
			.year = S(""),
			.gender = S(""),
			.no_rounds = true };
}

/* The end of those who are like the first. */
static size_t end_of(const struct sever_one *one, size_t from, size_t n)
{
	size_t to = from + 1;

	while (to < n && by_all(&one[from], &one[to]) == 0)
		to++;
	return to;
}

static void take_from_few(struct sever_one *one, size_t n, int level)
{
	qsort(one, n, sizeof *one, by_all);
	for (size_t i = 0, to = 0; i < n; i = to) {
		to = end_of(one, i, n);
		for (size_t k = i; to - i < SEVER_ALIKE && k < to; k++)
			take(&one[k], level);
	}
}

/* Those of whom all was taken are few themselves: the smallest others join them. */
static bool widen(struct sever_one *one, size_t n)
{
	size_t at = n, size = n + 1, bare = 0;

	qsort(one, n, sizeof *one, by_all);
	for (size_t i = 0, to = 0; i < n; i = to) {
		to = end_of(one, i, n);
		if (one[i].no_rounds)
			bare = to - i;
		else if (to - i < size) {
			at = i;
			size = to - i;
		}
	}
	if (bare == 0 || bare >= SEVER_ALIKE || at == n)
		return false;
	for (size_t k = at; k < at + size; k++)
		take(&one[k], 3);
	return true;
}

void sever_alike_make(struct sever_one *one, size_t n)
{
	for (int level = 0; level < 4; level++)
		take_from_few(one, n, level);
	while (widen(one, n))
		continue;
}

void sever_alike_shuffle(struct sever_one *one, size_t n)
{
	qsort(one, n, sizeof *one, by_drawn);
}
