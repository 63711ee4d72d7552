/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/roster.h"

#include "core/activity.h"
#include "core/person.h"
#include "store/sql.h"
#include "test/published.h"
#include "test/test.h"

#include <stdlib.h>

enum { MANY = 12, MORE = 3 };

static const struct stmt audited = { "test_audited",
	"SELECT COUNT(*) FROM audit WHERE act = $1 AND actor_id = $2", "si", "i" };
static const struct stmt last_said = { "test_last_said",
	"SELECT object_id, channel, round_id, at, (SELECT COUNT(*) FROM activity b WHERE"
	" b.participant_id = $1 AND b.class = $2) FROM activity"
	" WHERE participant_id = $1 AND class = $2 ORDER BY id DESC LIMIT 1",
	"ii", "iiiii" };

struct setting {
	int64_t study;
	struct person_id rex, person[MANY];
	struct participant_id who[MANY];
};

/* People who joined one after the other; the last has left again. */
static struct setting begin(struct test *t)
{
	struct setting s = { published_study(t, "first"), test_person(t, "rex", ROLE_RESEARCHER) };

	for (int i = 0; i < MANY; i++) {
		s.person[i] = test_person(t, arena_fmt(t->mem, "student%d", i).at, ROLE_STUDENT);
		struct ctx *c = test_ctx(t, s.rex);
		CHECK(t, participant_join(c, s.study, s.person[i], &s.who[i]));
		CHECK(t, participant_fill(c, s.who[i], S("Law"), S("3")));
	}
	CHECK(t, participant_withdraw(test_ctx(t, s.rex), s.person[MANY - 1]));
	CHECK(t, test_end(t));
	test_sign_in(t, s.rex);
	return s;
}

static int64_t times_audited(struct test *t, const struct setting *s, const char *act)
{
	struct ctx *c = test_ctx(t, s->rex);
	struct rows r;
	int64_t n = -1;

	CHECK(t, sql_one(c, &audited, ARGS(arg(str_of(act)), arg(s->rex.v)), &r));
	n = row_int(&r, 0);
	sql_end(&r);
	return n;
}

static struct participant one_of(struct test *t, const struct setting *s, int i)
{
	struct roster_one is = { 0 };

	CHECK(t, roster_get(test_ctx(t, s->rex), s->who[i], &is));
	return is.who;
}

static const char *path(struct test *t, const struct setting *s, int i)
{
	return arena_fmt(t->mem, "/reports/participant/%lld", (long long)s->who[i].v).at;
}

void test_roster_numbers_everybody_once_by_lot(struct test *t)
{
	struct setting s = begin(t);
	bool taken[MANY + 1] = { 0 }, as_joined = true;
	struct reply r = test_post(t, "/reports/participants/number", "study=first");

	CHECK(t, r.status == 303);
	CHECK(t, str_eq(r.location, S("/reports/participants?study=first&given=11")));
	CHECK(t, test_has(test_get(t, r.location.at).body, "11 people got a number."));
	for (int i = 0; i < MANY - 1; i++) {
		int64_t n = one_of(t, &s, i).number;
		CHECK(t, n >= 1 && n < MANY && !taken[n]);
		taken[n >= 0 && n <= MANY ? n : 0] = true;
		as_joined = as_joined && n == i + 1;
	}
	CHECK(t, !as_joined);
	r = test_post(t, "/reports/participants/number", "study=first");
	CHECK(t, test_has(test_get(t, r.location.at).body, "Everybody has a number already."));
	CHECK(t, times_audited(t, &s, "participant.number") == 1);
}

void test_roster_numbers_go_on_after_the_highest(struct test *t)
{
	struct setting s = begin(t);
	const struct published_person old = { 40, "Male", "Music", "3", "Active", 3 };
	int64_t n = 0;

	published_add(t, s.study, &old);
	CHECK(t, roster_number(test_ctx(t, s.rex), s.study, &n) && n == MANY - 1);
	for (int i = 0; i < MANY - 1; i++)
		CHECK(t, one_of(t, &s, i).number > 40);
	/* Who comes back gets the next, and keeps it over another leaving. */
	CHECK(t, participant_return(test_ctx(t, s.rex), s.person[MANY - 1]));
	CHECK(t, roster_number(test_ctx(t, s.rex), s.study, &n) && n == 1);
	CHECK(t, one_of(t, &s, MANY - 1).number == 40 + MANY);
	CHECK(t, participant_withdraw(test_ctx(t, s.rex), s.person[MANY - 1]));
	struct participant_id late;
	CHECK(t, participant_join(test_ctx(t, s.rex), s.study, s.rex, &late));
	struct roster_draft d = { .id = late, .number = true };
	struct roster_one is;
	CHECK(t, roster_save(test_ctx(t, s.rex), &d));
	CHECK(t, roster_get(test_ctx(t, s.rex), late, &is) && is.who.number == 41 + MANY);
}

