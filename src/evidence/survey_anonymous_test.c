/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* That nothing leads from an anonymous answer to who gave it, and that nobody answers twice. */
#include "base/instant.h"
#include "evidence/survey.h"
#include "evidence/survey_json.h"
#include "evidence/survey_wave.h"
#include "test/programme.h"

#include <stdio.h>

enum { PEOPLE = 12 };

static const char text[] =
	"{\"format\":\"cairn-survey/1\",\"name\":\"trust\",\"languages\":[\"en\"],"
	"\"link\":\"anonymous\","
	"\"title\":{\"en\":\"Trust\"},"
	"\"questions\":[{\"name\":\"trust\",\"kind\":\"scale\",\"text\":"
	"{\"en\":\"Do you trust us?\"},\"low\":{\"en\":\"no\"},\"high\":{\"en\":\"yes\"}},"
	"{\"name\":\"why\",\"kind\":\"text\",\"text\":{\"en\":\"Why?\"}}]}";

static const struct stmt join = { "anonymous_test_join",
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES (30, $1, 20, 1)",
	"i", "" };
static const struct stmt replies = { "anonymous_test_replies",
	"SELECT who, saved_at, finished_at, answers FROM survey_reply ORDER BY who", "", "siis" };
static const struct stmt dones = { "anonymous_test_dones",
	"SELECT who FROM survey_done ORDER BY who", "", "s" };
static const struct stmt replies_n = { "anonymous_test_n",
	"SELECT (SELECT count(*) FROM survey_reply) * 100 + (SELECT count(*) FROM survey_done)", "",
	"i" };
/* Every place where the program notes that somebody did something, with who and when. */
static const struct stmt noted = { "anonymous_test_noted",
	"SELECT (SELECT count(*) FROM activity) + (SELECT count(*) FROM audit WHERE actor_id = $1)"
	" + (SELECT count(*) FROM submission) + (SELECT count(*) FROM draft)"
	" + (SELECT count(*) FROM job) + (SELECT count(*) FROM letter)",
	"i", "i" };

struct crowd {
	struct programme p;
	struct person_id who[PEOPLE];
	int64_t survey, wave;
};

static void make(struct test *t, struct crowd *k)
{
	struct survey_wave w = {
		.title = S("Autumn"), .round = PROGRAMME_ROUND, .from_week = 2, .to_week = 2
	};
	struct survey_form f;

	programme_make(t, &k->p);
	for (int i = 0; i < PEOPLE; i++) {
		k->who[i] = test_person(t, arena_fmt(t->mem, "p%d", i).at, 64);
		CHECK(t, sql_run(test_ctx(t, k->who[i]), &join, ARGS(arg(k->who[i].v))));
	}
	struct ctx *c = test_ctx(t, k->p.rex);
	CHECK(t, survey_json_read(c, str_of(text), &f) && survey_make(c, 10, &f, &k->survey));
	w.survey = k->survey;
	CHECK(t, survey_wave_add(c, &w, &k->wave) && survey_launch(c, k->survey) && test_end(t));
}

static struct reply send(struct test *t, const struct crowd *k, const char *form)
{
	return test_post(t, programme_path(t, "/survey/%", k->survey, 0),
		arena_fmt(t->mem, "wave=%lld&version=1&lang=en&%s", (long long)k->wave, form).at);
}

/* One person, in two pages; what was said on the first is carried by the second. */
static void answer(struct test *t, const struct crowd *k, int i)
{
	test_sign_in(t, k->who[i]);
	struct reply r = send(t, k, arena_fmt(t->mem, "on=trust&trust=%d&go=next", i % 5 + 1).at);
	CHECK(t, r.status == 200 && test_has(r.body, "Why?"));
	const char *carried = arena_fmt(t->mem, "{&quot;trust&quot;:%d}", i % 5 + 1).at;
	CHECK(t, test_has(r.body, carried) || test_has(r.body, "name=\"so_far\""));
	r = send(t, k,
		arena_fmt(t->mem,
			"so_far=%%7B%%22trust%%22%%3A%d%%7D&on=why&why=said+by+%d&go=next",
			i % 5 + 1, i)
			.at);
	CHECK(t, r.status == 303);
}

static void put_rows(struct test *t, const struct stmt *s, struct buf *out)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct rows r;

	CHECK(t, sql_open(c, s, NO_ARGS, &r));
	while (sql_next(&r)) {
		for (int i = 0; s->out[i]; i++) {
			if (s->out[i] == 'i')
				buf_int(out, row_int(&r, i));
			else
				buf_add(out, row_peek(&r, i));
			buf_char(out, '\n');
		}
	}
	test_end(t);
}

void test_survey_anonymous_keeps_nothing_before_it_is_sent(struct test *t)
{
	struct crowd k;

	make(t, &k);
	test_sign_in(t, k.who[0]);
	struct reply r = test_get(t, programme_path(t, "/survey/%", k.survey, 0));
	CHECK(t, test_has(r.body, "Your answers are anonymous."));
	CHECK(t, send(t, &k, "on=trust&trust=3&go=next").status == 200);
	CHECK(t, programme_number(t, &replies_n, NO_ARGS) == 0);
	/* Nor on the device, which others may use. */
	CHECK(t, !test_has(send(t, &k, "on=trust&trust=3&go=next").body, "data-draft"));
}

