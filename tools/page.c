/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "page.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>

bool page_refuse(struct page *p, const char *why, ...)
{
	va_list args;

	va_start(args, why);
	vsnprintf(p->fault->why, sizeof p->fault->why, why, args);
	va_end(args);
	p->fault->line = p->line;
	return false;
}

bool page_is_blank(char ch)
{
	return ch == ' ' || ch == '\t';
}

bool page_begins(const struct page *p, const char *with)
{
	size_t n = strlen(with);
	return (size_t)(p->end - p->at) >= n && memcmp(p->at, with, n) == 0;
}

/* Writes */

static void quote(struct page *p, const char *at, size_t len)
{
	fputc('"', p->out);
	for (size_t i = 0; i < len; i++) {
		unsigned char ch = (unsigned char)at[i];
		if (ch == '\n')
			fputs("\\n", p->out);
		else if (ch == '"' || ch == '\\' || ch == '?') /* ?? could begin a trigraph */
			fprintf(p->out, "\\%c", ch);
		else if (ch < ' ' || ch > '~')
			fprintf(p->out, "\\%03o", ch);
		else
			fputc(ch, p->out);
	}
	fputc('"', p->out);
}

void page_line_is(struct page *p, size_t line)
{
	if (p->out_line != line) {
		fprintf(p->out, "#line %zu ", line);
		quote(p, p->file, strlen(p->file));
		fputc('\n', p->out);
	}
	p->out_line = line + 1;
}

void page_flush(struct page *p)
{
	if (p->literal_len == 0)
		return;
	page_line_is(p, p->literal_line);
	fputs("\tbuf_add(out, S(", p->out);
	quote(p, p->literal, p->literal_len);
	fputs("));\n", p->out);
	p->literal_len = 0;
}

static void put(struct page *p, char ch)
{
	if (p->literal_len == sizeof p->literal)
		page_flush(p);
	if (p->literal_len == 0)
		p->literal_line = p->line;
	p->literal[p->literal_len++] = ch;
	p->wrote = true;
}

/* Puts the next n bytes of the line. */
static void pass(struct page *p, size_t n)
{
	while (n--)
		put(p, *p->at++);
}

/* Outside pre and textarea a page needs one blank or line end where the template has many. */
bool page_is_kept(const struct page *p)
{
	return p->now.place == PLACE_VALUE
		|| (p->now.place == PLACE_TEXT
			&& (p->now.within == ELEMENT_PRE || p->now.within == ELEMENT_TEXTAREA));
}

static bool blank(struct page *p)
{
	if (p->wrote || page_is_kept(p))
		put(p, *p->at);
	p->at++;
	return true;
}

static void line_end(struct page *p)
{
	if (p->now.place == PLACE_COMMENT)
		return;
	while (!page_is_kept(p) && p->literal_len && page_is_blank(p->literal[p->literal_len - 1]))
		p->literal_len--;
	if (p->wrote || page_is_kept(p))
		put(p, '\n');
	p->wrote = false;
}

/* Values */

/* The end of an expression: the last two of the first run of braces outside its own quotes. */
static const char *value_end(const struct page *p)
{
	char in = '\0';

	for (const char *q = p->at; q + 1 < p->end; q++) {
		if (in && *q == '\\')
			q++;
		else if (in)
			in = *q == in ? '\0' : in;
		else if (*q == '"' || *q == '\'')
			in = *q;
		else if (q[0] == '}' && q[1] == '}' && (q + 2 == p->end || q[2] != '}'))
			return q;
	}
	return NULL;
}

static bool value(struct page *p, const char *by)
{
	p->at += 2;
	const char *end = value_end(p), *last = end;
	if (!end)
		return page_refuse(p, "{{ has no }} on its line");
	while (p->at < last && page_is_blank(*p->at))
		p->at++;
	while (p->at < last && page_is_blank(last[-1]))
		last--;
	if (p->at == last)
		return page_refuse(p, "{{ }} holds no value");
	page_flush(p);
	page_line_is(p, p->line);
	fprintf(p->out, "\t%s(out, %.*s);\n", by, (int)(last - p->at), p->at);
	p->at = end + 2;
	p->wrote = true;
	return true;
}

