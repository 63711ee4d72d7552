/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/wiring.h"
#include "app/world.h"
#include "evidence/effect_out.h"
#include "evidence/felt.h"
#include "evidence/measure_by.h"
#include "evidence/pick.h"
#include "evidence/reach.h"
#include "evidence/reach_out.h"
#include "evidence/result.h"
#include "evidence/said.h"
#include "evidence/side.h"
#include "evidence/table1_out.h"
#include "evidence/weeks_out.h"
#include "store/sql.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

enum { REPORT_MAX = 64 << 20 };

static const char help[] =
	"usage: cairn report KIND --study NAME [--format text|csv|json] [--tag] [--by WHAT]\n"
	"                         [--columns LIST]\n"
	"                         [--data DIR] [--database URL]\n"
	"  table1      participants, what they said about themselves, and their page views: true\n"
	"              values, for the researcher alone\n"
	"  reach       whom the rounds reach, by subject and year, against the enrolment table\n"
	"              that was uploaded: rounded, fit to be passed on\n"
	"  weeks       page views, posts, people present and who came back, by week of each\n"
	"              round: true values, for the researcher alone\n"
	"  trials      the difference between the arms of each frozen trial: true values, for the\n"
	"              researcher alone\n"
	"  units       the groups that each trial's test was counted from: true values, for the\n"
	"              researcher alone\n"
	"  measures    every measure, by person, group, arm, week or round: true values, for the\n"
	"              researcher alone\n"
	"  table       participants with any choice of columns: true values, for the researcher\n"
	"              alone\n"
	"  said        what people said about themselves beside what was counted, and where they\n"
	"              differ: true values, for the researcher alone\n"
	"  felt        how involved people said they felt each week beside what was counted in\n"
	"              it: true values, for the researcher alone\n"
	"  groups      the groups of each round side by side: rounded, small ones left out\n"
	"  outcomes    what became of the people of a study, by how much they took part: rounded,\n"
	"              fit to be passed on\n"
	"  --columns   table: names with commas between them, such as subject,words,posts\n"
	"  --by        measures: person, group, arm, week or round; default round\n"
	"  --tag       reach, outcomes: by tag too, which is noted in the audit log\n"
	"  --study     the short name of a study, such as cop-2019\n"
	"  --format    default text; csv has the rows alone\n"
	"  --data      directory of the key, the settings and the database; default var\n"
	"  --database  sqlite:PATH or postgresql://…; default sqlite:DIR/cairn.db\n";

enum format { TEXT, CSV, JSON, FORMATS };

static const char *const formats[FORMATS] = { "text", "csv", "json" };

struct wish;
struct kind {
	const char *name;
	bool (*make)(struct ctx *c, const struct wish *w, struct buf *out);
	bool writes; /* what it tells is kept, see core/told */
};
struct wish {
	struct world_options world;
	const char *study;
	enum format format;
	bool with_tag;
	enum measure_by_what by; /* BYS: not one of the words */
	bool has_by;
	const char *columns; /* NULL: the usual ones */
	const struct kind *kind;
};

static bool make_table1(struct ctx *c, const struct wish *w, struct buf *out)
{
	static void (*const write[FORMATS])(const struct table1 *,
		struct buf *) = { table1_out_text, table1_out_csv, table1_out_json };
	struct measure_study study;
	struct table1 t;

	if (!measure_study(c, str_of(w->study), &study) || !table1_make(c, &study, &t))
		return false;
	write[w->format](&t, out);
	return true;
}

static bool make_reach(struct ctx *c, const struct wish *w, struct buf *out)
{
	static void (*const write[FORMATS])(const struct reach *, struct buf *) = { reach_out_text,
		reach_out_csv, reach_out_json };
	struct reach_how how = { .with_tag = w->with_tag };
	struct measure_study study;
	struct reach r;

	if (!measure_study(c, str_of(w->study), &study) || !reach_make(c, &study, &how, &r))
		return false;
	write[w->format](&r, out);
	return true;
}

static bool make_weeks(struct ctx *c, const struct wish *w, struct buf *out)
{
	static void (*const write[FORMATS])(const struct weeks *, struct buf *) = { weeks_out_text,
		weeks_out_csv, weeks_out_json };
	struct measure_study study;
	struct weeks weeks;

	if (!measure_study(c, str_of(w->study), &study) || !weeks_make(c, &study, &weeks))
		return false;
	write[w->format](&weeks, out);
	return true;
}

