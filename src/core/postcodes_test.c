/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/instant.h"
#include "core/postcodes.h"
#include "store/sql.h"
#include "test/test.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static const struct person_id machine;

static uint64_t code(const char *text)
{
	uint64_t n = 0;

	return area_code_pack(str_of(text), &n) ? n : 0;
}

static struct district_row row(const char *postcode, const char *c11, const char *c21, bool ended)
{
	struct district_row r = { .code11 = code(c11), .code21 = code(c21), .ended = ended };

	(void)!postcode_parse(str_of(postcode), &r.postcode);
	r.nation = c11[0] == 'S' || c21[0] == 'S' ? NATION_SCOTLAND : NATION_ENGLAND;
	return r;
}

static struct postcode_place find(struct test *t, struct ctx *c, const char *text)
{
	struct postcode_place place = { 0 };
	struct postcode p;

	CHECK(t, postcode_parse(str_of(text), &p) && postcodes_find(c, &p, &place));
	return place;
}

/* Two districts and three measures. */
static void fill(struct test *t)
{
	const struct district_row fk[] = { row("FK8 1AA", "S01013070", "", false),
		row("FK8 1AB", "S01013071", "", true), row("FK8 9ZZ", "", "", false) };
	const struct district_row sr[] = { row("SR1 1AA", "E01008703", "E01034567", false),
		row("SR1 1AB", "E01008703", "", false), row("SR1 1AD", "", "E01034567", false) };
	const struct area_row simd[] = { { code("S01013070"), 1395, 0, 0 },
		{ code("S01013071"), 1396, 2, 2 } };
	const struct area_row imd19[] = { { code("E01008703"), 3277, 0, 0 } };
	const struct area_row imd25[] = { { code("E01034567"), 33755, 0, 0 },
		{ code("E01008703"), 7, 0, 0 } };
	struct ctx *c = test_ctx(t, machine);

	CHECK(t, postcodes_put(c, fk, 3) && postcodes_put(c, sr, 3));
	CHECK(t, area_put(c, AREA_SIMD2020V2, simd, 2, AREA_ALL));
	CHECK(t, area_put(c, AREA_IMD2019, imd19, 1, AREA_ALL));
	CHECK(t, area_put(c, AREA_IMD2025, imd25, 2, AREA_ALL));
	CHECK(t, postcodes_changed(c));
}

static void check_all(struct test *t, struct ctx *c)
{
	struct postcode_place p = find(t, c, "FK8 1AA");

	CHECK(t, p.known && !p.ended && p.values == 1 && p.nation == NATION_SCOTLAND);
	CHECK(t, p.value[0].rank == 1395 && p.value[0].decile == 2 && p.value[0].quintile == 1);
	CHECK(t, p.code11 == code("S01013070") && p.code21 == 0);
	p = find(t, c, "FK8 1AB"); /* no longer in use, and its quintile as it was published */
	CHECK(t, p.known && p.ended && p.values == 1);
	CHECK(t, p.value[0].rank == 1396 && p.value[0].decile == 2 && p.value[0].quintile == 2);
	p = find(t, c, "FK8 9ZZ");
	CHECK(t, p.known && p.values == 0);
	CHECK(t, !find(t, c, "FK8 1AD").known && !find(t, c, "FK9 1AA").known);
	p = find(t, c, "SR1 1AA"); /* both English measures, each by its own areas */
	CHECK(t, p.values == 2 && p.value[0].kind == AREA_IMD2019 && p.value[0].rank == 3277);
	CHECK(t, p.value[1].kind == AREA_IMD2025 && p.value[1].rank == 33755);
	CHECK(t, p.value[1].decile == 10 && p.value[1].quintile == 5);
	p = find(t, c, "SR1 1AB"); /* the area kept its code in 2021 */
	CHECK(t, p.values == 2 && p.value[1].rank == 7 && p.value[1].decile == 1);
	p = find(t, c, "SR1 1AD"); /* an area that was not there in 2011 */
	CHECK(t, p.values == 1 && p.value[0].kind == AREA_IMD2025);
}

void test_postcodes_say_what_the_measures_of_their_areas_say(struct test *t)
{
	fill(t);
	check_all(t, test_ctx(t, machine));
}

void test_postcodes_in_memory_say_the_same(struct test *t)
{
	size_t districts;

	fill(t);
	t->house.postcodes = postcodes_open(0);
	struct ctx *c = test_ctx(t, machine);
	check_all(t, c);
	int64_t asked = c->statements;
	check_all(t, c);
	CHECK(t, c->statements == asked); /* the second time nothing is read */
	CHECK(t, postcodes_memory(t->house.postcodes, &districts) < 65536 && districts == 3);
	postcodes_close(t->house.postcodes);
	t->house.postcodes = NULL;
}

