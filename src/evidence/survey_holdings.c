/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/survey_holdings.h"

/* A reply is under the person, or under their number in the study while the key to it stands. */
#define OF_PERSON \
	" IN (SELECT 'n' || p.id FROM person p WHERE p.id = $1 UNION ALL" \
	" SELECT 'p' || k.participant_id FROM open_key k WHERE k.person_id = $1)"

static const struct stmt reply_rows = { "holding_survey_reply",
	"SELECT s.title, w.title, y.answers, y.saved_at, y.finished_at FROM survey_reply y"
	" JOIN survey_wave w ON w.id = y.wave_id JOIN survey s ON s.id = w.survey_id"
	" WHERE y.who" OF_PERSON " ORDER BY y.saved_at DESC, w.id",
	"i", "sssii" };
static const struct stmt reply_erase = { "holding_survey_reply_erase",
	"DELETE FROM survey_reply WHERE who" OF_PERSON, "i", "" };
static const struct stmt refusal_rows = { "holding_survey_refusal",
	"SELECT s.title FROM survey_refusal f JOIN survey s ON s.id = f.survey_id"
	" WHERE f.person_id = $1 ORDER BY s.id DESC",
	"i", "s" };
static const struct stmt refusal_erase = { "holding_survey_refusal_erase",
	"DELETE FROM survey_refusal WHERE person_id = $1", "i", "" };
static const struct stmt letter_rows = { "holding_survey_letter",
	"SELECT s.title, w.title, l.nth FROM survey_letter l JOIN survey_wave w ON w.id = l.wave_id"
	" JOIN survey s ON s.id = w.survey_id WHERE l.person_id = $1 ORDER BY w.id DESC, l.nth"
	" DESC",
	"i", "ssi" };
static const struct stmt letter_erase = { "holding_survey_letter_erase",
	"DELETE FROM survey_letter WHERE person_id = $1", "i", "" };

static const struct stmt *const erase_reply[] = { &reply_erase, NULL };
static const struct stmt *const erase_refusal[] = { &refusal_erase, NULL };
static const struct stmt *const erase_letter[] = { &letter_erase, NULL };

const struct holding survey_holdings[] = {
	{ .name = "survey_answers",
		.title = "What you answered in surveys",
		.about =
			"For the study. Anonymous answers are not here: nothing leads from them to "
			"you, so nobody can find them or take them out.",
		.tables = "survey_reply survey_done",
		.rows = &reply_rows,
		.columns = "survey wave answers saved:time sent:time",
		.erase = erase_reply },
	{ .name = "survey_refusals",
		.title = "Surveys in which you do not want to be asked",
		.about = "So that you are not asked again.",
		.tables = "survey_refusal",
		.rows = &refusal_rows,
		.columns = "survey",
		.erase = erase_refusal },
	{ .name = "survey_letters",
		.title = "Letters about surveys that were seen to for you",
		.about = "So that none goes out twice. Nothing tells us whether you read them.",
		.tables = "survey_letter",
		.rows = &letter_rows,
		.columns = "survey wave letter",
		.erase = erase_letter },
};
const size_t survey_holdings_n = sizeof survey_holdings / sizeof *survey_holdings;
