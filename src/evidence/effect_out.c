/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/effect_out.h"

#include "base/instant.h"
#include "evidence/tree.h"
#include "file/csv.h"

#include <math.h>
#include <stdio.h>

static const char *const names[] = { "round", "feature", "frozen_at", "sound", "measure",
	"units_on", "units_off", "people_on", "people_off", "units_left_out", "mean_on", "mean_off",
	"difference", "low", "high", "p", "least_p", "arrangements", "exact", "can_tell" };

static const char *measure_name(size_t at)
{
	return measure_table[effect_measures[at]].name;
}

/* ---- CSV ---- */

/* What cannot be said is an empty cell. A number is no formula, so a minus sign stays. */
static void csv_real(struct buf *out, bool known, double v)
{
	buf_char(out, ',');
	if (known && isfinite(v))
		buf_fmt(out, "%.10g", v);
}

static void csv_row(struct buf *out, struct arena *mem, const struct effect_trial *t, size_t at)
{
	const struct effect *e = &t->at[at];
	const struct permutation *p = &e->test;
	bool known = t->is_sound && e->has_test;

	csv_put_text(out, 0, t->trial.round_name);
	csv_put_text(out, 1, str_of(feature_word(t->trial.feature)));
	csv_put_text(out, 2, instant_text(mem, t->trial.frozen_at));
	csv_put_int(out, 3, t->is_sound);
	csv_put_text(out, 4, str_of(measure_name(at)));
	csv_put_int(out, 5, e->units[1]);
	csv_put_int(out, 6, e->units[0]);
	csv_put_int(out, 7, e->people[1]);
	csv_put_int(out, 8, e->people[0]);
	csv_put_int(out, 9, e->left_out);
	csv_real(out, known, p->mean[1]);
	csv_real(out, known, p->mean[0]);
	csv_real(out, known, p->difference);
	csv_real(out, known, p->low);
	csv_real(out, known, p->high);
	csv_real(out, known, p->p);
	csv_real(out, known, p->least_p);
	csv_put_int(out, 17, p->counted);
	csv_put_int(out, 18, p->is_exact);
	csv_put_int(out, 19, known && p->can_tell);
	csv_put_end(out);
}

void effect_out_csv(const struct effect_report *r, struct buf *out)
{
	struct arena *mem = arena_open();

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		csv_put_text(out, i, str_of(names[i]));
	csv_put_end(out);
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < EFFECTS; k++)
			csv_row(out, mem, &r->trial[i], k);
	arena_close(mem);
}

/* ---- the units of each test, for who counts again ---- */

static void units_rows(
	struct buf *out, struct arena *mem, const struct effect_trial *t, size_t at, int64_t nth)
{
	const struct effect *e = &t->at[at];

	for (size_t i = 0; i < e->n; i++) {
		csv_put_int(out, 0, nth);
		csv_put_text(out, 1, t->trial.round_name);
		csv_put_text(out, 2, str_of(feature_word(t->trial.feature)));
		csv_put_text(out, 3, str_of(measure_name(at)));
		csv_put_int(out, 4, e->of[i].nth);
		csv_put_int(out, 5, e->unit[i].block + 1);
		csv_put_text(out, 6, e->unit[i].on ? S("on") : S("off"));
		csv_put_int(out, 7, e->of[i].people);
		csv_put_text(out, 8, arena_fmt(mem, "%.17g", e->unit[i].value));
		csv_put_end(out);
	}
}

void effect_out_units(const struct effect_report *r, struct buf *out)
{
	static const char *const heads[] = { "trial", "round", "feature", "measure", "unit", "pair",
		"arm", "people", "value" };
	struct arena *mem = arena_open();

	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		csv_put_text(out, i, str_of(heads[i]));
	csv_put_end(out);
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < EFFECTS; k++)
			units_rows(out, mem, &r->trial[i], k, (int64_t)i + 1);
	arena_close(mem);
}

/* ---- JSON ---- */

static json_t *real(bool known, double v)
{
	return tree_made(known && isfinite(v) ? json_real(v) : json_null());
}

static json_t *arm_json(const struct effect_trial *t, const struct effect *e, size_t on)
{
	return tree_made(json_pack("{s:I, s:I, s:o}", "units", (json_int_t)e->units[on], "people",
		(json_int_t)e->people[on], "mean",
		real(t->is_sound && e->has_test, e->test.mean[on])));
}

