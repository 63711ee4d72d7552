/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/instant.h"
#include "evidence/survey.h"
#include "evidence/survey_json.h"
#include "evidence/survey_template.h"
#include "test/programme.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static const struct stmt newest = { "list_test_newest", "SELECT max(id) FROM survey", "", "i" };
static const struct stmt content = { "list_test_content",
	"SELECT content FROM survey_version WHERE survey_id = $1 ORDER BY version DESC LIMIT 1",
	"i", "s" };
static const struct stmt waves = { "list_test_waves",
	"SELECT count(*) FROM survey_wave WHERE survey_id = $1", "i", "i" };
static const struct stmt wave = { "list_test_wave",
	"SELECT min(id) FROM survey_wave WHERE survey_id = $1", "i", "i" };
static const struct stmt times = { "list_test_times",
	"SELECT opens_at || ' ' || closes_at FROM survey_wave_time WHERE title = $1", "s", "s" };

static int64_t begin(struct test *t, struct programme *p, const char *template)
{
	programme_make(t, p);
	test_sign_in(t, p->rex);
	struct reply r =
		test_post(t, "/surveys/new", arena_fmt(t->mem, "once=k&template=%s", template).at);
	CHECK(t, r.status == 303);
	return programme_number(t, &newest, NO_ARGS);
}

void test_survey_begins_from_what_comes_with_the_program(struct test *t)
{
	struct programme p;
	int64_t id = begin(t, &p, "joining");
	struct reply r = test_get(t, "/surveys");

	CHECK(t, test_has(r.body, "Before the first week") && test_has(r.body, ">draft<"));
	CHECK(t, test_post(t, "/surveys/new", "once=k&template=joining").status == 303);
	CHECK(t, programme_number(t, &newest, NO_ARGS) == id);
	r = test_post(t, "/surveys/new", "once=l&template=nothing");
	CHECK(t, r.status == 422 && test_has(r.body, "Choose one of the surveys"));
	r = test_get(t, programme_path(t, "/surveys/%", id, 0));
	CHECK(t,
		test_has(r.body, "only when plans is not no")
			&& test_has(r.body, "Launch version 1"));
}

void test_survey_question_is_written_in_fields(struct test *t)
{
	struct programme p;
	int64_t id = begin(t, &p, "empty");
	const char *first = programme_path(t, "/surveys/%/question/0", id, 0);
	const char *second = programme_path(t, "/surveys/%/question/1", id, 0);

	struct reply r = test_post(t, first,
		"text=Do+you+have+plans%3F&kind=single&name=plans&required=1&personal=1"
		"&choices=yes+%3D+Yes%2C+clearly%0D%0ANot+yet%0D%0A");
	CHECK(t, r.status == 303);
	struct str kept = programme_text(t, &content, ARGS(arg(id)));
	CHECK(t, test_has(kept, "\"en\": \"Yes, clearly\"") && test_has(kept, "\"answer_2\""));
	r = test_post(t, second,
		"text=Which%3F&kind=text&name=which&max=100&show=plans&when=equal&value=yes");
	CHECK(t, r.status == 303);
	r = test_get(t, second);
	CHECK(t, test_has(r.body, "Which?</textarea>") && test_has(r.body, "Do you have plans?<"));
	CHECK(t, test_has(r.body, "name=\"value\" type=\"text\" value=\"yes\""));
	/* Beside the field, and what was typed is still there. */
	r = test_post(t, second, "text=Which+one%3F&kind=scale&name=Bad+name&low=l&high=h");
	CHECK(t, r.status == 422 && test_has(r.body, "id=\"name-wrong\""));
	CHECK(t,
		test_has(r.body, "value=\"Bad name\"")
			&& test_has(r.body, "Which one?</textarea>"));
	r = test_post(
		t, second, "text=Which+one%3F&kind=scale&name=which&min=1&max=99&low=l&high=h");
	CHECK(t, r.status == 422 && test_has(r.body, "id=\"max-wrong\""));
	r = test_post(
		t, second, "text=Which%3F&kind=text&name=which&show=plans&when=equal&value=no");
	CHECK(t, r.status == 422 && test_has(r.body, "id=\"show-wrong\""));
	/* The first is needed by the second, until it is not. */
	const char *move = programme_path(t, "/surveys/%/question/0/move", id, 0);
	r = test_post(t, move, "to=out");
	CHECK(t, r.status == 409 && test_has(r.body, "with the name which"));
	CHECK(t, test_post(t, second, "text=Which%3F&kind=text&name=which").status == 303);
	CHECK(t, test_post(t, move, "to=down").status == 303);
	kept = programme_text(t, &content, ARGS(arg(id)));
	CHECK(t, strstr(kept.at, "\"which\"") < strstr(kept.at, "\"plans\""));
	CHECK(t, test_post(t, move, "to=out").status == 303);
	CHECK(t, !test_has(programme_text(t, &content, ARGS(arg(id))), "\"which\""));
	CHECK(t, test_get(t, programme_path(t, "/surveys/%/question/9", id, 0)).status == 404);
}

