/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The command import subjects, as a person runs it. */
#include "app/wiring.h"
#include "test/capture.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define HEADER "hecos_code,label,cah1_label,cah2_label,cah3_label,cah3_code\n"

struct site {
	const char *data, *url;
};

static struct site begin(struct test *t)
{
	struct site s = { capture_directory(t), test_database(t) };

	CHECK(t,
		capture_run(t, person_command,
			arena_fmt(t->mem, "person add --data %s --database %s a@cairn.example Ann",
				s.data, s.url)
				.at)
				.code
			== 0);
	return s;
}

static struct capture import(
	struct test *t, const struct site *s, const char *more, const char *file)
{
	return capture_run(t, import_command,
		arena_fmt(t->mem, "import subjects --data %s --database %s%s %s", s->data, s->url,
			more, file)
			.at);
}

static struct capture import_text(
	struct test *t, const struct site *s, const char *more, struct str text)
{
	return import(t, s, more, capture_file(t, s->data, "subjects.csv", text));
}

void test_import_subjects_by_either_header(struct test *t)
{
	struct site s = begin(t);
	struct capture c = import_text(t, &s, "",
		S(HEADER "100003,Ceramics,\"design, and arts\",arts,design studies,CAH21-01-03\n"));

	CHECK(t, c.code == 0 && c.err.len == 0);
	CHECK(t, test_has(c.out, "lines read: 1\n  subjects added: 1\n"));
	c = import_text(t, &s, "",
		S("\xef\xbb\xbf"
		  "CAH1_Code,CAH1_Label,CAH2_Code,CAH2_Label,CAH3_Code,CAH3_Label,HECoS_Code,"
		  "HECoS_Label\n"
		  "CAH21,\"design, and arts\",x,arts,y,design studies,100003,Clay\n"
		  "CAH21,\"design, and arts\",x,arts,y,design studies,100061,Graphic design\n"));
	CHECK(t, c.code == 0);
	CHECK(t, test_has(c.out, "subjects added: 1\n  subjects that have another name now: 1\n"));
}

void test_import_subjects_says_which_lines_it_refused(struct test *t)
{
	struct site s = begin(t);
	struct capture c = import_text(t, &s, "",
		S(HEADER "100003,Ceramics,a,b,c,d\n10004,Law,a,b,c,d\n100005,,a,b,c,d\n"
			 "100006,Art,a,b\n100007,\xff,a,b,c,d\n100008,Dance,a,b,c,d\n"));

	CHECK(t, c.code == 3 && test_has(c.out, "lines refused, see standard error: 4\n"));
	CHECK(t, test_has(c.out, "subjects added: 2\n"));
	CHECK(t, test_has(c.err, "subjects.csv:3: A code of HECoS has six digits"));
	CHECK(t, test_has(c.err, "subjects.csv:4: A subject's name is one line"));
	CHECK(t, test_has(c.err, "subjects.csv:5: another number of cells"));
	CHECK(t, test_has(c.err, "subjects.csv:6: "));
}

void test_import_subjects_refuses_what_is_no_list(struct test *t)
{
	struct site s = begin(t);
	struct capture c = import_text(t, &s, "", S("code,label\n1,2\n"));

	CHECK(t, c.code == 1 && test_has(c.err, "its header has no column cah1_label"));
	CHECK(t, import(t, &s, "", "/nowhere/x.csv").code == 1);
	CHECK(t, capture_run(t, import_command, "import subjects").code == 2);
	CHECK(t, capture_run(t, import_command, "import subjects --stdy x").code == 2);
	CHECK(t, capture_run(t, import_command, "import subjects a b").code == 2);
	CHECK(t,
		test_has(capture_run(t, import_command, "import subjects --help").out,
			"usage: cairn import subjects"));
}

/* The list as it was published, where it is at hand. */
void test_import_subjects_reads_the_published_list(struct test *t)
{
	const char *source = getenv("CAIRN_SOURCE");
	struct str path = arena_fmt(
		t->mem, "%s/../shared/data/subjects/hecos_subjects.csv", source ? source : ".");

	if (access(path.at, R_OK) != 0) {
		fprintf(stderr, "skipped: %s is not there\n", path.at);
		return;
	}
	struct site s = begin(t);
	struct capture c = import(t, &s, " --dry-run", path.at);
	CHECK(t, c.code == 0 && test_has(c.out, "subjects added: 1094\n"));
	CHECK(t, test_has(c.out, "nothing was changed"));
	c = import(t, &s, "", path.at);
	CHECK(t, c.code == 0 && test_has(c.out, "subjects added: 1094\n"));
	c = import(t, &s, "", path.at);
	CHECK(t, c.code == 0 && test_has(c.out, "subjects that were there already: 1094\n"));
}
