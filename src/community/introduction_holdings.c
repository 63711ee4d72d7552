/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/introduction_holdings.h"

static const struct stmt introduction_rows = { "holding_introduction",
	"SELECT g.name, i.byline, i.words, i.captions, i.seconds, i.kept_at, i.sent_at"
	" FROM introduction i JOIN peer_group g ON g.id = i.group_id WHERE i.person_id = $1"
	" ORDER BY i.id DESC",
	"i", "ssssiii" };
static const struct stmt introduction_erase = { "holding_introduction_erase",
	"DELETE FROM introduction WHERE person_id = $1", "i", "" };
static const struct stmt *const erase_introduction[] = { &introduction_erase, NULL };

const struct holding introduction_holdings[] = {
	{ .name = "introductions",
		.title = "How you introduced yourself",
		.about = "For your group and the people who run its round, until you take it back. "
			 "Its recording is among your files.",
		.tables = "introduction",
		.rows = &introduction_rows,
		.columns = "group under words captions seconds kept:time shown:time",
		.erase = erase_introduction },
};
const size_t introduction_holdings_n = sizeof introduction_holdings / sizeof *introduction_holdings;
