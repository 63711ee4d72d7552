/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/activity.h"
#include "core/key.h"
#include "core/participant.h"
#include "core/person.h"
#include "evidence/measure_by.h"
#include "test/programme.h"
#include "test/published.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { DOC_MAX = 65536 };

static const struct stmt plain = { "measure_test_plain",
	"SELECT COUNT(*), COUNT(DISTINCT object_id) FROM activity WHERE participant_id = $1"
	" AND class = 1",
	"i", "ii" };
static const struct stmt old_posts = { "measure_test_old",
	"UPDATE activity SET object_kind = 4, amount = 1, object_id = (SELECT max(p.id) FROM post p"
	" WHERE p.thread_id = activity.object_id AND p.posted_at = activity.at) WHERE class = 3",
	"", "" };
static const struct stmt from_a_log = { "measure_test_from_a_log",
	"UPDATE activity SET channel = 3, object_kind = 6, object_id = 0", "", "" };
static const struct stmt quiet = { "measure_test_quiet",
	"INSERT INTO study_class (study_id, class, off_at) VALUES (10, 1, 5)", "", "" };
static const struct stmt no_answers = { "measure_test_no_answers",
	"DELETE FROM activity WHERE class = 14", "", "" };

static struct measure_by made(struct test *t, const char *name, enum measure_by_what what)
{
	struct measure_study study;
	struct measure_by m = { 0 };
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, measure_study(c, str_of(name), &study) && measure_by_make(c, &study, what, &m));
	return m;
}

static bool is(const struct measure_by_line *l, enum measure_fold_at at, double v)
{
	return l->at[at].n == 1 && fabs(l->at[at].mean - v) < 1e-9;
}

static const struct measure_by_line *line_of(
	const struct measure_by *m, const char *a, const char *b)
{
	for (size_t i = 0; i < m->n; i++)
		if (str_eq(m->line[i].key[0], str_of(a)) && str_eq(m->line[i].key[1], str_of(b)))
			return &m->line[i];
	return NULL;
}

/* The only one of a study of whom something holds. */
static const struct measure_by_line *person_with(
	const struct measure_by *m, enum measure_fold_at at, double v)
{
	for (size_t i = 0; i < m->n; i++)
		if (is(&m->line[i], at, v))
			return &m->line[i];
	return NULL;
}

/* Ann writes five words; ninety minutes later Ben, who is in no study, answers, and Ann thanks.
   Another thread of hers stays without an answer. Cleo, of another group, looks twice at the first
   and once at her own group. */
static int64_t talk(struct test *t, struct programme *p)
{
	programme_make(t, p);
	int64_t thread = programme_thread(t, p->ann, CHEMISTRY, "Labs", "Who has been in one?");
	programme_thread(t, p->ann, CHEMISTRY, "Dates", "When?");
	t->now += 90 * INT64_C(60000000);
	programme_answer(t, p->ben, thread, "I have.");
	programme_answer(t, p->ann, thread, "Thank you, Ben!");
	test_sign_in(t, p->cleo);
	for (size_t i = 0; i < 2; i++)
		CHECK(t, test_get(t, programme_path(t, "/thread/%", thread, 0)).status == 200);
	CHECK(t, test_get(t, programme_path(t, "/group/%", BUSINESS, 0)).status == 200);
	test_sign_in(t, p->rex);
	return thread;
}

void test_measures_tell_what_a_person_wrote_and_who_answered(struct test *t)
{
	struct programme p;

	talk(t, &p);
	struct measure_by m = made(t, "cop", BY_PERSON);
	const struct measure_by_line *ann = person_with(&m, FOLD_POSTS, 3);
	CHECK(t, m.n == 3 && ann);
	CHECK(t, ann && is(ann, FOLD_WORDS, 5 + 1 + 3) && is(ann, FOLD_REPLIES_GIVEN, 0));
	CHECK(t, ann && is(ann, FOLD_REPLIES_RECEIVED, 1) && is(ann, FOLD_FIRST_REPLY, 1.5));
	CHECK(t, ann && is(ann, FOLD_UNANSWERED, 1) && is(ann, FOLD_DAYS_PRESENT, 1));
	CHECK(t, ann && is(ann, FOLD_PAGE_VIEWS, 0) && ann->at[FOLD_VICARIOUS].n == 0);
	CHECK(t, ann && ann->at[FOLD_ACTIVE_MINUTES].n == 0);
}

