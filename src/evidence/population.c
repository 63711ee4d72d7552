/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/population.h"

#include "base/utf8.h"
#include "core/audit.h"
#include "evidence/tally.h"
#include "file/csv.h"
#include "store/sql.h"

static const struct stmt forget = { "population_forget",
	"DELETE FROM population WHERE study_id = $1", "i", "" };
static const struct stmt add = { "population_add",
	"INSERT INTO population (study_id, subject, year, tagged, n) VALUES ($1, $2, $3, $4, $5)",
	"issii", "" };
static const struct stmt all = { "population_all",
	"SELECT subject, year, tagged, n FROM population WHERE study_id = $1"
	" ORDER BY subject, year, tagged LIMIT $2",
	"ii", "ssii" };

enum column { SUBJECT, YEAR, TAG, COUNT, COLUMNS };
enum { WORDS = 9, NO_COLUMN = CSV_FIELDS_MAX, HEADING_MAX = 40 };

/* What the columns are called, in small letters without anything between them. */
static const char *const called[COLUMNS][WORDS] = {
	[SUBJECT] = { "subject", "subjects", "subjectofstudy", "subjectname", "course", "programme",
		"discipline", "department" },
	[YEAR] = { "year", "yearofstudy", "studyyear", "yearofstudies", "level", "stage" },
	[TAG] = { "tag", "tagged", "lowses", "deprived", "disadvantaged", "wp",
		"wideningparticipation", "wideningaccess", "target" },
	[COUNT] = { "count", "n", "number", "students", "headcount", "enrolled", "population",
		"people", "enrolments" },
};
struct reading {
	struct ctx *c;
	size_t at[COLUMNS];
	struct population_row *row;
	struct tally *seen;
	struct population_told told;
};

static bool means(struct str heading, const char *const *words)
{
	char plain[HEADING_MAX];
	size_t n = 0;

	for (size_t i = 0; i < heading.len && n < sizeof plain; i++) {
		char ch = heading.at[i];
		if (ch >= 'A' && ch <= 'Z')
			ch = (char)(ch - 'A' + 'a');
		if (ch >= 'a' && ch <= 'z')
			plain[n++] = ch;
	}
	for (size_t i = 0; i < WORDS && words[i]; i++)
		if (str_eq((struct str){ plain, n }, str_of(words[i])))
			return true;
	return false;
}

static bool read_headings(struct reading *r, const struct csv_record *line)
{
	for (size_t k = 0; k < COLUMNS; k++) {
		r->at[k] = NO_COLUMN;
		for (size_t i = line->n; i-- > 0;)
			if (means(line->cell[i], called[k]))
				r->at[k] = i;
	}
	if (r->at[SUBJECT] == NO_COLUMN || r->at[COUNT] == NO_COLUMN)
		return ctx_wrong(r->c, "file",
			"The first line has to name the columns: subject and count, and if you"
			" have them year and tag.");
	return true;
}

static struct str cell(const struct reading *r, const struct csv_record *line, enum column k)
{
	return r->at[k] < line->n ? str_trim(line->cell[r->at[k]]) : S("");
}

/* -2 is none of the words. */
static int64_t tag_of(struct str word)
{
	static const char *const yes[] = { "yes", "y", "1", "true", "tagged" };
	static const char *const no[] = { "no", "n", "0", "false", "untagged" };

	if (word.len == 0)
		return -1;
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
		if (str_same(word, str_of(yes[i])))
			return 1;
		if (str_same(word, str_of(no[i])))
			return 0;
	}
	return -2;
}

static bool is_total(struct str subject)
{
	return str_same(subject, S("total")) || str_same(subject, S("all"))
		|| str_same(subject, S("sum")) || str_same(subject, S("grand total"));
}

static bool is_word(struct str s)
{
	return utf8_is_text(s) && utf8_length(s) <= POPULATION_WORD_MAX
		&& !memchr(s.at, '\n', s.len);
}

