/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/demo_meet.h"

#include "base/instant.h"
#include "community/enrolment.h"
#include "community/meeting_poll.h"
#include "community/round.h"
#include "core/feature.h"
#include "core/person.h"
#include "core/zone.h"

enum { PEOPLE = 40, SAID = 9, AHEAD = 5 };

/* Two times next week, and one in the week after. */
static void write_times(struct ctx *c, const struct round *r, struct meeting_poll_draft *d)
{
	static const struct {
		int days;
		const char *time;
	} at[] = { { AHEAD, "18:30" }, { AHEAD + 1, "13:00" }, { AHEAD + 4, "19:00" } };
	struct date today = zone_civil(c, r->zone, c->now).date;

	for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
		d->day[i] = date_text(c->mem, date_add(today, at[i].days));
		d->time[i] = str_of(at[i].time);
	}
}

/* Some have answered; the student who shows the demonstration has not. */
static bool vote(struct ctx *c, const struct round *r, struct group_id group)
{
	struct meeting_poll p;
	struct enrolment *e;
	struct meeting m;
	size_t n, said = 0;

	if (!meeting_find(c, r->id, group, &m) || !meeting_poll_get(c, m.id, &p)
		|| !enrolment_list(c, r->id, (struct person_id){ 0 }, PEOPLE, &e, &n))
		return false;
	for (size_t i = 0; i < n && said < SAID; i++) {
		int64_t at[MEETING_POLL_MOST];
		size_t k = 0;
		if (e[i].group.v == 0 || str_starts(e[i].address, S("student@")))
			continue;
		for (size_t j = 0; j < p.n; j++)
			if ((i + j) % 3 != 0)
				at[k++] = p.slot[j].at;
		c->actor = e[i].person;
		if (!meeting_poll_answer(c, &m, at, k, k == 0))
			return false;
		said++;
	}
	return true;
}

bool demo_meet_make(struct ctx *c, struct person_id facilitator)
{
	struct person_id before = c->actor;
	int64_t roles = c->roles, bits;
	struct meeting_poll_draft d = { 0 };
	struct group_id all = { 0 };
	struct round_row *row;
	size_t n;

	if (!round_list(c, (struct round_id){ 0 }, 1, &row, &n) || n == 0)
		return false;
	const struct round *r = &row[0].round;
	c->actor = facilitator;
	c->roles = ROLE_FACILITATOR;
	write_times(c, r, &d);
	bool good = feature_of_round(c, r->id.v, &bits)
		&& feature_choose(c, r->id.v, bits | 1 << FEATURE_LIVE_WELCOME)
		&& meeting_poll_ask(c, r->id, all, &d) && vote(c, r, all);
	c->actor = before;
	c->roles = roles;
	return good;
}