void test_measures_tell_reading_in_other_groups_and_beside_a_talk(struct test *t)
{
	struct programme p;
	int64_t thread = talk(t, &p);
	struct measure_by m = made(t, "cop", BY_PERSON);
	const struct measure_by_line *cleo = person_with(&m, FOLD_PAGE_VIEWS, 3);

	CHECK(t, cleo && is(cleo, FOLD_DISTINCT_PAGES, 2) && is(cleo, FOLD_OTHER_GROUPS, 2));
	CHECK(t, cleo && is(cleo, FOLD_VICARIOUS, 1) && cleo->at[FOLD_FIRST_REPLY].n == 0);
	CHECK(t, cleo && is(cleo, FOLD_POSTS, 0) && is(cleo, FOLD_WORDS, 0));
	/* Who wrote in a thread has no share of looking on there. */
	test_sign_in(t, p.ann);
	CHECK(t, test_get(t, programme_path(t, "/thread/%", thread, 0)).status == 200);
	m = made(t, "cop", BY_PERSON);
	const struct measure_by_line *ann = person_with(&m, FOLD_POSTS, 3);
	CHECK(t, ann && is(ann, FOLD_VICARIOUS, 0) && is(ann, FOLD_OTHER_GROUPS, 0));
}

void test_measures_of_groups_weeks_and_rounds_are_those_of_their_people(struct test *t)
{
	struct programme p;

	talk(t, &p);
	struct measure_by m = made(t, "cop", BY_GROUP);
	const struct measure_by_line *l = line_of(&m, "autumn", "Chemistry 1");
	CHECK(t, l && l->people == 1 && l->at[FOLD_POSTS].mean == 3);
	l = line_of(&m, "autumn", "Business 1");
	CHECK(t, l && l->people == 1 && l->at[FOLD_PAGE_VIEWS].sum == 3);
	m = made(t, "cop", BY_WEEK);
	CHECK(t, m.n == 4); /* two rounds in their second week: what has not begun has no row */
	l = line_of(&m, "autumn", "2");
	CHECK(t, l && l->people == 2 && l->at[FOLD_POSTS].n == 2 && l->at[FOLD_POSTS].mean == 1.5);
	CHECK(t, fabs(l->at[FOLD_POSTS].sd - sqrt(4.5)) < 1e-12 && l->at[FOLD_POSTS].max == 3);
	l = line_of(&m, "autumn", "1");
	CHECK(t, l && l->at[FOLD_POSTS].sum == 0 && l->at[FOLD_FIRST_REPLY].n == 0);
	m = made(t, "cop", BY_ROUND);
	CHECK(t, m.n == 2 && m.line[0].people == 2 && m.line[0].at[FOLD_WORDS].sum == 9);
	CHECK(t, made(t, "cop", BY_ARM).n == 0);
}

/* Of an imported log nothing is known but views, posts and days. */
void test_measures_of_an_imported_log_are_absent_and_not_zero(struct test *t)
{
	published_make(t, "cop-2019");
	CHECK(t, sql_run(test_ctx(t, (struct person_id){ 0 }), &from_a_log, NO_ARGS));
	struct measure_by m = made(t, "cop-2019", BY_PERSON);
	const struct measure_by_line *most = line_of(&m, m.line[18].key[0].at, "19");

	CHECK(t, m.n == PUBLISHED_PEOPLE && most && is(most, FOLD_PAGE_VIEWS, 226));
	CHECK(t, most && is(most, FOLD_POSTS, 0) && most->at[FOLD_WORDS].n == 0);
	CHECK(t, most && most->at[FOLD_DISTINCT_PAGES].n == 0 && most->at[FOLD_VICARIOUS].n == 0);
	CHECK(t, most && most->at[FOLD_OTHER_GROUPS].n == 0 && most->at[FOLD_REPLIES_GIVEN].n == 0);
	CHECK(t, most && most->at[FOLD_UNANSWERED].n == 0 && most->at[FOLD_ACTIVE_MINUTES].n == 0);
	CHECK(t, made(t, "cop-2019", BY_ROUND).n == 0);
}

