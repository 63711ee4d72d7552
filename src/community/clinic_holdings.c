/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/clinic_holdings.h"

#include "community/paper_version.h"

#define OWN_PAPERS " IN (SELECT p.id FROM paper p WHERE p.author_id = $1)"

static const struct stmt paper_rows = { "holding_paper",
	"SELECT g.name, p.kind, p.title, p.ask, CASE WHEN p.shown > 0 THEN 1 ELSE 0 END, p.made_at,"
	" p.shown_at FROM paper p JOIN peer_group g ON g.id = p.group_id WHERE p.author_id = $1"
	" ORDER BY p.id DESC",
	"i", "ssssiii" };
static const struct stmt version_rows = { "holding_paper_version",
	"SELECT p.title, v.version, v.source, v.id || ' ' || v.sealed, v.covered, v.why, v.made_at,"
	" v.shown_at FROM paper_version v JOIN paper p ON p.id = v.paper_id WHERE p.author_id = $1"
	" ORDER BY p.id DESC, v.version DESC",
	"i", "sissssii" };
static const struct stmt feedback_rows = { "holding_feedback",
	"SELECT p.title, f.byline, f.works, f.idea, f.said_at FROM paper_feedback f JOIN paper p"
	" ON p.id = f.paper_id WHERE f.author_id = $1 ORDER BY f.id DESC",
	"i", "ssssi" };
static const struct stmt turn_rows = { "holding_turn",
	"SELECT g.name, t.asked_at, t.done_at, t.passed_at FROM paper_turn t JOIN peer_group g"
	" ON g.id = t.group_id WHERE t.person_id = $1 ORDER BY t.asked_at DESC, g.id",
	"i", "siii" };
static const struct stmt feedback_erase = { "holding_feedback_erase",
	"DELETE FROM paper_feedback WHERE author_id = $1 OR paper_id" OWN_PAPERS, "i", "" };
static const struct stmt turn_erase = { "holding_turn_erase",
	"DELETE FROM paper_turn WHERE person_id = $1 OR author_id = $1", "i", "" };
static const struct stmt page_erase = { "holding_page_erase",
	"DELETE FROM paper_page WHERE paper_id" OWN_PAPERS, "i", "" };
static const struct stmt version_erase = { "holding_paper_version_erase",
	"DELETE FROM paper_version WHERE paper_id" OWN_PAPERS, "i", "" };
static const struct stmt paper_erase = { "holding_paper_erase",
	"DELETE FROM paper WHERE author_id = $1", "i", "" };

static const struct stmt gone_rows = { "holding_paper_gone",
	"SELECT kind, title, reason, at FROM paper_gone WHERE person_id = $1 ORDER BY id DESC", "i",
	"sssi" };
static const struct stmt gone_erase = { "holding_paper_gone_erase",
	"DELETE FROM paper_gone WHERE person_id = $1", "i", "" };

static const struct stmt *const erase_gone[] = { &gone_erase, NULL };
static const struct stmt *const erase_paper[] = { &paper_erase, NULL };
static const struct stmt *const erase_version[] = { &page_erase, &version_erase, NULL };
static const struct stmt *const erase_feedback[] = { &feedback_erase, NULL };
static const struct stmt *const erase_turn[] = { &turn_erase, NULL };

/* Erased from the last to the first: papers, by which the rest is found, go last. */
const struct holding clinic_holdings[] = {
	{ .name = "papers",
		.title = "CVs and cover letters you brought to the clinic",
		.about = "Your group sees one while you show it. Withdraw it, and it is gone.",
		.tables = "paper",
		.rows = &paper_rows,
		.columns = "group kind title question shown:yes brought:time shown_since:time",
		.erase = erase_paper },
	{ .name = "paper_versions",
		.title = "Their versions",
		.about = "The whole text is sealed on the disk, and only you can open it. Your "
			 "group reads the covered one while it is shown.",
		.tables = "paper_version paper_page",
		.rows = &version_rows,
		.columns = "title version source text:sealed covered trouble brought:time "
			   "shown:time",
		.open = paper_version_open,
		.erase = erase_version },
	{ .name = "papers_gone",
		.title = "Papers of yours that were removed",
		.about = "By the people who run the round, who wrote why, or because their time "
			 "was over.",
		.tables = "paper_gone",
		.rows = &gone_rows,
		.columns = "kind title reason removed:time",
		.erase = erase_gone },
	{ .name = "feedback",
		.title = "Feedback you gave in the clinic",
		.about = "The group of the paper reads it. It goes when the paper is withdrawn.",
		.tables = "paper_feedback",
		.rows = &feedback_rows,
		.columns = "about name works idea said:time",
		.erase = erase_feedback },
	{ .name = "clinic_turns",
		.title = "Papers you were offered to look at",
		.about =
			"So that who gives feedback gets some. It has no words, and stays when the "
			"paper has gone.",
		.tables = "paper_turn",
		.rows = &turn_rows,
		.columns = "group offered:time given:time passed:time",
		.erase = erase_turn },
};
const size_t clinic_holdings_n = sizeof clinic_holdings / sizeof *clinic_holdings;
