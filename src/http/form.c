/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/form.h"

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

struct str form_decode(struct arena *a, struct str s, bool plus)
{
	if (s.len == 0 || !(memchr(s.at, '%', s.len) || (plus && memchr(s.at, '+', s.len))))
		return s;
	char *at = arena_new(a, char, s.len + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.len; i++) {
		bool code = s.at[i] == '%' && i + 2 < s.len && hex(s.at[i + 1]) >= 0
			&& hex(s.at[i + 2]) >= 0;
		if (code) {
			at[n++] = (char)(hex(s.at[i + 1]) * 16 + hex(s.at[i + 2]));
			i += 2;
		} else {
			at[n++] = plus && s.at[i] == '+' ? ' ' : s.at[i];
		}
	}
	return (struct str){ at, n };
}

bool form_find(struct arena *a, struct str text, struct str name, size_t n, struct str *ret)
{
	for (size_t fields = 0; text.len > 0 && fields < FORM_FIELDS_MAX; fields++) {
		struct str value = str_cut(&text, '&');
		struct str key = str_cut(&value, '=');
		if (!str_eq(key, name) && !str_eq(form_decode(a, key, true), name))
			continue;
		if (n-- > 0)
			continue;
		*ret = form_decode(a, value, true);
		return true;
	}
	return false;
}

bool form_name(struct arena *a, struct str text, size_t i, struct str *ret)
{
	for (size_t fields = 0; text.len > 0 && fields < FORM_FIELDS_MAX; fields++) {
		struct str value = str_cut(&text, '&');
		if (fields < i)
			continue;
		*ret = form_decode(a, str_cut(&value, '='), true);
		return true;
	}
	return false;
}

struct str cookie_find(struct str header, struct str name)
{
	while (header.len > 0) {
		struct str value = str_trim(str_cut(&header, ';'));
		struct str key = str_cut(&value, '=');
		if (str_eq(key, name))
			return value;
	}
	return S("");
}
