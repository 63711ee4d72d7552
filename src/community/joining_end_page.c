/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Draws what comes after the questions: what was understood, the terms, the study. */
#include "community/career.h"
#include "community/experience.h"
#include "community/joining_routes.h"
#include "community/joining_words.h"
#include "site/layout.h"

enum { ROWS = JOINING_CHECK - 1 };

#include "joining_end.html.h"

#define NOT_SAID S("Not said")

/* «SIMD 2020v2» */
static struct str measure_name(struct ctx *c, struct str name)
{
	size_t kind = area_kind_find(name);

	return kind == AREA_KINDS
		? name
		: arena_fmt(c->mem, "%s %s", area_kinds[kind].measure, area_kinds[kind].version);
}

static struct str postcode_text(struct ctx *c, const struct joining_answers *s)
{
	struct str names = S("");

	if (s->postcode == JOINING_NOT_FOUND)
		return S("A postcode that is not in our tables. It was not kept.");
	if (s->postcode != JOINING_FOUND)
		return NOT_SAID;
	for (size_t i = 0; i < s->background.areas; i++) {
		struct str name = measure_name(c, s->background.area[i].name);
		names = arena_fmt(
			c->mem, "%s%s%.*s", names.at, i ? ", " : "", (int)name.len, name.at);
	}
	return arena_fmt(c->mem,
		"A postcode in %s. The postcode itself was dropped: we keep only the tenth and the "
		"fifth of the nation that it belongs to.",
		names.at);
}

static struct str parents_text(const struct joining_answers *s)
{
	if (!(s->answered >> JOINING_PARENTS & 1))
		return NOT_SAID;
	switch (s->background.parents) {
	case PARENTS_HE: return S("A parent has a higher education qualification");
	case PARENTS_NO_HE: return S("No parent has a higher education qualification");
	case PARENTS_UNKNOWN: return S("Don’t know");
	case PARENTS_REFUSED: break;
	}
	return NOT_SAID;
}

static struct str school_text(const struct joining_answers *s)
{
	if (s->school == JOINING_FOUND)
		return S("A school on a published list. We keep only the numbers that are "
			 "published about it, not its name.");
	if (s->school == JOINING_NOT_FOUND)
		return S("A school that is on no list. Its name was not kept.");
	return NOT_SAID;
}

/* What was ticked and written, a line each. */
static struct str ticked_text(
	struct ctx *c, const char *const *said, int64_t n, int64_t bits, struct str more)
{
	struct str text = S("");

	for (int64_t i = 0; i < n; i++)
		if (bits >> i & 1)
			text = arena_fmt(c->mem, "%s%s%s", text.at, text.len ? " · " : "", said[i]);
	if (more.len)
		text = arena_fmt(c->mem, "%s%s“%.*s”", text.at, text.len ? " · " : "",
			(int)more.len, more.at);
	return text.len ? text : NOT_SAID;
}

static struct str hours_text(struct ctx *c, const struct joining_answers *s)
{
	struct str times = joining_words_times(c, s->free);

	if (s->hours == 0)
		return s->free ? times : NOT_SAID;
	struct str hours = s->hours == 1 ? S("1 hour a week")
					 : arena_fmt(c->mem, "%d hours a week", (int)s->hours);
	return s->free ? arena_fmt(c->mem, "%s · %s", hours.at, times.at) : hours;
}

static struct str label_text(int64_t code, const char *label)
{
	return code ? str_of(label) : NOT_SAID;
}

static size_t understand(struct ctx *c, const struct joining_ask *a, struct understood *u)
{
	const struct joining_answers *s = &a->j.said;
	size_t n = 0;

	if (!a->j.finished_at || a->in_study) {
		u[n++] = (struct understood){ JOINING_POSTCODE, "Where you lived before university",
			postcode_text(c, s) };
		u[n++] = (struct understood){ JOINING_PARENTS, "Your parents", parents_text(s) };
		u[n++] = (struct understood){ JOINING_SCHOOL, "Your last school", school_text(s) };
	}
	u[n++] = (struct understood){ JOINING_SUBJECT, "Subject",
		s->subject.len ? s->subject : NOT_SAID };
	u[n++] = (struct understood){ JOINING_YEAR, "Year",
		s->year ? arena_fmt(c->mem, "Year %d", (int)s->year) : NOT_SAID };
	u[n++] = (struct understood){ JOINING_EXPERIENCE, "Work experience so far",
		label_text(s->experience, experience_said(s->experience)) };
	u[n++] = (struct understood){ JOINING_CAREER, "How far you have come",
		label_text(s->career, career_said(s->career)) };
	u[n++] = (struct understood){ JOINING_GOALS_STEP, "What you hope for",
		ticked_text(c, joining_words_goals, JOINING_GOALS, s->goals, s->goal_text) };
	struct str helps =
		ticked_text(c, joining_words_helps, JOINING_HELPS, s->helps, s->help_text);
	struct str hinders =
		ticked_text(c, joining_words_hinders, JOINING_HINDERS, s->hinders, s->hinder_text);
	u[n++] = (struct understood){ JOINING_HELPS_STEP, "What helps you", helps };
	u[n++] = (struct understood){ JOINING_HELPS_STEP, "What stands in the way", hinders };
	u[n++] =
		(struct understood){ JOINING_HOURS, "When you could spare time", hours_text(c, s) };
	return n;
}

static struct str title_of(const struct joining_ask *a)
{
	if (a->step == JOINING_TERMS)
		return S("What members agree to");
	if (a->step == JOINING_STUDY)
		return S("Will you take part in the study?");
	return a->j.finished_at ? S("What you told us") : S("Is this right?");
}

void joining_end_show(struct request *rq, const struct joining_ask *a)
{
	struct understood u[ROWS + 1];

	layout_open(rq, title_of(a));
	refusal(&rq->out, rq);
	if (a->step == JOINING_CHECK)
		check_view(&rq->out, a, u, understand(rq->ctx, a, u));
	else if (a->step == JOINING_TERMS)
		terms_view(&rq->out, a);
	else
		study_view(&rq->out, rq, a);
	layout_close(rq);
}

void joining_end_over(struct request *rq, const struct joining_ask *a)
{
	layout_open(rq, S("This round is over"));
	over_view(&rq->out, a);
	layout_close(rq);
}

void joining_end_forgotten(struct request *rq, const struct joining_ask *a)
{
	layout_open(rq, S("Your answers are deleted"));
	forgotten_view(&rq->out, a);
	layout_close(rq);
}

bool joining_end_waiting(struct request *rq)
{
	struct round_id round;
	struct str title;

	if (!joining_waiting(rq->ctx, &round, &title))
		return false;
	if (round.v)
		waiting_view(&rq->out, round, title);
	return true;
}
