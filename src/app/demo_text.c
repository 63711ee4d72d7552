/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/demo_text.h"

#include "app/wiring.h"

bool demo_text_find(struct ctx *c, const char *name, struct str *ret)
{
	for (size_t i = 0; i < embedded_demo_n; i++)
		if (strcmp(embedded_demo[i].name, name) == 0) {
			*ret = (struct str){ (const char *)embedded_demo[i].at,
				embedded_demo[i].len };
			return true;
		}
	return fail(c, FAULT_INTERNAL, "demo/%s is not in the program", name);
}

/* Where the next line that begins with @ starts, or the end. */
static size_t next_at(struct str s)
{
	const char *found;

	if (s.len == 0 || s.at[0] == '@')
		return 0;
	found = memmem(s.at, s.len, "\n@", 2);
	return found ? (size_t)(found - s.at) + 1 : s.len;
}

static struct str skip(struct str s, size_t n)
{
	return (struct str){ s.at + n, s.len - n };
}

bool demo_text_next(struct str *file, struct demo_text *ret)
{
	struct str rest = skip(*file, next_at(*file));

	if (rest.len == 0)
		return false;
	struct str line = str_cut(&rest, '\n');
	size_t body = next_at(rest);

	line = skip(line, 1);
	ret->word = str_cut(&line, ' ');
	ret->rest = str_trim(line);
	ret->body = str_trim((struct str){ rest.at, body });
	*file = skip(rest, body);
	return true;
}

struct str demo_text_field(struct str *rest)
{
	return str_trim(str_cut(rest, '|'));
}

struct str demo_text_word(struct str *rest)
{
	*rest = str_trim(*rest);
	return str_cut(rest, ' ');
}

int64_t demo_text_number(struct str *rest)
{
	int64_t n = -1;

	return str_to_int(demo_text_field(rest), &n) ? n : -1;
}
