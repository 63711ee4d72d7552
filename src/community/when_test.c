/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/when.h"

#include "base/instant.h"
#include "test/test.h"

static struct str said(struct test *t, const char *zone, int64_t since, int64_t at, bool hours)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct when w;
	struct buf out;

	buf_init(&out, 1000);
	when_init(&w, c, str_of(zone), since);
	(hours ? when_put : when_put_day)(&w, &out, at);
	struct str text = arena_str(t->mem, buf_str(&out));
	buf_free(&out);
	return text;
}

void test_when_days_are_those_of_the_zone(struct test *t)
{
	const int64_t now = TEST_NOW;

	CHECK(t,
		str_eq(said(t, "Europe/London", now - INSTANT_DAY, now, true),
			S("<time datetime=\"2026-11-03T12:00Z\">today, 12:00</time>")));
	CHECK(t,
		str_eq(said(t, "Pacific/Auckland", now - INSTANT_DAY, now, true),
			S("<time datetime=\"2026-11-03T12:00Z\">today, 01:00</time>")));
	CHECK(t,
		str_eq(said(t, "Europe/London", now - INSTANT_DAY, now - 13 * INSTANT_HOUR, true),
			S("<time datetime=\"2026-11-02T23:00Z\">yesterday, 23:00</time>")));
	CHECK(t,
		str_eq(said(t, "Pacific/Auckland", now, now - 2 * INSTANT_DAY, false),
			S("<time datetime=\"2026-11-02\">Monday 2 November</time>")));
	CHECK(t,
		str_eq(said(t, "nowhere", 0, now - 400 * INSTANT_DAY, true),
			S("<time datetime=\"2025-09-29T12:00Z\">Monday 29 September 2025,"
			  " 12:00</time>")));
}

void test_when_knows_that_clocks_change(struct test *t)
{
	/* British clocks went back on Sunday 25 October 2026 at 01:00 UTC. */
	const int64_t change = TEST_NOW - 9 * INSTANT_DAY - 11 * INSTANT_HOUR;
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct when w;
	struct buf out;

	buf_init(&out, 10000);
	when_init(&w, c, S("Europe/London"), change - 2 * INSTANT_DAY);
	for (int64_t at = change - INSTANT_DAY; at <= change + INSTANT_DAY; at += INSTANT_DAY / 2)
		when_put(&w, &out, at);
	struct str text = buf_str(&out);
	CHECK(t, test_has(text, "2026-10-24T01:00Z\">Saturday 24 October, 02:00<"));
	CHECK(t, test_has(text, "2026-10-24T13:00Z\">Saturday 24 October, 14:00<"));
	CHECK(t, test_has(text, "2026-10-25T01:00Z\">Sunday 25 October, 01:00<"));
	CHECK(t, test_has(text, "2026-10-25T13:00Z\">Sunday 25 October, 13:00<"));
	CHECK(t, test_has(text, "2026-10-26T01:00Z\">Monday 26 October, 01:00<"));
	buf_free(&out);
}