void test_survey_anonymous_rows_hold_nothing_that_joins_them_to_people(struct test *t)
{
	struct crowd k;
	struct buf said, done;

	make(t, &k);
	int64_t before[PEOPLE];
	for (int i = 0; i < PEOPLE; i++)
		before[i] = programme_number(t, &noted, ARGS(arg(k.who[i].v)));
	for (int i = 0; i < PEOPLE; i++)
		answer(t, &k, i);
	CHECK(t, programme_number(t, &replies_n, NO_ARGS) == 100 * PEOPLE + PEOPLE);
	buf_init(&said, 1 << 16);
	buf_init(&done, 1 << 16);
	put_rows(t, &replies, &said);
	put_rows(t, &dones, &done);
	struct str replied = buf_str(&said), answered = buf_str(&done);
	/* No number of a person, no time, and no word of one table in the other. */
	for (int i = 0; i < PEOPLE; i++) {
		const char *id = arena_fmt(t->mem, "%lld", (long long)k.who[i].v).at;
		CHECK(t, !test_has(replied, id) && !test_has(answered, id));
		CHECK(t, programme_number(t, &noted, ARGS(arg(k.who[i].v))) == before[i]);
	}
	for (struct str rest = answered, hash; rest.len > 0;) {
		hash = str_cut(&rest, '\n');
		CHECK(t, hash.len == 43 && !str_has(replied, hash));
	}
	struct str now = arena_fmt(t->mem, "%lld", (long long)(t->now / INSTANT_HOUR));
	CHECK(t, !str_has(replied, (struct str){ now.at, 5 }));
	CHECK(t, test_has(replied, "\n0\n1\n{"));
	buf_free(&said);
	buf_free(&done);
}

/* Read as they are kept, neither table has the order in which people answered. */
void test_survey_anonymous_rows_are_in_no_order_of_time(struct test *t)
{
	struct crowd k;
	struct buf said;
	int at[PEOPLE], sorted = 0;

	make(t, &k);
	for (int i = 0; i < PEOPLE; i++)
		answer(t, &k, i);
	buf_init(&said, 1 << 16);
	put_rows(t, &replies, &said);
	buf_char(&said, '\0');
	for (int i = 0; i < PEOPLE; i++) {
		const char *found = strstr(said.at, arena_fmt(t->mem, "said by %d\"", i).at);
		CHECK(t, found != NULL);
		at[i] = found ? (int)(found - said.at) : 0;
		sorted += i > 0 && at[i] > at[i - 1];
	}
	buf_free(&said);
	/* By lot all twelve stand in order, or all against it, once in two hundred million. */
	CHECK(t, sorted > 0 && sorted < PEOPLE - 1);
}

/* PostgreSQL tells of each row which transaction wrote it. All replies were written by the last. */
void test_survey_anonymous_rows_do_not_tell_which_were_written_together(struct test *t)
{
	struct crowd k;

	make(t, &k);
	for (int i = 0; i < PEOPLE; i++)
		answer(t, &k, i);
	CHECK(t, programme_number(t, &replies_n, NO_ARGS) == 100 * PEOPLE + PEOPLE);
	if (db_is_sqlite(t->db))
		return; /* it has no such thing */
	CHECK(t,
		sql_script(test_ctx(t, (struct person_id){ 0 }),
			"DO $do$ BEGIN IF (SELECT count(DISTINCT xmin::text) FROM survey_reply) > 1"
			" OR (SELECT count(DISTINCT xmin::text) FROM survey_done) < 12"
			" OR (SELECT array_agg(who ORDER BY ctid) FROM survey_reply)"
			" <> (SELECT array_agg(who ORDER BY who) FROM survey_reply)"
			" THEN RAISE EXCEPTION 'rows tell when'; END IF; END $do$"));
}

void test_survey_anonymous_is_answered_once(struct test *t)
{
	struct crowd k;

	make(t, &k);
	answer(t, &k, 0);
	struct reply r = send(t, &k, "so_far=%7B%22trust%22%3A5%7D&on=why&why=again&go=next");
	CHECK(t, r.status == 409 && test_has(r.body, "sent your answers already"));
	CHECK(t, test_has(r.body, "<dd>again</dd>"));
	CHECK(t, programme_number(t, &replies_n, NO_ARGS) == 101);
	r = test_get(t, programme_path(t, "/survey/%", k.survey, 0));
	CHECK(t, test_has(r.body, "Your answers are sent."));
	/* Somebody without consent to the study may answer: nothing is linked to it. */
	test_sign_in(t, k.p.ben);
	CHECK(t, test_get(t, programme_path(t, "/survey/%", k.survey, 0)).status == 200);
}
