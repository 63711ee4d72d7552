/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/bundle.h"

#include "base/instant.h"
#include "core/activity.h"
#include "core/background.h"
#include "core/frozen.h"
#include "core/participant.h"
#include "file/csv.h"
#include "file/zip.h"
#include "test/programme.h"

static const struct stmt audits = { "bundle_audits",
	"SELECT COUNT(*) FROM audit WHERE act = 'exported backgrounds'", "", "i" };
static const struct stmt newest = { "bundle_newest", "SELECT max(id) FROM frozen", "", "i" };

static struct bundle make(struct test *t, const struct programme *p)
{
	struct ctx *c = test_ctx(t, p->rex);
	struct measure_study study;
	struct bundle b = { 0 };

	CHECK(t, measure_study(c, S("cop"), &study) && bundle_make(c, &study, &b));
	return b;
}

/* The row of a table in which a cell of the first column begins like this, or the n-th. */
static struct str cell(struct test *t, struct str table, size_t row, const char *column)
{
	char why[128];
	struct csv *r = csv_open_str(table, why, sizeof why);
	struct csv_record rec;
	size_t at = SIZE_MAX;
	struct str found = S("?");

	CHECK(t, r != NULL && csv_next(r, &rec));
	for (size_t i = 0; i < rec.n; i++)
		if (str_eq(rec.cell[i], str_of(column)))
			at = i;
	for (size_t i = 0; csv_next(r, &rec); i++)
		if (i == row && at < rec.n)
			found = arena_str(t->mem, rec.cell[at]);
	csv_close(r);
	return found;
}

static size_t rows(struct test *t, struct str table)
{
	char why[128];
	struct csv *r = csv_open_str(table, why, sizeof why);
	struct csv_record rec;
	size_t n = 0;

	CHECK(t, r != NULL);
	while (csv_next(r, &rec))
		n++;
	csv_close(r);
	return n - 1;
}

/* Ann looks in the first week, and twice on one day in the second, where she writes. */
static void ann_was_here(struct test *t, const struct programme *p)
{
	struct trace trace = { .participant = p->ann_participant,
		.round = PROGRAMME_ROUND,
		.object = CHEMISTRY,
		.amount = 1,
		.class = TRACE_VISIT,
		.channel = CHANNEL_WEB,
		.object_kind = OBJECT_GROUP };
	struct ctx *c = test_ctx(t, p->ann);

	const int64_t at[] = { TEST_NOW - 5 * INSTANT_DAY, TEST_NOW, TEST_NOW + INSTANT_HOUR };
	for (size_t i = 0; i < 3; i++) {
		trace.at = at[i];
		trace.id = ctx_id(c);
		CHECK(t, activity_add(c, &trace));
	}
	trace.class = TRACE_ACTIVE;
	trace.amount = 90;
	CHECK(t, activity_add(c, &trace));
	trace.class = TRACE_POST;
	trace.amount = 1;
	trace.id = ctx_id(c);
	CHECK(t, activity_add(c, &trace));
}

static size_t row_of(struct test *t, struct str table, struct str name)
{
	for (size_t i = 0; i < rows(t, table); i++)
		if (str_eq(cell(t, table, i, "participant"), name))
			return i;
	return SIZE_MAX;
}

