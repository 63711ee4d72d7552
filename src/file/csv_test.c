/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "file/csv.h"
#include "test/test.h"

#include <stdio.h>
#include <stdlib.h>

/* What a reader makes of a text, one record a line: «2|a|b» or «2!why». */
static struct str read_all(struct test *t, struct csv *r)
{
	struct csv_record c;
	struct buf b;

	buf_init(&b, 1 << 20);
	while (r && csv_next(r, &c)) {
		buf_int(&b, c.line);
		if (c.why)
			buf_fmt(&b, "!%s", c.why);
		for (size_t i = 0; i < c.n; i++)
			buf_fmt(&b, "|%.*s", (int)c.cell[i].len, c.cell[i].at);
		buf_char(&b, '\n');
	}
	struct str s = arena_str(t->mem, buf_str(&b));
	buf_free(&b);
	csv_close(r);
	return s;
}

static struct str read_str(struct test *t, struct str text)
{
	char why[200] = "";
	struct csv *r = csv_open_str(text, why, sizeof why);

	CHECK(t, r != NULL && why[0] == '\0');
	return read_all(t, r);
}

static bool reads(struct test *t, struct str text, const char *records)
{
	struct str got = read_str(t, text);

	if (str_eq(got, str_of(records)))
		return true;
	printf("read: %.*s\n", (int)got.len, got.at);
	return false;
}

static bool refused(struct str text, const char *part)
{
	char why[200] = "";
	struct csv *r = csv_open_str(text, why, sizeof why);
	bool none = r == NULL;

	csv_close(r);
	return none && test_has(str_of(why), part);
}

void test_csv_reads_every_dialect(struct test *t)
{
	const char *same = "1|a|b\n2|1|2\n";

	CHECK(t, reads(t, S("a,b\n1,2\n"), same));
	CHECK(t, reads(t, S("a;b\r\n1;2\r\n"), same));
	CHECK(t, reads(t, S("a\tb\r1\t2\r"), same));
	CHECK(t, reads(t, S("\xef\xbb\xbf\"a\",\"b\"\r\n1, 2 "), same));
	CHECK(t, reads(t, S("a\tb\n\t\n"), "1|a|b\n2||\n"));
	CHECK(t, reads(t, S("\n \r\na;\"x,y\"\n\n1;2"), "3|a|x,y\n5|1|2\n"));
	CHECK(t, reads(t, S("a,b\n\"\",\"say \"\"yes\"\"\"\n"), "1|a|b\n2||say \"yes\"\n"));
}

void test_csv_numbers_the_first_line_of_each_record(struct test *t)
{
	CHECK(t,
		reads(t, S("a,b\r\n1,\"x\r\ny\r\n\r\nz\"\r\n2,3\r\n"),
			"1|a|b\n2|1|x\r\ny\r\n\r\nz\n6|2|3\n"));
	CHECK(t, reads(t, S("a,b\r1,\"x\ry\"\r2,3"), "1|a|b\n2|1|x\ry\n4|2|3\n"));
}

void test_csv_goes_on_behind_broken_quotation_marks(struct test *t)
{
	const char *unfit = "1|a|b\n2!its quotation marks do not fit together\n3|3|x\n";

	CHECK(t, reads(t, S("a,b\n1,\"un\n3,\"x\"\n"), unfit));
	CHECK(t, reads(t, S("a,b\n1,5\" nail\n3,x\n"), unfit));
	CHECK(t,
		reads(t, S("a,b\n1,2\n3,\"x\n4,5\n"),
			"1|a|b\n2|1|2\n3!a quotation mark is never closed\n4|4|5\n"));
}

void test_csv_refuses_what_is_not_text(struct test *t)
{
	CHECK(t,
		reads(t, S("a,b\n1,\xff\n2,\0\n\xed\xa0\x80,3\n4,\x01\n5,6\n"),
			"1|a|b\n2!it is not UTF-8 text\n3!it has a NUL byte\n"
			"4!it is not UTF-8 text\n5!it is not UTF-8 text\n6|5|6\n"));
}

