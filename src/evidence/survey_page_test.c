/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/instant.h"
#include "core/consent.h"
#include "core/participant.h"
#include "evidence/survey.h"
#include "evidence/survey_json.h"
#include "evidence/survey_template.h"
#include "evidence/survey_wave.h"
#include "test/programme.h"

#define CHOICES \
	"\"choices\":[{\"name\":\"yes\",\"text\":{\"en\":\"Yes\",\"cy\":\"Ydw\"}}," \
	"{\"name\":\"no\",\"text\":{\"en\":\"No\"}}]"
#define QUESTIONS \
	"\"questions\":[{\"name\":\"plans\",\"kind\":\"single\",\"required\":true,\"text\":" \
	"{\"en\":\"Do you have plans?\",\"cy\":\"Oes cynllun?\"}," CHOICES "}," \
	"{\"name\":\"what\",\"kind\":\"text\",\"max\":40,\"text\":{\"en\":\"Which plans?\"}," \
	"\"show\":{\"question\":\"plans\",\"when\":\"equal\",\"value\":\"yes\"}}," \
	"{\"name\":\"hours\",\"kind\":\"number\",\"personal\":true,\"min\":0,\"max\":80," \
	"\"text\":{\"en\":\"How many hours?\"}}]}"
#define SURVEY(link) \
	"{\"format\":\"cairn-survey/1\",\"name\":\"plans\",\"languages\":[\"en\",\"cy\"]," \
	"\"link\":" \
	"\"" link \
	"\",\"title\":{\"en\":\"Plans\",\"cy\":\"Cynlluniau\"},\"intro\":{\"en\":\"About " \
	"you.\"},\"thanks\":{\"en\":\"Thank you so much.\"}," QUESTIONS

static const struct stmt kept = { "survey_test_kept",
	"SELECT who || ' ' || version || ' ' || CASE WHEN finished_at > 0 THEN 'sent ' ELSE"
	" 'kept ' END"
	" || answers FROM survey_reply ORDER BY who LIMIT 1",
	"", "s" };
static const struct stmt replies = { "survey_test_replies", "SELECT count(*) FROM survey_reply", "",
	"i" };
static const struct stmt audited = { "survey_test_audited",
	"SELECT count(*) FROM audit WHERE act = $1", "s", "i" };

struct asking {
	struct programme p;
	int64_t survey, wave;
};

static void consent(struct test *t, struct person_id who)
{
	struct consent_text text;
	struct ctx *c = test_ctx(t, who);

	CHECK(t, consent_text(c, CONSENT_STUDY, &text));
	if (text.id == 0)
		CHECK(t, consent_publish(c, CONSENT_STUDY, S("Words"), &text.id));
	CHECK(t, consent_give(c, who, text.id) && test_end(t));
}

/* A survey of the programme's study with one wave, open from yesterday until tomorrow. */
static void make(struct test *t, struct asking *a, const char *text)
{
	struct survey_wave w = { .title = S("Autumn"),
		.opens_at = TEST_NOW - INSTANT_DAY,
		.closes_at = TEST_NOW + INSTANT_DAY };
	struct survey_form f;

	programme_make(t, &a->p);
	consent(t, a->p.ann);
	consent(t, a->p.cleo);
	struct ctx *c = test_ctx(t, a->p.rex);
	CHECK(t, survey_json_read(c, str_of(text), &f) && survey_make(c, 10, &f, &a->survey));
	w.survey = a->survey;
	CHECK(t, survey_wave_add(c, &w, &a->wave) && survey_launch(c, a->survey) && test_end(t));
	test_sign_in(t, a->p.ann);
}

static const char *path(struct test *t, const struct asking *a, const char *query)
{
	return arena_fmt(t->mem, "/survey/%lld%s", (long long)a->survey, query).at;
}

static struct reply send(
	struct test *t, const struct asking *a, const char *version, const char *form)
{
	const char *body = arena_fmt(
		t->mem, "wave=%lld&version=%s&lang=en&%s", (long long)a->wave, version, form)
				   .at;

	return test_post(t, path(t, a, ""), body);
}

