/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/group_plan.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "community/enrolment.h"
#include "community/group_plan_read.h"

#include <stdlib.h>

enum { NAME_ROOM = 5, WORDS_MAX = 4000 }; /* for a blank and a number behind a subject; bytes */

/* What is being made. */
struct work {
	struct ctx *c;
	struct group_plan_read r;
	struct fit fit;
	struct group_plan *plan;
};
/* How many of a group study something. */
struct tally {
	int64_t subject;
	size_t n;
};

static char folded(char ch)
{
	return ch >= 'A' && ch <= 'Z' ? (char)(ch - 'A' + 'a') : ch;
}

/* Not left to the database: the order of letters differs between engines. */
static int by_text(struct str a, struct str b)
{
	for (size_t i = 0; i < a.len && i < b.len; i++)
		if (folded(a.at[i]) != folded(b.at[i]))
			return (unsigned char)folded(a.at[i]) < (unsigned char)folded(b.at[i]) ? -1
											       : 1;
	return (a.len > b.len) - (a.len < b.len);
}

static int by_size(const void *left, const void *right)
{
	const struct tally *a = left, *b = right;

	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	return (a->subject > b->subject) - (a->subject < b->subject);
}

/* The subjects of a group, the one of most people first. */
static size_t tally_of(const struct work *w, const struct fit_made *m, struct tally *ret)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++) {
		int64_t subject = w->r.in.person[m->person[i]].subject;
		size_t k = 0;
		while (k < n && ret[k].subject != subject)
			k++;
		if (k == n)
			ret[n++] = (struct tally){ subject, 0 };
		ret[k].n++;
	}
	if (n)
		qsort(ret, n, sizeof *ret, by_size);
	return n;
}

/* The words of a list with a number behind each. */
static void add_counted(struct buf *out, struct str what, const char *sign, size_t n)
{
	if (out->len)
		buf_add(out, S(", "));
	buf_add(out, what);
	buf_add(out, str_of(sign));
	buf_int(out, (int64_t)n);
}

static struct str kept(struct ctx *c, struct buf *out)
{
	struct str text = arena_str(c->mem, buf_str(out));

	buf_free(out);
	return text;
}

static void describe(struct work *w, struct group_plan_place *p, const struct tally *t, size_t n)
{
	struct buf out;

	buf_init(&out, WORDS_MAX);
	for (size_t i = 0; i < n; i++)
		add_counted(&out, w->r.subject[t[i].subject].label, " ", t[i].n);
	p->subjects = kept(w->c, &out);
	buf_init(&out, WORDS_MAX);
	for (int i = EXPERIENCE_LAST; i >= EXPERIENCE_UNKNOWN; i--)
		if (p->fit.stage[i])
			add_counted(&out, str_of(experience_label(i)), ": ", p->fit.stage[i]);
	p->experience = kept(w->c, &out);
}

static struct str capital(struct ctx *c, struct str s)
{
	char *copy = arena_new(c->mem, char, s.len + 1);

	memcpy(copy, s.at, s.len);
	if (s.len && copy[0] >= 'a' && copy[0] <= 'z')
		copy[0] = (char)(copy[0] - 'a' + 'A');
	return (struct str){ copy, s.len };
}

/* A new group is named after its subject, or what its subjects have in common. */
static void name_base(struct work *w, struct group_plan_place *p, const struct tally *t, size_t n)
{
	const struct subject *first = &w->r.subject[t[0].subject];
	const struct str above[] = { first->label, first->cah3, first->cah2, first->cah1 };

	if (n == 1) {
		p->subject = utf8_head(first->label, GROUP_SUBJECT_MAX);
		p->name = utf8_head(p->subject, GROUP_NAME_MAX - NAME_ROOM);
	} else if (p->fit.distance < SUBJECT_FAR && above[p->fit.distance].len) {
		p->name = utf8_head(
			capital(w->c, above[p->fit.distance]), GROUP_NAME_MAX - NAME_ROOM);
	} else {
		p->name = S("Mixed subjects");
	}
}

static const struct group *standing(const struct work *w, int64_t id)
{
	for (size_t i = 0; i < w->r.groups; i++)
		if (w->r.group[i].id.v == id)
			return &w->r.group[i];
	return NULL;
}