void test_bundle_counts_each_week_and_leaves_missing_missing(struct test *t)
{
	struct programme p;
	struct background facts = { .parents = PARENTS_NO_HE };

	programme_make(t, &p);
	ann_was_here(t, &p);
	CHECK(t, background_keep(test_ctx(t, p.ann), p.ann, &facts));
	struct bundle b = make(t, &p);
	struct str people = b.text[BUNDLE_PARTICIPANTS], weeks = b.text[BUNDLE_WEEKS];
	CHECK(t, b.n == 3 && rows(t, people) == 3 && rows(t, weeks) == 2);
	CHECK(t, str_eq(cell(t, weeks, 0, "round"), S("autumn")));
	CHECK(t, str_eq(cell(t, weeks, 0, "week"), S("1")));
	CHECK(t, str_eq(cell(t, weeks, 0, "page_views"), S("1")));
	CHECK(t, str_eq(cell(t, weeks, 0, "active_seconds"), S("")));
	CHECK(t, str_eq(cell(t, weeks, 1, "week"), S("2")));
	CHECK(t, str_eq(cell(t, weeks, 1, "page_views"), S("2")));
	CHECK(t, str_eq(cell(t, weeks, 1, "active_seconds"), S("90")));
	CHECK(t, str_eq(cell(t, weeks, 1, "posts"), S("1")));
	CHECK(t, str_eq(cell(t, weeks, 1, "days_present"), S("1")));
	size_t ann = row_of(t, people, cell(t, weeks, 0, "participant"));
	CHECK(t, ann != SIZE_MAX && str_eq(cell(t, people, ann, "low_ses_tag"), S("yes")));
	CHECK(t, str_eq(cell(t, people, ann ? 0 : 1, "low_ses_tag"), S("")));
	CHECK(t, !str_has(people, S("ann")) && !str_has(weeks, S("ann")));
	CHECK(t, programme_number(t, &audits, NO_ARGS) == 1);
}

/* By the wall clock of the round, and only where a page was opened or a post written. */
void test_bundle_counts_days_as_the_measure_does(struct test *t)
{
	const int64_t at[] = { TEST_NOW - 9 * INSTANT_HOUR, TEST_NOW,
		TEST_NOW + 30 * INSTANT_HOUR };
	struct programme p;

	programme_make(t, &p);
	struct ctx *c = test_ctx(t, p.ann);
	CHECK(t, sql_script(c, "UPDATE round SET zone = 'America/New_York'"));
	for (size_t i = 0; i < 3; i++) {
		struct trace trace = { .participant = p.ann_participant,
			.id = ctx_id(c),
			.round = PROGRAMME_ROUND,
			.at = at[i],
			.amount = 1,
			.class = i < 2 ? TRACE_VISIT : TRACE_MAIL_LINK,
			.channel = CHANNEL_WEB,
			.object_kind = OBJECT_HOME };
		CHECK(t, activity_add(c, &trace));
	}
	CHECK(t, test_end(t));
	struct str weeks = make(t, &p).text[BUNDLE_WEEKS];
	CHECK(t, rows(t, weeks) == 1 && str_eq(cell(t, weeks, 0, "days_present"), S("2")));
	CHECK(t, str_eq(cell(t, weeks, 0, "mail_links"), S("1")));
	test_sign_in(t, p.rex);
	CHECK(t,
		test_has(test_get(t, "/reports/measures.csv?study=cop&by=round").body,
			",days_present,"));
}

/* What a measure is, and what it cannot see, is said once. */
void test_bundle_says_of_a_measure_what_all_pages_say(struct test *t)
{
	static const enum measure_at at[] = { MEASURE_PAGE_VIEWS, MEASURE_ACTIVE_SECONDS,
		MEASURE_POSTS, MEASURE_DAYS_PRESENT, MEASURE_SELF_REPORT };
	struct programme p;

	programme_make(t, &p);
	struct bundle b = make(t, &p);
	struct str book = b.text[BUNDLE_CODEBOOK];
	for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
		const struct measure *m = &measure_table[at[i]];
		bool found = false;
		for (size_t k = 0; k < rows(t, book); k++) {
			if (!str_eq(cell(t, book, k, "column"), str_of(m->name)))
				continue;
			found = true;
			CHECK(t, str_eq(cell(t, book, k, "unit"), str_of(m->unit)));
			CHECK(t, str_starts(cell(t, book, k, "meaning"), str_of(m->counts)));
			CHECK(t, str_eq(cell(t, book, k, "cannot_see"), str_of(m->blind)));
		}
		CHECK(t, found);
	}
	/* And no column has the name of a measure without being it. */
	for (size_t m = 0; m < MEASURES; m++)
		for (size_t k = 0; k < rows(t, book); k++)
			CHECK(t,
				!str_eq(cell(t, book, k, "column"), str_of(measure_table[m].name))
					|| str_starts(cell(t, book, k, "meaning"),
						str_of(measure_table[m].counts)));
}

