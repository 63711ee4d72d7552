/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/enrolment_lines.h"

#include "community/enrolment.h"
#include "community/group.h"
#include "community/group_plan.h"
#include "core/person.h"
#include "test/coming.h"

/* Fran, who is signed in, and a round of groups of 2 to 3. */
static struct coming begin(struct test *t)
{
	struct coming s = coming_make(t, 2, 3);

	test_sign_in(t, s.fran);
	return s;
}

static const char *path(struct test *t, const struct coming *s, const char *rest)
{
	return arena_fmt(t->mem, "/round/%lld/%s", (long long)s->round.v, rest).at;
}

static struct enrolment found(struct test *t, const struct coming *s, const char *address)
{
	struct enrolment e = { 0 };
	struct person p = { 0 };
	struct ctx *c = test_ctx(t, s->fran);

	CHECK(t,
		person_by_address(c, str_of(address), &p) && enrolment_find(c, s->round, p.id, &e));
	return e;
}

void test_enrolment_lines_take_what_people_paste(struct test *t)
{
	struct coming s = begin(t);
	struct enrolment_lines done = { 0 };
	struct str text = S("Aisha Rahman, aisha@uni.example, School of Law, 3\r\n"
			    "\n"
			    "Okoro, Ben , ben@uni.example , Accounting, Finance\n"
			    "Cerys Hughes\tcerys@uni.example\tChemistry, Applied\t2\n"
			    "  Danuta Kowal,danuta@uni.example,Business,  ");

	CHECK(t, enrolment_lines_add(test_ctx(t, s.fran), s.round, text, &done));
	CHECK(t, done.added == 4 && done.accounts == 4 && done.refused_n == 0 && done.already == 0);
	struct enrolment e = found(t, &s, "aisha@uni.example");
	CHECK(t, str_eq(e.name, S("Aisha Rahman")) && str_eq(e.subject, S("School of Law")));
	CHECK(t, e.year == 3);
	e = found(t, &s, "ben@uni.example");
	CHECK(t, str_eq(e.name, S("Okoro, Ben")) && str_eq(e.subject, S("Accounting, Finance")));
	CHECK(t, e.year == 0);
	e = found(t, &s, "cerys@uni.example");
	CHECK(t, str_eq(e.subject, S("Chemistry, Applied")) && e.year == 2);
	CHECK(t, str_eq(found(t, &s, "danuta@uni.example").subject, S("Business")));
}

void test_enrolment_lines_are_refused_one_by_one(struct test *t)
{
	static const char *const bad[] = { "Nobody, Law, 2", ", a@uni.example, Law, 2",
		"Ann, a b@uni.example, Law, 2", "Ann, a@, Law", "Ann, ann@uni.example",
		"Ann, ann@uni.example, Law, 10", "Ann, ann@uni.example, Law, 0",
		"Ann, ann@uni.example, Law, 2nd", "Ann, ann@uni.example, Law, -1",
		"Fran, FRAN@cairn.example, Law, 1" };
	struct coming s = begin(t);
	struct str text = S("Ben, ben@uni.example, Law, 2\n");
	struct enrolment_lines done = { 0 };
	size_t n = sizeof bad / sizeof *bad;
	int64_t people = 0;

	for (size_t i = 0; i < n; i++)
		text = arena_fmt(t->mem, "%s%s\n", text.at, bad[i]);
	struct ctx *c = test_ctx(t, s.fran);
	CHECK(t, enrolment_lines_add(c, s.round, text, &done) && ctx_ok(c));
	CHECK(t, done.added == 1 && done.refused_n == n);
	for (size_t i = 0; i < n && i < done.refused_n; i++) {
		CHECK(t, str_eq(done.refused[i].text, str_of(bad[i])) && done.refused[i].why.len);
		CHECK(t, done.refused[i].number == (int64_t)i + 2);
	}
	CHECK(t, enrolment_count(c, s.round, &people) && people == 1);
}

void test_enrolment_lines_sent_twice_add_nobody_twice(struct test *t)
{
	struct coming s = begin(t);
	struct enrolment_lines done = { 0 };
	struct str text = S("Ben, ben@uni.example, Law, 2\nBen, BEN@uni.example, Law, 2\n");

	CHECK(t, enrolment_lines_add(test_ctx(t, s.fran), s.round, text, &done));
	CHECK(t, done.added == 1 && done.already == 1 && done.refused_n == 0);
	CHECK(t, enrolment_lines_add(test_ctx(t, s.fran), s.round, text, &done));
	CHECK(t, done.added == 0 && done.already == 2);
	text = S("Ben, ben@uni.example, History, 2");
	CHECK(t, enrolment_lines_add(test_ctx(t, s.fran), s.round, text, &done));
	CHECK(t, done.refused_n == 1 && str_has(done.refused[0].why, S("another subject or year")));
}

