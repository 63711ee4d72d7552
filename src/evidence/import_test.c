/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/import.h"

#include "base/instant.h"
#include "core/activity.h"
#include "evidence/measure.h"
#include "store/sql.h"
#include "test/published.h"
#include "test/test.h"

static const struct stmt count_all = { "test_import_count",
	"SELECT (SELECT COUNT(*) FROM activity), (SELECT COUNT(*) FROM participant),"
	" (SELECT COUNT(*) FROM participant_alias), (SELECT COUNT(*) FROM import_line),"
	" (SELECT COUNT(*) FROM audit)",
	"", "iiiii" };
static const struct stmt earliest = { "test_import_earliest",
	"SELECT MIN(at) FROM activity WHERE class = $1", "i", "i" };
static const struct stmt withdraw_first = { "test_import_withdraw",
	"UPDATE participant SET withdrawn_at = $1 WHERE number = 1", "i", "" };

#define HEADER \
	"Time,User full name,Affected user,Event context,Component,Event name," \
	"Description,Origin,IP address\n"

struct heard {
	struct buf refused; /* «line: why», one a line */
};

static void hear(void *data, int64_t line, const char *why)
{
	struct heard *h = data;

	buf_fmt(&h->refused, "%lld: %s\n", (long long)line, why);
}

/* Reads and writes a log; true when that was possible. told and refused may be NULL. */
static bool import_text(struct test *t, int64_t study, struct str text, struct import_told *told,
	struct str *refused)
{
	struct heard h = { 0 };
	const struct str without[] = { S(" The  TEACHER"), S("99"), S(" ") };
	struct import_how how = { .refused = hear, .data = &h, .without = without, .without_n = 3 };
	struct import_into into = { study, S("Europe/London") };
	struct import *i;
	struct import_told ignored;
	char why[200];
	struct csv *csv = csv_open_str(text, why, sizeof why);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	buf_init(&h.refused, 1 << 20);
	bool good = csv && import_read(c, csv, &how, &i)
		&& import_write(c, i, &into, told ? told : &ignored);
	if (refused)
		*refused = arena_str(t->mem, buf_str(&h.refused));
	buf_free(&h.refused);
	csv_close(csv);
	return good && test_end(t);
}

static int64_t views_of(struct test *t, int64_t study, int64_t number)
{
	struct measure_row *row;
	size_t n;
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, measure_rows(c, study, &row, &n));
	for (size_t i = 0; i < n; i++)
		if (row[i].who.number == number)
			return row[i].page_views;
	return -1;
}

/* Everything an import may touch, as one text. */
static struct str state(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct rows r;

	if (!sql_one(c, &count_all, NO_ARGS, &r))
		return S("");
	struct str s = arena_fmt(t->mem, "%lld %lld %lld %lld %lld", (long long)row_int(&r, 0),
		(long long)row_int(&r, 1), (long long)row_int(&r, 2), (long long)row_int(&r, 3),
		(long long)row_int(&r, 4));
	sql_end(&r);
	return s;
}

#define ANN \
	"\"3/10/19, 14:05\",Ann Example,-,\"Forum: Careers, week 1\",Forum,Discussion viewed," \
	"\"The user with id '41' viewed the discussion with id '7'.\",web,10.0.0.1\n"
#define BEN \
	"\"3/10/19, 14:06\",Ben Other,-,Course: Careers,System,Course viewed," \
	"\"The user with id '42' viewed the course with id '2'.\",web,10.0.0.2\n"

void test_import_counts_views_of_each_person(struct test *t)
{
	int64_t study = published_study(t, "moodle");
	struct import_told told;

	CHECK(t,
		import_text(t, study,
			S(HEADER ANN BEN ANN "\"3/10/19, 14:07\",Ben Other,-,x,Forum,Post created,"
					     "\"The user with id '42' has\n"
					     "created the post.\",web,1\n"
					     "\"3/10/19, 14:07\",Ben Other,-,x,Forum,Some content "
					     "has been posted.,"
					     "The user with id '42' posted.,web,1\n"),
			&told, NULL));
	CHECK(t, told.lines == 5 && told.views == 3 && told.posts == 1 && told.others == 1);
	CHECK(t, told.people == 2 && told.new_people == 2 && told.refused == 0 && told.known == 0);
	CHECK(t,
		views_of(t, study, 1) == 2 && views_of(t, study, 2) == 1
			&& views_of(t, study, 3) == -1);
}

