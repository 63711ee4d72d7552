/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/invite_table.h"

#include "base/utf8.h"
#include "community/enrolment.h"
#include "community/invite_address.h"
#include "community/line.h"
#include "core/person.h"

enum { LOOKED_AT = 100, WORD_MAX = 40 };

/* Headings as universities' systems write them, without capitals and all but letters. */
static const struct {
	enum invite_field field;
	const char *word[14];
} headings[] = {
	{ INVITE_ADDRESS,
		{ "email", "emailaddress", "mail", "mailaddress", "address", "universityemail",
			"studentemail", "emailuni", "institutionalemail", "emailid", "upn",
			"uniemail", "contactemail" } },
	{ INVITE_NAME,
		{ "name", "fullname", "displayname", "student", "studentname", "person",
			"knownas" } },
	{ INVITE_FIRST,
		{ "firstname", "forename", "forenames", "givenname", "givennames", "first",
			"preferredname", "preferredforename" } },
	{ INVITE_LAST, { "lastname", "surname", "familyname", "last", "secondname" } },
	{ INVITE_SUBJECT,
		{ "subject", "course", "programme", "program", "coursetitle", "degree",
			"programmetitle", "coursename", "programmename", "department", "school",
			"courseofstudy" } },
	{ INVITE_YEAR,
		{ "year", "yearofstudy", "yearofstudies", "level", "stage", "studyyear",
			"courseyear", "yearofcourse", "programmeyear", "yos" } },
};

void invite_table_put(struct buf *out, int64_t line, const struct str *cell, size_t n)
{
	buf_char(out, '+');
	buf_int(out, line);
	for (size_t i = 0; i < n && i < INVITE_COLUMNS_MAX; i++) {
		struct str s = cell[i];
		if (s.len > INVITE_CELL_MAX)
			s = utf8_head(s, INVITE_CELL_MAX / 4);
		buf_char(out, '\t');
		for (size_t k = 0; k < s.len; k++)
			buf_char(out, memchr("\t\r\n", s.at[k], 3) ? ' ' : s.at[k]);
	}
	buf_char(out, '\n');
}

void invite_table_refuse(struct buf *out, int64_t line, struct str why)
{
	buf_char(out, '-');
	buf_int(out, line);
	buf_char(out, '\t');
	buf_add(out, why);
	buf_char(out, '\n');
}

bool invite_table_next(struct str *part, struct invite_record *ret)
{
	struct str rest = str_cut(part, '\n');

	if (rest.len < 2)
		return false;
	bool good = rest.at[0] == '+';
	struct str number = str_cut(&rest, '\t');
	bool cells = rest.at > number.at + number.len;
	ret->line = 0;
	ret->n = 0;
	ret->why = good ? S("") : rest;
	if (!str_to_int((struct str){ number.at + 1, number.len - 1 }, &ret->line))
		return false;
	while (good && cells && ret->n < INVITE_COLUMNS_MAX) {
		const char *end = rest.at + rest.len;
		ret->cell[ret->n] = str_cut(&rest, '\t');
		cells = ret->cell[ret->n].at + ret->cell[ret->n].len < end;
		ret->n++;
	}
	return true;
}

static bool is_heading(struct str cell, const char *const *word, size_t n)
{
	char plain[WORD_MAX];
	size_t len = 0;

	for (size_t i = 0; i < cell.len; i++) {
		char c = (char)(cell.at[i] | 32);
		if (c < 'a' || c > 'z')
			continue;
		if (len == sizeof plain)
			return false;
		plain[len++] = c;
	}
	for (size_t i = 0; i < n && word[i]; i++)
		if (str_eq((struct str){ plain, len }, str_of(word[i])))
			return true;
	return false;
}

static void guess_by_headings(const struct invite_record *r, struct invite_columns *ret)
{
	for (size_t h = 0; h < sizeof headings / sizeof *headings; h++) {
		int64_t *at = &ret->at[headings[h].field];
		for (size_t i = 0; i < r->n && !*at; i++)
			if (is_heading(r->cell[i], headings[h].word,
				    sizeof headings[h].word / sizeof *headings[h].word))
				*at = (int64_t)i + 1;
	}
	/* A whole name is better than its halves. */
	if (ret->at[INVITE_NAME] && ret->at[INVITE_FIRST] && ret->at[INVITE_LAST])
		ret->at[INVITE_NAME] = 0;
	if (ret->at[INVITE_NAME])
		ret->at[INVITE_FIRST] = ret->at[INVITE_LAST] = 0;
}

static bool has_address(const struct invite_record *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (!invite_address_read(r->cell[i]).why)
			return true;
	return false;
}

