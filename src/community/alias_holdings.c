/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/alias_holdings.h"

static const struct stmt name_rows = { "holding_thread_alias",
	"SELECT t.title, a.name, a.own FROM thread_alias a JOIN thread t ON t.id = a.thread_id"
	" WHERE a.person_id = $1 ORDER BY a.thread_id DESC",
	"i", "ssi" };
static const struct stmt name_erase = { "holding_thread_alias_erase",
	"DELETE FROM thread_alias WHERE person_id = $1", "i", "" };
/* Who asked is not named: the office answers for it, and the audit log knows. */
static const struct stmt lift_rows = { "holding_alias_lift",
	"SELECT t.title, l.name, l.reason, l.at FROM alias_lift l JOIN thread t"
	" ON t.id = l.thread_id WHERE l.author_id = $1 ORDER BY l.id DESC",
	"i", "sssi" };
static const struct stmt lift_erase = { "holding_alias_lift_erase",
	"DELETE FROM alias_lift WHERE author_id = $1", "i", "" };

static const struct stmt *const erase_name[] = { &name_erase, NULL };
static const struct stmt *const erase_lift[] = { &lift_erase, NULL };

const struct holding alias_holdings[] = {
	{ .name = "thread_aliases",
		.title = "Aliases you have in threads",
		.about = "So that you keep the same one in a thread. No page tells others whose "
			 "they are.",
		.tables = "thread_alias",
		.rows = &name_rows,
		.columns = "thread alias own:yes",
		.erase = erase_name },
	{ .name = "alias_lifts",
		.title = "When somebody was told that an alias is yours",
		.about = "The safeguarding lead of your institution asked, for the reason that "
			 "stands here. They were told once, and nobody else was.",
		.tables = "alias_lift",
		.rows = &lift_rows,
		.columns = "thread alias reason at:time",
		.erase = erase_lift },
};
const size_t alias_holdings_n = sizeof alias_holdings / sizeof *alias_holdings;