void test_measures_that_a_study_does_not_collect_are_absent(struct test *t)
{
	struct programme p;

	talk(t, &p);
	CHECK(t, sql_run(test_ctx(t, (struct person_id){ 0 }), &quiet, NO_ARGS) && test_end(t));
	struct measure_by m = made(t, "cop", BY_PERSON);
	const struct measure_by_line *ann = person_with(&m, FOLD_POSTS, 3);
	CHECK(t, ann && ann->at[FOLD_PAGE_VIEWS].n == 0 && ann->at[FOLD_DAYS_PRESENT].n == 0);
	CHECK(t, ann && ann->at[FOLD_OTHER_GROUPS].n == 0 && is(ann, FOLD_WORDS, 9));
}

void test_measures_agree_with_a_plain_count(struct test *t)
{
	struct programme p;
	uint32_t dice = 4711;
	struct rows r;

	programme_make(t, &p);
	for (size_t i = 0; i < 200; i++) {
		struct ctx *c = test_ctx(t, (struct person_id){ 0 });
		dice = dice * 1664525 + 1013904223;
		struct trace v = { .participant = p.ann_participant,
			.id = ctx_id(c),
			.round = PROGRAMME_ROUND,
			.object = dice >> 16 & 31,
			.at = TEST_NOW - (dice >> 8 & 7) * INT64_C(86400000000),
			.amount = 1,
			.class = TRACE_VISIT,
			.channel = CHANNEL_WEB,
			.object_kind = OBJECT_THREAD };
		CHECK(t, activity_add(c, &v) && test_end(t));
	}
	struct measure_by m = made(t, "cop", BY_PERSON);
	CHECK(t,
		sql_one(test_ctx(t, (struct person_id){ 0 }), &plain, ARGS(arg(p.ann_participant)),
			&r));
	const struct measure_by_line *ann = person_with(&m, FOLD_PAGE_VIEWS, 200);
	CHECK(t, ann && row_int(&r, 0) == 200);
	CHECK(t, ann && is(ann, FOLD_DISTINCT_PAGES, (double)row_int(&r, 1)));
	CHECK(t, ann && is(ann, FOLD_DAYS_PRESENT, 8));
	sql_end(&r);
}

static struct str file(struct test *t, const char *name, char *to)
{
	const char *source = getenv("CAIRN_SOURCE");
	FILE *f = fopen(arena_fmt(t->mem, "%s/%s", source ? source : "..", name).at, "r");

	CHECK(t, f);
	size_t n = f ? fread(to, 1, DOC_MAX - 1, f) : 0;
	CHECK(t, !f || fclose(f) == 0);
	to[n] = '\0';
	return (struct str){ to, n };
}

/* A ledger from before: posts by their own id, nobody told of answers. */
void test_measures_of_earlier_posts_are_found_again_but_for_their_words(struct test *t)
{
	struct programme p;
	char sql[DOC_MAX];

	talk(t, &p);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, sql_run(c, &old_posts, NO_ARGS) && sql_run(c, &no_answers, NO_ARGS));
	char *key = strstr(file(t, "migrations/0016_measure.sql", sql).at, "participant_key");
	CHECK(t, key && key_open_study(c, 10));
	if (key) /* which was in plain when this step was made */
		memcpy(key, "open_key       ", strlen("participant_key"));
	CHECK(t, sql_script(c, sql) && test_end(t));
	struct measure_by m = made(t, "cop", BY_PERSON);
	const struct measure_by_line *ann = person_with(&m, FOLD_POSTS, 3);
	CHECK(t, ann && ann->at[FOLD_WORDS].n == 0 && is(ann, FOLD_REPLIES_GIVEN, 0));
	CHECK(t, ann && is(ann, FOLD_REPLIES_RECEIVED, 1) && is(ann, FOLD_UNANSWERED, 1));
	CHECK(t, ann && is(ann, FOLD_FIRST_REPLY, 1.5));
}

