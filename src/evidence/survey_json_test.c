/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/survey_answers.h"
#include "evidence/survey_json.h"
#include "evidence/survey_template.h"
#include "test/test.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static const struct person_id command = { 0 };

void test_survey_json_of_each_template_reads_back_the_same(struct test *t)
{
	for (size_t i = 0; i < SURVEY_TEMPLATES; i++) {
		struct ctx *c = test_ctx(t, command);
		struct survey_form f, again;
		CHECK(t, survey_template_get(c, str_of(survey_template_table[i].name), &f));
		struct str text = survey_json_write(c, &f);
		CHECK(t, survey_json_read(c, text, &again));
		CHECK(t, str_eq(text, survey_json_write(c, &again)));
		/* Nothing of the template is lost on the way. */
		json_t *from = json_loads(survey_template_table[i].text, 0, NULL);
		json_t *to = json_loadb(text.at, text.len, 0, NULL);
		json_t *name = json_object_get(to, "name");
		CHECK(t, from && to && json_equal(json_object_get(from, "name"), name));
		CHECK(t,
			json_array_size(json_object_get(from, "questions"))
				== json_array_size(json_object_get(to, "questions")));
		CHECK(t, json_equal(json_object_get(from, "title"), json_object_get(to, "title")));
		json_decref(from);
		json_decref(to);
	}
}

#define SURVEY(rest) \
	"{\"format\":\"cairn-survey/1\",\"name\":\"s\",\"languages\":[\"en\",\"cy\"]," \
	"\"link\":\"named\",\"title\":{\"en\":\"T\"}," rest "}"
#define ONE(question) SURVEY("\"questions\":[" question "]")
#define YES_NO \
	"{\"name\":\"a\",\"kind\":\"single\",\"text\":{\"en\":\"A?\"}," \
	"\"choices\":[{\"name\":\"yes\"," \
	"\"text\":{\"en\":\"Yes\"}},{\"name\":\"no\",\"text\":{\"en\":\"No\"}}]}"

static const struct {
	const char *text, *where;
} refused[] = {
	{ "{", "line 1" },
	{ "[]", "not a survey at" },
	{ "{\"format\":\"cairn-survey/2\"}", "/format" },
	{ SURVEY("\"questions\":[],\"colour\":1"), "/colour: there is no such field" },
	{ SURVEY("\"questions\":{}"), "/questions" },
	{ ONE("{\"name\":\"A\",\"kind\":\"text\",\"text\":{\"en\":\"A?\"}}"), "/questions/0/name" },
	{ ONE("{\"name\":\"a\",\"kind\":\"slider\",\"text\":{\"en\":\"A?\"}}"),
		"/questions/0/kind" },
	{ ONE("{\"name\":\"a\",\"kind\":\"text\",\"text\":{\"cy\":\"A?\"}}"), "/questions/0/text" },
	{ ONE("{\"name\":\"a\",\"kind\":\"text\",\"text\":{\"fr\":\"A?\"}}"),
		"/questions/0/text/fr" },
	{ ONE("{\"name\":\"a\",\"kind\":\"text\",\"text\":{\"en\":7}}"), "/questions/0/text/en" },
	{ ONE("{\"name\":\"a\",\"kind\":\"date\",\"max\":7,\"text\":{\"en\":\"A?\"}}"),
		"/questions/0/max" },
	{ ONE("{\"name\":\"a\",\"kind\":\"scale\",\"max\":70,\"text\":{\"en\":\"A?\"},"
	      "\"low\":{\"en\":\"l\"},\"high\":{\"en\":\"h\"}}"),
		"/questions/0/max: a scale has at most 11" },
	{ ONE("{\"name\":\"a\",\"kind\":\"single\",\"text\":{\"en\":\"A?\"},\"choices\":[]}"),
		"/questions/0/choices" },
	{ ONE("{\"name\":\"a\",\"kind\":\"single\",\"text\":{\"en\":\"A?\"},\"choices\":"
	      "[{\"name\":\"b\",\"text\":{\"en\":\"B\"}},"
	      "{\"name\":\"b\",\"text\":{\"en\":\"B\"}}]}"),
		"/questions/0/choices/1/name: this name is there twice" },
	{ ONE(YES_NO "," YES_NO), "/questions/1/name: another question has this name" },
	{ ONE(YES_NO ",{\"name\":\"b\",\"kind\":\"text\",\"text\":{\"en\":\"B?\"},\"show\":"
		     "{\"question\":\"c\",\"when\":\"answered\"}}"),
		"/questions/1/show/question: no earlier" },
	{ ONE(YES_NO ",{\"name\":\"b\",\"kind\":\"text\",\"text\":{\"en\":\"B?\"},\"show\":"
		     "{\"question\":\"a\",\"when\":\"equal\",\"value\":\"maybe\"}}"),
		"/questions/1/show/value" },
	{ SURVEY("\"tap\":true,\"questions\":[]"), "/tap" },
	{ SURVEY("\"name\":\"twice\",\"questions\":[]"), "duplicate" },
};

