/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/outcome_holdings.h"

static const struct stmt rows = { "holding_outcome",
	"SELECT CASE o.completed WHEN 1 THEN 'yes' WHEN 0 THEN 'no' ELSE 'not known' END,"
	" CASE o.activity WHEN '' THEN 'not known' ELSE o.activity END,"
	" CASE o.skilled WHEN 1 THEN 'yes' WHEN 0 THEN 'no' ELSE 'not known' END, o.brought_at"
	" FROM open_key k JOIN outcome o ON o.participant_id = k.participant_id"
	" WHERE k.person_id = $1 ORDER BY o.brought_at DESC",
	"i", "sssi" };
static const struct stmt erase = { "holding_outcome_erase",
	"DELETE FROM outcome WHERE participant_id IN"
	" (SELECT participant_id FROM open_key WHERE person_id = $1)",
	"i", "" };
static const struct stmt *const erase_outcome[] = { &erase, NULL };

const struct holding outcome_holdings[] = {
	{ .name = "outcomes",
		.title = "What became of your studies",
		.about = "For the study, under your number in it: whether you completed, and what "
			 "you did afterwards, as the university’s records or the Graduate Outcomes "
			 "survey say. It is kept until you erase it.",
		.tables = "outcome",
		.rows = &rows,
		.columns = "completed activity highly_skilled brought:time",
		.erase = erase_outcome },
};
const size_t outcome_holdings_n = sizeof outcome_holdings / sizeof *outcome_holdings;
