/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Making one's own introduction: the form, what others will see, sending, taking back. */
#include "community/alias_page.h"
#include "community/group.h"
#include "community/introduction_page.h"
#include "community/introduction_routes.h"
#include "community/part_page.h"
#include "core/access.h"
#include "core/activity.h"
#include "core/place.h"
#include "site/layout.h"

enum { OTHERS = 3, CAPTIONS_MAX = 64 << 10 };

struct form_view {
	const struct introduction *mine;
	const struct introduction *other; /* whose introductions stand above the form */
	size_t others;
	struct str group, words, words_wrong, file_wrong, captions_wrong;
	struct url script;
	int64_t person;
	struct alias_wish name;
};
struct look_view {
	struct introduction mine;
	struct str group, known_wrong, words_wrong;
	struct url script;
	bool recognised; /* somebody with an alias shows face or voice */
};

#include "introduction_mine.html.h"

/* The group that somebody introduces themselves to; only its members write in it. */
static bool own_group(struct request *rq, struct group *ret)
{
	struct ctx *c = rq->ctx;
	int64_t id = rq->place->group;

	if (!ctx_ok(c))
		return false;
	if (id == 0)
		return fail(c, FAULT_ABSENT, "You are not in a group yet.");
	return access_check(c, GROUP_WRITE, id) && group_get(c, (struct group_id){ id }, ret);
}

/* «I read … and»: the easiest first words are about somebody else's. */
static bool begin_from(struct request *rq, int64_t id, struct str *ret)
{
	struct introduction i;

	if (id == 0)
		return true;
	if (!introduction_get(rq->ctx, id, &i))
		return false;
	*ret = arena_fmt(
		rq->ctx->mem, "I read what %.*s wrote, and ", (int)i.byline.len, i.byline.at);
	return true;
}

static bool put_form(struct request *rq, const struct group *g, struct form_view *v)
{
	struct introduction *other;

	v->group = g->name;
	v->person = rq->ctx->actor.v;
	v->script = layout_asset(rq, "/asset/$/js/record.js");
	v->words_wrong = layout_wrong_at(rq, "words");
	v->file_wrong = layout_wrong_at(rq, "recording");
	v->captions_wrong = layout_wrong_at(rq, "captions");
	if (ctx_ok(rq->ctx)) {
		if (!introduction_list(rq->ctx, g->id, &other, &v->others))
			return false;
		v->other = other;
	}
	rq->media = MEDIA_RECORDS;
	layout_open(rq, S("Introduce myself"));
	part_problem(rq);
	form_top(&rq->out, v);
	for (size_t i = 0, shown = 0; i < v->others && shown < OTHERS; i++)
		if (!v->other[i].mine && ++shown)
			form_other(&rq->out, &v->other[i]);
	form_fields(&rq->out, v);
	alias_put(rq, &v->name);
	form_end(&rq->out, v);
	layout_close(rq);
	return true;
}

static bool ask_name(struct request *rq, const struct group *g, struct form_view *v)
{
	const struct alias_spot spot = introduction_spot(g->round, v->mine);

	if (!alias_ask(rq, &spot, &v->name))
		return false;
	v->name.alone = true;
	if (v->mine->id && rq->method != POST)
		v->name.as = v->mine->as;
	return true;
}

bool introduction_form_show(struct request *rq)
{
	int64_t from = query_int(rq, "from", 0, INT64_MAX, 0);
	struct introduction mine;
	struct form_view v = { .mine = &mine };
	struct group g = { 0 };

	if (!own_group(rq, &g) || !introduction_mine(rq->ctx, g.id, &mine) || !ask_name(rq, &g, &v))
		return false;
	v.words = mine.words;
	if (mine.words.len == 0 && !begin_from(rq, from, &v.words))
		return false;
	layout_visit(rq, OBJECT_PAGE, 0);
	return put_form(rq, &g, &v);
}

