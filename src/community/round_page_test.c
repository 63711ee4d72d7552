/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/round_routes.h"

#include "base/instant.h"
#include "community/enrolment.h"
#include "community/group.h"
#include "community/round.h"
#include "community/round_template.h"
#include "community/study.h"
#include "core/person.h"
#include "test/coming.h"

/* Fran, who is signed in, and a round of groups of 2 to 3. */
static struct coming begin(struct test *t)
{
	struct coming s = coming_make(t, 2, 3);

	test_sign_in(t, s.fran);
	return s;
}

static struct person_id enrol(struct test *t, const struct coming *s, const char *name)
{
	struct person_id id = test_person(t, name, ROLE_STUDENT);
	struct enrolment_draft d = { s->round, id, S("Law"), 2 };

	CHECK(t, enrolment_add(test_ctx(t, s->fran), &d));
	CHECK(t, test_end(t));
	return id;
}

static struct group_id add_group(struct test *t, const struct coming *s, const char *name)
{
	struct group_draft d = { .round = s->round, .name = str_of(name) };
	struct group_id id = { 0 };

	CHECK(t, group_make(test_ctx(t, s->fran), &d, &id));
	CHECK(t, test_end(t));
	return id;
}

static const char *path(struct test *t, const char *pattern, int64_t a, int64_t b)
{
	struct buf out;

	buf_init(&out, 1000);
	html_put_address(&out, URL(pattern, { a, b }));
	struct str s = arena_str(t->mem, buf_str(&out));
	buf_free(&out);
	return s.at;
}

/* All fields of the form for a new round, with one more text at the end. */
static const char *form(struct test *t, const char *title, const char *starts_on, const char *more)
{
	return arena_fmt(t->mem,
		"once=k1&title=%s&name=&starts_on=%s&zone=Europe/London&size_min=5&size_max=13"
		"&topic_1=One&prompt_1=Say+one&minutes_1=5&topic_2=Two&prompt_2=Say+two&minutes_2=5"
		"&topic_3=Three&prompt_3=Say+three&minutes_3=5&topic_4=Four&prompt_4=Say+four"
		"&minutes_4=5%s",
		title, starts_on, more)
		.at;
}

void test_rounds_page_offers_a_first_round(struct test *t)
{
	test_sign_in(t, test_person(t, "fran", ROLE_FACILITATOR));
	struct reply r = test_get(t, "/rounds");
	CHECK(t, r.status == 200 && test_has(r.body, "There is no round here yet"));
	CHECK(t, test_has(r.body, "href=\"/rounds/new\"") && test_has(r.body, "aria-current"));
	r = test_get(t, "/rounds/new");
	CHECK(t, r.status == 200 && test_has(r.body, "value=\"Career goals and target roles\""));
	CHECK(t, test_has(r.body, "value=\"2026-11-16\"") && test_has(r.body, "value=\"13\""));
	CHECK(t, !test_has(r.body, "<select id=\"study\""));
}

void test_rounds_page_says_where_each_round_stands(struct test *t)
{
	struct coming s = begin(t);

	enrol(t, &s, "ann");
	struct reply r = test_get(t, "/rounds");
	CHECK(t, test_has(r.body, "16 November 2026 to 13 December 2026 · 0 groups, 1 person"));
	CHECK(t, test_has(r.body, "not begun") && test_has(r.body, "study cop"));
	r = test_get(t, path(t, "/round/%", s.round.v, 0));
	CHECK(t, test_has(r.body, "href=\"/rounds\" aria-current=\"true\""));
	t->now = civil_instant((struct civil){ .date = { 2026, 11, 24 } });
	CHECK(t, test_has(test_get(t, "/rounds").body, "week 2 of 4"));
	t->now = civil_instant((struct civil){ .date = { 2026, 12, 14 } });
	CHECK(t, test_has(test_get(t, "/rounds").body, ">over<"));
}

