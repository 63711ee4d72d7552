/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/reply_holdings.h"

#include "community/note.h"

static const struct stmt offer_rows = { "holding_first_offer",
	"SELECT t.title, o.offered_at, o.passed_at FROM first_offer o"
	" JOIN thread t ON t.id = o.thread_id WHERE o.person_id = $1"
	" ORDER BY o.offered_at DESC, t.id",
	"i", "sii" };
static const struct stmt offer_erase = { "holding_first_offer_erase",
	"DELETE FROM first_offer WHERE person_id = $1", "i", "" };
static const struct stmt note_rows = { "holding_saved_note",
	"SELECT n.kind, n.object_id, n.sealed, n.at FROM saved_note n WHERE n.person_id = $1"
	" ORDER BY n.at DESC, n.object_id, n.kind",
	"i", "sisi" };
static const struct stmt note_erase = { "holding_saved_note_erase",
	"DELETE FROM saved_note WHERE person_id = $1", "i", "" };

static const struct stmt *const erase_offer[] = { &offer_erase, NULL };
static const struct stmt *const erase_note[] = { &note_erase, NULL };

const struct holding reply_holdings[] = {
	{ .name = "offers_to_answer",
		.title = "Threads you were asked to answer first",
		.about = "So that nobody is asked twice for the same. Nobody is told who was "
			 "asked. Each goes when its round is deleted.",
		.tables = "first_offer",
		.rows = &offer_rows,
		.columns = "thread asked:time passed:time",
		.erase = erase_offer },
	{ .name = "notes",
		.title = "Your notes on what you saved",
		.about = "For you alone, sealed on the disk, until you delete them. Numbers are of "
			 "posts, questions and answers.",
		.tables = "saved_note",
		.rows = &note_rows,
		.columns = "kind of note:sealed at:time",
		.open = note_open,
		.erase = erase_note },
};
const size_t reply_holdings_n = sizeof reply_holdings / sizeof *reply_holdings;