static void make_place(struct work *w, const struct fit_made *m, struct group_plan_place *p)
{
	struct tally tally[FIT_SIZE_MOST] = { 0 };
	const struct group *g = m->group ? standing(w, m->group) : NULL;
	size_t stay = 0, subjects = tally_of(w, m, tally);

	*p = (struct group_plan_place){ .group = { m->group }, .fit = *m };
	p->person = arena_new(w->c->mem, const struct enrolment *, m->n + 1);
	for (size_t i = 0; i < m->n; i++) {
		const struct enrolment *e = &w->r.person[m->person[i]];
		if (g && e->group.v == g->id.v)
			stay++;
		else
			p->person[p->n++] = e;
	}
	describe(w, p, tally, subjects);
	if (g) {
		p->name = g->name;
		p->subject = g->subject.len ? g->subject : p->subjects;
		p->size = g->size;
		p->leaving = (size_t)g->size - stay;
	} else {
		name_base(w, p, tally, subjects);
	}
}

static bool is_named(const struct work *w, size_t places, struct str name)
{
	for (size_t i = 0; i < w->r.groups; i++)
		if (str_same(w->r.group[i].name, name))
			return true;
	for (size_t i = 0; i < places; i++)
		if (str_same(w->plan->all[i].name, name))
			return true;
	return false;
}

/* «Chemistry», or «Chemistry 2» when there are several; they lie side by side. */
static void name_places(struct work *w)
{
	struct group_plan_place *all = w->plan->all;
	int number = 0; /* of the group before, when this one is named alike */

	for (size_t i = 0; i < w->plan->all_n; i++) {
		struct str base = all[i].name;
		bool several = i + 1 < w->plan->all_n && all[i + 1].group.v == 0
			&& str_same(all[i + 1].name, base);
		if (all[i].group.v)
			continue;
		if (number == 0 && !several && is_named(w, i, base))
			number = 1;
		while (number || several || is_named(w, i, all[i].name)) {
			all[i].name =
				arena_fmt(w->c->mem, "%.*s %d", (int)base.len, base.at, ++number);
			if (!is_named(w, i, all[i].name))
				break;
		}
		number = several ? number : 0;
	}
}

static int by_name(const void *left, const void *right)
{
	const struct group_plan_place *a = left, *b = right;
	int order = by_text(a->name, b->name);

	if (order)
		return order;
	/* Of one name there are new groups only; the builder has them in order. */
	return (a->fit.person > b->fit.person) - (a->fit.person < b->fit.person);
}

static void make_places(struct work *w)
{
	struct group_plan *plan = w->plan;

	plan->all = arena_new(w->c->mem, struct group_plan_place, w->fit.n + 1);
	plan->place = arena_new(w->c->mem, struct group_plan_place, w->fit.n + 1);
	for (size_t i = 0; i < w->fit.n; i++) {
		struct group_plan_place *p = &plan->all[plan->all_n];
		make_place(w, &w->fit.made[i], p);
		plan->all_n += p->fit.n > 0 || p->leaving > 0;
	}
	if (plan->all_n)
		qsort(plan->all, plan->all_n, sizeof *plan->all, by_name);
	name_places(w);
	for (size_t i = 0; i < plan->all_n; i++)
		if (plan->all[i].n || plan->all[i].leaving)
			plan->place[plan->n++] = plan->all[i];
}

static struct group_plan_sum sum_of(const struct work *w)
{
	struct group_plan_sum s = { .moved = w->fit.moved };

	for (size_t i = 0; i < w->plan->all_n; i++) {
		const struct group_plan_place *p = &w->plan->all[i];
		size_t n = p->fit.n;
		if (n == 0)
			continue;
		s.groups++;
		s.made += p->group.v == 0;
		s.people += n;
		s.smallest = s.smallest == 0 || n < s.smallest ? n : s.smallest;
		s.largest = n > s.largest ? n : s.largest;
		s.distance[p->fit.distance]++;
		s.alone += p->fit.alone;
		s.mixed += p->fit.mixed;
		s.short_of += (int64_t)n < w->r.round.size_min;
	}
	return s;
}

static struct str unmet(struct ctx *c, const struct fit_pair *p, enum fit_why why)
{
	const char *a = p->first_name.at, *b = p->second_name.at;

	if (p->apart)
		return arena_fmt(c->mem,
			"%s and %s are to be apart, but they are in one group that has begun.", a,
			b);
	if (why == FIT_CONTRARY)
		return arena_fmt(c->mem,
			"%s and %s are to be together and apart: it follows from all wishes taken "
			"together. They are kept apart.",
			a, b);
	if (why == FIT_TOO_MANY)
		return arena_fmt(c->mem,
			"%s and %s are to be together, but with all who are to go with them they "
			"are more than a group holds.",
			a, b);
	if (why == FIT_BEGUN)
		return arena_fmt(c->mem,
			"%s and %s are to be together, but they are in two groups that have begun.",
			a, b);
	return arena_fmt(c->mem,
		"%s and %s are to be together, but then somebody would be left without a group.", a,
		b);
}

