/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/meeting_holdings.h"

static const struct stmt guest_rows = { "holding_meeting_guest",
	"SELECT r.title, m.at, q.answer, q.answered_at, q.came, q.came_at, q.told"
	" FROM meeting_guest q JOIN meeting m ON m.id = q.meeting_id JOIN round r"
	" ON r.id = m.round_id WHERE q.person_id = $1 ORDER BY m.at DESC, m.id",
	"i", "siiiiii" };
static const struct stmt guest_erase = { "holding_meeting_guest_erase",
	"DELETE FROM meeting_guest WHERE person_id = $1", "i", "" };
static const struct stmt vote_rows = { "holding_meeting_vote",
	"SELECT r.title, v.at FROM meeting_vote v JOIN meeting m ON m.id = v.meeting_id"
	" JOIN round r ON r.id = m.round_id WHERE v.person_id = $1 ORDER BY v.at DESC, m.id",
	"i", "si" };
static const struct stmt vote_erase = { "holding_meeting_vote_erase",
	"DELETE FROM meeting_vote WHERE person_id = $1", "i", "" };
static const struct stmt organiser_erase = { "holding_meeting_organiser_erase",
	"UPDATE meeting SET organiser_id = 0 WHERE organiser_id = $1", "i", "" };

static const struct stmt *const erase_guest[] = { &guest_erase, NULL };
static const struct stmt *const erase_vote[] = { &vote_erase, &organiser_erase, NULL };

const struct holding meeting_holdings[] = {
	{ .name = "meetings",
		.title = "Meetings that were for you",
		.about =
			"Whether you come (1 yes, 2 maybe, 3 no), whether you were there (1 you "
			"said so, 2 and 3 noted by those who run the round: there, not there), and "
			"the number of the last letter about it.",
		.tables = "meeting_guest",
		.rows = &guest_rows,
		.columns = "round meets:time answer answered:time was_there noted:time letter",
		.erase = erase_guest },
	{ .name = "meeting_times",
		.title = "Times that you said suit you",
		.about =
			"To find a time for a meeting. Forgotten when the meeting is over; without "
			"a time it means that none suited you.",
		.tables = "meeting_vote meeting",
		.rows = &vote_rows,
		.columns = "round time:time",
		.erase = erase_vote },
};
const size_t meeting_holdings_n = sizeof meeting_holdings / sizeof *meeting_holdings;
