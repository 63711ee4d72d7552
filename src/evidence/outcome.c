/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/outcome.h"

#include "core/audit.h"
#include "core/key.h"
#include "evidence/tally.h"
#include "file/csv.h"
#include "store/sql.h"

const char *const outcome_names[OUTCOME_COLUMNS] = { "address", "participant", "completed",
	"activity", "skilled" };
const char *const outcome_titles[OUTCOME_COLUMNS] = { "E-mail address", "Participant number",
	"Completed", "Main activity", "Highly skilled work" };

enum { WORDS = 9, NO_COLUMN = CSV_FIELDS_MAX, NOT_A_WORD = -2 };

/* What the columns are called, in small letters without anything between them. */
static const char *const called[OUTCOME_COLUMNS][WORDS] = {
	[OUTCOME_ADDRESS] = { "address", "email", "emailaddress", "mail", "universityemail" },
	[OUTCOME_NUMBER] = { "participant", "participantnumber", "number", "participantid" },
	[OUTCOME_COMPLETED] = { "completed", "completion", "qualified", "awarded", "graduated" },
	[OUTCOME_ACTIVITY] = { "activity", "mainactivity", "mostimportantactivity", "status",
		"outcome" },
	[OUTCOME_SKILLED] = { "skilled", "highlyskilled", "highskilled", "professional", "soc",
		"soc2020", "soccode", "majorgroup" },
};

/* Joined to nobody by anything but the key of the study. */
static const struct stmt by_address = { "outcome_by_address",
	"SELECT p.id FROM person n JOIN open_key k ON k.person_id = n.id AND k.study_id = $1"
	" JOIN participant p ON p.id = k.participant_id AND p.withdrawn_at = 0"
	" WHERE n.address_key = $2",
	"is", "i" };
static const struct stmt by_number = { "outcome_by_number",
	"SELECT id FROM participant WHERE study_id = $1 AND number = $2 AND number > 0"
	" AND withdrawn_at = 0",
	"ii", "i" };
static const struct stmt put = { "outcome_put",
	"INSERT INTO outcome (participant_id, completed, activity, skilled, brought_at)"
	" VALUES ($1, $2, $3, $4, $5) ON CONFLICT (participant_id) DO UPDATE SET"
	" completed = CASE WHEN excluded.completed < 0 THEN outcome.completed"
	" ELSE excluded.completed END,"
	" activity = CASE WHEN excluded.activity = '' THEN outcome.activity"
	" ELSE excluded.activity END,"
	" skilled = CASE WHEN excluded.skilled < 0 THEN outcome.skilled ELSE excluded.skilled END,"
	" brought_at = excluded.brought_at",
	"iisii", "" };

struct reading {
	struct ctx *c;
	const struct outcome_how *how;
	int64_t study;
	size_t at[OUTCOME_COLUMNS];
	struct tally *seen;
	struct outcome_told told;
};
struct line {
	int64_t who, completed, skilled;
	const char *activity;
};

/* ---- which column is which ---- */

