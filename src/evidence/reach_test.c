/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/background.h"
#include "core/came.h"
#include "core/key.h"
#include "core/participant.h"
#include "core/person.h"
#include "evidence/bars.h"
#include "evidence/population.h"
#include "evidence/reach.h"
#include "evidence/reach_out.h"
#include "store/sql.h"
#include "test/published.h"

#include <jansson.h>
#include <stdlib.h>

static const struct stmt audited = { "reach_test_audited",
	"SELECT count(*) FROM audit WHERE act = $1", "s", "i" };

static int64_t count_audit(struct test *t, const char *act)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct rows r;

	CHECK(t, sql_one(c, &audited, ARGS(arg(str_of(act))), &r));
	int64_t n = row_int(&r, 0);
	sql_end(&r);
	CHECK(t, test_end(t));
	return n;
}

static bool put(struct test *t, int64_t study, const char *csv, struct population_told *told)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	bool good = population_put(c, study, str_of(csv), told);

	test_end(t);
	return good;
}

/* So many participants with a subject and a year, by an account each. */
static void join(struct test *t, int64_t study, const char *subject, const char *year, int n)
{
	for (int i = 0; i < n; i++) {
		struct person_id who = test_person(
			t, arena_fmt(t->mem, "%.3s-%s-%d", subject, year, i).at, ROLE_STUDENT);
		struct ctx *c = test_ctx(t, (struct person_id){ 0 });
		struct participant_id p;
		CHECK(t, participant_join(c, study, who, &p));
		CHECK(t, participant_fill(c, p, str_of(subject), str_of(year)));
		CHECK(t, test_end(t));
	}
}

static struct reach make(struct test *t, const char *name, struct reach_how how)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct measure_study study;
	struct reach r = { 0 };

	CHECK(t, measure_study(c, str_of(name), &study) && reach_make(c, &study, &how, &r));
	CHECK(t, test_end(t));
	return r;
}

static const struct reach_row *find(const struct reach *r, enum reach_by by, const char *name)
{
	static const struct reach_row none = { 0 };

	for (size_t i = 0; i < r->part[by].n; i++)
		if (str_eq(r->part[by].row[i].name, str_of(name)))
			return &r->part[by].row[i];
	return &none;
}

void test_population_reads_a_table_whatever_its_columns_are_called(struct test *t)
{
	int64_t study = published_study(t, "cop");
	struct population_told told;
	struct population_row *row;
	size_t n;

	CHECK(t,
		put(t, study,
			"Headcount;Course;Year of study;Widening participation\n"
			"120;Chemistry;1;yes\n80;\"Chemistry\";1;NO\n 40 ; Art, fine ;PG;\n",
			&told));
	CHECK(t, told.taken == 3 && told.refused == 0 && told.people == 240);
	CHECK(t, population_read(test_ctx(t, (struct person_id){ 0 }), study, &row, &n) && n == 3);
	CHECK(t, str_eq(row[0].subject, S("Art, fine")) && row[0].tagged == -1);
	CHECK(t, row[1].tagged == 0 && row[1].n == 80 && row[2].tagged == 1 && row[2].n == 120);
	CHECK(t, count_audit(t, "population.put") == 1);
}

void test_population_names_each_line_that_cannot_be_used(struct test *t)
{
	int64_t study = published_study(t, "cop");
	struct population_told told;

	CHECK(t,
		put(t, study,
			"subject,year,tag,count\nLaw,1,yes,10\nLaw,1,yes,11\nLaw,1,maybe,1\n"
			",1,no,3\nLaw,2,no,-4\nLaw,2,no,many\nTotal,,,99\nLaw,3,no,7\n",
			&told));
	CHECK(t, told.taken == 2 && told.refused == 6 && told.people == 17);
	static const int64_t lines[] = { 3, 4, 5, 6, 7, 8 };
	for (size_t i = 0; i < told.whys; i++)
		CHECK(t, told.why[i].line == lines[i]);
	CHECK(t, told.whys == 6 && strstr(told.why[0].why, "earlier line"));
	CHECK(t, strstr(told.why[1].why, "neither yes nor no") && strstr(told.why[5].why, "sum"));
}

