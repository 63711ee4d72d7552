/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/instant.h"
#include "community/again.h"
#include "community/joining.h"
#include "community/round.h"
#include "core/came.h"
#include "core/person.h"
#include "core/place.h"
#include "test/programme.h"

static const char chosen[] =
	"INSERT INTO round_feature (round_id, feature, is_on) VALUES (20, 1, 0), (20, 2, 1);"
	"INSERT INTO meeting (id, round_id, at, minutes, link) VALUES (20, 20, 1, 30, 'x')";
static const char next_round[] =
	"INSERT INTO round (id, study_id, name, title, zone, starts_on, weeks, opens_at, closes_at,"
	" read_across, size_min, size_max, made_by, made_at)"
	" SELECT 22, 10, 'january', 'January', zone, '2027-01-11', 1, 1799625600000000,"
	" 1800230400000000, 1, 2, 5, made_by, 1 FROM round WHERE id = 20;"
	"INSERT INTO topic (round_id, week, title, prompt, prompt_html, minutes, opens_at)"
	" VALUES (22, 1, 'Goals', 'p', '<p>p</p>', 5, 1799625600000000);"
	"INSERT INTO peer_group (id, round_id, name, subject, made_at)"
	" VALUES (33, 22, 'Chemistry again', 'Chemistry', 1)";

static const struct stmt enrol = { "again_test_enrol",
	"INSERT INTO enrolment (round_id, person_id, subject, year, joined_at)"
	" VALUES ($1, $2, 'Chemistry', 2, 1)",
	"ii", "" };
static const struct stmt leave = { "again_test_leave",
	"UPDATE enrolment SET left_at = $2 WHERE person_id = $1", "ii", "" };
static const struct stmt put = { "again_test_put",
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES (33, $1, 22, 1)",
	"i", "" };
static const struct stmt new_round = { "again_test_new",
	"SELECT id FROM round WHERE title = 'Spring'", "", "i" };
static const struct stmt topic = { "again_test_topic",
	"SELECT title || ' ' || prompt || ' ' || minutes FROM topic"
	" WHERE round_id = $1 AND week = 2",
	"i", "s" };
static const struct stmt copied = { "again_test_copied",
	"SELECT (SELECT count(*) FROM round_feature f WHERE f.round_id = $1) * 100"
	" + (SELECT count(*) FROM peer_group g WHERE g.round_id = $1) * 10"
	" + (SELECT count(*) FROM enrolment e WHERE e.round_id = $1)"
	" + (SELECT count(*) FROM meeting w WHERE w.round_id = $1)",
	"i", "i" };
static const struct stmt audited = { "again_test_audited",
	"SELECT count(*) FROM audit WHERE act = $1", "s", "i" };
static const struct stmt spring = { "again_test_spring",
	"SELECT count(*) FROM round WHERE title = 'Spring'", "", "i" };
static const struct stmt may = { "again_test_may",
	"SELECT count(*) FROM joining WHERE person_id = $1 AND round_id = 22", "i", "i" };
static const struct stmt noted = { "again_test_noted",
	"SELECT count(*) FROM activity WHERE class = 3 AND round_id = $1", "i", "i" };
static const struct stmt week_of = { "again_test_week",
	"SELECT week FROM thread WHERE title = 'Still here'", "", "i" };

static void put_in(struct test *t, struct person_id who, int64_t round)
{
	CHECK(t, sql_run(test_ctx(t, who), &enrol, ARGS(arg(round), arg(who.v))) && test_end(t));
}

/* Ann was in the round of autumn, which is over; January has not begun. */
static void after_autumn(struct test *t, struct programme *p)
{
	programme_make(t, p);
	put_in(t, p->ann, PROGRAMME_ROUND);
	CHECK(t, sql_script(test_ctx(t, (struct person_id){ 0 }), next_round) && test_end(t));
	t->now += 30 * INSTANT_DAY;
	test_sign_in(t, p->ann);
}

