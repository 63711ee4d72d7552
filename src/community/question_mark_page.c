/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Useful and Save under an interview question and its answers. */
#include "community/mark_page.h"
#include "community/question_routes.h"

static bool mark_answer(struct request *rq, enum mark_kind kind)
{
	struct mark_spot spot = { MARK_BANK, path_id(rq, "question"), path_id(rq, "item") };

	return mark_send(rq, spot, kind, URL("/questions/%#a%", { spot.in, spot.id }));
}

bool question_answer_useful_send(struct request *rq)
{
	return mark_answer(rq, MARK_USEFUL);
}

bool question_answer_save_send(struct request *rq)
{
	return mark_answer(rq, MARK_SAVE);
}

bool question_save_send(struct request *rq)
{
	struct mark_spot spot = { MARK_BANK, path_id(rq, "question"), 0 };

	return mark_send(rq, spot, MARK_SAVE, URL("/questions/%", { spot.in }));
}