void test_survey_is_answered_page_by_page_and_kept_at_each(struct test *t)
{
	struct asking a;

	make(t, &a, SURVEY("pseudonymous"));
	struct reply r = test_get(t, path(t, &a, ""));
	CHECK(t, r.status == 200 && test_has(r.body, "under your number in the study"));
	CHECK(t, test_has(r.body, "About you.") && test_has(r.body, "Begin"));
	r = test_get(t, path(t, &a, "?at=0"));
	CHECK(t, test_has(r.body, "Do you have plans?") && !test_has(r.body, "Which plans?"));
	r = send(t, &a, "1", "on=plans&plans=yes&go=next");
	CHECK(t, r.status == 303 && test_has(r.location, "at=1"));
	CHECK(t, test_has(programme_text(t, &kept, NO_ARGS), "kept {\"plans\":\"yes\"}"));
	r = test_get(t, r.location.at);
	CHECK(t, test_has(r.body, "Which plans?") && test_has(r.body, "Question 2 of 3"));
	r = send(t, &a, "1", "on=what&what=Teach+chemistry&go=next");
	CHECK(t, test_has(r.location, "at=2"));
	/* Later, on another device: where they were, and what they said is still there. */
	CHECK(t, test_has(test_get(t, path(t, &a, "")).body, "Go on where you were"));
	CHECK(t, test_has(test_get(t, path(t, &a, "?at=1")).body, "Teach chemistry</textarea>"));
	/* Back, another answer: the question that hung on the first is gone. */
	r = send(t, &a, "1", "on=plans&plans=no&go=next");
	CHECK(t, r.status == 303 && test_has(r.location, "at=2"));
	r = send(t, &a, "1", "on=hours&hours=&hours.no=1&go=next");
	CHECK(t, r.status == 303 && !test_has(r.location, "at="));
	CHECK(t, test_has(test_get(t, r.location.at).body, "Thank you so much."));
	struct str row = programme_text(t, &kept, NO_ARGS);
	CHECK(t,
		str_starts(row, arena_fmt(t->mem, "p%lld 1 sent", (long long)a.p.ann_participant)));
	CHECK(t, test_has(row, "{\"plans\":\"no\",\"hours\":{\"declined\":true}}"));
	/* Once. */
	r = send(t, &a, "1", "on=plans&plans=yes&go=next");
	CHECK(t, r.status == 409 && test_has(r.body, "sent your answers already"));
	CHECK(t, test_has(programme_text(t, &kept, NO_ARGS), "\"no\""));
}

void test_survey_refuses_beside_the_field_and_keeps_what_was_typed(struct test *t)
{
	struct asking a;

	make(t, &a, SURVEY("named"));
	CHECK(t, test_has(test_get(t, path(t, &a, "")).body, "kept with your name"));
	struct reply r = send(t, &a, "1", "on=plans&go=next");
	CHECK(t, r.status == 422 && test_has(r.body, "id=\"plans-wrong\""));
	CHECK(t,
		test_has(r.body, "href=\"#plans\"") && programme_number(t, &replies, NO_ARGS) == 0);
	r = send(t, &a, "1", "on=hours&hours=forty&go=next");
	CHECK(t, r.status == 422 && test_has(r.body, "value=\"forty\""));
	CHECK(t, test_has(r.body, "whole number in digits"));
	r = send(t, &a, "1",
		"on=what&what=This+is+very+much+longer+than+the+forty+letters+that+fit&go=next");
	CHECK(t, r.status == 422 && test_has(r.body, "longer than the forty letters that fit<"));
}

void test_survey_speaks_the_language_that_was_chosen(struct test *t)
{
	struct asking a;

	make(t, &a, SURVEY("pseudonymous"));
	struct reply r = test_get(t, path(t, &a, "?lang=cy"));
	CHECK(t, test_has(r.body, "<h1 lang=\"cy\">Cynlluniau</h1>"));
	CHECK(t, test_has(r.body, "lang=\"en\">About you.") && test_has(r.body, "lang=en\""));
	CHECK(t, test_has(r.body, "What is not appears in English."));
	CHECK(t, !test_has(test_get(t, path(t, &a, "")).body, "What is not appears"));
	r = test_get(t, path(t, &a, "?at=0&lang=cy"));
	CHECK(t, test_has(r.body, "Oes cynllun?") && test_has(r.body, "lang=\"cy\">Ydw"));
	CHECK(t, test_has(r.body, "name=\"lang\" value=\"cy\""));
	CHECK(t, test_has(test_get(t, path(t, &a, "?lang=fr")).body, "<h1 lang=\"en\">Plans"));
}