void test_bundle_has_a_word_in_the_codebook_for_each_column(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	struct bundle b = make(t, &p);
	for (size_t f = BUNDLE_PARTICIPANTS; f <= BUNDLE_WEEKS; f++) {
		struct str rest = b.text[f], line = str_cut(&rest, '\n');
		while (line.len > 0) {
			struct str column = str_trim(str_cut(&line, ','));
			struct str entry = arena_fmt(t->mem, "%s,%.*s,",
				f == BUNDLE_WEEKS ? "weeks.csv" : "participants.csv",
				(int)column.len, column.at);
			CHECK(t, str_has(b.text[BUNDLE_CODEBOOK], entry));
		}
	}
	CHECK(t, str_has(b.text[BUNDLE_README], S("CONFIDENTIAL")));
	CHECK(t, str_has(b.text[BUNDLE_README], S("3 people are in it.")));
}

void test_bundle_leaves_out_who_left_and_says_how_many(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	ann_was_here(t, &p);
	CHECK(t, participant_withdraw(test_ctx(t, p.ann), p.ann));
	struct bundle b = make(t, &p);
	CHECK(t, b.n == 2 && b.withdrawn == 1 && rows(t, b.text[BUNDLE_PARTICIPANTS]) == 2);
	CHECK(t, rows(t, b.text[BUNDLE_WEEKS]) == 0);
	CHECK(t, str_has(b.text[BUNDLE_README], S("1 people have left the study")));
}

static struct str archive(struct test *t, const struct bundle *b)
{
	struct buf out;

	buf_init(&out, 1 << 22);
	CHECK(t, bundle_zip(test_ctx(t, (struct person_id){ 0 }), b, &out));
	struct str bytes = arena_str(t->mem, buf_str(&out));
	buf_free(&out);
	return bytes;
}

void test_bundle_is_the_same_to_the_byte_and_unpacks(struct test *t)
{
	struct zip_part part[] = { { .name = "weeks.csv", .max = 1 << 20 },
		{ .name = "README.txt", .max = 1 << 20 } };
	struct programme p;
	char why[256];

	programme_make(t, &p);
	ann_was_here(t, &p);
	struct bundle one = make(t, &p), again = make(t, &p);
	struct str a = archive(t, &one), b = archive(t, &again);
	CHECK(t, a.len > 500 && str_eq(a, b));
	CHECK(t, zip_read(a, part, 2, why, sizeof why) && part[0].found && part[1].found);
	CHECK(t, str_eq(buf_str(&part[0].text), one.text[BUNDLE_WEEKS]));
	zip_close(part, 2);
}

void test_bundle_frozen_stays_after_somebody_left(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	ann_was_here(t, &p);
	test_sign_in(t, p.rex);
	CHECK(t, test_get(t, "/reports/bundle").status == 200);
	struct reply r = test_post(t, "/reports/bundle", "once=k1&study=cop&title=");
	CHECK(t, r.status == 422 && test_has(r.body, "title-wrong"));
	r = test_post(t, "/reports/bundle", "once=k1&study=cop&title=For+the+paper");
	CHECK(t, r.status == 303);
	int64_t id = programme_number(t, &newest, NO_ARGS);
	CHECK(t,
		test_post(t, "/reports/bundle", "once=k1&study=cop&title=For+the+paper").status
			== 303);
	CHECK(t, programme_number(t, &newest, NO_ARGS) == id);
	const char *path = programme_path(t, "/reports/frozen/%", id, 0);
	struct reply first = test_get(t, path);
	CHECK(t, first.status == 200 && str_eq(first.type, S("application/zip")));
	CHECK(t, participant_withdraw(test_ctx(t, p.ann), p.ann));
	struct reply later = test_get(t, path);
	CHECK(t, str_eq(first.body, later.body));
	CHECK(t, test_has(test_get(t, "/reports/bundle").body, "For the paper"));
	CHECK(t, !test_has(test_get(t, "/reports/participation").body, "For the paper"));
	test_sign_in(t, p.ann);
	CHECK(t, test_get(t, path).status == 403 && test_get(t, "/reports/bundle").status == 403);
	CHECK(t, test_has(test_get(t, "/me/data").body, "For the paper"));
}
