/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/felt.h"

#include "core/key.h"
#include "core/secret.h"
#include "evidence/measure_walk.h"
#include "evidence/survey.h"
#include "evidence/survey_answers.h"
#include "store/sql.h"

#include <stdlib.h>

static const struct stmt answers = { "felt_answers",
	"SELECT s.id, y.version, s.title, r.id, r.name, w.from_week, p.id, p.number, y.answers"
	" FROM survey s JOIN survey_wave w ON w.survey_id = s.id AND w.from_week = w.to_week"
	" JOIN round r ON r.id = w.round_id JOIN survey_reply y ON y.wave_id = w.id"
	" AND y.finished_at > 0 JOIN survey_version v ON v.survey_id = s.id"
	" AND v.version = y.version AND v.link <> 'anonymous'"
	" LEFT JOIN open_key k ON k.study_id = s.study_id AND k.person_id ="
	" CASE WHEN v.link = 'named' THEN CAST(substr(y.who, 2) AS BIGINT) ELSE 0 END"
	" JOIN participant p ON p.withdrawn_at = 0 AND p.study_id = s.study_id AND p.id ="
	" CASE WHEN v.link = 'named' THEN k.participant_id"
	" ELSE CAST(substr(y.who, 2) AS BIGINT) END"
	" WHERE s.study_id = $1 AND EXISTS (SELECT 1 FROM survey_tap t WHERE t.survey_id = s.id"
	" AND t.version = y.version)"
	" ORDER BY s.id, r.opens_at, r.id, w.from_week, p.id, y.version LIMIT $2",
	"ii", "iisisiiis" };

/* One answer as it is kept. */
struct row {
	struct felt_week of; /* what says which week it is */
	int64_t version, number, who;
	struct str answers;
};

static bool read_rows(struct ctx *c, int64_t study, struct row **ret, size_t *ret_n)
{
	struct row *all = arena_new(c->mem, struct row, 64);
	size_t n = 0, room = 64;
	struct rows r;

	if (!key_open_study(c, study)
		|| !sql_open(c, &answers, ARGS(arg(study), arg((int64_t)FELT_MAX + 1)), &r))
		return false;
	for (; sql_next(&r); n++) {
		if (n == room) {
			struct row *wider = arena_new(c->mem, struct row, room * 2);
			memcpy(wider, all, n * sizeof *all);
			all = wider;
			room *= 2;
		}
		all[n] = (struct row){ .of = { .survey_id = row_int(&r, 0),
					       .survey = row_str(&r, 2),
					       .round_id = row_int(&r, 3),
					       .round = row_str(&r, 4),
					       .week = row_int(&r, 5) },
			.version = row_int(&r, 1),
			.who = row_int(&r, 6),
			.number = row_int(&r, 7),
			.answers = row_str(&r, 8) };
	}
	if (n > FELT_MAX)
		return fail(c, FAULT_LIMIT, "This study has more than %d such answers.", FELT_MAX);
	*ret = all;
	*ret_n = n;
	return ctx_ok(c);
}

/* As in the bundle, so that the files of a study can be joined. */
static struct str name_of(struct ctx *c, int64_t participant)
{
	struct str drawn =
		secret_name(c, "bundle", arena_fmt(c->mem, "%lld", (long long)participant));

	return arena_fmt(c->mem, "p%.12s", drawn.at);
}

/* False where nothing was said: left out, or rather not. */
static bool said_in(struct ctx *c, const struct survey_form *f, struct str text, int64_t *ret)
{
	struct survey_answers *a = arena_new(c->mem, struct survey_answers, 1);

	if (f->questions == 0 || f->question[0].kind != SURVEY_SCALE)
		return false;
	survey_answers_read(c, f, text, a);
	*ret = a->value[0].n;
	return a->value[0].state == SURVEY_GIVEN;
}

static bool same_week(const struct felt_week *a, const struct felt_week *b)
{
	return a->survey_id == b->survey_id && a->round_id == b->round_id && a->week == b->week;
}

