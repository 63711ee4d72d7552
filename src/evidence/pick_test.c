/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/person.h"
#include "evidence/pick.h"
#include "evidence/said.h"
#include "test/published.h"
#include "test/test.h"

#include <jansson.h>
#include <math.h>

static void researcher(struct test *t)
{
	test_sign_in(t, test_person(t, "researcher", ROLE_RESEARCHER));
}

void test_pick_begins_with_the_columns_of_the_published_table(struct test *t)
{
	published_make(t, "cop-2019");
	researcher(t);
	struct reply r = test_get(t, "/reports/table.csv?study=cop-2019");

	CHECK(t,
		r.status == 200
			&& str_starts(r.body,
				S("participant,gender,subject,year,perceived_engagement,"
				  "page_views\n1,Female,Chemistry,3,Less active,66\n")));
	r = test_get(t, "/reports/table?study=cop-2019");
	CHECK(t, test_has(r.body, "<td class=\"n\">56.08</td>\n<td class=\"n\">56.11</td>"));
	CHECK(t, test_has(r.body, "<td>Less active</td><td class=\"n\">12</td>"));
	CHECK(t, test_has(r.body, "columns=31&amp;study=cop-2019"));
}

void test_pick_has_the_columns_that_were_chosen_and_dashes_for_what_is_not_known(struct test *t)
{
	published_make(t, "cop-2019");
	researcher(t);
	struct reply r =
		test_get(t, "/reports/table.csv?study=cop-2019&year=1&words=1&page_views=1");

	CHECK(t, str_starts(r.body, S("participant,year,page_views,words\n1,3,66,\n2,3,69,\n")));
	r = test_get(t, "/reports/table?study=cop-2019&year=1&words=1&page_views=1");
	CHECK(t, test_has(r.body, "name=\"words\" value=\"1\"\nchecked"));
	CHECK(t, test_has(r.body, "<td>3</td>\n<td class=\"n\">66</td>\n<td class=\"n\"><span"));
	r = test_get(t, "/reports/table.json?study=cop-2019&words=1&page_views=1");
	json_t *j = json_loadb(r.body.at, r.body.len, 0, NULL);
	json_t *row = json_array_get(json_object_get(j, "rows"), 0);
	json_t *sum = json_object_get(json_object_get(j, "summary"), "page_views");
	CHECK(t, json_object_size(row) == 3 && json_is_null(json_object_get(row, "words")));
	sum = json_object_get(json_object_get(sum, "All"), "sd");
	CHECK(t, fabs(json_real_value(sum) - 56.11) < 0.005);
	json_decref(j);
}

void test_pick_refuses_what_is_no_column(struct test *t)
{
	researcher(t);
	CHECK(t, test_has(test_get(t, "/reports/table").body, "There is no study yet"));
	CHECK(t, test_get(t, "/reports/table.csv").status == 404);
	published_make(t, "cop-2019");
	CHECK(t, pick_find(S("nonsense")) == PICK_COLUMNS && pick_find(S("words")) < PICK_COLUMNS);
	CHECK(t, test_get(t, "/reports/table?study=nope").status == 404);
	test_sign_in(t, test_person(t, "facilitator", ROLE_FACILITATOR));
	CHECK(t, test_get(t, "/reports/table").status == 403);
	CHECK(t, test_get(t, "/reports/said.json").status == 403);
}

/* The study says so itself: what people said did not necessarily match their page views. */
void test_said_lists_who_said_one_thing_and_was_counted_another(struct test *t)
{
	struct measure_study study;
	struct said s;

	published_make(t, "cop-2019");
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, measure_study(c, S("cop-2019"), &study) && said_make(c, &study, &s));
	const struct said_grid *views = &s.grid[0];
	CHECK(t, s.active == 12 && s.less == 12 && s.unasked == 0);
	CHECK(t, views->known == 24 && views->median == 52.5);
	CHECK(t, views->cell[0][0].n == 5 && views->cell[0][1].n == 7);
	CHECK(t, views->cell[1][0].n == 7 && views->cell[1][1].n == 5);
	CHECK(t, views->cell[0][0].row[0]->who->number == 6);
	CHECK(t, views->cell[1][1].row[4]->who->number == 23);
	CHECK(t, s.grid[2].known == 0 && s.grid[2].unknown == 24 && s.grid[4].known == 0);
	CHECK(t, test_end(t));
	researcher(t);
	struct reply r = test_get(t, "/reports/said?study=cop-2019");
	CHECK(t, r.status == 200 && test_has(r.body, "Known of nobody who said anything."));
	CHECK(t, test_has(r.body, "The median is 52.5 views, over 24 people."));
	CHECK(t, test_has(r.body, "<th scope=\"row\">Active</th><td class=\"n\">5</td>"));
	r = test_get(t, "/reports/said.csv");
	CHECK(t, test_has(r.body, "\npage_views,9,Active,0,52.5,at_or_below,1\n"));
	CHECK(t, test_has(r.body, "\npage_views,19,Active,226,52.5,above,0\n"));
	CHECK(t, !test_has(r.body, "score"));
}
