/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/fit_sample.h"

enum { SLOTS = FIT_SAMPLE_PEOPLE + FIT_SAMPLE_GROUPS };

static uint64_t roll(uint64_t *dice, uint64_t n)
{
	*dice = *dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (*dice >> 33) % n;
}

/* A group may hold people from before, as long as they fit into it. */
static void fill_groups(struct fit_sample *s, uint64_t *dice)
{
	s->in.groups = roll(dice, 3) ? 0 : 1 + roll(dice, FIT_SAMPLE_GROUPS);
	for (size_t g = 0; g < s->in.groups; g++) {
		s->group[g] =
			(struct fit_group){ 900 + (int64_t)g, FIT_NO_SUBJECT, roll(dice, 3) == 0 };
		if (roll(dice, 2))
			s->group[g].subject = (int64_t)roll(dice, s->in.subjects);
		for (int64_t n = 0; n < s->in.size_max; n++) {
			struct fit_person *p = &s->person[roll(dice, s->in.people)];
			if (p->group == 0 && roll(dice, 3))
				p->group = s->group[g].id;
		}
	}
}

static void fill_wishes(struct fit_sample *s, uint64_t *dice)
{
	s->in.wishes = roll(dice, 2) ? 0 : 1 + roll(dice, FIT_SAMPLE_WISHES);
	for (size_t i = 0; i < s->in.wishes; i++)
		s->wish[i] = (struct fit_wish){ s->person[roll(dice, s->in.people)].id,
			s->person[roll(dice, s->in.people)].id, roll(dice, 2) };
}

void fit_sample_make(struct fit_sample *s, uint64_t seed, int people)
{
	uint64_t dice = seed * UINT64_C(2654435761) + 1;

	*s = (struct fit_sample){ 0 };
	s->in = (struct fit_input){ .person = s->person,
		.subject = s->subject,
		.group = s->group,
		.wish = s->wish,
		.seed = seed };
	s->in.people = (size_t)people - roll(&dice, (uint64_t)people / 2 + 1);
	s->in.subjects = 1 + roll(&dice, 5);
	s->in.size_min = 2 + (int64_t)roll(&dice, 2);
	s->in.size_max = s->in.size_min + (int64_t)roll(&dice, 4);
	for (size_t i = 0; i < s->in.subjects; i++) {
		int64_t wide = 1 + (int64_t)roll(&dice, 2),
			middle = wide * 2 + (int64_t)roll(&dice, 2);
		s->subject[i] = (struct fit_subject){
			{ wide, middle, middle * 2 + (int64_t)roll(&dice, 2) }, roll(&dice, 2)
		};
		if (roll(&dice, 8) == 0)
			s->subject[i] = (struct fit_subject){ .split = roll(&dice, 2) };
	}
	for (size_t i = 0; i < s->in.people; i++)
		s->person[i] = (struct fit_person){ .id = 1 + (int64_t)(i * 7 % 13),
			.subject = (int64_t)roll(&dice, s->in.subjects),
			.experience = (enum experience)roll(&dice, EXPERIENCE_LAST + 1) };
	fill_groups(s, &dice);
	fill_wishes(s, &dice);
}

static int64_t distance(const struct fit_subject *a, const struct fit_subject *b)
{
	if (a == b)
		return 0;
	for (int64_t far = 1; far <= 3; far++)
		if (a->cah[3 - far] && a->cah[3 - far] == b->cah[3 - far])
			return far;
	return 4;
}

static int64_t subjects_cost(const struct fit_input *in, const int *slot, int g)
{
	bool there[6] = { false };
	int64_t widest = 0, n = 0, lone = 0, of[6] = { 0 };

	if (g < (int)in->groups && in->group[g].subject >= 0)
		there[in->group[g].subject] = true;
	for (size_t i = 0; i < in->people; i++)
		of[in->person[i].subject] += slot[i] == g;
	for (size_t a = 0; a < in->subjects; a++) {
		there[a] = there[a] || of[a];
		n += there[a];
		lone += of[a] == 1;
		for (size_t b = 0; b < a; b++) {
			int64_t far = distance(&in->subject[a], &in->subject[b]);
			if (there[a] && there[b] && far > widest)
				widest = far;
		}
	}
	return fit_cost_spread[widest] + lone * FIT_COST_LONE + (n - 1) * FIT_COST_SUBJECT;
}

static int64_t people_cost(const struct fit_input *in, const int *slot, int g)
{
	int64_t stage[EXPERIENCE_LAST + 1] = { 0 }, with = 0, without = 0, moved = 0;

	for (size_t i = 0; i < in->people; i++) {
		const struct fit_person *p = &in->person[i];
		bool split = in->subject[p->subject].split;
		if (slot[i] != g)
			continue;
		stage[p->experience]++;
		with += split && p->experience == EXPERIENCE_INTERNSHIP;
		without += split
			&& (p->experience == EXPERIENCE_NONE || p->experience == EXPERIENCE_WORK);
		moved += p->group && (g >= (int)in->groups || in->group[g].id != p->group);
	}
	int64_t alone = (stage[1] == 1) + (stage[2] == 1) + (stage[3] == 1);
	return alone * FIT_COST_ALONE + (with < without ? with : without) * FIT_COST_MIXED
		+ moved * FIT_COST_MOVED;
}

static int64_t group_cost(const struct fit_input *in, const int *slot, int g)
{
	int64_t n = 0, wide = in->size_max - in->size_min;

	for (size_t i = 0; i < in->people; i++)
		n += slot[i] == g;
	int64_t off = 2 * n - in->size_min - in->size_max;
	if (n == 0)
		return 0;
	if (g >= (int)in->groups && n < in->size_min)
		return n * FIT_COST_UNPLACED;
	int64_t cost = subjects_cost(in, slot, g) + people_cost(in, slot, g);
	cost += wide ? FIT_COST_SIZE * off * off / (wide * wide) : 0;
	if (g >= (int)in->groups)
		return cost + FIT_COST_NEW;
	return cost + (n < in->size_min ? (in->size_min - n) * FIT_COST_SHORT : 0);
}

/* 0 or the cost; -1 when it must not be. */
static int64_t wish_cost(const struct fit_input *in, const int *slot, const struct fit_wish *wish)
{
	int64_t group[2] = { 0 }, n = 0;
	int at[2] = { -1, -1 };

	for (size_t i = 0; i < in->people; i++)
		for (int side = 0; side < 2; side++)
			if (in->person[i].id == (side ? wish->second : wish->first)) {
				at[side] = slot[i];
				group[side] = in->person[i].group;
			}
	if (wish->first == wish->second || at[0] < 0 || at[1] < 0)
		return 0;
	for (size_t i = 0; i < in->people; i++)
		n += slot[i] == at[0];
	if (at[0] >= (int)in->groups && n < in->size_min) /* no group at all */
		return wish->apart ? 0 : FIT_COST_WISH;
	if (!wish->apart)
		return at[0] == at[1] ? 0 : FIT_COST_WISH;
	bool begun = at[0] < (int)in->groups && in->group[at[0]].begun && group[0] == group[1]
		&& group[0] == in->group[at[0]].id;
	return at[0] == at[1] && !begun ? -1 : 0;
}

int64_t fit_sample_cost(const struct fit_input *in, const int *slot)
{
	int64_t cost = 0;

	for (size_t i = 0; i < in->wishes; i++) {
		int64_t more = wish_cost(in, slot, &in->wish[i]);
		if (more < 0)
			return INT64_MAX;
		cost += more;
	}
	for (int g = 0; g < SLOTS; g++)
		cost += group_cost(in, slot, g);
	return cost;
}