void test_survey_gets_a_second_language(struct test *t)
{
	struct programme p;
	int64_t id = begin(t, &p, "empty");
	const char *words = programme_path(t, "/surveys/%/words", id, 0);

	CHECK(t,
		test_post(t, words, "title=Plans&languages=en+cy&link=named&one_page=1").status
			== 303);
	CHECK(t, test_has(test_get(t, words).body, "name=\"title_cy\""));
	CHECK(t,
		test_post(t, words, "title=Plans&title_cy=Cynlluniau&languages=cy+en&link=named")
				.status
			== 303);
	struct str kept = programme_text(t, &content, ARGS(arg(id)));
	CHECK(t, test_has(kept, "\"cy\": \"Cynlluniau\"") && test_has(kept, "\"en\": \"Plans\""));
	struct reply r = test_post(t, words, "title=&title_en=Plans&languages=cy+en&link=named");
	CHECK(t, r.status == 422 && test_has(r.body, "id=\"title-wrong\""));
	r = test_post(t, words, "title=P&languages=english&link=named");
	CHECK(t, r.status == 422 && test_has(r.body, "id=\"languages-wrong\""));
}

void test_survey_waves_follow_the_weeks_of_a_round(struct test *t)
{
	struct programme p;
	int64_t id = begin(t, &p, "weekly");
	const char *add = programme_path(t, "/surveys/%/wave", id, 0);

	struct reply r = test_post(t, add,
		"title=Before&round=20&from_week=1&from_day=-3&to_week=1&to_day=0&letters=2");
	CHECK(t, r.status == 303);
	CHECK(t,
		str_eq(programme_text(t, &times, ARGS(arg(S("Before")))),
			arena_fmt(t->mem, "%lld %lld",
				(long long)(INT64_C(1792972800000000) - 3 * INSTANT_DAY),
				(long long)INT64_C(1793577600000000))));
	/* After the last week; by days. */
	CHECK(t,
		test_post(t, add, "title=After&round=20&from_week=5&to_week=5&to_day=14&letters=0")
				.status
			== 303);
	CHECK(t,
		str_eq(programme_text(t, &times, ARGS(arg(S("After")))),
			arena_fmt(t->mem, "1795392000000000 %lld",
				(long long)(INT64_C(1795392000000000) + 14 * INSTANT_DAY))));
	CHECK(t,
		test_post(t, add, "title=Days&round=0&opens=2026-12-01&closes=2026-12-02&letters=0")
				.status
			== 303);
	CHECK(t,
		str_eq(programme_text(t, &times, ARGS(arg(S("Days")))),
			S("1796083200000000 1796256000000000")));
	r = test_post(t, add, "title=&round=0&opens=soon&closes=2026-12-02&letters=7");
	CHECK(t, r.status == 422 && test_has(r.body, "id=\"opens-wrong\""));
	CHECK(t, test_has(r.body, "value=\"soon\""));
	r = test_post(t, add, "title=Back&round=20&from_week=4&to_week=2&letters=0");
	CHECK(t, r.status == 422 && test_has(r.body, "closes after it has opened"));
	r = test_post(t, add, "title=Other&round=999&from_week=1&to_week=2&letters=0");
	CHECK(t, r.status == 422 && test_has(r.body, "id=\"round-wrong\""));
	CHECK(t,
		test_post(t, programme_path(t, "/surveys/%/weekly", id, 0), "once=w&round=20")
				.status
			== 303);
	CHECK(t,
		test_post(t, programme_path(t, "/surveys/%/weekly", id, 0), "once=w&round=20")
				.status
			== 303);
	CHECK(t, programme_number(t, &waves, ARGS(arg(id))) == 7);
	int64_t one = programme_number(t, &wave, ARGS(arg(id)));
	CHECK(t,
		test_post(t, programme_path(t, "/surveys/%/wave/%/out", id, one), "").status
			== 303);
	CHECK(t,
		test_post(t, programme_path(t, "/surveys/%/wave/%/out", id, one), "").status
			== 404);
	CHECK(t, programme_number(t, &waves, ARGS(arg(id))) == 6);
}