void test_postcodes_in_memory_follow_an_import(struct test *t)
{
	const struct district_row more[] = { row("FK8 1AA", "S01013071", "", false),
		row("FK8 1AD", "S01013070", "", false) };

	fill(t);
	t->house.postcodes = postcodes_open(0);
	CHECK(t, find(t, test_ctx(t, machine), "FK8 1AA").value[0].rank == 1395);
	struct ctx *c = test_ctx(t, machine);
	CHECK(t, postcodes_put(c, more, 2) && postcodes_changed(c));
	t->now += 2 * INSTANT_SECOND;
	c = test_ctx(t, machine);
	CHECK(t, find(t, c, "FK8 1AA").value[0].rank == 1396);
	CHECK(t, find(t, c, "FK8 1AD").known && find(t, c, "FK8 1AB").known);
	postcodes_close(t->house.postcodes);
	t->house.postcodes = NULL;
}

/* However many districts are asked for, memory stays within its room. */
void test_postcodes_in_memory_stay_within_their_room(struct test *t)
{
	enum { ROOM = 100000, DISTRICTS = 99, ROWS = 400 };
	struct district_row *rows = arena_new(t->mem, struct district_row, ROWS);
	struct ctx *c = test_ctx(t, machine);
	char text[16];
	size_t n;

	for (int d = 1; d <= DISTRICTS; d++) {
		for (int i = 0; i < ROWS; i++) {
			rows[i] = row("E1 1AA", "E01008703", "", i % 2 == 0);
			snprintf(rows[i].postcode.outward, 5, "E%d", d);
			rows[i].postcode.inward = (uint16_t)(i * 7);
		}
		CHECK(t, postcodes_put(c, rows, ROWS));
	}
	t->house.postcodes = postcodes_open(ROOM);
	for (int round = 0; round < 3; round++)
		for (int d = 1; d <= DISTRICTS; d++) {
			snprintf(text, sizeof text, "E%d 0AA", d);
			CHECK(t, find(t, c, text).ended);
			CHECK(t, postcodes_memory(t->house.postcodes, &n) < ROOM + 8192);
		}
	CHECK(t, n > 10 && n < DISTRICTS);
	postcodes_close(t->house.postcodes);
	t->house.postcodes = NULL;
}

void test_postcodes_block_that_is_no_block_is_refused(struct test *t)
{
	static const char *const bad[] = { "", "AA==", "AQ==", "AQEA", "!!", "AQABAAA=", "AgAA" };
	struct district_row r = row("FK8 1AA", "S01013070", "S01013079", true);
	struct str packed = district_pack(test_ctx(t, machine), &r, 1);
	size_t size;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK(t, !district_unpack(str_of(bad[i]), &size));
	struct district *d = district_unpack(packed, &size);
	CHECK(t, d && d->n == 1 && d->areas == 1 && (d->entry[0] & 1) == 1);
	CHECK(t, d && district_code(d->area[0].code21) == code("S01013079"));
	free(d);
	CHECK(t, !district_unpack((struct str){ packed.at, packed.len - 4 }, &size));
}

void test_area_deciles_are_those_that_were_published(struct test *t)
{
	static const struct {
		size_t kind;
		int64_t rank, decile;
	} edge[] = { { AREA_SIMD2020V2, 1, 1 }, { AREA_SIMD2020V2, 697, 1 },
		{ AREA_SIMD2020V2, 698, 2 }, { AREA_SIMD2020V2, 1395, 2 },
		{ AREA_SIMD2020V2, 1396, 3 }, { AREA_SIMD2020V2, 6976, 10 },
		{ AREA_IMD2019, 3284, 1 }, { AREA_IMD2019, 3285, 2 }, { AREA_IMD2019, 32844, 10 },
		{ AREA_IMD2025, 3375, 1 }, { AREA_IMD2025, 3376, 2 }, { AREA_WIMD2019, 191, 1 },
		{ AREA_WIMD2019, 192, 2 }, { AREA_WIMD2019, 1719, 9 }, { AREA_WIMD2019, 1720, 10 },
		{ AREA_WIMD2019, 1909, 10 }, { AREA_NIMDM2017, 89, 1 }, { AREA_NIMDM2017, 90, 2 } };

	for (size_t i = 0; i < sizeof edge / sizeof *edge; i++)
		CHECK(t, area_decile(&area_kinds[edge[i].kind], edge[i].rank) == edge[i].decile);
}

