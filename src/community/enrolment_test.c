/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/enrolment.h"

#include "community/experience.h"
#include "core/subject.h"
#include "test/programme.h"

static const struct enrolment_draft said = { .round = { PROGRAMME_ROUND },
	.year = 2,
	.experience = EXPERIENCE_WORK,
	.career = 3,
	.hours = 4,
	.free = 1 << 20 };

void test_enrolment_keeps_what_was_said_and_knows_the_subject(struct test *t)
{
	struct subject art = { S("101362"), S("Fine art"), S("a"), S("b"), S("c") };
	struct enrolment_draft d = said;
	enum subject_news news;
	struct programme p;
	struct enrolment e;

	programme_make(t, &p);
	struct ctx *c = test_ctx(t, p.fay);
	d.person = p.olga;
	d.subject = S("fine ART");
	CHECK(t, subject_put(c, &art, &news) && enrolment_add(c, &d));
	CHECK(t, enrolment_find(c, d.round, p.olga, &e) && str_eq(e.subject_code, S("101362")));
	CHECK(t, e.experience == EXPERIENCE_WORK && e.career == 3 && e.hours == 4);
	CHECK(t, e.free == 1 << 20);
	d.subject = S("Sculpture");
	CHECK(t, enrolment_describe(c, &d) && enrolment_find(c, d.round, p.olga, &e));
	CHECK(t, e.subject_code.len == 0 && str_eq(e.subject, S("Sculpture")));
}

void test_enrolment_by_staff_keeps_what_was_said(struct test *t)
{
	struct enrolment_draft d = said;
	struct enrolment e = { 0 };
	struct programme p;

	programme_make(t, &p);
	struct ctx *c = test_ctx(t, p.fay);
	d.person = p.olga;
	d.subject = S("Fine art");
	CHECK(t, enrolment_add(c, &d) && test_end(t));
	test_sign_in(t, p.fay);
	const char *path = programme_path(t, "/round/%/person/%", PROGRAMME_ROUND, p.olga.v);
	CHECK(t, test_post(t, path, "subject=Dance&year=3&group=0").status == 303);
	c = test_ctx(t, p.fay);
	CHECK(t, enrolment_find(c, d.round, p.olga, &e) && e.year == 3);
	CHECK(t, str_eq(e.subject, S("Dance")) && e.hours == 4 && e.free == 1 << 20);
	CHECK(t, e.experience == EXPERIENCE_WORK && e.career == 3);
}

static const struct stmt came_of = { "enrolment_test_came",
	"SELECT came FROM enrolment WHERE person_id = $1", "i", "i" };

void test_enrolment_keeps_who_brought_the_person(struct test *t)
{
	struct enrolment_draft d = said;
	struct programme p;

	programme_make(t, &p);
	d.person = p.olga;
	d.subject = S("Law");
	CHECK(t, enrolment_add(test_ctx(t, p.olga), &d) && test_end(t));
	CHECK(t, programme_number(t, &came_of, ARGS(arg(p.olga.v))) == CAME_OTHER);
	CHECK(t, enrolment_end(test_ctx(t, p.fay), d.round, p.olga) && test_end(t));
	CHECK(t, enrolment_add(test_ctx(t, p.fay), &d) && test_end(t));
	CHECK(t, programme_number(t, &came_of, ARGS(arg(p.olga.v))) == CAME_STAFF);
	CHECK(t, enrolment_end(test_ctx(t, p.fay), d.round, p.olga) && test_end(t));
	d.came = CAME_COORDINATOR;
	CHECK(t, enrolment_add(test_ctx(t, p.fay), &d) && test_end(t));
	CHECK(t, programme_number(t, &came_of, ARGS(arg(p.olga.v))) == CAME_COORDINATOR);
}

void test_enrolment_refuses_codes_that_are_none(struct test *t)
{
	struct enrolment_draft bad[5];
	struct programme p;

	programme_make(t, &p);
	for (size_t i = 0; i < 5; i++) {
		bad[i] = said;
		bad[i].person = p.olga;
		bad[i].subject = S("Fine art");
	}
	bad[0].experience = EXPERIENCE_LAST + 1;
	bad[1].career = -1;
	bad[2].hours = ENROLMENT_HOURS_MAX + 1;
	bad[3].free = ENROLMENT_FREE_ALL + 1;
	bad[4].subject_code = S("999999");
	for (size_t i = 0; i < 5; i++) {
		struct ctx *c = test_ctx(t, p.fay);
		CHECK(t, !enrolment_add(c, &bad[i]) && c->fault.kind == FAULT_INVALID);
	}
}
