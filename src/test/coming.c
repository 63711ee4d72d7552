/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/coming.h"

#include "community/enrolment.h"
#include "community/round.h"
#include "community/round_template.h"
#include "community/study.h"
#include "core/person.h"

struct coming coming_make(struct test *t, int64_t size_min, int64_t size_max)
{
	struct coming s = { .fran = test_person(t, "fran", ROLE_FACILITATOR) };
	struct ctx *c = test_ctx(t, s.fran);
	struct round_draft d;

	CHECK(t, study_make(c, S("cop"), S(""), &s.study));
	round_template_fill(c, &d);
	d.study = s.study;
	d.title = S("Autumn");
	d.size_min = size_min;
	d.size_max = size_max;
	CHECK(t, round_make(c, &d, &s.round));
	CHECK(t, test_end(t));
	return s;
}

void coming_enrol(
	struct test *t, const struct coming *s, const char *subject, int n, struct person_id *ret)
{
	for (int i = 0; i < n; i++) {
		const char *name = arena_fmt(t->mem, "%s%d", subject, i).at;
		struct person_id id = test_person(t, name, ROLE_STUDENT);
		struct enrolment_draft d = { .round = s->round,
			.person = id,
			.subject = str_of(subject),
			.year = i % 3 + 1 };
		CHECK(t, enrolment_add(test_ctx(t, s->fran), &d));
		if (ret)
			ret[i] = id;
	}
	CHECK(t, test_end(t));
}
