/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where templates write. The type of a value and its place decide how it is escaped. Names:
   html_ */
#ifndef HTTP_HTML_H
#define HTTP_HTML_H

#include "base/buf.h"

/* Already HTML; made only by the Markdown renderer and by templates. */
struct html {
	struct str s;
};
/* An address of this site: a constant pattern whose % are the numbers, and whose $ is the word,
   percent-encoded. Nothing from outside can become another scheme, host or path segment. */
struct url {
	const char *pattern;
	int64_t v[3];
	struct str word;
};
/* An address of this site that was written out already, because a page has it many times. It is
   made from a constant and numbers, like a url. */
struct link {
	struct str s;
};
#define URL(...) ((struct url){ __VA_ARGS__ })

void html_put_str(struct buf *out, struct str s); /* escaped for text and quoted attributes */
void html_put_z(struct buf *out, const char *z);
void html_put_int(struct buf *out, int64_t n);
void html_put_html(struct buf *out, struct html h);
void html_put_url(struct buf *out, struct url u);
void html_put_link(struct buf *out, struct link l);
/* The address itself, as a Location header has it. */
void html_put_address(struct buf *out, struct url u);
/* Bytes from outside, percent-encoded as one word of a URL. */
void html_put_word(struct buf *out, struct str s);

#define html_text(out, x) \
	_Generic((x), struct str : html_put_str, struct html : html_put_html, char * : html_put_z, \
		 const char * : html_put_z, default : html_put_int)((out), (x))
#define html_attr(out, x) \
	_Generic((x), struct str : html_put_str, char * : html_put_z, const char * : html_put_z, \
		 default : html_put_int)((out), (x))
#define html_link(out, x) \
	_Generic((x), struct url : html_put_url, struct link : html_put_link)((out), (x))

#endif
