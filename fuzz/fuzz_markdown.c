/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whatever members write, only the tags of this list come out, and no attribute that acts. */
#include "fuzz.h"

#include "core/markdown.h"

#include <strings.h>

static const char *const tags[] = { "p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "em",
	"strong", "del", "a", "code", "pre", "blockquote", "table", "thead", "tbody", "tr", "th",
	"td", "input", NULL };
static const char *const attributes[] = { "href", "rel", "start", "align", "class", "type",
	"checked", "disabled", "title", NULL };
static const char *const targets[] = { "https://", "http://", "mailto:", "/", NULL };

static bool listed(const char *const *list, struct str name)
{
	for (; *list; list++)
		if (str_eq(name, str_of(*list)))
			return true;
	return false;
}

static bool goes_somewhere(struct str url)
{
	for (const char *const *t = targets; *t; t++)
		if (url.len > strlen(*t) && strncasecmp(url.at, *t, strlen(*t)) == 0)
			return !(url.at[0] == '/' && (url.at[1] == '/' || url.at[1] == '\\'));
	return url.len == 1 && url.at[0] == '/';
}

/* Cuts a run of letters and digits off s. */
static struct str word(struct str *s)
{
	size_t n = 0;

	while (n < s->len
		&& ((s->at[n] >= 'a' && s->at[n] <= 'z') || (s->at[n] >= '0' && s->at[n] <= '9')))
		n++;
	struct str cut = { s->at, n };
	*s = (struct str){ s->at + n, s->len - n };
	return cut;
}

/* One attribute, of which s begins with the blank before it. */
static bool attribute_safe(struct str *s)
{
	*s = (struct str){ s->at + 1, s->len - 1 };
	struct str name = word(s);
	if (!listed(attributes, name))
		return false;
	if (s->len < 2 || s->at[0] != '=')
		return true;
	const char *end = s->at[1] == '"' ? memchr(s->at + 2, '"', s->len - 2) : NULL;
	if (!end)
		return false;
	struct str value = { s->at + 2, (size_t)(end - s->at) - 2 };
	*s = (struct str){ end + 1, s->len - value.len - 3 };
	return !str_eq(name, S("href")) || goes_somewhere(value);
}

static bool safe(struct str s)
{
	for (const char *p; s.len && (p = memchr(s.at, '<', s.len));) {
		size_t skip = (size_t)(p - s.at) + 1;
		skip += skip < s.len && s.at[skip] == '/';
		s = (struct str){ s.at + skip, s.len - skip };
		if (!listed(tags, word(&s)))
			return false;
		while (s.len && s.at[0] == ' ')
			if (!attribute_safe(&s))
				return false;
		if (!s.len || s.at[0] != '>')
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