/* All that the form sends as it stands, with a title. */
static const char form[] =
	"once=k&title=Spring&name=&starts_on=2026-12-07&zone=Europe%2FLondon&size_min=5&size_max=13"
	"&read_across=1&study=cop&study_name="
	"&topic_1=Career+goals&prompt_1=Where+to%3F&minutes_1=5"
	"&topic_2=CVs+and+cover+letters&prompt_2=Which+line%3F&minutes_2=5"
	"&topic_3=Interviews&prompt_3=What+did+they+ask%3F&minutes_3=5"
	"&topic_4=Open&prompt_4=Anything&minutes_4=5";

void test_again_form_has_everything_of_the_earlier_round_but_its_name(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.fay);
	CHECK(t, test_has(test_get(t, "/round/20").body, "href=\"/round/20/again\""));
	struct reply r = test_get(t, "/round/20/again");
	CHECK(t, r.status == 200 && test_has(r.body, "<h1>Make Autumn again</h1>"));
	CHECK(t, test_has(r.body, "name=\"title\" type=\"text\" value=\"\""));
	CHECK(t, test_has(r.body, "Which line?</textarea>"));
	/* The round ends on Sunday 22 November. */
	CHECK(t, test_has(r.body, "value=\"2026-11-23\""));
	CHECK(t, test_has(r.body, "<option value=\"cop\""));
	CHECK(t, test_get(t, "/round/999/again").status == 404);
}

void test_again_makes_a_round_without_people_groups_and_meetings(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	put_in(t, p.ann, PROGRAMME_ROUND);
	CHECK(t, sql_script(test_ctx(t, (struct person_id){ 0 }), chosen) && test_end(t));
	test_sign_in(t, p.fay);
	struct reply r = test_post(t, "/round/20/again", form);
	CHECK(t, r.status == 303 && test_has(r.location, "?done=again&from=20"));
	r = test_get(t, r.location.at);
	CHECK(t,
		test_has(r.body, "The round is made.")
			&& test_has(r.body, "made again from Autumn"));
	CHECK(t, test_post(t, "/round/20/again", form).status == 303);
	CHECK(t, programme_number(t, &spring, NO_ARGS) == 1);
	int64_t id = programme_number(t, &new_round, NO_ARGS);
	CHECK(t,
		str_eq(programme_text(t, &topic, ARGS(arg(id))),
			S("CVs and cover letters Which line? 5")));
	CHECK(t, programme_number(t, &copied, ARGS(arg(id))) == 200);
	CHECK(t, programme_number(t, &audited, ARGS(arg(S("round.again")))) == 1);
}

void test_again_form_says_what_is_wrong_and_keeps_the_rest(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.fay);
	struct reply r = test_post(t, "/round/20/again",
		"title=&name=&starts_on=2020-01-01&zone=UTC&size_min=5&size_max=13&study=cop"
		"&study_name=&topic_1=Kept+words&prompt_1=a&minutes_1=5&topic_2=b&prompt_2=b"
		"&minutes_2=5&topic_3=c&prompt_3=c&minutes_3=5&topic_4=d&prompt_4=d&minutes_4=5");
	CHECK(t, r.status == 422 && test_has(r.body, "value=\"Kept words\""));
	CHECK(t,
		test_has(r.body, "id=\"title-wrong\"") && test_has(r.body, "This day has passed."));
	CHECK(t,
		test_has(r.body, "Make Autumn again")
			&& programme_number(t, &spring, NO_ARGS) == 0);
}

void test_again_offers_the_next_round_when_the_earlier_is_over(struct test *t)
{
	struct programme p;

	after_autumn(t, &p);
	struct reply r = test_get(t, "/home");
	CHECK(t, test_has(r.body, "January begins on Monday 11 January"));
	CHECK(t, test_has(r.body, "action=\"/again/22\""));
	CHECK(t, test_has(test_get(t, "/group/30").body, "action=\"/again/22\""));
	CHECK(t, test_post(t, "/again/21", "").status == 404);
	r = test_post(t, "/again/22", "");
	CHECK(t, r.status == 303 && str_starts(r.location, S("/join/22/")));
	CHECK(t, programme_number(t, &may, ARGS(arg(p.ann.v))) == 1);
	enum came came = CAME_OTHER, other = CAME_AGAIN;
	CHECK(t, came_before(test_ctx(t, p.ann), 22, p.ann, &came) && came == CAME_AGAIN);
	CHECK(t, came_before(test_ctx(t, p.ann), 22, p.olga, &other) && other == CAME_OTHER);
	/* Not in the middle of a round, and not to others. */
	t->now -= 30 * INSTANT_DAY;
	CHECK(t, !test_has(test_get(t, "/home").body, "/again/22"));
	CHECK(t, test_post(t, "/again/22", "").status == 404);
	t->now += 30 * INSTANT_DAY;
	test_sign_in(t, p.olga);
	CHECK(t, !test_has(test_get(t, "/home").body, "/again/22"));
	CHECK(t, test_post(t, "/again/22", "").status == 404);
	CHECK(t, programme_number(t, &may, ARGS(arg(p.olga.v))) == 0);
}

