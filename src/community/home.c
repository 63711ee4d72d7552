/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/home.h"

#include "community/thread.h"
#include "core/place.h"
#include "store/sql.h"

static const struct stmt home_took_part = { "home_took_part",
	"SELECT x.id FROM (SELECT t.id FROM thread t WHERE t.group_id = $1 AND t.deleted_at = 0"
	" ORDER BY t.last_at DESC, t.id DESC LIMIT $3) x WHERE EXISTS (SELECT 1 FROM (SELECT"
	" p.author_id, p.deleted_at FROM post p WHERE p.thread_id = x.id ORDER BY p.id DESC"
	" LIMIT $4) n WHERE n.author_id = $2 AND n.deleted_at = 0) ORDER BY x.id",
	"iiii", "i" };

static const struct stmt home_hello = { "home_hello",
	"SELECT (SELECT count(*) FROM introduction i WHERE i.group_id = $1 AND i.person_id = $2"
	" AND i.sent_at > 0) + (SELECT count(*) FROM self_choice s WHERE s.person_id = $2"
	" AND s.key = 'hello'), COALESCE((SELECT o.byline FROM introduction o JOIN membership m"
	" ON m.group_id = o.group_id AND m.person_id = o.person_id WHERE o.group_id = $1"
	" AND o.sent_at > 0 AND o.person_id <> $2 AND m.left_at = 0"
	" ORDER BY o.sent_at DESC, o.id LIMIT 1), '')",
	"ii", "is" };

static bool find_hello(struct ctx *c, int64_t group, struct home *h)
{
	struct rows r;

	if (!sql_one(c, &home_hello, ARGS(arg(group), arg(c->actor.v)), &r))
		return false;
	h->hello = row_int(&r, 0) == 0;
	h->introduced = row_str(&r, 1);
	sql_end(&r);
	return true;
}

static bool find_own(struct ctx *c, int64_t group, struct home *h)
{
	struct rows r;

	if (!sql_open(c, &home_took_part,
		    ARGS(arg(group), arg(c->actor.v), arg((int64_t)HOME_LOOKED_AT),
			    arg((int64_t)HOME_POSTS_LOOKED_AT)),
		    &r))
		return false;
	while (sql_next(&r))
		for (size_t i = 0; i < h->threads; i++)
			h->own[i] |= h->thread[i].id.v == row_int(&r, 0);
	for (size_t i = 0; i < h->threads; i++)
		h->own[i] |= h->thread[i].author.v == c->actor.v;
	return ctx_ok(c);
}

/* Nobody but its author has written in it, as far as a thread tells. */
static bool unanswered(const struct thread *t)
{
	return !t->closed_at && (t->posts < 2 || t->last_author.v == t->author.v);
}

/* While it is offered to few, others are not asked for it. A thread that was not taken note of yet
   waits when it has one post. */
static bool may_be_asked(const struct thread *t, const struct first_state *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i].thread.v == t->id.v)
			return s[i].stage >= FIRST_GROUP && !s[i].passed && unanswered(t);
	return t->posts < 2 && !t->closed_at;
}

static void sort_out(struct ctx *c, struct home *h, const struct first_state *s, size_t n)
{
	for (size_t i = 0; i < h->threads; i++) {
		const struct thread *t = &h->thread[i];
		if (h->own[i] && t->last_author.v != c->actor.v && t->posts > 1
			&& h->replies < HOME_NEWS)
			h->reply[h->replies++] = t;
		if (h->own[i])
			continue;
		if (h->freshes < HOME_NEWS)
			h->fresh[h->freshes++] = t;
		if (may_be_asked(t, s, n))
			h->waiting = t; /* later in the list: has waited longer */
	}
}

bool home_find(struct ctx *c, const struct place *p, struct home *ret)
{
	const struct thread_spot newest = { INT64_MAX, INT64_MAX };
	struct group_id group = { p->group };
	struct first_offer offer[FIRST_OFFERS_MAX];
	struct first_state *s;
	struct home h = { 0 };
	size_t n, offers;

	if (!thread_list(c, group, newest, HOME_LOOKED_AT, &h.thread, &h.threads)
		|| !find_own(c, p->group, &h) || !find_hello(c, p->group, &h)
		|| !first_states(c, group, &s, &n) || !first_offers(c, c->actor, offer, &offers))
		return false;
	if (offers > 0)
		h.offer = offer[0];
	sort_out(c, &h, s, n);
	*ret = h;
	return true;
}

static bool wrote_this_week(const struct home *h, int64_t week)
{
	for (size_t i = 0; i < h->threads; i++)
		if (h->own[i] && h->thread[i].week == week)
			return true;
	return false;
}

/* In the first week people are told who is here before anything else that has no one waiting for
   them in person; later it is asked when nobody has answered them. Nobody is asked to be the first
   later than that. */
static bool says_hello(const struct home *h, const struct home_moment *m)
{
	return h->hello && !m->ended && (h->introduced.len > 0 || m->week == 1);
}

/* Whoever has little time reads; whoever has more answers somebody, or writes what the week asks.
   A first answer counts more than how good it is. */
enum home_kind home_ask(const struct home *h, const struct home_moment *m)
{
	bool brief = m->minutes == HOME_SHORT, topic = m->topic_minutes > 0;

	if (!brief && !m->ended && h->offer.thread.v)
		return HOME_OFFER;
	if (m->minutes == HOME_LONG && topic && !m->ended && !wrote_this_week(h, m->week))
		return HOME_WEEK;
	if (m->week == 1 && h->replies == 0 && says_hello(h, m))
		return HOME_HELLO;
	if (!brief && !m->ended && h->waiting)
		return HOME_WAITING;
	if (h->replies > 0)
		return HOME_REPLY;
	if (says_hello(h, m))
		return HOME_HELLO;
	if (topic && !brief && (m->minutes == 0 || m->topic_minutes <= m->minutes))
		return HOME_WEEK;
	if (h->freshes > 0)
		return HOME_READ;
	return topic ? HOME_WEEK : HOME_GROUP;
}
