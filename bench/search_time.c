/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* search_time URL TEXTS [fill | rush]: how long a search takes in so many texts, beside the same
   question to a plain FTS5 table of the same texts in the same file (on PostgreSQL without one).
   With fill it makes both; with rush as if 24,000 texts had come in an hour, and not 1,800. The
   words are as rare and as common as those of a language: the n-th is n times rarer than the first.
   On SQLite times are of this thread alone; on PostgreSQL they are the clock's. */
#include "app/wiring.h"
#include "base/buf.h"
#include "base/instant.h"
#include "core/key.h"
#include "store/migrate.h"
#include "store/search.h"
#include "store/search_index.h"
#include "store/sql.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { WORDS = 20000, A_TEXT = 60, A_GROUP = 1000, A_ROUND = 20, TRIES = 300, BATCH = 20000 };
enum { PLAIN_TRIES = 20, A_TEXT_MS = 2000, RUSH_MS = 150 };
enum { PAGE = 20, CACHE_KIB = 6144, FILL_KIB = 2 << 20 };

static const struct stmt plain_make = { "plain_make",
	"CREATE VIRTUAL TABLE plain_terms USING fts5(body, content='',"
	" tokenize='porter unicode61')",
	"", "" };
static const struct stmt plain_add = { "plain_add",
	"INSERT INTO plain_terms (rowid, body) VALUES ($1, $2)", "is", "" };
static const struct stmt plain_all = { "plain_all",
	"SELECT d.id, d.byline, d.title, d.body FROM plain_terms CROSS JOIN search_doc d"
	" ON d.id = plain_terms.rowid WHERE plain_terms MATCH $1 ORDER BY plain_terms.rowid DESC"
	" LIMIT 21",
	"s", "isss" };
static const struct stmt plain_group = { "plain_group",
	"SELECT d.id, d.byline, d.title, d.body FROM plain_terms CROSS JOIN search_doc d"
	" ON d.id = plain_terms.rowid WHERE plain_terms MATCH $1 AND d.head LIKE $2"
	" ORDER BY plain_terms.rowid DESC LIMIT 21",
	"ss", "isss" };

struct bench {
	struct ctx c;
	int64_t texts, apart; /* microseconds between two texts */
	uint64_t dice;
	int64_t (*clock)(void);
	char word[WORDS][16];
};

static double roll(struct bench *b)
{
	b->dice ^= b->dice << 13;
	b->dice ^= b->dice >> 7;
	b->dice ^= b->dice << 17;
	return (double)(b->dice >> 11) / 9007199254740992.0;
}

static void make_words(struct bench *b)
{
	static const char *const part[] = { "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo",
		"mu", "na", "pe", "ri", "so", "tu", "va", "we", "xi", "yo", "zu" };

	for (size_t i = 0; i < WORDS; i++)
		snprintf(b->word[i], sizeof b->word[i], "%s%s%s%s", part[i % 20], part[i / 20 % 20],
			part[i / 400 % 20], part[(i / 8000 + i) % 20]);
}

static const char *any_word(struct bench *b)
{
	return b->word[(size_t)pow(WORDS, roll(b)) - 1];
}

static bool add_text(struct bench *b, struct buf *body, int64_t n)
{
	int64_t groups = (b->texts + A_GROUP - 1) / A_GROUP, group = 1 + n % groups;
	struct search_doc d = { .id = 64 * b->apart * (n + 1),
		.kind = S("answer"),
		.group = group,
		.round = 1 + group / A_ROUND,
		.parent = n / 50,
		.week = 1 + n % 4,
		.at = b->c.now,
		.subject = S("Chemistry"),
		.byline = S("Isla") };

	buf_clear(body);
	for (int i = 0; i < A_TEXT; i++)
		buf_fmt(body, "%s ", any_word(b));
	d.body = buf_str(body);
	return search_add(&b->c, &d)
		&& (!db_is_sqlite(b->c.db)
			|| sql_run(&b->c, &plain_add, ARGS(arg(d.id), arg(d.body))));
}