void test_survey_json_says_where_a_file_is_wrong(struct test *t)
{
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct ctx *c = test_ctx(t, command);
		struct survey_form f;
		CHECK(t, !survey_json_read(c, str_of(refused[i].text), &f));
		CHECK(t, c->fault.kind == FAULT_INVALID && c->wrong);
		bool said = c->wrong && test_has(c->wrong->text, refused[i].where);
		if (!said)
			printf("  %s\n", c->fault.text);
		CHECK(t, said);
	}
}

void test_survey_json_refuses_what_is_large_or_deep_before_reading_it(struct test *t)
{
	char *deep = arena_new(t->mem, char, 100000), *large = arena_new(t->mem, char, 300000);
	struct survey_form f;

	memset(deep, '[', 100000);
	memset(large, ' ', 300000);
	struct ctx *c = test_ctx(t, command);
	CHECK(t, !survey_json_read(c, (struct str){ deep, 100000 }, &f));
	CHECK(t, c->wrong && test_has(c->wrong->text, "nests deeper"));
	c = test_ctx(t, command);
	CHECK(t, !survey_json_read(c, (struct str){ large, 300000 }, &f));
	CHECK(t, c->wrong && test_has(c->wrong->text, "at most 200000 bytes"));
}

/* ---- answers ---- */

static const char branching[] = SURVEY(
	"\"questions\":[" YES_NO
	",{\"name\":\"why\",\"kind\":\"text\",\"max\":20,\"required\":true,\"personal\":true,"
	"\"text\":{\"en\":\"Why?\"},"
	"\"show\":{\"question\":\"a\",\"when\":\"equal\",\"value\":\"yes\"}}"
	",{\"name\":\"more\",\"kind\":\"number\",\"min\":1,\"max\":9,\"text\":{\"en\":\"More?\"},"
	"\"show\":{\"question\":\"why\",\"when\":\"answered\"}}"
	",{\"name\":\"not\",\"kind\":\"multiple\",\"text\":{\"en\":\"Not?\"},\"choices\":"
	"[{\"name\":\"x\",\"text\":{\"en\":\"X\"}},{\"name\":\"y\",\"text\":{\"en\":\"Y\"}}],"
	"\"show\":{\"question\":\"a\",\"when\":\"not_equal\",\"value\":\"yes\"}}"
	",{\"name\":\"grid\",\"kind\":\"grid\",\"required\":true,\"min\":1,\"max\":3,"
	"\"text\":{\"en\":\"G\"},\"low\":{\"en\":\"l\"},\"high\":{\"en\":\"h\"},\"rows\":"
	"[{\"name\":\"r\",\"text\":{\"en\":\"R\"}},{\"name\":\"s\",\"text\":{\"en\":\"S\"}}]}"
	",{\"name\":\"day\",\"kind\":\"date\",\"text\":{\"en\":\"When?\"}}"
	",{\"name\":\"ok\",\"kind\":\"consent\",\"text\":{\"en\":\"OK?\"}}]");

enum { A, WHY, MORE, NOT, GRID, DAY, OK };

static bool one(
	struct test *t, struct survey_form *f, struct survey_answers *a, size_t i, const char *said)
{
	struct survey_typed typed = { .one = str_of(said) };

	return survey_take(test_ctx(t, command), &f->question[i], &typed, &a->value[i]);
}

void test_survey_answers_lead_to_the_questions_that_follow(struct test *t)
{
	struct survey_answers a = { 0 };
	struct survey_form f;

	CHECK(t, survey_json_read(test_ctx(t, command), str_of(branching), &f));
	CHECK(t, survey_shown(&f, &a, A) && !survey_shown(&f, &a, WHY));
	CHECK(t, survey_shown(&f, &a, NOT)); /* not equal: also when nothing was said */
	CHECK(t, one(t, &f, &a, A, "yes") && survey_next(&f, &a, 0) == WHY);
	CHECK(t, !survey_shown(&f, &a, NOT) && !survey_shown(&f, &a, MORE));
	CHECK(t, one(t, &f, &a, WHY, "because") && survey_next(&f, &a, 0) == MORE);
	CHECK(t, one(t, &f, &a, MORE, "7"));
	/* What hangs on it goes with it, also further down. */
	CHECK(t, one(t, &f, &a, A, "no") && !survey_shown(&f, &a, MORE));
	CHECK(t, survey_next(&f, &a, 0) == NOT && survey_before(&f, &a, NOT) == A);
	survey_drop(&f, &a);
	CHECK(t, a.value[WHY].state == SURVEY_UNSEEN && a.value[MORE].state == SURVEY_UNSEEN);
}

