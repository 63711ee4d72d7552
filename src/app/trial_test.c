/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The command trial, as whoever has a plan runs it. */
#include "core/trial_plan.h"

#include "app/wiring.h"
#include "core/lot.h"
#include "test/capture.h"

/* flipped: what the lots gave to one group is written down for the other. */
static struct str plan(struct test *t, bool flipped, struct str *ret_print)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct trial_plan_unit unit[] = { { .id = 1, .name = S("Law 1"), .people = 7 },
		{ .id = 2, .name = S("Law 2"), .people = 9 } };
	struct trial_plan p = { .feature = FEATURE_WELLBEING,
		.study = S("cop"),
		.round = S("autumn"),
		.round_id = 20,
		.seed = lot_seed(c),
		.frozen_at = S("2026-10-20T09:00:00Z"),
		.unit = unit,
		.n = 2 };
	struct str text = S("");

	for (size_t i = 0; i < p.n; i++)
		unit[i].subject = unit[i].area = S("Law");
	CHECK(t, trial_plan_draw(c, &p));
	for (size_t i = 0; i < p.n; i++)
		unit[i].on = unit[i].on != flipped;
	CHECK(t, trial_plan_write(c, &p, &text));
	*ret_print = arena_str(t->mem, lot_fingerprint(c, text));
	return arena_str(t->mem, text);
}

static struct capture run(struct test *t, struct str text, const char *more)
{
	const char *file = capture_file(t, capture_directory(t), "plan.json", text);

	return capture_run(t, trial_command, arena_fmt(t->mem, "trial %s%s", file, more).at);
}

void test_trial_command_draws_the_lots_of_a_plan_again(struct test *t)
{
	struct str print, text = plan(t, false, &print);
	struct capture c = run(t, text, arena_fmt(t->mem, " --fingerprint %s", print.at).at);

	CHECK(t, c.code == 0 && c.err.len == 0 && test_has(c.out, print.at));
	CHECK(t, test_has(c.out, "wellbeing, round autumn of study cop"));
	CHECK(t, test_has(c.out, "the seed draws the same again"));
}

void test_trial_command_says_what_is_wrong_with_a_plan(struct test *t)
{
	struct str print, text = plan(t, false, &print);
	struct capture c = run(t, text, " --fingerprint 00");

	CHECK(t, c.code == 1 && test_has(c.out, "another was expected"));
	c = run(t, S("{}"), "");
	CHECK(t, c.code == 1 && test_has(c.err, "not the plan of a trial"));
	c = run(t, plan(t, true, &print), "");
	CHECK(t, c.code == 1 && test_has(c.out, "the seed draws others"));
	CHECK(t, capture_run(t, trial_command, "trial").code == 2);
	CHECK(t, capture_run(t, trial_command, "trial /no/such/file").code == 1);
}
