/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/joining.h"

#include "community/consent_words.h"
#include "community/enrolment.h"
#include "community/experience.h"
#include "community/joining_job.h"
#include "core/person.h"
#include "core/postcodes.h"
#include "core/school.h"
#include "core/subject.h"
#include "test/programme.h"

static const struct stmt backgrounds = { "joining_test_backgrounds",
	"SELECT count(*) FROM background WHERE person_id = $1", "i", "i" };
static const struct stmt agreed = { "joining_test_agreed",
	"SELECT count(*) FROM consent a JOIN consent_text t ON t.id = a.text_id "
	"WHERE a.person_id = $1 AND t.kind = $2 AND a.given_at > 0 AND a.withdrawn_at = 0",
	"is", "i" };
static const struct stmt finished = { "joining_test_finished",
	"SELECT finished_at FROM joining WHERE person_id = $1", "i", "i" };
static const struct stmt sealed_size = { "joining_test_size",
	"SELECT length(sealed) FROM joining WHERE person_id = $1", "i", "i" };
/* Every text that is kept about people, in one column. */
static const struct stmt kept = { "joining_test_kept",
	"SELECT sealed FROM joining UNION ALL SELECT step FROM joining "
	"UNION ALL SELECT sealed FROM background UNION ALL SELECT subject FROM enrolment "
	"UNION ALL SELECT subject_code FROM enrolment UNION ALL SELECT note FROM audit "
	"UNION ALL SELECT act FROM audit UNION ALL SELECT value FROM self_choice "
	"UNION ALL SELECT name FROM person UNION ALL SELECT shown_name FROM person "
	"UNION ALL SELECT value FROM setting UNION ALL SELECT body FROM draft "
	"UNION ALL SELECT body FROM letter "
	"UNION ALL SELECT subject FROM participant UNION ALL SELECT year FROM participant "
	"UNION ALL SELECT gender FROM participant UNION ALL SELECT agent FROM session",
	"", "s" };

struct scene {
	struct programme p;
	struct person_id olga;
	int64_t terms, study;
};

/* One postcode in Scotland, one school, two subjects; Olga may answer. */
static void fill(struct test *t, struct scene *s)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct school school = { S("scotland"), S("5234"), S("Stirling High School"), S("Stirling"),
		250, 400, false };
	struct subject chemistry = { S("100417"), S("Chemistry"), S("a"), S("b"), S("c") };
	struct subject ceramics = { S("100003"), S("Ceramics"), S("a"), S("b"), S("d") };
	struct area_row area = { .rank = 100, .decile = 1, .quintile = 1 };
	struct district_row row = { .nation = NATION_SCOTLAND };
	enum subject_news news;

	CHECK(t, area_code_pack(S("S01013054"), &area.code));
	CHECK(t, postcode_parse(S("FK8 1AA"), &row.postcode));
	row.code11 = row.code21 = area.code;
	CHECK(t, area_put(c, AREA_SIMD2020V2, &area, 1, false) && postcodes_put(c, &row, 1));
	CHECK(t, postcodes_changed(c) && school_put(c, &school));
	CHECK(t, subject_put(c, &chemistry, &news) && subject_put(c, &ceramics, &news));
	CHECK(t, consent_words_begin(c));
	CHECK(t, joining_open(c, (struct round_id){ PROGRAMME_ROUND }, s->olga) && test_end(t));
}

static int64_t newest(struct test *t, enum consent_kind kind)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct consent_text now = { 0 };

	CHECK(t, consent_text(c, kind, &now) && test_end(t));
	return now.id;
}

static void begin(struct test *t, struct scene *s)
{
	programme_make(t, &s->p);
	s->olga = s->p.olga;
	fill(t, s);
	s->terms = newest(t, CONSENT_MEMBERSHIP);
	s->study = newest(t, CONSENT_STUDY);
	test_sign_in(t, s->olga);
}

static struct str at(struct test *t, const char *step)
{
	return arena_fmt(t->mem, "/join/%d/%s", PROGRAMME_ROUND, step);
}

static struct reply see(struct test *t, const char *step)
{
	return test_get(t, at(t, step).at);
}

