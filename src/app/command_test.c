/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The commands import and report, as a person runs them. */
#include "app/wiring.h"
#include "file/csv.h"
#include "test/capture.h"

#include <jansson.h>
#include <unistd.h>

#define LOG \
	"Time,User full name,Event name,Description\r\n" \
	"\"3/10/19, 14:05\",Ann,Course viewed,The user with id '7' viewed the course.\r\n" \
	"\"3/10/19, 14:06\",Ben,Course viewed,The user with id '8' viewed the course.\r\n" \
	"\"3/10/19, 14:06\",Ben,Course viewed,The user with id '8' viewed the course.\r\n"

struct place {
	const char *data, *url, *log;
};

static struct place place(struct test *t)
{
	const char *data = capture_directory(t);

	return (struct place){ data, test_database(t), capture_file(t, data, "log.csv", S(LOG)) };
}

/* more stands before the file. */
static struct capture import(
	struct test *t, const struct place *p, const char *more, const char *file)
{
	return capture_run(t, import_command,
		arena_fmt(t->mem, "import activity --data %s --database %s --study moodle%s %s",
			p->data, p->url, more, file)
			.at);
}

static struct capture report(struct test *t, const struct place *p, const char *more)
{
	return capture_run(t, report_command,
		arena_fmt(t->mem, "report table1 --data %s --database %s %s", p->data, p->url, more)
			.at);
}

void test_command_import_then_report(struct test *t)
{
	struct place p = place(t);
	struct capture c = import(t, &p, " --create", p.log);

	CHECK(t, c.code == 0 && c.err.len == 0);
	CHECK(t,
		test_has(c.out,
			"Study moodle, which is new\n  lines read: 3\n"
			"  page views added: 3\n  posts added: 0\n"));
	c = report(t, &p, "--study moodle --format csv");
	CHECK(t, c.code == 0 && c.err.len == 0);
	CHECK(t,
		str_eq(c.out,
			S("participant,gender,subject,year,perceived_engagement,page_views\n"
			  "2,,,,,2\n1,,,,,1\n")));
	c = import(t, &p, "", p.log);
	CHECK(t,
		c.code == 0 && test_has(c.out, "page views added: 0\n")
			&& test_has(c.out, "there already: 3\n"));
	c = report(t, &p, "--study moodle --format text");
	CHECK(t, c.code == 0 && test_has(c.out, "All             2      1.50      0.71       1.5"));
}

/* An imported log has no round, which is no fault of these reports. */
void test_command_report_weeks_and_trials(struct test *t)
{
	static const char *const kinds[] = { "weeks", "trials" };
	struct place p = place(t);

	CHECK(t, import(t, &p, " --create", p.log).code == 0);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		const char *line = arena_fmt(t->mem,
			"report %s --data %s --database %s --study moodle --format ", kinds[i],
			p.data, p.url)
					   .at;
		struct capture c =
			capture_run(t, report_command, arena_fmt(t->mem, "%stext", line).at);
		CHECK(t, c.code == 0 && test_has(c.out, "Study moodle: its "));
		c = capture_run(t, report_command, arena_fmt(t->mem, "%scsv", line).at);
		CHECK(t, c.code == 0 && str_starts(c.out, S("round,")) && str_ends(c.out, S("\n")));
		c = capture_run(t, report_command, arena_fmt(t->mem, "%sjson", line).at);
		json_t *j = json_loadb(c.out.at, c.out.len, 0, NULL);
		CHECK(t, c.code == 0 && json_is_true(json_object_get(j, "true_values")));
		json_decref(j);
	}
}

/* What the program writes it can read. */
void test_command_report_formats_parse(struct test *t)
{
	struct place p = place(t);
	struct csv_record r = { 0 };
	char why[200];

	CHECK(t, import(t, &p, " --create", p.log).code == 0);
	struct capture c = report(t, &p, "--study moodle --format json");
	json_t *j = json_loadb(c.out.at, c.out.len, 0, NULL);
	CHECK(t, c.code == 0 && json_array_size(json_object_get(j, "rows")) == 2);
	CHECK(t, json_is_null(json_object_get(j, "pairs_ordered")));
	json_decref(j);
	c = report(t, &p, "--study moodle --format csv");
	struct csv *csv = csv_open_str(c.out, why, sizeof why);
	CHECK(t, csv && csv_next(csv, &r) && r.n == 6 && csv_next(csv, &r) && r.n == 6 && !r.why);
	csv_close(csv);
}

void test_command_dry_run_changes_nothing(struct test *t)
{
	struct place p = place(t);
	const char *more = capture_file(t, p.data, "more.csv",
		S("Time,User full name,Event name\n\"4/10/19, 10:00\",Cleo,Course viewed\n"));

	CHECK(t, import(t, &p, " --create", p.log).code == 0);
	struct str before = report(t, &p, "--study moodle --format json").out;
	struct capture c = import(t, &p, " --dry-run", more);
	CHECK(t, c.code == 0 && test_has(c.out, "page views added: 1\n"));
	CHECK(t,
		test_has(c.out, "people who are new: 1\n")
			&& test_has(c.out, "nothing was changed"));
	CHECK(t, str_eq(report(t, &p, "--study moodle --format json").out, before));
	c = capture_run(t, import_command,
		arena_fmt(t->mem,
			"import activity --data %s --database %s --study other --create "
			"--dry-run %s",
			p.data, p.url, more)
			.at);
	CHECK(t, c.code == 0 && test_has(c.out, "Study other, which is new"));
	CHECK(t, report(t, &p, "--study other").code == 1);
	c = import(t, &p, " --dry-run --without Cleo", more);
	CHECK(t, c.code == 0 && test_has(c.out, "lines left out, as asked: 1\n"));
}

