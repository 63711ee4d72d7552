/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/home.h"

#include "community/again.h"
#include "community/again_page.h"
#include "community/catchup_page.h"
#include "community/group.h"
#include "community/joining_routes.h"
#include "community/meeting_page.h"
#include "community/part_page.h"
#include "community/round.h"
#include "community/routes.h"
#include "community/study_answer.h"
#include "community/thread.h"
#include "community/welcome.h"
#include "community/wellbeing_page.h"
#include "community/when.h"
#include "core/activity.h"
#include "core/choice.h"
#include "core/consent.h"
#include "core/feature.h"
#include "core/person.h"
#include "core/place.h"
#include "core/session.h"
#include "core/zone.h"
#include "http/html.h"
#include "site/asked_page.h"
#include "site/layout.h"

/* A cairn of more stones than these is no picture any more. */
enum { ROUNDS_SHOWN = 12, STONES_MAX = 8 };

struct welcome {
	struct str name;
	const struct place *place;
	const struct topic *topic;	 /* of this week; NULL before and after the round */
	struct welcome_progress minutes; /* the first ones */
	bool staff, facilitates, researches, administers, invites, edits;
	bool ended;   /* the writing in their group */
	bool left;    /* is no member any more */
	bool asked;   /* whether they take part in the study */
	bool stays;   /* the weeks are over, and the group goes on writing */
	int64_t have; /* minutes that they have; 0: not said */
};

#include "home.html.h"

static bool is_staff(const struct request *rq)
{
	const int64_t reads = ROLE_FACILITATOR | ROLE_RESEARCHER | ROLE_SAFEGUARDING;

	return (rq->ctx->roles & reads) != 0;
}

/* What is near, for somebody with a moment to read. */
static bool put_near(struct request *rq, struct home *h, int64_t *ret_asked)
{
	struct home_near near;
	size_t n;

	if (!home_texts(rq->ctx, rq->place, h)
		|| !home_nearest(rq->ctx, rq->place, h, &near, 1, &n))
		return false;
	home_ask_read(&rq->out, &near);
	catchup_why(rq, &near);
	*ret_asked = near.thread->id.v;
	return true;
}

/* ret_asked: the thread that it names, so that it is not told twice; 0: none. */
static bool put_ask(struct request *rq, const struct welcome *w, struct home *h, int64_t *ret_asked)
{
	const struct home_moment m = { .minutes = w->have,
		.topic_minutes = w->topic ? w->topic->minutes : 0,
		.week = w->place->week,
		.ended = w->ended };
	struct buf *out = &rq->out;

	home_ask_open(out);
	switch (home_ask(h, &m)) {
	case HOME_OFFER:
		home_ask_offer(out, &h->offer);
		*ret_asked = h->offer.thread.v;
		break;
	case HOME_WAITING:
		home_ask_waiting(out, h->waiting);
		*ret_asked = h->waiting->id.v;
		break;
	case HOME_REPLY: home_ask_reply(out, h->reply[0]); break;
	case HOME_HELLO: home_ask_hello(out, h); break;
	case HOME_WEEK:
	case HOME_GROUP:
		if (w->topic)
			home_ask_week(out, w);
		else
			home_ask_group(out, w);
		break;
	case HOME_READ:
		if (!put_near(rq, h, ret_asked))
			return false;
	}
	home_ask_minutes(out, w);
	home_ask_close(out);
	return true;
}

static void put_news(
	struct request *rq, const struct welcome *w, const struct home *h, int64_t asked)
{
	struct when when;
	size_t told = h->replies;

	for (size_t i = 0; i < h->freshes; i++)
		told += h->fresh[i]->id.v != asked;
	if (told == 0)
		return;
	when_init(&when, rq->ctx, w->place->zone, w->place->opens_at);
	home_news_open(&rq->out);
	for (size_t i = 0; i < h->replies; i++)
		home_news_reply(&rq->out, &when, h->reply[i]);
	for (size_t i = 0; i < h->freshes; i++)
		if (h->fresh[i]->id.v != asked)
			home_news_fresh(&rq->out, &when, h->fresh[i]);
	home_news_close(&rq->out, w);
}

static bool put_meeting(struct request *rq)
{
	return meeting_put(rq, (struct group_id){ rq->place->group }, rq->place->features);
}

/* The one thing to do stands on the first screen of a phone, before any survey. Who came back is
   told what there was before anything is asked of them. */
static bool put_first(struct request *rq, const struct welcome *w, struct home *h)
{
	int64_t asked = 0;
	bool back;

	if (w->place->week == 0) {
		home_early(&rq->out, zone_day(rq->ctx, w->place->zone, w->place->opens_at), w);
		return asked_put(rq) && put_meeting(rq);
	}
	if (!catchup_put(rq, h, &back) || (!back && !put_ask(rq, w, h, &asked)))
		return false;
	if (!asked_put(rq) || !put_meeting(rq))
		return false;
	if (!back)
		put_news(rq, w, h, asked);
	return true;
}

