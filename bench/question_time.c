/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* question_time DATA [N]: fills an empty DATA with N questions (100,000) and prints for each kind
   of question to the bank the median and the 99th percentile of its time in milliseconds. */
#include "app/world.h"
#include "community/question.h"
#include "community/question_word.h"
#include "store/search.h"
#include "store/search_index.h"
#include "store/sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 200, BATCH = 1000, WORDS = 400 };

static const struct stmt add = { "bench_question",
	"INSERT INTO question (id, author_id, byline, text, role, employer, stage, year, dice,"
	" posted_at) VALUES ($1, 0, 'Quiet Heron', $2, $3, $4, $5, $6, $7, 1)",
	"issiiii", "" };

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static uint64_t roll(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return *state >> 33;
}

/* Made-up words; the smaller its number the more frequent a word. */
static struct str word(struct ctx *c, uint64_t *state)
{
	static const char *const part[] = { "ta", "rem", "ko", "lin", "su", "per", "mo", "dal",
		"vi", "ent", "ga", "ros" };
	uint64_t n = roll(state) % WORDS * (roll(state) % WORDS) / WORDS;

	return arena_fmt(c->mem, "%s%s%s", part[n % 12], part[n / 12 % 12], part[n / 144 % 12]);
}

static bool add_one(struct ctx *c, int64_t i, uint64_t *state)
{
	struct question_id id = { ctx_id(c) };
	struct str text = S("Tell me about");
	struct str role = arena_fmt(c->mem, "%s assistant", word(c, state).at);

	for (int k = 0; k < 10; k++)
		text = arena_fmt(c->mem, "%s %s", text.at, word(c, state).at);
	return sql_run(c, &add,
		       ARGS(arg(id.v), arg(text), arg(role), arg(i % QUESTION_EMPLOYERS + 1),
			       arg((int64_t)(roll(state) % QUESTION_STAGES + 1)),
			       arg((int64_t)(2019 + roll(state) % 8)),
			       arg((int64_t)(roll(state) << 28 | roll(state)))))
		&& question_index(c, id);
}

static bool fill(struct world *w, int64_t n)
{
	uint64_t state = 2026;
	size_t left = 1;

	for (int64_t i = 0; i < n;) {
		struct ctx *c = world_ctx(w);
		if (!tx_begin(c, TX_WRITE))
			return false;
		for (int64_t k = 0; k < BATCH && i < n; k++, i++)
			if (!add_one(c, i, &state))
				break;
		if (!tx_end(c))
			return false;
	}
	while (left > 0) {
		struct ctx *c = world_ctx(w);
		left = 0;
		if (!tx_begin(c, TX_WRITE))
			return false;
		for (int k = 0; k < 64 && search_index(c, &left) && left > 0; k++)
			;
		if (!tx_end(c))
			return false;
	}
	return true;
}

static int by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static bool measure(struct world *w, const char *name, const struct question_ask *ask, bool throws)
{
	double took[ROUNDS];
	size_t rows = 0;

	for (int i = 0; i < ROUNDS; i++) {
		struct ctx *c = world_ctx(w);
		struct question_page page;
		struct question q;
		double start = now();
		if (throws ? !question_throw(c, ask, (struct question_id){ 0 }, &q)
			   : !question_list(c, ask, &page))
			return false;
		took[i] = now() - start;
		rows = throws ? q.id.v != 0 : page.n;
	}
	qsort(took, ROUNDS, sizeof *took, by_size);
	printf("%-28s %8.3f ms %8.3f ms  %zu rows\n", name, took[ROUNDS / 2],
		took[ROUNDS * 99 / 100], rows);
	return true;
}

int main(int argc, char **argv)
{
	struct world_options o = { .data = argc > 1 ? argv[1] : NULL };
	int64_t n = argc > 2 ? strtoll(argv[2], NULL, 10) : 100000;

	db_begin();
	struct world *w = argc > 1 ? world_open(&o) : NULL;
	if (!w) {
		fprintf(stderr, "usage: question_time DATA [N]\n");
		return 2;
	}
	const struct question_ask all = { 0 }, rare = { .employer = 8, .stage = 8, .year = 2019 },
				  none = { .year = 2001 }, two = { .words = S("tell tarem") },
				  prefix = { .words = S("ta") }, typed = { .words = S("sukota l") },
				  slip = { .words = S("asistant") },
				  both = { .words = S("tell"), .employer = 8, .year = 2019 };
	bool good = fill(w, n) && measure(w, "newest", &all, false)
		&& measure(w, "three filters", &rare, false)
		&& measure(w, "a filter that none fits", &none, false)
		&& measure(w, "a word of all, a frequent", &two, false)
		&& measure(w, "two letters", &prefix, false)
		&& measure(w, "a word and a letter", &typed, false)
		&& measure(w, "one letter wrong", &slip, false)
		&& measure(w, "a word of all, filters", &both, false)
		&& measure(w, "thrown, three filters", &rare, true);
	world_close(w);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