void test_survey_answers_are_refused_with_what_would_do(struct test *t)
{
	struct survey_answers a = { 0 };
	struct survey_form f;

	CHECK(t, survey_json_read(test_ctx(t, command), str_of(branching), &f));
	CHECK(t, !one(t, &f, &a, A, "perhaps") && t->open->fault.kind == FAULT_INVALID);
	CHECK(t, strcmp(t->open->wrong->field, "a") == 0);
	CHECK(t, one(t, &f, &a, A, "") && a.value[A].state == SURVEY_LEFT);
	CHECK(t, !one(t, &f, &a, WHY, " ") && test_has(t->open->wrong->text, "needs an answer"));
	CHECK(t, !one(t, &f, &a, WHY, "more than twenty letters"));
	CHECK(t, !one(t, &f, &a, MORE, "10") && test_has(t->open->wrong->text, "from 1 to 9"));
	CHECK(t, !one(t, &f, &a, MORE, "1.5") && !one(t, &f, &a, MORE, "-1"));
	CHECK(t, !one(t, &f, &a, DAY, "2026-02-30") && one(t, &f, &a, DAY, "2026-02-28"));
	CHECK(t, !one(t, &f, &a, OK, "on") && one(t, &f, &a, OK, "no") && a.value[OK].n == 0);
	struct survey_typed none = { .one = S(""), .declined = true };
	CHECK(t, survey_take(test_ctx(t, command), &f.question[WHY], &none, &a.value[WHY]));
	CHECK(t, a.value[WHY].state == SURVEY_DECLINED);
	/* Only where it is offered. */
	CHECK(t, survey_take(test_ctx(t, command), &f.question[A], &none, &a.value[A]));
	CHECK(t, a.value[A].state == SURVEY_LEFT);
	struct survey_typed half = { .many = { S("2"), S("") }, .n = 2 };
	CHECK(t, !survey_take(test_ctx(t, command), &f.question[GRID], &half, &a.value[GRID]));
	CHECK(t, test_has(t->open->wrong->text, "every row"));
}

void test_survey_answers_read_back_as_they_were_kept(struct test *t)
{
	struct survey_typed grid = { .many = { S("2"), S("3") }, .n = 2 };
	struct survey_typed both = { .many = { S("y"), S("x") }, .n = 2 };
	struct survey_answers a = { 0 }, again;
	struct survey_form f;

	CHECK(t, survey_json_read(test_ctx(t, command), str_of(branching), &f));
	CHECK(t, one(t, &f, &a, A, "no") && one(t, &f, &a, DAY, "2026-11-03"));
	CHECK(t, one(t, &f, &a, OK, ""));
	CHECK(t, survey_take(test_ctx(t, command), &f.question[GRID], &grid, &a.value[GRID]));
	CHECK(t, survey_take(test_ctx(t, command), &f.question[NOT], &both, &a.value[NOT]));
	struct ctx *c = test_ctx(t, command);
	struct str text = survey_answers_write(c, &f, &a);
	CHECK(t,
		str_eq(text,
			S("{\"a\":\"no\",\"not\":[\"x\",\"y\"],\"grid\":{\"r\":2,\"s\":3},"
			  "\"day\":\"2026-11-03\",\"ok\":null}")));
	survey_answers_read(c, &f, text, &again);
	CHECK(t, str_eq(text, survey_answers_write(c, &f, &again)));
	CHECK(t, again.value[OK].state == SURVEY_LEFT && again.value[WHY].state == SURVEY_UNSEEN);
	/* What a browser may have changed is left out, and the rest stays. */
	survey_answers_read(c, &f, S("{\"a\":\"maybe\",\"day\":\"2026-11-03\",\"x\":1}"), &again);
	CHECK(t, again.value[A].state == SURVEY_UNSEEN && again.value[DAY].state == SURVEY_GIVEN);
	survey_answers_read(c, &f, S("]"), &again);
	CHECK(t, again.value[DAY].state == SURVEY_UNSEEN && ctx_ok(c));
}
