/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/stories.h"

#include "app/demo_text.h"
#include "app/wiring.h"
#include "community/story.h"

bool stories_begin(struct ctx *c)
{
	struct story_draft *d = arena_new(c->mem, struct story_draft, STORY_LIST_MAX);
	struct str file = S("");
	struct demo_text line;
	size_t n = 0;

	for (size_t i = 0; i < embedded_words_n; i++)
		if (strcmp(embedded_words[i].name, "stories.txt") == 0)
			file = (struct str){ (const char *)embedded_words[i].at,
				embedded_words[i].len };
	while (n < STORY_LIST_MAX && demo_text_next(&file, &line))
		d[n++] = (struct story_draft){ line.rest, line.body };
	if (n == 0)
		return fail(c, FAULT_INTERNAL, "words/stories.txt is not in the program");
	return story_begin(c, d, n);
}