void test_population_stays_when_the_next_table_is_no_use(struct test *t)
{
	static const char *const bad[] = { "", "  \n", "year,count\n1,2\n", "subject,count\n",
		"subject,count\nLaw,x\n", "subject\nLaw\n" };
	int64_t study = published_study(t, "cop"), other = published_study(t, "other");
	struct population_told told;
	struct population_row *row;
	size_t n;

	CHECK(t, put(t, study, "subject,count\nLaw,10\n", &told));
	CHECK(t, put(t, other, "subject,count\nArt,10\n", &told));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK(t, !put(t, study, bad[i], &told));
	CHECK(t, population_read(test_ctx(t, (struct person_id){ 0 }), study, &row, &n));
	CHECK(t, n == 1 && str_eq(row[0].subject, S("Law")));
	CHECK(t, put(t, study, "subject,count\nArt,3\nMusic,4\n", &told));
	CHECK(t, population_read(test_ctx(t, (struct person_id){ 0 }), study, &row, &n));
	CHECK(t, n == 2 && str_eq(row[0].subject, S("Art")));
}

/* 12 of 120 chemists, 4 of 60 lawyers, 1 of 22 in art, and 3 of a subject that nobody knows. */
static int64_t campus(struct test *t)
{
	int64_t study = published_study(t, "cop");
	struct population_told told;

	CHECK(t,
		put(t, study,
			"subject,year,tag,count\nChemistry,1,yes,40\nChemistry,2,no,80\n"
			"Law,1,yes,20\nLaw,1,no,40\nArt,3,no,22\nMusic,3,no,50\n",
			&told));
	join(t, study, "chemistry", "1", 5);
	join(t, study, "Chemistry", "2", 7);
	join(t, study, "Law", "1", 4);
	join(t, study, "Art", "3", 1);
	join(t, study, "Alchemy", "1", 3);
	return study;
}

void test_reach_by_subject_is_rounded_and_says_whom_it_does_not_reach(struct test *t)
{
	campus(t);
	struct reach r = make(t, "cop", (struct reach_how){ 0 });
	const struct reach_part *p = &r.part[REACH_SUBJECT];

	CHECK(t, r.uploaded && !r.has_tag && p->n == 5);
	const struct reach_row *chemistry = find(&r, REACH_SUBJECT, "Chemistry");
	CHECK(t, chemistry->population.shown == 120 && chemistry->reached.shown == 10);
	CHECK(t, chemistry->percent == 8); /* 10 of 120, and not 12 */
	CHECK(t, find(&r, REACH_SUBJECT, "Law")->reached.shown == 5);
	CHECK(t, find(&r, REACH_SUBJECT, "Art")->percent == DISCLOSE_HIDDEN); /* of 22 */
	CHECK(t, !find(&r, REACH_SUBJECT, "Alchemy")->in_table);
	/* Whom it reaches least comes first, whom nobody knows last. */
	CHECK(t, str_eq(p->row[0].name, S("Music")) && p->row[0].percent == 0);
	CHECK(t, str_eq(p->row[4].name, S("Alchemy")));
	CHECK(t, p->total.population.shown == 250 && p->total.reached.shown == 20);
	CHECK(t, p->total.percent == 8);
	CHECK(t, find(&r, REACH_YEAR, "1")->reached.shown == 10);
}

void test_reach_true_numbers_are_shown_when_asked_for(struct test *t)
{
	campus(t);
	struct reach r = make(t, "cop", (struct reach_how){ .is_true = true });
	const struct reach_row *art = find(&r, REACH_SUBJECT, "Art");

	CHECK(t, art->reached.shown == 1 && art->population.shown == 22 && art->percent == 45);
	CHECK(t, r.part[REACH_SUBJECT].total.reached.shown == 20);
	CHECK(t, find(&r, REACH_SUBJECT, "Chemistry")->percent == 100);
}

