/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Meetings: what those see who run them and those they are for. The letters are in
   meeting_news_test.c. */
#include "base/instant.h"
#include "community/meeting_guest.h"
#include "community/meeting_poll.h"
#include "core/activity.h"
#include "test/programme.h"

/* Thursday 5 November 2026, 18:30 in London. */
#define BEGINS INT64_C(1793903400000000)

static const char thursday[] = "day=2026-11-05&time=18:30&minutes=45&note=Tea."
			       "&link=https%3A%2F%2Fmeet.example.ac.uk%2Fhello";

static const struct stmt its_id = { "meeting_test_id",
	"SELECT id FROM meeting WHERE round_id = $1 AND group_id = $2 AND cancelled_at = 0", "ii",
	"i" };
static const struct stmt attended = { "meeting_test_attended",
	"SELECT CAST(COALESCE(sum(amount), 0) AS BIGINT) FROM activity WHERE class = 13"
	" AND object_kind = 11 AND object_id = $1 AND participant_id = $2",
	"ii", "i" };
static const struct stmt traces = { "meeting_test_traces",
	"SELECT count(*) FROM activity WHERE class = 13 AND object_id = $1", "i", "i" };
static const struct stmt noted = { "meeting_test_noted",
	"SELECT count(*) FROM audit WHERE act LIKE 'meeting.was%' AND subject_id = $1", "i", "i" };
static const struct stmt recaps = { "meeting_test_recaps",
	"SELECT count(*) FROM meeting_recap WHERE meeting_id = $1", "i", "i" };
static const struct stmt votes = { "meeting_test_votes",
	"SELECT count(*) FROM meeting_vote WHERE meeting_id = $1", "i", "i" };
static const struct stmt enrol = { "meeting_test_enrol",
	"INSERT INTO enrolment (round_id, person_id, subject, joined_at, free) VALUES (20, $1, '',"
	" 1, $2) ON CONFLICT (round_id, person_id) DO UPDATE SET free = excluded.free",
	"ii", "" };

static int64_t meeting(struct test *t, int64_t group)
{
	return programme_number(t, &its_id, ARGS(arg((int64_t)PROGRAMME_ROUND), arg(group)));
}

static struct reply get_as(struct test *t, struct person_id who, const char *pattern, int64_t id)
{
	test_sign_in(t, who);
	return test_get(t, programme_path(t, pattern, id, 0));
}

static struct reply post_as(
	struct test *t, struct person_id who, const char *pattern, int64_t id, const char *form)
{
	test_sign_in(t, who);
	return test_post(t, programme_path(t, pattern, id, 0), form);
}

static void welcome(struct test *t, struct programme *p)
{
	programme_make(t, p);
	CHECK(t, post_as(t, p->fay, "/round/20/gives", 0, "live-welcome=1").status == 303);
}

static int64_t set_thursday(struct test *t, const struct programme *p)
{
	CHECK(t, post_as(t, p->fay, "/round/20/meeting", 0, thursday).status == 303);
	return meeting(t, 0);
}

static void is_free(struct test *t, struct person_id who, int day, int part)
{
	int64_t bits = (int64_t)1 << (day * 3 + part);

	CHECK(t,
		sql_run(test_ctx(t, (struct person_id){ 0 }), &enrol, ARGS(arg(who.v), arg(bits)))
			&& test_end(t));
}

void test_meeting_times_are_proposed_from_when_people_are_free(struct test *t)
{
	struct programme p;

	welcome(t, &p);
	is_free(t, p.ann, 4, 1); /* Friday afternoon */
	is_free(t, p.ben, 4, 1);
	is_free(t, p.cleo, 0, 2); /* Monday evening */
	struct reply r = get_as(t, p.fay, "/round/20/meeting", 0);
	CHECK(t, r.status == 200 && test_has(r.body, "Of the 3 people in these groups, 3 said"));
	CHECK(t, test_has(r.body, "name=\"day_1\" type=\"date\" value=\"2026-11-06\""));
	CHECK(t, test_has(r.body, "name=\"time_1\" type=\"time\" value=\"14:00\""));
	CHECK(t, test_has(r.body, "name=\"day_2\" type=\"date\" value=\"2026-11-09\""));
	CHECK(t, test_has(r.body, "name=\"time_2\" type=\"time\" value=\"18:30\""));
	/* Of one group, only its own people count. */
	r = get_as(t, p.fay, "/round/20/meeting/%", BUSINESS);
	CHECK(t, test_has(r.body, "name=\"day_1\" type=\"date\" value=\"2026-11-09\""));
	CHECK(t, test_has(r.body, "name=\"day_2\" type=\"date\" value=\"\""));
}

