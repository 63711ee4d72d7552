/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/measure_fold.h"

#include "base/instant.h"
#include "core/activity.h"

#include <stdlib.h>

const enum measure_at measure_fold_table[FOLDS] = {
	[FOLD_PAGE_VIEWS] = MEASURE_PAGE_VIEWS,
	[FOLD_DISTINCT_PAGES] = MEASURE_DISTINCT_PAGES,
	[FOLD_ACTIVE_MINUTES] = MEASURE_ACTIVE_MINUTES,
	[FOLD_DAYS_PRESENT] = MEASURE_DAYS_PRESENT,
	[FOLD_POSTS] = MEASURE_POSTS,
	[FOLD_WORDS] = MEASURE_WORDS,
	[FOLD_REPLIES_GIVEN] = MEASURE_REPLIES_GIVEN,
	[FOLD_REPLIES_RECEIVED] = MEASURE_REPLIES_RECEIVED,
	[FOLD_FIRST_REPLY] = MEASURE_FIRST_REPLY,
	[FOLD_UNANSWERED] = MEASURE_UNANSWERED,
	[FOLD_OTHER_GROUPS] = MEASURE_OTHER_GROUPS,
	[FOLD_VICARIOUS] = MEASURE_VICARIOUS,
};

struct work {
	const struct measure_fold_person *p;
	const struct measure_fold_scope *in;
	struct measure_fold_pair *pair;
	struct measure_fold *to;
};

static bool is_in(const struct measure_fold_scope *in, const struct measure_fold_trace *t)
{
	return (in->round == 0 || t->round == in->round) && (in->week == 0 || t->week == in->week)
		&& t->at >= in->from;
}

/* Taking part was noted here or came with a log. Of who has neither, because the key of the study
   was destroyed (core/sever), posts are gone, and days and pages are no longer told apart. */
static bool is_noted(const struct measure_fold_person *p)
{
	for (size_t i = 0; i < p->n && !p->seated; i++)
		if (p->trace[i].channel == CHANNEL_IMPORT)
			return true;
	return p->seated;
}

static bool is_post(const struct measure_fold_trace *t)
{
	return t->class == TRACE_POST;
}

/* The classes a measure is made of, as bits: where one is not collected nothing is known. */
static int64_t needs(enum measure_fold_at at)
{
	static const int64_t visit = 1 << TRACE_VISIT, post = 1 << TRACE_POST,
			     answered = 1 << TRACE_ANSWERED;

	switch (at) {
	case FOLD_PAGE_VIEWS:
	case FOLD_DISTINCT_PAGES:
	case FOLD_OTHER_GROUPS: return visit;
	case FOLD_ACTIVE_MINUTES: return 1 << TRACE_ACTIVE;
	case FOLD_POSTS:
	case FOLD_WORDS:
	case FOLD_REPLIES_GIVEN: return post;
	case FOLD_REPLIES_RECEIVED: return answered;
	case FOLD_FIRST_REPLY:
	case FOLD_UNANSWERED: return post | answered;
	default: return visit | post;
	}
}

static void know(struct work *w, enum measure_fold_at at, bool known, double value)
{
	w->to->known[at] = known && !(w->p->off & needs(at));
	w->to->value[at] = w->to->known[at] ? value : 0;
}

static int rising(const void *a, const void *b)
{
	const struct measure_fold_pair *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

/* How many different pairs there are among the first n. */
static size_t distinct(struct measure_fold_pair *pair, size_t n)
{
	size_t found = n > 0;

	if (n > 1)
		qsort(pair, n, sizeof *pair, rising);
	for (size_t i = 1; i < n; i++)
		found += rising(&pair[i - 1], &pair[i]) != 0;
	return found;
}

/* Whether something of a class is in the scope that came with an imported log. */
static bool imported(const struct work *w, int64_t class)
{
	for (size_t i = 0; i < w->p->n; i++) {
		const struct measure_fold_trace *t = &w->p->trace[i];
		if (t->class == class && t->channel == CHANNEL_IMPORT && is_in(w->in, t))
			return true;
	}
	return false;
}

/* An imported log does not say which page it was. */
static void fold_reading(struct work *w)
{
	int64_t views = 0, seconds = 0, timed = 0, others = 0;
	bool told = !imported(w, TRACE_VISIT);
	size_t n = 0;

	for (size_t i = 0; i < w->p->n; i++) {
		const struct measure_fold_trace *t = &w->p->trace[i];
		if (!is_in(w->in, t))
			continue;
		seconds += t->class == TRACE_ACTIVE ? t->amount : 0;
		timed += t->class == TRACE_ACTIVE;
		if (t->class != TRACE_VISIT)
			continue;
		views += t->amount;
		others += t->other_group ? t->amount : 0;
		w->pair[n++] = (struct measure_fold_pair){ t->kind, t->object };
	}
	know(w, FOLD_PAGE_VIEWS, true, (double)views);
	know(w, FOLD_DISTINCT_PAGES, told && w->p->seated, (double)distinct(w->pair, n));
	know(w, FOLD_ACTIVE_MINUTES, timed > 0, (double)seconds / 60);
	know(w, FOLD_OTHER_GROUPS, told && w->p->seated, (double)others);
}

static void fold_days(struct work *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->p->n; i++) {
		const struct measure_fold_trace *t = &w->p->trace[i];
		if ((t->class == TRACE_VISIT || is_post(t)) && is_in(w->in, t))
			w->pair[n++] = (struct measure_fold_pair){ t->day, 0 };
	}
	know(w, FOLD_DAYS_PRESENT, is_noted(w->p), (double)distinct(w->pair, n));
}

