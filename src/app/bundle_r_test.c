/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A bundle is read by R with the script that is in it, and says the same there. script/bootstrap
   installs R; where there is no pspp, that part is passed over. */
#include "base/instant.h"
#include "core/collect.h"
#include "core/participant.h"
#include "evidence/bundle.h"
#include "test/beside.h"
#include "test/programme.h"

#include <stdio.h>

static const char *const files[BUNDLE_FILES] = { "README.txt", "codebook.csv", "participants.csv",
	"weeks.csv", "read.R", "read.sps" };
/* Cells that hurt: formulas, a number with a minus as text, quotation marks, letters of Wales. */
static const char *const words[] = { "=1+1", "-5", "@home, or \"there\"", "Astudiaethau tŷ",
	"+44" };
enum { WORDS = sizeof words / sizeof *words };

static void live(struct test *t, const struct programme *p)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct trace trace = { .participant = p->ann_participant,
		.round = PROGRAMME_ROUND,
		.amount = 1,
		.class = TRACE_VISIT,
		.channel = CHANNEL_WEB,
		.object_kind = OBJECT_GROUP };

	for (int i = 0; i < WORDS; i++) {
		struct person_id who = test_person(t, arena_fmt(t->mem, "w%d", i).at, 0);
		struct participant_id id = { 0 };
		c = test_ctx(t, who);
		CHECK(t, participant_join(c, 10, who, &id));
		CHECK(t, participant_fill(c, id, str_of(words[i]), S("2")) && test_end(t));
	}
	c = test_ctx(t, p->rex);
	for (int i = 0; i < 12; i++) {
		trace.at = TEST_NOW - (i % 2) * 7 * INSTANT_DAY;
		trace.id = ctx_id(c);
		trace.class = i < 9 ? TRACE_VISIT : TRACE_READ;
		CHECK(t, activity_add(c, &trace));
	}
	CHECK(t, collect_set(c, 10, (int64_t)1 << TRACE_SAVE) && test_end(t));
	t->now += 1;
}

static const char r_check[] =
	"source('read.R')\n"
	"cat('people', nrow(participants), 'weeks', nrow(weeks), 'views', sum(weeks$page_views),\n"
	"    'taps', sum(weeks$read_taps), 'replies', all(is.na(weeks$mail_replies)),\n"
	"    'seconds', all(is.na(weeks$active_seconds)), 'types', class(weeks$week),\n"
	"    class(participants$subject), 'book', nrow(codebook) == ncol(participants) + "
	"ncol(weeks),\n"
	"    '\\n')\n"
	"s <- sort(participants$subject, method = 'radix')\n"
	"writeLines(s, useBytes = TRUE)\n";

static const char pspp_check[] = "INSERT FILE=\"read.sps\".\n"
				 "GET FILE=\"weeks.sav\".\nDESCRIPTIVES page_views read_taps "
				 "mail_replies /STATISTICS=SUM.\n"
				 "GET FILE=\"participants.sav\".\nFREQUENCIES subject.\n";

void test_bundle_is_read_by_r_and_pspp_with_what_is_in_it(struct test *t)
{
	const char *dir = test_directory(t);
	struct measure_study study;
	struct str said = S("");
	struct bundle b = { 0 };
	struct programme p;

	programme_make(t, &p);
	live(t, &p);
	struct ctx *c = test_ctx(t, p.rex);
	CHECK(t, measure_study(c, S("cop"), &study) && bundle_make(c, &study, &b) && test_end(t));
	for (int i = 0; i < BUNDLE_FILES; i++)
		beside_put(t, dir, files[i], b.text[i]);
	beside_put(t, dir, "check.R", str_of(r_check));
	beside_put(t, dir, "check.sps", str_of(pspp_check));
	CHECK(t, beside_run(t, dir, (const char *const[]){ "Rscript", "check.R", NULL }, &said));
	CHECK(t,
		test_has(said,
			"people 8 weeks 2 views 9 taps 3 replies TRUE seconds TRUE types "
			"integer character book TRUE"));
	for (int i = 0; i < WORDS; i++)
		CHECK(t, test_has(said, arena_fmt(t->mem, "\n%s\n", words[i]).at));
	if (!beside_run(t, dir, (const char *const[]){ "pspp", "check.sps", NULL }, &said)) {
		printf("  pspp is not here: passed over\n");
	} else {
		CHECK(t, !test_has(said, "error:"));
		/* Its tables are in the terminal's own letters. */
		for (int i = 0; i < WORDS; i++)
			CHECK(t, words[i][0] == 'A' || test_has(said, words[i]));
		CHECK(t, !test_has(said, "'=1+1") && test_has(said, "9.00"));
	}
	static const char *const more[] = { "check.R", "check.sps", "participants.sav",
		"weeks.sav" };
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		(void)beside_take(t, dir, more[i]);
	for (int i = 0; i < BUNDLE_FILES; i++)
		(void)beside_take(t, dir, files[i]);
}

/* Missing is missing: what the study stopped to collect is empty from then on, and zero before. */
void test_bundle_has_nothing_where_a_class_is_off(struct test *t)
{
	struct measure_study study;
	struct bundle b = { 0 };
	struct programme p;

	programme_make(t, &p);
	live(t, &p);
	struct ctx *c = test_ctx(t, p.rex);
	CHECK(t, measure_study(c, S("cop"), &study) && bundle_make(c, &study, &b) && test_end(t));
	CHECK(t, test_has(b.text[BUNDLE_WEEKS], ",autumn,2,5,,0,0,,1,"));
	CHECK(t, test_has(b.text[BUNDLE_WEEKS], ",autumn,1,4,,0,0,0,1,"));
	CHECK(t, test_has(b.text[BUNDLE_README], "Not collected since 2026-11-03: Saved (save)."));
}
