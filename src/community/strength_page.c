/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/strength.h"

#include "community/part_page.h"
#include "community/welcome_page.h"
#include "community/welcome_routes.h"
#include "core/activity.h"
#include "core/choice.h"
#include "core/place.h"
#include "site/layout.h"

enum { INTRODUCTION_MAX = 3000, KEY_MAX = 40 };

struct mirror {
	bool on[STRENGTHS_MAX];
	size_t ticked;
	int64_t person, group;
	struct str group_name, introduction, wrong, done;
};

#include "strength.html.h"

_Static_assert(CHOICE_MAX > 2 * INTRODUCTION_MAX, "an introduction fits where it is kept");

/* Also false where the round does not offer it. */
static bool read_mirror(struct request *rq, struct mirror *m)
{
	struct place here;

	*m = (struct mirror){ .person = rq->ctx->actor.v,
		.group = rq->place->group,
		.group_name = rq->place->group_name };
	if (!welcome_place(rq->ctx, rq->place, &here))
		return false;
	if (!welcome_has(&here, WELCOME_STRENGTHS))
		return fail(rq->ctx, FAULT_ABSENT, "Your round does not have this page.");
	if (!strength_ticked(rq->ctx, m->on))
		return false;
	for (size_t i = 0; i < strength_words_n; i++)
		m->ticked += m->on[i];
	return true;
}

bool strength_show(struct request *rq)
{
	struct mirror m;

	if (!read_mirror(rq, &m))
		return false;
	layout_visit(rq, OBJECT_PAGE, 0);
	layout_open(rq, S("What you do already"));
	welcome_top(rq, S(""));
	mirror_ticks(&rq->out, &m);
	layout_close(rq);
	return true;
}

static bool form_ticks(struct request *rq, bool *on)
{
	struct str key;

	for (size_t n = 0; form_nth(rq, "on", n, KEY_MAX, &key); n++)
		for (size_t i = 0; i < strength_words_n; i++)
			on[i] = on[i] || str_eq(key, str_of(strength_words[i].key));
	return ctx_ok(rq->ctx);
}

bool strength_send(struct request *rq)
{
	static const char *const fields[] = { "on", "skip", NULL };
	bool on[STRENGTHS_MAX] = { false };
	struct mirror m;

	if (form_has(rq, "skip"))
		return welcome_go(rq, WELCOME_STRENGTHS);
	return read_mirror(rq, &m) && form_only(rq, fields) && form_ticks(rq, on)
		&& strength_tick(rq->ctx, on) && request_see(rq, URL("/welcome/strengths/words"));
}

static void put_words(struct request *rq, struct mirror *m)
{
	m->wrong = layout_wrong_at(rq, "introduction");
	layout_open(rq, S("What employers call it"));
	welcome_top(rq, S(""));
	part_problem(rq);
	mirror_words(&rq->out, m);
	mirror_introduction(&rq->out, m);
	layout_close(rq);
}

bool strength_words_show(struct request *rq)
{
	struct mirror m;

	if (!read_mirror(rq, &m) || !choice_find(rq->ctx, CHOICE_INTRODUCTION, &m.introduction))
		return false;
	if (m.introduction.len == 0)
		m.introduction = strength_draft(rq->ctx, m.on);
	layout_visit(rq, OBJECT_PAGE, 0);
	put_words(rq, &m);
	return true;
}

/* What it is for decides where it goes: kept here, or also put into the form of the group. */
static bool keep(struct request *rq, const struct mirror *m, bool use)
{
	if (use && m->introduction.len == 0)
		return ctx_wrong(
			rq->ctx, "introduction", "There is nothing here yet to put there.");
	return choice_set(rq->ctx, CHOICE_INTRODUCTION, m->introduction)
		&& (!use || m->group == 0 || welcome_into_form(rq->ctx, m->group, m->introduction));
}

bool strength_words_send(struct request *rq)
{
	static const char *const fields[] = { "introduction", "use", "skip", NULL };
	struct ctx *c = rq->ctx;
	struct mirror m;
	bool use = form_has(rq, "use");

	if (form_has(rq, "skip"))
		return welcome_go(rq, WELCOME_STRENGTHS);
	if (!read_mirror(rq, &m))
		return false;
	m.introduction = str_trim(form_str(rq, "introduction", INTRODUCTION_MAX * 2));
	if (form_only(rq, fields) && ctx_ok(c) && keep(rq, &m, use)) {
		rq->saved = arena_fmt(c->mem, "introduction-%lld", (long long)c->actor.v);
		if (use && m.group)
			return welcome_reach(c, rq->place, WELCOME_APPEAR)
				&& request_see(rq, URL("/welcome/appear?done=form"));
		return welcome_go(rq, WELCOME_STRENGTHS);
	}
	put_words(rq, &m);
	return false;
}
