/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/str.h"

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
	while (s.len > 0 && is_space(s.at[0])) {
		s.at++;
		s.len--;
	}
	while (s.len > 0 && is_space(s.at[s.len - 1]))
		s.len--;
	return s;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool str_same(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (lower(a.at[i]) != lower(b.at[i]))
			return false;
	return true;
}

bool str_starts(struct str s, struct str start)
{
	return s.len >= start.len && str_eq((struct str){ s.at, start.len }, start);
}

bool str_ends(struct str s, struct str end)
{
	return s.len >= end.len && str_eq((struct str){ s.at + s.len - end.len, end.len }, end);
}

bool str_has(struct str s, struct str part)
{
	return part.len == 0 || (s.len > 0 && memmem(s.at, s.len, part.at, part.len) != NULL);
}

struct str str_cut(struct str *s, char c)
{
	const char *at = s->len ? memchr(s->at, c, s->len) : NULL;
	struct str head = { s->at, at ? (size_t)(at - s->at) : s->len };
	size_t used = at ? head.len + 1 : head.len;

	s->at += used;
	s->len -= used;
	return head;
}

bool str_to_int(struct str s, int64_t *ret)
{
	int64_t n = 0;

	if (s.len == 0 || s.len > 18)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
		n = n * 10 + (s.at[i] - '0');
	}
	*ret = n;
	return true;
}
