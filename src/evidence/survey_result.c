/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/survey_result.h"

#include "base/utf8.h"
#include "core/audit.h"
#include "core/key.h"
#include "store/sql.h"

#include <inttypes.h>
#include <stdlib.h>

enum { BINS = 8, MONTH = 7, LABEL = 38 };

/* Who of an anonymous survey is no number and is not read as one. */
static const struct stmt replies = { "survey_result_replies",
	"SELECT y.who, w.title, y.answers, y.finished_at, COALESCE(p.number, 0),"
	" COALESCE(n.name, ''), v.link FROM survey_reply y JOIN survey_wave w ON w.id = y.wave_id"
	" JOIN survey s ON s.id = w.survey_id"
	" JOIN survey_version v ON v.survey_id = s.id AND v.version = y.version"
	" LEFT JOIN person n ON n.id = CASE WHEN v.link = 'named'"
	" THEN CAST(substr(y.who, 2) AS BIGINT) ELSE 0 END"
	" LEFT JOIN open_key k ON k.person_id = n.id AND k.study_id = s.study_id"
	" LEFT JOIN participant p ON p.id = CASE WHEN v.link = 'pseudonymous'"
	" THEN CAST(substr(y.who, 2) AS BIGINT) ELSE k.participant_id END"
	" WHERE w.survey_id = $1 AND y.version = $2 AND (w.id = $3 OR $3 = 0)"
	" AND (v.link = 'anonymous' OR (p.id IS NOT NULL AND p.withdrawn_at = 0))"
	" ORDER BY w.id, y.who LIMIT $4",
	"iiii", "sssiiss" };

/* ---- counting ---- */

/* All values of one question that are numbers, to be put in order. */
struct numbers {
	int64_t *v;
	size_t n;
};