void test_round_form_makes_a_round_and_a_study_once(struct test *t)
{
	test_sign_in(t, test_person(t, "fran", ROLE_FACILITATOR));
	const char *body =
		form(t, "Autumn", "2026-11-16", "&study=&study_name=cop-2026&read_across=1");
	struct reply r = test_post(t, "/rounds/new", body);
	CHECK(t, r.status == 303 && str_ends(r.location, S("?done=made")));
	struct reply again = test_post(t, "/rounds/new", body);
	CHECK(t, again.status == 303 && str_eq(again.location, r.location));
	struct reply page = test_get(t, r.location.at);
	CHECK(t, page.status == 200 && test_has(page.body, "The round is made."));
	CHECK(t, test_has(page.body, "Study cop-2026, round autumn"));
	CHECK(t, test_has(page.body, "Students may read the other groups"));
	CHECK(t, test_has(page.body, "Monday 16 November") && test_has(page.body, "cairn-saved"));
	r = test_get(t, "/rounds/new");
	CHECK(t, test_has(r.body, "<option value=\"cop-2026\""));
}

void test_round_form_keeps_all_that_was_typed(struct test *t)
{
	test_sign_in(t, test_person(t, "fran", ROLE_FACILITATOR));
	struct reply r = test_post(t, "/rounds/new",
		"once=k&title=%3Cb%3EAutumn&name=Bad+Name&starts_on=2026-02-30&zone=Mars/Olympus"
		"&size_min=two&size_max=99&study=&study_name=No+Good&topic_1=&minutes_1=0"
		"&prompt_1=Keep+me+%26+me&topic_2=Two&prompt_2=&minutes_2=5&topic_3=Three"
		"&prompt_3=x&minutes_3=5&topic_4=Four&prompt_4=x&minutes_4=5");
	CHECK(t, r.status == 422);
	CHECK(t,
		test_has(r.body, "value=\"&lt;b&gt;Autumn\"")
			&& test_has(r.body, "value=\"Bad Name\""));
	CHECK(t, test_has(r.body, "type=\"text\" value=\"2026-02-30\""));
	CHECK(t, test_has(r.body, "value=\"Mars/Olympus\"") && test_has(r.body, "value=\"two\""));
	CHECK(t, test_has(r.body, "Keep me &amp; me</textarea>"));
	CHECK(t, !test_has(r.body, "\nchecked\n"));
	static const char *const fields[] = { "name", "starts_on", "zone", "size_min", "size_max",
		"study_name", "topic_1", "minutes_1", "prompt_2" };
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		const char *beside = arena_fmt(t->mem, "id=\"%s-wrong\"", fields[i]).at;
		const char *above = arena_fmt(t->mem, "href=\"#%s\"", fields[i]).at;
		CHECK(t, test_has(r.body, beside) && test_has(r.body, above));
	}
	CHECK(t, test_has(test_get(t, "/rounds").body, "There is no round here yet"));
}

void test_round_form_refuses_days_that_have_passed(struct test *t)
{
	begin(t);
	struct reply r = test_post(t, "/rounds/new", form(t, "Old", "2026-11-02", "&study=cop"));
	CHECK(t, r.status == 422 && test_has(r.body, "This day has passed."));
	r = test_post(t, "/rounds/new", form(t, "Today", "2026-11-03", "&study=cop&once=k2"));
	CHECK(t, r.status == 303);
}

void test_round_form_refuses_unknown_fields_and_studies(struct test *t)
{
	begin(t);
	struct reply r =
		test_post(t, "/rounds/new", form(t, "A", "2026-11-16", "&study=cop&secret=1"));
	CHECK(t, r.status == 422 && test_has(r.body, "no field named secret"));
	r = test_post(t, "/rounds/new", form(t, "A", "2026-11-16", "&study=other"));
	CHECK(t, r.status == 422 && test_has(r.body, "There is no study with this name."));
	r = test_post(t, "/rounds/new", form(t, "A%ff", "2026-11-16", "&study=cop"));
	CHECK(t, r.status == 422);
}

void test_round_form_shows_again_what_is_far_too_long(struct test *t)
{
	char title[400];

	begin(t);
	memset(title, 'x', sizeof title - 1);
	title[sizeof title - 1] = '\0';
	struct reply r = test_post(t, "/rounds/new", form(t, title, "2026-11-16", "&study=cop"));
	CHECK(t, r.status == 422 && test_has(r.body, title));
	CHECK(t, test_has(r.body, "The name of a round has 1 to 80 characters."));
}

