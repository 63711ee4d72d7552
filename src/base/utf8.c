/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/utf8.h"

static size_t bytes_after(unsigned char lead)
{
	if (lead < 0x80)
		return 0;
	if (lead >= 0xc2 && lead < 0xe0)
		return 1;
	if (lead >= 0xe0 && lead < 0xf0)
		return 2;
	return lead >= 0xf0 && lead < 0xf5 ? 3 : SIZE_MAX;
}

int32_t utf8_next(struct str *s)
{
	static const int32_t least[] = { 0, 0x80, 0x800, 0x10000 };
	unsigned char lead = (unsigned char)s->at[0];
	size_t more = bytes_after(lead);

	if (more == SIZE_MAX || more >= s->len)
		return -1;
	int32_t code = more == 0 ? lead : lead & (0x3f >> more);
	for (size_t i = 1; i <= more; i++) {
		unsigned char c = (unsigned char)s->at[i];
		if ((c & 0xc0) != 0x80)
			return -1;
		code = code << 6 | (c & 0x3f);
	}
	if (code < least[more] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		return -1;
	s->at += more + 1;
	s->len -= more + 1;
	return code;
}

bool utf8_is_text(struct str s)
{
	while (s.len > 0) {
		unsigned char c = (unsigned char)s.at[0];
		if (c >= 0x20 && c < 0x7f) {
			s.at++;
			s.len--;
			continue;
		}
		int32_t code = utf8_next(&s);
		if (code < 0 || code == 0x7f
			|| (code < 0x20 && code != '\t' && code != '\n' && code != '\r'))
			return false;
	}
	return true;
}

size_t utf8_length(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += ((unsigned char)s.at[i] & 0xc0) != 0x80;
	return n;
}

struct str utf8_head(struct str s, size_t n)
{
	size_t i = 0;

	for (; i < s.len; i++)
		if (((unsigned char)s.at[i] & 0xc0) != 0x80 && n-- == 0)
			break;
	return (struct str){ s.at, i };
}