static int rising(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static struct survey_result_line *line(struct survey_result_question *t, struct str label)
{
	struct survey_result_line *l = &t->line[t->lines];

	if (t->lines < SURVEY_RESULT_LINES)
		t->lines++;
	else
		l--;
	l->label = label;
	return l;
}

/* The lines that a kind has before anything is counted. */
static void begin(struct ctx *c, const struct survey_question *q, struct survey_result_question *t)
{
	*t = (struct survey_result_question){ .q = q };
	for (size_t i = 0; i < q->choices; i++)
		line(t, survey_text_in(&q->choice[i].text, 0));
	for (size_t i = 0; i < q->rows; i++)
		line(t, survey_text_in(&q->row[i].text, 0));
	for (int64_t i = q->from; q->kind == SURVEY_SCALE && i <= q->to; i++) {
		struct str end = survey_text_in(i == q->from ? &q->low : &q->high, 0);
		line(t,
			i == q->from || i == q->to
				? arena_fmt(c->mem, "%" PRId64 " – %.*s", i, (int)end.len, end.at)
				: arena_fmt(c->mem, "%" PRId64, i));
	}
	if (q->kind == SURVEY_CONSENT) {
		line(t, S("Yes"));
		line(t, S("No"));
	}
	if (q->kind == SURVEY_TEXT)
		line(t, S("Wrote something"));
}

/* Days are counted by month; the lines come as the months do. */
static void count_month(struct survey_result_question *t, struct str day)
{
	struct str month = { day.at, MONTH };

	for (size_t i = 0; i < t->lines; i++) {
		if (!str_eq(t->line[i].label, month))
			continue;
		t->line[i].n++;
		return;
	}
	if (t->lines == SURVEY_RESULT_LINES)
		month = S("other months");
	line(t, month)->n++;
}

static void count_given(struct survey_result_question *t, const struct survey_value *v,
	struct numbers *all, int64_t *sum)
{
	const struct survey_question *q = t->q;

	for (size_t i = 0; i < q->choices && q->kind == SURVEY_MULTIPLE; i++)
		t->line[i].n += (int64_t)(v->set >> i & 1);
	for (size_t i = 0; i < q->rows; i++) {
		t->line[i].n += (int64_t)(v->set >> i & 1);
		sum[i] += v->set >> i & 1 ? v->row[i] : 0;
	}
	switch (q->kind) {
	case SURVEY_SINGLE: t->line[v->n].n++; break;
	case SURVEY_CONSENT: t->line[!v->n].n++; break;
	case SURVEY_SCALE: t->line[v->n - q->from].n++; break;
	case SURVEY_DATE: count_month(t, v->text); break;
	case SURVEY_TEXT: t->line[0].n++; break;
	default: break;
	}
	if (q->kind == SURVEY_SCALE || q->kind == SURVEY_NUMBER)
		all->v[all->n++] = v->n;
}

/* Numbers from the least to the most in a few equal steps. */
static void put_bins(struct ctx *c, struct survey_result_question *t, const struct numbers *all)
{
	int64_t least = t->stats.min, wide = (t->stats.max - least) / BINS + 1;

	for (int64_t from = least; from <= t->stats.max; from += wide) {
		struct survey_result_line *l = line(t,
			wide == 1 ? arena_fmt(c->mem, "%" PRId64, from)
				  : arena_fmt(c->mem, "%" PRId64 " to %" PRId64, from,
					  from + wide - 1));
		for (size_t i = 0; i < all->n; i++)
			l->n += all->v[i] >= from && all->v[i] < from + wide;
	}
}

static int by_label(const void *a, const void *b)
{
	const struct survey_result_line *x = a, *y = b;
	size_t n = x->label.len < y->label.len ? x->label.len : y->label.len;

	return memcmp(x->label.at, y->label.at, n);
}

/* What fits above a bar. */
static struct str brief(struct ctx *c, struct str label)
{
	struct str head = utf8_head(label, LABEL);

	return head.len == label.len ? label : arena_fmt(c->mem, "%.*s…", (int)head.len, head.at);
}

static void say_shares(struct ctx *c, struct survey_result_question *t, const int64_t *sum)
{
	const struct survey_question *q = t->q;

	for (size_t i = 0; i < t->lines; i++) {
		struct survey_result_line *l = &t->line[i];
		bool grid = q->kind == SURVEY_GRID;
		double mean = grid && l->n > 0 ? (double)sum[i] / (double)l->n : (double)q->from;
		if (grid)
			l->share = (int64_t)((mean - (double)q->from) * 1000
				/ (double)(q->to - q->from));
		else
			l->share = t->given > 0 ? l->n * 1000 / t->given : 0;
		l->brief = brief(c, l->label);
		l->said = grid && l->n > 0 ? arena_fmt(c->mem, "mean %.2f", mean)
			: grid || t->given == 0
			? S("–")
			: arena_fmt(c->mem, "%.0f %%", (double)l->n * 100 / (double)t->given);
	}
}

static void end(
	struct ctx *c, struct survey_result_question *t, struct numbers *all, const int64_t *sum)
{
	if (all->n > 0) {
		qsort(all->v, all->n, sizeof *all->v, rising);
		t->stats = stats_of(all->v, all->n, t->q->to);
	}
	if (t->q->kind == SURVEY_NUMBER && all->n > 0)
		put_bins(c, t, all);
	if (t->q->kind == SURVEY_DATE)
		qsort(t->line, t->lines, sizeof *t->line, by_label);
	say_shares(c, t, sum);
}

/* What is gathered of one question while the replies go by. */
struct gather {
	struct numbers all;
	struct str *text;
	int64_t sum[SURVEY_ROWS_MAX];
};

static void gather_begin(struct ctx *c, const struct survey_result *r, size_t i, struct gather *g)
{
	const struct survey_question *q = &r->form.question[i];
	bool counts = q->kind == SURVEY_SCALE || q->kind == SURVEY_NUMBER;

	*g = (struct gather){ .all = { arena_new(c->mem, int64_t, counts ? (size_t)r->n + 1 : 1),
				      0 } };
	if (q->kind == SURVEY_TEXT)
		g->text = arena_new(c->mem, struct str, SURVEY_RESULT_TEXTS);
	begin(c, q, &r->question[i]);
	r->question[i].text = g->text;
}

static void count(struct survey_result_question *t, const struct survey_value *v, struct gather *g)
{
	t->hidden += v->state == SURVEY_UNSEEN;
	t->left += v->state == SURVEY_LEFT;
	t->declined += v->state == SURVEY_DECLINED;
	if (v->state != SURVEY_GIVEN)
		return;
	t->given++;
	count_given(t, v, &g->all, g->sum);
	if (g->text && t->texts < SURVEY_RESULT_TEXTS)
		g->text[t->texts++] = v->text;
}

/* One reply at a time: its answers take more memory than what is counted of all. */
static void count_all(struct ctx *c, struct survey_result *r)
{
	struct survey_answers *a = arena_new(c->mem, struct survey_answers, 1);
	struct gather *g = arena_new(c->mem, struct gather, SURVEY_QUESTIONS_MAX);

	r->question = arena_new(c->mem, struct survey_result_question, SURVEY_QUESTIONS_MAX);
	for (size_t i = 0; i < r->form.questions; i++)
		gather_begin(c, r, i, &g[i]);
	for (int64_t k = 0; k < r->n; k++) {
		survey_answers_read(c, &r->form, r->reply[k].answers, a);
		for (size_t i = 0; i < r->form.questions; i++)
			count(&r->question[i], &a->value[i], &g[i]);
	}
	for (size_t i = 0; i < r->form.questions; i++)
		end(c, &r->question[i], &g[i].all, g[i].sum);
}

/* ---- reading ---- */

static bool read_replies(struct ctx *c, struct survey_result *r)
{
	struct survey_result_reply *all =
		arena_new(c->mem, struct survey_result_reply, SURVEY_RESULT_ROWS + 2);
	struct rows rows;

	if (!key_open_study(c, r->survey.study)
		|| !sql_open(c, &replies,
			ARGS(arg(r->survey.id), arg(r->version), arg(r->wave),
				arg((int64_t)SURVEY_RESULT_ROWS + 1)),
			&rows))
		return false;
	while (r->n <= SURVEY_RESULT_ROWS && sql_next(&rows)) {
		if (row_int(&rows, 3) == 0) {
			r->begun++;
			continue;
		}
		struct survey_result_reply *y = &all[r->n++];
		*y = (struct survey_result_reply){ .wave = row_str(&rows, 1),
			.answers = row_str(&rows, 2),
			.sent_at = row_int(&rows, 3),
			.number = row_int(&rows, 4),
			.name = row_str(&rows, 5),
			.who = str_eq(row_peek(&rows, 6), S("anonymous")) ? S("")
									  : row_str(&rows, 0) };
	}
	sql_end(&rows);
	r->reply = all;
	if (r->n > SURVEY_RESULT_ROWS)
		return fail(c, FAULT_LIMIT, "There are more than %d replies: choose one wave.",
			SURVEY_RESULT_ROWS);
	return ctx_ok(c);
}

bool survey_result_make(
	struct ctx *c, int64_t survey, int64_t version, int64_t wave, struct survey_result *ret)
{
	struct survey_result r = { .wave = wave };

	if (!survey_get(c, survey, &r.survey))
		return false;
	r.version = version ? version : r.survey.version;
	if (r.version == 0 || r.version > r.survey.version)
		return fail(
			c, FAULT_ABSENT, "This version was never launched, so nobody answered.");
	if (!survey_form_get(c, survey, r.version, &r.form) || !read_replies(c, &r))
		return false;
	count_all(c, &r);
	if (!audit_add(c, "survey.results", "survey", survey,
		    arena_fmt(c->mem, "version %" PRId64 ", %" PRId64 " replies", r.version, r.n)))
		return false;
	*ret = r;
	return true;
}