void test_survey_is_for_those_it_is_for_alone(struct test *t)
{
	struct asking a;

	make(t, &a, SURVEY("pseudonymous"));
	/* Ben takes no part in the study, olga is in no round, fay is staff. */
	test_sign_in(t, a.p.ben);
	struct reply r = test_get(t, path(t, &a, ""));
	CHECK(t, r.status == 403 && test_has(r.body, "people who take part in the study"));
	CHECK(t, send(t, &a, "1", "on=plans&plans=yes&go=next").status == 403);
	test_sign_in(t, a.p.olga);
	CHECK(t, test_get(t, path(t, &a, "")).status == 404);
	test_sign_in(t, a.p.fay);
	CHECK(t, test_get(t, path(t, &a, "")).status == 404);
	CHECK(t, send(t, &a, "1", "on=plans&plans=yes&go=next").status == 404);
	CHECK(t, programme_number(t, &replies, NO_ARGS) == 0);
	/* Withdrawn in the middle. */
	test_sign_in(t, a.p.ann);
	CHECK(t, send(t, &a, "1", "on=plans&plans=yes&go=next").status == 303);
	struct ctx *c = test_ctx(t, a.p.ann);
	CHECK(t,
		consent_withdraw(c, a.p.ann, CONSENT_STUDY) && participant_withdraw(c, a.p.ann)
			&& test_end(t));
	r = send(t, &a, "1", "on=what&what=x&go=next");
	CHECK(t, r.status == 403 && test_has(r.body, "people who take part in the study"));
}

void test_survey_answer_to_a_closed_wave_shows_what_was_typed(struct test *t)
{
	struct asking a;

	make(t, &a, SURVEY("pseudonymous"));
	CHECK(t, send(t, &a, "1", "on=plans&plans=yes&go=next").status == 303);
	t->now += 2 * INSTANT_DAY;
	struct reply r = send(t, &a, "1", "on=what&what=Words+that+took+an+hour&go=next");
	CHECK(t, r.status == 409 && test_has(r.body, "This survey is not open now."));
	CHECK(t, test_has(r.body, "<dd>Words that took an hour</dd>"));
	CHECK(t, test_has(r.body, "<dd>Yes</dd>") && test_has(r.body, "It was open until"));
	CHECK(t, !test_has(programme_text(t, &kept, NO_ARGS), "an hour"));
	r = test_get(t, path(t, &a, "?at=1"));
	CHECK(t, r.status == 200 && test_has(r.body, "It was open until"));
}

void test_survey_changed_after_launch_asks_those_who_began_the_old_questions(struct test *t)
{
	struct survey_form f;
	struct survey s;
	struct asking a;

	make(t, &a, SURVEY("pseudonymous"));
	CHECK(t, send(t, &a, "1", "on=plans&plans=yes&go=next").status == 303);
	struct ctx *c = test_ctx(t, a.p.rex);
	CHECK(t, survey_form_get(c, a.survey, 0, &f));
	f.question[0].text.in[0] = S("Any plans at all?");
	CHECK(t, survey_save(c, a.survey, &f) && survey_get(c, a.survey, &s) && test_end(t));
	CHECK(t, s.version == 1 && s.newest == 2);
	/* A draft is asked of nobody, by no address. */
	CHECK(t, test_has(test_get(t, path(t, &a, "?at=0")).body, "Do you have plans?"));
	test_sign_in(t, a.p.cleo);
	CHECK(t, test_has(test_get(t, path(t, &a, "?at=0")).body, "Do you have plans?"));
	CHECK(t, send(t, &a, "2", "on=plans&plans=no&go=next").status == 404);
	CHECK(t, survey_launch(test_ctx(t, a.p.rex), a.survey) && test_end(t));
	CHECK(t, test_has(test_get(t, path(t, &a, "?at=0")).body, "Any plans at all?"));
	test_sign_in(t, a.p.ann);
	CHECK(t, test_has(test_get(t, path(t, &a, "?at=0")).body, "Do you have plans?"));
	CHECK(t, send(t, &a, "2", "on=plans&plans=no&go=next").status == 303);
	CHECK(t, test_has(programme_text(t, &kept, NO_ARGS), " 1 kept "));
	CHECK(t, programme_number(t, &audited, ARGS(arg(S("survey.launch")))) == 2);
}

