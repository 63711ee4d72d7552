/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The letters around a meeting beside its invitation. */
#include "community/meeting_remind.h"

#include "base/instant.h"
#include "community/meeting_guest.h"
#include "test/programme.h"

#define ROOM "&link=https%3A%2F%2Fmeet.example.ac.uk%2Fhello"
#define SIX_THIRTY INT64_C(1793903400000000) /* Thursday 5 November 2026, 18:30 in London */

static const struct stmt its_id = { "remind_test_id",
	"SELECT id FROM meeting WHERE round_id = 20 AND group_id = 0 ORDER BY id DESC", "", "i" };
static const struct stmt letters = { "remind_test_letters",
	"SELECT count(*) FROM letter WHERE kind = 'meeting' AND person_id = $1"
	" AND subject LIKE $2",
	"is", "i" };
static const struct stmt events = { "remind_test_events",
	"SELECT count(*) FROM letter WHERE kind = 'meeting' AND subject LIKE 'Tomorrow%'"
	" AND calendar <> ''",
	"", "i" };
static const struct stmt last_body = { "remind_test_body",
	"SELECT body FROM letter WHERE kind = 'meeting' AND person_id = $1 ORDER BY id DESC", "i",
	"s" };
static const struct stmt longer = { "remind_test_longer",
	"UPDATE round SET closes_at = closes_at + 30000000000000, weeks = 12 WHERE id = 20", "",
	"" };
static const struct stmt no_mail = { "remind_test_no_mail",
	"INSERT INTO self_choice (person_id, key, value, set_at) VALUES ($1, 'mail', 'none', 1)",
	"i", "" };

static void post_as(struct test *t, struct person_id who, const char *path, const char *form)
{
	test_sign_in(t, who);
	struct reply r = test_post(t, path, form);
	if (r.status != 303)
		CHECK(t, r.status == 303);
}

static void go(struct test *t, bool (*fn)(struct ctx *c, bool *more))
{
	bool more = true;

	while (more) {
		CHECK(t, fn(test_ctx(t, (struct person_id){ 0 }), &more));
		more = test_end(t) && more;
	}
}

/* As the job does, once a change has rested. */
static void tell(struct test *t)
{
	t->now += (MEETING_GUEST_PAUSE_S + 1) * INSTANT_SECOND;
	go(t, meeting_guest_some);
	go(t, meeting_remind_some);
}

static int64_t count(struct test *t, struct person_id who, const char *subject)
{
	return programme_number(t, &letters, ARGS(arg(who.v), arg(str_of(subject))));
}

static const char *page(struct test *t)
{
	return programme_path(t, "/meeting/%/answer", programme_number(t, &its_id, NO_ARGS), 0);
}

static void set(struct test *t, const struct programme *p, const char *when)
{
	post_as(t, p->fay, "/round/20/meeting", arena_fmt(t->mem, "%s%s", when, ROOM).at);
}

void test_meeting_remind_the_day_before_once_and_not_who_does_not_come(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	post_as(t, p.fay, "/round/20/gives", "live-welcome=1");
	set(t, &p, "day=2026-11-05&time=18:30&minutes=45&note=Tea.");
	tell(t);
	post_as(t, p.ben, page(t), "answer=3");
	post_as(t, p.ann, page(t), "answer=1");
	t->now = SIX_THIRTY - INSTANT_DAY - 2 * INSTANT_MINUTE;
	tell(t);
	CHECK(t, count(t, p.ann, "Tomorrow%") == 0);
	t->now = SIX_THIRTY - INSTANT_DAY;
	tell(t);
	CHECK(t, count(t, p.ann, "Tomorrow: welcome meeting, Thursday 5 November, 18:30") == 1);
	CHECK(t, count(t, p.cleo, "Tomorrow%") == 1); /* has not answered */
	CHECK(t, count(t, p.ben, "Tomorrow%") == 0 && count(t, p.dan, "%") == 0);
	struct str body = programme_text(t, &last_body, ARGS(arg(p.ann.v)));
	CHECK(t, test_has(body, "/coming/") && test_has(body, "https://meet.example.ac.uk/hello"));
	CHECK(t, programme_number(t, &events, NO_ARGS) == 0); /* calendars have it */
	t->now += INSTANT_HOUR;
	tell(t);
	CHECK(t, count(t, p.ann, "Tomorrow%") == 1);
}

