/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whatever is typed is kept on the device until it was taken. The walk goes through the whole
   program, so a form that is added later is looked at without a word here. */
#include "app/wiring.h"
#include "test/campus_walk.h"

static void make(struct test *t, struct campus *k, int build)
{
	(void)build;
	campus_make(t, k, CAMPUS_NOBODY);
}

static bool everybody(const struct campus_viewer *v)
{
	(void)v;
	return true;
}

void test_draft_is_kept_by_every_form_that_somebody_writes_in(struct test *t)
{
	const struct campus_plan plan = { &wiring_gate, make, everybody, NULL, NULL };
	struct tour tour = campus_walk(t, &plan, 0);

	CHECK(t, tour.written > 60);
	CHECK(t, tour.undrafted == 0 && tour.untold == 0);
}
