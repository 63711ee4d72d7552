/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/survey_result.h"

#include "base/instant.h"
#include "core/consent.h"
#include "core/participant.h"
#include "evidence/survey_json.h"
#include "evidence/survey_reply.h"
#include "evidence/survey_wave.h"
#include "test/programme.h"

static const char questions[] =
	"\"title\":{\"en\":\"Plans\"},\"questions\":["
	"{\"name\":\"plans\",\"kind\":\"single\",\"text\":{\"en\":\"Plans?\"},\"choices\":"
	"[{\"name\":\"yes\",\"text\":{\"en\":\"Yes\"}},"
	"{\"name\":\"no\",\"text\":{\"en\":\"No\"}}]},"
	"{\"name\":\"what\",\"kind\":\"text\",\"personal\":true,\"text\":{\"en\":\"Which?\"},"
	"\"show\":{\"question\":\"plans\",\"when\":\"equal\",\"value\":\"yes\"}},"
	"{\"name\":\"used\",\"kind\":\"multiple\",\"text\":{\"en\":\"Used?\"},\"choices\":"
	"[{\"name\":\"fair\",\"text\":{\"en\":\"A fair\"}},"
	"{\"name\":\"web\",\"text\":{\"en\":\"The web\"}}]},"
	"{\"name\":\"sure\",\"kind\":\"grid\",\"text\":{\"en\":\"Sure?\"},\"low\":{\"en\":\"no\"},"
	"\"high\":{\"en\":\"yes\"},\"rows\":[{\"name\":\"cv\",\"text\":{\"en\":\"a CV\"}},"
	"{\"name\":\"ask\",\"text\":{\"en\":\"asking\"}}]},"
	"{\"name\":\"hours\",\"kind\":\"number\",\"text\":{\"en\":\"Hours?\"}}]}";

static const struct stmt audited = { "result_test_audited",
	"SELECT count(*) FROM audit WHERE act = 'survey.results'", "", "i" };

struct asking {
	struct programme p;
	int64_t survey, wave;
};

static void reply(struct test *t, const struct asking *a, struct person_id who, const char *said)
{
	struct ctx *c = test_ctx(t, who);
	struct survey_reply r;

	CHECK(t, survey_reply_find(c, a->survey, 0, 0, &r));
	survey_answers_read(c, &r.form, str_of(said), &r.answers);
	CHECK(t, survey_reply_send(c, &r) && test_end(t));
}

/* Three people of the study have answered. */
static void make(struct test *t, struct asking *a, const char *link)
{
	struct survey_wave w = { .title = S("Autumn"),
		.opens_at = TEST_NOW - INSTANT_DAY,
		.closes_at = TEST_NOW + INSTANT_DAY };
	struct survey_form f;
	int64_t text;

	programme_make(t, &a->p);
	struct ctx *c = test_ctx(t, a->p.rex);
	const char *json = arena_fmt(t->mem,
		"{\"format\":\"cairn-survey/1\",\"name\":\"plans\",\"languages\":[\"en\"],"
		"\"link\":\"%s\",%s",
		link, questions)
				   .at;
	CHECK(t, consent_publish(c, CONSENT_STUDY, S("Words"), &text));
	CHECK(t, consent_give(c, a->p.ann, text) && consent_give(c, a->p.cleo, text));
	CHECK(t, consent_give(c, a->p.dan, text));
	CHECK(t, survey_json_read(c, str_of(json), &f) && survey_make(c, 10, &f, &a->survey));
	w.survey = a->survey;
	CHECK(t, survey_wave_add(c, &w, &a->wave) && survey_launch(c, a->survey) && test_end(t));
	reply(t, a, a->p.ann,
		"{\"plans\":\"yes\",\"what\":\"=1+1\",\"used\":[\"fair\",\"web\"],"
		"\"sure\":{\"cv\":2,\"ask\":5},\"hours\":10}");
	reply(t, a, a->p.cleo,
		"{\"plans\":\"yes\",\"what\":{\"declined\":true},\"used\":[\"web\"],"
		"\"sure\":{\"cv\":3},\"hours\":20}");
	reply(t, a, a->p.dan,
		"{\"plans\":\"no\",\"what\":\"dropped\",\"used\":null,\"sure\":null,\"hours\":30}");
}

void test_survey_result_counts_what_was_said(struct test *t)
{
	struct survey_result r;
	struct asking a;

	make(t, &a, "pseudonymous");
	CHECK(t, survey_result_make(test_ctx(t, a.p.rex), a.survey, 0, 0, &r) && test_end(t));
	CHECK(t, r.n == 3 && r.begun == 0 && r.version == 1);
	const struct survey_result_question *q = r.question;
	CHECK(t, q[0].given == 3 && q[0].line[0].n == 2 && str_eq(q[0].line[0].said, S("67 %")));
	/* What was typed before the way was changed is gone. */
	CHECK(t, q[1].given == 1 && q[1].declined == 1 && q[1].hidden == 1 && q[1].texts == 1);
	CHECK(t, q[2].given == 2 && q[2].left == 1 && q[2].line[1].n == 2);
	CHECK(t, q[3].line[0].n == 2 && str_eq(q[3].line[0].said, S("mean 2.50")));
	CHECK(t, q[3].line[1].n == 1 && q[3].line[1].share == 1000);
	CHECK(t, q[4].stats.n == 3 && q[4].stats.min == 10 && q[4].stats.max == 30);
	CHECK(t, q[4].stats.mean > 19.99 && q[4].stats.mean < 20.01);
	int64_t all = 0;
	for (size_t i = 0; i < q[4].lines; i++)
		all += q[4].line[i].n;
	CHECK(t, all == 3 && q[4].lines > 1);
}

