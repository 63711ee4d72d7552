/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/felt.h"
#include "evidence/tree.h"
#include "file/csv.h"

static const struct measure *measure_of(size_t m)
{
	return &measure_table[measure_fold_table[said_measures[m]]];
}

static void csv_answer(
	const struct felt_week *w, const struct felt_answer *a, size_t m, struct buf *out)
{
	csv_put_text(out, 0, w->survey);
	csv_put_text(out, 1, w->round);
	csv_put_int(out, 2, w->week);
	csv_put_text(out, 3, a->name);
	if (a->number)
		csv_put_int(out, 4, a->number);
	else
		csv_put_text(out, 4, S(""));
	csv_put_int(out, 5, a->said);
	csv_put_text(out, 6, str_of(measure_of(m)->name));
	/* A number is no formula. */
	buf_fmt(out, ",%.15g,%.15g,%.15g,%d", a->fold.value[said_measures[m]], w->said,
		w->median[m], a->mismatch[m]);
	csv_put_end(out);
}

static void csv_answers(const struct felt_week *w, const struct felt_answer *a, struct buf *out)
{
	for (size_t m = 0; m < SAID_MEASURES; m++)
		if (a->fold.known[said_measures[m]])
			csv_answer(w, a, m, out);
}

void felt_csv(const struct felt *f, struct buf *out)
{
	static const char *const names[] = { "survey", "round", "week", "participant", "number",
		"said", "measure", "value", "median_said", "median_value", "mismatch" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		csv_put_text(out, i, str_of(names[i]));
	csv_put_end(out);
	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; k < f->week[i].n; k++)
			csv_answers(&f->week[i], &f->week[i].answer[k], out);
}

static json_t *answer_json(const struct felt_answer *a)
{
	json_t *counted = tree_made(json_object()), *mismatch = tree_made(json_object());

	for (size_t m = 0; m < SAID_MEASURES; m++) {
		bool known = a->fold.known[said_measures[m]];
		const char *name = measure_of(m)->name;
		tree_set(counted, name,
			known ? json_real(a->fold.value[said_measures[m]]) : json_null());
		if (a->mismatch[m])
			tree_set(mismatch, name, json_integer(a->mismatch[m]));
	}
	return json_pack("{s:o, s:o, s:I, s:o, s:o}", "participant", tree_text(a->name), "number",
		tree_made(a->number ? json_integer(a->number) : json_null()), "said",
		(json_int_t)a->said, "counted", counted, "mismatch", mismatch);
}

static json_t *week_json(const struct felt_week *w)
{
	json_t *all = tree_made(json_array()), *median = tree_made(json_object());

	for (size_t i = 0; i < w->n; i++)
		tree_add(all, answer_json(&w->answer[i]));
	for (size_t m = 0; m < SAID_MEASURES; m++)
		tree_set(median, measure_of(m)->name,
			w->known[m] ? json_real(w->median[m]) : json_null());
	return json_pack("{s:o, s:o, s:I, s:I, s:I, s:f, s:o, s:o}", "survey", tree_text(w->survey),
		"round", tree_text(w->round), "week", (json_int_t)w->week, "least",
		(json_int_t)w->least, "most", (json_int_t)w->most, "median_said", w->said,
		"median_counted", median, "answers", all);
}

void felt_json(const struct felt *f, struct buf *out)
{
	json_t *weeks = tree_made(json_array());

	for (size_t i = 0; i < f->n; i++)
		tree_add(weeks, week_json(&f->week[i]));
	json_t *j = tree_made(json_pack("{s:o, s:b, s:o}", "study", tree_text(f->study.name),
		"true_values", 1, "weeks", weeks));
	tree_end(j, 15, out);
}

static void text_week(const struct felt_week *w, struct buf *out)
{
	buf_fmt(out, "\nRound %.*s, week %lld: %zu answers, median %.4g of %lld to %lld\n",
		(int)w->round.len, w->round.at, (long long)w->week, w->n, w->said,
		(long long)w->least, (long long)w->most);
	for (size_t m = 0; m < SAID_MEASURES; m++) {
		if (w->known[m] == 0)
			continue;
		buf_fmt(out, "  %s: median %.4g %s\n", measure_of(m)->title, w->median[m],
			measure_of(m)->unit);
		for (size_t i = 0; i < w->n; i++)
			if (w->answer[i].mismatch[m])
				buf_fmt(out, "    %.*s said %lld, counted %.4g\n",
					(int)w->answer[i].name.len, w->answer[i].name.at,
					(long long)w->answer[i].said,
					w->answer[i].fold.value[said_measures[m]]);
	}
}

void felt_text(const struct felt *f, struct buf *out)
{
	buf_fmt(out,
		"Study %.*s: how involved people said they felt each week, and what was counted. "
		"True values.\n",
		(int)f->study.name.len, f->study.name.at);
	if (f->n == 0)
		buf_add(out, S("Nobody has answered such a question.\n"));
	for (size_t i = 0; i < f->n; i++)
		text_week(&f->week[i], out);
}
