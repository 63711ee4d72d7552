/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/consent.h"

#include "community/consent_words.h"
#include "community/routes.h"
#include "community/study_answer.h"
#include "core/collect.h"
#include "core/frozen.h"
#include "core/place.h"
#include "core/sever.h"
#include "core/zone.h"
#include "site/layout.h"

enum { ANSWER_MAX_BYTES = 20, FROZEN_SHOWN = 50 };

struct consent_view {
	struct consent_text now, agreed; /* agreed: an older one that the person's yes stands to */
	struct consent_answer last;
	struct html words, agreed_words;
	struct str published, said, refused;
	bool done;
	struct ctx *ctx;
	struct str zone;
	bool collects;		     /* in a round of a study */
	struct sever_state key;	     /* at: nobody can be found in it any more */
	int64_t off;		     /* what that does not note: bits of core/collect */
	const struct frozen *frozen; /* tables that the person stays in */
	size_t frozen_n;
};

#include "consent.html.h"

static struct str zone_of(const struct request *rq)
{
	return rq->place->zone.len ? rq->place->zone : S("Europe/London");
}

/* «Tuesday 3 November», with the year when it is another one. */
static struct str day_of(struct request *rq, int64_t instant)
{
	struct str text = zone_text(rq->ctx, zone_of(rq), instant);

	return str_cut(&text, ',');
}

static bool read_text(struct request *rq, struct consent_text *t, struct html *ret)
{
	return t->id == 0 || consent_words_html(rq->ctx, t->body, &ret->s);
}

static bool read_view(struct request *rq, struct consent_view *v)
{
	struct ctx *c = rq->ctx;

	*v = (struct consent_view){ 0 };
	if (!consent_text(c, CONSENT_STUDY, &v->now) || !read_text(rq, &v->now, &v->words)
		|| !consent_last(c, c->actor, CONSENT_STUDY, &v->last))
		return false;
	bool older = v->last.said == CONSENT_YES && v->last.text != v->now.id;
	if (older
		&& (!consent_text_get(c, CONSENT_STUDY, v->last.text, &v->agreed)
			|| !read_text(rq, &v->agreed, &v->agreed_words)))
		return false;
	struct frozen *frozen;
	if (!frozen_of_person(c, c->actor, FROZEN_SHOWN, &frozen, &v->frozen_n))
		return false;
	v->collects = rq->place->study > 0;
	if (v->collects
		&& (!collect_off(c, rq->place->study, &v->off)
			|| !sever_look(c, rq->place->study, &v->key)))
		return false;
	v->frozen = frozen;
	v->ctx = c;
	v->zone = zone_of(rq);
	v->published = day_of(rq, v->now.made_at);
	v->said = day_of(rq, v->last.at);
	return true;
}

static void show(struct request *rq, struct consent_view *v)
{
	if (!ctx_ok(rq->ctx))
		v->refused = str_of(rq->ctx->fault.text);
	layout_open(rq, S("The study"));
	consent_top(&rq->out, v);
	if (v->now.id > 0) {
		consent_words(&rq->out, v);
		if (v->collects)
			consent_collects(&rq->out, v);
		if (v->last.said == CONSENT_YES || v->last.said == CONSENT_LEFT)
			consent_frozen(&rq->out, v);
		consent_choice(&rq->out, v);
	}
	consent_foot(&rq->out);
	layout_close(rq);
}

bool consent_page(struct request *rq)
{
	struct consent_view v;

	if (!read_view(rq, &v))
		return false;
	v.done = query_int(rq, "done", 0, 1, 0) == 1;
	if (!ctx_ok(rq->ctx))
		return false;
	show(rq, &v);
	return true;
}

static bool answer(struct request *rq)
{
	static const char *const fields[] = { "answer", "text", NULL };
	struct str said = form_str(rq, "answer", ANSWER_MAX_BYTES);
	int64_t text = form_int(rq, "text", 0, INT64_MAX, 0);

	if (!form_only(rq, fields) || !ctx_ok(rq->ctx))
		return false;
	if (str_eq(said, S("yes")))
		return study_answer_yes(rq->ctx, text);
	if (str_eq(said, S("no")))
		return study_answer_no(rq->ctx);
	return fail(rq->ctx, FAULT_INVALID, "Choose one of the two answers.");
}

/* Read first: after a fault nothing more can be read, and the page is shown again with it. */
bool consent_send(struct request *rq)
{
	struct consent_view v;

	if (!read_view(rq, &v))
		return false;
	if (answer(rq))
		return request_see(rq, URL("/study?done=1"));
	show(rq, &v);
	return false;
}