void test_survey_launched_stays_linked_as_people_were_told(struct test *t)
{
	struct survey_form f;
	struct asking a;

	make(t, &a, SURVEY("anonymous"));
	struct ctx *c = test_ctx(t, a.p.rex);
	CHECK(t, survey_form_get(c, a.survey, 0, &f));
	f.link = ASKED_NAMED;
	CHECK(t, !survey_save(c, a.survey, &f) && c->fault.kind == FAULT_INVALID);
	CHECK(t, strcmp(c->wrong->field, "link") == 0);
	c = test_ctx(t, a.p.rex);
	CHECK(t, !survey_launch(c, a.survey) && test_has(c->wrong->text, "launched already"));
}

void test_survey_is_refused_and_taken_up_again(struct test *t)
{
	struct asking a;

	make(t, &a, SURVEY("pseudonymous"));
	const char *refuse = path(t, &a, "/refuse");
	CHECK(t, test_post(t, refuse, "on=1").status == 303);
	CHECK(t, test_post(t, refuse, "on=1").status == 303);
	CHECK(t, test_has(test_get(t, path(t, &a, "")).body, "Ask me again in this survey"));
	CHECK(t, !test_has(test_get(t, "/home").body, "href=\"/survey/"));
	CHECK(t, test_post(t, refuse, "on=0").status == 303);
	CHECK(t, test_has(test_get(t, path(t, &a, "")).body, "Do not ask me in this survey"));
	test_sign_in(t, a.p.olga);
	CHECK(t, test_post(t, refuse, "on=1").status == 404);
}

void test_survey_on_one_page_grows_by_what_answers_lead_to(struct test *t)
{
	struct asking a;
	struct str text = str_of(SURVEY("pseudonymous")), head = { text.at, text.len };

	(void)str_cut(&text, ',');
	head.len = (size_t)(text.at - head.at);
	make(t, &a,
		arena_fmt(t->mem, "%.*s\"one_page\":true,%s", (int)head.len, head.at, text.at).at);
	struct reply r = test_get(t, path(t, &a, "?at=0"));
	CHECK(t, test_has(r.body, "Do you have plans?") && test_has(r.body, "How many hours?"));
	CHECK(t, !test_has(r.body, "Which plans?"));
	r = send(t, &a, "1", "on=plans&on=hours&plans=yes&hours=12&go=next");
	CHECK(t, r.status == 303);
	r = test_get(t, r.location.at);
	CHECK(t, test_has(r.body, "Which plans?") && test_has(r.body, "value=\"12\""));
	r = send(t, &a, "1", "on=plans&on=what&on=hours&plans=yes&what=&hours=12&go=next");
	CHECK(t, r.status == 303 && !test_has(r.location, "at="));
	CHECK(t,
		test_has(programme_text(t, &kept, NO_ARGS),
			"sent {\"plans\":\"yes\",\"what\":null,\"hours\":12}"));
}

void test_survey_answers_are_in_my_data_and_go_with_the_person(struct test *t)
{
	struct asking a;

	make(t, &a, SURVEY("pseudonymous"));
	CHECK(t, send(t, &a, "1", "on=plans&plans=yes&go=next").status == 303);
	CHECK(t, test_post(t, path(t, &a, "/refuse"), "on=1").status == 303);
	struct reply r = test_get(t, "/me/data/file");
	CHECK(t,
		test_has(r.body, "survey_answers")
			&& test_has(r.body, "{\\\"plans\\\":\\\"yes\\\"}"));
	CHECK(t, test_has(test_get(t, "/me/data").body, "Surveys in which you do not want"));
	test_sign_in(t, a.p.cleo);
	CHECK(t, send(t, &a, "1", "on=plans&plans=no&go=next").status == 303);
	CHECK(t, !test_has(test_get(t, "/me/data/file").body, "{\\\"plans\\\":\\\"yes\\\"}"));
	test_sign_in(t, a.p.ann);
	CHECK(t, test_post(t, "/me/data/erase", "address=ann@cairn.example").status == 303);
	CHECK(t, programme_number(t, &replies, NO_ARGS) == 1);
}