static bool make_trials(struct ctx *c, const struct wish *w, struct buf *out)
{
	static void (*const write[FORMATS])(const struct effect_report *,
		struct buf *) = { effect_out_text, effect_out_csv, effect_out_json };
	struct measure_study study;
	struct effect_report r;

	if (!measure_study(c, str_of(w->study), &study) || !effect_make(c, &study, &r))
		return false;
	write[w->format](&r, out);
	return true;
}

static bool make_units(struct ctx *c, const struct wish *w, struct buf *out)
{
	struct measure_study study;
	struct effect_report r;

	if (!measure_study(c, str_of(w->study), &study) || !effect_make(c, &study, &r))
		return false;
	(w->format == JSON ? effect_out_json : effect_out_units)(&r, out);
	return true;
}

static bool make_measures(struct ctx *c, const struct wish *w, struct buf *out)
{
	static void (*const write[FORMATS])(const struct measure_by *,
		struct buf *) = { measure_by_text, measure_by_csv, measure_by_json };
	struct measure_study study;
	struct measure_by m;

	if (!measure_study(c, str_of(w->study), &study) || !measure_by_make(c, &study, w->by, &m))
		return false;
	write[w->format](&m, out);
	return true;
}

/* A word that names no column is told. */
static bool read_columns(struct ctx *c, const struct wish *w, int64_t *ret)
{
	struct str rest = str_of(w->columns ? w->columns : "");

	*ret = 0;
	while (rest.len > 0) {
		struct str word = str_trim(str_cut(&rest, ','));
		size_t column = pick_find(word);
		if (column == PICK_COLUMNS)
			return fail(c, FAULT_INVALID, "There is no column %.*s.",
				(int)(word.len < 40 ? word.len : 40), word.at);
		*ret |= (int64_t)1 << column;
	}
	return true;
}

static bool make_table(struct ctx *c, const struct wish *w, struct buf *out)
{
	static void (*const write[FORMATS])(
		const struct pick *, struct buf *) = { pick_text, pick_csv, pick_json };
	struct measure_study study;
	int64_t columns;
	struct pick p;

	if (!read_columns(c, w, &columns) || !measure_study(c, str_of(w->study), &study)
		|| !pick_make(c, &study, columns, &p))
		return false;
	write[w->format](&p, out);
	return true;
}

static bool make_said(struct ctx *c, const struct wish *w, struct buf *out)
{
	static void (*const write[FORMATS])(
		const struct said *, struct buf *) = { said_text, said_csv, said_json };
	struct measure_study study;
	struct said s;

	if (!measure_study(c, str_of(w->study), &study) || !said_make(c, &study, &s))
		return false;
	write[w->format](&s, out);
	return true;
}

static bool make_felt(struct ctx *c, const struct wish *w, struct buf *out)
{
	static void (*const write[FORMATS])(
		const struct felt *, struct buf *) = { felt_text, felt_csv, felt_json };
	struct measure_study study;
	struct felt f;

	if (!measure_study(c, str_of(w->study), &study) || !felt_make(c, &study, &f))
		return false;
	write[w->format](&f, out);
	return true;
}

static bool make_outcomes(struct ctx *c, const struct wish *w, struct buf *out)
{
	static void (*const write[FORMATS])(
		const struct result *, struct buf *) = { result_text, result_csv, result_json };
	struct result_how how = { .with_tag = w->with_tag };
	struct measure_study study;
	struct result r;

	if (!measure_study(c, str_of(w->study), &study) || !result_make(c, &study, &how, &r))
		return false;
	write[w->format](&r, out);
	return true;
}

static bool make_groups(struct ctx *c, const struct wish *w, struct buf *out)
{
	static void (*const write[FORMATS])(
		const struct side *, struct buf *) = { side_text, side_csv, side_json };
	struct measure_study study;
	struct side s;

	if (!measure_study(c, str_of(w->study), &study) || !side_make(c, &study, 0, &s))
		return false;
	write[w->format](&s, out);
	return true;
}

