/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A meeting as those see it whom it is for. */
#include "base/instant.h"
#include "community/alias_page.h"
#include "community/group.h"
#include "community/meeting_guest.h"
#include "community/meeting_letter.h"
#include "community/meeting_page.h"
#include "community/meeting_poll.h"
#include "community/meeting_recap.h"
#include "community/meeting_routes.h"
#include "community/part_page.h"
#include "community/post.h"
#include "community/round.h"
#include "community/thread.h"
#include "core/activity.h"
#include "core/place.h"
#include "core/rate.h"
#include "core/zone.h"
#include "site/layout.h"

enum { TOKEN_MAX = 64 };

struct show {
	struct meeting m;
	struct group_id group; /* 0: staff looks */
	struct meeting_guest guest;
	struct meeting_poll poll;
	struct thread_id recap;
	struct str when, city, host, done, back_name;
	struct html room;
	struct url back, action;
	bool over, writes;
};
struct recap {
	const struct group *group;
	struct meeting_id meeting;
	struct str once, title, body, draft;
	struct alias_wish name; /* of a member; who is none writes under their own */
	bool read_across, member;
};

#include "meeting_show.html.h"

static const struct rate answers_by_link = { "meeting-link", 30, INSTANT_HOUR };

static struct str done_text(struct request *rq)
{
	struct str what = query_str(rq, "done", 20);

	if (str_eq(what, S("times")))
		return S("Thank you. As soon as a time is chosen it stands on your first page.");
	if (str_eq(what, S("answer")))
		return S("Your answer is saved.");
	if (str_eq(what, S("here")))
		return S("It is noted. Welcome!");
	return S("");
}

static void describe(struct ctx *c, struct show *s)
{
	s->when = s->m.at ? zone_text(c, s->m.zone, s->m.at) : S("");
	s->city = meeting_city(c, s->m.zone);
	s->host = meeting_host(&s->m);
	s->over = meeting_is_over(c, &s->m);
	s->action = URL("/meeting/%/answer", { s->m.id.v });
}

/* To whom it is not for it is not there; staff goes to the people's page. */
static bool load(struct request *rq, struct show *s)
{
	struct ctx *c = rq->ctx;
	struct meeting_id id = { path_id(rq, "meeting") };
	struct group g;

	*s = (struct show){ 0 };
	if (!ctx_ok(c) || !meeting_get(c, id, &s->m) || !meeting_guest_group(c, &s->m, &s->group)
		|| !meeting_guest_get(c, id, &s->guest))
		return false;
	if (s->group.v == 0)
		return fail(c, FAULT_ABSENT, "There is no such meeting, or it is not for you.");
	if (!group_get(c, s->group, &g) || !meeting_recap_find(c, id, s->group, &s->recap))
		return false;
	bool ended;
	if (!part_ended(rq, s->group, &ended))
		return false;
	s->writes = !ended;
	s->back = URL("/group/%", { s->group.v });
	s->back_name = g.name;
	describe(c, s);
	return true;
}

static bool put(struct request *rq, struct show *s)
{
	struct ctx *c = rq->ctx;
	bool off = meeting_is_off(&s->m), on = meeting_is_on(c, &s->m);

	if (s->m.at && !off && !meeting_room(c, &s->m, &s->room))
		return false;
	if (s->m.at == 0 && !meeting_poll_get(c, s->m.id, &s->poll))
		return false;
	layout_open(rq, S("A meeting to say hello"));
	show_top(&rq->out, rq, s);
	if (off) {
		show_off(&rq->out, s);
	} else if (s->m.at == 0) {
		show_poll(&rq->out, rq, s);
	} else {
		show_when(&rq->out, s);
		if (on)
			show_here(&rq->out, s);
		if (!s->over) {
			show_answer(&rq->out, s);
			show_room(&rq->out, s);
		}
		if (s->m.at <= c->now)
			show_recap(&rq->out, s);
	}
	layout_close(rq);
	return true;
}

bool meeting_show_page(struct request *rq)
{
	struct show s;

	if (!load(rq, &s))
		return false;
	s.done = done_text(rq);
	if (!ctx_ok(rq->ctx))
		return false;
	layout_visit(rq, OBJECT_MEETING, s.m.id.v);
	return put(rq, &s);
}

/* The form again, with why it was not taken. The fault stands, so nothing more is asked of the
   database: what was loaded before is shown. */
