/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who comes to a meeting and who was there, for those who run its round. */
#include "base/instant.h"
#include "community/group.h"
#include "community/meeting_guest.h"
#include "community/meeting_routes.h"
#include "community/part_page.h"
#include "core/zone.h"
#include "site/layout.h"

struct people {
	struct meeting m;
	const struct meeting_person *row;
	size_t n;
	const struct group *in; /* those with somebody in the list */
	size_t groups;
	struct str when, said;
	struct url back;
	bool begun;
};

static const char *answer_word(enum meeting_answer a)
{
	switch (a) {
	case ANSWER_YES: return "yes";
	case ANSWER_MAYBE: return "maybe";
	case ANSWER_NO: return "no";
	case ANSWER_NONE: break;
	}
	return "–";
}

static const char *came_word(enum meeting_came came)
{
	switch (came) {
	case CAME_SAID: return "yes, they say";
	case CAME_NOTED: return "yes, noted by staff";
	case CAME_NOT: return "no, noted by staff";
	case CAME_UNKNOWN: break;
	}
	return "–";
}

#include "meeting_people.html.h"

static bool is_in(const struct people *p, struct str group)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->row[i].group, group))
			return true;
	return false;
}

static bool load_groups(struct ctx *c, struct people *p)
{
	struct group *all, *in;
	size_t n;

	if (!group_list(c, p->m.round, &all, &n))
		return false;
	in = arena_new(c->mem, struct group, n + 1);
	for (size_t i = 0; i < n; i++)
		if (is_in(p, all[i].name))
			in[p->groups++] = all[i];
	p->in = in;
	return true;
}

static bool load(struct request *rq, struct people *p)
{
	struct ctx *c = rq->ctx;
	struct meeting_person *row;

	*p = (struct people){ 0 };
	struct meeting_id id = { path_id(rq, "meeting") };
	if (!ctx_ok(c) || !meeting_get(c, id, &p->m) || !meeting_guest_list(c, &p->m, &row, &p->n))
		return false;
	p->row = row;
	p->when = p->m.at ? zone_text(c, p->m.zone, p->m.at) : S("The time is not set yet");
	p->begun = p->m.at && !meeting_is_off(&p->m)
		&& c->now >= p->m.at - MEETING_SOON * INSTANT_MINUTE;
	p->back = p->m.group.v ? URL("/round/%/meeting/%", { p->m.round.v, p->m.group.v })
			       : URL("/round/%/meeting", { p->m.round.v });
	return load_groups(c, p);
}

static void show(struct request *rq, const struct people *p)
{
	layout_open(rq, S("Who comes, who was there"));
	people_view(&rq->out, rq, p);
	layout_close(rq);
}

bool meeting_people_page(struct request *rq)
{
	struct people p;

	if (!load(rq, &p))
		return false;
	if (query_int(rq, "done", 0, 1, 0) == 1)
		p.said = S("It is noted.");
	if (!ctx_ok(rq->ctx))
		return false;
	show(rq, &p);
	return true;
}

bool meeting_people_note(struct request *rq)
{
	static const char *const names[] = { "person", "came", NULL };
	struct people p;

	if (!load(rq, &p))
		return false;
	struct person_id who = { form_int(rq, "person", 1, INT64_MAX, 0) };
	bool came = form_int(rq, "came", 0, 1, 1) == 1;
	if (form_only(rq, names) && ctx_ok(rq->ctx) && meeting_guest_note(rq->ctx, &p.m, who, came))
		return request_see(rq, URL("/meeting/%/people?done=1", { p.m.id.v }));
	show(rq, &p);
	return false;
}