void test_enrolment_lines_have_a_limit(struct test *t)
{
	struct coming s = begin(t);
	struct enrolment_lines done = { 0 };
	char text[2 * (ENROLMENT_LINES_MAX + 1) + 1];

	for (size_t i = 0; i + 1 < sizeof text; i++)
		text[i] = i % 2 ? '\n' : 'x';
	text[sizeof text - 1] = '\0';
	struct ctx *c = test_ctx(t, s.fran);
	CHECK(t, !enrolment_lines_add(c, s.round, str_of(text), &done));
	CHECK(t, c->fault.kind == FAULT_INVALID && strcmp(c->wrong->field, "lines") == 0);
}

void test_enrolment_page_adds_people_and_shows_what_it_refused(struct test *t)
{
	struct coming s = begin(t);
	const char *people = path(t, &s, "people");
	struct reply r = test_get(t, people);

	CHECK(t, r.status == 200 && test_has(r.body, "Nobody yet."));
	r = test_post(
		t, people, "lines=Ben%2Cben%40uni.example%2CLaw%2C2%0A%3Ci%3E%2C+x%40y%2C+%2C");
	CHECK(t, r.status == 200 && test_has(r.body, "1 person was added."));
	CHECK(t, test_has(r.body, "Line 2, “&lt;i&gt;, x@y, ,”: There is no subject"));
	CHECK(t,
		test_has(r.body, "&lt;i&gt;, x@y, ,\n</textarea>")
			&& test_has(r.body, "ben@uni.example"));
	r = test_post(t, people, "lines=Ben%2Cben%40uni.example%2CLaw%2C2");
	CHECK(t, r.status == 303 && str_ends(r.location, S("?added=0&already=1")));
	r = test_get(t, r.location.at);
	CHECK(t, test_has(r.body, "0 people were added. 1 person took part already."));
}

void test_enrolment_page_refuses_an_empty_form_and_keeps_a_broken_one(struct test *t)
{
	struct coming s = begin(t);
	const char *people = path(t, &s, "people");
	struct reply r = test_post(t, people, "lines=+%0A");

	CHECK(t, r.status == 422 && test_has(r.body, "Write at least one line"));
	r = test_post(t, people, "lines=Ben%2Cben%40uni.example%2CLaw%2C2&and=more");
	CHECK(t, r.status == 422 && test_has(r.body, "Ben,ben@uni.example,Law,2"));
	CHECK(t, test_post(t, people, "lines=%ff").status == 422);
	CHECK(t, test_has(test_get(t, people).body, "Nobody yet."));
}

void test_enrolment_person_page_changes_and_moves(struct test *t)
{
	struct coming s = begin(t);
	struct group_draft d = { .round = s.round, .name = S("Law 1") };
	struct group_id g = { 0 };

	CHECK(t, group_make(test_ctx(t, s.fran), &d, &g));
	test_post(t, path(t, &s, "people"), "lines=Ben%2Cben%40uni.example%2CLaw%2C2");
	struct enrolment e = found(t, &s, "ben@uni.example");
	const char *page = path(t, &s, arena_fmt(t->mem, "person/%lld", (long long)e.person.v).at);
	CHECK(t, test_has(test_get(t, page).body, "<option value=\"0\">No group</option>"));
	const char *form =
		arena_fmt(t->mem, "subject=History&year=3&group=%lld", (long long)g.v).at;
	struct reply r = test_post(t, page, form);
	CHECK(t,
		r.status == 303
			&& test_has(test_get(t, r.location.at).body, "Your changes are saved."));
	e = found(t, &s, "ben@uni.example");
	CHECK(t, e.group.v == g.v && e.year == 3 && str_eq(e.subject, S("History")));
	r = test_post(t, page, "subject=+&year=12&group=0");
	CHECK(t, r.status == 422 && test_has(r.body, "id=\"subject-wrong\""));
	CHECK(t, test_has(r.body, "value=\"12\"") && test_has(r.body, "id=\"year-wrong\""));
	CHECK(t, test_post(t, page, "subject=History&year=&group=0").status == 303);
	CHECK(t, found(t, &s, "ben@uni.example").group.v == 0);
	CHECK(t, test_post(t, arena_fmt(t->mem, "%s/end", page).at, "").status == 303);
	CHECK(t, test_get(t, page).status == 404 && found(t, &s, "ben@uni.example").person.v == 0);
}

void test_enrolment_person_page_refuses_a_full_group(struct test *t)
{
	struct coming s = begin(t);
	struct group_draft d = { .round = s.round, .name = S("Law 1"), .subject = S("Law") };
	struct group_plan plan = { 0 };
	struct group_id g = { 0 };

	test_post(t, path(t, &s, "people"),
		"lines=A%2Ca%40u%2CLaw%2C1%0AB%2Cb%40u%2CLaw%2C1%0AC%2Cc%40u%2CLaw%2C1");
	struct ctx *c = test_ctx(t, s.fran);
	CHECK(t, group_make(c, &d, &g) && group_plan_make(c, s.round, &plan));
	CHECK(t, group_plan_apply(c, s.round, &plan));
	test_post(t, path(t, &s, "people"), "lines=D%2Cd%40u%2CLaw%2C1");
	struct enrolment e = found(t, &s, "d@u");
	const char *page = path(t, &s, arena_fmt(t->mem, "person/%lld", (long long)e.person.v).at);
	const char *form = arena_fmt(t->mem, "subject=Law&year=1&group=%lld", (long long)g.v).at;
	struct reply r = test_post(t, page, form);
	CHECK(t, r.status == 409 && test_has(r.body, "This group is full"));
	CHECK(t, found(t, &s, "d@u").group.v == 0);
}