static bool again(struct request *rq, struct show *s)
{
	enum fault_kind kind = rq->ctx->fault.kind;

	if (kind != FAULT_INVALID && kind != FAULT_CONFLICT)
		return false;
	layout_open(rq, S("A meeting to say hello"));
	show_top(&rq->out, rq, s);
	if (s->m.at == 0 && !s->m.cancelled_at)
		show_poll(&rq->out, rq, s);
	else if (meeting_is_off(&s->m))
		show_off(&rq->out, s);
	else
		show_when(&rq->out, s);
	layout_close(rq);
	return false;
}

/* Which of the times were ticked; unknown ones are refused by the poll. */
static size_t ticked(struct request *rq, int64_t *ret)
{
	struct str value;
	size_t n = 0;

	while (n <= MEETING_POLL_MOST && form_nth(rq, "at", n, 20, &value)) {
		if (!str_to_int(value, &ret[n]))
			ret[n] = -1;
		n++;
	}
	return n;
}

bool meeting_times_page(struct request *rq)
{
	static const char *const fields[] = { "at", "none", NULL };
	int64_t at[MEETING_POLL_MOST + 1];
	struct show s;

	if (!load(rq, &s) || !meeting_poll_get(rq->ctx, s.m.id, &s.poll))
		return false;
	size_t n = ticked(rq, at);
	bool none = form_int(rq, "none", 0, 1, 0) == 1;
	for (size_t i = 0; i < s.poll.n; i++) {
		s.poll.slot[i].mine = false;
		for (size_t k = 0; k < n; k++)
			s.poll.slot[i].mine = s.poll.slot[i].mine || at[k] == s.poll.slot[i].at;
	}
	s.poll.none = none;
	if (form_only(rq, fields) && ctx_ok(rq->ctx)
		&& meeting_poll_answer(rq->ctx, &s.m, at, n, none))
		return request_see(rq, URL("/meeting/%?done=times", { s.m.id.v }));
	return again(rq, &s);
}

bool meeting_answer_page(struct request *rq)
{
	static const char *const fields[] = { "answer", NULL };
	struct show s;

	if (!load(rq, &s))
		return false;
	int64_t said = form_int(rq, "answer", ANSWER_NONE, ANSWER_NO, ANSWER_NONE);
	if (form_only(rq, fields) && ctx_ok(rq->ctx)
		&& meeting_guest_answer(rq->ctx, &s.m, (enum meeting_answer)said))
		return request_see(rq, URL("/meeting/%?done=answer", { s.m.id.v }));
	return again(rq, &s);
}

bool meeting_here_page(struct request *rq)
{
	static const char *const fields[] = { NULL };
	struct show s;

	if (!load(rq, &s) || !form_only(rq, fields))
		return false;
	struct place here = *rq->place;
	if (!place_note_group(rq->ctx, &here, s.group.v))
		return false;
	if (meeting_guest_here(rq->ctx, &here, &s.m))
		return request_see(rq, URL("/meeting/%?done=here", { s.m.id.v }));
	return again(rq, &s);
}

bool meeting_file_page(struct request *rq)
{
	struct str text;
	struct show s;

	if (!load(rq, &s))
		return false;
	if (s.m.at == 0 || meeting_is_off(&s.m))
		return fail(rq->ctx, FAULT_ABSENT, "This meeting has no time.");
	if (!meeting_letter_file(rq->ctx, &s.m, &text))
		return false;
	rq->type = "text/calendar; charset=utf-8";
	rq->download = S("welcome-meeting.ics");
	buf_add(&rq->out, text);
	return true;
}

/* ---- the link of a letter: programs that look through mail follow links, so that only the button
   answers ---- */

static bool load_coming(struct request *rq, struct show *s, struct person_id *who)
{
	struct str token = path_str(rq, "token");

	*s = (struct show){ 0 };
	if (!meeting_guest_by_token(rq->ctx, token, &s->m, who, &s->guest))
		return false;
	describe(rq->ctx, s);
	s->action = URL("/coming/$", .word = token);
	return true;
}

static void put_coming(struct request *rq, const struct show *s)
{
	layout_open(rq, S("A meeting to say hello"));
	part_problem(rq);
	coming_page(&rq->out, s);
	layout_close(rq);
}

bool meeting_coming_page(struct request *rq)
{
	struct person_id who;
	struct show s;

	if (!load_coming(rq, &s, &who))
		return false;
	s.done = done_text(rq);
	if (!ctx_ok(rq->ctx))
		return false;
	put_coming(rq, &s);
	return true;
}