void test_roster_lists_by_number_and_goes_on_where_it_stopped(struct test *t)
{
	struct setting s = begin(t);
	struct roster_mark at = { 0 };
	struct participant *row;
	size_t n, seen = 0, numbered = 0;

	for (int i = 0; i < MORE; i++) {
		struct roster_draft d = { .id = s.who[7 - i], .number = true };
		CHECK(t, roster_save(test_ctx(t, s.rex), &d));
	}
	do {
		CHECK(t, roster_list(test_ctx(t, s.rex), s.study, at, 2, &row, &n));
		for (size_t i = 0; i < n; i++, seen++) {
			numbered += row[i].number > 0;
			CHECK(t, row[i].number == (seen < MORE ? (int64_t)seen + 1 : 0));
			at = row[i].number ? (struct roster_mark){ .number = row[i].number }
					   : (struct roster_mark){ .id = row[i].id.v };
		}
	} while (n == 2 && seen < 2 * MANY);
	CHECK(t, seen == MANY - 1 && numbered == MORE);
}

void test_roster_page_goes_on_to_the_rest(struct test *t)
{
	struct setting s = begin(t);
	struct participant_id id;
	int64_t last = 0;

	for (int i = 0; i < 105; i++) {
		bool fresh;
		CHECK(t,
			participant_alias(test_ctx(t, s.rex), s.study,
				arena_fmt(t->mem, "name %d", i), &id, &fresh));
		last = id.v > last ? id.v : last;
	}
	struct str body = test_get(t, "/reports/participants?study=first").body;
	const char *link = "/reports/participants?study=first&amp;number=0&amp;id=";
	const char *at = memmem(body.at, body.len, link, strlen(link));
	CHECK(t, at != NULL);
	CHECK(t, test_has(body, "0 with a number, 116 without"));
	int64_t after = at ? strtoll(at + strlen(link), NULL, 10) : 0;
	struct reply r = test_get(t,
		arena_fmt(t->mem, "/reports/participants?study=first&number=0&id=%lld",
			(long long)after)
			.at);
	CHECK(t, r.status == 200 && !test_has(r.body, link));
	CHECK(t,
		test_has(r.body,
			arena_fmt(t->mem, "href=\"/reports/participant/%lld\"", (long long)last)
				.at));
}

void test_roster_shows_no_name_until_it_is_asked_for(struct test *t)
{
	struct setting s = begin(t);
	struct reply r = test_get(t, "/reports/participants?study=first");

	CHECK(t, r.status == 200 && test_has(r.body, "<td>Law</td>"));
	CHECK(t, !test_has(r.body, "student3"));
	CHECK(t, !test_has(test_get(t, path(t, &s, 3)).body, "student3"));
	CHECK(t, times_audited(t, &s, "participant.name") == 0);
	r = test_post(
		t, path(t, &s, 3), "gender=Agender&subject=Law&year=x&engagement=Active&name=1");
	CHECK(t, r.status == 200 && test_has(r.body, "This is <strong>student3"));
	CHECK(t, test_has(r.body, "value=\"Agender\"") && test_has(r.body, "value=\"x\""));
	CHECK(t, one_of(t, &s, 3).gender.len == 0);
	CHECK(t, times_audited(t, &s, "participant.name") == 1);
}

void test_roster_finds_a_participant_by_address(struct test *t)
{
	struct setting s = begin(t);
	struct reply r = test_post(
		t, "/reports/participants/find", "study=first&address=+Student2%40cairn.example");

	CHECK(t, r.status == 303 && str_eq(r.location, str_of(path(t, &s, 2))));
	CHECK(t, times_audited(t, &s, "participant.find") == 1);
	r = test_post(t, "/reports/participants/find", "study=first&address=rex%40cairn.example");
	CHECK(t, r.status == 422 && test_has(r.body, "value=\"rex@cairn.example\""));
	CHECK(t, test_has(r.body, "Nobody with this address takes part"));
	/* who has left is nobody, too */
	r = test_post(
		t, "/reports/participants/find", "study=first&address=student11%40cairn.example");
	CHECK(t, r.status == 422);
	CHECK(t, test_get(t, path(t, &s, 11)).status == 404);
	CHECK(t, test_post(t, path(t, &s, 11), "name=1").status == 404);
	CHECK(t, times_audited(t, &s, "participant.find") == 1);
}