static const struct kind kinds[] = { { "table1", make_table1 }, { "table", make_table },
	{ "reach", make_reach, true }, { "weeks", make_weeks }, { "trials", make_trials },
	{ "units", make_units }, { "measures", make_measures }, { "said", make_said },
	{ "felt", make_felt }, { "groups", make_groups, true },
	{ "outcomes", make_outcomes, true } };

static bool make(struct ctx *c, const struct wish *w, struct buf *out)
{
	return w->kind->make(c, w, out)
		&& (!out->spilled
			|| fail(c, FAULT_LIMIT, "The report is larger than %d MiB.",
				REPORT_MAX >> 20));
}

static int report(const struct wish *wish)
{
	struct world *w = world_open(&wish->world);
	struct buf out;
	int code = EXIT_SUCCESS;

	if (!w)
		return EXIT_FAILURE;
	struct ctx *c = world_ctx(w);
	buf_init(&out, REPORT_MAX);
	bool good = tx_begin(c, wish->kind->writes ? TX_WRITE : TX_READ) && make(c, wish, &out);
	if (!tx_end(c) || !good)
		code = world_fault(c);
	else if (fwrite(out.at, 1, out.len, stdout) != out.len || fflush(stdout) != 0) {
		fprintf(stderr, "cairn report: the report could not be written: %s\n",
			strerrordesc_np(errno));
		code = EXIT_FAILURE;
	}
	buf_free(&out);
	world_close(w);
	return code;
}

static enum format find_format(const char *name)
{
	enum format f = 0;

	while (f < FORMATS && strcmp(formats[f], name) != 0)
		f++;
	return f;
}

static enum measure_by_what find_by(const char *name)
{
	enum measure_by_what by = 0;

	while (by < BYS && strcmp(measure_by_words[by], name) != 0)
		by++;
	return by;
}

static const struct kind *find_kind(const char *name)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}

static int refuse(const char *what, const char *word)
{
	fprintf(stderr, "cairn report: %s%s\n%s", what, word, help);
	return 2;
}

/* Whether the options go with the report. */
static bool check(const struct wish *w)
{
	if (w->format == FORMATS)
		(void)refuse("a format is ", "text, csv or json");
	else if (w->with_tag && w->kind->make != make_reach && w->kind->make != make_outcomes)
		(void)refuse("this report has no ", "--tag");
	else if (w->has_by && w->kind->make != make_measures)
		(void)refuse("this report has no ", "--by");
	else if (w->columns && w->kind->make != make_table)
		(void)refuse("this report has no ", "--columns");
	else if (w->by == BYS)
		(void)refuse("--by is ", "person, group, arm, week or round");
	else
		return true;
	return false;
}

int report_command(int argc, char **argv)
{
	static const struct option options[] = { { "study", required_argument, NULL, 's' },
		{ "format", required_argument, NULL, 'f' }, { "tag", no_argument, NULL, 't' },
		{ "by", required_argument, NULL, 'y' }, { "columns", required_argument, NULL, 'c' },
		{ "data", required_argument, NULL, 'd' },
		{ "database", required_argument, NULL, 'b' }, { "help", no_argument, NULL, 'h' },
		{ 0 } };
	struct wish w = { .world = { .must_exist = true }, .by = BY_ROUND };

	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		switch (c) {
		case 's': w.study = optarg; break;
		case 'f': w.format = find_format(optarg); break;
		case 't': w.with_tag = true; break;
		case 'y':
			w.by = find_by(optarg);
			w.has_by = true;
			break;
		case 'c': w.columns = optarg; break;
		case 'd': w.world.data = optarg; break;
		case 'b': w.world.database = optarg; break;
		case 'h': fputs(help, stdout); return EXIT_SUCCESS;
		default: fputs(help, stderr); return 2;
		}
	}
	if (optind == argc)
		return refuse("which report? There is: ",
			"table1, table, reach, weeks, trials, units, measures, said, felt, groups, "
			"outcomes");
	w.kind = find_kind(argv[optind]);
	if (!w.kind)
		return refuse("there is no report ", argv[optind]);
	if (optind + 1 < argc)
		return refuse("what is ", argv[optind + 1]);
	if (!check(&w))
		return 2;
	if (!w.study || !w.study[0])
		return refuse("which study? Say ", "--study NAME");
	return report(&w);
}