static struct str plain(struct ctx *c, struct str s)
{
	char *to = arena_new(c->mem, char, s.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		char ch = s.at[i];
		if (ch >= 'A' && ch <= 'Z')
			ch = (char)(ch - 'A' + 'a');
		if ((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9'))
			to[n++] = ch;
	}
	return (struct str){ to, n };
}

static bool means(struct str heading, enum outcome_column k)
{
	for (size_t i = 0; i < WORDS && called[k][i]; i++)
		if (str_eq(heading, str_of(called[k][i])))
			return true;
	return false;
}

static void find_column(struct reading *r, const struct csv_record *line, enum outcome_column k)
{
	struct str wanted = str_trim(r->how->heading[k]);

	r->at[k] = NO_COLUMN;
	for (size_t i = line->n; i-- > 0;) {
		struct str is = str_trim(line->cell[i]);
		if (wanted.len ? str_same(is, wanted) : means(plain(r->c, is), k))
			r->at[k] = i;
	}
	if (r->at[k] != NO_COLUMN)
		r->told.heading[k] = arena_str(r->c->mem, str_trim(line->cell[r->at[k]]));
	else if (wanted.len)
		(void)!ctx_wrong(
			r->c, outcome_names[k], "The first line has no column with this name.");
}

static bool read_headings(struct reading *r, const struct csv_record *line)
{
	for (enum outcome_column k = 0; k < OUTCOME_COLUMNS; k++)
		find_column(r, line, k);
	if (!ctx_ok(r->c))
		return false;
	if (r->at[OUTCOME_ADDRESS] == NO_COLUMN && r->at[OUTCOME_NUMBER] == NO_COLUMN)
		return ctx_wrong(r->c, "file",
			"No column says who a line is about. Name the one with e-mail addresses or "
			"participant numbers below.");
	if (r->at[OUTCOME_COMPLETED] == NO_COLUMN && r->at[OUTCOME_ACTIVITY] == NO_COLUMN
		&& r->at[OUTCOME_SKILLED] == NO_COLUMN)
		return ctx_wrong(r->c, "file",
			"No column says what became of them. Name at least one of completed, "
			"activity and highly skilled work below.");
	return true;
}

/* ---- what a cell says ---- */

static struct str cell(
	const struct reading *r, const struct csv_record *line, enum outcome_column k)
{
	return r->at[k] < line->n ? str_trim(line->cell[r->at[k]]) : S("");
}

/* -1: nothing is said. */
static int64_t yes_no(struct ctx *c, struct str s)
{
	static const char *const yes[] = { "yes", "y", "1", "true", "completed", "qualified",
		"awarded" };
	static const char *const no[] = { "no", "n", "0", "false", "withdrawn", "notcompleted",
		"left" };
	struct str word = plain(c, s);

	if (s.len == 0 || str_eq(word, S("notknown")) || str_eq(word, S("unknown")))
		return -1;
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
		if (str_eq(word, str_of(yes[i])))
			return 1;
		if (str_eq(word, str_of(no[i])))
			return 0;
	}
	return NOT_A_WORD;
}

/* Major groups 1 to 3 of the Standard Occupational Classification are the highly skilled ones; a
   code of two to four digits begins with its major group. */
static int64_t skilled(struct ctx *c, struct str s)
{
	int64_t code;

	if (s.len >= 2 && s.len <= 4 && str_to_int(s, &code) && s.at[0] >= '1' && s.at[0] <= '9')
		return s.at[0] <= '3';
	return yes_no(c, s);
}

/* NULL for what is none of the words. */
static const char *activity(struct ctx *c, struct str s)
{
	static const char *const words[][2] = { { "", "" }, { "work", "work" },
		{ "working", "work" }, { "employed", "work" }, { "employment", "work" },
		{ "fulltimeemployment", "work" }, { "parttimeemployment", "work" },
		{ "selfemployment", "work" }, { "paidwork", "work" }, { "study", "study" },
		{ "furtherstudy", "study" }, { "fulltimefurtherstudy", "study" },
		{ "both", "both" }, { "workandstudy", "both" },
		{ "employmentandfurtherstudy", "both" }, { "looking", "looking" },
		{ "unemployed", "looking" }, { "unemployment", "looking" }, { "other", "other" },
		{ "otherincludingtravelcaringforsomeoneorretired", "other" },
		{ "voluntaryorunpaidwork", "other" }, { "notknown", "" }, { "unknown", "" } };
	struct str word = plain(c, s);

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(word, str_of(words[i][0])))
			return words[i][1];
	return NULL;
}

/* ---- whose line it is ---- */