static struct reply send(struct test *t, const char *step, const char *form)
{
	return test_post(t, at(t, step).at, form);
}

static bool leads(struct test *t, struct reply r, const char *step)
{
	return r.status == 303 && str_eq(r.location, at(t, step));
}

/* Sends one answer and sees that the next question comes. */
#define STEP(t, step, form, next) CHECK(t, leads(t, send(t, step, form), next))

static void answer_all(struct test *t, const struct scene *s)
{
	STEP(t, "why", "", "postcode");
	STEP(t, "postcode", "act=save&postcode=fk81aa", "parents");
	STEP(t, "parents", "act=save&parents=no", "school");
	STEP(t, "school", "act=save&school=scotland%2F5234&other=", "subject");
	STEP(t, "subject", "act=save&subject=100417&other=", "year");
	STEP(t, "year", "act=save&year=2", "experience");
	STEP(t, "experience", "act=save&experience=2", "career");
	STEP(t, "career", "act=save&career=1", "goals");
	STEP(t, "goals", "act=save&goal=0&goal=3&goal_text=A+hedgehog%0D%0Aand+a+%5C+fox", "helps");
	STEP(t, "helps", "act=save&help=1&hinder=4&help_text=Otters&hinder_text=Badgers", "hours");
	STEP(t, "hours", "act=save&hours=3&free=0&free=20", "check");
	STEP(t, "check", "", "terms");
	STEP(t, "terms", arena_fmt(t->mem, "text=%lld", (long long)s->terms).at, "study");
}

static struct reply end(struct test *t, const struct scene *s, const char *answer)
{
	return send(t, "study",
		arena_fmt(t->mem, "answer=%s&text=%lld", answer, (long long)s->study).at);
}

static struct enrolment enrolled(struct test *t, struct person_id who)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct enrolment e = { 0 };

	CHECK(t, enrolment_find(c, (struct round_id){ PROGRAMME_ROUND }, who, &e));
	return e;
}

static int64_t number(struct test *t, const struct stmt *s, struct person_id who)
{
	return programme_number(t, s, ARGS(arg(who.v)));
}

static bool stands(struct test *t, struct person_id who, const char *kind)
{
	return programme_number(t, &agreed, ARGS(arg(who.v), arg(str_of(kind)))) == 1;
}

static bool is_kept(struct test *t, const char *words)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	bool found = false;
	struct rows r;

	CHECK(t, sql_open(c, &kept, NO_ARGS, &r));
	while (sql_next(&r))
		found = found || test_has(row_peek(&r, 0), words);
	return found;
}

void test_joining_keeps_what_was_searched_when_nothing_was_chosen(struct test *t)
{
	struct scene s;

	begin(t, &s);
	STEP(t, "why", "", "postcode");
	STEP(t, "postcode", "act=skip", "parents");
	STEP(t, "parents", "act=skip", "school");
	CHECK(t, test_has(see(t, "school?words=stirling").body, "name=\"words\" value=\"stirling"));
	struct reply r = send(t, "school", "act=save&other=&words=stirling");
	CHECK(t, r.status == 422 && test_has(r.body, "value=\"stirling\""));
	CHECK(t, test_has(r.body, "Stirling High School"));
	STEP(t, "school", "act=save&school=scotland%2F5234&other=&words=stirling", "subject");
	r = send(t, "subject", "act=save&other=&words=chem");
	CHECK(t, r.status == 422 && test_has(r.body, "value=\"100417\""));
}