/* What was said before the autumn is there in January, and only has to be looked through. */
void test_again_join_fills_in_what_was_said_before(struct test *t)
{
	struct programme p;
	struct joining j;

	after_autumn(t, &p);
	struct ctx *c = test_ctx(t, p.ann);
	struct round_id autumn = { PROGRAMME_ROUND }, january = { 22 };
	CHECK(t, joining_open(c, autumn, p.ann) && joining_find(c, autumn, p.ann, &j));
	j.said.subject = S("Chemistry");
	j.said.year = 2;
	j.said.experience = 3;
	j.said.background.parents = PARENTS_NO_HE;
	CHECK(t, joining_save(c, &j, JOINING_HOURS) && test_end(t));
	struct reply r = test_post(t, "/again/22", "");
	CHECK(t, r.status == 303 && str_eq(r.location, S("/join/22/check")));
	CHECK(t, test_has(test_get(t, "/join/22/check").body, "Chemistry"));
	CHECK(t, joining_find(test_ctx(t, p.ann), january, p.ann, &j));
	CHECK(t, j.said.year == 2 && j.said.experience == 3 && j.reached == JOINING_CHECK);
	CHECK(t, j.said.background.parents == PARENTS_NO_HE && j.finished_at == 0);
	/* What is changed now stays, however often the button is pressed. */
	j.said.year = 4;
	CHECK(t, joining_save(t->open, &j, JOINING_YEAR) && test_end(t));
	CHECK(t, test_post(t, "/again/22", "").status == 303);
	CHECK(t, joining_find(test_ctx(t, p.ann), january, p.ann, &j) && j.said.year == 4);
}

void test_again_join_moves_the_year_on_with_the_autumn(struct test *t)
{
	struct programme p;
	struct joining j;

	after_autumn(t, &p);
	CHECK(t,
		sql_script(test_ctx(t, p.fay),
			"UPDATE round SET opens_at = 1822644000000000,"
			" closes_at = 1825063200000000, starts_on = '2027-10-04' WHERE id = 22"));
	struct reply r = test_post(t, "/again/22", "");
	CHECK(t, r.status == 303 && str_eq(r.location, S("/join/22/why?back=1")));
	CHECK(t, !test_has(test_get(t, "/join/22/why?back=1").body, "You have begun already"));
	CHECK(t, joining_find(test_ctx(t, p.ann), (struct round_id){ 22 }, p.ann, &j));
	CHECK(t, j.said.year == 3 && str_eq(j.said.subject, S("Chemistry")));
}

void test_again_offers_nothing_that_is_switched_off_or_has_begun(struct test *t)
{
	struct programme p;

	after_autumn(t, &p);
	test_sign_in(t, p.fay);
	CHECK(t, test_has(test_get(t, "/round/22").body, "may join this one by themselves"));
	CHECK(t, test_post(t, "/round/22/again/open", "on=0").status == 303);
	CHECK(t, test_has(test_get(t, "/round/22").body, "need an invitation"));
	CHECK(t, programme_number(t, &audited, ARGS(arg(S("round.again.close")))) == 1);
	test_sign_in(t, p.ann);
	CHECK(t, !test_has(test_get(t, "/home").body, "/again/22"));
	CHECK(t, test_post(t, "/again/22", "").status == 404);
	CHECK(t, again_set_open(test_ctx(t, p.fay), (struct round_id){ 22 }, true) && test_end(t));
	CHECK(t, test_has(test_get(t, "/home").body, "/again/22"));
	CHECK(t, sql_run(test_ctx(t, p.fay), &leave, ARGS(arg(p.ann.v), arg(t->now))));
	CHECK(t, !test_has(test_get(t, "/home").body, "/again/22"));
	CHECK(t, sql_run(test_ctx(t, p.fay), &leave, ARGS(arg(p.ann.v), arg((int64_t)0))));
	CHECK(t, test_has(test_get(t, "/home").body, "/again/22"));
	t->now = 1799625600000000;
	test_sign_in(t, p.ann);
	CHECK(t, !test_has(test_get(t, "/home").body, "/again/22"));
}