void test_reach_by_how_they_came_counts_everybody_once(struct test *t)
{
	static const char enrolled[] =
		"INSERT INTO round VALUES (%d, %lld, 'r%d', 'R', 'UTC', '2026-01-01', 4, 0, 1, 0,"
		" 5, 13, %lld, 0)";
	static const char put[] =
		"INSERT INTO enrolment (round_id, person_id, subject, joined_at, came)"
		" SELECT %d, k.person_id, 'Law', %d, %d FROM open_key k"
		" JOIN participant p ON p.id = k.participant_id WHERE p.subject = '%s'";
	int64_t study = campus(t);
	long long maker = (long long)test_person(t, "rex", ROLE_RESEARCHER).v;
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	for (int round = 8; round < 10; round++)
		CHECK(t,
			sql_script(c,
				arena_fmt(t->mem, enrolled, round, (long long)study, round, maker)
					.at));
	CHECK(t, key_open_study(c, study));
	CHECK(t, sql_script(c, arena_fmt(t->mem, put, 8, 1, CAME_RESEARCHER, "Chemistry").at));
	CHECK(t, sql_script(c, arena_fmt(t->mem, put, 9, 2, CAME_AGAIN, "Chemistry").at));
	CHECK(t, sql_script(c, arena_fmt(t->mem, put, 8, 1, CAME_COORDINATOR, "Law").at));
	CHECK(t, test_end(t));
	struct reach r = make(t, "cop", (struct reach_how){ .is_true = true });
	const struct reach_part *p = &r.part[REACH_CAME];
	static const int64_t wanted[] = { 0, 4, 0, 7, 9 }; /* in the order of the page */
	for (size_t i = 0; i < 5; i++)
		CHECK(t, p->row[i].reached.n == wanted[i] && !p->row[i].in_table);
	CHECK(t, p->n == 5 && p->total.reached.n == 20 && !p->total.in_table);
	CHECK(t, p->total.reached.n == r.part[REACH_SUBJECT].total.reached.n);
	r = make(t, "cop", (struct reach_how){ 0 });
	struct buf csv, json;
	buf_init(&csv, 1 << 20);
	buf_init(&json, 1 << 20);
	reach_out_csv(&r, &csv);
	reach_out_json(&r, &json);
	CHECK(t, test_has(buf_str(&csv), "came,Came back from an earlier round,,5,\n"));
	CHECK(t, test_has(buf_str(&csv), "came,Put in by staff,,0,\n"));
	CHECK(t, test_has(buf_str(&csv), "came,All,,20,\n"));
	CHECK(t, test_has(buf_str(&json), "\"came\": ["));
	buf_free(&csv);
	buf_free(&json);
}

void test_reach_page_says_that_ways_have_no_shares(struct test *t)
{
	campus(t);
	test_sign_in(t, test_person(t, "rex", ROLE_RESEARCHER));
	struct reply r = test_get(t, "/reports/reach?study=cop");

	CHECK(t, test_has(r.body, "By how they came</h2>") && test_has(r.body, "no shares"));
	CHECK(t, test_has(r.body, "Another way, or not known</th><td class=\"n\">20</td>"));
	CHECK(t, !test_has(r.body, "id=\"came-chart\""));
}

static struct person_id person_called(struct test *t, const char *name)
{
	struct person p = { 0 };

	CHECK(t,
		person_by_address(test_ctx(t, (struct person_id){ 0 }),
			arena_fmt(t->mem, "%s@cairn.example", name), &p));
	return p.id;
}

void test_reach_by_tag_keeps_those_who_did_not_say_apart(struct test *t)
{
	struct background poor = { .parents = PARENTS_NO_HE }, rich = { .parents = PARENTS_HE };
	const char *const who[] = { "che-2-0", "che-2-1", "che-2-2", "Law-1-0" };

	campus(t);
	for (size_t i = 0; i < 4; i++) {
		struct person_id p = person_called(t, who[i]);
		CHECK(t, background_keep(test_ctx(t, p), p, i < 3 ? &poor : &rich));
		CHECK(t, test_end(t));
	}
	struct reach r = make(t, "cop", (struct reach_how){ true, true });
	const struct reach_row *yes = find(&r, REACH_TAG, "Tagged");
	const struct reach_row *no = find(&r, REACH_TAG, "Not tagged");
	const struct reach_row *unknown = find(&r, REACH_TAG, "");
	CHECK(t, yes->population.n == 60 && yes->reached.n == 3);
	CHECK(t, no->population.n == 192);
	CHECK(t, yes->reached.n + no->reached.n + unknown->reached.n == 20);
	CHECK(t, unknown->reached.n >= 16 && !unknown->in_table);
	CHECK(t, count_audit(t, "counted backgrounds") == 1);
	struct ctx *c = test_ctx(t, test_person(t, "fay", ROLE_FACILITATOR));
	struct reach_how how = { .with_tag = true };
	struct reach denied;
	CHECK(t, !reach_make(c, &r.study, &how, &denied) && c->fault.kind == FAULT_DENIED);
}