void test_joining_leads_from_the_first_question_into_the_round(struct test *t)
{
	struct enrolment_draft ann = { .round = { PROGRAMME_ROUND }, .subject = S("Chemistry") };
	struct background b = { 0 };
	struct scene s;

	begin(t, &s);
	ann.person = s.p.ann; /* who is in a group already, for Olga to come to */
	CHECK(t, enrolment_add(test_ctx(t, s.p.fay), &ann) && test_end(t));
	answer_all(t, &s);
	CHECK(t, stands(t, s.olga, "membership") && !stands(t, s.olga, "study"));
	CHECK(t, enrolled(t, s.olga).person.v == 0);
	struct reply r = end(t, &s, "yes");
	CHECK(t, r.status == 303 && str_eq(r.location, S("/welcome")));
	struct enrolment e = enrolled(t, s.olga);
	CHECK(t, str_eq(e.subject, S("Chemistry")) && str_eq(e.subject_code, S("100417")));
	CHECK(t, e.year == 2 && e.experience == EXPERIENCE_WORK && e.career == 1);
	CHECK(t, e.hours == 3 && e.free == (1 | 1 << 20) && e.group.v == CHEMISTRY);
	CHECK(t, stands(t, s.olga, "study") && number(t, &finished, s.olga) == TEST_NOW);
	struct ctx *c = test_ctx(t, s.p.rex);
	CHECK(t, background_get(c, s.olga, &b) && b.parents == PARENTS_NO_HE);
	CHECK(t, b.areas == 1 && b.area[0].quintile == 1 && b.school_fsm == 250);
	CHECK(t, test_end(t));
	/* Twice is once. */
	r = end(t, &s, "no");
	CHECK(t, r.status == 303 && stands(t, s.olga, "study"));
}

void test_joining_late_leads_into_an_open_group(struct test *t)
{
	struct scene s;

	begin(t, &s);
	struct enrolment_draft d = {
		.round = { PROGRAMME_ROUND }, .person = s.p.ann, .subject = S("Chemistry")
	};
	CHECK(t, enrolment_add(test_ctx(t, s.p.fay), &d) && test_end(t));
	answer_all(t, &s);
	CHECK(t, end(t, &s, "yes").status == 303);
	CHECK(t, enrolled(t, s.olga).group.v == CHEMISTRY);
}

void test_joining_goes_on_where_it_stopped_on_another_device(struct test *t)
{
	struct scene s;

	begin(t, &s);
	CHECK(t, test_has(see(t, "why").body, "about two minutes"));
	CHECK(t, leads(t, see(t, "hours"), "why") && leads(t, send(t, "hours", "hours=3"), "why"));
	STEP(t, "why", "", "postcode");
	STEP(t, "postcode", "act=skip&postcode=", "parents");
	STEP(t, "parents", "act=save&parents=unknown", "school");
	test_sign_in(t, s.olga);
	CHECK(t, leads(t, see(t, "why"), "school") && leads(t, see(t, "study"), "school"));
	CHECK(t, test_has(see(t, "why?back=1").body, "Go on where you stopped"));
	CHECK(t, see(t, "parents").status == 200 && see(t, "school").status == 200);
	STEP(t, "parents", "act=save&parents=yes", "school");
	CHECK(t, test_has(see(t, "parents").body, "value=\"yes\"\nchecked"));
	CHECK(t, see(t, "nonsense").status == 404);
}

void test_joining_keeps_no_answer_that_can_be_read(struct test *t)
{
	static const char *const words[] = { "FK8 1AA", "fk8 1aa", "FK81AA", "fk81aa", "SIMD2020",
		"hedgehog", "Otters", "Badgers", "Stirling", "5234", "Ceramics", "100003" };
	struct scene s;

	begin(t, &s);
	STEP(t, "why", "", "postcode");
	int64_t before = number(t, &sealed_size, s.olga);
	STEP(t, "postcode", "act=save&postcode=FK8+1AA", "parents");
	CHECK(t, number(t, &sealed_size, s.olga) == before);
	STEP(t, "parents", "act=save&parents=no", "school");
	STEP(t, "school", "act=save&school=scotland%2F5234", "subject");
	STEP(t, "subject", "act=save&subject=100003", "year");
	for (size_t i = 0; i < 4; i++) {
		static const char *const on[] = { "year", "experience", "career", "goals",
			"helps" };
		STEP(t, on[i], "act=skip", on[i + 1]);
	}
	STEP(t, "helps", "act=save&help_text=Otters+hedgehog&hinder_text=Badgers", "hours");
	CHECK(t, test_has(see(t, "helps").body, ">\nOtters hedgehog</textarea>"));
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		CHECK(t, !is_kept(t, words[i]));
	CHECK(t, is_kept(t, "hours")); /* the step that was reached: the search sees the table */
}

