/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/bundle_words.h"

#include "base/instant.h"
#include "base/utf8.h"
#include "evidence/measure.h"
#include "file/csv.h"

struct column {
	const char *file, *name, *type, *unit, *means, *blind;
	/* What it is where it is one of the measures: its name, unit and words are those. means is
	   then what there is to say about the file besides. */
	const struct measure *of;
};
#define MEASURED(file, type, at, besides) \
	{ \
		file, NULL, type, NULL, besides, NULL, &measure_table[at] \
	}

static const struct column columns[] = {
	{ "participants.csv", "participant", "text", "",
		"A pseudonym, drawn from the key of this installation. The same in all its "
		"bundles.",
		"It joins to nobody without the installation's database and its key." },
	{ "participants.csv", "number", "integer", "",
		"The number in the published table. Empty for who was not given one.",
		"Numbers are given at an interview, so who has one is not a random choice." },
	{ "participants.csv", "gender", "text", "", "As said in an interview.",
		"Empty where nobody asked." },
	{ "participants.csv", "subject", "text", "", "Subject of study, as told on joining.",
		"A second subject." },
	{ "participants.csv", "year", "text", "", "Year of study, as told on joining.",
		"A change of year later." },
	MEASURED("participants.csv", "text", MEASURE_SELF_REPORT, "Empty: nobody asked."),
	{ "participants.csv", "low_ses_tag", "text", "",
		"yes, no, or empty when nothing was told, by the study's own rule: any one of "
		"deprived home area, no parent in higher education, deprived school.",
		"Area measures are about places: many people in a deprived area are not "
		"deprived, and the reverse." },
	{ "weeks.csv", "participant", "text", "", "As in participants.csv.", "" },
	{ "weeks.csv", "round", "text", "",
		"Short name of the round. Empty for what came with an imported log, or was "
		"noted outside of any round.",
		"" },
	{ "weeks.csv", "week", "integer", "", "Week of the round; 1 is the first.",
		"Empty before the first week and after the last." },
	MEASURED("weeks.csv", "integer", MEASURE_PAGE_VIEWS, ""),
	MEASURED("weeks.csv", "integer", MEASURE_ACTIVE_SECONDS,
		"Empty when nothing was timed, which is not zero."),
	MEASURED("weeks.csv", "integer", MEASURE_POSTS, ""),
	{ "weeks.csv", "useful", "integer", "taps", "Taps on Useful.",
		"A tap that was taken back is still counted." },
	{ "weeks.csv", "saves", "integer", "taps", "Taps on Save.",
		"A tap that was taken back is still counted." },
	MEASURED("weeks.csv", "integer", MEASURE_DAYS_PRESENT, ""),
	{ "weeks.csv", "read_taps", "integer", "taps",
		"Taps on “I read this”, in threads and from letters.",
		"Who reads and does not tap." },
	{ "weeks.csv", "mail_delivered", "integer", "letters",
		"Letters that the mail server took. None of them is read by that.",
		"Whether a letter was opened." },
	{ "weeks.csv", "mail_links", "integer", "links", "Links of letters that were followed.",
		"Who was not signed in when they followed one." },
	{ "weeks.csv", "mail_replies", "integer", "letters", "Letters that were answered by mail.",
		"All of it so far: Cairn does not receive mail, so this is empty." },
	{ "weeks.csv", "feedback", "integer", "times", "Feedback given on somebody's document.",
		"What it says." },
	{ "weeks.csv", "attended", "integer", "meetings", "Meetings this person was at.",
		"Who listened in without a name." },
	{ "weeks.csv", "self_reports", "integer", "answers",
		"Times this person said how involved they felt, or took it back.",
		"What the words meant to them." },
};
enum { MEANING_MAX = 4096, COLUMNS = sizeof columns / sizeof *columns };

static const char *name_of(const struct column *c)
{
	return c->of ? c->of->name : c->name;
}

/* What it means, as whole sentences in one text. */
static void put_meaning(struct buf *out, const struct column *c)
{
	if (c->of)
		buf_fmt(out, "%s%s", c->of->counts, c->means[0] ? " " : "");
	buf_add(out, str_of(c->means));
}

void bundle_words_heads(struct buf *out, const char *file)
{
	size_t at = 0;

	for (size_t i = 0; i < COLUMNS; i++)
		if (strcmp(columns[i].file, file) == 0)
			csv_put_text(out, at++, str_of(name_of(&columns[i])));
	csv_put_end(out);
}

