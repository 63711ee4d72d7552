/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/meeting_letter.h"

#include "base/conf.h"
#include "base/instant.h"
#include "core/letter.h"
#include "core/person.h"
#include "core/secret.h"
#include "core/zone.h"
#include "file/ical.h"

#include <inttypes.h>

const char meeting_letter_kind[] = "meeting";

struct sender {
	const char *url, *from, *institution;
};

struct str meeting_letter_token(struct ctx *c, const struct meeting *m, struct person_id who)
{
	return secret_name(c, "meeting", arena_fmt(c->mem, "%" PRId64 " %" PRId64, m->id.v, who.v));
}

static struct sender sender_of(const struct ctx *c)
{
	const struct conf *conf = c->house ? c->house->conf : NULL;

	if (!conf)
		return (struct sender){ "http://127.0.0.1:8080", "cairn@localhost", "this site" };
	return (struct sender){ conf->base_url, conf->mail_from, conf->institution };
}

/* The name before the port: an address of this site without what may change beside it. */
static struct str host_of(struct str url)
{
	(void)str_cut(&url, '/');
	(void)str_cut(&url, '/');
	struct str host = str_cut(&url, '/');
	return str_cut(&host, ':');
}

/* «New York», from America/New_York. */
static struct str city_of(struct ctx *c, struct str zone)
{
	while (str_has(zone, S("/")))
		(void)str_cut(&zone, '/');
	char *at = arena_new(c->mem, char, zone.len + 1);
	for (size_t i = 0; i < zone.len; i++)
		at[i] = zone.at[i] == '_' ? ' ' : zone.at[i];
	return (struct str){ at, zone.len };
}

/* Whose address calendars answer to: the facilitator's who wants it, else the one that all letters
   come from, which nobody reads. */
static bool put_organiser(struct ctx *c, const struct meeting *m, struct ical_event *e)
{
	struct sender s = sender_of(c);
	struct person p;

	e->organiser = str_of(s.from);
	e->organiser_name = arena_fmt(c->mem, "Cairn at %s", s.institution);
	if (m->organiser.v == 0)
		return true;
	if (!person_get(c, m->organiser, &p))
		return false;
	if (p.address.len == 0)
		return true;
	e->organiser = p.address;
	e->organiser_name = p.shown_name;
	e->sent_by = str_of(s.from);
	return true;
}

static bool event_of(struct ctx *c, const struct meeting *m, struct ical_event *e)
{
	struct zone_change *found = arena_new(c->mem, struct zone_change, ZONE_CHANGES);
	struct ical_change *change = arena_new(c->mem, struct ical_change, ZONE_CHANGES);
	struct sender s = sender_of(c);

	e->changes = zone_changes(c, m->zone, m->at, found);
	for (size_t i = 0; i < e->changes; i++)
		change[i] = (struct ical_change){ .at = found[i].at,
			.before = found[i].before,
			.after = found[i].after,
			.name = str_of(found[i].name),
			.summer = found[i].summer,
			.nth = found[i].nth,
			.weekday = date_weekday(found[i].at.date) };
	struct str host = host_of(str_of(s.url));
	e->change = change;
	e->uid = arena_fmt(c->mem, "meeting-%" PRId64 "@%.*s", m->id.v, (int)host.len, host.at);
	e->stamp = c->now;
	e->zone = m->zone;
	e->begins = zone_civil(c, m->zone, m->at);
	e->ends = zone_civil(c, m->zone, m->at + m->minutes * INSTANT_MINUTE);
	e->title = S("Welcome meeting");
	e->url = m->link;
	e->text = arena_fmt(c->mem,
		"%.*s%sThe room: %.*s\nWhether you come, and what was said: %s/meeting/%" PRId64
		"\n",
		(int)m->note.len, m->note.at, m->note.len ? "\n" : "", (int)m->link.len, m->link.at,
		s.url, m->id.v);
	return put_organiser(c, m, e);
}

static struct str subject_of(struct ctx *c, const struct meeting_letter *l)
{
	struct str when = zone_text(c, l->m->zone, l->m->at);

	switch (l->news) {
	case NEWS_INVITED:
		return arena_fmt(c->mem, "Welcome meeting: %.*s", (int)when.len, when.at);
	case NEWS_CHANGED:
		return arena_fmt(c->mem, "Changed: welcome meeting, %.*s", (int)when.len, when.at);
	case NEWS_CALLED_OFF:
		return arena_fmt(
			c->mem, "Called off: welcome meeting, %.*s", (int)when.len, when.at);
	case NEWS_LEFT:
		return arena_fmt(c->mem, "Not for you any more: welcome meeting, %.*s",
			(int)when.len, when.at);
	}
	return S("Welcome meeting");
}