void test_survey_launches_and_closes(struct test *t)
{
	struct programme p;
	int64_t id = begin(t, &p, "empty");
	const char *launch = programme_path(t, "/surveys/%/launch", id, 0);
	const char *close = programme_path(t, "/surveys/%/close", id, 0);

	struct reply r = test_post(t, launch, "");
	CHECK(t, r.status == 422 && test_has(r.body, "at least one question"));
	CHECK(t,
		test_post(t, programme_path(t, "/surveys/%/question/0", id, 0),
			"text=Why%3F&kind=text&name=why")
				.status
			== 303);
	CHECK(t, test_post(t, launch, "").status == 303 && test_post(t, launch, "").status == 303);
	CHECK(t, test_has(test_get(t, "/surveys").body, "version 1 is asked"));
	CHECK(t,
		test_post(t, close, "on=1").status == 303
			&& test_post(t, close, "on=1").status == 303);
	CHECK(t, test_has(test_get(t, "/surveys").body, ">closed<"));
	CHECK(t, test_post(t, close, "on=0").status == 303);
	CHECK(t, test_has(test_get(t, "/surveys").body, "version 1 is asked"));
}

void test_survey_goes_out_as_a_file_and_comes_back_the_same(struct test *t)
{
	struct programme p;
	int64_t id = begin(t, &p, "exit");
	struct reply file = test_get(t, programme_path(t, "/surveys/%/export.json", id, 0));

	CHECK(t, file.status == 200 && str_eq(file.type, S("application/json")));
	struct request rq = { .method = POST,
		.path = S("/surveys/import"),
		.host = S("127.0.0.1:8080"),
		.network = S("127.0.0.1"),
		.content_type = S("multipart/form-data; boundary=cut"),
		.body = arena_fmt(t->mem,
			"--cut\r\nContent-Disposition: form-data; name=\"once\"\r\n\r\nx\r\n"
			"--cut\r\nContent-Disposition: form-data; name=\"file\";"
			" filename=\"s.json\"\r\n"
			"\r\n%.*s\r\n--cut--\r\n",
			(int)file.body.len, file.body.at) };
	struct reply r = test_request(t, &rq);
	CHECK(t, r.status == 303);
	int64_t other = programme_number(t, &newest, NO_ARGS);
	struct reply again = test_get(t, programme_path(t, "/surveys/%/export.json", other, 0));
	/* All but the short name, which this study has already. */
	json_t *a = json_loadb(file.body.at, file.body.len, 0, NULL);
	json_t *b = json_loadb(again.body.at, again.body.len, 0, NULL);
	CHECK(t, other != id && a && b && !json_equal(a, b));
	json_object_del(a, "name");
	json_object_del(b, "name");
	CHECK(t, json_equal(a, b));
	json_decref(a);
	json_decref(b);
	r = test_post(t, "/surveys/import", "once=y&file=%7B%22format%22%3A1%7D");
	CHECK(t, r.status == 422 && test_has(r.body, "not a survey at"));
	CHECK(t, test_has(r.body, "/format: a text in quotation marks belongs here"));
}

/* What is served is the file of doc/, and it is about the same fields as the program. */
void test_survey_schema_is_published(struct test *t)
{
	const char *source = getenv("CAIRN_SOURCE");
	FILE *f = fopen(
		arena_fmt(t->mem, "%s/doc/survey.schema.json", source ? source : "..").at, "rb");
	char *at = arena_new(t->mem, char, 1 << 16);
	struct reply r = test_get(t, "/surveys/schema.json");

	CHECK(t, f != NULL && r.status == 200);
	size_t n = f ? fread(at, 1, 1 << 16, f) : 0;
	if (f)
		fclose(f);
	CHECK(t, str_eq(r.body, (struct str){ at, n }));
	json_t *schema = json_loadb(r.body.at, r.body.len, 0, NULL);
	json_t *defs = json_object_get(schema, "$defs");
	json_t *question = json_object_get(json_object_get(defs, "question"), "properties");
	json_t *kinds = json_object_get(json_object_get(question, "kind"), "enum");
	CHECK(t, json_array_size(kinds) == SURVEY_KINDS && json_object_size(question) == 13);
	for (size_t i = 0; i < SURVEY_KINDS; i++)
		CHECK(t,
			strcmp(json_string_value(json_array_get(kinds, i)), survey_kind_words[i])
				== 0);
	json_decref(schema);
}
