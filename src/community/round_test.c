/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/round.h"

#include "base/instant.h"
#include "community/round_template.h"
#include "community/study.h"
#include "core/audit.h"
#include "core/person.h"
#include "core/place.h"
#include "core/zone.h"
#include "test/test.h"

/* A facilitator at work, and a study to make rounds in. */
static struct ctx *begin(struct test *t, struct study_id *ret)
{
	struct person_id fran = test_person(t, "fran", ROLE_FACILITATOR);
	struct ctx *c = test_ctx(t, fran);

	CHECK(t, study_make(c, S("cop"), S("A study"), ret));
	return c;
}

static struct round_draft draft(struct ctx *c, struct study_id study, const char *starts_on)
{
	struct round_draft d;

	round_template_fill(c, &d);
	d.study = study;
	d.title = S("Autumn 2026");
	d.starts_on = str_of(starts_on);
	return d;
}

static bool is_wrong(const struct ctx *c, const char *field)
{
	for (const struct wrong *w = c->wrong; w; w = w->next)
		if (strcmp(w->field, field) == 0)
			return true;
	return false;
}

static int64_t instant_of(int year, int month, int day, int hour)
{
	return civil_instant((struct civil){ .date = { year, month, day }, .hour = hour });
}

void test_study_names_are_short_and_taken_once(struct test *t)
{
	struct study_id id = { 0 }, other = { 0 };
	struct study found = { 0 }, *all = NULL;
	size_t n = 0;
	struct ctx *c = begin(t, &id);

	CHECK(t, study_by_name(c, S("cop"), &found) && found.id.v == id.v);
	CHECK(t, str_eq(found.title, S("A study")));
	CHECK(t, study_by_name(c, S("none"), &found) && found.id.v == 0);
	CHECK(t, study_list(c, &all, &n) && n == 1);
	CHECK(t, !study_make(c, S("cop"), S(""), &other) && is_wrong(c, "study_name"));
	CHECK(t, other.v == 0);
	CHECK(t, study_name_ok(S("cop-2019")) && study_name_ok(S("7")));
	CHECK(t, !study_name_ok(S("")) && !study_name_ok(S("Cop")) && !study_name_ok(S("-cop")));
	CHECK(t,
		!study_name_ok(S("cop-")) && !study_name_ok(S("c op"))
			&& !study_name_ok(S("caf\xc3\xa9")));
}

void test_round_is_made_from_the_template(struct test *t)
{
	struct round_id id = { 0 };
	struct study_id study = { 0 };
	struct round r = { 0 };
	struct topic *topic = NULL;
	size_t n = 0;
	struct ctx *c = begin(t, &study);
	struct round_draft d;

	round_template_fill(c, &d);
	CHECK(t, str_eq(d.starts_on, S("2026-11-16"))); /* today is Tuesday the 3rd */
	d.study = study;
	d.title = S("  Autumn 2026 ");
	CHECK(t, round_make(c, &d, &id) && round_get(c, id, &r));
	CHECK(t, str_eq(r.name, S("autumn-2026")) && str_eq(r.title, S("Autumn 2026")));
	CHECK(t, r.weeks == 4 && r.size_min == 5 && r.size_max == 13 && r.read_across);
	CHECK(t, str_eq(round_ends_on(c, &r), S("2026-12-13")));
	CHECK(t, round_topics(c, id, &topic, &n) && n == 4);
	CHECK(t, n == 4 && str_eq(topic[1].title, S("CVs and cover letters")));
	CHECK(t, n == 4 && topic[3].week == 4 && str_has(topic[3].prompt_html, S("<p>")));
	CHECK(t, n == 4 && topic[3].opens_at == instant_of(2026, 12, 7, 0));
}

void test_round_weeks_follow_the_calendar_when_summer_time_ends(struct test *t)
{
	struct round_id id = { 0 };
	struct study_id study = { 0 };
	struct round r = { 0 };
	struct topic *topic = NULL;
	size_t n = 0;
	struct ctx *c = begin(t, &study);
	struct round_draft d = draft(c, study, "2026-10-12");

	/* Clocks go back in London on Sunday 25 October 2026: the second week has an hour more. */
	CHECK(t, round_make(c, &d, &id) && round_get(c, id, &r) && round_topics(c, id, &topic, &n));
	CHECK(t, r.opens_at == instant_of(2026, 10, 11, 23));
	CHECK(t, r.closes_at == instant_of(2026, 11, 9, 0));
	CHECK(t, n == 4 && topic[1].opens_at == instant_of(2026, 10, 18, 23));
	CHECK(t, n == 4 && topic[2].opens_at == instant_of(2026, 10, 26, 0));
	CHECK(t, n == 4 && topic[2].opens_at - topic[1].opens_at == 7 * INSTANT_DAY + INSTANT_HOUR);
}