static const char times[] = "day_1=2026-11-06&time_1=14:00&day_2=2026-11-09&time_2=18:30";
#define FRIDAY "1793973600000000"
#define MONDAY "1794249000000000"

void test_meeting_poll_is_answered_changed_and_decided(struct test *t)
{
	struct programme p;

	welcome(t, &p);
	CHECK(t, post_as(t, p.fay, "/round/20/meeting/times", 0, times).status == 303);
	int64_t id = meeting(t, 0);
	CHECK(t, test_has(get_as(t, p.ann, "/home", 0).body, "When could we meet?"));
	struct reply r = get_as(t, p.ann, "/meeting/%", id);
	CHECK(t, r.status == 200 && test_has(r.body, "Friday 6 November, 14:00"));
	CHECK(t, post_as(t, p.ann, "/meeting/%/times", id, "at=" FRIDAY).status == 303);
	const char *both = "at=" FRIDAY "&at=" MONDAY;
	CHECK(t, post_as(t, p.ann, "/meeting/%/times", id, both).status == 303);
	CHECK(t, post_as(t, p.ben, "/meeting/%/times", id, "at=" MONDAY).status == 303);
	CHECK(t, post_as(t, p.cleo, "/meeting/%/times", id, "none=1").status == 303);
	/* Students see what they said themselves and nothing of the others. */
	r = get_as(t, p.ben, "/meeting/%", id);
	CHECK(t, test_has(r.body, "value=\"" MONDAY "\"\nchecked"));
	CHECK(t,
		!test_has(r.body, "value=\"" FRIDAY "\"\nchecked") && !test_has(r.body, "suits 2"));
	r = get_as(t, p.fay, "/round/20/meeting", 0);
	CHECK(t, test_has(r.body, "3 people have answered") && test_has(r.body, "suits 2"));
	CHECK(t, test_has(r.body, "?at=" MONDAY "#set"));
	r = test_get(t, "/round/20/meeting?at=" MONDAY);
	CHECK(t, test_has(r.body, "name=\"day\" type=\"date\" value=\"2026-11-09\""));
	CHECK(t, post_as(t, p.fay, "/round/20/meeting", 0, thursday).status == 303);
	CHECK(t, meeting(t, 0) == id);
	r = post_as(t, p.ann, "/meeting/%/times", id, "at=" MONDAY);
	CHECK(t, r.status == 409 && test_has(r.body, "The time was set meanwhile"));
	CHECK(t, post_as(t, p.fay, "/round/20/meeting/times", 0, times).status == 409);
	/* Who said what is forgotten once the meeting is over. */
	CHECK(t, programme_number(t, &votes, ARGS(arg(id))) == 4);
	t->now = BEGINS + 46 * INSTANT_MINUTE;
	CHECK(t, meeting_poll_forget(test_ctx(t, (struct person_id){ 0 })) && test_end(t));
	CHECK(t, programme_number(t, &votes, ARGS(arg(id))) == 0);
}

