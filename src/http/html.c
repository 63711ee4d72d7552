/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/html.h"

static const struct str entity[256] = {
	['&'] = { "&amp;", 5 },
	['<'] = { "&lt;", 4 },
	['>'] = { "&gt;", 4 },
	['"'] = { "&quot;", 6 },
	['\''] = { "&#39;", 5 },
};

static const unsigned char special[256] = {
	['&'] = 1, ['<'] = 1, ['>'] = 1, ['"'] = 1, ['\''] = 1
};

/* How many bytes need nothing; four at a time, because most words need nothing. */
static size_t plain_run(const unsigned char *at, size_t len)
{
	size_t i = 0;

	while (i + 4 <= len
		&& !(special[at[i]] | special[at[i + 1]] | special[at[i + 2]] | special[at[i + 3]]))
		i += 4;
	while (i < len && !special[at[i]])
		i++;
	return i;
}

void html_put_str(struct buf *out, struct str s)
{
	while (s.len > 0) {
		size_t run = plain_run((const unsigned char *)s.at, s.len);
		buf_add(out, (struct str){ s.at, run });
		if (run == s.len)
			return;
		buf_add(out, entity[(unsigned char)s.at[run]]);
		s = (struct str){ s.at + run + 1, s.len - run - 1 };
	}
}

void html_put_z(struct buf *out, const char *z)
{
	html_put_str(out, str_of(z));
}

void html_put_int(struct buf *out, int64_t n)
{
	buf_int(out, n);
}

void html_put_html(struct buf *out, struct html h)
{
	buf_add(out, h.s);
}

static bool plain(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
		|| c == '-' || c == '_' || c == '.' || c == '~';
}

void html_put_word(struct buf *out, struct str s)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];
		if (plain(c)) {
			buf_char(out, (char)c);
			continue;
		}
		const char code[3] = { '%', hex[c >> 4], hex[c & 15] };
		buf_add(out, (struct str){ code, 3 });
	}
}

static void put(struct buf *out, struct url u, struct str amp)
{
	const char *p = u.pattern;

	for (int n = 0; *p;) {
		size_t run = strcspn(p, "%$&");
		buf_add(out, (struct str){ p, run });
		p += run;
		if (*p == '%' && n < 3)
			buf_int(out, u.v[n++]);
		else if (*p == '$')
			html_put_word(out, u.word);
		else if (*p == '&')
			buf_add(out, amp);
		p += *p != '\0';
	}
}

void html_put_url(struct buf *out, struct url u)
{
	put(out, u, S("&amp;"));
}

void html_put_link(struct buf *out, struct link l)
{
	buf_add(out, l.s);
}

void html_put_address(struct buf *out, struct url u)
{
	put(out, u, S("&"));
}