void test_round_form_changes_a_round(struct test *t)
{
	struct coming s = begin(t);
	const char *edit = path(t, "/round/%/edit", s.round.v, 0);
	struct reply r = test_get(t, edit);

	CHECK(t,
		r.status == 200 && test_has(r.body, "value=\"Autumn\"")
			&& test_has(r.body, "\nchecked\n"));
	CHECK(t, !test_has(r.body, "readonly") && test_has(r.body, "value=\"2026-11-16\""));
	r = test_post(t, edit, form(t, "Winter", "2026-11-23", ""));
	CHECK(t, r.status == 303);
	r = test_get(t, r.location.at);
	CHECK(t,
		test_has(r.body, "Your changes are saved.")
			&& test_has(r.body, "Monday 23 November"));
	CHECK(t, test_has(r.body, "Students read their own group only."));
}

void test_round_form_holds_the_days_of_a_round_that_has_begun(struct test *t)
{
	struct coming s = begin(t);
	const char *edit = path(t, "/round/%/edit", s.round.v, 0);

	t->now = civil_instant((struct civil){ .date = { 2026, 11, 24 } });
	CHECK(t, test_has(test_get(t, edit).body, "readonly"));
	struct reply r = test_post(t, edit, form(t, "Winter", "2026-11-30", "&read_across=1"));
	CHECK(t, r.status == 422 && test_has(r.body, "its days stay as they are"));
	r = test_post(t, edit, form(t, "Winter", "2026-11-16", "&read_across=1"));
	CHECK(t, r.status == 303 && test_has(test_get(t, r.location.at).body, "Winter"));
}

void test_round_page_makes_a_group_once(struct test *t)
{
	struct coming s = begin(t);
	const char *post = path(t, "/round/%/group", s.round.v, 0);
	struct reply r = test_post(t, post, "once=a&name=Law+1&subject=Law");

	CHECK(t, r.status == 303);
	CHECK(t, test_post(t, post, "once=a&name=Law+1&subject=Law").status == 303);
	r = test_get(t, r.location.at);
	CHECK(t, test_has(r.body, "The group is made.") && test_has(r.body, "needs 2 more"));
	r = test_post(t, post, "once=b&name=law+1&subject=Law");
	CHECK(t, r.status == 422 && test_has(r.body, "There is already a group with this name"));
	CHECK(t, test_has(r.body, "value=\"law 1\""));
	CHECK(t, test_post(t, post, "once=c&name=&subject=").status == 422);
}

void test_round_page_puts_people_into_a_group(struct test *t)
{
	struct coming s = begin(t);
	const char *post = path(t, "/round/%/place", s.round.v, 0);
	struct person_id a = enrol(t, &s, "ann"), b = enrol(t, &s, "bob");
	struct group_id g = add_group(t, &s, "Law");
	const char *body = arena_fmt(t->mem, "person=%lld&person=%lld&group=%lld", (long long)a.v,
		(long long)b.v, (long long)g.v)
				   .at;

	CHECK(t, test_has(test_get(t, path(t, "/round/%", s.round.v, 0)).body, "Law, year 2"));
	struct reply r = test_post(t, post, body);
	CHECK(t, r.status == 303);
	r = test_get(t, r.location.at);
	CHECK(t, test_has(r.body, "2 people were put into groups."));
	CHECK(t,
		test_has(r.body, "1 more can join")
			&& test_has(r.body, "Everybody in this round has"));
	/* They have a group now, so nobody was chosen. */
	CHECK(t, test_post(t, post, body).status == 422);
}

void test_round_page_refuses_more_people_than_fit(struct test *t)
{
	struct coming s = begin(t);
	struct str body = S("");

	for (int i = 0; i < 4; i++) {
		const char *name = arena_fmt(t->mem, "p%d", i).at;
		struct person_id id = enrol(t, &s, name);
		body = arena_fmt(
			t->mem, "%.*sperson=%lld&", (int)body.len, body.at, (long long)id.v);
	}
	struct group_id g = add_group(t, &s, "Law");
	body = arena_fmt(t->mem, "%sgroup=%lld", body.at, (long long)g.v);
	struct reply r = test_post(t, path(t, "/round/%/place", s.round.v, 0), body.at);
	CHECK(t, r.status == 422 && test_has(r.body, "this group has room for 3"));
	CHECK(t, test_has(r.body, "\nchecked\n"));
	struct group group = { 0 };
	CHECK(t, group_get(test_ctx(t, s.fran), g, &group) && group.size == 0);
}