/* Attributes whose value a browser goes to or loads. */
static bool is_link(const char *name)
{
	static const char *const links[] = { "href", "src", "action", "formaction", "poster",
		"cite", "data", "srcset", "ping", "background", "manifest", "xlink:href" };

	for (size_t i = 0; i < sizeof links / sizeof *links; i++)
		if (strcmp(name, links[i]) == 0)
			return true;
	return false;
}

static bool value_in_attribute(struct page *p)
{
	const char *name = p->attribute;

	if (p->quote != '"')
		return page_refuse(p, "a value stands in single quotes; use \"");
	if (p->now.tag == ELEMENT_SCRIPT && strcmp(name, "src") != 0)
		return page_refuse(p, "a value stands in %s= of a script", name);
	p->has_value = true;
	if (is_link(name))
		return value(p, "html_link");
	return value(p, "html_attr");
}

/* Places */

static size_t name_length(const struct page *p, const char *from)
{
	const char *q = from;
	while (q < p->end && (isalnum((unsigned char)*q) || strchr("-_.:", *q)))
		q++;
	return (size_t)(q - from);
}

static void name_copy(char *to, const char *from, size_t n)
{
	n = n < PAGE_NAME_MAX ? n : PAGE_NAME_MAX - 1;
	for (size_t i = 0; i < n; i++)
		to[i] = (char)tolower((unsigned char)from[i]);
	to[n] = '\0';
}

static enum element element_of(const char *name)
{
	static const char *const names[] = { [ELEMENT_PRE] = "pre",
		[ELEMENT_TEXTAREA] = "textarea",
		[ELEMENT_TITLE] = "title",
		[ELEMENT_SCRIPT] = "script",
		[ELEMENT_STYLE] = "style" };

	for (enum element e = ELEMENT_PRE; e <= ELEMENT_STYLE; e++)
		if (strcmp(name, names[e]) == 0)
			return e;
	return ELEMENT_OTHER;
}

static bool tag_begin(struct page *p)
{
	p->closing = page_begins(p, "</");
	const char *from = p->at + (p->closing ? 2 : 1);
	size_t n = name_length(p, from);
	char name[PAGE_NAME_MAX];

	if (page_begins(p, "<!doctype") || page_begins(p, "<!DOCTYPE"))
		n = strlen("!doctype");
	if (n == 0 || (*from != '!' && !isalpha((unsigned char)*from)))
		return page_refuse(p, "a < that begins no tag is written &lt;");
	name_copy(name, from, n);
	p->now.tag = element_of(name);
	bool as_text = p->now.within == ELEMENT_TEXTAREA || p->now.within == ELEMENT_TITLE;
	if (as_text && !(p->closing && p->now.tag == p->now.within))
		return page_refuse(p, "<%s> stands in an element that holds only text", name);
	if (p->now.tag == ELEMENT_STYLE)
		return page_refuse(p, "<style> is not allowed: styles are files");
	if (p->now.tag == ELEMENT_SCRIPT && p->closing)
		return page_refuse(p, "</script> closes nothing");
	pass(p, (size_t)(from - p->at) + n);
	if (p->at < p->end && !page_is_blank(*p->at) && *p->at != '>' && *p->at != '/')
		return page_refuse(p, "the name of a tag ends with a blank or >");
	p->script_src = p->script_later = false;
	p->now.place = PLACE_TAG;
	return true;
}

static bool in_text(struct page *p)
{
	if (page_begins(p, "{{"))
		return value(p, "html_text");
	if (page_is_blank(*p->at))
		return blank(p);
	if (page_begins(p, "<!--")) {
		p->now.place = PLACE_COMMENT;
		p->at += 4;
		return true;
	}
	if (*p->at == '<')
		return tag_begin(p);
	pass(p, 1);
	return true;
}

static bool in_comment(struct page *p)
{
	if (page_begins(p, "-->")) {
		p->now.place = PLACE_TEXT;
		p->at += 2;
	}
	p->at++;
	return true;
}

static bool script_end(struct page *p)
{
	if (!p->script_src || !p->script_later)
		return page_refuse(
			p, "a script is <script src=\"/...\" defer></script>, or type=\"module\"");
	if (!page_begins(p, "</script>"))
		return page_refuse(p, "</script> must follow at once: a script is a file");
	pass(p, strlen("</script>"));
	return true;
}