void test_roster_keeps_what_was_said_and_notes_it(struct test *t)
{
	static const char form[] =
		"gender=+Female+&subject=Law+%26+Politics&year=4&engagement=Less+active&number=1";
	struct setting s = begin(t);
	struct reply r = test_post(t, path(t, &s, 1), form);
	struct rows row;

	CHECK(t, r.status == 303 && str_ends(r.location, S("?saved=1")));
	struct str body = test_get(t, r.location.at).body;
	CHECK(t, test_has(body, "Your changes are saved.") && test_has(body, "Participant 1</h1>"));
	CHECK(t, test_has(body, "value=\"Less active\"\nchecked"));
	struct participant p = one_of(t, &s, 1);
	CHECK(t, p.number == 1 && str_eq(p.gender, S("Female")) && str_eq(p.year, S("4")));
	CHECK(t, str_eq(p.subject, S("Law & Politics")));
	CHECK(t, test_post(t, path(t, &s, 1), form).status == 303);
	CHECK(t, times_audited(t, &s, "participant.describe") == 1);
	struct args who = ARGS(arg(s.who[1].v), arg((int64_t)TRACE_SELF_REPORT));
	CHECK(t, sql_one(test_ctx(t, s.rex), &last_said, who, &row));
	CHECK(t, row_int(&row, 0) == 2 && row_int(&row, 1) == CHANNEL_INTERVIEW);
	CHECK(t, row_int(&row, 2) == 0 && row_int(&row, 3) == TEST_NOW && row_int(&row, 4) == 1);
	sql_end(&row);
	/* taken back: the ledger keeps both */
	CHECK(t, test_post(t, path(t, &s, 1), "engagement=").status == 303);
	CHECK(t, sql_one(test_ctx(t, s.rex), &last_said, who, &row));
	CHECK(t, row_int(&row, 0) == 0 && row_int(&row, 4) == 2);
	sql_end(&row);
	CHECK(t, one_of(t, &s, 1).number == 1);
}

void test_roster_refuses_and_keeps_what_was_typed(struct test *t)
{
	struct setting s = begin(t);
	struct reply r = test_post(t, path(t, &s, 1),
		"gender=a%0Ab&subject=%3CLaw%3E&year=10&engagement=Very&number=1");

	CHECK(t, r.status == 422 && test_has(r.body, "value=\"&lt;Law&gt;\""));
	CHECK(t, test_has(r.body, "value=\"10\"") && test_has(r.body, "id=\"year-wrong\""));
	CHECK(t,
		test_has(r.body, "id=\"gender-wrong\"")
			&& test_has(r.body, "id=\"engagement-wrong\""));
	CHECK(t, test_has(r.body, "name=\"number\" value=\"1\"\nchecked"));
	CHECK(t, one_of(t, &s, 1).number == 0 && str_eq(one_of(t, &s, 1).subject, S("Law")));
	r = test_post(t, path(t, &s, 1), "gender=F&odd=1");
	CHECK(t, r.status == 422 && test_has(r.body, "value=\"F\""));
	CHECK(t, times_audited(t, &s, "participant.describe") == 0);
}

void test_roster_of_an_imported_participant_has_no_name_to_show(struct test *t)
{
	const struct published_person old = { 4, "Male", "Music", "3", "active", 3 };
	int64_t id = published_add(t, published_study(t, "log"), &old);

	test_sign_in(t, test_person(t, "rex", ROLE_RESEARCHER));
	struct reply r =
		test_get(t, arena_fmt(t->mem, "/reports/participant/%lld", (long long)id).at);
	CHECK(t, r.status == 200 && test_has(r.body, "there is no name to show"));
	CHECK(t, !test_has(r.body, "Show me who this is"));
	CHECK(t, test_has(r.body, "value=\"Active\"\nchecked"));
}

void test_roster_is_linked_from_the_empty_table(struct test *t)
{
	struct setting s = begin(t);
	struct str body = test_get(t, "/reports/participation").body;

	CHECK(t, test_has(body, "href=\"/reports/participants?study=first\""));
	CHECK(t, !test_has(body, "<table") && s.study);
	CHECK(t, test_post(t, "/reports/participants/number", "study=first").status == 303);
	body = test_get(t, "/reports/participation").body;
	CHECK(t, test_has(body, "href=\"/reports/participants?study=first\""));
	CHECK(t, test_has(body, "<table"));
	CHECK(t, test_get(t, "/reports/participants?study=nope").status == 404);
	CHECK(t, test_post(t, "/reports/participants/number", "").status == 404);
}

void test_roster_without_any_study_says_so(struct test *t)
{
	test_sign_in(t, test_person(t, "rex", ROLE_RESEARCHER));
	struct reply r = test_get(t, "/reports/participants");

	CHECK(t, r.status == 200 && test_has(r.body, "There is no study yet"));
}
