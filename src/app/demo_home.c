/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/demo_home.h"

#include "app/demo_round.h"
#include "community/mark.h"
#include "community/note.h"
#include "core/person.h"
#include "core/place.h"

enum { NOTES = 2 };

static const char *const notes[NOTES] = {
	"Try this with the chip shop: numbers first, then what I did with them.",
	"Ask Kirsty how long hers was in the end.",
};

static struct demo_group *group_of(struct demo_round *r, struct person_id who)
{
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < r->group[i].n; k++)
			if (r->group[i].member[k].person.v == who.v)
				return &r->group[i];
	return NULL;
}

/* A post of somebody else, kept with a note. The study of the demonstration is as it was: nothing
   is noted. */
static bool keep(struct demo_round *r, const struct demo_scene *s, size_t line, const char *note)
{
	const struct place nowhere = { 0 };
	const struct mark_spot spot = { MARK_THREAD, s->thread, s->post[line] };

	return mark_put(r->c, &nowhere, spot, MARK_SAVE, MARK_ON)
		&& note_put(r->c, spot, str_of(note));
}

bool demo_home_keep(struct demo_round *r)
{
	struct person student;
	size_t kept = 0;

	if (!person_by_address(r->c, S("student@cairn.example"), &student))
		return false;
	struct demo_group *g = group_of(r, student.id);
	r->c->actor = student.id;
	r->c->roles = ROLE_STUDENT;
	r->c->now = r->until;
	for (size_t i = 0; g && i < r->scenes && kept < NOTES; i++) {
		const struct demo_scene *s = &r->scene[i];
		size_t line = s->text->n - 1;
		bool theirs = s->group == g && s->thread && s->post[line]
			&& s->cast[s->text->line[line].who]->person.v != student.id.v;
		if (theirs && !keep(r, s, line, notes[kept++]))
			return false;
	}
	return true;
}