void test_joining_shows_what_was_understood(struct test *t)
{
	struct scene s;

	begin(t, &s);
	answer_all(t, &s);
	struct str page = see(t, "check").body;
	CHECK(t, test_has(page, "A postcode in SIMD 2020v2. The postcode itself was dropped"));
	CHECK(t, !test_has(page, "FK8") && !test_has(page, "Stirling"));
	CHECK(t, test_has(page, "No parent has") && test_has(page, ">Chemistry<"));
	CHECK(t, test_has(page, "A hedgehog\nand a \\ fox") && test_has(page, "3 hours a week"));
	CHECK(t, test_has(page, "Monday morning · Sunday evening"));
	CHECK(t, test_has(page, "href=\"/join/20/year\">Change"));
	STEP(t, "year", "act=save&year=3", "check");
	STEP(t, "postcode", "act=save&postcode=ZE1+0AA", "check");
	STEP(t, "school", "act=save&other=Narnia+High", "check");
	STEP(t, "subject", "act=save&other=Alchemy", "check");
	page = see(t, "check").body;
	CHECK(t, test_has(page, "Year 3") && test_has(page, "not in our tables"));
	CHECK(t, test_has(page, "on no list") && test_has(page, ">Alchemy<"));
	CHECK(t, !test_has(page, "Narnia") && !is_kept(t, "Narnia"));
}

void test_joining_without_the_study_keeps_no_background(struct test *t)
{
	struct scene s;

	begin(t, &s);
	struct background before = { .parents = PARENTS_HE };
	CHECK(t, background_keep(test_ctx(t, s.olga), s.olga, &before) && test_end(t));
	answer_all(t, &s);
	CHECK(t, number(t, &backgrounds, s.olga) == 1);
	CHECK(t, end(t, &s, "no").status == 303);
	CHECK(t, enrolled(t, s.olga).person.v == s.olga.v && !stands(t, s.olga, "study"));
	CHECK(t, number(t, &backgrounds, s.olga) == 0);
	struct ctx *c = test_ctx(t, s.olga);
	struct joining j = { 0 };
	CHECK(t, joining_find(c, (struct round_id){ PROGRAMME_ROUND }, s.olga, &j));
	CHECK(t, j.said.postcode == JOINING_UNSAID && j.said.school == JOINING_UNSAID);
	CHECK(t, j.said.background.areas == 0 && !j.said.background.school_known);
	CHECK(t, j.said.background.parents == PARENTS_UNKNOWN && j.said.year == 2);
	CHECK(t, test_end(t));
	CHECK(t, !test_has(see(t, "check").body, "Where you lived"));
}

void test_joining_can_be_changed_until_the_round_begins(struct test *t)
{
	struct scene s;

	begin(t, &s);
	t->now -= INT64_C(14) * 24 * 3600 * 1000000; /* before Monday 26 October */
	test_sign_in(t, s.olga);
	answer_all(t, &s);
	CHECK(t, end(t, &s, "yes").status == 303);
	CHECK(t, test_has(see(t, "check").body, "until the round begins"));
	CHECK(t, leads(t, see(t, "why"), "check") && leads(t, see(t, "study"), "check"));
	STEP(t, "year", "act=save&year=4", "check");
	CHECK(t, enrolled(t, s.olga).year == 4);
	STEP(t, "parents", "act=save&parents=yes", "check");
	struct background b = { 0 };
	struct ctx *c = test_ctx(t, s.p.rex);
	CHECK(t, background_get(c, s.olga, &b) && b.parents == PARENTS_HE && test_end(t));
	t->now = TEST_NOW;
	test_sign_in(t, s.olga);
	CHECK(t, leads(t, see(t, "year"), "check"));
	CHECK(t, leads(t, send(t, "year", "act=save&year=1"), "check"));
	CHECK(t, enrolled(t, s.olga).year == 4);
	CHECK(t, !test_has(see(t, "check").body, ">Change<"));
}