static void codebook_row(struct buf *out, const struct column *c)
{
	struct buf meaning;

	buf_init(&meaning, MEANING_MAX);
	put_meaning(&meaning, c);
	csv_put_text(out, 0, str_of(c->file));
	csv_put_text(out, 1, str_of(name_of(c)));
	csv_put_text(out, 2, str_of(c->type));
	csv_put_text(out, 3, str_of(c->of ? c->of->unit : c->unit));
	csv_put_text(out, 4, buf_str(&meaning));
	csv_put_text(out, 5, str_of(c->of ? c->of->blind : c->blind));
	csv_put_end(out);
	buf_free(&meaning);
}

void bundle_words_codebook(struct buf *out)
{
	static const char *const heads[] = { "file", "column", "type", "unit", "meaning",
		"cannot_see" };

	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		csv_put_text(out, i, str_of(heads[i]));
	csv_put_end(out);
	for (size_t i = 0; i < COLUMNS; i++)
		codebook_row(out, &columns[i]);
}

static void put_consent(struct ctx *c, struct buf *out, const struct bundle_about *a)
{
	struct str day = instant_text(c->mem, a->consent_at);

	if (a->consent_version == 0)
		buf_add(out,
			S("No consent text of the institution's own was published: the usual "
			  "one was shown.\n"));
	else
		buf_fmt(out,
			"The newest consent text is version %lld of %.10s. Each person agreed to "
			"the version they were shown.\n",
			(long long)a->consent_version, day.at);
}

/* ---- programs that read them ---- */

static bool is_text(const struct column *c)
{
	return strcmp(c->type, "text") == 0;
}

/* A word in quotation marks, of at most so many bytes, as R and SPSS both read it. */
static void put_quoted(struct buf *out, struct str text, size_t most)
{
	struct str s = utf8_head(text, most);

	buf_char(out, '"');
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '"')
			buf_char(out, '"');
		buf_char(out, s.at[i]);
	}
	buf_char(out, '"');
}

static const char r_top[] =
	"# Reads the tables of this bundle with their types: source(\"read.R\") in its folder.\n"
	"# Then: participants, weeks, codebook. An empty cell is NA, never 0.\n"
	"read_table <- function(file, types) {\n"
	"  d <- read.csv(file, encoding = \"UTF-8\", na.strings = \"\", colClasses = types,\n"
	"                check.names = FALSE, stringsAsFactors = FALSE)\n"
	"  # What a spreadsheet would take for a formula has an apostrophe in front.\n"
	"  text <- names(types)[types == \"character\"]\n"
	"  d[text] <- lapply(d[text], function(x) sub(\"^'([=+@\\t\\r\\n-])\", \"\\\\1\", x))\n"
	"  stopifnot(identical(names(d), names(types)))\n"
	"  d\n"
	"}\n";

static void put_r(struct buf *out, const char *file, const char *into)
{
	const char *before = "";

	buf_fmt(out, "%s <- read_table(\"%s\", c(", into, file);
	for (size_t i = 0; i < COLUMNS; i++) {
		if (strcmp(columns[i].file, file) != 0)
			continue;
		buf_fmt(out, "%s\n  %s = \"%s\"", before, name_of(&columns[i]),
			is_text(&columns[i]) ? "character" : "integer");
		before = ",";
	}
	buf_add(out, S("))\n"));
}

void bundle_words_r(struct buf *out)
{
	static const char end[] =
		"codebook <- read.csv(\"codebook.csv\", encoding = \"UTF-8\","
		" na.strings = \"\")\n"
		"stopifnot(!anyDuplicated(participants$participant),\n"
		"          all(weeks$participant %in% participants$participant))\n";

	buf_add(out, str_of(r_top));
	put_r(out, "participants.csv", "participants");
	put_r(out, "weeks.csv", "weeks");
	buf_add(out, str_of(end));
}

static void put_label(struct buf *out, const struct column *c)
{
	enum { LABEL_MAX = 200 };
	struct buf meaning;

	buf_init(&meaning, MEANING_MAX);
	put_meaning(&meaning, c);
	put_quoted(out, buf_str(&meaning), LABEL_MAX);
	buf_free(&meaning);
}

