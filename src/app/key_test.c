/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/key.h"

#include "app/wiring.h"
#include "core/key_ring.h"
#include "core/participant.h"
#include "core/place.h"
#include "core/secret.h"
#include "core/sever.h"
#include "evidence/measure.h"
#include "test/programme.h"
#include "test/schema.h"

#include <stdio.h>
#include <stdlib.h>

enum { PEOPLE = 12, STUDY = 10, OTHER = 11, OLD_STEPS = 27, PAGE_BYTES = 8 << 20 };

static const struct stmt rows_of = { "key_test_rows",
	"SELECT lookup, sealed FROM participant_key ORDER BY study_id, lookup", "", "is" };
static const struct stmt opened = { "key_test_opened", "SELECT COUNT(*) FROM open_key", "", "i" };
static const struct stmt kept = { "key_test_kept", "SELECT COUNT(*) FROM participant_key", "",
	"i" };
static const struct stmt people = { "key_test_people", "SELECT COUNT(*) FROM participant", "",
	"i" };

static const struct stmt instants = { "key_test_instants",
	"SELECT COUNT(*) FROM participant WHERE id > 100000000000000 OR made_at % 86400000000 > 0",
	"", "i" };

struct scene {
	struct programme p;
	struct person_id who[PEOPLE];
	int64_t participant[PEOPLE];
};

static void make(struct test *t, struct scene *s)
{
	struct participant_id found;

	programme_make(t, &s->p);
	for (int i = 0; i < PEOPLE; i++) {
		s->who[i] = test_person(t, arena_fmt(t->mem, "k%d", i).at, 1);
		struct ctx *c = test_ctx(t, s->who[i]);
		CHECK(t, participant_join(c, STUDY, s->who[i], &found) && test_end(t));
		s->participant[i] = found.v;
	}
}

static bool holds(struct test *t, struct str text, int64_t id)
{
	return str_has(text, arena_fmt(t->mem, "%lld", (long long)id));
}

/* What can be compared with a person or a participant is not in it, in any way of writing. */
void test_key_rows_have_nothing_of_a_person_or_a_participant(struct test *t)
{
	static struct schema_column all[SCHEMA_COLUMNS];
	struct scene s;
	struct rows r;
	size_t n = schema_columns(all), of = 0;
	int rows = 0;

	make(t, &s);
	for (size_t i = 0; i < n; i++)
		if (str_eq(all[i].table, S("participant_key"))) {
			CHECK(t, all[i].text == str_eq(all[i].name, S("sealed")));
			of++;
		}
	CHECK(t, of == 3);
	CHECK(t, sql_open(test_ctx(t, s.p.rex), &rows_of, NO_ARGS, &r));
	for (; sql_next(&r); rows++) {
		struct str lookup = arena_fmt(t->mem, "%lld", (long long)row_int(&r, 0)),
			   sealed = row_str(&r, 1);
		CHECK(t, sealed.len == 76);
		for (int i = 0; i < PEOPLE; i++) {
			CHECK(t, !holds(t, lookup, s.who[i].v) && !holds(t, sealed, s.who[i].v));
			CHECK(t, !holds(t, lookup, s.participant[i]));
			CHECK(t, !holds(t, sealed, s.participant[i]));
		}
	}
	CHECK(t, rows == PEOPLE + 3);
}