static bool add_texts(struct bench *b)
{
	struct buf body;
	bool ok = true;

	buf_init(&body, 4096);
	for (int64_t n = 0; ok && n < b->texts;) {
		int64_t end = n + BATCH < b->texts ? n + BATCH : b->texts;
		size_t did = 1;
		ok = tx_begin(&b->c, TX_WRITE);
		for (; ok && n < end; n++)
			ok = add_text(b, &body, n);
		while (ok && did > 0)
			ok = search_index(&b->c, &did);
		ok = tx_end(&b->c) && ok;
		arena_reset(b->c.mem);
	}
	buf_free(&body);
	return ok;
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

struct times {
	int64_t at[TRIES];
	size_t found;
};

/* Of this thread alone, for the machine may have other things to do; microseconds. */
static int64_t spent(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return t.tv_sec * INSTANT_SECOND + t.tv_nsec / 1000;
}

static void ours(struct bench *b, const struct search_ask *ask, struct times *to, int i)
{
	struct search_found found = { 0 };
	int64_t began = b->clock();

	if (tx_begin(&b->c, TX_READ))
		(void)!search_find(&b->c, ask, &found);
	tx_end(&b->c);
	to->at[i] = b->clock() - began;
	to->found += found.n;
}

static void plain(struct bench *b, const struct stmt *s, struct args in, struct times *to, int i)
{
	int64_t began = b->clock();
	struct rows r;

	if (tx_begin(&b->c, TX_READ) && sql_open(&b->c, s, in, &r))
		for (; sql_next(&r); to->found++)
			(void)row_str(&r, 3);
	tx_end(&b->c);
	to->at[i] = b->clock() - began;
}

/* What somebody types: a word by its rank, from which on others follow. */
static struct str typed(struct bench *b, const char *kind, int i)
{
	size_t common = 20 + (size_t)i % 60, rare = 4000 + (size_t)i * 13 % 6000;
	const char *word =
		b->word[str_eq(str_of(kind), S("common")) || str_eq(str_of(kind), S("filters"))
				? common
				: rare];

	if (str_eq(str_of(kind), S("two")))
		return arena_fmt(b->c.mem, "%s %s", b->word[common], b->word[common + 100]);
	if (str_eq(str_of(kind), S("start")))
		return arena_fmt(b->c.mem, "%.5s", word);
	if (str_eq(str_of(kind), S("slip_often")))
		return arena_fmt(b->c.mem, "%.4sq%s", b->word[common], b->word[common] + 5);
	if (str_eq(str_of(kind), S("slip")))
		return arena_fmt(b->c.mem, "%.4sq%s", word, word + 5);
	return str_of(word);
}

static struct str asked_plainly(struct bench *b, const char *kind, struct str words)
{
	if (str_eq(str_of(kind), S("start")))
		return arena_fmt(b->c.mem, "%s*", words.at);
	return words;
}

static void measure(struct bench *b, const char *who, const char *kind, struct search_scope scope)
{
	struct times a = { 0 }, p = { 0 };
	bool group = scope.of == SEARCH_OF_GROUP, filters = str_eq(str_of(kind), S("filters"));

	for (int i = 0; i < TRIES; i++) {
		struct search_scope mine = { scope.of,
			group ? 1 + i * 7 % (b->texts / A_GROUP) : 0 };
		struct str words = typed(b, kind, i), text = asked_plainly(b, kind, words);
		struct str head = arena_fmt(b->c.mem, "g%" PRId64 " %%", mine.id);
		struct search_ask ask = {
			.words = words, .scope = &mine, .scopes = 1, .max = PAGE
		};
		if (filters)
			ask.week = 1 + i % 4, ask.kind = S("answer"), ask.subject = S("Chemistry");
		ours(b, &ask, &a, i);
		if (i >= PLAIN_TRIES || !db_is_sqlite(b->c.db))
			;
		else if (group)
			plain(b, &plain_group, ARGS(arg(text), arg(head)), &p, i);
		else
			plain(b, &plain_all, ARGS(arg(text)), &p, i);
		arena_reset(b->c.mem);
	}
	qsort(a.at, TRIES, sizeof *a.at, by_size);
	qsort(p.at, PLAIN_TRIES, sizeof *p.at, by_size);
	printf("%s_%s: p50 %" PRId64 " p99 %" PRId64 " us, %zu found; plain p50 %" PRId64
	       " most %" PRId64 " us, %zu found\n",
		who, kind, a.at[TRIES / 2], a.at[TRIES * 99 / 100], a.found, p.at[PLAIN_TRIES / 2],
		p.at[PLAIN_TRIES - 1], p.found);
	printf("time search_%s_%s_p99 %.3f\n", who, kind, (double)a.at[TRIES * 99 / 100] * 1e-3);
	if (db_is_sqlite(b->c.db))
		printf("ratio search_%s_%s %.3f\n", who, kind,
			(double)p.at[PLAIN_TRIES / 2] / (double)(a.at[TRIES / 2] + 1));
}

int main(int argc, char **argv)
{
	static const char *const kinds[] = { "rare", "common", "two", "filters", "start", "slip",
		"slip_often" };
	static struct bench bench;
	struct bench *b = &bench;
	struct arena *mem = arena_open();
	struct ids ids = { 0 };
	char why[256];

	b->c = (struct ctx){ .mem = mem, .now = instant_clock(), .ids = &ids };
	b->dice = 88172645463325252u;
	if (argc < 3 || !str_to_int(str_of(argv[2]), &b->texts) || b->texts < A_GROUP)
		return 2;
	make_words(b);
	b->c.db = db_open(argv[1], why, sizeof why);
	if (!b->c.db) {
		fprintf(stderr, "%s\n", why);
		return 2;
	}
	bool rush = argc > 3 && strcmp(argv[3], "rush") == 0;
	b->apart = (rush ? RUSH_MS : A_TEXT_MS) * INSTANT_SECOND / 1000;
	b->clock = db_is_sqlite(b->c.db) ? spent : instant_clock;
	db_cache(b->c.db, argc > 3 ? FILL_KIB : CACHE_KIB);
	bool ok = argc < 4
		|| (migrate_up(&b->c, embedded_migrations, embedded_migrations_n, &key_step)
			&& (!db_is_sqlite(b->c.db) || sql_run(&b->c, &plain_make, NO_ARGS))
			&& add_texts(b));
	for (size_t i = 0; ok && argc < 4 && i < sizeof kinds / sizeof *kinds; i++) {
		measure(b, "member", kinds[i], (struct search_scope){ SEARCH_OF_GROUP, 0 });
		measure(b, "staff", kinds[i], (struct search_scope){ SEARCH_OF_ALL, 0 });
	}
	if (!ctx_ok(&b->c))
		fprintf(stderr, "%s: %s\n", b->c.fault.where, b->c.fault.text);
	ok = ok && ctx_ok(&b->c);
	db_close(b->c.db);
	arena_close(mem);
	return !ok;
}