void test_reach_files_are_rounded_and_hold_no_tag(struct test *t)
{
	campus(t);
	test_sign_in(t, test_person(t, "rex", ROLE_RESEARCHER));
	struct reply r = test_get(t, "/reports/reach.csv?study=cop&true=1");

	CHECK(t, r.status == 200 && str_starts(r.type, S("text/csv")));
	CHECK(t, str_starts(r.body, S("by,name,enrolled,reached,percent\n")));
	CHECK(t, test_has(r.body, "subject,Chemistry,120,10,8\n"));
	CHECK(t,
		test_has(r.body, "subject,Art,20,0,\n")
			&& test_has(r.body, "subject,All,250,20,8\n"));
	CHECK(t, test_has(r.body, "subject,Alchemy,,5,\n") && !test_has(r.body, "agged"));
	r = test_get(t, "/reports/reach.json?study=cop");
	json_t *j = json_loadb(r.body.at, r.body.len, 0, NULL);
	CHECK(t, json_is_true(json_object_get(j, "rounded")) && !json_object_get(j, "tag"));
	CHECK(t, json_array_size(json_object_get(j, "subject")) == 6);
	json_decref(j);
}

void test_reach_page_takes_a_table_and_draws_the_shares(struct test *t)
{
	published_study(t, "cop");
	test_sign_in(t, test_person(t, "rex", ROLE_RESEARCHER));
	struct reply r = test_get(t, "/reports/reach");
	CHECK(t, r.status == 200 && test_has(r.body, "There is no enrolment table yet"));
	r = test_post(t, "/reports/reach/table", "study=cop&table=subject%2Ccount%0A%3Cb%3E%2Cx");
	CHECK(t, r.status == 422 && test_has(r.body, "&lt;b&gt;,x</textarea>"));
	CHECK(t, test_has(r.body, "id=\"file-wrong\"") && test_has(r.body, "line 2"));
	r = test_post(t, "/reports/reach/table",
		"study=cop&table=subject%2Ccount%0A%3Cb%3E%2C100%0AArt%2Cx%0A");
	CHECK(t, r.status == 200 && test_has(r.body, "Lines taken: 1. People in them: 100."));
	CHECK(t, test_has(r.body, "<li>Line 3: its count is no whole number"));
	CHECK(t, test_has(r.body, "<svg viewBox=") && test_has(r.body, "&lt;b&gt;"));
	CHECK(t, test_has(r.body, "<title id=\"subject-chart\">"));
	CHECK(t, !test_has(r.body, "These are true numbers") && !test_has(r.body, "By tag</h2>"));
	r = test_get(t, "/reports/reach?study=cop&true=1");
	CHECK(t, test_has(r.body, "These are true numbers") && test_has(r.body, "0.0%"));
}

void test_reach_page_counts_the_tag_on_the_record(struct test *t)
{
	campus(t);
	test_sign_in(t, test_person(t, "rex", ROLE_RESEARCHER));
	struct reply r = test_post(t, "/reports/reach/tag", "study=cop&as=page");
	CHECK(t, r.status == 200 && test_has(r.body, "By tag</h2>"));
	CHECK(t, test_has(r.body, "<th scope=\"row\">Not known</th>"));
	CHECK(t, count_audit(t, "counted backgrounds") == 1);
	r = test_post(t, "/reports/reach/tag", "study=cop&as=csv&true=1");
	CHECK(t,
		test_has(r.body, "tag,Not known,,20,\n")
			&& test_has(r.body, "tag,Tagged,60,0,0\n"));
	CHECK(t, count_audit(t, "counted backgrounds") == 2);
	test_sign_in(t, test_person(t, "fay", ROLE_FACILITATOR | ROLE_COORDINATOR));
	CHECK(t, test_post(t, "/reports/reach/tag", "study=cop&as=page").status == 403);
	CHECK(t, test_get(t, "/reports/reach").status == 403);
	CHECK(t, count_audit(t, "counted backgrounds") == 2);
}

/* A bar is as long as its share, and none leaves the picture. */
void test_bars_are_as_long_as_their_shares(struct test *t)
{
	campus(t);
	struct reach r = make(t, "cop", (struct reach_how){ .is_true = true });
	struct bars b;

	CHECK(t, bars_make(test_ctx(t, (struct person_id){ 0 }), &r, REACH_SUBJECT, &b));
	CHECK(t, b.n == 4 && b.ticks > 1 && b.ticks <= BARS_TICKS);
	double unit = 0;
	for (size_t i = 0; i < b.n; i++) {
		const struct reach_row *row =
			find(&r, REACH_SUBJECT, arena_str(t->mem, b.row[i].name).at);
		double width = strtod(b.row[i].width.at, NULL);
		CHECK(t, width >= 0 && width <= 300 && b.row[i].bar_y < b.axis);
		if (row->percent > 0 && unit == 0)
			unit = width / (double)row->percent;
		CHECK(t, row->percent <= 0 || (width / (double)row->percent - unit) < 0.1);
		CHECK(t, (row->percent > 0) == b.row[i].has_bar);
	}
}