/* Neither in the order in which they lie: who came one after the other does not lie so. */
void test_key_rows_lie_in_an_order_that_tells_nothing(struct test *t)
{
	struct key_mark at = { 0, 0 };
	struct open_key k[2 * PEOPLE];
	struct scene s;
	size_t n, first;
	int rising = 0, same = 0;

	make(t, &s);
	struct ctx *c = test_ctx(t, s.p.rex);
	CHECK(t, key_walk(c, &at, 2 * PEOPLE, k, &n) && n == PEOPLE + 3);
	for (size_t i = 1; i < n; i++) {
		rising += k[i].person > k[i - 1].person;
		same += (k[i].person > k[i - 1].person)
			== (k[i].participant > k[i - 1].participant);
	}
	CHECK(t, rising > 2 && rising < (int)n - 3 && same > 2 && same < (int)n - 3);
	/* Nor does who came later have the larger number. */
	rising = 0;
	for (int i = 1; i < PEOPLE; i++)
		rising += s.participant[i] > s.participant[i - 1];
	CHECK(t, rising > 2 && rising < PEOPLE - 3);
	CHECK(t, programme_number(t, &instants, NO_ARGS) == 0);
	c = test_ctx(t, s.p.rex);
	/* Some at a time are all of them, each once. */
	at = (struct key_mark){ 0, 0 };
	for (first = 0, n = 5; n == 5; first += n)
		CHECK(t, key_walk(c, &at, 5, &k[first < PEOPLE ? first : PEOPLE], &n));
	CHECK(t, first == PEOPLE + 3);
	/* Who is in two studies cannot be seen from the rows. */
	int64_t lookup[2] = { 0, 0 };
	struct rows r;
	CHECK(t,
		sql_script(c,
			"DELETE FROM participant_key; INSERT INTO study (id, name, title,"
			" made_at) VALUES (11, 'o', 'O', 1)"));
	CHECK(t, key_add(c, STUDY, s.p.olga, 5) && key_add(c, OTHER, s.p.olga, 5));
	CHECK(t, sql_open(c, &rows_of, NO_ARGS, &r));
	for (size_t i = 0; i < 2 && sql_next(&r); i++)
		lookup[i] = row_int(&r, 0);
	sql_end(&r);
	CHECK(t, lookup[1] > 0 && lookup[0] != lookup[1]);
}

void test_key_that_was_opened_is_gone_with_the_unit_of_work(struct test *t)
{
	struct scene s;

	make(t, &s);
	struct ctx *c = test_ctx(t, s.p.rex);
	CHECK(t, key_open_study(c, STUDY));
	struct rows r;
	CHECK(t, sql_one(c, &opened, NO_ARGS, &r) && row_int(&r, 0) == PEOPLE + 3);
	sql_end(&r);
	CHECK(t, key_open_person(c, s.p.ann));
	CHECK(t, sql_one(c, &opened, NO_ARGS, &r) && row_int(&r, 0) == 1);
	sql_end(&r);
	CHECK(t, test_end(t) && programme_number(t, &opened, NO_ARGS) == 0);
}

/* ---- another key file ---- */

void test_key_under_another_key_file_opens_nothing_and_makes_nobody_twice(struct test *t)
{
	const char *dir = test_directory(t);
	struct measure_study study;
	struct participant_id in;
	char why[256] = "";
	struct scene s;
	int64_t found = 1;

	make(t, &s);
	CHECK(t, key_check(test_ctx(t, s.p.rex)) && test_end(t));
	const struct keys *own = t->house.keys;
	struct keys *other = secret_open(dir, why, sizeof why);
	t->house.keys = other;
	struct ctx *c = test_ctx(t, s.p.rex);
	CHECK(t, other && !key_check(c) && c->fault.kind == FAULT_CONFLICT);
	CHECK(t, test_has(str_of(c->fault.text), "cairn.key is not the key file"));
	(void)test_end(t);
	c = test_ctx(t, s.p.rex);
	CHECK(t, !key_open_study(c, STUDY) && test_has(str_of(c->fault.text), "this key file"));
	(void)test_end(t);
	CHECK(t, key_find(test_ctx(t, s.p.ann), STUDY, s.p.ann, &found) && found == 0);
	c = test_ctx(t, s.p.ann);
	CHECK(t, !participant_join(c, STUDY, s.p.ann, &in) && c->fault.kind == FAULT_CONFLICT);
	(void)test_end(t);
	CHECK(t, programme_number(t, &people, NO_ARGS) == PEOPLE + 3);
	/* Pages say nothing wrong, and reports that need the key say that they cannot. */
	test_sign_in(t, s.p.rex);
	CHECK(t, test_get(t, "/reports/reach?study=cop").status == 500);
	test_sign_in(t, s.p.olga);
	CHECK(t, test_get(t, "/me/data").status == 200);
	/* With the right one again all is as it was. */
	t->house.keys = own;
	secret_close(other);
	c = test_ctx(t, s.p.rex);
	CHECK(t, key_check(c) && measure_study(c, S("cop"), &study) && key_open_study(c, study.id));
	CHECK(t, key_find(c, STUDY, s.p.ann, &found) && found == s.p.ann_participant);
	CHECK(t, test_end(t));
	test_sign_in(t, s.p.rex);
	CHECK(t, test_get(t, "/reports/reach?study=cop").status == 200);
}

