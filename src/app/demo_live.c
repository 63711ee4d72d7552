/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/demo_live.h"

#include "app/demo_round.h"

static struct demo_group *group_of(struct demo_round *r, struct str family)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->group[i].family, family))
			return &r->group[i];
	return NULL;
}

static bool cast(struct demo_round *r, const struct demo_thread *t, struct demo_scene *s)
{
	struct demo_group *g = group_of(r, t->families);

	if (!g || (size_t)t->people > g->n)
		return fail(r->c, FAULT_INTERNAL, "demo/live.txt: «%.*s» is for nobody",
			(int)t->title.len, t->title.at);
	*s = (struct demo_scene){
		.text = t, .group = g, .post = arena_new(r->c->mem, int64_t, t->n)
	};
	for (int who = 0; who < t->people; who++)
		s->cast[who] = &g->member[who];
	return true;
}

bool demo_live_threads(struct demo_round *r)
{
	struct demo_thread *list = NULL;
	size_t n = 0;

	if (!demo_script_read(r->c, "live.txt", &list, &n))
		return false;
	r->scene = arena_new(r->c->mem, struct demo_scene, n);
	for (; r->scenes < n; r->scenes++)
		if (!cast(r, &list[r->scenes], &r->scene[r->scenes]))
			return false;
	return true;
}
