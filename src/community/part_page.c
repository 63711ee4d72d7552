/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/part_page.h"

#include "community/appear.h"
#include "community/post.h"
#include "core/choice.h"
#include "core/feature.h"
#include "core/person.h"
#include "core/place.h"
#include "core/session.h"
#include "site/layout.h"

#include "part.html.h"

bool part_moderates(const struct request *rq)
{
	return (rq->ctx->roles & ROLE_FACILITATOR) != 0;
}

bool part_ended(struct request *rq, struct group_id group, bool *ret)
{
	const struct place *p = rq->place;

	*ret = false;
	if (part_moderates(rq))
		return true;
	if (p->group != group.v)
		return feature_ended(rq->ctx, group.v, ret);
	*ret = p->week > p->weeks && !(p->features & 1 << FEATURE_OPEN_MEMBERSHIP);
	return true;
}

/* Outside of threads there is no alias to draw: who chose one there is not named. */
static struct str chosen_name(struct request *rq)
{
	struct str chosen, own;

	if (!choice_find(rq->ctx, CHOICE_APPEAR, &chosen)
		|| !choice_find(rq->ctx, CHOICE_ALIAS, &own))
		return S(PART_SOMEBODY);
	switch (appear_of(chosen)) {
	case APPEAR_ALIAS: return S(PART_SOMEBODY);
	case APPEAR_OWN: return own.len ? own : S(PART_SOMEBODY);
	default: return rq->session->shown_name;
	}
}

struct str part_byline(struct request *rq, bool member)
{
	struct str name = rq->session->shown_name;

	if (member || !part_moderates(rq))
		return chosen_name(rq);
	return arena_fmt(rq->ctx->mem, "%.*s (facilitator)", (int)name.len, name.at);
}

void part_problem(struct request *rq)
{
	if (rq->ctx->wrong)
		layout_wrong(rq);
	else if (!ctx_ok(rq->ctx))
		problem(&rq->out, str_of(rq->ctx->fault.text));
}

void part_body_field(struct request *rq, const struct part_body *b)
{
	body_field(&rq->out, b, layout_wrong_at(rq, "body"));
}

void part_readers(struct request *rq, struct str group, bool read_across)
{
	readers(&rq->out, group, read_across);
}

struct str part_form_text(struct request *rq, const char *name)
{
	return form_str(rq, name, BODY_MAX);
}