void test_csv_refuses_what_is_no_table(struct test *t)
{
	CHECK(t, refused(S(""), "empty"));
	CHECK(t, refused(S("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "not a CSV"));
	CHECK(t,
		refused(S("\xff\xfe"
			  "a\0,\0b\0\n\0"),
			"UTF-16"));
	CHECK(t, refused(S("\xfe\xff\0a\0,\0b\0\n"), "UTF-16"));
	CHECK(t, refused(S("PK\x03\x04zip"), "workbook"));
	CHECK(t, refused(S("%PDF-1.7\n"), "not a CSV"));
	CHECK(t, refused(S("a,b\0c\n"), "not a CSV"));
}

static void fill(struct buf *b, char c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_char(b, c);
}

void test_csv_keeps_its_limits_and_goes_on(struct test *t)
{
	struct buf b;

	buf_init(&b, 8 << 20);
	buf_add(&b, S("a,b\n"));
	fill(&b, 'x', CSV_FIELD_MAX + 1);
	buf_add(&b, S("\n2\n"));
	fill(&b, ',', CSV_FIELDS_MAX);
	buf_add(&b, S("\n4\n"));
	fill(&b, 'y', 3 << 20);
	buf_add(&b, S("\n6\n"));
	CHECK(t,
		reads(t, buf_str(&b),
			"1|a|b\n2!it has a cell of more than 64 KiB\n3|2\n"
			"4!it has more than 256 cells\n5|4\n"
			"6!it is longer than 1 MiB, or a quotation mark is never closed\n7|6\n"));
	buf_clear(&b);
	fill(&b, ',', CSV_FIELDS_MAX - 1);
	buf_char(&b, '\n');
	fill(&b, 'x', CSV_FIELD_MAX);
	struct str got = read_str(t, buf_str(&b));
	CHECK(t, got.len == 1 + CSV_FIELDS_MAX + 1 + 2 + CSV_FIELD_MAX + 1);
	buf_free(&b);
}

/* A file goes through a window: what stands across its edge must come out whole. */
void test_csv_reads_the_same_from_a_file(struct test *t)
{
	FILE *f = tmpfile();
	struct buf b;
	char why[200];

	buf_init(&b, 8 << 20);
	for (int i = 0; i < 40000; i++) {
		fprintf(f, "%d;\"a\r\nb %d\";café%s", i, i, i % 3 ? "\r\n" : "\r");
		buf_fmt(&b, "%d|%d|a\r\nb %d|café\n", 1 + 2 * i, i, i);
	}
	rewind(f);
	struct csv *r = csv_open_file(f, why, sizeof why);
	CHECK(t, r != NULL && csv_delimiter(r) == ';' && !csv_broken(r));
	struct csv_record c;
	size_t at = 0;
	while (r && csv_next(r, &c)) {
		struct str line = arena_fmt(t->mem, "%lld|%.*s|%.*s|%.*s\n", (long long)c.line,
			(int)c.cell[0].len, c.cell[0].at, (int)c.cell[1].len, c.cell[1].at,
			(int)c.cell[2].len, c.cell[2].at);
		CHECK(t, at + line.len <= b.len && memcmp(b.at + at, line.at, line.len) == 0);
		at += line.len;
	}
	CHECK(t, at == b.len);
	csv_close(r);
	buf_free(&b);
	fclose(f);
}

void test_csv_says_when_a_file_cannot_be_read(struct test *t)
{
	FILE *f = fopen("/", "r");
	char why[200] = "";

	CHECK(t, f != NULL && csv_open_file(f, why, sizeof why) == NULL);
	CHECK(t, test_has(str_of(why), "cannot be read"));
	fclose(f);
}

void test_csv_writes_what_it_reads(struct test *t)
{
	static const char *const texts[] = { "plain", "", "a,b", "say \"yes\"", "two\r\nlines",
		" space ", "a;b", "tab\there", "café", "\"" };
	enum { N = sizeof texts / sizeof *texts };
	struct csv_record c = { 0 };
	struct buf b;
	char why[200];

	buf_init(&b, 4096);
	for (size_t i = 0; i < N; i++)
		csv_put_text(&b, i, str_of(texts[i]));
	csv_put_int(&b, N, -7);
	csv_put_end(&b);
	struct csv *r = csv_open_str(buf_str(&b), why, sizeof why);
	CHECK(t, r && csv_next(r, &c) && c.n == N + 1);
	for (size_t i = 0; i < N && i < c.n; i++)
		CHECK(t, str_eq(c.cell[i], str_of(texts[i])));
	CHECK(t, c.n > N && str_eq(c.cell[N], S("-7")));
	CHECK(t, r && !csv_next(r, &c));
	csv_close(r);
	buf_free(&b);
}

void test_csv_makes_formulas_harmless(struct test *t)
{
	struct buf b;

	buf_init(&b, 4096);
	csv_put_text(&b, 0, S("=1+1"));
	csv_put_text(&b, 1, S("+44"));
	csv_put_text(&b, 2, S("-x"));
	csv_put_text(&b, 3, S("@a\""));
	csv_put_text(&b, 4, S("\tx"));
	csv_put_text(&b, 5, S("\rx"));
	csv_put_text(&b, 6, S("a=b"));
	CHECK(t,
		str_eq(buf_str(&b),
			S("\"'=1+1\",\"'+44\",\"'-x\",\"'@a\"\"\",\"'\tx\",\"'\rx\",a=b")));
	buf_free(&b);
}
