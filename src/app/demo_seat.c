/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/demo_seat.h"

#include "app/demo_people.h"
#include "app/demo_text.h"
#include "community/enrolment.h"
#include "community/group.h"
#include "core/background.h"
#include "core/choice.h"
#include "core/participant.h"

enum {
	MEMBERS_MAX = 13,
	WRITERS_MIN = 4,
	POSTS_MAX = 11, /* of one person in one round */
	ACTIVE_SHARE =
		3, /* one view in so many may go to a post, for those who call themselves active */
	LESS_ACTIVE_SHARE = 12,
	ABSENT_PERCENT = 20,   /* of those who do not write: never come at all */
	MEASURED_PERCENT = 70, /* have a browser that counts active seconds */
};

/* One group on its way: who is to sit in it. */
struct table {
	struct demo_seat *s;
	struct demo_group *g;
	const struct demo_row *row[MEMBERS_MAX]; /* of Table 1, or NULL */
	struct str name[MEMBERS_MAX], gender[MEMBERS_MAX];
	int64_t size, tagged;
	bool live;
};

static void as(struct ctx *c, struct person_id who, int64_t roles)
{
	c->actor = who;
	c->roles = roles;
}

/* Any one of the facts gives the tag; neither parent at university is the most frequent. at is the
   place in the group, so that areas differ. */
static struct background facts(struct demo_round *r, bool tagged, size_t at)
{
	static const int weight[8] = { 0, 18, 34, 14, 10, 8, 10, 6 };
	static const struct str measure[3] = { { "SIMD2020v2", 10 }, { "IMD2019", 7 },
		{ "WIMD2019", 8 } };
	int64_t bits = tagged ? demo_dice_weighted(r->dice, weight, 8) : 0;
	int64_t decile = (bits & 1) != 0 ? 1 + (int64_t)at % 2 : 3 + (int64_t)at % 8;

	return (struct background){ .area = { { measure[at % 3], decile, (decile + 1) / 2 } },
		.areas = 1,
		.parents = (bits & 2) != 0 ? PARENTS_NO_HE : PARENTS_HE,
		.school_known = true,
		.school_listed = (bits & 4) != 0,
		.school_fsm = -1,
		.school_deprived_share = -1 };
}

static bool agree(struct demo_seat *s, struct person_id person)
{
	struct ctx *c = s->round->c;

	as(c, person, ROLE_STUDENT);
	return consent_give(c, person, s->text[CONSENT_MEMBERSHIP])
		&& consent_give(c, person, s->text[CONSENT_STUDY])
		&& choice_set(c, CHOICE_WELCOME, S("done")); /* they came weeks ago */
}

static bool describe(struct table *t, size_t i, int64_t year)
{
	struct ctx *c = t->s->round->c;
	const struct demo_row *row = t->row[i];
	struct demo_member *m = &t->g->member[i];
	struct participant_id id;

	if (!participant_find(c, t->s->round->study, m->person, &id))
		return false;
	struct participant p = { .id = id,
		.study = t->s->round->study,
		.gender = t->gender[i],
		.subject = t->g->subject,
		.year = arena_fmt(c->mem, "%d", (int)year) };
	if (row) {
		p.number = row->number;
		p.gender = row->gender;
		p.subject = row->subject;
		p.engagement = row->engagement;
	}
	m->participant = id.v;
	int64_t after = t->s->round->closes_at + 7 * INSTANT_DAY; /* the interviews */
	return participant_describe(c, &p) && (!row || participant_say(c, id, p.engagement, after));
}

static bool seat(struct table *t, size_t i, bool tagged)
{
	struct demo_round *r = t->s->round;
	struct ctx *c = r->c;
	struct demo_member *m = &t->g->member[i];
	struct background b = facts(r, tagged, i);
	int64_t year = demo_dice_percent(r->dice, 60) ? 4 : 3;

	if (t->row[i] && !str_to_int(t->row[i]->year, &year))
		return fail(c, FAULT_INTERNAL, "demo/table1.txt has a year that is no number");
	c->now = r->opens_at
		- demo_dice_between(r->dice, 4 * 24 * 60, 14 * 24 * 60) * INSTANT_MINUTE;
	as(c, (struct person_id){ 0 }, 0);
	if (!demo_people_student(c, t->s->names, t->name[i], &m->person) || !agree(t->s, m->person)
		|| (!t->live && !background_keep(c, m->person, &b)))
		return false;
	struct enrolment_draft d = { { r->id }, m->person, t->g->subject, year,
		.came = i % 3 ? CAME_RESEARCHER : CAME_COORDINATOR };
	if (!enrolment_add(c, &d) || !describe(t, i, year))
		return false;
	c->now = r->opens_at - 2 * INSTANT_DAY;
	as(c, t->s->facilitator, ROLE_FACILITATOR);
	return group_put(c, (struct group_id){ t->g->id }, m->person);
}