void test_import_reads_the_clock_in_the_zone(struct test *t)
{
	int64_t study = published_study(t, "moodle");
	struct rows r;
	const struct civil utc = { { 2019, 10, 3 }, 13, 5, 0 };

	CHECK(t, import_text(t, study, S(HEADER ANN), NULL, NULL));
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t,
		sql_one(c, &earliest, ARGS(arg(TRACE_VISIT)), &r)
			&& row_int(&r, 0) == civil_instant(utc));
	sql_end(&r);
}

void test_import_takes_every_dialect(struct test *t)
{
	static const char *const dialects[] = {
		"\xef\xbb\xbfTime,User full name,Event name,Description\r\n"
		"\"3/10/19, 14:05\",Ann,Course viewed,The user with id '5' viewed\r\n",
		"DESCRIPTION\tevent name\tTIME\tuser full name\tExtra\n"
		"The user with id '5' viewed\tCourse viewed\t03/10/2019, 14:05\tAnn\tmore\n",
		"Time;User full name;Event name;Description\r"
		"2019-10-03 14:05;ann;course viewed;The user with id '5' viewed\r",
		"Time,User full name,Event name,Description\n"
		"\"3 October 2019, 2:05 PM\",Ann,Course viewed,\"The user with id '5'\r\nviewed\"",
	};

	for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++) {
		int64_t study = published_study(t, arena_fmt(t->mem, "dialect-%zu", i).at);
		struct import_told told;
		CHECK(t, import_text(t, study, str_of(dialects[i]), &told, NULL));
		CHECK(t, told.lines == 1 && told.views == 1 && views_of(t, study, 1) == 1);
	}
}

void test_import_twice_adds_nothing(struct test *t)
{
	int64_t study = published_study(t, "moodle");
	struct import_told told;

	CHECK(t, import_text(t, study, S(HEADER ANN ANN BEN ANN), &told, NULL) && told.views == 4);
	struct str before = state(t);
	CHECK(t, import_text(t, study, S(HEADER ANN ANN BEN ANN), &told, NULL));
	CHECK(t, told.views == 0 && told.known == 4 && told.new_people == 0 && told.people == 2);
	CHECK(t, str_eq(state(t), before));
}

void test_import_of_a_longer_export_adds_what_is_new(struct test *t)
{
	int64_t study = published_study(t, "moodle");
	struct import_told told;

	CHECK(t, import_text(t, study, S(HEADER ANN BEN), NULL, NULL));
	CHECK(t, import_text(t, study, S(HEADER BEN BEN ANN ANN), &told, NULL));
	CHECK(t,
		told.known == 2 && told.views == 2 && views_of(t, study, 1) == 2
			&& views_of(t, study, 2) == 2);
}

void test_import_knows_a_line_in_another_dialect(struct test *t)
{
	int64_t study = published_study(t, "moodle");
	struct import_told told;

	CHECK(t,
		import_text(t, study,
			S("Time,User full name,Event name\n\"3/10/19, 14:05\",Ann "
			  "Example,Course viewed\n"),
			NULL, NULL));
	CHECK(t,
		import_text(t, study,
			S("Event name;Time;User full name\nCourse  viewed;2019-10-03 "
			  "14:05:00;Ann Example\n"),
			&told, NULL));
	CHECK(t, told.known == 1 && told.views == 0);
}

void test_import_takes_two_spellings_of_a_name_for_one(struct test *t)
{
	int64_t study = published_study(t, "moodle");
	struct import_told told;

	CHECK(t,
		import_text(t, study,
			S("Time,User full name,Event name\n\"3/10/19, 14:05\",Zoë  "
			  "EXAMPLE,Course viewed\n"
			  "\"3/10/19, 14:06\", zoË Example ,Course viewed\n"),
			&told, NULL));
	CHECK(t, told.people == 1 && views_of(t, study, 1) == 2);
}

/* A line without an id belongs to whoever has its name elsewhere; a name of two people is a third
   one. */