void test_joining_refuses_beside_the_field_and_keeps_what_was_typed(struct test *t)
{
	static const struct {
		const char *step, *form, *says;
	} bad[] = {
		{ "postcode", "act=save&postcode=FK8", "FK8" },
		{ "postcode", "act=save&postcode=", "postcode-wrong" },
		{ "postcode", "act=save&postcode=FK8+AAA", "value=\"FK8 AAA\"" },
		{ "parents", "act=save", "parents-wrong" },
		{ "parents", "act=save&parents=maybe", "parents-wrong" },
		{ "school", "act=save", "words-wrong" },
		{ "school", "act=save&school=scotland%2F1", "not on the list" },
		{ "school", "act=save&school=nowhere", "words-wrong" },
		{ "subject", "act=save", "words-wrong" },
		{ "subject", "act=save&subject=999999", "not on the list" },
		{ "subject", "act=save&other=a%0Ab", "other-wrong" },
		{ "year", "act=save", "year-wrong" },
		{ "year", "act=save&year=7", "year-wrong" },
		{ "experience", "act=save&experience=4", "experience-wrong" },
		{ "career", "act=save&career=x", "career-wrong" },
		{ "goals", "act=save&goal=99", "goal-wrong" },
		{ "goals", "act=save&goal=-1", "goal-wrong" },
		{ "helps", "act=save&hinder=8", "hinder-wrong" },
		{ "hours", "act=save&hours=61", "hours-wrong" },
		{ "hours", "act=save&hours=ten", "value=\"ten\"" },
		{ "hours", "act=save&free=21", "free-wrong" },
		{ "hours", "act=save&hours=1&other=1", "problem" },
	};
	struct scene s;

	begin(t, &s);
	answer_all(t, &s);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct reply r = send(t, bad[i].step, bad[i].form);
		CHECK(t, r.status == 422 && test_has(r.body, bad[i].says));
	}
	char words[JOINING_TEXT_MAX + 2];
	memset(words, 'x', JOINING_TEXT_MAX + 1);
	words[JOINING_TEXT_MAX + 1] = '\0';
	struct reply r =
		send(t, "goals", arena_fmt(t->mem, "act=save&goal=2&goal_text=%s", words).at);
	CHECK(t, r.status == 422 && test_has(r.body, "you wrote 301") && test_has(r.body, words));
	CHECK(t, test_has(r.body, "name=\"goal\" value=\"2\"\nchecked"));
}

void test_joining_asks_again_when_the_words_were_changed(struct test *t)
{
	struct scene s;

	begin(t, &s);
	answer_all(t, &s);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	int64_t id = 0;
	CHECK(t, consent_publish(c, CONSENT_STUDY, S("We count **tea**."), &id));
	CHECK(t, consent_publish(c, CONSENT_MEMBERSHIP, S("Be **kind**."), &id) && test_end(t));
	struct reply r = end(t, &s, "yes");
	CHECK(t, r.status == 409 && test_has(r.body, "<strong>tea</strong>"));
	r = send(t, "terms", arena_fmt(t->mem, "text=%lld", (long long)s.terms).at);
	CHECK(t, r.status == 409 && test_has(r.body, "<strong>kind</strong>"));
	CHECK(t, enrolled(t, s.olga).person.v == 0 && number(t, &finished, s.olga) == 0);
	s.study = newest(t, CONSENT_STUDY);
	r = send(t, "study", arena_fmt(t->mem, "text=%lld", (long long)s.study).at);
	CHECK(t, r.status == 422 && test_has(r.body, "Choose one of the two"));
	CHECK(t, end(t, &s, "no").status == 303);
}