static void put_spss(struct buf *out, const char *file, const char *into)
{
	buf_fmt(out,
		"\nGET DATA /TYPE=TXT /FILE=\"%s\" /ENCODING=\"UTF8\" /ARRANGEMENT=DELIMITED\n"
		"  /DELCASE=LINE /DELIMITERS=\",\" /QUALIFIER='\"' /FIRSTCASE=2\n  /VARIABLES=",
		file);
	for (size_t i = 0; i < COLUMNS; i++)
		if (strcmp(columns[i].file, file) == 0)
			buf_fmt(out, "\n    %s %s", name_of(&columns[i]),
				is_text(&columns[i]) ? "A400" : "F8.0");
	buf_add(out, S(".\nVARIABLE LABELS"));
	for (size_t i = 0; i < COLUMNS; i++)
		if (strcmp(columns[i].file, file) == 0) {
			buf_fmt(out, "\n  %s ", name_of(&columns[i]));
			put_label(out, &columns[i]);
		}
	buf_add(out, S(".\n"));
	for (size_t i = 0; i < COLUMNS; i++)
		if (strcmp(columns[i].file, file) == 0 && is_text(&columns[i]))
			buf_fmt(out,
				"IF (SUBSTR(%s,1,1) = \"'\" AND INDEX(\"=+-@\","
				" SUBSTR(%s,2,1)) > 0)\n  %s = SUBSTR(%s,2).\n",
				name_of(&columns[i]), name_of(&columns[i]), name_of(&columns[i]),
				name_of(&columns[i]));
	buf_fmt(out, "EXECUTE.\nSAVE OUTFILE=\"%s\".\n", into);
}

void bundle_words_spss(struct buf *out)
{
	static const char top[] = "* Reads the tables of this bundle with their types and labels.\n"
				  "* For SPSS and PSPP: run it in the folder of the bundle.\n"
				  "* An empty number is system-missing, never 0.\n"
				  "* An apostrophe in front of what looks like a formula goes.\n";

	buf_add(out, str_of(top));
	put_spss(out, "participants.csv", "participants.sav");
	put_spss(out, "weeks.csv", "weeks.sav");
}

/* ---- README ---- */

static void put_off(struct ctx *c, struct buf *out, const struct bundle_about *a)
{
	for (size_t i = 0; i < COLLECT_CLASSES; i++) {
		const struct collect_class *k = &collect_table[i];
		if (!a->off[k->class])
			continue;
		struct str day = instant_text(c->mem, a->off[k->class]);
		buf_fmt(out, "Not collected since %.10s: %s (%s).\n", day.at, k->title, k->name);
	}
}

static const char *const rest[] = {
	"",
	"Files",
	"  codebook.csv      every column: its type and unit, what it means, what it cannot see",
	"  participants.csv  one row a participant",
	"  weeks.csv         one row a participant, round and week with anything in it",
	"  read.R            reads both tables into R, with their types",
	"  read.sps          reads both tables into SPSS or PSPP, with their types and labels",
	"",
	"UTF-8, commas, a line of names first, as in RFC 4180. A cell that a spreadsheet would",
	"take for a formula has an apostrophe in front. An empty cell is missing, never zero; a",
	"week without a row is a week in which nothing was noted. What the study does not collect",
	"is empty.",
	"",
	"What the counts cannot see",
	"  Page views are not time, and neither is attention. Who reads by e-mail or over a",
	"  friend's shoulder takes part and is not counted. Only people whose study consent",
	"  stands are in the ledger at all, and only from the day they gave it.",
};

void bundle_words_readme(struct ctx *c, struct buf *out, const struct bundle_about *a)
{
	buf_fmt(out, "%.*s (%.*s)\n\n", (int)a->title.len, a->title.at, (int)a->name.len,
		a->name.at);
	buf_add(out,
		S("CONFIDENTIAL. Rows about single people, under pseudonyms. Together,"
		  " subject, year and\ngender can tell who somebody is: do not publish these"
		  " tables, and publish counts of\nthem rounded and without small cells."
		  "\n\n"));
	buf_fmt(out, "%lld people are in it.\n", (long long)a->participants);
	buf_fmt(out, "%lld people have left the study and are in none of the tables.\n",
		(long long)a->withdrawn);
	put_consent(c, out, a);
	put_off(c, out, a);
	for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
		buf_fmt(out, "%s\n", rest[i]);
}
