/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/campus_disclose.h"

#include "core/letter.h"

void campus_disclose_letter(struct test *t, struct person_id who, const char *token)
{
	struct letter_draft d = { .person = who,
		.kind = "week",
		.to = S("twin@cairn.example"),
		.subject = S("Week 1: Career goals"),
		.body = S("Week 1 is open."),
		.study = 10,
		.round = PROGRAMME_ROUND,
		.token = str_of(token),
		.path = S("/group/30#w1") };
	int64_t id;

	CHECK(t, letter_queue(test_ctx(t, who), &d, &id) && test_end(t));
}
