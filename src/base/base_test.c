/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/buf.h"
#include "base/instant.h"
#include "base/utf8.h"
#include "test/test.h"

void test_date_counts_every_day_of_four_centuries(struct test *t)
{
	struct date d = { 1900, 1, 1 };
	int64_t n = date_days(d);
	bool good = true;

	for (int64_t i = 0; i < 146097; i++) {
		struct date next = date_of_days(n + i);
		good = good && date_days(next) == n + i && next.month >= 1 && next.month <= 12
			&& next.day >= 1;
	}
	CHECK(t, good);
	CHECK(t, date_days((struct date){ 1970, 1, 1 }) == 0);
	CHECK(t, date_weekday((struct date){ 2026, 11, 22 }) == 6);
}

void test_date_parse_refuses_days_that_are_not(struct test *t)
{
	static const char *const bad[] = { "2026-02-30", "2026-13-01", "2026-00-10", "2026-1-01",
		"2026-01-1x", "", "20260101xx", "1899-12-31", "2201-01-01", "2025-02-29" };
	struct date d = { 1, 2, 3 };

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK(t, !date_parse(str_of(bad[i]), &d) && d.year == 1);
	CHECK(t, date_parse(S("2024-02-29"), &d) && d.day == 29);
}

void test_instant_text_is_utc(struct test *t)
{
	CHECK(t, str_eq(instant_text(t->mem, TEST_NOW), S("2026-11-03T12:00:00Z")));
	CHECK(t, str_eq(instant_text(t->mem, -1), S("1969-12-31T23:59:59Z")));
	CHECK(t, civil_instant(civil_of(TEST_NOW)) == TEST_NOW);
}

void test_utf8_refuses_what_is_not_text(struct test *t)
{
	CHECK(t, utf8_is_text(S("caf\303\251 \360\237\252\250\n\t\r")));
	CHECK(t, !utf8_is_text(((struct str){ "a\0b", 3 })));
	CHECK(t, !utf8_is_text(S("\300\257")));		/* overlong */
	CHECK(t, !utf8_is_text(S("\355\240\200")));	/* a surrogate */
	CHECK(t, !utf8_is_text(S("\364\220\200\200"))); /* above U+10FFFF */
	CHECK(t, !utf8_is_text(S("\303")));		/* cut short */
	CHECK(t, !utf8_is_text(S("\033[1m")));
	CHECK(t, utf8_length(S("caf\303\251")) == 4);
	CHECK(t, str_eq(utf8_head(S("\303\251\303\251x"), 2), S("\303\251\303\251")));
}

void test_buf_stops_at_its_limit_and_stays_spilled(struct test *t)
{
	struct buf b;

	buf_init(&b, 5);
	buf_add(&b, S("1234"));
	buf_add(&b, S("56"));
	buf_add(&b, S("7"));
	CHECK(t, b.spilled && str_eq(buf_str(&b), S("1234")));
	buf_free(&b);
	buf_init(&b, 100);
	buf_int(&b, INT64_MIN);
	buf_fmt(&b, " %d ", 7);
	buf_int(&b, 0);
	buf_int(&b, 100);
	buf_int(&b, 99);
	buf_int(&b, -7);
	CHECK(t, str_eq(buf_str(&b), S("-9223372036854775808 7 010099-7")));
	buf_free(&b);
}

static void count_up(void *data)
{
	++*(int *)data;
}

void test_arena_runs_what_was_deferred_once(struct test *t)
{
	struct arena *a = arena_open();
	int n = 0;

	arena_defer(a, count_up, &n);
	char *big = arena_new(a, char, 100000);
	CHECK(t, big[0] == 0 && big[99999] == 0);
	arena_reset(a);
	CHECK(t, n == 1);
	arena_close(a);
	CHECK(t, n == 1);
}

void test_str_cut_and_numbers(struct test *t)
{
	struct str s = S("a=b=c"), head = str_cut(&s, '=');
	int64_t n = -1;

	CHECK(t, str_eq(head, S("a")) && str_eq(s, S("b=c")));
	CHECK(t,
		!str_to_int(S("1234567890123456789"), &n) && !str_to_int(S("-1"), &n)
			&& !str_to_int(S(""), &n));
	CHECK(t, n == -1 && str_to_int(S("007"), &n) && n == 7);
}

void test_ctx_ids_rise_even_when_the_clock_goes_back(struct test *t)
{
	struct ctx c = { .now = TEST_NOW, .ids = &t->ids };
	int64_t a = ctx_id(&c);

	c.now -= INSTANT_DAY;
	CHECK(t, ctx_id(&c) > a);
}
