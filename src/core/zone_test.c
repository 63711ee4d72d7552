/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/zone.h"

#include "test/test.h"

static struct ctx *any(struct test *t)
{
	return test_ctx(t, (struct person_id){ 0 });
}

static bool reads(struct test *t, const char *zone, struct civil there, const char *utc)
{
	struct ctx *c = any(t);

	return str_eq(instant_text(t->mem, zone_instant(c, str_of(zone), there)), str_of(utc));
}

void test_zone_knows_the_names_of_the_system_and_no_paths(struct test *t)
{
	CHECK(t,
		zone_known(S("Europe/London")) && zone_known(S("UTC"))
			&& zone_known(S("America/Argentina/Buenos_Aires")));
	CHECK(t,
		!zone_known(S("Europe/Londn")) && !zone_known(S(""))
			&& !zone_known(S("../passwd")));
	CHECK(t, !zone_known(S("/usr/share/zoneinfo/Europe/London")) && !zone_known(S("+01:00")));
}

void test_zone_midnight_is_an_hour_earlier_in_summer(struct test *t)
{
	CHECK(t,
		reads(t, "Europe/London", (struct civil){ { 2026, 1, 15 }, 0, 0, 0 },
			"2026-01-15T00:00:00Z"));
	CHECK(t,
		reads(t, "Europe/London", (struct civil){ { 2026, 7, 15 }, 0, 0, 0 },
			"2026-07-14T23:00:00Z"));
	CHECK(t,
		reads(t, "Asia/Kolkata", (struct civil){ { 2026, 7, 15 }, 0, 0, 0 },
			"2026-07-14T18:30:00Z"));
}

/* Summer time began on 29 March 2026 at 01:00 UTC and ended on 25 October at 01:00 UTC. */
void test_zone_time_that_is_skipped_is_the_first_instant_after(struct test *t)
{
	CHECK(t,
		reads(t, "Europe/London", (struct civil){ { 2026, 3, 29 }, 0, 59, 59 },
			"2026-03-29T00:59:59Z"));
	CHECK(t,
		reads(t, "Europe/London", (struct civil){ { 2026, 3, 29 }, 1, 30, 0 },
			"2026-03-29T01:00:00Z"));
	CHECK(t,
		reads(t, "Europe/London", (struct civil){ { 2026, 3, 29 }, 2, 0, 0 },
			"2026-03-29T01:00:00Z"));
}

void test_zone_time_that_comes_twice_is_the_first(struct test *t)
{
	CHECK(t,
		reads(t, "Europe/London", (struct civil){ { 2026, 10, 25 }, 1, 30, 0 },
			"2026-10-25T00:30:00Z"));
	CHECK(t,
		reads(t, "Europe/London", (struct civil){ { 2026, 10, 25 }, 2, 0, 0 },
			"2026-10-25T02:00:00Z"));
	CHECK(t,
		reads(t, "America/New_York", (struct civil){ { 2026, 11, 1 }, 1, 30, 0 },
			"2026-11-01T05:30:00Z"));
}

void test_zone_wall_clock_and_instant_are_each_other_over_two_years(struct test *t)
{
	const char *const zones[] = { "Europe/London", "America/New_York", "Australia/Lord_Howe",
		"UTC" };
	struct ctx *c = any(t);

	for (size_t z = 0; z < sizeof zones / sizeof *zones; z++) {
		for (int64_t h = 0; h < 24 * 730; h += 7) {
			int64_t at = INT64_C(1767225600000000) + h * INSTANT_HOUR;
			struct civil there = zone_civil(c, str_of(zones[z]), at);
			int64_t back = zone_instant(c, str_of(zones[z]), there);
			CHECK(t, back == at || (back < at && at - back <= INSTANT_HOUR));
		}
	}
}

void test_zone_text_names_the_year_only_when_it_is_another(struct test *t)
{
	struct ctx *c = any(t);
	struct str london = S("Europe/London");

	CHECK(t, str_eq(zone_text(c, london, TEST_NOW), S("Tuesday 3 November, 12:00")));
	CHECK(t,
		str_eq(zone_text(c, london, TEST_NOW - 365 * INSTANT_DAY),
			S("Monday 3 November 2025, 12:00")));
	CHECK(t, str_eq(zone_day(c, london, TEST_NOW), S("Tuesday 3 November")));
	CHECK(t,
		str_eq(zone_text(c, S("Nowhere/At_All"), TEST_NOW),
			S("Tuesday 3 November, 12:00")));
}

void test_zone_more_zones_than_are_kept_are_read_all_the_same(struct test *t)
{
	const char *const zones[] = { "Africa/Cairo", "Africa/Lagos", "America/Bogota",
		"America/Chicago", "America/Denver", "America/Halifax", "America/Lima",
		"Asia/Dhaka", "Asia/Dubai", "Asia/Hong_Kong", "Asia/Karachi", "Asia/Manila",
		"Asia/Seoul", "Asia/Tokyo", "Australia/Perth", "Europe/Athens", "Europe/Berlin",
		"Europe/Dublin", "Europe/Kiev", "Pacific/Auckland" };

	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
		CHECK(t, zone_known(str_of(zones[i])));
	CHECK(t, zone_civil(any(t), S("Pacific/Auckland"), TEST_NOW).hour == 1);
	CHECK(t, zone_civil(any(t), S("Asia/Tokyo"), TEST_NOW).hour == 21);
}

void test_zone_changes_are_told_with_their_rule(struct test *t)
{
	struct zone_change ch[ZONE_CHANGES];

	CHECK(t, zone_changes(any(t), S("Europe/London"), TEST_NOW, ch) == 2);
	CHECK(t, str_eq(str_of(ch[0].name), S("GMT")) && !ch[0].summer && ch[0].nth == -1);
	CHECK(t, ch[0].at.date.month == 10 && ch[0].at.date.day == 25 && ch[0].at.hour == 2);
	CHECK(t, ch[0].before == 3600 && ch[0].after == 0);
	CHECK(t, ch[1].summer && ch[1].at.date.day == 29 && ch[1].at.hour == 1 && ch[1].nth == -1);
	CHECK(t, zone_changes(any(t), S("America/New_York"), TEST_NOW, ch) == 2);
	CHECK(t, ch[0].nth == 1 && ch[1].nth == 2 && ch[0].after == -5 * 3600);
	CHECK(t, zone_changes(any(t), S("Asia/Kolkata"), TEST_NOW, ch) == 1);
	CHECK(t, ch[0].before == 19800 && ch[0].after == 19800 && ch[0].at.date.year == 1970);
	CHECK(t, zone_changes(any(t), S("UTC"), TEST_NOW, ch) == 1 && ch[0].after == 0);
}