static bool find_topic(struct request *rq, struct welcome *w)
{
	struct topic *t;
	size_t n;

	if (!round_topics(rq->ctx, (struct round_id){ w->place->round }, &t, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (t[i].week == w->place->week)
			w->topic = &t[i];
	return true;
}

static bool find_minutes(struct ctx *c, struct welcome *w)
{
	struct str said;

	if (!choice_find(c, CHOICE_MINUTES, &said))
		return false;
	(void)!str_to_int(said, &w->have);
	return true;
}

static bool find_left(struct ctx *c, struct welcome *w)
{
	struct consent_answer a;

	if (!consent_last(c, c->actor, CONSENT_MEMBERSHIP, &a))
		return false;
	w->left = a.said == CONSENT_LEFT;
	return true;
}

static bool put_placed(struct request *rq, const struct welcome *w, const struct again_offer *again,
	struct home *h)
{
	struct buf *out = &rq->out;

	home_cols_open(out, w);
	if (w->asked)
		home_study(out);
	if (w->minutes.offered)
		home_minutes(out, w);
	again_put(rq, again);
	if (w->place->week > w->place->weeks && !joining_end_waiting(rq))
		return false;
	if (!put_first(rq, w, h))
		return false;
	home_aside(out, w);
	if (!wellbeing_put(rq))
		return false;
	home_close(out, w);
	return true;
}

static bool put_unplaced(
	struct request *rq, const struct welcome *w, const struct again_offer *again)
{
	home_no_round(&rq->out, w, again->round.v != 0);
	if (w->minutes.offered && !w->staff)
		home_minutes(&rq->out, w);
	again_put(rq, again);
	return asked_put(rq) && joining_end_waiting(rq);
}

bool home_page(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct again_offer again = { 0 };
	struct place here;
	struct home h;
	struct welcome w = { .name = rq->session->shown_name,
		.place = rq->place,
		.facilitates = c->roles & ROLE_FACILITATOR,
		.researches = c->roles & ROLE_RESEARCHER,
		.administers = c->roles & ROLE_ADMINISTRATOR,
		.invites = c->roles & (ROLE_COORDINATOR | ROLE_FACILITATOR | ROLE_RESEARCHER) };

	w.edits = w.facilitates || w.administers || (c->roles & ROLE_EDITOR) != 0;
	w.staff = w.researches || w.invites || w.edits;
	bool placed = rq->place->round != 0, over = rq->place->week > rq->place->weeks;
	w.stays = over && (rq->place->features & 1 << FEATURE_OPEN_MEMBERSHIP);
	if ((!placed || over) && !again_find(c, &again))
		return false;
	if (placed
		&& (!part_ended(rq, (struct group_id){ rq->place->group }, &w.ended)
			|| !find_topic(rq, &w) || !study_answer_wanted(c, rq->place, &w.asked)
			|| !home_find(c, rq->place, &h) || !find_minutes(c, &w)))
		return false;
	if (!welcome_place(c, rq->place, &here) || !welcome_find(c, &here, &w.minutes))
		return false;
	if (!placed && !find_left(c, &w))
		return false;
	layout_visit(rq, OBJECT_HOME, 0);
	layout_open(rq, S("Home"));
	if (placed ? !put_placed(rq, &w, &again, &h) : !put_unplaced(rq, &w, &again))
		return false;
	layout_close(rq);
	return true;
}

bool home_minutes_send(struct request *rq)
{
	static const char *const fields[] = { "minutes", NULL };
	int64_t have = form_int(rq, "minutes", 0, HOME_LONG, 0);

	if (!form_only(rq, fields) || !ctx_ok(rq->ctx))
		return false;
	if (have != 0 && have != HOME_SHORT && have != HOME_USUAL && have != HOME_LONG)
		return ctx_wrong(rq->ctx, "minutes", "Choose 2, 5 or 15 minutes.");
	return choice_set(rq->ctx, CHOICE_MINUTES,
		       have ? arena_fmt(rq->ctx->mem, "%lld", (long long)have) : S(""))
		&& request_see(rq, URL("/home#ask"));
}

static bool put_round(struct request *rq, const struct round *r)
{
	struct group *g;
	size_t n;

	if (!group_list(rq->ctx, r->id, &g, &n))
		return false;
	if (n == 0)
		return true;
	home_groups_open(&rq->out, r->title);
	for (size_t i = 0; i < n; i++)
		home_groups_row(&rq->out, &g[i]);
	home_groups_close(&rq->out);
	return true;
}

static bool put_staff_groups(struct request *rq)
{
	struct round_row *r;
	size_t n;

	if (!round_list(rq->ctx, (struct round_id){ 0 }, ROUNDS_SHOWN, &r, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!put_round(rq, &r[i].round))
			return false;
	return true;
}

/* Their own first, as they come from the database; a heading where the kind changes. */
static bool put_own_groups(struct request *rq)
{
	struct group_seen *g;
	size_t n;

	if (!group_readable(rq->ctx, &g, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		bool next = i == 0 || g[i].mine != g[i - 1].mine
			|| (!g[i].mine && !str_eq(g[i].round_title, g[i - 1].round_title));
		if (next && i > 0)
			home_groups_close(&rq->out);
		if (next)
			home_groups_open(&rq->out,
				g[i].mine ? S("Yours")
					  : arena_fmt(rq->ctx->mem, "The others in %s",
						  g[i].round_title.at));
		home_groups_row(&rq->out, &g[i].group);
	}
	if (n > 0)
		home_groups_close(&rq->out);
	else
		home_groups_none(&rq->out);
	return true;
}

bool home_groups(struct request *rq)
{
	bool staff = is_staff(rq);

	layout_visit(rq, OBJECT_PAGE, 0);
	layout_open(rq, S("Groups"));
	home_groups_top(&rq->out, staff);
	if (!(staff ? put_staff_groups(rq) : put_own_groups(rq)))
		return false;
	layout_close(rq);
	return true;
}
