/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "page.h"

#include <ctype.h>
#include <string.h>

static bool text_line(struct page *p)
{
	const char *q = p->at;

	while (q < p->end && page_is_blank(*q))
		q++;
	if (!p->begun)
		return q == p->end || page_refuse(p, "text outside a template");
	if (p->unfinished && (q < p->end || page_is_kept(p)))
		return page_refuse(p, "the line of C before text ends with ; { } or :");
	bool c = q < p->end && *q == '%' && q > p->at;
	if (c && !page_is_kept(p) && p->now.place != PLACE_COMMENT)
		return page_refuse(p, "the %% of a line of C is its first character");
	return page_text(p);
}

/* A word stands at `at`, and no letter behind it. */
static bool is_word(const char *at, const char *end, const char *word)
{
	size_t n = strlen(word);
	return (size_t)(end - at) >= n && memcmp(at, word, n) == 0
		&& (at + n == end || !(isalnum((unsigned char)at[n]) || at[n] == '_'));
}

/* Leaving a loop or the template in the middle of a tag would leave the tag open. */
static bool leaves(const char *at, const char *end)
{
	static const char *const words[] = { "return", "break", "continue", "goto" };

	for (; at < end; at++)
		for (size_t i = 0; i < sizeof words / sizeof *words; i++)
			if (is_word(at, end, words[i]))
				return true;
	return false;
}

/* The code of a line of C without the comment and blanks at its end. */
static const char *code_end(const struct page *p)
{
	const char *end = p->end, *open = NULL;

	while (end > p->at && page_is_blank(end[-1]))
		end--;
	if (end - p->at < 4 || memcmp(end - 2, "*/", 2) != 0)
		return end;
	for (const char *q = p->at; q + 1 < end; q++)
		if (q[0] == '/' && q[1] == '*')
			open = q;
	for (end = open ? open : p->at; end > p->at && page_is_blank(end[-1]);)
		end--;
	return end;
}

/* Both ways round a branch must lead to the same place in the page. */
static bool branch(struct page *p, const char *code, const char *end)
{
	bool label = is_word(code, end, "case") || is_word(code, end, "default");

	if (*code == '}' || label) {
		if (p->branches == 0)
			return page_refuse(p, "this } closes no branch");
		const struct spot *was = &p->branch[p->branches - 1];
		if (was->place != p->now.place || was->within != p->now.within
			|| was->tag != p->now.tag)
			return page_refuse(p,
				"a branch ends in another place of the page than where it began");
		if (*code == '}')
			p->branches--;
	}
	if (end[-1] == '{') {
		if (p->branches == TEMPLATE_DEPTH_MAX)
			return page_refuse(p, "branches are too deep");
		p->branch[p->branches++] = p->now;
	}
	return true;
}

static bool c_line(struct page *p)
{
	p->at++;
	if (p->now.place == PLACE_VALUE || p->now.place == PLACE_COMMENT)
		return page_refuse(p, "a line of C stands in a quoted attribute or a comment");
	if (p->now.place == PLACE_TAG && p->now.tag == ELEMENT_SCRIPT)
		return page_refuse(p, "a line of C stands in a script tag");
	page_flush(p);
	page_line_is(p, p->line);
	fprintf(p->out, "%.*s\n", (int)(p->end - p->at), p->at);
	const char *code = p->at, *end = code_end(p);
	while (code < end && page_is_blank(*code))
		code++;
	if (code == end)
		return true;
	if (p->now.place == PLACE_TAG && leaves(code, end))
		return page_refuse(p, "a line of C leaves in the middle of a tag");
	p->unfinished = *code != '#' && !strchr(";{}:", end[-1]);
	return p->begun ? branch(p, code, end) : true;
}

static bool template_begin(struct page *p)
{
	if (p->begun)
		return page_refuse(p, "%%template inside the template of line %zu", p->begun);
	for (p->at += strlen("%template"); p->at < p->end && page_is_blank(*p->at);)
		p->at++;
	const char *open = p->at < p->end ? memchr(p->at, '(', (size_t)(p->end - p->at)) : NULL,
		   *close = p->end;
	while (close > p->at && page_is_blank(close[-1]))
		close--;
	const char *q = p->at;
	while (open && q < open && (isalnum((unsigned char)*q) || *q == '_'))
		q++;
	if (!open || q != open || q == p->at || isdigit((unsigned char)*p->at) || close[-1] != ')')
		return page_refuse(p, "a template begins: %%template name(arguments)");
	for (q = ++open, close--; q < close && page_is_blank(*q);)
		q++;
	page_line_is(p, p->line);
	fprintf(p->out, "static void %.*s(struct buf *out%s%.*s)\n", (int)(open - 1 - p->at), p->at,
		q < close ? ", " : "", (int)(close - q), q);
	page_line_is(p, p->line);
	fputs("{\n", p->out);
	p->begun = p->line;
	p->wrote = false;
	return true;
}

static bool template_end(struct page *p)
{
	static const char *const inside[] = { [PLACE_TAG] = "a tag",
		[PLACE_VALUE] = "a quoted attribute",
		[PLACE_COMMENT] = "a comment" };

	if (!p->begun)
		return page_refuse(p, "%%end ends no template");
	if (p->now.place != PLACE_TEXT)
		return page_refuse(p, "%%end inside %s", inside[p->now.place]);
	if (p->now.within != ELEMENT_OTHER)
		return page_refuse(p, "%%end inside <pre>, <textarea> or <title>");
	if (p->branches || p->unfinished)
		return page_refuse(p, "%%end inside a branch of C");
	page_flush(p);
	page_line_is(p, p->line);
	fputs("}\n", p->out);
	p->begun = 0;
	return true;
}

static bool line(struct page *p)
{
	size_t len = (size_t)(p->end - p->at);

	if (len > TEMPLATE_LINE_MAX)
		return page_refuse(p, "a line is longer than %d bytes", TEMPLATE_LINE_MAX);
	if (memchr(p->at, '\0', len))
		return page_refuse(p, "a line holds a NUL byte");
	if (len && p->end[-1] == '\r')
		p->end--;
	if (is_word(p->at, p->end, "%template"))
		return template_begin(p);
	if (is_word(p->at, p->end, "%end"))
		return template_end(p);
	if (page_begins(p, "%%"))
		p->at++;
	else if (page_begins(p, "%"))
		return c_line(p);
	return text_line(p);
}

bool template_compile(
	const char *file, const char *at, size_t len, FILE *out, struct template_fault *ret)
{
	struct page p = { .file = file, .out = out, .fault = ret };
	const char *end = at + len;

	for (p.line = 1; at < end; p.line++) {
		const char *nl = memchr(at, '\n', (size_t)(end - at));
		p.at = at;
		p.end = nl ? nl : end;
		if (!line(&p))
			return false;
		at = nl ? nl + 1 : end;
	}
	if (p.begun)
		return page_refuse(&p, "the template of line %zu has no %%end", p.begun);
	return true;
}
