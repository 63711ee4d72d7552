/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/invite_read.h"
#include "test/test.h"

static struct invite_entry entry(struct test *t, const struct invite_upload *u, int nth)
{
	struct str part = u->part[0];
	struct invite_record r;

	for (int i = 0; invite_table_next(&part, &r); i++)
		if (i == nth)
			return invite_table_entry(t->mem, &r, &u->columns);
	return (struct invite_entry){ .why = S("there are not so many") };
}

void test_invite_columns_are_guessed_from_headings(struct test *t)
{
	struct invite_upload u;

	invite_read_file(t->mem,
		S("Student ID;Forename;Surname;E-mail Address;Programme;Year of Study\n"
		  "1;Ann;Bell;ann@uni.example;Law;Year 2\n"),
		&u);
	CHECK(t, u.wrong.len == 0 && !u.settled && u.lines == 2 && u.columns.header);
	CHECK(t, u.columns.at[INVITE_ADDRESS] == 4 && u.columns.at[INVITE_NAME] == 0);
	CHECK(t, u.columns.at[INVITE_FIRST] == 2 && u.columns.at[INVITE_LAST] == 3);
	CHECK(t, u.columns.at[INVITE_SUBJECT] == 5 && u.columns.at[INVITE_YEAR] == 6);
	struct invite_entry e = entry(t, &u, 1);
	CHECK(t, str_eq(e.name, S("Ann Bell")) && str_eq(e.subject, S("Law")) && e.year == 2);
}

void test_invite_columns_are_guessed_from_the_cells_without_headings(struct test *t)
{
	struct invite_upload u;

	invite_read_file(t->mem, S("Ann,Law,ann@uni.example\nBen,Law,ben@uni.example\n"), &u);
	CHECK(t, !u.columns.header && u.columns.at[INVITE_ADDRESS] == 3);
	invite_read_file(t->mem, S("Matric,Anschrift\n1,ann@uni.example\n"), &u);
	CHECK(t, u.columns.header && u.columns.at[INVITE_ADDRESS] == 2);
}

void test_invite_columns_survive_being_kept(struct test *t)
{
	struct invite_columns a = { true, { 7, 0, 1, 2, 12, 60 } }, b;

	b = invite_table_columns(invite_table_text(t->mem, &a));
	CHECK(t, b.header && memcmp(a.at, b.at, sizeof a.at) == 0);
	b = invite_table_columns(S(""));
	CHECK(t, !b.header && b.at[INVITE_ADDRESS] == 0);
}

void test_invite_lines_are_pasted_in_many_shapes(struct test *t)
{
	struct invite_upload u;
	struct invite_entry e;

	invite_read_paste(t->mem,
		S("Aisha Rahman, aisha@uni.example, Law, 3\r\n"
		  "\n"
		  "\"Cole, Ben\" <ben@uni.example>\n"
		  "dee@uni.example; Eve Fox <eve@uni.example>, fay@uni.example\n"
		  "Gus\tgus@uni.example\tChemistry\n"
		  "nobody here\n"),
		&u);
	CHECK(t, u.settled && u.wrong.len == 0 && u.lines == 7);
	e = entry(t, &u, 0);
	CHECK(t, str_eq(e.name, S("Aisha Rahman")) && str_eq(e.subject, S("Law")) && e.year == 3);
	e = entry(t, &u, 1);
	CHECK(t, str_eq(e.address, S("ben@uni.example")) && str_eq(e.name, S("Cole, Ben")));
	e = entry(t, &u, 3);
	CHECK(t, str_eq(e.address, S("eve@uni.example")) && str_eq(e.name, S("Eve Fox")));
	CHECK(t, e.line == 4);
	e = entry(t, &u, 5);
	CHECK(t, str_eq(e.name, S("Gus")) && str_eq(e.subject, S("Chemistry")) && e.year == 0);
	e = entry(t, &u, 6);
	CHECK(t, e.line == 6 && test_has(e.why, "no @"));
}

void test_invite_upload_says_what_cannot_be_a_list(struct test *t)
{
	struct invite_upload u;

	invite_read_paste(t->mem, S(" \n \n"), &u);
	CHECK(t, test_has(u.wrong, "no line") && strcmp(u.field, "lines") == 0);
	invite_read_file(t->mem, S("%PDF-1.4"), &u);
	CHECK(t, test_has(u.wrong, "not a CSV") && strcmp(u.field, "file") == 0);
	invite_read_file(t->mem, S("PK\x03\x04rubbish"), &u);
	CHECK(t, test_has(u.wrong, "ZIP"));
	invite_read_file(t->mem, S(""), &u);
	CHECK(t, test_has(u.wrong, "empty"));
}

/* A cell with tabs and line breaks stays one cell, a broken line one line. */
void test_invite_records_keep_their_shape(struct test *t)
{
	struct invite_upload u;

	invite_read_file(t->mem,
		S("email,name\n\"ann@uni.example\",\"Ann\tof\nthe hill\"\n\"x\"y,z\n"
		  "ben@uni.example,Ben\n"),
		&u);
	CHECK(t, u.lines == 4);
	CHECK(t, str_eq(entry(t, &u, 1).name, S("Ann of the hill")));
	CHECK(t, entry(t, &u, 2).why.len > 0 && entry(t, &u, 2).line == 4);
	CHECK(t, str_eq(entry(t, &u, 3).address, S("ben@uni.example")));
}
