/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The pages on which somebody answers the questions of a round, and what they share. Each answers
   one route of joining_routes.c or draws one of its steps. */
#ifndef COMMUNITY_JOINING_ROUTES_H
#define COMMUNITY_JOINING_ROUTES_H

#include "community/joining.h"
#include "community/round.h"
#include "core/consent.h"
#include "core/school.h"
#include "core/subject.h"
#include "site/route.h"

extern const struct route joining_routes[];
extern const size_t joining_routes_n;

/* What one page needs. */
struct joining_ask {
	struct joining j;
	struct round round;
	enum joining_step step;
	bool fixed;	  /* finished, and the round has begun: nothing can be changed */
	bool in_study;	  /* of who has finished: their yes to the study stands */
	struct str typed; /* a postcode or a school that was refused */
	struct str words; /* that were searched for */
	const struct subject *subject;
	const struct school *school;
	size_t found;
	bool listed; /* there is a list to search */
	struct consent_text text;
	struct html text_html;
	struct consent_answer last;
	struct str last_day; /* of last */
	struct url here, back;
	struct str draft; /* of what is typed; never of postcode, parents and school */
};

bool joining_page(struct request *rq);
bool joining_send(struct request *rq);
bool joining_forget_page(struct request *rq);
bool joining_tally_page(struct request *rq);
/* On the first page: a card for whoever was asked into a round and has not finished. */
MUST bool joining_end_waiting(struct request *rq);

/* Read what a question's form has into a->j.said. False is a fault. */
bool joining_read_answer(struct request *rq, struct joining_ask *a);
/* What is shown with a question: what was found, the words that are agreed to. */
bool joining_read_beside(struct request *rq, struct joining_ask *a);
/* The whole page of a question, and of the steps after them. */
void joining_question_show(struct request *rq, const struct joining_ask *a);
void joining_end_show(struct request *rq, const struct joining_ask *a);
void joining_end_over(struct request *rq, const struct joining_ask *a);
void joining_end_forgotten(struct request *rq, const struct joining_ask *a);

static inline struct url joining_url(struct round_id round, enum joining_step step)
{
	return URL("/join/%/$", { round.v }, .word = str_of(joining_answers_step(step)));
}

#endif