void test_import_joins_a_name_with_its_id(struct test *t)
{
	int64_t study = published_study(t, "moodle");
	struct import_told told;

	CHECK(t,
		import_text(t, study,
			S(HEADER "\"3/10/19, 14:00\",ann example,-,x,Forum,Course "
				 "viewed,Seen.,web,1\n" ANN BEN
				 "\"3/10/19, 15:00\",Ben Other,-,x,Forum,Course viewed,"
				 "The user with id '43' viewed,web,1\n"
				 "\"3/10/19, 15:01\",Ben Other,-,x,Forum,Course "
				 "viewed,Seen.,web,1\n"),
			&told, NULL));
	CHECK(t, told.people == 4 && views_of(t, study, 1) == 2 && views_of(t, study, 2) == 1);
	CHECK(t, views_of(t, study, 3) == 1 && views_of(t, study, 4) == 1);
}

void test_import_passes_over_what_no_person_did(struct test *t)
{
	int64_t study = published_study(t, "moodle");
	struct import_told told;

	CHECK(t,
		import_text(t, study,
			S(HEADER ANN "\"3/10/19, 14:00\",-,-,x,System,Course viewed,The "
				     "user with id '0' x,web,1\n"
				     "\"3/10/19, 14:00\",,-,x,System,Course viewed,,web,1\n"
				     "\"3/10/19, 14:00\",Admin,-,x,System,Course viewed,"
				     "The user with id '2' x,cli,\n"),
			&told, NULL));
	CHECK(t, told.lines == 4 && told.views == 1 && told.system == 2 && told.command_line == 1);
	CHECK(t, told.people == 1 && told.refused == 0);
}

/* import_text leaves out «The Teacher» and the user 99. */
void test_import_leaves_out_whom_it_is_told_to(struct test *t)
{
	int64_t study = published_study(t, "moodle");
	struct import_told told;

	CHECK(t,
		import_text(t, study,
			S(HEADER ANN "\"3/10/19, 14:00\",The teacher,-,x,Forum,Course viewed,"
				     "The user with id '5' x,web,1\n"
				     "\"3/10/19, 14:00\",Somebody,-,x,Forum,Course viewed,"
				     "The user with id '99' x,web,1\n"),
			&told, NULL));
	CHECK(t, told.left_out == 2 && told.views == 1 && told.people == 1);
}

void test_import_refuses_bad_lines_one_by_one(struct test *t)
{
	int64_t study = published_study(t, "moodle");
	struct import_told told;
	struct str refused;

	CHECK(t,
		import_text(t, study,
			S("Time,User full name,Event name\n"
			  "\"31/02/19, 10:00\",Ann,Course viewed\n"
			  "\"3/10/19, 14:05\",\"Ann\nMarie\",Course viewed\n"
			  "yesterday,Ann,Course viewed\n"
			  "3/10/19, 14:05,Ann,Course viewed\n"
			  "\"3/10/19, 14:05\",Ann\n"
			  "\"3/10/19, 14:05\",Ann, \n"
			  "\"3/10/19, 14:05\",\xff,Course viewed\n"
			  "\"3/10/19, 14:05\",Ann,\"Course viewed\n"
			  "\"3/10/19, 14:06\",Ann,Course viewed\n"),
			&told, &refused));
	CHECK(t, told.lines == 9 && told.refused == 7 && told.views == 2 && told.people == 2);
	CHECK(t,
		str_eq(refused,
			S("2: its time has a day that does not exist\n"
			  "5: its time is not written in a way that is known here\n"
			  "6: it has more cells than the header\n"
			  "7: it has fewer cells than the header\n"
			  "8: it has no event name\n"
			  "9: it is not UTF-8 text\n"
			  "10: its quotation marks do not fit together\n")));
}

static bool refuses(struct test *t, int64_t study, struct str text, const char *part)
{
	bool none = !import_text(t, study, text, NULL, NULL);

	return none && (part == NULL || test_has(str_of(t->open->fault.text), part));
}

void test_import_refuses_what_is_no_log(struct test *t)
{
	int64_t study = published_study(t, "moodle");
	struct str before = state(t);

	CHECK(t, refuses(t, study, S("\x89PNG\r\n\x1a\n\0\0"), NULL));
	CHECK(t, refuses(t, study, S(""), NULL));
	CHECK(t, refuses(t, study, S("name,age\nAnn,20\n"), "no activity log"));
	CHECK(t,
		refuses(t, study, S("Time,Event name\n\"3/10/19, 14:05\",Course viewed\n"),
			"no activity log"));
	CHECK(t, refuses(t, study, S(HEADER), "no lines"));
	CHECK(t, refuses(t, study, S(HEADER "a,b\nc,d\n"), "No line"));
	CHECK(t, str_eq(state(t), before));
}

