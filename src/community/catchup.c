/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/catchup.h"

#include "base/instant.h"
#include "community/thread.h"
#include "community/words.h"
#include "core/place.h"
#include "core/session.h"
#include "store/sql.h"

enum { SAID_CHARS = 110 };

static const struct stmt joined = { "catchup_joined",
	"SELECT joined_at FROM membership WHERE group_id = $1 AND person_id = $2 AND left_at = 0",
	"ii", "i" };

bool catchup_since(struct ctx *c, const struct place *p, const struct session *s, int64_t *ret)
{
	struct rows r;

	*ret = 0;
	if (p->week < 1 || !session_away(c, s, ret) || *ret > 0)
		return ctx_ok(c);
	if (c->now - p->opens_at < CATCHUP_LATE_DAYS * INSTANT_DAY)
		return true;
	if (!sql_open(c, &joined, ARGS(arg(p->group), arg(c->actor.v)), &r))
		return false;
	if (sql_next(&r)) {
		int64_t at = row_int(&r, 0);
		bool late = at - p->opens_at >= CATCHUP_LATE_DAYS * INSTANT_DAY;
		if (late && c->now - at < CATCHUP_NEW_DAYS * INSTANT_DAY)
			*ret = p->opens_at;
		sql_end(&r);
	}
	return ctx_ok(c);
}

/* Where most was said comes first: a thread that many wrote in tells most of those days. */
static void find_lines(struct ctx *c, const struct home *h, int64_t since, struct catchup *to)
{
	size_t place[CATCHUP_LINES];

	for (size_t i = 0; i < h->threads; i++) {
		const struct thread *t = &h->thread[i];
		if (t->last_at <= since || t->last_author.v == c->actor.v || t->posts < 2)
			continue;
		size_t at = to->lines;
		while (at > 0 && h->thread[place[at - 1]].posts < t->posts)
			at--;
		if (at == CATCHUP_LINES)
			continue;
		to->lines += to->lines < CATCHUP_LINES;
		for (size_t k = to->lines - 1; k > at; k--)
			place[k] = place[k - 1];
		place[at] = i;
	}
	for (size_t i = 0; i < to->lines; i++)
		to->line[i] = (struct catchup_line){ &h->thread[place[i]],
			words_start(c, h->text[place[i]].last, SAID_CHARS) };
}

static bool asks(const struct thread *t, struct str text)
{
	return memchr(t->title.at, '?', t->title.len) || memchr(text.at, '?', text.len);
}

static bool is_told(const struct catchup *k, const struct thread *t)
{
	for (size_t i = 0; i < k->nears; i++)
		if (k->near[i].thread == t)
			return true;
	return false;
}

/* A first answer is asked for before all; else the newest that asks something, and rather one that
   was not told as near already. */
static void find_question(const struct home *h, struct catchup *to)
{
	const struct thread *near = NULL;

	to->question = h->waiting;
	for (size_t i = 0; i < h->threads && !to->question; i++) {
		const struct thread *t = &h->thread[i];
		if (h->own[i] || t->closed_at || !asks(t, h->text[i].first))
			continue;
		if (!is_told(to, t))
			to->question = t;
		else if (!near)
			near = t;
	}
	if (!to->question)
		to->question = near;
}

bool catchup_find(
	struct ctx *c, const struct place *p, struct home *h, int64_t since, struct catchup *ret)
{
	struct catchup found = { .since = since };
	*ret = (struct catchup){ 0 };
	if (!home_texts(c, p, h))
		return false;
	find_lines(c, h, since, &found);
	if (!home_nearest(c, p, h, found.near, HOME_NEAR, &found.nears))
		return false;
	find_question(h, &found);
	if (found.lines + found.nears > 0)
		*ret = found;
	return true;
}