void test_joining_is_for_those_who_were_asked_or_take_part(struct test *t)
{
	struct enrolment_draft d = {
		.round = { PROGRAMME_ROUND }, .subject = S("Ceramics"), .year = 3
	};
	struct scene s;

	begin(t, &s);
	d.person = test_person(t, "nina", ROLE_STUDENT);
	test_sign_in(t, d.person);
	CHECK(t, see(t, "why").status == 404 && send(t, "why", "").status == 404);
	CHECK(t, test_get(t, "/join/999/why").status == 404);
	struct ctx *c = test_ctx(t, s.p.fay);
	CHECK(t, enrolment_add(c, &d) && test_end(t));
	CHECK(t, see(t, "why").status == 200);
	s.olga = d.person;
	STEP(t, "why", "", "postcode");
	STEP(t, "postcode", "act=skip", "parents");
	STEP(t, "parents", "act=save&parents=refused", "school");
	STEP(t, "school", "act=skip", "subject");
	CHECK(t, test_has(see(t, "subject").body, "value=\"100003\" checked><span>Ceramics"));
	CHECK(t, test_has(see(t, "subject?words=chem").body, "value=\"100417\""));
	CHECK(t, test_has(see(t, "school?words=zzz").body, "“zzz”"));
	STEP(t, "subject", "act=skip", "year");
	CHECK(t, test_has(see(t, "year").body, "value=\"3\"\nchecked"));
	answer_all(t, &s);
	CHECK(t, end(t, &s, "yes").status == 303 && enrolled(t, d.person).year == 2);
}

void test_joining_can_be_stopped_and_forgotten(struct test *t)
{
	struct scene s;

	begin(t, &s);
	answer_all(t, &s);
	CHECK(t, test_has(see(t, "terms").body, "Delete my answers"));
	struct reply r = test_post(t, "/join/20/why/forget", "");
	CHECK(t, r.status == 200 && test_has(r.body, "Your answers are deleted"));
	CHECK(t, number(t, &sealed_size, s.olga) == 0);
	CHECK(t, leads(t, see(t, "study"), "why") && see(t, "why").status == 200);
	answer_all(t, &s);
	CHECK(t, end(t, &s, "yes").status == 303);
	CHECK(t, test_post(t, "/join/20/why/forget", "").status == 409);
}

void test_joining_ends_with_the_round(struct test *t)
{
	struct scene s;

	begin(t, &s);
	STEP(t, "why", "", "postcode");
	t->now += INT64_C(60) * 24 * 3600 * 1000000;
	test_sign_in(t, s.olga);
	CHECK(t, test_has(see(t, "postcode").body, "This round is over"));
	CHECK(t, send(t, "postcode", "act=skip").status == 410);
}

void test_joining_that_was_never_finished_is_forgotten_after_the_round(struct test *t)
{
	static const struct stmt due = { "joining_test_due",
		"SELECT run_at FROM job WHERE kind = 'joining' AND subject = $1", "i", "i" };
	static const struct stmt closes = { "joining_test_closes",
		"SELECT closes_at FROM round WHERE id = 20", "", "i" };
	struct scene s;

	begin(t, &s);
	STEP(t, "why", "", "postcode");
	STEP(t, "postcode", "act=skip", "parents");
	int64_t when = programme_number(t, &closes, NO_ARGS);
	CHECK(t, number(t, &due, s.olga) == when);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, joining_job_step(c, s.olga) && test_end(t));
	CHECK(t, number(t, &sealed_size, s.olga) > 0);
	t->now = when;
	c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, joining_job_step(c, s.olga) && test_end(t));
	CHECK(t, number(t, &sealed_size, s.olga) == 0);
}

void test_joining_again_after_leaving_takes_somebody_who_lets_one_in(struct test *t)
{
	struct round_id round = { PROGRAMME_ROUND };
	struct scene s;

	begin(t, &s);
	answer_all(t, &s);
	CHECK(t, end(t, &s, "yes").status == 303);
	struct ctx *c = test_ctx(t, s.p.fay);
	CHECK(t, enrolment_end(c, round, s.olga) && test_end(t));
	CHECK(t, see(t, "check").status == 404 && send(t, "study", "").status == 404);
	c = test_ctx(t, s.p.fay);
	CHECK(t, joining_open(c, round, s.olga) && test_end(t));
	CHECK(t, leads(t, see(t, "check"), "why"));
	answer_all(t, &s);
	CHECK(t, end(t, &s, "no").status == 303 && enrolled(t, s.olga).person.v == s.olga.v);
}