/* Puts the answers into their weeks; the rows come in the order of these. */
static bool gather(struct ctx *c, const struct row *row, size_t n, struct felt *f)
{
	struct felt_answer *all = arena_new(c->mem, struct felt_answer, n + 1);
	struct survey_form *form = arena_new(c->mem, struct survey_form, 1);
	int64_t survey = 0, version = 0, said;

	f->week = arena_new(c->mem, struct felt_week, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct row *r = &row[i];
		if (r->of.survey_id != survey || r->version != version) {
			survey = r->of.survey_id;
			version = r->version;
			if (!survey_form_get(c, survey, version, form))
				return false;
		}
		if (!said_in(c, form, r->answers, &said))
			continue;
		struct felt_week *w = f->n ? &f->week[f->n - 1] : NULL;
		if (!w || !same_week(w, &r->of)) {
			w = &f->week[f->n++];
			*w = r->of;
			w->answer = all;
			w->least = form->question[0].from;
			w->most = form->question[0].to;
		}
		w->n++;
		*all++ = (struct felt_answer){
			.who = r->who, .number = r->number, .name = name_of(c, r->who), .said = said
		};
	}
	return true;
}

/* ---- what was counted ---- */

struct place {
	struct felt_answer *answer;
	const struct felt_week *week;
};

static int by_who(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return (x->answer->who > y->answer->who) - (x->answer->who < y->answer->who);
}

static void fold_one(const struct measure_walk *walk, const struct measure_walk_one *one,
	struct place *at, size_t n)
{
	struct felt_answer key = { .who = one->who->id.v };
	struct place wanted = { .answer = &key };
	struct place *p = n ? bsearch(&wanted, at, n, sizeof *at, by_who) : NULL;

	while (p && p > at && p[-1].answer->who == key.who)
		p--;
	for (; p && p < at + n && p->answer->who == key.who; p++) {
		const struct measure_fold_scope in = { .round = p->week->round_id,
			.week = p->week->week };
		measure_walk_fold(walk, one, &in, &p->answer->fold);
	}
}

static bool count(struct ctx *c, struct felt *f)
{
	struct measure_walk walk;
	struct measure_walk_one one;
	size_t n = 0, at = 0;

	for (size_t i = 0; i < f->n; i++)
		n += f->week[i].n;
	struct place *place = arena_new(c->mem, struct place, n + 1);
	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; k < f->week[i].n; k++)
			place[at++] = (struct place){ &f->week[i].answer[k], &f->week[i] };
	if (n == 0)
		return true;
	qsort(place, n, sizeof *place, by_who);
	if (!measure_walk_open(c, f->study.id, &walk))
		return false;
	while (measure_walk_next(&walk, &one))
		fold_one(&walk, &one, place, n);
	return ctx_ok(c);
}

static void compare(struct felt_week *w, size_t m, double *scratch)
{
	enum measure_fold_at at = said_measures[m];

	for (size_t i = 0; i < w->n; i++)
		if (w->answer[i].fold.known[at])
			scratch[w->known[m]++] = w->answer[i].fold.value[at];
	w->median[m] = stats_real_of(scratch, w->known[m]).median;
	for (size_t i = 0; i < w->n; i++) {
		struct felt_answer *a = &w->answer[i];
		if (!a->fold.known[at])
			continue;
		int said = ((double)a->said > w->said) - ((double)a->said < w->said);
		int counted =
			(a->fold.value[at] > w->median[m]) - (a->fold.value[at] < w->median[m]);
		a->mismatch[m] = said * counted < 0 ? said : 0;
	}
}

bool felt_make(struct ctx *c, const struct measure_study *study, struct felt *ret)
{
	struct felt f = { .study = *study };
	struct row *row = NULL;
	size_t n = 0;

	if (!read_rows(c, study->id, &row, &n) || !gather(c, row, n, &f) || !count(c, &f))
		return false;
	double *scratch = arena_new(c->mem, double, n + 1);
	for (size_t i = 0; i < f.n; i++) {
		struct felt_week *w = &f.week[i];
		for (size_t k = 0; k < w->n; k++)
			scratch[k] = (double)w->answer[k].said;
		w->said = stats_real_of(scratch, w->n).median;
		for (size_t m = 0; m < SAID_MEASURES; m++)
			compare(w, m, scratch);
	}
	*ret = f;
	return true;
}