void test_measures_page_and_files_say_what_each_is(struct test *t)
{
	struct programme p;

	talk(t, &p);
	struct reply r = test_get(t, "/reports/measures?study=cop&by=group");
	CHECK(t, r.status == 200 && test_has(r.body, "These are true values"));
	CHECK(t, test_has(r.body, "<th scope=\"row\">autumn</th>\n<td>Chemistry 1</td>"));
	for (size_t i = 0; i < MEASURES; i++)
		CHECK(t,
			test_has(r.body,
				arena_fmt(t->mem, "<h3 id=\"%s\">", measure_table[i].name).at));
	r = test_get(t, "/reports/measures.csv?study=cop&by=person");
	CHECK(t,
		r.status == 200
			&& str_starts(r.body,
				S("participant,number,page_views,distinct_pages,active_minutes,"
				  "days_present,posts,words,replies_given,replies_received,"
				  "first_reply_hours,unanswered_threads,other_group_views,"
				  "vicarious_share\n")));
	CHECK(t, test_has(r.body, ",,0,0,,1,3,9,0,1,1.5,1,0,\n"));
	CHECK(t, test_has(r.body, ",,3,2,,1,0,0,0,0,,0,2,1\n"));
	r = test_get(t, "/reports/measures.csv?study=cop&by=round");
	CHECK(t, test_has(r.body, "\nautumn,words,words,2,2,4.5,6.36396103067893,4.5,0,9,9\n"));
	r = test_get(t, "/reports/measures.json?study=cop&by=week");
	json_t *j = json_loadb(r.body.at, r.body.len, 0, NULL);
	CHECK(t, json_array_size(json_object_get(j, "rows")) == 4);
	CHECK(t, json_object_size(json_object_get(j, "measures")) == FOLDS);
	json_decref(j);
	CHECK(t, test_get(t, "/reports/measures?by=nonsense").status == 404);
	CHECK(t, test_get(t, "/reports/measures.csv?study=nope").status == 404);
	CHECK(t, test_has(test_get(t, "/reports/measures?by=arm").body, "no frozen trial"));
	test_sign_in(t, p.fay);
	CHECK(t, test_get(t, "/reports/measures?by=person").status == 403);
}

void test_measures_without_a_study_are_still_explained(struct test *t)
{
	test_sign_in(t, test_person(t, "researcher", ROLE_RESEARCHER));
	struct reply r = test_get(t, "/reports/measures");

	CHECK(t, r.status == 200 && test_has(r.body, "There is no study yet"));
	CHECK(t, test_has(r.body, "<h3 id=\"vicarious_share\">"));
	CHECK(t, test_get(t, "/reports/measures.csv").status == 404);
}

/* The document is the table, word by word. */
void test_measures_are_documented_as_they_are_defined(struct test *t)
{
	char text[DOC_MAX];
	struct str doc = file(t, "doc/measures.md", text), rest = doc;
	size_t n = 0;

	for (size_t i = 0; i < MEASURES; i++) {
		const struct measure *m = &measure_table[i];
		CHECK(t,
			str_has(doc,
				arena_fmt(t->mem,
					"\n## %s\n`%s`, unit: %s\n\nIt counts: %s\n\n"
					"It cannot see: %s\n",
					m->title, m->name, m->unit, m->counts, m->blind)));
	}
	while (rest.len > 0)
		n += str_starts(str_cut(&rest, '\n'), S("## "));
	CHECK(t, n == MEASURES);
}