void test_meeting_poll_refuses_what_cannot_be_asked_or_answered(struct test *t)
{
	struct programme p;

	welcome(t, &p);
	struct reply r = post_as(t, p.fay, "/round/20/meeting/times", 0,
		"day_1=2026-11-06&time_1=25:00&day_2=2026-11-01&time_2=10:00&day_3=x");
	CHECK(t, r.status == 422 && test_has(r.body, "time_1-wrong"));
	CHECK(t, test_has(r.body, "day_2-wrong") && test_has(r.body, "day_3-wrong"));
	CHECK(t, test_has(r.body, "value=\"25:00\""));
	r = post_as(t, p.fay, "/round/20/meeting/times", 0, "day_1=2026-11-06&time_1=10:00");
	CHECK(t, r.status == 422 && test_has(r.body, "two times at least"));
	CHECK(t, post_as(t, p.fay, "/round/20/meeting/times", 0, times).status == 303);
	int64_t id = meeting(t, 0);
	r = post_as(t, p.ann, "/meeting/%/times", id, "");
	CHECK(t, r.status == 422 && test_has(r.body, "None of these”"));
	r = post_as(t, p.ann, "/meeting/%/times", id, "at=1");
	CHECK(t, r.status == 422 && test_has(r.body, "were changed meanwhile"));
	CHECK(t, post_as(t, p.ann, "/meeting/%/times", id, "at=x").status == 422);
	CHECK(t, post_as(t, p.dan, "/meeting/%/times", id, "none=1").status == 404);
	CHECK(t, post_as(t, p.ann, "/round/20/meeting/times", 0, times).status == 403);
}

void test_meeting_is_there_only_for_those_it_is_for(struct test *t)
{
	struct programme p;

	welcome(t, &p);
	int64_t id = set_thursday(t, &p);
	CHECK(t, get_as(t, p.ann, "/meeting/%", id).status == 200);
	CHECK(t, get_as(t, p.ann, "/meeting/%/meeting.ics", id).status == 200);
	CHECK(t, get_as(t, p.dan, "/meeting/%", id).status == 404);
	CHECK(t, get_as(t, p.olga, "/meeting/%", id).status == 404);
	CHECK(t, get_as(t, p.dan, "/meeting/%/meeting.ics", id).status == 404);
	CHECK(t, post_as(t, p.dan, "/meeting/%/answer", id, "answer=1").status == 404);
	CHECK(t, get_as(t, p.ann, "/meeting/%/people", id).status == 403);
	CHECK(t, get_as(t, p.rex, "/meeting/%/people", id).status == 403);
	/* A group with a meeting of its own goes to no other. */
	CHECK(t, post_as(t, p.fay, "/round/20/meeting/%", BUSINESS, thursday).status == 303);
	int64_t own = meeting(t, BUSINESS);
	CHECK(t, own > 0 && own != id);
	CHECK(t, get_as(t, p.cleo, "/meeting/%", id).status == 404);
	CHECK(t, get_as(t, p.cleo, "/meeting/%", own).status == 200);
	CHECK(t, get_as(t, p.ann, "/meeting/%", own).status == 404);
	/* And a group without the feature to none. */
	CHECK(t, post_as(t, p.fay, "/round/20/gives", 0, "wellbeing=1").status == 303);
	CHECK(t, get_as(t, p.ann, "/meeting/%", id).status == 404);
	CHECK(t, post_as(t, p.fay, "/round/20/meeting/%", LAW, thursday).status == 404);
}

void test_meeting_answers_are_seen_by_staff_and_by_no_student(struct test *t)
{
	struct programme p;

	welcome(t, &p);
	int64_t id = set_thursday(t, &p);
	CHECK(t, post_as(t, p.ann, "/meeting/%/answer", id, "answer=1").status == 303);
	CHECK(t, post_as(t, p.ben, "/meeting/%/answer", id, "answer=1").status == 303);
	CHECK(t, post_as(t, p.ben, "/meeting/%/answer", id, "answer=3").status == 303);
	struct reply r = get_as(t, p.ann, "/meeting/%?done=answer", id);
	CHECK(t, test_has(r.body, "You said that you come."));
	CHECK(t, !test_has(r.body, "Ben") && !test_has(r.body, "ben@"));
	CHECK(t, !test_has(r.body, "1 come"));
	r = get_as(t, p.fay, "/round/20/meeting", 0);
	CHECK(t, test_has(r.body, "1 come, 0 may come, 1 cannot"));
	r = get_as(t, p.fay, "/meeting/%/people", id);
	CHECK(t, r.status == 200 && test_has(r.body, "<td>yes</td>"));
	CHECK(t, !test_has(r.body, "Was there<span"));
	CHECK(t, post_as(t, p.ann, "/meeting/%/answer", id, "answer=4").status == 422);
	CHECK(t, post_as(t, p.ann, "/meeting/%/answer", id, "").status == 422);
	/* At another time the same people may not come; at another place they do. */
	const char *elsewhere =
		"day=2026-11-05&time=18:30&minutes=45&note=&link=https%3A%2F%2Fb.example.ac.uk%2F";
	CHECK(t, post_as(t, p.fay, "/round/20/meeting", 0, elsewhere).status == 303);
	CHECK(t, test_has(get_as(t, p.ann, "/meeting/%", id).body, "You said that you come."));
	const char *later =
		"day=2026-11-06&time=18:30&minutes=45&note=&link=https%3A%2F%2Fb.example.ac.uk%2F";
	CHECK(t, post_as(t, p.fay, "/round/20/meeting", 0, later).status == 303);
	CHECK(t, !test_has(get_as(t, p.ann, "/meeting/%", id).body, "You said that you come."));
	CHECK(t, post_as(t, p.fay, "/round/20/meeting/off", 0, "").status == 303);
	r = get_as(t, p.ann, "/meeting/%", id);
	CHECK(t, r.status == 200 && test_has(r.body, "is called off"));
	CHECK(t, post_as(t, p.ann, "/meeting/%/answer", id, "answer=1").status == 409);
}

