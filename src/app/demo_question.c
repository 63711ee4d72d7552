/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/demo_question.h"

#include "base/instant.h"
#include "community/enrolment.h"
#include "community/question_answer.h"
#include "community/round.h"
#include "core/person.h"
#include "core/place.h"

enum { PEOPLE = 40, ANSWERS = 2 };

struct line {
	const char *text, *role;
	int employer, stage, ago; /* years ago */
	const char *answer[ANSWERS];
};

/* Codes are those of community/question_word. */
static const struct line lines[] = {
	{ "Tell me about a time when you disagreed with somebody in a team.", "Trainee buyer", 1, 4,
		0,
		{ "I told the one about the rota at the café: two of us wanted the same Saturday. "
		  "I said what each of us needed before I said what I wanted, and we split it.\n\n"
		  "They asked twice what I did, and not what we did, so have your own part ready.",
			"A group project works, too. Keep the row short and the way out of it "
			"long." } },
	{ "Why do you want to work here and not at one of our competitors?", "Graduate scheme", 1,
		3, 0,
		{ "I had one thing from their yearly report and one from somebody who works there. "
		  "Two are enough." } },
	{ "What would you do in your first month?", "Lab assistant", 7, 4, 0,
		{ "Ask what went wrong for the last person. I said: learn the safety rules, shadow "
		  "somebody, write down every question and ask them on Fridays." } },
	{ "Explain a piece of your coursework to somebody who has never studied it.",
		"Data analyst", 4, 4, 1,
		{ "Pick something small. I did why a sample of a thousand people can be enough, "
		  "with soup: one spoonful tells you about the pot if it was stirred." } },
	{ "You have three deadlines on one day. What do you do?", "Office assistant", 2, 2, 0,
		{ "I used my own term: two essays and a late shift. Say what you drop, and whom "
		  "you tell, and when.",
			"They wanted to hear that I ask early." } },
	{ "What is your greatest weakness?", "", 0, 4, 1,
		{ "A real one, and what you do about it. Mine: I say yes too quickly. So now I ask "
		  "for an hour before I answer." } },
	{ "How do you deal with an angry customer?", "Shop supervisor", 1, 6, 0, { NULL } },
	{ "Is there anything that you want to ask us?", "Junior developer", 3, 5, 0,
		{ "What would you want somebody in this job to have done after half a year? Their "
		  "answer told me more than the rest of the hour." } },
};
enum { LINES = sizeof lines / sizeof *lines };

struct cast {
	const struct enrolment *who[PEOPLE];
	struct str name[PEOPLE];
	size_t n;
};

static bool find_cast(struct ctx *c, struct cast *ret)
{
	struct round_row *row;
	struct enrolment *e;
	struct person p;
	size_t n;

	*ret = (struct cast){ 0 };
	if (!round_list(c, (struct round_id){ 0 }, 1, &row, &n) || n == 0
		|| !enrolment_list(c, row[0].round.id, (struct person_id){ 0 }, PEOPLE, &e, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (e[i].group.v == 0 || str_starts(e[i].address, S("student@")))
			continue;
		if (!person_get(c, e[i].person, &p))
			return false;
		ret->name[ret->n] = p.shown_name;
		ret->who[ret->n++] = &e[i];
	}
	return ret->n > 0;
}

static bool put_line(struct ctx *c, const struct cast *cast, size_t i)
{
	const struct place nowhere = { 0 }; /* nothing is noted */
	const struct line *l = &lines[i];
	size_t by = i * 3 % cast->n;
	struct question_draft d = { .text = str_of(l->text),
		.role = str_of(l->role),
		.employer = l->employer,
		.stage = l->stage,
		.year = civil_of(c->now).date.year - l->ago,
		.byline = cast->name[by] };
	struct question_id id;
	int64_t answer;

	c->actor = cast->who[by]->person;
	if (!question_add(c, &nowhere, &d, &id))
		return false;
	for (size_t k = 0; k < ANSWERS && l->answer[k]; k++) {
		size_t other = (by + 1 + k) % cast->n;
		struct question_answer_draft a = { id, str_of(l->answer[k]), cast->name[other],
			S("") };
		c->actor = cast->who[other]->person;
		if (!question_answer_add(c, &nowhere, &a, &answer))
			return false;
	}
	return true;
}

bool demo_question_make(struct ctx *c)
{
	struct person_id before = c->actor;
	struct cast cast;
	bool good = find_cast(c, &cast);

	for (size_t i = 0; good && i < LINES; i++)
		good = put_line(c, &cast, i);
	c->actor = before;
	return good;
}