void test_round_week_changes_at_midnight_of_its_zone(struct test *t)
{
	struct round_id id = { 0 };
	struct study_id study = { 0 };
	struct round r = { 0 };
	struct ctx *c = begin(t, &study);
	struct round_draft d = draft(c, study, "2026-10-12");
	const struct {
		int64_t at, week;
	} rows[] = {
		{ instant_of(2026, 10, 11, 23) - 1, 0 },
		{ instant_of(2026, 10, 11, 23), 1 },
		{ instant_of(2026, 10, 18, 23) - 1, 1 },
		{ instant_of(2026, 10, 18, 23), 2 },
		{ instant_of(2026, 10, 26, 0) - 1, 2 },
		{ instant_of(2026, 10, 26, 0), 3 },
		{ instant_of(2026, 11, 9, 0) - 1, 4 },
		{ instant_of(2026, 11, 9, 0), 5 },
	};

	CHECK(t, round_make(c, &d, &id) && round_get(c, id, &r));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t place = -1;
		c->now = rows[i].at;
		CHECK(t, round_week(c, &r) == rows[i].week);
		CHECK(t, place_week(c, id.v, &place) && place == rows[i].week);
	}
}

void test_round_topic_opens_by_itself(struct test *t)
{
	struct round_id id = { 0 };
	struct study_id study = { 0 };
	struct topic *topic = NULL;
	size_t n = 0;
	struct ctx *c = begin(t, &study);
	struct round_draft d = draft(c, study, "2026-10-12");

	CHECK(t, round_make(c, &d, &id) && round_topics(c, id, &topic, &n) && n == 4);
	c->now = instant_of(2026, 10, 26, 0) - 1;
	CHECK(t, n == 4 && round_topic_is_open(c, &topic[1]) && !round_topic_is_open(c, &topic[2]));
	c->now++;
	CHECK(t, n == 4 && round_topic_is_open(c, &topic[2]));
}

void test_round_refuses_each_bad_field_at_once(struct test *t)
{
	struct round_id id = { 0 };
	struct study_id study = { 0 };
	struct ctx *c = begin(t, &study);
	struct round_draft d = draft(c, study, "2026-02-30");

	d.name = S("Not a name");
	d.title = S(" \t ");
	d.zone = S("Europe/Atlantis");
	d.size_min = 13;
	d.size_max = 5;
	d.topic[0].title = S("two\nlines");
	d.topic[1].prompt = S("  ");
	d.topic[3].minutes = 0;
	CHECK(t, !round_make(c, &d, &id) && c->fault.kind == FAULT_INVALID && id.v == 0);
	CHECK(t, is_wrong(c, "name") && is_wrong(c, "title") && is_wrong(c, "zone"));
	CHECK(t, is_wrong(c, "starts_on") && is_wrong(c, "size_max") && !is_wrong(c, "size_min"));
	CHECK(t, is_wrong(c, "topic_1") && is_wrong(c, "prompt_2") && is_wrong(c, "minutes_4"));
	CHECK(t, !is_wrong(c, "topic_2") && !is_wrong(c, "prompt_1") && !is_wrong(c, "minutes_1"));
}

void test_round_refuses_a_prompt_that_nests_too_deeply(struct test *t)
{
	struct round_id id = { 0 };
	struct study_id study = { 0 };
	struct ctx *c = begin(t, &study);
	struct round_draft d = draft(c, study, "2026-11-16");
	char deep[401];

	memset(deep, '>', sizeof deep - 1);
	deep[sizeof deep - 1] = '\0';
	d.topic[2].prompt = str_of(deep);
	CHECK(t, !round_make(c, &d, &id) && is_wrong(c, "prompt_3") && !is_wrong(c, "body"));
}

void test_round_names_are_unique_in_their_study(struct test *t)
{
	struct round_id first = { 0 }, second = { 0 }, third = { 0 };
	struct study_id study = { 0 };
	struct round r = { 0 };
	struct ctx *c = begin(t, &study);
	struct round_draft d = draft(c, study, "2026-11-16");

	CHECK(t, round_make(c, &d, &first) && round_make(c, &d, &second));
	CHECK(t, round_get(c, second, &r) && str_eq(r.name, S("autumn-2026-2")));
	CHECK(t, round_by_name(c, study, S("autumn-2026"), &r) && r.id.v == first.v);
	CHECK(t, round_by_name(c, study, S("spring"), &r) && r.id.v == 0);
	d.name = S("autumn-2026");
	CHECK(t, !round_make(c, &d, &third) && is_wrong(c, "name") && third.v == 0);
}