/* Whose own clock is an hour ahead presses an hour early: they are told what time it is here. */
void test_meeting_attendance_goes_by_the_clock_of_the_server(struct test *t)
{
	struct programme p;

	welcome(t, &p);
	int64_t id = set_thursday(t, &p);
	t->now = BEGINS - INSTANT_HOUR;
	struct reply r = post_as(t, p.ann, "/meeting/%/here", id, "");
	CHECK(t, r.status == 409 && test_has(r.body, "here it is Thursday 5 November, 17:30"));
	CHECK(t, !test_has(get_as(t, p.ann, "/home", 0).body, "I am here"));
	t->now = BEGINS - 15 * INSTANT_MINUTE;
	CHECK(t, test_has(get_as(t, p.ann, "/home", 0).body, "I am here"));
	CHECK(t, post_as(t, p.ann, "/meeting/%/here", id, "").status == 303);
	CHECK(t, post_as(t, p.ann, "/meeting/%/here", id, "").status == 303);
	CHECK(t, programme_number(t, &attended, ARGS(arg(id), arg(p.ann_participant))) == 1);
	CHECK(t, programme_number(t, &traces, ARGS(arg(id))) == 1);
	/* Ben is not in the study: noted for the meeting, not in the ledger. */
	t->now = BEGINS + 45 * INSTANT_MINUTE + 47 * INSTANT_HOUR;
	CHECK(t, test_has(get_as(t, p.ben, "/meeting/%", id).body, "I was there"));
	CHECK(t, post_as(t, p.ben, "/meeting/%/here", id, "").status == 303);
	CHECK(t, programme_number(t, &traces, ARGS(arg(id))) == 1);
	t->now += 2 * INSTANT_HOUR;
	r = post_as(t, p.cleo, "/meeting/%/here", id, "");
	CHECK(t, r.status == 409 && test_has(r.body, "until two days after"));
}

