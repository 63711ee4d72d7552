/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/feeling.h"

const char *const feeling_words[FEELINGS] = { "hopeful", "curious", "proud", "relieved", "unsure",
	"nervous", "stuck", "tired" };

bool feeling_check(struct ctx *c, struct str word)
{
	for (size_t i = 0; i < FEELINGS; i++)
		if (str_eq(word, str_of(feeling_words[i])))
			return true;
	return word.len == 0
		|| ctx_wrong(c, "feeling", "Choose one of the words of the list, or none.");
}