bool meeting_coming_send(struct request *rq)
{
	static const char *const fields[] = { "answer", NULL };
	struct ctx *c = rq->ctx;
	struct person_id who, actor = c->actor;
	struct show s;

	if (!load_coming(rq, &s, &who)
		|| !rate_check(c, &answers_by_link, arena_fmt(c->mem, "%lld", (long long)who.v)))
		return false;
	int64_t said = form_int(rq, "answer", ANSWER_NONE, ANSWER_NO, ANSWER_NONE);
	c->actor = who;
	bool good = form_only(rq, fields) && ctx_ok(c)
		&& meeting_guest_answer(c, &s.m, (enum meeting_answer)said);
	c->actor = actor;
	if (good)
		return request_see(rq, URL("/coming/$?done=answer", .word = path_str(rq, "token")));
	put_coming(rq, &s);
	return false;
}

/* ---- what was said ---- */

static bool load_recap(struct request *rq, struct recap *f, struct group *g, struct meeting *m)
{
	struct ctx *c = rq->ctx;
	struct round round;

	*f = (struct recap){ .group = g, .meeting = { path_id(rq, "meeting") } };
	if (!ctx_ok(c) || !group_get(c, (struct group_id){ path_id(rq, "group") }, g)
		|| !meeting_get(c, f->meeting, m) || !round_get(c, g->round, &round))
		return false;
	f->read_across = round.read_across;
	f->draft = arena_fmt(c->mem, "recap-%lld-%lld-%lld", (long long)f->meeting.v,
		(long long)g->id.v, (long long)c->actor.v);
	if (m->round.v != g->round.v)
		return fail(c, FAULT_ABSENT, "This meeting is not for that group.");
	const struct alias_spot spot = { g->round, g->id, { 0 }, S("") };
	return thread_member(c, g->id, &f->member)
		&& (!f->member || alias_ask(rq, &spot, &f->name));
}

static void put_recap(struct request *rq, const struct recap *f)
{
	struct part_body field = { "What was said", f->body };

	layout_open(rq, S("What was said"));
	part_problem(rq);
	recap_form(&rq->out, rq, f);
	part_body_field(rq, &field);
	if (f->member)
		alias_put(rq, &f->name);
	part_readers(rq, f->group->name, f->read_across);
	recap_close(&rq->out, f);
	layout_close(rq);
}

bool meeting_recap_page(struct request *rq)
{
	struct thread_id there;
	struct meeting m;
	struct recap f;
	struct group g;

	if (!load_recap(rq, &f, &g, &m) || !meeting_recap_find(rq->ctx, m.id, g.id, &there))
		return false;
	if (there.v)
		return request_see(rq, URL("/thread/%", { there.v }));
	if (m.at == 0 || meeting_is_off(&m) || rq->ctx->now < m.at)
		return fail(rq->ctx, FAULT_ABSENT,
			"The meeting has not taken place, so there is nothing to write down yet.");
	f.title = arena_fmt(rq->ctx->mem, "What was said at the meeting of %s",
		zone_day(rq->ctx, m.zone, m.at).at);
	f.body = S("**What we talked about**\n\n- \n\n**What helped**\n\n- \n\n"
		   "**What we left open**\n\n- \n");
	f.once = layout_once(rq);
	put_recap(rq, &f);
	return true;
}

bool meeting_recap_send(struct request *rq)
{
	static const char *const fields[] = { "once", "title", "body", "as", "alias", NULL };
	struct ctx *c = rq->ctx;
	struct thread_id id;
	struct meeting m;
	struct recap f;
	struct group g;

	if (!load_recap(rq, &f, &g, &m))
		return false;
	f.once = form_str(rq, "once", POST_ONCE_MAX);
	f.title = part_form_text(rq, "title");
	f.body = part_form_text(rq, "body");
	struct thread_draft d = { .group = g.id,
		.title = f.title,
		.body = f.body,
		.byline = part_byline(rq, f.member),
		.once = f.once,
		.wish = f.member ? &f.name : NULL };
	if (form_only(rq, fields) && ctx_ok(c) && meeting_recap_open(c, rq->place, &m, &d, &id)) {
		rq->saved = f.draft;
		return request_see(rq, URL("/thread/%", { id.v }));
	}
	put_recap(rq, &f);
	return false;
}
