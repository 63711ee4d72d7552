/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/question_holdings.h"

#include "community/question.h"
#include "community/question_note.h"

static const struct stmt asked_rows = { "holding_question",
	"SELECT q.text, q.role, q.year, q.byline, q.posted_at, q.edited_at, q.deleted_at"
	" FROM question q WHERE q.author_id = $1 ORDER BY q.id DESC",
	"i", "ssisiii" };
static const struct stmt answer_rows = { "holding_question_answer",
	"SELECT q.text, a.body, a.byline, a.posted_at, a.edited_at, a.deleted_at"
	" FROM question_answer a JOIN question q ON q.id = a.question_id WHERE a.author_id = $1"
	" ORDER BY a.id DESC",
	"i", "sssiii" };
static const struct stmt note_rows = { "holding_question_note",
	"SELECT q.text, q.id || ' ' || n.sealed, n.saved_at FROM question_note n JOIN question q"
	" ON q.id = n.question_id WHERE n.person_id = $1 ORDER BY n.question_id DESC",
	"i", "ssi" };
static const struct stmt report_rows = { "holding_question_report",
	"SELECT p.said, p.why, p.at, p.settled_at FROM question_report p WHERE p.person_id = $1"
	" ORDER BY p.id DESC",
	"i", "ssii" };
static const struct stmt mark_rows = { "holding_question_mark",
	"SELECT m.kind, CASE WHEN m.answer_id = 0 THEN 0 ELSE 1 END, q.text, m.at"
	" FROM question_mark m JOIN question q ON q.id = m.question_id WHERE m.person_id = $1"
	" ORDER BY m.at DESC, m.question_id, m.answer_id, m.kind",
	"i", "sisi" };
static const struct stmt mark_erase = { "holding_question_mark_erase",
	"DELETE FROM question_mark WHERE person_id = $1", "i", "" };
static const struct stmt note_erase = { "holding_question_note_erase",
	"DELETE FROM question_note WHERE person_id = $1", "i", "" };
static const struct stmt report_erase = { "holding_question_report_erase",
	"DELETE FROM question_report WHERE person_id = $1", "i", "" };
/* What others quoted of them in a report. */
static const struct stmt said_erase = { "holding_question_said_erase",
	"UPDATE question_report SET said = '' WHERE (answer_id = 0 AND question_id IN (SELECT q.id"
	" FROM question q WHERE q.author_id = $1)) OR answer_id IN (SELECT a.id"
	" FROM question_answer a WHERE a.author_id = $1)",
	"i", "" };
static const struct stmt count_erase = { "holding_question_count",
	"UPDATE question SET answers = (SELECT count(*) FROM question_answer a"
	" WHERE a.question_id = question.id AND a.deleted_at = 0 AND a.author_id <> $1)"
	" WHERE id IN (SELECT b.question_id FROM question_answer b WHERE b.author_id = $1)",
	"i", "" };
static const struct stmt answer_erase = { "holding_question_answer_erase",
	"DELETE FROM question_answer WHERE author_id = $1", "i", "" };
/* A question with others' answers or notes, or saved by others, stays for them, without its words.
 */
static const struct stmt asked_erase = { "holding_question_erase",
	"DELETE FROM question WHERE author_id = $1 AND answers = 0 AND NOT EXISTS (SELECT 1"
	" FROM question_note n WHERE n.question_id = question.id) AND NOT EXISTS (SELECT 1"
	" FROM question_mark m WHERE m.question_id = question.id)",
	"i", "" };
static const struct stmt words_erase = { "holding_question_words",
	"UPDATE question SET text = 'A question by somebody who left', role = '',"
	" byline = 'Somebody who left', author_id = 0 WHERE author_id = $1",
	"i", "" };

static const struct stmt *const erase_note[] = { &note_erase, NULL };
static const struct stmt *const erase_mark[] = { &mark_erase, NULL };
static const struct stmt *const erase_report[] = { &report_erase, NULL };
static const struct stmt *const erase_answer[] = { &said_erase, &count_erase, &answer_erase, NULL };
static const struct stmt *const erase_asked[] = { &asked_erase, &words_erase, NULL };

/* Erased from the last to the first: marks, notes and reports, answers, then questions. */
const struct holding question_holdings[] = {
	{ .name = "questions",
		.title = "Interview questions you added",
		.about =
			"They stay for later rounds, under the name you wrote under. Erasing takes "
			"your words away; where others answered, a line stays for their answers.",
		.tables = "question",
		.rows = &asked_rows,
		.columns = "question job year name posted:time edited:time deleted:time",
		.erase = erase_asked },
	{ .name = "question_answers",
		.title = "What you answered to interview questions",
		.about = "It stays for later rounds, under the name you wrote under.",
		.tables = "question_answer",
		.rows = &answer_rows,
		.columns = "question text name posted:time edited:time deleted:time",
		.erase = erase_answer },
	{ .name = "question_reports",
		.title = "Interview questions and answers you reported",
		.about = "So that those who run the rounds can look at them. They do not see your "
			 "name.",
		.tables = "question_report",
		.rows = &report_rows,
		.columns = "text why at:time settled:time",
		.erase = erase_report },
	{ .name = "question_notes",
		.title = "Your notes from practising",
		.about = "Only you can read them; they are sealed on the disk.",
		.tables = "question_note",
		.rows = &note_rows,
		.columns = "question note:sealed saved:time",
		.open = question_note_open,
		.forget = question_forget, /* before any of the answers is gone */
		.erase = erase_note },
	{ .name = "question_marks",
		.title = "What you saved or found useful among interview questions",
		.about = "What you saved is seen by you alone; writers of answers see a rounded "
			 "number.",
		.tables = "question_mark",
		.rows = &mark_rows,
		.columns = "kind answer:yes question at:time",
		.erase = erase_mark },
};
const size_t question_holdings_n = sizeof question_holdings / sizeof *question_holdings;
