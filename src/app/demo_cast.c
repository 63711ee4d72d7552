/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/demo_cast.h"

#include "app/demo_round.h"

enum { SHIFT_MAX = 50 };

static bool in_cast(const struct demo_scene *s, const struct demo_member *m)
{
	for (int i = 0; i < s->text->people; i++)
		if (s->cast[i] == m)
			return true;
	return false;
}

/* Whoever has written least so far speaks for this letter; the dice decide between equals. */
static struct demo_member *speaker(struct demo_round *r, const struct demo_scene *s, int who)
{
	int64_t lines = demo_script_lines_of(s->text, who);
	struct demo_member *best = NULL;
	int64_t equals = 0;

	for (size_t i = 0; i < s->group->n; i++) {
		struct demo_member *m = &s->group->member[i];

		if (m->posts + lines > m->posts_max || in_cast(s, m))
			continue;
		if (!best || m->posts < best->posts)
			equals = 0;
		else if (m->posts > best->posts)
			continue;
		equals++;
		if (demo_dice_below(r->dice, equals) == 0)
			best = m;
	}
	return best;
}

static bool cast(struct demo_round *r, struct demo_scene *s)
{
	for (int who = 0; who < s->text->people; who++) {
		s->cast[who] = speaker(r, s, who);
		if (!s->cast[who])
			return false;
	}
	for (int who = 0; who < s->text->people; who++)
		s->cast[who]->posts += demo_script_lines_of(s->text, who);
	return true;
}

static struct demo_group *quietest(
	struct demo_round *r, const struct demo_thread *t, const bool *refused)
{
	struct demo_group *best = NULL;

	for (size_t i = 0; i < r->n; i++) {
		struct demo_group *g = &r->group[i];

		if (refused[i] || !demo_script_suits(t, g->family))
			continue;
		if (!best || g->threads[t->week] < best->threads[t->week])
			best = g;
	}
	return best;
}

static void place(struct demo_round *r, const struct demo_thread *t)
{
	bool *refused = arena_new(r->c->mem, bool, r->n);
	struct demo_group *g;

	while ((g = quietest(r, t, refused)) != NULL) {
		struct demo_scene *s = &r->scene[r->scenes];

		*s = (struct demo_scene){
			.text = t, .group = g, .shift = demo_dice_below(r->dice, SHIFT_MAX)
		};
		if (!cast(r, s)) {
			refused[g - r->group] = true;
			continue;
		}
		s->post = arena_new(r->c->mem, int64_t, t->n);
		g->threads[t->week]++;
		r->scenes++;
		return;
	}
}

void demo_cast_threads(struct demo_round *r, const struct demo_thread *list, size_t n)
{
	r->scene = arena_new(r->c->mem, struct demo_scene, n);
	for (int any = 0; any <= 1; any++)
		for (size_t i = 0; i < n; i++)
			if (str_eq(list[i].families, S("any")) == (any == 1))
				place(r, &list[i]);
}
