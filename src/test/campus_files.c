/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/campus_files.h"

#include "community/introduction.h"
#include "core/blob.h"
#include "core/place.h"

/* Spoken, and shown to the group. */
static void introduce(struct test *t, struct person_id who)
{
	struct group_id group = { CHEMISTRY };
	struct ctx *c = test_ctx(t, who);
	struct blob_sealed *voice = NULL;
	struct introduction i;
	struct place p;

	CHECK(t, place_find(c, &p) && blob_seal(c, S("a voice"), &voice));
	struct introduction_draft d = { .group = group,
		.name = { .as = APPEAR_FIRST, .offer = { .first = S("A student") } },
		.words = S("Hello, I keep birds."),
		.captions = S(""),
		.recording = voice };
	struct introduction_media m = { INTRODUCTION_VIDEO, 9, "video/mp4", voice, voice };
	CHECK(t, introduction_keep(c, &d) && introduction_mine(c, group, &i));
	CHECK(t, introduction_ready(c, i.id, i.raw, &m));
	CHECK(t, introduction_send(c, &p, group, true) && test_end(t));
}

void campus_files_make(struct test *t, const struct campus *k)
{
	int64_t id;

	for (int i = 0; i < 2; i++) {
		CHECK(t,
			blob_add(test_ctx(t, k->twin[i]), k->twin[i], "example", "application/pdf",
				S("%PDF-1.4"), &id));
		CHECK(t, test_end(t));
	}
	/* Who wrote under an alias has introduced themselves so, too. */
	introduce(t, k->twin[0]);
	introduce(t, k->writer.v == k->p.ann.v ? k->twin[1] : k->p.ann);
}