static void tell_rest(struct work *w)
{
	struct group_plan *plan = w->plan;
	const struct fit_input *in = &w->r.in;

	plan->unplaced = arena_new(w->c->mem, const struct enrolment *, w->fit.unplaced_n + 1);
	for (size_t i = 0; i < w->fit.unplaced_n; i++)
		plan->unplaced[plan->unplaced_n++] = &w->r.person[w->fit.unplaced[i]];
	plan->unmet = arena_new(w->c->mem, struct str, in->wishes + 1);
	for (size_t i = 0; i < in->wishes; i++)
		if (w->fit.wish[i] != FIT_MET)
			plan->unmet[plan->unmet_n++] = unmet(w->c, &w->r.pair[i], w->fit.wish[i]);
	for (size_t i = 0; i < in->subjects; i++)
		plan->split = plan->split || in->subject[i].split;
}

static uint64_t mix(uint64_t mark, const void *at, size_t len)
{
	for (size_t i = 0; i < len; i++) /* FNV-1a */
		mark = (mark ^ ((const unsigned char *)at)[i]) * UINT64_C(1099511628211);
	return mark;
}

static int64_t mark_of(const struct group_plan *p)
{
	uint64_t mark = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < p->all_n; i++) {
		const struct group_plan_place *place = &p->all[i];
		mark = mix(mark, &place->group.v, sizeof place->group.v);
		mark = mix(mark, &place->size, sizeof place->size);
		mark = mix(mark, place->name.at, place->name.len);
		mark = mix(mark, place->subjects.at, place->subjects.len);
		mark = mix(mark, place->experience.at, place->experience.len);
		for (size_t j = 0; j < place->n; j++)
			mark = mix(mark, &place->person[j]->person.v, sizeof(int64_t));
	}
	for (size_t i = 0; i < p->unplaced_n; i++)
		mark = mix(mark, &p->unplaced[i]->person.v, sizeof(int64_t));
	for (size_t i = 0; i < p->unmet_n; i++)
		mark = mix(mark, p->unmet[i].at, p->unmet[i].len);
	return (int64_t)(mark % 999999999999999999) + 1; /* as many digits as a form takes */
}

bool group_plan_make(struct ctx *c, struct round_id id, struct group_plan *ret)
{
	struct group_plan plan = { 0 };
	struct work w = { .c = c, .plan = &plan };

	if (!group_plan_read(c, id, &w.r))
		return false;
	fit_build(c->mem, &w.r.in, &w.fit);
	plan.choice = w.r.choice;
	make_places(&w);
	tell_rest(&w);
	plan.sum = sum_of(&w);
	plan.mark = mark_of(&plan);
	*ret = plan;
	return true;
}

static bool take_out(struct ctx *c, const struct enrolment *e)
{
	return e->group.v == 0 || group_take_out(c, e->group, e->person);
}

/* Who changes groups leaves the old one before anybody comes, so that there is room. */
static bool leave(struct ctx *c, const struct group_plan *p)
{
	for (size_t i = 0; i < p->unplaced_n; i++)
		if (!take_out(c, p->unplaced[i]))
			return false;
	for (size_t i = 0; i < p->n; i++)
		for (size_t k = 0; k < p->place[i].n; k++)
			if (!take_out(c, p->place[i].person[k]))
				return false;
	return true;
}

static bool apply_place(struct ctx *c, struct round_id round, const struct group_plan_place *p)
{
	struct group_draft d = { .round = round, .name = p->name, .subject = p->subject };
	struct group_id id = p->group;

	if (id.v == 0 && !group_make(c, &d, &id))
		return false;
	for (size_t i = 0; i < p->n; i++)
		if (!group_put(c, id, p->person[i]->person))
			return false;
	return true;
}

bool group_plan_apply(struct ctx *c, struct round_id round, const struct group_plan *p)
{
	if (!leave(c, p))
		return false;
	for (size_t i = 0; i < p->n; i++)
		if (!apply_place(c, round, &p->place[i]))
			return false;
	return true;
}

const char *group_plan_distance(int distance)
{
	static const char *const words[] = { "one subject", "subjects of one small field",
		"subjects of neighbouring fields", "subjects of one wide area",
		"subjects that lie far apart" };

	return words[distance];
}
