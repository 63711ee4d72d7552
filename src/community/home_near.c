/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What of a group's threads is nearest to one person. What they hope for is read from their own
   words alone: their subject, what they ticked and wrote about hopes and stage when they joined,
   and the threads that they opened in this group. Bounded: HOME_LOOKED_AT threads, NEAR_BYTES of
   each. */
#include "community/career.h"
#include "community/home.h"
#include "community/joining_answers.h"
#include "community/joining_words.h"
#include "community/near_part.h"
#include "community/thread.h"
#include "community/words.h"
#include "core/place.h"
#include "core/secret.h"
#include "store/sql.h"

static const struct stmt home_texts_of = { "home_texts",
	"SELECT t.id, substr(" NEAR_FIRST_BODY ", 1, $3),"
	" substr(COALESCE((SELECT s.body FROM post_source s WHERE s.thread_id = t.id"
	" AND s.post_id = t.last_post), ''), 1, 400) FROM thread t"
	" WHERE t.group_id = $1 AND t.deleted_at = 0 ORDER BY t.last_at DESC, t.id DESC LIMIT $2",
	"iii", "iss" };
static const struct stmt home_hopes = { "home_hopes",
	"SELECT e.subject, e.career, COALESCE(j.sealed, '') FROM enrolment e LEFT JOIN joining j"
	" ON j.round_id = e.round_id AND j.person_id = e.person_id AND j.finished_at > 0"
	" WHERE e.round_id = $1 AND e.person_id = $2",
	"ii", "sis" };

bool home_texts(struct ctx *c, const struct place *p, struct home *h)
{
	struct home_text *x = arena_new(c->mem, struct home_text, h->threads + 1);
	struct rows r;

	if (!sql_open(c, &home_texts_of,
		    ARGS(arg(p->group), arg((int64_t)HOME_LOOKED_AT), arg((int64_t)NEAR_BYTES)),
		    &r))
		return false;
	while (sql_next(&r))
		for (size_t i = 0; i < h->threads; i++)
			if (h->thread[i].id.v == row_int(&r, 0)) {
				x[i].first = row_str(&r, 1);
				x[i].last = row_str(&r, 2);
			}
	for (size_t i = 0; i < h->threads; i++)
		x[i].stems = stem_set(c,
			arena_fmt(c->mem, "%.*s\n%.*s", (int)h->thread[i].title.len,
				h->thread[i].title.at, (int)x[i].first.len, x[i].first.at));
	h->text = x;
	return ctx_ok(c);
}

static void add(struct ctx *c, struct str *text, struct str more)
{
	*text = arena_fmt(c->mem, "%.*s\n%.*s", (int)text->len, text->at, (int)more.len, more.at);
}

/* The words of what somebody hopes for. */
static bool find_wish(struct ctx *c, const struct place *p, struct str *ret)
{
	struct joining_answers a = { 0 };
	struct str text = S(""), sealed, said;
	struct rows r;

	*ret = text;
	if (!sql_open(c, &home_hopes, ARGS(arg(p->round), arg(c->actor.v)), &r))
		return false;
	if (!sql_next(&r))
		return ctx_ok(c);
	add(c, &text, row_peek(&r, 0));
	add(c, &text, str_of(career_said(row_int(&r, 1))));
	sealed = row_str(&r, 2);
	sql_end(&r);
	if (sealed.len > 0 && c->house && c->house->keys) {
		if (!secret_unseal(
			    c, joining_answers_purpose(c, p->round), c->actor.v, sealed, &said))
			return false;
		joining_answers_read(c, said, &a);
	}
	add(c, &text, a.goal_text);
	for (int i = 0; i < JOINING_GOALS; i++)
		if (a.goals >> i & 1)
			add(c, &text, str_of(joining_words_goals[i]));
	*ret = text;
	return true;
}

static struct home_near near_of(struct ctx *c, const struct home *h, size_t i)
{
	return (struct home_near){ .thread = &h->thread[i],
		.start = words_start(c, h->text[i].first, HOME_START_CHARS) };
}

bool home_nearest(struct ctx *c, const struct place *p, const struct home *h, struct home_near *ret,
	size_t max, size_t *ret_n)
{
	struct stems others[HOME_LOOKED_AT], wish;
	size_t place[HOME_LOOKED_AT], n = 0, found;
	struct near near[HOME_NEAR + 1];
	bool taken[HOME_LOOKED_AT] = { false };
	struct str hopes;

	if (!find_wish(c, p, &hopes))
		return false;
	for (size_t i = 0; i < h->threads; i++) {
		if (h->thread[i].author.v == c->actor.v)
			add(c, &hopes, h->text[i].first);
		if (h->own[i])
			continue;
		place[n] = i;
		others[n++] = h->text[i].stems;
	}
	wish = stem_set(c, hopes);
	found = near_order(c, &wish, others, n, near, max < HOME_NEAR ? max : HOME_NEAR);
	for (size_t i = 0; i < found; i++) {
		size_t at = place[near[i].text];
		ret[i] = near_of(c, h, at);
		memcpy(ret[i].said, near[i].said, sizeof ret[i].said);
		ret[i].words = near[i].words;
		taken[at] = true;
	}
	for (size_t i = 0; i < n && found < max; i++)
		if (!taken[place[i]])
			ret[found++] = near_of(c, h, place[i]);
	*ret_n = found;
	return true;
}
