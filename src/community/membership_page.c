/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/membership.h"

#include "community/consent_words.h"
#include "community/routes.h"
#include "core/place.h"
#include "core/zone.h"
#include "site/layout.h"

struct member_view {
	struct consent_text now, agreed; /* agreed: an older one that the person's yes stands to */
	struct consent_answer last;
	struct html text, agreed_text;
	struct str published, said, refused;
	const struct membership_round *round;
	size_t rounds;
	bool left, in_study;
};

#include "membership.html.h"

/* «Tuesday 3 November», with the year when it is another one. */
static struct str day_of(struct request *rq, int64_t instant)
{
	struct str zone = rq->place->zone.len ? rq->place->zone : S("Europe/London");
	struct str text = zone_text(rq->ctx, zone, instant);

	return str_cut(&text, ',');
}

static bool read_text(struct ctx *c, const struct consent_text *t, struct html *ret)
{
	return t->id == 0 || consent_words_html(c, t->body, &ret->s);
}

static bool read(struct request *rq, struct member_view *v)
{
	struct ctx *c = rq->ctx;
	struct membership_round *round;

	*v = (struct member_view){ 0 };
	if (!consent_text(c, CONSENT_MEMBERSHIP, &v->now) || !read_text(c, &v->now, &v->text)
		|| !consent_last(c, c->actor, CONSENT_MEMBERSHIP, &v->last)
		|| !consent_stands(c, c->actor, CONSENT_STUDY, &v->in_study)
		|| !membership_rounds(c, &round, &v->rounds))
		return false;
	bool older = v->last.said == CONSENT_YES && v->last.text != v->now.id;
	if (older
		&& (!consent_text_get(c, CONSENT_MEMBERSHIP, v->last.text, &v->agreed)
			|| !read_text(c, &v->agreed, &v->agreed_text)))
		return false;
	v->round = round;
	v->published = day_of(rq, v->now.made_at);
	v->said = day_of(rq, v->last.at);
	return true;
}

static void show(struct request *rq, struct member_view *v)
{
	layout_open(rq, S("What members agree to"));
	member_page(&rq->out, v);
	layout_close(rq);
}

bool membership_terms(struct request *rq)
{
	struct member_view v;
	bool left = query_int(rq, "left", 0, 1, 0) == 1;

	if (!ctx_ok(rq->ctx) || !read(rq, &v))
		return false;
	v.left = left && v.rounds == 0;
	show(rq, &v);
	return true;
}

bool membership_agree_page(struct request *rq)
{
	static const char *const fields[] = { "text", NULL };
	int64_t text = form_int(rq, "text", 0, INT64_MAX, 0);
	struct member_view v;

	if (!form_only(rq, fields) || !ctx_ok(rq->ctx) || !read(rq, &v))
		return false;
	if (membership_agree(rq->ctx, text))
		return request_see(rq, URL("/study/terms"));
	v.refused = str_of(rq->ctx->fault.text);
	show(rq, &v);
	return false;
}

bool membership_leave_page(struct request *rq)
{
	struct member_view v;

	if (!read(rq, &v))
		return false;
	layout_open(rq, S("Leave all your rounds?"));
	leave_page(&rq->out, &v);
	layout_close(rq);
	return true;
}

bool membership_leave_send(struct request *rq)
{
	return membership_leave(rq->ctx) && request_see(rq, URL("/study/terms?left=1"));
}