void test_area_codes_are_numbers_and_back(struct test *t)
{
	static const char *const codes[] = { "E01000001", "S01013070", "95AA01S1", "N21000001",
		"ZZZZZZZZZ", "000000000", "" };
	char text[AREA_CODE_MAX + 1];
	uint64_t n;

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		CHECK(t, area_code_pack(str_of(codes[i]), &n) && n < UINT64_C(1) << 47);
		area_code_print(n, text);
		CHECK(t, strcmp(text, codes[i]) == 0);
	}
	CHECK(t, !area_code_pack(S("e01000001"), &n) && !area_code_pack(S("E0100000123"), &n));
}

/* ---- several at once ---- */

enum { READERS = 4, LOOKS = 400, VERSIONS = 12, TOWNS = 20, TOWN = 50 };

struct reader {
	struct test *t;
	const char *url;
	struct ids ids;
	_Atomic int64_t *now;
	int good, last;
};

static bool look_once(struct reader *r, struct db *db, struct arena *mem, int i)
{
	struct ctx c = {
		.mem = mem, .db = db, .now = *r->now, .ids = &r->ids, .house = &r->t->house
	};
	struct postcode_place place = { 0 };
	struct postcode p;
	char text[16];

	snprintf(text, sizeof text, "E%d 0AA", i % TOWNS + 1);
	bool good = tx_begin(&c, TX_READ) && postcode_parse(str_of(text), &p)
		&& postcodes_find(&c, &p, &place);
	(void)tx_end(&c);
	r->last = (int)place.value[0].rank;
	return good && place.known && place.values == 1 && r->last >= 1 && r->last <= VERSIONS;
}

static void *read_many(void *data)
{
	struct reader *r = data;
	char why[256];
	struct db *db = db_open(r->url, why, sizeof why);
	struct arena *mem = arena_open();

	for (int i = 0; db && i < LOOKS; i++) {
		arena_reset(mem);
		r->good += look_once(r, db, mem, i);
	}
	*r->now += 2 * INSTANT_SECOND; /* what came last is seen at the next look */
	r->good += db && look_once(r, db, mem, 0);
	arena_close(mem);
	db_close(db);
	return NULL;
}

/* One import: every postcode anew, and the measure with another rank. */
static bool import_version(struct reader *r, struct db *db, int version)
{
	struct arena *mem = arena_open();
	struct ctx c = {
		.mem = mem, .db = db, .now = *r->now, .ids = &r->ids, .house = &r->t->house
	};
	struct area_row area = { code("E01008703"), version, 0, 0 };
	struct district_row rows[TOWN];
	bool good = tx_begin(&c, TX_WRITE);

	for (int town = 1; town <= TOWNS; town++) {
		for (int i = 0; i < TOWN; i++) {
			rows[i] = row("E1 1AA", "E01008703", "", false);
			snprintf(rows[i].postcode.outward, 5, "E%d", town);
			rows[i].postcode.inward = (uint16_t)i;
		}
		good = good && postcodes_put(&c, rows, TOWN);
	}
	good = good && area_put(&c, AREA_IMD2019, &area, 1, AREA_ALL) && tx_end(&c);
	arena_close(mem);
	return good;
}

void test_concurrent_look_ups_see_whole_imports(struct test *t)
{
	_Atomic int64_t now = TEST_NOW;
	struct reader r[READERS + 1];
	pthread_t thread[READERS];
	char why[256];
	const char *url = test_database(t);
	struct db *db = db_open(url, why, sizeof why);

	t->house.postcodes = postcodes_open(4096); /* so little that districts come and go */
	for (int i = 0; i <= READERS; i++)
		r[i] = (struct reader){ .t = t, .url = url, .now = &now };
	CHECK(t, db && import_version(&r[READERS], db, 1));
	for (int i = 0; i < READERS; i++)
		CHECK(t, pthread_create(&thread[i], NULL, read_many, &r[i]) == 0);
	for (int version = 2; version <= VERSIONS; version++) {
		CHECK(t, import_version(&r[READERS], db, version));
		now += 2 * INSTANT_SECOND;
	}
	for (int i = 0; i < READERS; i++) {
		pthread_join(thread[i], NULL);
		CHECK(t, r[i].good == LOOKS + 1);
	}
	struct arena *mem = arena_open();
	now += 2 * INSTANT_SECOND;
	CHECK(t, look_once(&r[READERS], db, mem, 3) && r[READERS].last == VERSIONS);
	arena_close(mem);
	db_close(db);
	postcodes_close(t->house.postcodes);
	t->house.postcodes = NULL;
}