/* Why a line cannot be used; NULL when it can. */
static const char *check(
	struct reading *r, const struct csv_record *line, struct population_row *row)
{
	*row = (struct population_row){ cell(r, line, SUBJECT), cell(r, line, YEAR),
		tag_of(cell(r, line, TAG)), 0 };
	if (line->why)
		return line->why;
	if (row->subject.len == 0)
		return "it has no subject";
	if (is_total(row->subject))
		return "it looks like a sum of other lines, and would count people twice";
	if (!is_word(row->subject) || !is_word(row->year))
		return "its subject or year is too long, or is no text";
	if (row->tagged == -2)
		return "its tag is neither yes nor no";
	if (!str_to_int(cell(r, line, COUNT), &row->n) || row->n > POPULATION_COUNT_MAX)
		return "its count is no whole number from 0 to 1000000";
	int64_t *seen = tally_at(r->seen,
		arena_fmt(r->c->mem, "%.*s\n%.*s\n%d", (int)row->subject.len, row->subject.at,
			(int)row->year.len, row->year.at, (int)row->tagged));
	if ((*seen)++)
		return "an earlier line has the same subject, year and tag";
	return r->told.taken < POPULATION_LINES_MAX ? NULL : "it is one line too many";
}

static void read_lines(struct reading *r, struct csv *csv)
{
	struct population_told *told = &r->told;
	struct csv_record line;
	struct population_row row;

	while (csv_next(csv, &line)) {
		const char *why = check(r, &line, &row);
		if (why) {
			if (told->whys < POPULATION_REFUSED_SHOWN)
				told->why[told->whys++] = (struct population_refused){ line.line,
					arena_str(r->c->mem, str_of(why)).at };
			told->refused++;
			continue;
		}
		row.subject = arena_str(r->c->mem, row.subject);
		row.year = arena_str(r->c->mem, row.year);
		told->people += row.n;
		r->row[told->taken++] = row;
	}
}

static bool read_all(struct reading *r, struct str text)
{
	struct csv_record line = { 0 };
	char why[200] = "";
	struct csv *csv = csv_open_str(text, why, sizeof why);

	if (!csv)
		return ctx_wrong(r->c, "file", "%s", why);
	bool good = csv_next(csv, &line) && !line.why;
	if (!good)
		(void)ctx_wrong(r->c, "file", "This file has no line that could be read.");
	good = good && read_headings(r, &line);
	if (good)
		read_lines(r, csv);
	csv_close(csv);
	if (good && r->told.taken == 0)
		return ctx_wrong(r->c, "file",
			"None of the %lld lines could be used: line %lld, %s.",
			(long long)r->told.refused,
			r->told.whys ? (long long)r->told.why[0].line : 0,
			r->told.whys ? r->told.why[0].why : "the first, is the only one");
	return good;
}

static bool store(const struct reading *r, int64_t study)
{
	struct ctx *c = r->c;

	if (!sql_run(c, &forget, ARGS(arg(study))))
		return false;
	for (int64_t i = 0; i < r->told.taken; i++) {
		const struct population_row *row = &r->row[i];
		if (!sql_run(c, &add,
			    ARGS(arg(study), arg(row->subject), arg(row->year), arg(row->tagged),
				    arg(row->n))))
			return false;
	}
	return audit_add(c, "population.put", "study", study,
		arena_fmt(c->mem, "%lld lines", (long long)r->told.taken));
}

bool population_put(struct ctx *c, int64_t study, struct str csv, struct population_told *ret)
{
	struct reading r = { .c = c, .seen = tally_open(c->mem) };

	if (str_trim(csv).len == 0)
		return ctx_wrong(c, "file", "Choose a file, or paste the table.");
	r.row = arena_new(c->mem, struct population_row, POPULATION_LINES_MAX);
	r.told.why = arena_new(c->mem, struct population_refused, POPULATION_REFUSED_SHOWN);
	if (!read_all(&r, csv) || !store(&r, study))
		return false;
	*ret = r.told;
	return true;
}

bool population_read(struct ctx *c, int64_t study, struct population_row **ret, size_t *ret_n)
{
	struct population_row *row = arena_new(c->mem, struct population_row, POPULATION_LINES_MAX);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &all, ARGS(arg(study), arg((int64_t)POPULATION_LINES_MAX)), &r))
		return false;
	while (n < POPULATION_LINES_MAX && sql_next(&r))
		row[n++] = (struct population_row){ row_str(&r, 0), row_str(&r, 1), row_int(&r, 2),
			row_int(&r, 3) };
	sql_end(&r);
	*ret = row;
	*ret_n = n;
	return ctx_ok(c);
}
