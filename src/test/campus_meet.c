/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/campus_meet.h"

#include "core/secret.h"

static const char meetings[] =
	"INSERT INTO round_feature (round_id, feature, is_on) VALUES (20, 2, 1), (21, 2, 1),"
	" (23, 2, 1);"
	"INSERT INTO meeting (id, round_id, group_id, at, minutes, link, note, cancelled_at) VALUES"
	" (100, 20, 0, 1793706600000000, 45, 'https://meet.cairn.example/a', 'Tea.', 0),"
	" (101, 23, 0, 1802044800000000, 45, 'https://meet.cairn.example/b', '', 0),"
	" (102, 20, 31, 1793966400000000, 45, 'https://meet.cairn.example/c', '',"
	" 1793706600000000),"
	" (103, 21, 0, 0, 0, '', '', 0);"
	"INSERT INTO meeting_slot (meeting_id, at) VALUES (103, 1793966400000000),"
	" (103, 1794052800000000)";
static const struct stmt guest = { "campus_meet_guest",
	"INSERT INTO meeting_guest (meeting_id, person_id, told, told_of, token_hash)"
	" VALUES (100, $1, 0, 0, $2)",
	"is", "" };

void campus_meet(struct test *t, struct person_id who, const char *token)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, sql_script(c, meetings));
	CHECK(t, sql_run(c, &guest, ARGS(arg(who.v), arg(secret_token_hash(c, str_of(token))))));
	CHECK(t, test_end(t));
}