void test_round_can_change_until_it_begins(struct test *t)
{
	struct round_id id = { 0 };
	struct study_id study = { 0 };
	struct round r = { 0 };
	struct topic *topic = NULL;
	size_t n = 0;
	struct ctx *c = begin(t, &study);
	struct round_draft d = draft(c, study, "2026-11-16");

	CHECK(t, round_make(c, &d, &id));
	d.title = S("Winter");
	d.zone = S("Europe/Berlin");
	d.starts_on = S("2026-11-23");
	d.read_across = false;
	d.topic[0].prompt = S("Something *else*");
	CHECK(t, round_edit(c, id, &d) && round_get(c, id, &r) && round_topics(c, id, &topic, &n));
	CHECK(t,
		str_eq(r.title, S("Winter")) && str_eq(r.name, S("autumn-2026")) && !r.read_across);
	CHECK(t, r.opens_at == instant_of(2026, 11, 22, 23));
	CHECK(t, n == 4 && topic[0].opens_at == r.opens_at);
	CHECK(t, n == 4 && str_has(topic[0].prompt_html, S("<em>else</em>")));
	d.starts_on = S("2026-11-02");
	CHECK(t, !round_edit(c, id, &d) && is_wrong(c, "starts_on"));
}

void test_round_keeps_its_days_once_it_has_begun(struct test *t)
{
	struct round_id id = { 0 };
	struct study_id study = { 0 };
	struct topic *topic = NULL;
	size_t n = 0;
	struct ctx *c = begin(t, &study);
	struct round_draft d = draft(c, study, "2026-11-02");

	d.read_across = false;
	CHECK(t, round_make(c, &d, &id));
	d.topic[3].prompt = S("A new prompt for the last week");
	CHECK(t, round_edit(c, id, &d) && round_topics(c, id, &topic, &n));
	CHECK(t, n == 4 && str_has(topic[3].prompt, S("A new prompt")));
	d.starts_on = S("2026-11-09");
	d.zone = S("Europe/Berlin");
	d.read_across = true;
	CHECK(t, !round_edit(c, id, &d) && is_wrong(c, "starts_on") && is_wrong(c, "zone"));
	CHECK(t, is_wrong(c, "read_across"));
}

void test_round_list_goes_back_in_time(struct test *t)
{
	static const char *const days[] = { "2026-01-05", "2026-11-16", "2025-10-06" };
	struct round_id id[3] = { 0 };
	struct study_id study = { 0 };
	struct round_row *row = NULL;
	size_t n = 0;
	struct ctx *c = begin(t, &study);

	for (size_t i = 0; i < 3; i++) {
		struct round_draft d = draft(c, study, days[i]);
		CHECK(t, round_make(c, &d, &id[i]));
	}
	CHECK(t, round_list(c, (struct round_id){ 0 }, 2, &row, &n) && n == 2);
	CHECK(t, n == 2 && row[0].round.id.v == id[1].v && row[1].round.id.v == id[0].v);
	CHECK(t, n == 2 && row[0].groups == 0 && row[0].people == 0);
	CHECK(t, round_list(c, id[0], 2, &row, &n) && n == 1);
	CHECK(t, n == 1 && row[0].round.id.v == id[2].v && str_eq(row[0].study_name, S("cop")));
}

void test_round_that_is_not_there_is_absent(struct test *t)
{
	struct study_id study = { 0 };
	struct round r;
	struct ctx *c = begin(t, &study);

	CHECK(t, !round_get(c, (struct round_id){ 12345 }, &r) && c->fault.kind == FAULT_ABSENT);
}

void test_round_is_audited(struct test *t)
{
	struct round_id id = { 0 };
	struct study_id study = { 0 };
	struct audit_row *row = NULL;
	size_t n = 0;
	struct ctx *c = begin(t, &study);
	struct round_draft d = draft(c, study, "2026-11-16");

	CHECK(t, round_make(c, &d, &id) && round_edit(c, id, &d) && audit_list(c, 0, 2, &row, &n));
	CHECK(t,
		n == 2 && str_eq(row[0].act, S("round.edit"))
			&& str_eq(row[1].act, S("round.make")));
	CHECK(t, n == 2 && row[0].subject == id.v && row[0].actor.v == c->actor.v);
}
