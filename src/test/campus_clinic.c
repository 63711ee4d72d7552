/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/campus_clinic.h"

#include "community/feedback.h"
#include "community/paper_version.h"
#include "core/place.h"

static void bring(
	struct test *t, struct person_id who, struct paper_id id, const char *text, bool show)
{
	struct paper_version v;
	int64_t n;

	CHECK(t, paper_version_paste(test_ctx(t, who), id, str_of(text), &n) && test_end(t));
	struct ctx *c = test_ctx(t, who);
	CHECK(t, paper_version_get(c, id, n, &v) && (!show || paper_version_show(c, &v)));
	CHECK(t, test_end(t));
}

void campus_clinic_paper(struct test *t, struct person_id who, struct person_id reader)
{
	const struct paper_draft d = { PAPER_CV, 2, S("A summer in a laboratory"),
		S("Is it short?") };
	const struct feedback_draft f = { 2, S("A reader"), S("It is exact."), S("Numbers first."),
		S("") };
	struct paper_version v;
	struct paper_id id;
	struct place here;
	int64_t said;

	CHECK(t, paper_make(test_ctx(t, who), (struct group_id){ CHEMISTRY }, &d, &id));
	CHECK(t, test_end(t));
	bring(t, who, id, "Skills\nTea", true);
	bring(t, who, id, "Skills\nTea and toast", true);
	bring(t, who, id, "Skills\nToast", false);
	struct ctx *c = test_ctx(t, reader);
	CHECK(t, place_find(c, &here) && paper_version_get(c, id, 2, &v));
	CHECK(t, feedback_add(c, &here, &v, &f, &said) && test_end(t));
}
