/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/consent_words.h"

#include "community/part_page.h"
#include "community/routes.h"
#include "core/once.h"
#include "core/zone.h"
#include "site/layout.h"

enum { KEY_MAX = 64 };

struct words_view {
	struct consent_text study, membership;
	struct html study_words, membership_words, preview;
	struct str study_day, membership_day;
	struct str body, once, draft, wrong;
	bool done;
};

#include "consent_words.html.h"

static struct str day_of(struct ctx *c, int64_t instant)
{
	struct str text = zone_text(c, S("Europe/London"), instant);

	return str_cut(&text, ',');
}

static bool read_one(struct ctx *c, enum consent_kind kind, struct consent_text *ret,
	struct html *ret_words, struct str *ret_day)
{
	if (!consent_text(c, kind, ret)
		|| (ret->id > 0 && !consent_words_html(c, ret->body, &ret_words->s)))
		return false;
	*ret_day = day_of(c, ret->made_at);
	return true;
}

static bool read_view(struct request *rq, struct words_view *v)
{
	struct ctx *c = rq->ctx;

	*v = (struct words_view){ .once = layout_once(rq),
		.draft = arena_fmt(c->mem, "%lld-study-words", (long long)c->actor.v) };
	if (!read_one(c, CONSENT_STUDY, &v->study, &v->study_words, &v->study_day)
		|| !read_one(c, CONSENT_MEMBERSHIP, &v->membership, &v->membership_words,
			&v->membership_day))
		return false;
	v->body = v->study.body;
	return true;
}

static void show(struct request *rq, struct words_view *v)
{
	v->wrong = layout_wrong_at(rq, "body");
	layout_open(rq, S("Words of the study"));
	part_problem(rq);
	words_top(&rq->out, v);
	words_form(&rq->out, v);
	words_terms(&rq->out, v);
	layout_close(rq);
}

bool consent_words_page(struct request *rq)
{
	struct words_view v;

	if (!read_view(rq, &v))
		return false;
	v.done = query_int(rq, "done", 0, 1, 0) == 1;
	if (!ctx_ok(rq->ctx))
		return false;
	show(rq, &v);
	return true;
}

/* ret_done is false when only a preview was asked for. */
static bool take(struct request *rq, struct words_view *v, bool *ret_done)
{
	static const char *const fields[] = { "once", "base", "body", "preview", NULL };
	struct ctx *c = rq->ctx;
	struct consent_words_draft d = { .base = form_int(rq, "base", 0, INT64_MAX, 0),
		.body = v->body };
	struct str key = form_str(rq, "once", KEY_MAX);
	int64_t text = 0;

	*ret_done = false;
	if (!form_only(rq, fields) || !ctx_ok(c))
		return false;
	if (form_has(rq, "preview"))
		return consent_words_html(c, v->body, &v->preview.s);
	*ret_done = true;
	return once_find(c, key, v->body, &text)
		&& (text > 0
			|| (consent_words_publish(c, &d, &text)
				&& once_keep(c, key, v->body, text)));
}

bool consent_words_send(struct request *rq)
{
	struct words_view v;
	bool done;

	if (!read_view(rq, &v))
		return false;
	v.body = part_form_text(rq, "body");
	bool good = take(rq, &v, &done);
	if (good && done) {
		rq->saved = v.draft;
		return request_see(rq, URL("/study/words?done=1"));
	}
	show(rq, &v);
	return good;
}