void test_round_page_refuses_groups_of_other_rounds(struct test *t)
{
	struct coming s = begin(t);
	struct round_draft d;
	struct round round = { 0 };
	struct round_id other = { 0 };
	struct ctx *c = test_ctx(t, s.fran);

	CHECK(t, round_get(c, s.round, &round));
	round_template_fill(c, &d);
	d.study = round.study;
	d.title = S("Other");
	CHECK(t, round_make(c, &d, &other));
	struct person_id ann = enrol(t, &s, "ann");
	struct coming o = { s.fran, s.study, other };
	struct group_id g = add_group(t, &o, "Far");
	const char *body =
		arena_fmt(t->mem, "person=%lld&group=%lld", (long long)ann.v, (long long)g.v).at;
	CHECK(t, test_post(t, path(t, "/round/%/place", s.round.v, 0), body).status == 422);
	CHECK(t, test_get(t, path(t, "/round/%/group/%", s.round.v, g.v)).status == 404);
	CHECK(t, test_get(t, path(t, "/round/%/group/%", other.v, g.v)).status == 200);
	CHECK(t, test_post(t, path(t, "/round/%/group/%", s.round.v, g.v), "name=X").status == 404);
	CHECK(t, test_get(t, path(t, "/round/%/person/%", other.v, ann.v)).status == 404);
	CHECK(t, test_post(t, path(t, "/round/%/person/%/end", other.v, ann.v), "").status == 404);
	const char *save = path(t, "/round/%/person/%", s.round.v, ann.v);
	body = arena_fmt(t->mem, "subject=Law&year=&group=%lld", (long long)g.v).at;
	CHECK(t, test_post(t, save, body).status == 422);
}

void test_round_pages_are_for_facilitators_alone(struct test *t)
{
	static const int64_t roles[] = { ROLE_STUDENT, ROLE_COORDINATOR, ROLE_RESEARCHER,
		ROLE_EDITOR, ROLE_CREATOR };
	struct coming s = begin(t);
	struct person_id ann = enrol(t, &s, "ann");
	struct group_id g = add_group(t, &s, "Law");

	CHECK(t, group_put(test_ctx(t, s.fran), g, ann)); /* being a member opens none of them */
	for (size_t who = 0; who <= sizeof roles / sizeof *roles; who++) {
		const char *name = arena_fmt(t->mem, "other%zu", who).at;
		test_sign_in(t, who ? test_person(t, name, roles[who - 1]) : ann);
		for (size_t i = 0; i < round_routes_n; i++) {
			const struct route *row = &round_routes[i];
			struct str pattern = str_of(row->path);
			const char *at = strstr(row->path, "/person") ? "/round/%/person/%"
				: strstr(row->path, "/group/{")	      ? "/round/%/group/%"
								      : "/round/%";
			int64_t second = strstr(at, "person") ? ann.v : g.v;
			const char *end = strrchr(row->path, '/');
			struct str full = str_starts(pattern, S("/rounds"))
				? pattern
				: str_of(path(t, at, s.round.v, second));
			if (!strchr(end, '{') && !str_starts(pattern, S("/rounds")))
				full = arena_fmt(t->mem, "%s%s", full.at, end);
			struct reply r = row->method == GET ? test_get(t, full.at)
							    : test_post(t, full.at, "");
			CHECK(t, r.status == 403 || r.status == 404);
		}
	}
	test_sign_in(t, (struct person_id){ 0 });
	CHECK(t, str_starts(test_get(t, "/rounds").location, S("/sign-in")));
}

void test_round_pages_of_no_round_are_absent(struct test *t)
{
	begin(t);
	CHECK(t, test_get(t, "/round/99").status == 404 && test_get(t, "/round/x").status == 404);
	CHECK(t, test_get(t, "/round/99/people").status == 404);
	CHECK(t, test_get(t, "/round/99/plan").status == 404);
	CHECK(t, test_get(t, "/round/99/edit").status == 404);
	CHECK(t, test_post(t, "/round/99/people", "lines=x").status == 404);
	CHECK(t, test_post(t, "/round/99/plan", "mark=1").status == 404);
	CHECK(t, test_post(t, "/round/99/group", "name=x").status == 404);
}
