/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/logtime.h"
#include "test/test.h"

/* The time as ISO 8601, or why it was refused. */
static const char *read(struct test *t, const char *text)
{
	struct logtime got;
	const char *why = logtime_parse(str_of(text), &got);
	const struct civil *c = &got.civil;

	if (why)
		return why;
	const char *off = got.fixed ? arena_fmt(t->mem, "%+d", (int)got.off).at : "";
	return arena_fmt(t->mem, "%04d-%02d-%02dT%02d:%02d:%02d%s", c->date.year, c->date.month,
		c->date.day, c->hour, c->minute, c->second, off)
		.at;
}

static bool same(struct test *t, const char *text, const char *wanted)
{
	return str_eq(str_of(read(t, text)), str_of(wanted));
}

void test_logtime_reads_what_platforms_write(struct test *t)
{
	static const char *const five_past_two[] = { "3/10/19, 14:05", "03/10/2019, 14:05",
		"3/10/19, 14:05:00", "03/10/19 14:05", "3 October 2019, 2:05 PM",
		"3 October 2019, 2:05 pm", "3 Oct 2019, 14:05", "Thursday, 3 October 2019, 2:05 PM",
		"Thu 3 Oct 2019 14:05", "03-Oct-19 14:05", "3.10.2019, 14:05", "2019-10-03 14:05",
		"2019-10-03T14:05", "2019-10-03T14:05:00.000", "2019/10/03 14:05:00",
		" 3/10/19, 2:05\xe2\x80\xafPM " };

	for (size_t i = 0; i < sizeof five_past_two / sizeof *five_past_two; i++)
		CHECK(t, same(t, five_past_two[i], "2019-10-03T14:05:00"));
	CHECK(t, same(t, "3/10/19, 14:05:33", "2019-10-03T14:05:33"));
	CHECK(t, same(t, "2019-10-03 14:05:33", "2019-10-03T14:05:33"));
	CHECK(t, same(t, "2019-10-03T14:05:33Z", "2019-10-03T14:05:33+0"));
	CHECK(t, same(t, "2019-10-03T14:05:33+01:00", "2019-10-03T14:05:33+60"));
	CHECK(t, same(t, "2019-10-03 14:05:33 -0530", "2019-10-03T14:05:33-330"));
	CHECK(t, same(t, "29/02/20, 12:00 AM", "2020-02-29T00:00:00"));
	CHECK(t, same(t, "1/1/20, 12:30 pm", "2020-01-01T12:30:00"));
}

void test_logtime_refuses_impossible_times(struct test *t)
{
	CHECK(t, test_has(str_of(read(t, "31/02/19, 10:00")), "a day that does not exist"));
	CHECK(t, test_has(str_of(read(t, "29/02/19, 10:00")), "a day that does not exist"));
	CHECK(t, test_has(str_of(read(t, "0/10/19, 10:00")), "a day that does not exist"));
	CHECK(t, test_has(str_of(read(t, "10/13/19, 10:00")), "day first"));
	CHECK(t,
		test_has(str_of(read(t, "3 Octember 2019, 14:05")), "a month that does not exist"));
	CHECK(t, test_has(str_of(read(t, "3/10/19, 24:00")), "a time of day that does not exist"));
	CHECK(t, test_has(str_of(read(t, "3/10/19, 10:60")), "a time of day that does not exist"));
	CHECK(t, test_has(str_of(read(t, "3/10/1019, 10:00")), "a year before 2000"));
	CHECK(t, test_has(str_of(read(t, "3/10/19")), "no time of day"));
}

void test_logtime_refuses_what_is_no_time(struct test *t)
{
	static const char *const wrong[] = { "", "yesterday", "3/10", "3/10/19, 14",
		"3/10/19, 14:5", "3/10/19, 13:05 PM", "3/10/19, 0:05 am", "3/10/19, 14:05 o'clock",
		"3/10/19, 14:05, then", "Someday, 3 October 2019, 14:05", "2019-10, 14:05",
		"1570111500", "2019-10-03T14:05+99:00", "3/10/019, 14:05", "3/10-19, 14:05",
		"2019-10/03 14:05" };

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		CHECK(t, test_has(str_of(read(t, wrong[i])), "not written in a way"));
}