static bool tag_end(struct page *p)
{
	enum element tag = p->now.tag;

	pass(p, 1);
	p->now.place = PLACE_TEXT;
	p->now.tag = ELEMENT_OTHER;
	if (tag == ELEMENT_SCRIPT)
		return script_end(p);
	if (tag != ELEMENT_OTHER)
		p->now.within = p->closing ? ELEMENT_OTHER : tag;
	/* A browser drops the first line end in these: it gets ours, not the one of the value. */
	if (tag != ELEMENT_OTHER && page_is_kept(p) && page_begins(p, "{{"))
		put(p, '\n');
	return true;
}

static bool unquoted(struct page *p)
{
	size_t n = 0;

	while (p->at + n < p->end && !strchr(" \t>{\"'=<`", p->at[n]))
		n++;
	pass(p, n);
	if (page_begins(p, "{{"))
		return page_refuse(p, "a value stands in an unquoted attribute");
	if (n == 0 || p->now.tag == ELEMENT_SCRIPT)
		return page_refuse(
			p, "the value of %s= needs quotes, and no blank before them", p->attribute);
	return true;
}

/* The content policy makes browsers ignore these, and a value in them could act as code. */
static bool is_code(const char *name)
{
	return strncmp(name, "on", 2) == 0 || strcmp(name, "style") == 0
		|| strcmp(name, "srcdoc") == 0;
}

static bool attribute_begin(struct page *p)
{
	size_t n = name_length(p, p->at);

	if (n == 0)
		return page_refuse(p, "'%c' has no place in a tag",
			isprint((unsigned char)*p->at) ? *p->at : '?');
	name_copy(p->attribute, p->at, n);
	pass(p, n);
	p->script_later |= strcmp(p->attribute, "defer") == 0;
	if (!page_begins(p, "=")) {
		if (p->now.tag == ELEMENT_SCRIPT && strcmp(p->attribute, "defer") != 0)
			return page_refuse(p, "a script has only src, defer and type");
		return true;
	}
	pass(p, 1);
	if (is_code(p->attribute))
		return page_refuse(
			p, "%s= is not allowed: scripts and styles are files", p->attribute);
	if (!page_begins(p, "\"") && !page_begins(p, "'"))
		return unquoted(p);
	p->quote = *p->at;
	p->constant_len = 0;
	p->constant[0] = '\0';
	p->has_value = false;
	p->now.place = PLACE_VALUE;
	pass(p, 1);
	return true;
}

static bool in_tag(struct page *p)
{
	if (page_begins(p, "{{"))
		return page_refuse(p, "a value stands in a tag but not in a quoted attribute");
	if (page_is_blank(*p->at))
		return blank(p);
	if (*p->at == '>')
		return tag_end(p);
	if (*p->at != '/')
		return attribute_begin(p);
	pass(p, 1);
	return true;
}

static bool script_attribute(struct page *p)
{
	const char *is = p->constant;

	if (strcmp(p->attribute, "type") == 0 && strcmp(is, "module") == 0)
		return p->script_later = true;
	if (strcmp(p->attribute, "src") != 0)
		return page_refuse(p, "a script has only src, defer and type=\"module\"");
	bool local = is[0] == '/' && is[1] != '/' && is[1] != '\\';
	if (!local && !(p->has_value && !p->constant_len))
		return page_refuse(
			p, "the src of a script is an address of this site: it begins with one /");
	return p->script_src = true;
}

static bool in_value(struct page *p)
{
	if (page_begins(p, "{{"))
		return value_in_attribute(p);
	char ch = *p->at;
	pass(p, 1);
	if (ch == p->quote) {
		p->now.place = PLACE_TAG;
		return p->now.tag == ELEMENT_SCRIPT ? script_attribute(p) : true;
	}
	if (p->constant_len + 1 < sizeof p->constant) {
		p->constant[p->constant_len++] = ch;
		p->constant[p->constant_len] = '\0';
	}
	return true;
}

bool page_text(struct page *p)
{
	static bool (*const step[])(struct page *) = { [PLACE_TEXT] = in_text,
		[PLACE_TAG] = in_tag,
		[PLACE_VALUE] = in_value,
		[PLACE_COMMENT] = in_comment };

	while (p->at < p->end)
		if (!step[p->now.place](p))
			return false;
	line_end(p);
	return true;
}
