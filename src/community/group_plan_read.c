/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/group_plan_read.h"

#include "community/enrolment.h"
#include "community/trial.h"

/* Numbers for texts: equal ones, without regard to case, get the same. */
struct names {
	struct str *at;
	int32_t *slot; /* by hash; 0: free, else an index + 1 */
	size_t n, room;
};

static struct names names_make(struct ctx *c, size_t most)
{
	size_t room = 2;

	while (room < 2 * most + 2)
		room *= 2;
	return (struct names){ arena_new(c->mem, struct str, most + 1),
		arena_new(c->mem, int32_t, room), 0, room };
}

static uint64_t hash(struct str s)
{
	uint64_t mark = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < s.len; i++) { /* FNV-1a */
		unsigned char ch = (unsigned char)s.at[i];
		mark = (mark ^ (ch >= 'A' && ch <= 'Z' ? ch | 0x20u : ch))
			* UINT64_C(1099511628211);
	}
	return mark ^ mark >> 29;
}

/* The index of the text; -1 when it is not there and is not to be added. */
static int64_t number(struct names *n, struct str text, bool add)
{
	size_t at = hash(text) & (n->room - 1);

	for (; n->slot[at]; at = (at + 1) & (n->room - 1))
		if (str_same(n->at[n->slot[at] - 1], text))
			return n->slot[at] - 1;
	if (!add)
		return -1;
	n->at[n->n++] = text;
	n->slot[at] = (int32_t)n->n;
	return (int64_t)n->n - 1;
}

struct work {
	struct ctx *c;
	struct group_plan_read *r;
	struct trial_splits splits;
	struct fit_person *person;
	struct fit_subject *subject;
	struct fit_group *group;
	struct names subjects, nodes;
};

static int64_t node(struct work *w, struct str above, struct str label)
{
	if (label.len == 0)
		return 0;
	return 1
		+ number(&w->nodes,
			arena_fmt(w->c->mem, "%.*s\n%.*s", (int)above.len, above.at, (int)label.len,
				label.at),
			true);
}

/* The subject by its code, or by what was written where it is on no list. */
static bool subject_index(struct work *w, struct str code, struct str label, int64_t *ret)
{
	size_t before = w->subjects.n;
	int64_t i = number(&w->subjects, code.len ? code : str_trim(label), true);
	struct subject found = { 0 };

	*ret = i;
	if (w->subjects.n == before)
		return true;
	if (code.len && !subject_find(w->c, code, &found))
		return false;
	w->r->subject[i] = found;
	w->r->subject[i].label = str_trim(label);
	w->subject[i] = (struct fit_subject){ .split = trial_is_split(&w->splits, label) };
	int64_t *cah = w->subject[i].cah;
	cah[0] = node(w, S("1"), found.cah1);
	cah[1] = cah[0] ? node(w, found.cah1, found.cah2) : 0;
	struct str above = arena_fmt(w->c->mem, "%s\n%s", found.cah1.at ? found.cah1.at : "",
		found.cah2.at ? found.cah2.at : "");
	cah[2] = cah[1] ? node(w, above, found.cah3) : 0;
	return true;
}

static bool read_people(struct work *w, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct enrolment *e = &w->r->person[i];
		struct fit_person *p = &w->person[i];
		*p = (struct fit_person){ .id = e->person.v,
			.group = e->group.v,
			.experience = experience_is(e->experience) ? (enum experience)e->experience
								   : EXPERIENCE_UNKNOWN,
			.year = e->year };
		if (!subject_index(w, e->subject_code, e->subject, &p->subject))
			return false;
	}
	return true;
}

/* A group without a subject and without people is left to whoever made it. */
static bool read_groups(struct work *w)
{
	bool open = w->c->now >= w->r->round.opens_at;
	size_t n = 0;

	for (size_t i = 0; i < w->r->groups; i++) {
		const struct group *g = &w->r->group[i];
		struct fit_group *f = &w->group[n];
		struct subject found = { 0 };
		*f = (struct fit_group){ g->id.v, FIT_NO_SUBJECT, open && g->size > 0 };
		if (g->subject.len == 0 && g->size == 0)
			continue;
		n++;
		if (g->subject.len == 0)
			continue;
		if (!subject_by_label(w->c, g->subject, &found)
			|| !subject_index(w, found.code, g->subject, &f->subject))
			return false;
	}
	w->r->in.groups = n;
	return true;
}

static bool read_wishes(struct ctx *c, struct group_plan_read *r)
{
	if (!fit_pair_list(c, r->round.id, &r->pair, &r->in.wishes))
		return false;
	struct fit_wish *wish = arena_new(c->mem, struct fit_wish, r->in.wishes + 1);
	for (size_t i = 0; i < r->in.wishes; i++)
		wish[i] = (struct fit_wish){ r->pair[i].first.v, r->pair[i].second.v,
			r->pair[i].apart };
	r->in.wish = wish;
	return true;
}

bool group_plan_read(struct ctx *c, struct round_id id, struct group_plan_read *ret)
{
	struct group_plan_read r = { 0 };
	struct work w = { .c = c, .r = &r };
	struct person_id nobody = { 0 };
	size_t n;

	if (!round_get(c, id, &r.round) || !fit_choice_get(c, id, &r.choice)
		|| !trial_splits(c, id, &w.splits) || !group_list(c, id, &r.group, &r.groups)
		|| !enrolment_list(c, id, nobody, GROUP_PLAN_PEOPLE_MAX + 1, &r.person, &n))
		return false;
	if (n > GROUP_PLAN_PEOPLE_MAX || r.groups == GROUP_LIST_MAX)
		return fail(c, FAULT_LIMIT,
			"Groups are proposed for rounds of at most %d people in fewer than %d "
			"groups.",
			(int)GROUP_PLAN_PEOPLE_MAX, (int)GROUP_LIST_MAX);
	w.person = arena_new(c->mem, struct fit_person, n + 1);
	w.group = arena_new(c->mem, struct fit_group, r.groups + 1);
	w.subject = arena_new(c->mem, struct fit_subject, n + r.groups + 1);
	r.subject = arena_new(c->mem, struct subject, n + r.groups + 1);
	w.subjects = names_make(c, n + r.groups);
	w.nodes = names_make(c, 3 * (n + r.groups));
	if (!read_people(&w, n) || !read_groups(&w) || !read_wishes(c, &r))
		return false;
	r.in.person = w.person;
	r.in.people = n;
	r.in.subject = w.subject;
	r.in.subjects = w.subjects.n;
	r.in.group = w.group;
	r.in.size_min = r.round.size_min;
	r.in.size_max = r.round.size_max;
	r.in.seed = (uint64_t)r.choice.seed;
	*ret = r;
	return true;
}