/* What takes long is done before the transaction: a recording is sealed. */
bool introduction_keep_before(struct request *rq)
{
	struct blob_sealed *sealed;
	struct str name, bytes;

	rq->before = NULL;
	if (!form_file(rq, "recording", &name, &bytes) || bytes.len == 0)
		return true;
	if (!blob_seal(rq->ctx, bytes, &sealed))
		return false;
	rq->before = sealed;
	return true;
}

static bool read_files(struct request *rq, struct introduction_draft *d)
{
	struct str name, bytes;

	d->recording = rq->before;
	if (form_file(rq, "recording", &name, &bytes) && !d->recording)
		return ctx_wrong(rq->ctx, "recording",
			bytes.len ? "This file is too large: a recording may have %d MB."
				  : "This file is empty. A recording may have %d MB.",
			BLOB_VIDEO_MAX >> 20);
	if (!form_file(rq, "captions", &name, &d->captions))
		return true;
	return d->captions.len <= CAPTIONS_MAX
		|| ctx_wrong(rq->ctx, "captions", "A caption file may have 64 KB.");
}

bool introduction_keep_send(struct request *rq)
{
	static const char *const fields[] = { "words", "recording", "captions", "drop", "as",
		"alias", NULL };
	struct introduction_draft d = { .words = part_form_text(rq, "words"), .captions = S("") };
	struct introduction mine;
	struct form_view v = { .mine = &mine, .words = d.words };
	struct ctx *c = rq->ctx;
	struct group g = { 0 };

	if (!own_group(rq, &g) || !introduction_mine(c, g.id, &mine) || !ask_name(rq, &g, &v))
		return false;
	d.group = g.id;
	d.name = v.name;
	d.drop = form_has(rq, "drop");
	if (form_only(rq, fields) && read_files(rq, &d) && ctx_ok(c) && introduction_keep(c, &d)) {
		rq->saved = arena_fmt(c->mem, "introduction-%lld", (long long)c->actor.v);
		return request_see(rq, URL("/people/mine/look"));
	}
	(void)!put_form(rq, &g, &v);
	return false;
}

/* ---- as others will see it ---- */

static bool read_look(struct request *rq, struct group *g, struct look_view *v)
{
	if (!own_group(rq, g) || !introduction_mine(rq->ctx, g->id, &v->mine))
		return false;
	if (v->mine.id == 0)
		return fail(rq->ctx, FAULT_ABSENT, "There is no introduction of yours yet.");
	v->group = g->name;
	v->recognised = v->mine.form != INTRODUCTION_TEXT && v->mine.as < APPEAR_FIRST;
	return true;
}

static void put_look(struct request *rq, struct look_view *v)
{
	v->known_wrong = layout_wrong_at(rq, "known");
	v->words_wrong = layout_wrong_at(rq, "words");
	v->script = layout_asset(rq, "/asset/$/js/record.js");
	rq->media = MEDIA_PLAYS;
	layout_open(rq, S("As the others will see it"));
	part_problem(rq);
	look_top(&rq->out, v);
	introduction_put(rq, &v->mine);
	look_end(&rq->out, v);
	layout_close(rq);
}

bool introduction_look(struct request *rq)
{
	struct look_view v = { 0 };
	struct group g = { 0 };

	if (!read_look(rq, &g, &v))
		return false;
	put_look(rq, &v);
	return true;
}

bool introduction_send_send(struct request *rq)
{
	static const char *const fields[] = { "known", NULL };
	struct look_view v = { 0 };
	struct group g = { 0 };

	if (!read_look(rq, &g, &v))
		return false;
	if (form_only(rq, fields)
		&& introduction_send(rq->ctx, rq->place, g.id, form_has(rq, "known")))
		return request_see(rq, URL("/people?done=shown"));
	put_look(rq, &v);
	return false;
}

bool introduction_withdraw_show(struct request *rq)
{
	layout_open(rq, S("Take it back"));
	withdraw_ask(&rq->out);
	layout_close(rq);
	return true;
}

bool introduction_withdraw_send(struct request *rq)
{
	struct group_id group = { rq->place->group };

	return introduction_withdraw(rq->ctx, group) && request_see(rq, URL("/people?done=gone"));
}
