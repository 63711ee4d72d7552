/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/demo_felt.h"

#include "app/demo_round.h"
#include "core/person.h"
#include "evidence/survey.h"
#include "evidence/survey_reply.h"
#include "evidence/survey_template.h"
#include "evidence/survey_wave.h"

/* Dice of its own, so that the rest of the demonstration is as it was. */
enum { SEED = 53, ANSWERED = 68, FRIDAY = 4 };

static bool launch(struct demo_round *r, int64_t *ret)
{
	struct ctx *c = r->c;
	struct survey_form f;
	struct person researcher;

	if (!person_by_address(c, S("researcher@cairn.example"), &researcher))
		return false;
	c->actor = researcher.id;
	c->roles = ROLE_RESEARCHER;
	c->now = r->opens_at - INSTANT_DAY;
	return survey_template_get(c, S("weekly"), &f) && survey_make(c, r->study, &f, ret)
		&& survey_wave_weekly(c, *ret, r->id, 0) && survey_launch(c, *ret);
}

/* Most who wrote felt that they were in it; some who only read did too. */
static int64_t said(struct demo_dice *dice, const struct demo_member *m)
{
	static const int wrote[] = { 1, 2, 4, 6, 4 }, read[] = { 3, 5, 5, 3, 1 };

	return 1 + demo_dice_weighted(dice, m->posts > 0 ? wrote : read, 5);
}

static bool answer(struct demo_round *r, int64_t survey, const struct demo_member *m, int64_t value,
	int64_t at)
{
	struct ctx *c = r->c;
	struct survey_reply reply;

	c->actor = m->person;
	c->roles = ROLE_STUDENT;
	c->now = at;
	if (!survey_reply_find(c, survey, 0, 0, &reply))
		return false;
	reply.answers.value[0].state = SURVEY_GIVEN;
	reply.answers.value[0].n = value;
	return survey_reply_send(c, &reply);
}

/* Each throws the dice, so that one who is left out changes nothing for the others. */
static bool ask(struct demo_round *r, struct demo_dice *dice, int64_t survey, int week,
	const struct demo_member *m)
{
	bool answers = demo_dice_percent(dice, ANSWERED);
	int64_t value = said(dice, m), minutes = demo_dice_below(dice, 9 * 60);
	int64_t at = r->noon[(week - 1) * 7 + FRIDAY] + minutes * INSTANT_MINUTE;

	return !answers || m->participant == 0 || answer(r, survey, m, value, at);
}

static bool ask_all(struct demo_round *r, struct demo_dice *dice, int64_t survey, int week)
{
	for (size_t g = 0; g < r->n; g++)
		for (size_t i = 0; i < r->group[g].n; i++)
			if (!ask(r, dice, survey, week, &r->group[g].member[i]))
				return false;
	return true;
}

bool demo_felt_make(struct demo_round *r)
{
	struct demo_dice dice = { SEED };
	int64_t survey;

	if (!launch(r, &survey))
		return false;
	for (int week = 1; week < DEMO_WEEKS && r->noon[week * 7] <= r->until; week++)
		if (!ask_all(r, &dice, survey, week))
			return false;
	return true;
}