/* The column in which most addresses stand. */
static int64_t guess_by_cells(struct str part)
{
	int64_t found[INVITE_COLUMNS_MAX] = { 0 }, best = 0;
	struct invite_record r;

	for (int k = 0; k < LOOKED_AT && invite_table_next(&part, &r); k++)
		for (size_t i = 0; i < r.n; i++)
			found[i] += !invite_address_read(r.cell[i]).why;
	for (int64_t i = 1; i < INVITE_COLUMNS_MAX; i++)
		if (found[i] > found[best])
			best = i;
	return found[best] ? best + 1 : 0;
}

void invite_table_guess(struct str part, struct invite_columns *ret)
{
	struct str rest = part;
	struct invite_record r = { 0 };

	*ret = (struct invite_columns){ 0 };
	while (invite_table_next(&rest, &r) && r.why.len) {
	}
	ret->header = r.n > 0 && !has_address(&r);
	if (ret->header)
		guess_by_headings(&r, ret);
	if (!ret->at[INVITE_ADDRESS])
		ret->at[INVITE_ADDRESS] = guess_by_cells(part);
}

const char *invite_table_fault(const struct invite_columns *columns, size_t *ret_field)
{
	*ret_field = INVITE_ADDRESS;
	if (columns->at[INVITE_ADDRESS] == 0)
		return "Choose the column that has the addresses.";
	for (size_t i = 0; i < INVITE_FIELDS; i++)
		for (size_t k = 0; k < i; k++)
			if (columns->at[i] && columns->at[i] == columns->at[k]) {
				*ret_field = i;
				return "This column was chosen twice. Each can mean one thing.";
			}
	return NULL;
}

static struct str cell_of(
	const struct invite_record *r, const struct invite_columns *columns, enum invite_field f)
{
	int64_t at = columns->at[f];

	return at > 0 && (size_t)at <= r->n ? str_trim(r->cell[at - 1]) : S("");
}

static struct str name_of(
	struct arena *a, const struct invite_record *r, const struct invite_columns *columns)
{
	struct str whole = cell_of(r, columns, INVITE_NAME);
	struct str first = cell_of(r, columns, INVITE_FIRST),
		   last = cell_of(r, columns, INVITE_LAST);

	if (whole.len || first.len == 0)
		return whole.len ? whole : last;
	if (last.len == 0)
		return first;
	return arena_fmt(a, "%.*s %.*s", (int)first.len, first.at, (int)last.len, last.at);
}

/* «2», «Year 2», «2nd»: the first digit, when it can be a year of studies. */
static int64_t year_of(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] >= '0' && s.at[i] <= '9') {
			bool alone = i + 1 == s.len || s.at[i + 1] < '0' || s.at[i + 1] > '9';
			return alone ? s.at[i] - '0' : 0;
		}
	return 0;
}

/* Only the address decides: whoever joins is asked for the rest. */
struct invite_entry invite_table_entry(
	struct arena *a, const struct invite_record *r, const struct invite_columns *columns)
{
	struct invite_entry e = { .line = r->line, .why = r->why };

	e.typed = e.address = e.name = e.subject = S("");
	if (e.why.len)
		return e;
	e.typed = cell_of(r, columns, INVITE_ADDRESS);
	struct invite_address address = invite_address_read(e.typed);
	e.address = address.address;
	if (address.why)
		e.why = str_of(address.why);
	e.name = name_of(a, r, columns);
	if (e.name.len == 0)
		e.name = address.name;
	if (!line_ok(e.name, PERSON_NAME_MAX))
		e.name = S("");
	e.subject = cell_of(r, columns, INVITE_SUBJECT);
	if (!line_ok(e.subject, ENROLMENT_SUBJECT_MAX))
		e.subject = S("");
	e.year = year_of(cell_of(r, columns, INVITE_YEAR));
	return e;
}

struct str invite_table_text(struct arena *a, const struct invite_columns *columns)
{
	const int64_t *at = columns->at;

	return arena_fmt(a, "%d %d %d %d %d %d %d", columns->header, (int)at[0], (int)at[1],
		(int)at[2], (int)at[3], (int)at[4], (int)at[5]);
}

struct invite_columns invite_table_columns(struct str text)
{
	struct invite_columns columns = { 0 };
	int64_t header = 0;

	if (!str_to_int(str_cut(&text, ' '), &header))
		return columns;
	columns.header = header != 0;
	for (size_t i = 0; i < INVITE_FIELDS; i++)
		if (!str_to_int(str_cut(&text, ' '), &columns.at[i]))
			columns.at[i] = 0;
	return columns;
}