void test_command_import_says_which_lines_it_refused(struct test *t)
{
	struct place p = place(t);
	const char *bad = capture_file(t, p.data, "bad.csv",
		S("Time,User full name,Event name\n\"31/02/19, 10:00\",Ann,Course viewed\n"
		  "\"4/10/19, 10:00\",Ann,Course viewed\n\"4/10/19, 10:00\",\xff,Course viewed\n"));
	struct capture c = import(t, &p, " --create", bad);

	CHECK(t, c.code == 3 && test_has(c.out, "refused, see standard error: 2\n"));
	CHECK(t,
		str_eq(c.err,
			arena_fmt(t->mem,
				"%s:2: its time has a day that does not exist\n%s:4: it is not "
				"UTF-8 text\n",
				bad, bad)));
	CHECK(t, test_has(report(t, &p, "--study moodle --format csv").out, "\n1,,,,,1\n"));
}

void test_command_import_refuses_what_is_no_log(struct test *t)
{
	struct place p = place(t);
	const char *png = capture_file(t, p.data, "a.png", S("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"));
	const char *empty = capture_file(t, p.data, "empty.csv", S(""));
	const char *header =
		capture_file(t, p.data, "header.csv", S("Time,User full name,Event name\n"));
	const char *worse =
		capture_file(t, p.data, "worse.csv", S("Time,User full name,Event name\nx,y,z\n"));
	const char *files[] = { png, empty, header, worse, p.data, "/nowhere/at/all.csv" };

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct capture c = import(t, &p, " --create", files[i]);
		CHECK(t, c.code == 1 && c.out.len == 0 && c.err.len > 0);
	}
	CHECK(t, import(t, &p, " --create", p.log).code == 0);
	struct capture c = report(t, &p, "--study nope");
	CHECK(t, c.code == 1 && test_has(c.err, "There are: moodle."));
	c = capture_run(t, import_command,
		arena_fmt(t->mem, "import activity --data %s --database %s --study nope %s", p.data,
			p.url, p.log)
			.at);
	CHECK(t, c.code == 1 && test_has(c.err, "There are: moodle."));
}

void test_command_refuses_unknown_words(struct test *t)
{
	static const char *const imports[] = { "import", "import people --study a x.csv",
		"import activity --study a", "import activity x.csv",
		"import activity --study a x.csv y.csv", "import activity --stdy a x.csv",
		"import activity --study a --zone Europe/Nowhere x.csv" };
	static const char *const reports[] = { "report", "report table2 --study a", "report table1",
		"report table1 --study a --format xml", "report table1 more --study a",
		"report table1 --what" };

	for (size_t i = 0; i < sizeof imports / sizeof *imports; i++)
		CHECK(t, capture_run(t, import_command, imports[i]).code == 2);
	for (size_t i = 0; i < sizeof reports / sizeof *reports; i++)
		CHECK(t, capture_run(t, report_command, reports[i]).code == 2);
	CHECK(t,
		test_has(capture_run(t, import_command, "import --help").out,
			"usage: cairn import"));
	CHECK(t,
		test_has(capture_run(t, report_command, "report --help").out,
			"usage: cairn report"));
}

/* A first look at a directory where nothing is yet: no database comes into being by asking. */
void test_command_report_needs_a_database(struct test *t)
{
	const char *data = capture_directory(t);
	struct capture c = capture_run(
		t, report_command, arena_fmt(t->mem, "report table1 --data %s --study a", data).at);

	CHECK(t, c.code == 1 && test_has(c.err, "no Cairn database"));
}

void test_command_report_reach_is_rounded_and_notes_the_tag(struct test *t)
{
	struct place p = place(t);
	const char *at =
		arena_fmt(t->mem, "--study moodle --data %s --database %s", p.data, p.url).at;

	CHECK(t, import(t, &p, " --create", p.log).code == 0);
	struct capture c = capture_run(
		t, report_command, arena_fmt(t->mem, "report reach %s --format csv", at).at);
	CHECK(t, c.code == 0 && test_has(c.out, "subject,All,,0,\n") && !test_has(c.out, "tag,"));
	c = capture_run(t, report_command, arena_fmt(t->mem, "report reach %s --tag", at).at);
	CHECK(t, c.code == 0 && test_has(c.out, "There is no enrolment table"));
	CHECK(t, test_has(c.out, "Not known") && test_has(c.out, "rounded to 5"));
	c = capture_run(t, report_command, arena_fmt(t->mem, "report table1 %s --tag", at).at);
	CHECK(t, c.code == 2 && test_has(c.err, "this report has no --tag"));
}
