/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whatever members write, only the tags of this list come out, and no attribute that acts. */
#include "fuzz.h"

#include "core/markdown.h"

#include <strings.h>

static const char *const tags[] = { "p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "em",
	"strong", "del", "a", "code", "pre", "blockquote", "table", "thead", "tbody", "tr", "th",
	"td", "input" };

static bool known(struct str name)
{
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (str_eq(name, str_of(tags[i])))
			return true;
	return false;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool safe(struct str html)
{
	const char *end = html.at + html.len;

	for (const char *p = html.at; (p = memchr(p, '<', (size_t)(end - p)));) {
		p++;
		if (p < end && *p == '/')
			p++;
		const char *from = p;
		while (p < end && is_letter(*p))
			p++;
		const char *close = memchr(p, '>', (size_t)(end - p));
		struct str rest = { p, close ? (size_t)(close - p) : 0 };
		if (!close || !known((struct str){ from, (size_t)(p - from) }))
			return false;
		if (memmem(rest.at, rest.len, " on", 3) || memmem(rest.at, rest.len, "style=", 6))
			return false;
		if (memmem(rest.at, rest.len, "href=\"javascript:", 17))
			return false;
	}
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct ids ids = { 0 };
	struct ctx c = { .mem = arena_open(), .ids = &ids };
	struct str html;

	if (len <= MARKDOWN_MAX && markdown_html(&c, fuzz_str(at, len), &html)) {
		FUZZ_HOLDS(html.len <= MARKDOWN_HTML_MAX);
		FUZZ_HOLDS(safe(html));
	} else if (len <= MARKDOWN_MAX) {
		FUZZ_HOLDS(c.fault.kind == FAULT_INVALID);
	}
	arena_close(c.mem);
	return 0;
}