void test_meeting_attendance_is_corrected_by_staff(struct test *t)
{
	struct programme p;

	welcome(t, &p);
	int64_t id = set_thursday(t, &p);
	const char *not = arena_fmt(t->mem, "person=%lld&came=0", (long long)p.ann.v).at;
	const char *was = arena_fmt(t->mem, "person=%lld&came=1", (long long)p.ann.v).at;
	const char *dan = arena_fmt(t->mem, "person=%lld&came=1", (long long)p.dan.v).at;

	CHECK(t, post_as(t, p.fay, "/meeting/%/people", id, was).status == 409);
	t->now = BEGINS + INSTANT_MINUTE;
	CHECK(t, post_as(t, p.ann, "/meeting/%/here", id, "").status == 303);
	CHECK(t, post_as(t, p.fay, "/meeting/%/people", id, not ).status == 303);
	CHECK(t, post_as(t, p.fay, "/meeting/%/people", id, not ).status == 303);
	CHECK(t, programme_number(t, &attended, ARGS(arg(id), arg(p.ann_participant))) == 0);
	struct reply r = post_as(t, p.ann, "/meeting/%/here", id, "");
	CHECK(t, r.status == 409 && test_has(r.body, "Ask them to change"));
	CHECK(t, post_as(t, p.fay, "/meeting/%/people", id, was).status == 303);
	CHECK(t, programme_number(t, &attended, ARGS(arg(id), arg(p.ann_participant))) == 1);
	CHECK(t, programme_number(t, &traces, ARGS(arg(id))) == 3);
	CHECK(t, programme_number(t, &noted, ARGS(arg(p.ann.v))) == 2);
	CHECK(t, post_as(t, p.fay, "/meeting/%/people", id, dan).status == 404);
	CHECK(t, post_as(t, p.ann, "/meeting/%/people", id, was).status == 403);
	CHECK(t, test_has(get_as(t, p.fay, "/meeting/%/people", id).body, "noted by staff"));
}

void test_meeting_recap_is_one_thread_a_group(struct test *t)
{
	static const char recap[] = "once=r1&title=What+was+said&body=We+laughed.";
	struct programme p;

	welcome(t, &p);
	int64_t id = set_thursday(t, &p);
	CHECK(t, get_as(t, p.ann, "/group/30/recap/%", id).status == 404);
	CHECK(t, post_as(t, p.ann, "/group/30/recap/%", id, recap).status == 409);
	t->now = BEGINS + INSTANT_HOUR;
	struct reply r = get_as(t, p.ann, "/meeting/%", id);
	CHECK(t, test_has(r.body, "Write down what was said"));
	r = get_as(t, p.ann, "/group/30/recap/%", id);
	CHECK(t, r.status == 200 && test_has(r.body, "What was said at the meeting of Thursday 5"));
	CHECK(t, post_as(t, p.ann, "/group/30/recap/%", id, "once=r0&title=&body=a").status == 422);
	r = post_as(t, p.ann, "/group/30/recap/%", id, recap);
	CHECK(t, r.status == 303 && str_starts(r.location, S("/thread/")));
	struct reply twice = post_as(t, p.ann, "/group/30/recap/%", id, recap);
	CHECK(t, twice.status == 303 && str_eq(twice.location, r.location));
	r = post_as(t, p.ben, "/group/30/recap/%", id, "once=r2&title=Mine&body=Kept+%26+whole");
	CHECK(t, r.status == 409 && test_has(r.body, "Kept &amp; whole"));
	CHECK(t, post_as(t, p.cleo, "/group/30/recap/%", id, recap).status == 403);
	CHECK(t, get_as(t, p.ben, "/group/30/recap/%", id).status == 303);
	/* Another group writes its own; those who run the round can too. */
	CHECK(t, post_as(t, p.fay, "/group/31/recap/%", id, "once=f&title=A&body=B").status == 303);
	CHECK(t, programme_number(t, &recaps, ARGS(arg(id))) == 2);
	CHECK(t, post_as(t, p.fay, "/group/32/recap/%", id, "once=g&title=A&body=B").status == 404);
	CHECK(t, test_has(get_as(t, p.ben, "/meeting/%", id).body, "Read what was said"));
}

void test_meeting_after_one_that_is_over_is_another_one(struct test *t)
{
	struct programme p;

	welcome(t, &p);
	int64_t id = set_thursday(t, &p);
	t->now = BEGINS + INSTANT_DAY;
	CHECK(t, post_as(t, p.fay, "/round/20/meeting/off", 0, "").status == 409);
	const char *next =
		"day=2026-11-12&time=18:30&minutes=45&note=&link=https%3A%2F%2Fb.example.ac.uk%2F";
	CHECK(t, post_as(t, p.fay, "/round/20/meeting", 0, next).status == 303);
	CHECK(t, meeting(t, 0) > 0 && meeting(t, 0) != id);
	struct reply r = get_as(t, p.ann, "/meeting/%", id);
	CHECK(t, r.status == 200 && !test_has(r.body, "called off"));
	CHECK(t, test_has(r.body, "I was there"));
}
