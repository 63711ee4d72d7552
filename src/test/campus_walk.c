/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/campus_walk.h"

#include "base/shelf.h"
#include "community/meeting_guest.h"
#include "community/meeting_remind.h"
#include "community/week_letter.h"
#include "store/sql.h"

#include <stdio.h>

enum { SHELF_BYTES = 1 << 20 };

/* Monday 9 November 2026, 10:00 UTC. */
#define MONDAY_MORNING INT64_C(1794218400000000)

/* What is sent by itself on a Monday morning, when the third topic opens. */
static void write_letters(struct tour *tour)
{
	struct test *t = tour->t;
	bool again = true;

	t->now = MONDAY_MORNING;
	while (again) {
		CHECK(t, week_letter_some(test_ctx(t, (struct person_id){ 0 }), &again));
		again = test_end(t) && again;
	}
	tour_look(tour, "the letters of the week");
	for (again = true; again;) {
		CHECK(t, meeting_guest_some(test_ctx(t, (struct person_id){ 0 }), &again));
		again = test_end(t) && again;
	}
	tour_look(tour, "the letters of a meeting");
	for (again = true; again;) {
		CHECK(t, meeting_remind_some(test_ctx(t, (struct person_id){ 0 }), &again));
		again = test_end(t) && again;
	}
	tour_look(tour, "the reminders of a meeting");
}

struct tour campus_walk(struct test *t, const struct campus_plan *plan, int build)
{
	struct tour tour = { .t = t,
		.gate = plan->gate,
		.fill = campus_fills,
		.fills = campus_fills_n,
		.more = plan->more,
		.after = plan->after ? plan->after : campus_after };
	struct ctx outer = { .mem = t->mem, .db = t->db };
	int64_t first_id = t->ids.last;
	struct campus k;

	/* What an earlier walk left there would be shown, and saved asking the database. */
	struct shelf *shelf = t->house.shelf;
	t->house.shelf = shelf_open(SHELF_BYTES);
	CHECK(t, tx_begin(&outer, TX_WRITE));
	plan->make(t, &k, build);
	for (int i = 0; i < CAMPUS_VIEWERS; i++)
		if (plan->wanted(&k.viewer[i]))
			tour_walk(&tour, k.viewer[i].name, k.viewer[i].person);
	write_letters(&tour);
	outer.fault.kind = FAULT_CONFLICT;
	(void)tx_end(&outer);
	shelf_close(t->house.shelf);
	t->house.shelf = shelf;
	t->ids.last = first_id;
	t->now = TEST_NOW;
	return tour;
}

int campus_differences(const struct tour *a, const struct tour *b,
	bool (*skip)(const struct tour_note *), bool print)
{
	size_t n = a->n < b->n ? a->n : b->n;
	int found = a->n != b->n;

	for (size_t i = 0; i < n; i++) {
		const struct tour_note *x = &a->note[i], *y = &b->note[i];
		if (skip && skip(x) && skip(y))
			continue;
		if (str_eq(x->what, y->what) && str_eq(x->text, y->text))
			continue;
		if (print && found < 8)
			tour_print(x, y);
		found++;
	}
	return found;
}

size_t campus_answered(const struct tour *tour, const char *status)
{
	size_t n = 0;

	for (size_t i = 0; i < tour->n; i++)
		n += str_starts(tour->note[i].text, str_of(status));
	return n;
}

bool campus_came_of(const struct tour *tour, const char *step, const char *text)
{
	for (size_t i = 0; i < tour->n; i++)
		if (str_starts(tour->note[i].what, str_of(step))
			&& test_has(tour->note[i].text, text))
			return true;
	return false;
}
