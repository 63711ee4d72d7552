/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/campus_question.h"

#include "community/note.h"
#include "community/question_note.h"
#include "community/question_report.h"
#include "core/place.h"

static const struct stmt asked = { "campus_question_asked",
	"INSERT INTO question (id, author_id, byline, text, role, employer, stage, year, answers,"
	" dice, posted_at) VALUES ($1, $2, 'Otter', 'Why us?', 'lab assistant', 1, 4, 2026, $3, $1,"
	" 1)",
	"iii", "" };
static const struct stmt answered = { "campus_question_answered",
	"INSERT INTO question_answer (question_id, id, author_id, byline, body, html, posted_at)"
	" VALUES (120, 121, $1, 'Otter', 'Your labs.', '<p>Your labs.</p>', 1)",
	"i", "" };

void campus_question(struct test *t, struct person_id who, struct person_id other)
{
	const struct question_id first = { 120 }, second = { 122 };
	const struct mark_spot on = { MARK_BANK, second.v, 0 };
	const struct place nowhere = { 0 };
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, sql_run(c, &asked, ARGS(arg(first.v), arg(who.v), arg((int64_t)1))));
	CHECK(t, sql_run(c, &asked, ARGS(arg(second.v), arg(other.v), arg((int64_t)0))));
	CHECK(t, sql_run(c, &answered, ARGS(arg(who.v))) && test_end(t));
	CHECK(t, question_report_add(test_ctx(t, other), first, 121, S("A name.")) && test_end(t));
	CHECK(t,
		mark_put(test_ctx(t, who), &nowhere, on, MARK_SAVE, MARK_ON) && test_end(t)
			&& note_put(test_ctx(t, who), on, S("For the train.")) && test_end(t));
	CHECK(t, question_note_keep(test_ctx(t, who), second, S("Be calm.")) && test_end(t));
}