void test_meeting_remind_again_when_it_moved_and_never_right_after_the_invitation(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	post_as(t, p.fay, "/round/20/gives", "live-welcome=1");
	/* Tuesday noon, for Wednesday evening: the invitation is the reminder. */
	set(t, &p, "day=2026-11-04&time=18:30&minutes=45&note=");
	tell(t);
	t->now += 7 * INSTANT_HOUR;
	tell(t);
	CHECK(t, count(t, p.ann, "Welcome meeting%") == 1 && count(t, p.ann, "Tomorrow%") == 0);
	set(t, &p, "day=2026-11-07&time=10:00&minutes=45&note=");
	tell(t);
	CHECK(t, sql_run(test_ctx(t, p.cleo), &no_mail, ARGS(arg(p.cleo.v))) && test_end(t));
	t->now = SIX_THIRTY + 16 * INSTANT_HOUR; /* Friday 10:30 */
	tell(t);
	CHECK(t, count(t, p.ann, "Tomorrow%Saturday 7 November, 10:00") == 1);
	CHECK(t, count(t, p.cleo, "Tomorrow%") == 0); /* wants no letters any more */
	post_as(t, p.fay, "/round/20/meeting/off", "");
	tell(t);
	CHECK(t, count(t, p.ann, "Called off%") == 1 && count(t, p.ann, "Tomorrow%") == 1);
}

/* Sunday 28 March 2027 has 23 hours in London: at 18:30 the day before is 24 hours by the clock and
   24 in truth; at 09:00 it is 23. */
void test_meeting_remind_keeps_the_wall_clock_across_the_change_to_summer_time(struct test *t)
{
	struct programme p;
	struct meeting m = { .zone = S("Europe/London") };
	int64_t nine = INT64_C(1806220800000000); /* 28 March 2027, 09:00 BST = 08:00 UTC */

	programme_make(t, &p);
	m.at = nine;
	CHECK(t, meeting_remind_from(test_ctx(t, p.fay), &m) == nine - 23 * INSTANT_HOUR);
	m.at = nine + INSTANT_DAY; /* Monday: both on summer time */
	CHECK(t, meeting_remind_from(test_ctx(t, p.fay), &m) == nine);
	m.at = INT64_C(1824973200000000); /* 31 October 2027, 09:00 GMT: the day has 25 hours */
	CHECK(t, meeting_remind_from(test_ctx(t, p.fay), &m) == m.at - 25 * INSTANT_HOUR);
	CHECK(t, sql_run(test_ctx(t, p.fay), &longer, NO_ARGS) && test_end(t));
	post_as(t, p.fay, "/round/20/gives", "live-welcome=1");
	set(t, &p, "day=2027-03-28&time=09:00&minutes=45&note=");
	tell(t);
	t->now = nine - 24 * INSTANT_HOUR;
	tell(t);
	CHECK(t, count(t, p.ann, "Tomorrow%") == 0);
	t->now = nine - 23 * INSTANT_HOUR;
	tell(t);
	CHECK(t, count(t, p.ann, "Tomorrow%28 March%09:00%") == 1);
}

void test_meeting_remind_asks_once_for_a_time_and_tells_the_one_that_was_chosen(struct test *t)
{
	static const char times[] = "day_1=2026-11-09&time_1=18:30&day_2=2026-11-10&time_2=18:30";
	struct programme p;

	programme_make(t, &p);
	post_as(t, p.fay, "/round/20/gives", "live-welcome=1");
	CHECK(t, sql_run(test_ctx(t, p.cleo), &no_mail, ARGS(arg(p.cleo.v))) && test_end(t));
	post_as(t, p.fay, "/round/20/meeting/times", times);
	go(t, meeting_remind_some);
	CHECK(t, count(t, p.ann, "When would%") == 0); /* it rests for a minute */
	post_as(t, p.ben,
		programme_path(t, "/meeting/%/times", programme_number(t, &its_id, NO_ARGS), 0),
		"none=1");
	tell(t);
	CHECK(t, count(t, p.ann, "When would%") == 1 && count(t, p.cleo, "%") == 0);
	CHECK(t, count(t, p.ben, "When would%") == 0); /* has answered */
	struct str body = programme_text(t, &last_body, ARGS(arg(p.ann.v)));
	CHECK(t, test_has(body, "/meeting/") && !test_has(body, "/coming/"));
	tell(t);
	post_as(t, p.fay, "/round/20/meeting/times",
		"day_1=2026-11-11&time_1=18:30&day_2=2026-11-10&time_2=18:30");
	tell(t);
	CHECK(t, count(t, p.ann, "When would%") == 1);
	set(t, &p, "day=2026-11-10&time=18:30&minutes=45&note=");
	tell(t);
	CHECK(t, count(t, p.ann, "Welcome meeting: Tuesday 10 November, 18:30") == 1);
	body = programme_text(t, &last_body, ARGS(arg(p.ann.v)));
	CHECK(t,
		test_has(body, "The time of the meeting to say hello") && test_has(body, "chosen"));
}
