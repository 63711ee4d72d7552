/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/demo_introductions.h"

#include "app/demo_round.h"
#include "app/demo_text.h"
#include "community/introduction.h"
#include "core/place.h"

static struct demo_member *member_of(
	struct demo_round *r, struct str family, struct str letter, struct demo_group **ret)
{
	size_t at = letter.len == 1 ? (size_t)(letter.at[0] - 'A') : SIZE_MAX;

	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->group[i].family, family) && at < r->group[i].n) {
			*ret = &r->group[i];
			return &r->group[i].member[at];
		}
	return NULL;
}

/* Nothing is noted for the study: its numbers are those of the script. */
static bool introduce(struct demo_round *r, struct demo_text *t)
{
	static const struct place nowhere = { 0 };
	struct str rest = str_trim(t->rest), family = str_cut(&rest, ' ');
	struct demo_group *g = NULL;
	struct demo_member *who = member_of(r, family, str_trim(rest), &g);

	if (!who)
		return fail(r->c, FAULT_INTERNAL, "demo/introductions.txt: «%.*s» is nobody",
			(int)t->rest.len, t->rest.at);
	struct introduction_draft d = { .group = { g->id },
		.words = t->body,
		.name = { .as = APPEAR_FIRST,
			.offer = { .first = who->given, .last = APPEAR_FIRST } } };
	r->c->actor = who->person;
	return introduction_keep(r->c, &d) && introduction_send(r->c, &nowhere, d.group, false);
}

bool demo_introductions_make(struct demo_round *r)
{
	struct str file;
	struct demo_text t;
	int64_t n = 0;

	if (!demo_text_find(r->c, "introductions.txt", &file))
		return false;
	while (demo_text_next(&file, &t)) {
		r->c->now = r->opens_at + INSTANT_DAY + n++ * 5 * INSTANT_HOUR;
		if (!introduce(r, &t))
			return false;
	}
	return true;
}