static bool find_who(struct reading *r, const struct csv_record *line, int64_t *ret)
{
	struct str address = cell(r, line, OUTCOME_ADDRESS);
	struct ctx *c = r->c;
	struct rows rows;
	int64_t number = 0;
	bool opened;

	*ret = 0;
	if (address.len) {
		char *low = arena_new(c->mem, char, address.len + 1);
		for (size_t i = 0; i < address.len; i++)
			low[i] = address.at[i] >= 'A' && address.at[i] <= 'Z'
				? (char)(address.at[i] - 'A' + 'a')
				: address.at[i];
		struct str key = { low, address.len };
		opened = sql_open(c, &by_address, ARGS(arg(r->study), arg(key)), &rows);
	} else {
		if (!str_to_int(cell(r, line, OUTCOME_NUMBER), &number) || number == 0)
			return true;
		opened = sql_open(c, &by_number, ARGS(arg(r->study), arg(number)), &rows);
	}
	if (opened && sql_next(&rows)) {
		*ret = row_int(&rows, 0);
		sql_end(&rows);
	}
	return ctx_ok(c);
}

/* Why a line cannot be used; NULL when it can, or when a fault ends all. Who is not known, said no
   to the study or has left it is refused with the same words: nobody learns which. */
static const char *check(struct reading *r, const struct csv_record *line, struct line *ret)
{
	struct ctx *c = r->c;

	*ret = (struct line){ .completed = yes_no(c, cell(r, line, OUTCOME_COMPLETED)),
		.skilled = skilled(c, cell(r, line, OUTCOME_SKILLED)),
		.activity = activity(c, cell(r, line, OUTCOME_ACTIVITY)) };
	if (line->why)
		return line->why;
	if (ret->completed == NOT_A_WORD)
		return "completed is neither yes nor no";
	if (!ret->activity)
		return "its activity is none of work, study, both, looking and other";
	if (ret->skilled == NOT_A_WORD)
		return "highly skilled is neither yes nor no nor a code of an occupation";
	if (ret->completed < 0 && ret->skilled < 0 && !*ret->activity)
		return "it says nothing";
	if (!find_who(r, line, &ret->who))
		return NULL;
	if (ret->who == 0)
		return "nobody in the study has this address or number";
	if ((*tally_at(r->seen, arena_fmt(c->mem, "%lld", (long long)ret->who)))++)
		return "an earlier line is about the same person";
	return r->told.taken < OUTCOME_LINES_MAX ? NULL : "it is one line too many";
}

static void refuse(struct reading *r, int64_t line, const char *why)
{
	struct outcome_told *told = &r->told;

	if (told->whys < OUTCOME_REFUSED_SHOWN)
		told->why[told->whys++] =
			(struct outcome_refused){ line, arena_str(r->c->mem, str_of(why)).at };
	told->refused++;
}

static bool keep(struct reading *r, const struct line *l)
{
	r->told.taken++;
	return r->how->check
		|| sql_run(r->c, &put,
			ARGS(arg(l->who), arg(l->completed), arg(str_of(l->activity)),
				arg(l->skilled), arg(r->c->now)));
}

static bool read_lines(struct reading *r, struct csv *csv)
{
	struct csv_record line;
	struct line l;

	while (csv_next(csv, &line)) {
		const char *why = check(r, &line, &l);
		if (!ctx_ok(r->c))
			return false;
		if (why)
			refuse(r, line.line, why);
		else if (!keep(r, &l))
			return false;
	}
	return true;
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
	good = good && read_headings(r, &line) && read_lines(r, csv);
	csv_close(csv);
	return good;
}

bool outcome_put(struct ctx *c, int64_t study, struct str csv, const struct outcome_how *how,
	struct outcome_told *ret)
{
	struct reading r = { .c = c, .how = how, .study = study, .seen = tally_open(c->mem) };

	if (str_trim(csv).len == 0)
		return ctx_wrong(c, "file", "Choose a file, or paste the table.");
	r.told.why = arena_new(c->mem, struct outcome_refused, OUTCOME_REFUSED_SHOWN);
	if (!key_open_study(c, study) || !read_all(&r, csv))
		return false;
	*ret = r.told;
	return how->check || r.told.taken == 0
		|| audit_add(c, "outcome.put", "study", study,
			arena_fmt(c->mem, "%lld lines", (long long)r.told.taken));
}