/* Not one text less: whatever lacks is said, and nothing is when all is there. */
void test_survey_says_when_parts_are_not_translated(struct test *t)
{
	static const char whole[] =
		"{\"format\":\"cairn-survey/1\",\"name\":\"plans\",\"languages\":[\"en\",\"cy\"],"
		"\"link\":\"pseudonymous\",\"title\":{\"en\":\"Plans\",\"cy\":\"Cynlluniau\"},"
		"\"questions\":[{\"name\":\"sure\",\"kind\":\"scale\",\"min\":1,\"max\":5,\"text\":"
		"{\"en\":\"How sure?\",\"cy\":\"Pa mor sicr?\"},\"low\":{\"en\":\"Not\","
		"\"cy\":\"Ddim\"},\"high\":{\"en\":\"Very\",\"cy\":\"Iawn\"}},"
		"{\"name\":\"plans\",\"kind\":\"single\",\"text\":{\"en\":\"Plans?\","
		"\"cy\":\"Cynllun?\"},\"choices\":[{\"name\":\"yes\",\"text\":{\"en\":\"Yes\","
		"\"cy\":\"Oes\"}},{\"name\":\"no\",\"text\":{\"en\":\"No\","
		"\"cy\":\"Nac oes\"}}]}]}";
	static const char *const parts[] = { ",\"cy\":\"Iawn\"", ",\"cy\":\"Pa mor sicr?\"",
		",\"cy\":\"Nac oes\"", ",\"cy\":\"Cynlluniau\"" };
	struct survey_form f;
	struct survey survey;
	struct asking a;

	make(t, &a, whole);
	CHECK(t, !test_has(test_get(t, path(t, &a, "?lang=cy")).body, "What is not appears"));
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		const char *at = strstr(whole, parts[i]);
		struct str less = arena_fmt(
			t->mem, "%.*s%s", (int)(at - whole), whole, at + strlen(parts[i]));
		struct ctx *c = test_ctx(t, a.p.rex);
		CHECK(t, survey_json_read(c, less, &f) && survey_save(c, a.survey, &f));
		CHECK(t,
			survey_get(c, a.survey, &survey) && survey_launch(c, a.survey)
				&& test_end(t));
		CHECK(t,
			test_has(test_get(t, path(t, &a, "?lang=cy")).body,
				"What is not appears in English."));
	}
}

/* Ann answers, and leaves the study while the survey is open: by the pages that people use. */
void test_survey_forgets_who_leaves_the_study_while_it_is_open(struct test *t)
{
	struct asking a;

	make(t, &a, SURVEY("pseudonymous"));
	test_sign_in(t, a.p.cleo);
	CHECK(t, send(t, &a, "1", "on=plans&plans=no&go=next").status == 303);
	CHECK(t, send(t, &a, "1", "on=hours&hours=7&go=next").status == 303);
	test_sign_in(t, a.p.ann);
	CHECK(t, send(t, &a, "1", "on=plans&plans=yes&go=next").status == 303);
	CHECK(t, send(t, &a, "1", "on=what&what=Lighthouses&go=next").status == 303);
	CHECK(t, send(t, &a, "1", "on=hours&hours=12&go=next").status == 303);
	const char *csv = arena_fmt(t->mem, "/surveys/%lld/results", (long long)a.survey).at;
	test_sign_in(t, a.p.rex);
	struct reply r = test_post(t, csv, "as=csv");
	CHECK(t, r.status == 200 && test_has(r.body, "Lighthouses") && test_has(r.body, ",7"));
	test_sign_in(t, a.p.ann);
	CHECK(t, test_post(t, "/study", "answer=no").status == 303);
	CHECK(t, !test_has(test_get(t, "/home").body, "href=\"/survey/"));
	test_sign_in(t, a.p.rex);
	r = test_post(t, csv, "as=csv");
	CHECK(t, r.status == 200 && !test_has(r.body, "Lighthouses") && test_has(r.body, ",7"));
}
