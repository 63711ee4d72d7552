/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/question_routes.h"

#define READS MAY(BANK_READ, )
#define WRITES MAY(BANK_WRITE, )

/* What is theirs people take out after the writing has ended, too; whose it is, each page asks. */
const struct route question_routes[] = {
	{ GET, "/questions", READS, .answer = question_list_page },
	{ GET, "/questions/new", WRITES, .answer = question_new_page },
	{ POST, "/questions/new", WRITES, .answer = question_new_send },
	{ GET, "/questions/practise", READS, .answer = question_practise_page },
	{ GET, "/questions/notes", READS, .answer = question_note_page },
	{ GET, "/questions/reports", MAY(MODERATE, ), .answer = question_reports_page },
	{ POST, "/questions/reports", MAY(MODERATE, ), .answer = question_reports_send },
	{ GET, "/questions/{question}", READS, .answer = question_show_page },
	{ POST, "/questions/{question}/answer", WRITES, .answer = question_answer_send },
	{ POST, "/questions/{question}/note", READS, .answer = question_note_send },
	{ POST, "/questions/{question}/save", READS, .answer = question_save_send },
	{ POST, "/questions/{question}/saved", READS, .answer = question_saved_note_send },
	{ POST, "/questions/{question}/answer/{item}/useful", READS,
		.answer = question_answer_useful_send },
	{ POST, "/questions/{question}/answer/{item}/save", READS,
		.answer = question_answer_save_send },
	{ POST, "/questions/{question}/answer/{item}/saved", READS,
		.answer = question_answer_saved_note_send },
	{ GET, "/questions/{question}/edit", WRITES, .answer = question_edit_page },
	{ POST, "/questions/{question}/edit", WRITES, .answer = question_edit_send },
	{ GET, "/questions/{question}/answer/{item}", WRITES, .answer = question_answer_edit_page },
	{ POST, "/questions/{question}/answer/{item}", WRITES,
		.answer = question_answer_edit_send },
	{ GET, "/questions/{question}/delete", READS, .answer = question_delete_page },
	{ POST, "/questions/{question}/delete", READS, .answer = question_delete_send },
	{ GET, "/questions/{question}/report", READS, .answer = question_report_page },
	{ POST, "/questions/{question}/report", READS, .answer = question_report_send },
};
const size_t question_routes_n = sizeof question_routes / sizeof *question_routes;