static bool make_group(struct table *t)
{
	struct demo_round *r = t->s->round;
	struct group_draft d = { { r->id }, t->g->subject, t->g->subject };
	struct group_id id;

	r->c->now = r->opens_at - 15 * INSTANT_DAY;
	as(r->c, t->s->facilitator, ROLE_FACILITATOR);
	if (!group_make(r->c, &d, &id))
		return false;
	t->g->id = id.v;
	return true;
}

/* Names, none of which is called the same as another in the group. */
static bool name_all(struct table *t)
{
	struct demo_round *r = t->s->round;
	struct str given[MEMBERS_MAX];

	for (int64_t i = 0; i < t->size; i++) {
		struct demo_wish wish = { 'a', given, (size_t)i };
		struct demo_name name;

		if (t->row[i])
			wish.gender = str_eq(t->row[i]->gender, S("Male")) ? 'm' : 'f';
		if (!demo_people_name(r->c, t->s->names, r->dice, wish, &name))
			return false;
		given[i] = name.given;
		t->name[i] = demo_people_whole(r->c, &name);
		t->gender[i] = name.gender == 'f' ? S("Female")
			: name.gender == 'm'	  ? S("Male")
						  : S("");
		t->g->member[i].given = name.given;
	}
	return true;
}

/* The members of this family in demo/live.txt, in the order of their letters. */
static bool name_live(struct table *t)
{
	struct ctx *c = t->s->round->c;
	struct str file;
	struct demo_text line;
	int64_t n = 0;

	if (!demo_text_find(c, "live.txt", &file))
		return false;
	while (demo_text_next(&file, &line)) {
		struct str rest = line.rest, who = demo_text_field(&rest);

		if (!str_eq(line.word, S("member")) || !str_eq(demo_text_word(&who), t->g->family))
			continue;
		if (n == t->size)
			return fail(c, FAULT_INTERNAL,
				"demo/live.txt has more members than demo/subjects.txt");
		t->name[n] = str_trim(rest);
		rest = t->name[n];
		t->g->member[n++].given = str_cut(&rest, ' ');
	}
	return n == t->size || fail(c, FAULT_INTERNAL, "demo/live.txt has too few members");
}

static void published_part(struct demo_member *m, const struct demo_row *row)
{
	int64_t share = str_eq(row->engagement, S("Active")) ? ACTIVE_SHARE : LESS_ACTIVE_SHARE;

	m->number = row->number;
	m->views = row->views;
	m->posts_max = row->views / share < POSTS_MAX ? row->views / share : POSTS_MAX;
}

/* How much each will do. Whoever calls themselves active may write more; half of the others read.
   */
static void give_parts(struct table *t)
{
	struct demo_dice *dice = t->s->round->dice;
	int64_t others = t->size, writers = t->size / 2 > WRITERS_MIN ? t->size / 2 : WRITERS_MIN;

	for (int64_t i = 0; i < t->size; i++)
		others -= t->row[i] != NULL;
	if (t->live || writers > others)
		writers = others;
	for (int64_t i = 0; i < t->size; i++) {
		struct demo_member *m = &t->g->member[i];

		m->measured = demo_dice_percent(dice, MEASURED_PERCENT);
		if (t->row[i]) {
			published_part(m, t->row[i]);
			continue;
		}
		bool writes = demo_dice_below(dice, others--) < writers;
		writers -= writes;
		m->posts_max = writes ? POSTS_MAX : 0;
		m->views = !writes && demo_dice_percent(dice, ABSENT_PERCENT) ? 0 : -1;
	}
}

/* The numbers of Table 1 come first, and all of them are tagged. */
static bool read_rows(struct table *t, struct str numbers)
{
	for (int64_t i = 0; numbers.len > 0; i++, numbers = str_trim(numbers))
		if (i == t->size
			|| !demo_table_find(
				t->s->round->c, t->s->table, demo_text_word(&numbers), &t->row[i]))
			return fail(
				t->s->round->c, FAULT_INTERNAL, "demo/subjects.txt seats too many");
	return true;
}

bool demo_seat_group(struct demo_seat *s, struct str line, bool live)
{
	struct demo_round *r = s->round;
	struct table t = { .s = s, .g = &r->group[r->n], .live = live };

	t.g->subject = demo_text_field(&line);
	t.g->family = demo_text_field(&line);
	t.size = demo_text_number(&line);
	t.tagged = demo_text_number(&line);
	if (t.size < 1 || t.size > MEMBERS_MAX || t.tagged < 0 || t.tagged > t.size)
		return fail(
			r->c, FAULT_INTERNAL, "demo/subjects.txt has a group of a strange size");
	t.g->n = (size_t)t.size;
	t.g->member = arena_new(r->c->mem, struct demo_member, t.g->n);
	if (!read_rows(&t, str_trim(line)) || !(live ? name_live(&t) : name_all(&t))
		|| !make_group(&t))
		return false;
	give_parts(&t);
	r->n++;
	for (size_t i = 0; i < t.g->n; i++)
		if (!seat(&t, i, (int64_t)i < t.tagged))
			return false;
	return true;
}