/* Every post of the scope says in which thread it is. */
static bool placed(const struct work *w)
{
	for (size_t i = 0; i < w->p->n; i++) {
		const struct measure_fold_trace *t = &w->p->trace[i];
		if (is_post(t) && is_in(w->in, t)
			&& (t->channel == CHANNEL_IMPORT || t->kind == OBJECT_POST))
			return false;
	}
	return true;
}

static void fold_posts(struct work *w)
{
	int64_t posts = 0, words = 0, given = 0, received = 0;
	bool counted = w->p->seated, told = w->p->seated && placed(w);

	for (size_t i = 0; i < w->p->n; i++) {
		const struct measure_fold_trace *t = &w->p->trace[i];
		if (!is_in(w->in, t))
			continue;
		received += t->class == TRACE_ANSWERED;
		if (!is_post(t))
			continue;
		posts++;
		given += t->kind == OBJECT_THREAD;
		if (t->kind == OBJECT_QUESTION)
			continue;
		words += t->amount;
		counted = counted && t->channel != CHANNEL_IMPORT && t->amount > 0;
	}
	know(w, FOLD_POSTS, is_noted(w->p), (double)posts);
	know(w, FOLD_WORDS, counted, (double)words);
	know(w, FOLD_REPLIES_GIVEN, told, (double)given);
	know(w, FOLD_REPLIES_RECEIVED, told, (double)received);
}

/* The instant of the first answer in a thread; 0 when there was none. */
static int64_t answered_at(const struct work *w, int64_t thread)
{
	for (size_t i = 0; i < w->p->n; i++)
		if (w->p->trace[i].class == TRACE_ANSWERED && w->p->trace[i].object == thread)
			return w->p->trace[i].at;
	return 0;
}

/* Of threads that were begun in the scope, also when the answer came after it. */
static void fold_waits(struct work *w)
{
	size_t n = 0, open = 0;
	double median = 0;

	for (size_t i = 0; i < w->p->n; i++) {
		const struct measure_fold_trace *t = &w->p->trace[i];
		if (!is_post(t) || t->kind != OBJECT_NEW_THREAD || !is_in(w->in, t))
			continue;
		int64_t at = answered_at(w, t->object);
		open += at == 0;
		if (at)
			w->pair[n++] = (struct measure_fold_pair){ at - t->at, 0 };
	}
	if (n > 0) {
		qsort(w->pair, n, sizeof *w->pair, rising);
		median = ((double)w->pair[(n - 1) / 2].a + (double)w->pair[n / 2].a) / 2;
	}
	know(w, FOLD_FIRST_REPLY, n > 0, median / (double)INSTANT_HOUR);
	know(w, FOLD_UNANSWERED, w->p->seated && placed(w), (double)open);
}

static bool has(const struct measure_fold_pair *pair, size_t n, int64_t a)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (pair[middle].a < a)
			low = middle + 1;
		else
			high = middle;
	}
	return low < n && pair[low].a == a;
}

/* In which threads somebody wrote is asked of the whole study: who reads first and writes a week
   later was no onlooker there. */
static void fold_vicarious(struct work *w)
{
	int64_t views = 0, beside = 0;
	bool told = w->p->seated && !imported(w, TRACE_VISIT);
	size_t n = 0;

	for (size_t i = 0; i < w->p->n; i++) {
		const struct measure_fold_trace *t = &w->p->trace[i];
		if (is_post(t) && t->channel != CHANNEL_IMPORT && t->kind != OBJECT_QUESTION)
			w->pair[n++] = (struct measure_fold_pair){ t->object, 0 };
		told = told && !(is_post(t) && t->kind == OBJECT_POST);
	}
	if (n > 1)
		qsort(w->pair, n, sizeof *w->pair, rising);
	for (size_t i = 0; i < w->p->n; i++) {
		const struct measure_fold_trace *t = &w->p->trace[i];
		if (t->class != TRACE_VISIT || t->kind != OBJECT_THREAD || !is_in(w->in, t))
			continue;
		views += t->amount;
		beside += has(w->pair, n, t->object) ? 0 : t->amount;
	}
	know(w, FOLD_VICARIOUS, told && views > 0, views > 0 ? (double)beside / (double)views : 0);
}

void measure_fold(const struct measure_fold_person *p, const struct measure_fold_scope *in,
	struct measure_fold_pair *scratch, struct measure_fold *ret)
{
	struct work w = { p, in, scratch, ret };

	fold_reading(&w);
	fold_days(&w);
	fold_posts(&w);
	fold_waits(&w);
	fold_vicarious(&w);
}
