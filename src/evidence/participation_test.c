/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/person.h"
#include "evidence/strip.h"
#include "test/published.h"
#include "test/test.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

static void as_researcher(struct test *t)
{
	test_sign_in(t, test_person(t, "researcher", ROLE_RESEARCHER));
}

void test_participation_page_shows_the_published_report(struct test *t)
{
	published_make(t, "cop-2019");
	as_researcher(t);
	struct reply r = test_get(t, "/reports/participation");

	CHECK(t, r.status == 200 && test_has(r.body, "<h1>Participation</h1>"));
	CHECK(t, test_has(r.body, "<dd>56.08</dd>") && test_has(r.body, "<dd>56.11</dd>"));
	CHECK(t, test_has(r.body, "<dd>52.5</dd>") && test_has(r.body, "<strong>0.719</strong>"));
	CHECK(t, test_has(r.body, "Of the 144 pairs"));
	CHECK(t, test_has(r.body, "These are true values; they are for the researcher's screen"));
	CHECK(t,
		test_has(r.body,
			"<tr><th scope=\"row\">19</th><td>Male</td><td>Science and Engineering</td>"
			"<td class=\"n\">4</td><td>Active</td><td class=\"n\">226</td>"));
	CHECK(t,
		test_has(r.body, "What page views cannot see") && test_has(r.body, "not recorded"));
	CHECK(t, !test_has(r.body, "<select"));
}

/* Every dot of the chart stands for a row of the table. */
void test_participation_chart_draws_the_table(struct test *t)
{
	published_make(t, "cop-2019");
	as_researcher(t);
	struct str rest = test_get(t, "/reports/participation").body;
	size_t dots = 0;

	CHECK(t, test_has(rest, "<svg viewBox=") && test_has(rest, "<title id=\"chart-title\">"));
	CHECK(t, test_has(rest, "Active: 12 people, 0 to 226 page views, mean 78.92."));
	CHECK(t, test_has(rest, "Less active: 12 people, 0 to 66 page views, mean 33.25."));
	CHECK(t,
		test_has(rest, ">no. 19: 226 views</text>")
			&& test_has(rest, ">no. 9: 0 views</text>"));
	for (const char *at; (at = memmem(rest.at, rest.len, "<circle class=\"dot", 18)); dots++)
		rest = (struct str){ at + 18, rest.len - (size_t)(at + 18 - rest.at) };
	CHECK(t, dots == PUBLISHED_PEOPLE);
}

void test_participation_downloads_are_the_report(struct test *t)
{
	published_make(t, "cop-2019");
	as_researcher(t);
	struct reply csv = test_get(t, "/reports/participation.csv?study=cop-2019");
	struct reply json = test_get(t, "/reports/participation.json?study=cop-2019");
	json_t *j = json_loadb(json.body.at, json.body.len, 0, NULL);

	CHECK(t, csv.status == 200 && str_starts(csv.type, S("text/csv")));
	CHECK(t,
		str_starts(csv.body,
			S("participant,gender,subject,year,perceived_engagement,page_views\n19,")));
	CHECK(t, json.status == 200 && str_starts(json.type, S("application/json")));
	CHECK(t, json_array_size(json_object_get(j, "rows")) == 24);
	json_decref(j);
}

void test_participation_is_for_researchers(struct test *t)
{
	static const char *const paths[] = { "/reports/participation", "/reports/participation.csv",
		"/reports/participation.json", "/reports/how", "/reports/participants",
		"/reports/participant/1" };

	published_make(t, "cop-2019");
	test_sign_in(t, test_person(t, "facilitator", ROLE_FACILITATOR | ROLE_ADMINISTRATOR));
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		struct reply r = test_get(t, paths[i]);
		CHECK(t, r.status == 403 && !test_has(r.body, "Science"));
	}
}

void test_participation_offers_the_studies_there_are(struct test *t)
{
	published_study(t, "autumn");
	published_make(t, "cop-2019");
	as_researcher(t);
	struct reply r = test_get(t, "/reports/participation");
	CHECK(t, test_has(r.body, "<option value=\"cop-2019\"\nselected"));
	CHECK(t, test_has(r.body, "<option value=\"autumn\""));
	r = test_get(t, "/reports/participation?study=autumn");
	CHECK(t,
		r.status == 200
			&& test_has(r.body, "Nobody in this study has a participant number yet"));
	r = test_get(t, "/reports/participation?study=nope");
	CHECK(t, r.status == 404 && test_has(r.body, "cop-2019, autumn"));
	CHECK(t, test_get(t, "/reports/participation.csv?study=nope").status == 404);
}

void test_participation_without_any_study_says_so(struct test *t)
{
	as_researcher(t);
	struct reply r = test_get(t, "/reports/participation");

	CHECK(t, r.status == 200 && test_has(r.body, "There is no study yet"));
	CHECK(t, test_get(t, "/reports/participation.json").status == 404);
}

void test_participation_escapes_what_people_said(struct test *t)
{
	const struct published_person odd = { 1, "<b>", "=cmd()", "4 \"x\"", "Active", 1 };
	published_add(t, published_study(t, "odd"), &odd);
	as_researcher(t);

	CHECK(t, test_has(test_get(t, "/reports/participation").body, "<td>&lt;b&gt;</td>"));
	CHECK(t,
		test_has(test_get(t, "/reports/participation.csv").body,
			"1,<b>,\"'=cmd()\",\"4 \"\"x\"\"\",Active,1\n"));
}

void test_participation_how_names_every_measure(struct test *t)
{
	as_researcher(t);
	struct reply r = test_get(t, "/reports/how");

	CHECK(t, r.status == 200);
	for (size_t i = 0; i < MEASURES; i++)
		CHECK(t, test_has(r.body, measure_table[i].title) && measure_table[i].blind[0]);
}

/* Two dots never hide each other, and none leaves the picture. */
void test_strip_keeps_dots_apart(struct test *t)
{
	int64_t study = published_study(t, "many");
	struct measure_study found;
	struct table1 table;
	struct strip s;

	for (int i = 1; i <= 70; i++) {
		const struct published_person p = { i, "", "", "", i % 3 ? "Active" : "less active",
			i % 2 ? 0 : i % 9 };
		published_add(t, study, &p);
	}
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t,
		measure_study(c, S("many"), &found) && table1_make(c, &found, &table)
			&& strip_make(c, &table, &s));
	CHECK(t,
		s.rows == 2 && s.row[0].n + s.row[1].n == 70 && s.ticks > 1
			&& s.ticks <= STRIP_TICKS);
	for (size_t i = 0; i < s.row[0].n; i++) {
		const struct strip_dot *a = &s.row[0].dot[i];
		CHECK(t,
			a->y > 0 && a->y < s.axis && strtod(a->x.at, NULL) >= 12
				&& strtod(a->x.at, NULL) <= 348);
		for (size_t k = 0; k < i; k++) {
			const struct strip_dot *b = &s.row[0].dot[k];
			double across = strtod(a->x.at, NULL) - strtod(b->x.at, NULL);
			CHECK(t, hypot(across, (double)(a->y - b->y)) >= 2 * (double)s.radius);
		}
	}
}
