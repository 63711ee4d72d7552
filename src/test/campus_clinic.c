/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/campus_clinic.h"

#include "community/feedback.h"
#include "community/paper_file.h"
#include "core/blob.h"
#include "core/place.h"

static void bring(
	struct test *t, struct person_id who, struct paper_id id, const char *text, bool show)
{
	struct paper_version v;
	int64_t n;

	CHECK(t, paper_version_paste(test_ctx(t, who), id, str_of(text), &n) && test_end(t));
	struct ctx *c = test_ctx(t, who);
	CHECK(t, paper_version_get(c, id, n, &v) && (!show || paper_version_show(c, &v)));
	CHECK(t, test_end(t));
}

void campus_clinic_paper(struct test *t, struct person_id who, struct person_id reader)
{
	const struct paper_draft d = { PAPER_CV, 2, S("A summer in a laboratory"),
		S("Is it short?") };
	const struct feedback_draft f = { 2, S("A reader"), S("It is exact."), S("Numbers first."),
		S("") };
	struct paper_version v;
	struct paper_id id;
	struct place here;
	int64_t said;

	CHECK(t, paper_make(test_ctx(t, who), (struct group_id){ CHEMISTRY }, &d, &id));
	CHECK(t, test_end(t));
	bring(t, who, id, "Skills\nTea", true);
	bring(t, who, id, "Skills\nTea and toast", true);
	bring(t, who, id, "Skills\nToast", false);
	struct ctx *c = test_ctx(t, reader);
	CHECK(t, place_find(c, &here) && paper_version_get(c, id, 2, &v));
	CHECK(t, feedback_add(c, &here, &v, &f, &said) && test_end(t));
}

/* What the job reads from a page: a photograph, a name, what somebody can do. */
static struct paper_pages pages_of(struct test *t, struct ctx *c, const char *picture)
{
	static const char *const words[] = { "", "Ann", "Lee", "I", "sell", "tea", "to", "forty" };
	enum { WORDS = sizeof words / sizeof *words };
	struct paper_pages p = { .word = arena_new(t->mem, struct paper_word, WORDS),
		.words = WORDS,
		.sheet = arena_new(t->mem, struct paper_sheet, 1),
		.sheets = 1,
		.pictures = true };

	p.sheet[0] = (struct paper_sheet){ .width = 600, .height = 800, .across = 60, .down = 80 };
	CHECK(t, blob_seal(c, str_of(picture), &p.sheet[0].seal));
	for (int i = 0; i < WORDS; i++)
		p.word[i] = (struct paper_word){ .page = 1,
			.box = { 50 + 50 * (i % 3), 40 * (i / 3 + 1), 40, 12 },
			.text = str_of(words[i]) };
	return p;
}

static void see_to(struct test *t, struct person_id who, struct paper_id id, bool paint)
{
	struct ctx *c = test_ctx(t, who);
	struct paper_pages p = pages_of(t, c, paint ? "a covered picture" : "an open picture");
	struct paper_version v;

	CHECK(t, paper_version_get(c, id, 1, &v));
	CHECK(t, paint ? paper_file_painted(c, &v, &p) : paper_file_read(c, &v, &p));
	CHECK(t, test_end(t));
}

struct paper_id campus_clinic_file(struct test *t, struct person_id who, bool show)
{
	const struct paper_draft d = { PAPER_CV, 3, S("A first job"), S("") };
	struct blob_sealed *file;
	struct paper_version v;
	struct paper_id id = { 0 };
	int64_t n;

	struct ctx *c = test_ctx(t, who);
	CHECK(t, blob_seal(c, S("%PDF-1.7 of Ann Lee"), &file));
	CHECK(t, paper_make(c, (struct group_id){ CHEMISTRY }, &d, &id));
	CHECK(t, paper_file_bring(c, id, "pdf", file, &n) && test_end(t));
	see_to(t, who, id, false);
	if (!show)
		return id;
	c = test_ctx(t, who);
	CHECK(t, paper_version_get(c, id, n, &v) && paper_version_show(c, &v) && test_end(t));
	see_to(t, who, id, true);
	return id;
}