void test_again_tells_who_has_joined_that_a_group_comes(struct test *t)
{
	struct programme p;

	after_autumn(t, &p);
	put_in(t, p.ann, 22);
	put_in(t, p.olga, 22);
	struct reply r = test_get(t, "/home");
	CHECK(t, test_has(r.body, "You are in January") && !test_has(r.body, "/again/22"));
	test_sign_in(t, p.olga);
	r = test_get(t, "/home");
	CHECK(t, test_has(r.body, "You are in January") && !test_has(r.body, "in no group yet"));
}

void test_again_an_open_group_stays_ones_own_after_the_last_week(struct test *t)
{
	struct programme p;

	after_autumn(t, &p);
	struct reply r = test_get(t, "/home");
	CHECK(t, test_has(r.body, "Chemistry 1 is still your group."));
	CHECK(t, test_has(r.body, "There is no week to keep up with."));
	CHECK(t, test_has(r.body, "Your group stays open.") && !test_has(r.body, "Week 5"));
	r = test_post(t, "/group/30/thread/new", "title=Still+here&body=I+have+an+interview");
	CHECK(t, r.status == 303 && programme_number(t, &week_of, NO_ARGS) == 4);
}

void test_again_a_group_that_closed_is_there_to_read(struct test *t)
{
	struct programme p;

	after_autumn(t, &p);
	CHECK(t,
		sql_script(test_ctx(t, p.fay),
			"INSERT INTO round_feature (round_id, feature, is_on) VALUES (20, 4, 0)"));
	struct reply r = test_get(t, "/home");
	CHECK(t, test_has(r.body, "Everything that Chemistry 1 wrote is here to read."));
	CHECK(t, !test_has(r.body, "stays open:") && !test_has(r.body, "still your group"));
	CHECK(t, test_has(r.body, "Everything stays open to read."));
	r = test_post(t, "/group/30/thread/new", "title=Still+here&body=I+have+an+interview");
	CHECK(t, r.status == 403 && programme_number(t, &week_of, NO_ARGS) == -1);
}

void test_again_the_new_round_leads_and_the_old_group_stays(struct test *t)
{
	struct programme p;
	struct place here;

	after_autumn(t, &p);
	CHECK(t, sql_run(test_ctx(t, p.ann), &put, ARGS(arg(p.ann.v))) && test_end(t));
	CHECK(t, place_find(test_ctx(t, p.ann), &here) && here.round == 22 && here.several);
	struct str home = test_get(t, "/home").body;
	CHECK(t, test_has(home, "The first week opens on Monday 11 January"));
	CHECK(t, test_has(home, "Your earlier group is under <a href=\"/groups\">Groups</a>"));
	struct reply r = test_get(t, "/groups");
	CHECK(t, test_has(r.body, "href=\"/group/30\"") && test_has(r.body, "href=\"/group/33\""));
	r = test_get(t, "/group/30");
	CHECK(t, r.status == 200 && test_has(r.body, "Start a thread"));
	r = test_post(t, "/group/30/thread/new", "title=Still+here&body=I+have+an+interview");
	CHECK(t, r.status == 303 && programme_number(t, &week_of, NO_ARGS) == 4);
	CHECK(t, test_get(t, r.location.at).status == 200);
	/* What is written there is noted under its own round. */
	CHECK(t, programme_number(t, &noted, ARGS(arg((int64_t)PROGRAMME_ROUND))) == 1);
	CHECK(t, programme_number(t, &noted, ARGS(arg((int64_t)22))) == 0);
}
