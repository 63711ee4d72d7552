/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/strength.h"

#include "base/buf.h"
#include "core/choice.h"

enum { IN_A_DRAFT = 3, DRAFT_BYTES = 4000 };

/* Kept as keys with a space between, so that the table may grow and change its order. */
bool strength_ticked(struct ctx *c, bool *ret)
{
	struct str kept;

	for (size_t i = 0; i < strength_words_n; i++)
		ret[i] = false;
	if (!choice_find(c, CHOICE_STRENGTHS, &kept))
		return false;
	while (kept.len > 0) {
		struct str key = str_cut(&kept, ' ');
		for (size_t i = 0; i < strength_words_n; i++)
			ret[i] = ret[i] || str_eq(key, str_of(strength_words[i].key));
	}
	return true;
}

bool strength_tick(struct ctx *c, const bool *on)
{
	struct str keys = S("");

	for (size_t i = 0; i < strength_words_n; i++)
		if (on[i])
			keys = arena_fmt(c->mem, "%s%s%s", keys.at, keys.len ? " " : "",
				strength_words[i].key);
	return choice_set(c, CHOICE_STRENGTHS, keys);
}

/* The first few only: an introduction that lists everything reads like a form. */
struct str strength_draft(struct ctx *c, const bool *on)
{
	struct buf out;
	size_t n = 0;

	buf_init(&out, DRAFT_BYTES);
	buf_add(&out, S("Hello. A bit about me, beside my course.\n"));
	for (size_t i = 0; i < strength_words_n && n < IN_A_DRAFT; i++) {
		if (!on[i] || !strength_words[i].intro)
			continue;
		buf_fmt(&out, "\nI %s. %s\n", strength_words[i].intro,
			strength_words[i].skill[0].sentence);
		n++;
	}
	buf_add(&out,
		S("\nI am here to see how others find their way. What do you do, beside "
		  "your course?"));
	struct str text = n > 0 ? arena_str(c->mem, buf_str(&out)) : S("");
	buf_free(&out);
	return text;
}