void test_group_admin_page_renames_and_takes_out(struct test *t)
{
	struct coming s = begin(t);
	struct group_draft d = { .round = s.round, .name = S("Law 1") };
	struct group_id g = { 0 };

	test_post(t, path(t, &s, "people"), "lines=Ann%2Ca%40u%2CLaw%2C1");
	struct enrolment e = found(t, &s, "a@u");
	struct ctx *c = test_ctx(t, s.fran);
	CHECK(t, group_make(c, &d, &g) && group_put(c, g, e.person));
	const char *page = path(t, &s, arena_fmt(t->mem, "group/%lld", (long long)g.v).at);
	struct reply r = test_get(t, page);
	CHECK(t, r.status == 200 && test_has(r.body, "1 person is in this group."));
	CHECK(t, test_has(r.body, "needs 1 more") && test_has(r.body, ">Ann</a>"));
	CHECK(t, test_post(t, page, "name=&subject=").status == 422);
	r = test_post(t, page, "name=Lawyers&subject=Law");
	CHECK(t, r.status == 303 && test_has(test_get(t, r.location.at).body, "<h1>Lawyers"));
	const char *out = arena_fmt(t->mem, "%s/out", page).at;
	const char *form = arena_fmt(t->mem, "person=%lld", (long long)e.person.v).at;
	CHECK(t, test_post(t, out, form).status == 303);
	CHECK(t, test_has(test_get(t, page).body, "0 people are in this group."));
	CHECK(t, test_post(t, out, form).status == 404);
}

static const char *mark_in(struct test *t, struct str body)
{
	const char *at = memmem(body.at, body.len, "name=\"mark\" value=\"", 19);
	struct str rest = at ? str_of(at + 19) : S("");

	return arena_fmt(t->mem, "%.*s", (int)strcspn(rest.at, "\""), rest.at).at;
}

void test_group_plan_page_shows_and_then_applies(struct test *t)
{
	struct coming s = begin(t);
	const char *page = path(t, &s, "plan");

	CHECK(t, test_has(test_get(t, page).body, "There is nobody who could be put"));
	test_post(t, path(t, &s, "people"),
		"lines=A%2Ca%40u%2CLaw%2C1%0AB%2Cb%40u%2CLaw%2C1%0AC%2Cc%40u%2CArt%2C1");
	struct reply r = test_get(t, page);
	CHECK(t, r.status == 200 && test_has(r.body, "<h3>Mixed subjects"));
	CHECK(t, test_has(r.body, "With 3 people.") && test_has(r.body, "Law 2, Art 1"));
	CHECK(t, test_has(r.body, "subjects that lie far apart"));
	CHECK(t, found(t, &s, "a@u").group.v == 0);
	const char *form = arena_fmt(t->mem, "once=o&mark=%s", mark_in(t, r.body)).at;
	r = test_post(t, page, form);
	CHECK(t, r.status == 303 && str_ends(r.location, S("?done=placed&n=3")));
	CHECK(t, found(t, &s, "a@u").group.v != 0 && found(t, &s, "c@u").group.v != 0);
	r = test_post(t, page, form); /* a double tap */
	CHECK(t, r.status == 303 && str_ends(r.location, S("?done=placed&n=3")));
	test_post(t, path(t, &s, "people"), "lines=D%2Cd%40u%2CLaw%2C1");
	r = test_get(t, page); /* the group is full, so that two have to change for a new one */
	CHECK(t, test_has(r.body, "from Mixed subjects</span>") && test_has(r.body, "D <span"));
}

void test_group_plan_page_never_applies_what_was_not_shown(struct test *t)
{
	struct coming s = begin(t);
	const char *page = path(t, &s, "plan");

	test_post(t, path(t, &s, "people"), "lines=A%2Ca%40u%2CLaw%2C1%0AB%2Cb%40u%2CLaw%2C1");
	const char *mark = mark_in(t, test_get(t, page).body);
	test_post(t, path(t, &s, "people"), "lines=C%2Cc%40u%2CLaw%2C1");
	struct reply r = test_post(t, page, arena_fmt(t->mem, "once=o&mark=%s", mark).at);
	CHECK(t, r.status == 409 && test_has(r.body, "This is the proposal as it is now."));
	CHECK(t, test_has(r.body, "With 3 people.") && found(t, &s, "a@u").group.v == 0);
	r = test_post(t, page, arena_fmt(t->mem, "once=p&mark=%s", mark_in(t, r.body)).at);
	CHECK(t, r.status == 303 && found(t, &s, "c@u").group.v != 0);
	CHECK(t, test_post(t, page, "once=q&mark=x").status == 422);
}
