/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading introductions. */
#include "community/introduction_page.h"

#include "community/group.h"
#include "community/introduction_routes.h"
#include "community/part_page.h"
#include "community/when.h"
#include "core/activity.h"
#include "core/blob.h"
#include "core/choice.h"
#include "core/place.h"
#include "site/blob_page.h"
#include "site/layout.h"

struct people_view {
	struct group group;
	const struct introduction *row;
	size_t n;
	bool own; /* the group of who looks */
	struct introduction mine;
	struct str said;
};
struct card {
	const struct introduction *i;
	struct when *when;
	bool begin; /* offers to begin one's own from it */
};

#include "introduction.html.h"

static struct str zone_of(const struct request *rq)
{
	return rq->place->zone.len ? rq->place->zone : S("Europe/London");
}

static void put_card(struct request *rq, const struct introduction *i, bool begin)
{
	struct when when;
	const struct card card = { i, &when, begin && !i->mine };

	when_init(&when, rq->ctx, zone_of(rq), i->sent_at);
	card_view(&rq->out, &card);
}

void introduction_put(struct request *rq, const struct introduction *i)
{
	put_card(rq, i, false);
}

static bool put_people(struct request *rq, struct people_view *v)
{
	struct ctx *c = rq->ctx;
	struct introduction *row;

	if (!group_get(c, v->group.id, &v->group) || !introduction_list(c, v->group.id, &row, &v->n)
		|| (v->own && !introduction_mine(c, v->group.id, &v->mine)))
		return false;
	v->row = row;
	rq->media = MEDIA_PLAYS;
	layout_visit(rq, OBJECT_PAGE, 0);
	layout_open(rq, S("Who is here"));
	people_open(&rq->out, v);
	for (size_t i = 0; i < v->n; i++)
		put_card(rq, &row[i], v->own && v->mine.sent_at == 0);
	people_close(&rq->out, v);
	layout_close(rq);
	return true;
}

static struct str said(struct request *rq)
{
	struct str what = query_str(rq, "done", 20);

	if (str_eq(what, S("shown")))
		return S("Your introduction is here for your group.");
	return str_eq(what, S("gone")) ? S("Your introduction is gone, and its recording with it.")
				       : S("");
}

bool introduction_people(struct request *rq)
{
	struct people_view v = { .group.id = { rq->place->group }, .own = true };

	v.said = said(rq);
	if (v.group.id.v)
		return ctx_ok(rq->ctx) && put_people(rq, &v);
	layout_open(rq, S("Who is here"));
	people_nowhere(&rq->out, part_moderates(rq));
	layout_close(rq);
	return true;
}

/* Their first page asks for no introduction any more; they can still make one. */
bool introduction_later_send(struct request *rq)
{
	static const char *const fields[] = { NULL };

	return form_only(rq, fields) && choice_set(rq->ctx, CHOICE_HELLO, S("later"))
		&& request_see(rq, URL("/home#ask"));
}

bool introduction_group(struct request *rq)
{
	struct people_view v = { .group.id = { path_id(rq, "group") }, .said = S("") };

	v.own = v.group.id.v == rq->place->group;
	return ctx_ok(rq->ctx) && put_people(rq, &v);
}

/* ---- recordings ---- */

static bool find(struct request *rq, struct introduction *ret)
{
	int64_t id = path_id(rq, "introduction");

	return ctx_ok(rq->ctx) && introduction_get(rq->ctx, id, ret);
}

static bool put_file(struct request *rq, int64_t id)
{
	struct blob b;

	if (id == 0)
		return fail(rq->ctx, FAULT_ABSENT, "There is no such file.");
	return blob_get(rq->ctx, id, &b) && blob_send(rq, &b, false);
}

bool introduction_recording(struct request *rq)
{
	struct introduction i;

	return find(rq, &i) && put_file(rq, i.media);
}

bool introduction_poster(struct request *rq)
{
	struct introduction i;

	return find(rq, &i) && put_file(rq, i.poster);
}

bool introduction_captions(struct request *rq)
{
	struct introduction i;

	if (!find(rq, &i))
		return false;
	rq->file = true;
	rq->type = "text/vtt; charset=utf-8";
	buf_add(&rq->out, introduction_vtt(rq->ctx, &i));
	return true;
}
