/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/rejoin.h"

#include "base/instant.h"
#include "store/sql.h"
#include "test/schema.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { FEW = 4, FACTS = 20000, FOUND = 100, NEAR_S = 600, SCRIPT_MAX = 1 << 21 };

/* ---- facts: a participant, or a person, and a value in a row of theirs ---- */

struct fact {
	struct str word; /* empty: it is the number */
	int64_t number, who;
};
struct facts {
	struct fact *at;
	size_t n;
};

static const struct stmt facts_read = { "rejoin_facts",
	"SELECT wait, at, answer FROM told WHERE question LIKE 'fact %'", "", "iis" };

static bool names_person(struct str name)
{
	static const char *const words[] = { "person_id", "author_id", "sender_id", "actor_id",
		"first_id", "second_id", "made_by", "set_by", "ended_by", "last_author" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(name, str_of(words[i])))
			return true;
	return false;
}

/* What of a table names who its rows are about; empty: nothing. */
static struct str who_of(const struct schema_column *c, bool people)
{
	if (str_eq(c->name, S("id")) && str_eq(c->table, people ? S("person") : S("participant")))
		return c->name;
	if (!people && str_eq(c->table, S("survey_reply")) && str_eq(c->name, S("who")))
		return S("CASE WHEN who LIKE 'p%' THEN CAST(substr(who, 2) AS BIGINT) ELSE 0 END");
	if (people ? names_person(c->name) : str_eq(c->name, S("participant_id")))
		return c->name;
	return S("");
}

/* Small numbers are counts and choices, which say who somebody is as little as a yes does. The
   facts are gathered in a table of answers while they are read. */
static void put_fact(struct buf *out, size_t nth, struct str who, const struct schema_column *col)
{
	int n = (int)col->name.len, m = (int)col->table.len;
	const char *name = col->name.at, *table = col->table.at;

	buf_fmt(out, "INSERT INTO told (question, answer, at, wait) SELECT 'fact %zu ' ||", nth);
	buf_fmt(out, " ROW_NUMBER() OVER (ORDER BY f.who), f.word, f.who, f.n FROM (SELECT %.*s",
		(int)who.len, who.at);
	if (col->text)
		buf_fmt(out, " AS who, %.*s AS word, 0 AS n FROM %.*s WHERE length(%.*s) >= 3) f",
			n, name, m, table, n, name);
	else
		buf_fmt(out, " AS who, '' AS word, %.*s AS n FROM %.*s WHERE %.*s >= %s) f", n,
			name, m, table, n, name, str_ends(col->name, S("_id")) ? "1" : "1000000");
	buf_add(out, S(" WHERE f.who <> 0;"));
}

static struct facts gather(struct test *t, const struct schema_column *all, size_t n, bool people)
{
	struct facts f = { arena_new(t->mem, struct fact, FACTS), 0 };
	struct buf script;
	struct rows r;

	buf_init(&script, SCRIPT_MAX);
	buf_add(&script, S("DELETE FROM told WHERE question LIKE 'fact %';"));
	for (size_t i = 0; i < n; i++) {
		struct str who = who_of(&all[i], people);
		for (size_t k = 0; who.len && k < n; k++)
			if (str_eq(all[k].table, all[i].table))
				put_fact(&script, i * SCHEMA_COLUMNS + k, who, &all[k]);
	}
	buf_char(&script, '\0');
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, !script.spilled && sql_script(c, script.at));
	buf_free(&script);
	CHECK(t, sql_open(c, &facts_read, NO_ARGS, &r));
	while (sql_next(&r))
		if (f.n < FACTS)
			f.at[f.n++] =
				(struct fact){ row_str(&r, 2), row_int(&r, 0), row_int(&r, 1) };
	CHECK(t, sql_script(c, "DELETE FROM told WHERE question LIKE 'fact %'") && test_end(t));
	return f;
}

/* ---- joining ---- */

/* The instant that a number may be: an id is one too, since 2015. */
static int64_t instant_of(int64_t n)
{
	if (n > INT64_C(1200000000) * INSTANT_SECOND)
		return n;
	return n > INT64_C(100000000) * INSTANT_SECOND ? INT64_C(1420070400) * INSTANT_SECOND + n
						       : 0;
}

static bool alike(const struct fact *a, const struct fact *b)
{
	if (a->word.len || b->word.len)
		return str_eq(a->word, b->word);
	if (a->number == b->number)
		return true;
	int64_t x = instant_of(a->number), y = instant_of(b->number);
	return x && y && llabs(x - y) <= NEAR_S * INSTANT_SECOND;
}

/* How many different ones have a value; more than FEW are not told apart. */
static int holders(const struct facts *f, const struct fact *value)
{
	int64_t seen[FEW + 1];
	int n = 0;

	for (size_t i = 0; i < f->n && n <= FEW; i++) {
		bool is_new = alike(value, &f->at[i]);
		for (int k = 0; k < n; k++)
			is_new = is_new && seen[k] != f->at[i].who;
		if (is_new)
			seen[n++] = f->at[i].who;
	}
	return n;
}

int rejoin(struct test *t, bool print)
{
	struct schema_column *all = arena_new(t->mem, struct schema_column, SCHEMA_COLUMNS);
	size_t n = schema_columns(all);
	struct facts them = gather(t, all, n, false), people = gather(t, all, n, true);
	int64_t found[FOUND];
	int found_n = 0;

	CHECK(t, them.n > 10 && them.n < FACTS && people.n > 100 && people.n < FACTS);
	for (size_t i = 0; i < them.n; i++) {
		const struct fact *f = &them.at[i];
		int few = holders(&people, f);
		bool is_new = few > 0 && few <= FEW && holders(&them, f) <= FEW;
		for (int k = 0; k < found_n; k++)
			is_new = is_new && found[k] != f->who;
		if (!is_new || found_n == FOUND)
			continue;
		found[found_n++] = f->who;
		if (print)
			printf("  %" PRId64 ": %" PRId64 " %.*s\n", f->who, f->number,
				(int)f->word.len, f->word.at);
	}
	return found_n;
}

bool rejoin_knows_tables(struct test *t, const char *const *known)
{
	struct schema_column *all = arena_new(t->mem, struct schema_column, SCHEMA_COLUMNS);
	size_t n = schema_columns(all);
	bool good = true;

	for (size_t i = 0; i < n; i++) {
		bool is = !str_eq(all[i].name, S("participant_id"));
		for (const char *const *k = known; *k; k++)
			is = is || str_eq(all[i].table, str_of(*k));
		if (!is)
			printf("  nothing is said of %.*s\n", (int)all[i].table.len,
				all[i].table.at);
		good = good && is;
	}
	return good;
}