static json_t *units_json(const struct effect *e)
{
	json_t *all = tree_made(json_array());

	for (size_t i = 0; i < e->n; i++)
		tree_add(all,
			json_pack("{s:I, s:I, s:s, s:I, s:f}", "unit", (json_int_t)e->of[i].nth,
				"pair", (json_int_t)e->unit[i].block + 1, "arm",
				e->unit[i].on ? "on" : "off", "people", (json_int_t)e->of[i].people,
				"value", e->unit[i].value));
	return all;
}

static json_t *effect_json(const struct effect_trial *t, size_t at)
{
	const struct effect *e = &t->at[at];
	const struct permutation *p = &e->test;
	bool known = t->is_sound && e->has_test;

	return tree_made(json_pack(
		"{s:s, s:o, s:o, s:I, s:o, s:o, s:o, s:o, s:o, s:I, s:b, s:b, s:o}", "measure",
		measure_name(at), "on", arm_json(t, e, 1), "off", arm_json(t, e, 0),
		"units_left_out", (json_int_t)e->left_out, "difference", real(known, p->difference),
		"low", real(known, p->low), "high", real(known, p->high), "p", real(known, p->p),
		"least_p", real(known, p->least_p), "arrangements", (json_int_t)p->counted, "exact",
		p->is_exact, "can_tell", known && p->can_tell, "units", units_json(e)));
}

static json_t *trial_json(struct arena *mem, const struct effect_trial *t)
{
	json_t *all = tree_made(json_array());

	for (size_t i = 0; i < EFFECTS; i++)
		tree_add(all, effect_json(t, i));
	return tree_made(json_pack("{s:o, s:s, s:s, s:b, s:o}", "round",
		tree_text(t->trial.round_name), "feature", feature_word(t->trial.feature),
		"frozen_at", instant_text(mem, t->trial.frozen_at).at, "sound", t->is_sound,
		"measures", all));
}

void effect_out_json(const struct effect_report *r, struct buf *out)
{
	struct arena *mem = arena_open();
	json_t *all = tree_made(json_array());

	for (size_t i = 0; i < r->n; i++)
		tree_add(all, trial_json(mem, &r->trial[i]));
	json_t *j = tree_made(json_pack("{s:o, s:b, s:o}", "study", tree_text(r->study.name),
		"true_values", 1, "trials", all));
	tree_end(j, 17, out);
	arena_close(mem);
}

/* ---- text ---- */

static void text_effect(const struct effect *e, enum measure_at m, struct buf *out)
{
	const struct permutation *p = &e->test;

	buf_fmt(out,
		"  %s\n    units %lld on, %lld off (left out: %lld); people %lld on, %lld off\n",
		measure_table[m].title, (long long)e->units[1], (long long)e->units[0],
		(long long)e->left_out, (long long)e->people[1], (long long)e->people[0]);
	if (!e->has_test) {
		buf_fmt(out, "    Nothing to compare.\n");
		return;
	}
	buf_fmt(out, "    mean %.3f on, %.3f off; difference %.3f\n", p->mean[1], p->mean[0],
		p->difference);
	if (p->can_tell)
		buf_fmt(out, "    95%% interval %.3f to %.3f; p = %.4f (%lld arrangements, %s)\n",
			p->low, p->high, p->p, (long long)p->counted,
			p->is_exact ? "all" : "drawn");
	else
		buf_fmt(out, "    Too few groups to tell: p could not be less than %.4f.\n",
			p->least_p);
}

void effect_out_text(const struct effect_report *r, struct buf *out)
{
	buf_fmt(out, "Study %.*s: its frozen trials. True values.\n", (int)r->study.name.len,
		r->study.name.at);
	for (size_t i = 0; i < r->n; i++) {
		const struct effect_trial *t = &r->trial[i];
		buf_fmt(out, "\nRound %.*s, %s\n", (int)t->trial.round_name.len,
			t->trial.round_name.at, feature_word(t->trial.feature));
		if (!t->is_sound)
			buf_fmt(out, "  The plan is not the one that was frozen.\n");
		for (size_t k = 0; t->is_sound && k < EFFECTS; k++)
			text_effect(&t->at[k], effect_measures[k], out);
	}
	if (r->n == 0)
		buf_fmt(out, "There is none.\n");
}
