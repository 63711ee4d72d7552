/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/wiring.h"
#include "app/world.h"
#include "evidence/effect_out.h"
#include "evidence/measure_by.h"
#include "evidence/reach.h"
#include "evidence/reach_out.h"
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
	"                         [--data DIR] [--database URL]\n"
	"  table1      participants, what they said about themselves, and their page views: true\n"
	"              values, for the researcher alone\n"
	"  reach       whom the rounds reach, by subject and year, against the enrolment table\n"
	"              that was uploaded: rounded, fit to be passed on\n"
	"  weeks       page views, posts, people present and who came back, by week of each\n"
	"              round: true values, for the researcher alone\n"
	"  trials      the difference between the arms of each frozen trial: true values, for the\n"
	"              researcher alone\n"
	"  measures    every measure, by person, group, arm, week or round: true values, for the\n"
	"              researcher alone\n"
	"  --by        measures: person, group, arm, week or round; default round\n"
	"  --tag       reach: by tag too, which is noted in the audit log\n"
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

static const struct kind kinds[] = { { "table1", make_table1 }, { "reach", make_reach, true },
	{ "weeks", make_weeks }, { "trials", make_trials }, { "measures", make_measures } };

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

int report_command(int argc, char **argv)
{
	static const struct option options[] = { { "study", required_argument, NULL, 's' },
		{ "format", required_argument, NULL, 'f' }, { "tag", no_argument, NULL, 't' },
		{ "by", required_argument, NULL, 'y' }, { "data", required_argument, NULL, 'd' },
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
		case 'd': w.world.data = optarg; break;
		case 'b': w.world.database = optarg; break;
		case 'h': fputs(help, stdout); return EXIT_SUCCESS;
		default: fputs(help, stderr); return 2;
		}
	}
	if (optind == argc)
		return refuse("which report? There is: ", "table1, reach, weeks, trials, measures");
	w.kind = find_kind(argv[optind]);
	if (!w.kind)
		return refuse("there is no report ", argv[optind]);
	if (optind + 1 < argc)
		return refuse("what is ", argv[optind + 1]);
	if (w.format == FORMATS)
		return refuse("a format is ", "text, csv or json");
	if (w.with_tag && w.kind->make != make_reach)
		return refuse("this report has no ", "--tag");
	if (w.has_by && w.kind->make != make_measures)
		return refuse("this report has no ", "--by");
	if (w.by == BYS)
		return refuse("--by is ", "person, group, arm, week or round");
	if (!w.study || !w.study[0])
		return refuse("which study? Say ", "--study NAME");
	return report(&w);
}