/* Half of an American log would pass with the wrong dates. One impossible month is just a bad line.
   */
void test_import_refuses_a_log_with_the_month_first(struct test *t)
{
	int64_t study = published_study(t, "moodle");
	struct import_told told;
	struct buf b;

	buf_init(&b, 1 << 16);
	buf_add(&b, S("Time,User full name,Event name\n"));
	for (int day = 1; day <= 31; day++)
		buf_fmt(&b,
			"\"12/%d/19, 9:00\",Ann,Page viewed\n"
			"\"1/%d/20, 9:00\",Ann,Page viewed\n",
			day, day);
	CHECK(t, refuses(t, study, buf_str(&b), "month first"));
	buf_free(&b);
	CHECK(t,
		import_text(t, study,
			S("Time,User full name,Event name\n\"3/10/19, 9:00\",Ann,Course viewed\n"
			  "\"3/13/19, 9:00\",Ann,Course viewed\n"),
			&told, NULL));
	CHECK(t, told.views == 1 && told.refused == 1);
}

void test_import_adds_nothing_about_who_has_withdrawn(struct test *t)
{
	int64_t study = published_study(t, "moodle");
	struct import_told told;

	CHECK(t, import_text(t, study, S(HEADER ANN), NULL, NULL));
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, sql_run(c, &withdraw_first, ARGS(arg(c->now))));
	CHECK(t, import_text(t, study, S(HEADER ANN ANN BEN), &told, NULL));
	CHECK(t, told.withdrawn == 2 && told.views == 1 && told.new_people == 1);
	CHECK(t, views_of(t, study, 1) == -1 && views_of(t, study, 2) == 1);
}

/* Nothing of the import stays when its transaction is undone; that is what a dry run and a crash
   rely on. */
void test_import_is_all_or_nothing(struct test *t)
{
	int64_t study = published_study(t, "moodle");
	struct str before = state(t);
	struct import_how how = { 0 };
	struct import_into into = { study, S("Europe/London") };
	struct import *i;
	struct import_told told;
	char why[200];
	struct csv *csv = csv_open_str(S(HEADER ANN BEN), why, sizeof why);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t,
		import_read(c, csv, &how, &i) && import_write(c, i, &into, &told)
			&& told.views == 2);
	(void)fail(c, FAULT_CONFLICT, "undone");
	CHECK(t, !test_end(t) && str_eq(state(t), before));
	csv_close(csv);
}

/* The published table as a platform's log, newest line first: the report is the same. */
void test_import_of_the_published_study_gives_its_views(struct test *t)
{
	int64_t study = published_study(t, "moodle");
	struct import_told told;
	struct buf b;

	buf_init(&b, 1 << 20);
	buf_add(&b, S(HEADER));
	for (int64_t v = 0; v <= 226; v++)
		for (size_t k = 0; k < PUBLISHED_PEOPLE; k++) {
			const struct published_person *p = &published_table[k];
			const char *event = v == 0 ? "User logged in" : "Discussion viewed";
			if (v <= p->views)
				buf_fmt(&b,
					"\"%d/10/19, %d:%02d\",Person %lld,-,Forum,"
					"Forum,%s,\"The user with id '%lld' "
					"acted\",web,1\n",
					(int)(28 - v / 20), (int)(v % 24), (int)(v % 60),
					(long long)p->number, event, (long long)p->number + 100);
		}
	CHECK(t,
		import_text(t, study, buf_str(&b), &told, NULL) && told.people == PUBLISHED_PEOPLE);
	CHECK(t, told.views == 1346 && told.others == PUBLISHED_PEOPLE);
	/* Numbers follow the first appearance, which is the order of the table here. */
	for (size_t k = 0; k < PUBLISHED_PEOPLE; k++)
		CHECK(t, views_of(t, study, (int64_t)k + 1) == published_table[k].views);
	buf_free(&b);
}