void test_key_row_that_was_put_in_the_place_of_another_is_refused(struct test *t)
{
	struct scene s;
	int64_t found;

	make(t, &s);
	struct ctx *c = test_ctx(t, s.p.rex);
	CHECK(t,
		sql_script(c,
			"UPDATE participant_key SET sealed = (SELECT max(o.sealed)"
			" FROM participant_key o)"));
	int refused = 0;
	for (int i = 0; i < PEOPLE; i++) {
		c = test_ctx(t, s.p.rex);
		refused += !key_find(c, STUDY, s.who[i], &found);
		(void)test_end(t);
	}
	CHECK(t, refused >= PEOPLE - 1);
}

/* ---- what the process remembers ---- */

static int64_t noted_at(struct test *t, struct person_id who)
{
	struct place here;

	CHECK(t, place_find(test_ctx(t, who), &here) && test_end(t));
	return here.participant;
}

/* As if it had been so, under the row of now. */
static void remember(struct test *t, int64_t study, struct person_id who, int64_t participant)
{
	struct key_known k;

	key_guess(test_ctx(t, who), who, &k);
	CHECK(t, k.key.person == who.v && k.lookup > 0);
	k.key.study = study;
	k.key.participant = participant;
	key_ring_put(t->house.ring, &k);
}

/* That somebody was in no study is not believed when the key has them. */
void test_key_that_was_missing_is_found_as_soon_as_it_is_there(struct test *t)
{
	struct key_known k;
	struct scene s;

	make(t, &s);
	CHECK(t, noted_at(t, s.p.ben) == 0);
	key_guess(test_ctx(t, s.p.ben), s.p.ben, &k);
	CHECK(t, k.key.person == s.p.ben.v && k.key.study == STUDY && k.key.participant == 0);
	struct ctx *c = test_ctx(t, s.p.ben);
	int64_t before = c->statements;
	struct place here;
	CHECK(t, place_find(c, &here) && here.participant == 0);
	CHECK(t, c->statements == before + 2); /* the round, and its topics */
	/* As another process would, which leaves what this one remembers. */
	struct house other = t->house;
	struct participant_id in;
	other.ring = NULL;
	c->house = &other;
	CHECK(t, participant_join(c, STUDY, s.p.ben, &in) && test_end(t));
	CHECK(t, in.v > 0 && noted_at(t, s.p.ben) == in.v);
}

void test_key_that_is_remembered_wrongly_notes_nobody_as_somebody_else(struct test *t)
{
	struct scene s;

	make(t, &s);
	CHECK(t, noted_at(t, s.p.ann) == s.p.ann_participant);
	/* Somebody that is not there, and somebody of another study. */
	remember(t, STUDY, s.p.ann, 77);
	CHECK(t, noted_at(t, s.p.ann) == s.p.ann_participant);
	struct ctx *c = test_ctx(t, s.p.rex);
	CHECK(t,
		sql_script(c,
			"INSERT INTO study (id, name, title, made_at) VALUES (11, 'o', 'O',"
			" 1); INSERT INTO participant (id, study_id, made_at)"
			" VALUES (78, 11, 1)")
			&& test_end(t));
	remember(t, OTHER, s.p.ann, 78);
	CHECK(t, noted_at(t, s.p.ann) == s.p.ann_participant);
	/* Who says no is nobody at once, and again themself after a yes. */
	CHECK(t, participant_withdraw(test_ctx(t, s.p.ann), s.p.ann) && test_end(t));
	CHECK(t, noted_at(t, s.p.ann) == 0);
	CHECK(t, participant_return(test_ctx(t, s.p.ann), s.p.ann) && test_end(t));
	CHECK(t, noted_at(t, s.p.ann) == s.p.ann_participant);
	/* After the end of the key nobody is anybody. */
	CHECK(t, sever_study(test_ctx(t, s.p.rex), STUDY, S("cop")) && test_end(t));
	CHECK(t, noted_at(t, s.p.ann) == 0 && programme_number(t, &kept, NO_ARGS) == 0);
}