void test_survey_result_has_nobody_who_has_left_the_study(struct test *t)
{
	struct survey_result r;
	struct asking a;

	make(t, &a, "named");
	CHECK(t, participant_withdraw(test_ctx(t, a.p.cleo), a.p.cleo) && test_end(t));
	CHECK(t, survey_result_make(test_ctx(t, a.p.rex), a.survey, 0, 0, &r));
	CHECK(t, r.n == 2);
	for (int64_t i = 0; i < r.n; i++)
		CHECK(t, !str_eq(r.reply[i].name, S("cleo")));
	CHECK(t, !survey_result_make(test_ctx(t, a.p.rex), a.survey, 2, 0, &r));
	CHECK(t, t->open->fault.kind == FAULT_ABSENT);
}

static struct str csv(struct test *t, const struct asking *a, bool book)
{
	struct ctx *c = test_ctx(t, a->p.rex);
	struct survey_result r;
	struct buf out;

	buf_init(&out, 1 << 16);
	CHECK(t, survey_result_make(c, a->survey, 0, 0, &r));
	if (book)
		survey_result_codebook(c, &r, &out);
	else
		survey_result_csv(c, &r, &out);
	struct str text = arena_str(t->mem, buf_str(&out));
	buf_free(&out);
	test_end(t);
	return text;
}

void test_survey_result_file_tells_not_shown_from_not_answered(struct test *t)
{
	struct asking a;

	make(t, &a, "named");
	struct str text = csv(t, &a, false);
	CHECK(t,
		str_starts(text,
			S("reply,person,sent_at,wave,version,plans,what,used__fair,used__web,"
			  "sure__cv,sure__ask,hours")));
	/* A formula is harmless. */
	CHECK(t, test_has(text, "ann,2026-11-03T12:00:00Z,Autumn,1,yes,\"'=1+1\",1,1,2,5,10"));
	CHECK(t, test_has(text, "yes,[prefer not to say],0,1,3,[not answered],20"));
	CHECK(t,
		test_has(text,
			"no,[not shown],[not answered],[not answered],[not answered],"
			"[not answered],30"));
	text = csv(t, &a, true);
	CHECK(t, test_has(text, "plans,Plans?,single,yes,Yes"));
	CHECK(t, test_has(text, "used__web,Used?,multiple,\"0, 1\",The web"));
	CHECK(t, test_has(text, "sure__cv,Sure?,grid,1 to 5,\"a CV (1: no; 5: yes)\""));
	CHECK(t, test_has(text, "[not shown]"));
}

void test_survey_result_of_an_anonymous_survey_has_no_people_and_no_times(struct test *t)
{
	struct asking a;

	make(t, &a, "anonymous");
	struct str text = csv(t, &a, false);
	CHECK(t, str_starts(text, S("reply,wave,version,plans,")));
	CHECK(t, !test_has(text, "ann") && !test_has(text, "2026"));
	CHECK(t, test_has(text, "no,[not shown]"));
}

void test_survey_result_page_is_for_researchers_and_noted(struct test *t)
{
	struct asking a;

	make(t, &a, "pseudonymous");
	const char *path = programme_path(t, "/surveys/%/results", a.survey, 0);
	test_sign_in(t, a.p.fay);
	CHECK(t, test_get(t, path).status == 403 && test_post(t, path, "").status == 403);
	test_sign_in(t, a.p.rex);
	struct reply r = test_get(t, path);
	CHECK(t, r.status == 200 && !test_has(r.body, "Plans?"));
	CHECK(t, programme_number(t, &audited, NO_ARGS) == 0);
	r = test_post(t, path, "version=0&wave=0&as=page");
	CHECK(t, r.status == 200 && test_has(r.body, "n = 3 sent") && test_has(r.body, "<svg"));
	CHECK(t, test_has(r.body, "Mean 20.00, sample SD 10.00, median 20.00"));
	CHECK(t, test_has(r.body, "one of them can be recognised"));
	CHECK(t, programme_number(t, &audited, NO_ARGS) == 1);
	r = test_post(t, path, "as=csv");
	CHECK(t, str_starts(r.type, S("text/csv")) && str_starts(r.body, S("reply,participant,")));
	r = test_post(t, path, "as=codebook");
	CHECK(t, str_starts(r.body, S("column,question,kind,code,meaning")));
	CHECK(t, programme_number(t, &audited, NO_ARGS) == 3);
}
