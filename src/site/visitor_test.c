/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/person.h"
#include "test/test.h"

static const struct person_id nobody = { 0 };

static size_t count(struct str text, const char *part)
{
	size_t n = 0, len = strlen(part);

	for (size_t i = 0; i + len <= text.len; i++)
		n += memcmp(text.at + i, part, len) == 0;
	return n;
}

void test_help_is_there_for_somebody_who_is_not_signed_in(struct test *t)
{
	test_sign_in(t, nobody);
	struct reply r = test_get(t, "/help-now");

	CHECK(t, r.status == 200);
	CHECK(t, test_has(r.body, "href=\"tel:116123\""));
	CHECK(t, test_has(r.body, "85258"));
	CHECK(t, test_has(r.body, "href=\"tel:999\""));
	CHECK(t,
		test_has(r.body,
			"Nobody at the university is watching these pages round the clock"));
}

void test_every_page_has_one_heading_and_the_way_to_help(struct test *t)
{
	static const char *const pages[] = { "/", "/help-now", "/privacy", "/accessibility",
		"/not-here" };

	test_sign_in(t, nobody);
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		struct reply r = test_get(t, pages[i]);
		CHECK(t, count(r.body, "<h1>") == 1);
		CHECK(t, count(r.body, "<a class=\"help\" href=\"/help-now\">") == 1);
		CHECK(t, count(r.body, "<main id=\"main\"") == 1 && count(r.body, "</main>") == 1);
		CHECK(t, count(r.body, "style=") == 0);
	}
}

void test_a_page_that_does_not_exist_says_that_nothing_was_lost(struct test *t)
{
	struct reply r = test_get(t, "/not-here");

	CHECK(t, r.status == 404);
	CHECK(t, test_has(r.body, "Nothing of yours was lost"));
}

void test_the_front_page_knows_who_is_signed_in(struct test *t)
{
	test_sign_in(t, nobody);
	CHECK(t, test_has(test_get(t, "/").body, "<a class=\"button\" href=\"/sign-in\">"));
	test_sign_in(t, test_person(t, "mina", ROLE_STUDENT));
	CHECK(t, test_has(test_get(t, "/").body, "<a class=\"button\" href=\"/home\">"));
}

void test_an_administrator_adds_the_number_of_the_universitys_own_service(struct test *t)
{
	test_sign_in(t, test_person(t, "ada", ROLE_ADMINISTRATOR));
	struct reply r = test_post(t, "/admin/words",
		"help_name=Listening+%3CRoom%3E&phone=%2B44+141+496+0000"
		"&hours=Monday+to+Friday%2C+9+to+5&about=&contact=");
	CHECK(t, r.status == 303);

	test_sign_in(t, nobody);
	r = test_get(t, "/help-now");
	CHECK(t, test_has(r.body, "href=\"tel:+441414960000\">+44 141 496 0000</a>"));
	CHECK(t, test_has(r.body, "<h2>Listening &lt;Room&gt;</h2>"));
	CHECK(t, test_has(r.body, "Monday to Friday, 9 to 5"));
}

void test_a_telephone_number_of_words_is_refused_beside_its_field(struct test *t)
{
	test_sign_in(t, test_person(t, "ada", ROLE_ADMINISTRATOR));
	struct reply r = test_post(
		t, "/admin/words", "help_name=Room&phone=ask+at+the+desk&hours=&about=&contact=");

	CHECK(t, r.status == 422);
	CHECK(t, test_has(r.body, "<a href=\"#phone\">"));
	CHECK(t, test_has(r.body, "value=\"ask at the desk\""));
	CHECK(t, test_has(r.body, "value=\"Room\""));
	CHECK(t, !test_has(test_get(t, "/help-now").body, "ask at the desk"));
}

void test_a_facilitator_does_not_change_the_universitys_words(struct test *t)
{
	test_sign_in(t, test_person(t, "fran", ROLE_FACILITATOR));
	CHECK(t, test_get(t, "/admin/words").status == 403);
	CHECK(t, test_post(t, "/admin/words", "contact=x").status == 403);
}

void test_the_navigation_offers_what_a_person_can_open_and_says_where_they_are(struct test *t)
{
	test_sign_in(t, test_person(t, "ada", ROLE_ADMINISTRATOR));
	struct str page = test_get(t, "/admin/words").body;
	CHECK(t, test_has(page, "<a href=\"/admin/people\" aria-current=\"true\">People</a>"));
	CHECK(t, !test_has(page, "<a href=\"/rounds\""));

	test_sign_in(t, test_person(t, "fran", ROLE_FACILITATOR));
	page = test_get(t, "/me").body;
	CHECK(t, test_has(page, "<a href=\"/me\" aria-current=\"page\">Me</a>"));
	CHECK(t, test_has(page, "<a href=\"/rounds\">Rounds</a>"));
	CHECK(t, !test_has(page, "<a href=\"/admin/people\""));

	test_sign_in(t, nobody);
	CHECK(t, !test_has(test_get(t, "/").body, "<nav"));
}