/* ---- a database of before ---- */

static const char old_rows[] =
	"INSERT INTO study (id, name, title, made_at) VALUES (10, 's', 'S', 1), (11, 'o', 'O', 1);"
	"INSERT INTO person (id, address, address_key, name, shown_name, made_at) VALUES"
	" (370000000000001, 'a', 'a', 'A', 'A', 1), (370000000000002, 'b', 'b', 'B', 'B', 1);"
	"INSERT INTO participant (id, study_id, made_at) VALUES (371111111111111, 10, 1),"
	" (371111111111112, 10, 1), (371111111111113, 11, 1);"
	"INSERT INTO participant_key (person_id, study_id, participant_id) VALUES"
	" (370000000000001, 10, 371111111111111), (370000000000001, 11, 371111111111113),"
	" (370000000000002, 10, 371111111111112)";

/* Whether the files of an SQLite database have the row of the first person somewhere, as it lies:
   two numbers of eight bytes, and a small one between. */
static bool lies_in(struct test *t, const char *url)
{
	static const char *const ends[] = { "", "-wal" };
	char row[17] = { 0 }, *bytes = arena_new(t->mem, char, PAGE_BYTES);
	bool found = false;

	for (int i = 0; i < 8; i++) {
		row[i] = (char)(INT64_C(370000000000001) >> 8 * (7 - i));
		row[9 + i] = (char)(INT64_C(371111111111111) >> 8 * (7 - i));
	}
	row[8] = STUDY;
	for (size_t i = 0; i < 2; i++) {
		FILE *f =
			fopen(arena_fmt(t->mem, "%s%s", url + strlen("sqlite:"), ends[i]).at, "rb");
		size_t n = f ? fread(bytes, 1, PAGE_BYTES, f) : 0;
		CHECK(t, !f || fclose(f) == 0);
		found = found || memmem(bytes, n, row, sizeof row);
	}
	return found;
}

void test_key_of_a_database_of_before_is_sealed_and_leaves_nothing(struct test *t)
{
	const char *url = test_database_empty(t);
	struct ctx c = { .mem = t->mem, .now = t->now, .ids = &t->ids, .house = &t->house };
	int64_t found[3] = { 0 };
	char why[256] = "";

	c.db = db_open(url, why, sizeof why);
	CHECK(t, c.db && migrate_up(&c, embedded_migrations, OLD_STEPS, &key_step));
	CHECK(t, sql_script(&c, old_rows));
	bool file = db_is_sqlite(c.db);
	CHECK(t, !file || lies_in(t, url));
	CHECK(t, migrate_up(&c, embedded_migrations, embedded_migrations_n, &key_step));
	CHECK(t,
		tx_begin(&c, TX_READ)
			&& key_find(&c, 10, (struct person_id){ 370000000000001 }, &found[0]));
	CHECK(t, key_find(&c, 10, (struct person_id){ 370000000000002 }, &found[1]));
	CHECK(t, key_find(&c, 11, (struct person_id){ 370000000000001 }, &found[2]));
	CHECK(t, found[0] == 371111111111111 && found[1] == 371111111111112);
	CHECK(t, found[2] == 371111111111113);
	/* A transaction that only reads opens the key too. */
	struct rows r;
	CHECK(t, key_open_study(&c, 10) && sql_one(&c, &opened, NO_ARGS, &r));
	CHECK(t, row_int(&r, 0) == 2);
	sql_end(&r);
	CHECK(t, tx_end(&c) && sql_one(&c, &opened, NO_ARGS, &r) && row_int(&r, 0) == 0);
	sql_end(&r);
	CHECK(t, !file || !lies_in(t, url));
	db_close(c.db);
}