/* Its first line. */
static struct str head_of(struct ctx *c, const struct meeting_letter *l)
{
	struct str round = l->m->round_title;

	if (l->news == NEWS_INVITED && l->polled)
		return arena_fmt(c->mem,
			"The time of the meeting to say hello in “%.*s” is chosen:\n\n",
			(int)round.len, round.at);
	if (l->news == NEWS_INVITED)
		return arena_fmt(c->mem, "There is a meeting to say hello in “%.*s”.\n\n",
			(int)round.len, round.at);
	return arena_fmt(c->mem,
		"The meeting to say hello in “%.*s” has changed. What holds now:\n\n",
		(int)round.len, round.at);
}

static struct str coming_body(struct ctx *c, const struct meeting_letter *l)
{
	const struct meeting *m = l->m;
	struct str when = zone_text(c, m->zone, m->at), city = city_of(c, m->zone);
	struct str first = head_of(c, l);

	return arena_fmt(c->mem,
		"%.*s%.*s (%.*s time), about %" PRId64 " minutes.\n%.*s%s\n"
		"Say here whether you come. You need not sign in, and one tap does it:\n"
		"%s/coming/%.*s\n\n"
		"The room:\n%.*s\n\n"
		"Your calendar can take this letter as an invitation. %s\n"
		"Come if you like. If you cannot, you miss nothing that you need, and what was "
		"said is written down for you. To get no more invitations:\n%s/me/mail\n",
		(int)first.len, first.at, (int)when.len, when.at, (int)city.len, city.at,
		m->minutes, (int)m->note.len, m->note.at, m->note.len ? "\n" : "", sender_of(c).url,
		(int)l->token.len, l->token.at, (int)m->link.len, m->link.at,
		m->organiser.v ? "What you answer in it goes to the facilitator, who sees your "
				 "address then."
			       : "What you answer in it reaches nobody, so please use the link.",
		sender_of(c).url);
}

static struct str body_of(struct ctx *c, const struct meeting_letter *l)
{
	const struct meeting *m = l->m;
	struct str when = zone_text(c, m->zone, m->at);

	if (l->news == NEWS_CALLED_OFF)
		return arena_fmt(c->mem,
			"The meeting to say hello in “%.*s”, %.*s, is called off.\n\n"
			"There is nothing that you have to do. Your calendar can take it out by "
			"this letter.\n",
			(int)m->round_title.len, m->round_title.at, (int)when.len, when.at);
	if (l->news == NEWS_LEFT)
		return arena_fmt(c->mem,
			"You are not in a group that goes to this meeting any more: “%.*s”, "
			"%.*s.\n\n"
			"So that it does not stay in your calendar, this letter takes it out. "
			"There is nothing that you have to do.\n",
			(int)m->round_title.len, m->round_title.at, (int)when.len, when.at);
	return coming_body(c, l);
}

static enum ical_answer said(enum meeting_answer a)
{
	switch (a) {
	case ANSWER_YES: return ICAL_COMES;
	case ANSWER_MAYBE: return ICAL_MAYBE;
	case ANSWER_NO: return ICAL_COMES_NOT;
	case ANSWER_NONE: break;
	}
	return ICAL_UNANSWERED;
}

bool meeting_letter_queue(struct ctx *c, const struct meeting_letter *l)
{
	bool off = l->news == NEWS_CALLED_OFF || l->news == NEWS_LEFT;
	struct ical_event e = { .method = off ? ICAL_CANCEL : ICAL_REQUEST,
		.sequence = l->sequence,
		.guest = l->address,
		.answer = said(l->answer) };
	struct letter_draft d = { .person = l->person,
		.kind = meeting_letter_kind,
		.to = l->address,
		.subject = subject_of(c, l),
		.study = l->m->study.v,
		.round = l->m->round.v,
		.body = body_of(c, l) };
	int64_t id;

	if (!event_of(c, l->m, &e))
		return false;
	if (!ical_text(c->mem, &e, &d.calendar))
		return fail(c, FAULT_INTERNAL, "The event of a meeting could not be written.");
	return letter_queue(c, &d, &id);
}

bool meeting_letter_file(struct ctx *c, const struct meeting *m, struct str *ret)
{
	struct ical_event e = { .method = ICAL_PUBLISH, .sequence = m->sequence };

	return event_of(c, m, &e)
		&& (ical_text(c->mem, &e, ret)
			|| fail(c, FAULT_INTERNAL, "The event of a meeting could not be written."));
}
