/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/markdown.h"

#include "base/buf.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <pthread.h>
#include <stdlib.h>

/* What a parser makes of a small text can be large: a table is filled up to its width in every row.
   */
enum { CELLS_MAX = 4096, COLUMNS_MAX = 64, MARKERS_MAX = 64, LINES_MAX = 8192 };
enum { BRACKETS_MAX = 2000, ATS_MAX = 1000, CLOSES_MAX = 400, PLAIN_COLUMNS = 72 };

/* The library keeps the characters that its extensions look for in tables of its own and changes
   them during every run, so that one text at a time can be parsed. */
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

struct page {
	struct buf *out;
	int links; /* open <a>: HTML has none inside another */
	int plain; /* inside an image, whose text alone is shown */
	bool head; /* in the first row of a table */
};

static void put_text(struct buf *out, const char *z)
{
	for (size_t run; *z; z += run) {
		run = strcspn(z, "&<>\"'");
		buf_add(out, (struct str){ z, run });
		if (!z[run])
			return;
		switch (z[run++]) {
		case '&': buf_add(out, S("&amp;")); break;
		case '<': buf_add(out, S("&lt;")); break;
		case '>': buf_add(out, S("&gt;")); break;
		case '"': buf_add(out, S("&quot;")); break;
		default: buf_add(out, S("&#39;")); break;
		}
	}
}

/* A list of what is allowed, not of what is dangerous: the web, mail, and pages of this site. */
static bool link_ok(struct str url)
{
	struct str head = { url.at, url.len < 8 ? url.len : 8 };

	if (head.len >= 8 && str_same(head, S("https://")))
		return url.len > 8;
	head.len = url.len < 7 ? url.len : 7;
	if (head.len == 7 && (str_same(head, S("http://")) || str_same(head, S("mailto:"))))
		return url.len > 7;
	return url.len > 0 && url.at[0] == '/'
		&& !(url.len > 1 && (url.at[1] == '/' || url.at[1] == '\\'));
}

static void put_href(struct buf *out, struct str url)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				    "0123456789-_.~:/?#[]@!$()*+,;=%";

	for (size_t i = 0; i < url.len; i++) {
		if (url.at[i] && strchr(plain, url.at[i]))
			buf_char(out, url.at[i]);
		else if (url.at[i] == '&')
			buf_add(out, S("&amp;"));
		else
			buf_fmt(out, "%%%02X", (unsigned char)url.at[i]);
	}
}

static void open_link(struct page *p, const char *url)
{
	if (p->links++ == 0 && link_ok(str_of(url))) {
		buf_add(p->out, S("<a href=\""));
		put_href(p->out, str_of(url));
		buf_add(p->out, S("\" rel=\"nofollow noopener ugc\">"));
	}
}

static void close_link(struct page *p, const char *url)
{
	if (--p->links == 0 && link_ok(str_of(url)))
		buf_add(p->out, S("</a>"));
}

static void link_node(struct page *p, cmark_node *n, bool entering)
{
	if (entering)
		open_link(p, cmark_node_get_url(n));
	else
		close_link(p, cmark_node_get_url(n));
}

/* Pictures of other sites would tell those sites who reads; the reader decides by following the
   link. */
static void image_node(struct page *p, cmark_node *n, bool entering)
{
	if (entering) {
		open_link(p, cmark_node_get_url(n));
		if (!cmark_node_first_child(n))
			buf_add(p->out, S("image"));
		p->plain++;
		return;
	}
	p->plain--;
	close_link(p, cmark_node_get_url(n));
}

static bool in_tight_list(cmark_node *n)
{
	cmark_node *item = cmark_node_parent(n);
	cmark_node *list = item ? cmark_node_parent(item) : NULL;

	return list && cmark_node_get_type(list) == CMARK_NODE_LIST
		&& cmark_node_get_list_tight(list);
}

static void paragraph_node(struct page *p, cmark_node *n, bool entering)
{
	if (!in_tight_list(n))
		buf_add(p->out, entering ? S("<p>") : S("</p>\n"));
	else if (!entering && cmark_node_next(n))
		buf_char(p->out, '\n');
}

static void list_node(struct page *p, cmark_node *n, bool entering)
{
	bool numbers = cmark_node_get_list_type(n) == CMARK_ORDERED_LIST;
	int start = cmark_node_get_list_start(n);

	if (!entering)
		buf_add(p->out, numbers ? S("</ol>\n") : S("</ul>\n"));
	else if (numbers && start != 1)
		buf_fmt(p->out, "<ol start=\"%d\">\n", start);
	else
		buf_add(p->out, numbers ? S("<ol>\n") : S("<ul>\n"));
}

/* The page's own headings are h1 and h2. */
static void heading_node(struct page *p, cmark_node *n, bool entering)
{
	int level = cmark_node_get_heading_level(n) + 2;

	buf_fmt(p->out, entering ? "<h%d>" : "</h%d>\n", level > 6 ? 6 : level);
}

static void literal(struct page *p, cmark_node *n, const char *before, const char *after)
{
	const char *text = cmark_node_get_literal(n);

	buf_add(p->out, str_of(p->plain ? "" : before));
	put_text(p->out, text ? text : "");
	buf_add(p->out, str_of(p->plain ? "" : after));
}

static void tag(struct page *p, bool entering, const char *name, const char *after)
{
	if (!p->plain)
		buf_fmt(p->out, entering ? "<%s>%s" : "</%s>%s", name, entering ? "" : after);
}

static void row_node(struct page *p, cmark_node *n, bool entering)
{
	bool head = cmark_gfm_extensions_get_table_row_is_header(n);

	p->head = head;
	if (entering) {
		if (head)
			buf_add(p->out, S("<thead>\n"));
		else if (cmark_gfm_extensions_get_table_row_is_header(cmark_node_previous(n)))
			buf_add(p->out, S("<tbody>\n"));
	}
	tag(p, entering, "tr", "\n");
	if (!entering && head)
		buf_add(p->out, S("</thead>\n"));
	else if (!entering && !cmark_node_next(n))
		buf_add(p->out, S("</tbody>\n"));
}

static char alignment(cmark_node *cell)
{
	cmark_node *table = cmark_node_parent(cmark_node_parent(cell));
	const uint8_t *align = cmark_gfm_extensions_get_table_alignments(table);
	int column = 0, columns = cmark_gfm_extensions_get_table_columns(table);

	for (cmark_node *n = cell; (n = cmark_node_previous(n));)
		column++;
	return align && column < columns ? (char)align[column] : '\0';
}

static void cell_node(struct page *p, cmark_node *n, bool entering)
{
	const char *name = p->head ? "th" : "td";
	char align = entering ? alignment(n) : '\0';

	if (align == 'r' || align == 'c')
		buf_fmt(p->out, "<%s class=\"align-%s\">", name, align == 'r' ? "right" : "center");
	else
		tag(p, entering, name, "\n");
}

static void extension_node(struct page *p, cmark_node *n, bool entering)
{
	struct str type = str_of(cmark_node_get_type_string(n));

	if (str_eq(type, S("strikethrough")))
		tag(p, entering, "del", "");
	else if (str_eq(type, S("table")))
		buf_add(p->out, entering ? S("<table>\n") : S("</table>\n"));
	else if (str_eq(type, S("table_row")) || str_eq(type, S("table_header")))
		row_node(p, n, entering);
	else if (str_eq(type, S("table_cell")))
		cell_node(p, n, entering);
}

static void inline_node(struct page *p, cmark_node *n, bool entering)
{
	cmark_node_type type = cmark_node_get_type(n);

	if (type == CMARK_NODE_TEXT || type == CMARK_NODE_HTML_INLINE)
		literal(p, n, "", "");
	else if (type == CMARK_NODE_CODE)
		literal(p, n, "<code>", "</code>");
	else if (type == CMARK_NODE_SOFTBREAK)
		buf_char(p->out, '\n');
	else if (type == CMARK_NODE_LINEBREAK)
		buf_add(p->out, p->plain ? S("\n") : S("<br>\n"));
	else if (type == CMARK_NODE_EMPH)
		tag(p, entering, "em", "");
	else if (type == CMARK_NODE_STRONG)
		tag(p, entering, "strong", "");
	else if (type == CMARK_NODE_LINK)
		link_node(p, n, entering);
	else if (type == CMARK_NODE_IMAGE)
		image_node(p, n, entering);
	else
		extension_node(p, n, entering);
}

static void node(struct page *p, cmark_node *n, bool entering)
{
	cmark_node_type type = cmark_node_get_type(n);

	if (type == CMARK_NODE_PARAGRAPH)
		paragraph_node(p, n, entering);
	else if (type == CMARK_NODE_BLOCK_QUOTE)
		buf_add(p->out, entering ? S("<blockquote>\n") : S("</blockquote>\n"));
	else if (type == CMARK_NODE_LIST)
		list_node(p, n, entering);
	else if (type == CMARK_NODE_ITEM)
		buf_add(p->out, entering ? S("<li>") : S("</li>\n"));
	else if (type == CMARK_NODE_CODE_BLOCK)
		literal(p, n, "<pre><code>", "</code></pre>\n");
	else if (type == CMARK_NODE_HTML_BLOCK)
		literal(p, n, "<p>", "</p>\n"); /* what looks like HTML is shown as it was typed */
	else if (type == CMARK_NODE_HEADING)
		heading_node(p, n, entering);
	else if (type == CMARK_NODE_THEMATIC_BREAK)
		buf_add(p->out, S("<hr>\n"));
	else if (type != CMARK_NODE_DOCUMENT)
		inline_node(p, n, entering);
}

/* Iterates: recursion would let a text choose how much of the stack is used. */
static bool render(cmark_node *document, struct buf *out)
{
	cmark_iter *it = cmark_iter_new(document);
	struct page p = { .out = out };
	int depth = 0;
	cmark_event_type ev;

	while ((ev = cmark_iter_next(it)) != CMARK_EVENT_DONE && depth <= MARKDOWN_DEPTH_MAX
		&& !out->spilled) {
		cmark_node *n = cmark_iter_get_node(it);
		if (cmark_node_first_child(n))
			depth += ev == CMARK_EVENT_ENTER ? 1 : -1;
		node(&p, n, ev == CMARK_EVENT_ENTER);
	}
	cmark_iter_free(it);
	return ev == CMARK_EVENT_DONE;
}

static cmark_node *parse(struct str source)
{
	static const char *const extensions[] = { "table", "strikethrough", "autolink" };

	pthread_mutex_lock(&one_at_a_time);
	cmark_gfm_core_extensions_ensure_registered();
	cmark_parser *parser = cmark_parser_new(CMARK_OPT_VALIDATE_UTF8);
	for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
		cmark_parser_attach_syntax_extension(
			parser, cmark_find_syntax_extension(extensions[i]));
	cmark_parser_feed(parser, source.at, source.len);
	cmark_node *document = cmark_parser_finish(parser);
	cmark_parser_free(parser);
	pthread_mutex_unlock(&one_at_a_time);
	return document;
}

/* Bars in a line that could be the second of a table; 0 when it cannot. */
static size_t bars_of(struct str line)
{
	size_t bars = 0;

	for (size_t i = 0; i < line.len; i++) {
		if (!memchr(" \t\v\f>|-:*+.)0123456789", line.at[i], 23))
			return 0;
		bars += line.at[i] == '|';
	}
	return bars;
}

static bool blank_at(struct str s, size_t i)
{
	return i >= s.len || s.at[i] == ' ' || s.at[i] == '\t';
}

/* Markers of quotes and lists at the start of a line: what a nest is built from. */
static size_t markers_of(struct str line)
{
	size_t n = 0, i = 0;

	for (;; n++) {
		while (i < line.len && blank_at(line, i))
			i++;
		size_t digits = i;
		while (digits < line.len && line.at[digits] >= '0' && line.at[digits] <= '9')
			digits++;
		if (i >= line.len || digits >= line.len)
			return n;
		if (digits > i && memchr(".)", line.at[digits], 2) && blank_at(line, digits + 1))
			i = digits + 1;
		else if (line.at[i] == '>'
			|| (memchr("-+*", line.at[i], 3) && blank_at(line, i + 1)))
			i++;
		else
			return n;
	}
}

/* Signs whose every occurrence can cost the parser a walk over the rest of the text or of the word.
   */
static bool signs_modest(struct str source)
{
	size_t brackets = 0, ats = 0, closes = 0;

	for (size_t i = 0; i < source.len; i++) {
		char ch = source.at[i];
		brackets += ch == '[';
		ats += ch == '@';
		closes = ch == ' ' || ch == '\n' ? 0 : closes + (ch == ')');
		if (closes > CLOSES_MAX)
			return false;
	}
	return brackets <= BRACKETS_MAX && ats <= ATS_MAX;
}

/* Looks at the text before the parser does, whose time and memory some texts would make far larger
   than their length. It may count too much, never too little. */
static bool modest(struct str source)
{
	size_t columns = 0, cells = 0, lines = 0;

	if (!signs_modest(source))
		return false;
	while (source.len > 0) {
		struct str line = str_cut(&source, '\n');
		size_t bars = bars_of(line);
		if (++lines > LINES_MAX || bars > COLUMNS_MAX || markers_of(line) > MARKERS_MAX)
			return false;
		columns = str_trim(line).len == 0 ? 0 : bars > columns ? bars : columns;
		cells += columns;
	}
	return cells <= CELLS_MAX;
}

/* A browser sends CR LF, and a lone CR is the end of a line as well. */
static struct str lines_of(struct ctx *c, struct str source)
{
	char *text = arena_new(c->mem, char, source.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < source.len; i++)
		if (source.at[i] != '\r')
			text[n++] = source.at[i];
		else if (i + 1 >= source.len || source.at[i + 1] != '\n')
			text[n++] = '\n';
	return (struct str){ text, n };
}

/* The text with lines that end in LF, refused when the parser must not see it. */
static bool take(struct ctx *c, struct str source, struct str *ret)
{
	*ret = S("");
	if (source.len > MARKDOWN_MAX)
		return ctx_wrong(
			c, "body", "This is too long: %d bytes are the most.", MARKDOWN_MAX);
	*ret = lines_of(c, source);
	return modest(*ret)
		|| ctx_wrong(
			c, "body", "This has a table that is too large, or is nested too deeply.");
}

bool markdown_plain(struct ctx *c, struct str source, struct str *ret)
{
	struct str text;

	if (!take(c, source, &text))
		return false;
	cmark_node *document = parse(text);
	char *plain = cmark_render_plaintext(document, CMARK_OPT_DEFAULT, PLAIN_COLUMNS);
	*ret = arena_str(c->mem, str_trim(str_of(plain)));
	free(plain);
	cmark_node_free(document);
	return true;
}

bool markdown_html(struct ctx *c, struct str source, struct str *ret)
{
	struct buf out;
	struct str text;

	if (!take(c, source, &text))
		return false;
	buf_init(&out, MARKDOWN_HTML_MAX);
	cmark_node *document = parse(text);
	bool done = render(document, &out);
	cmark_node_free(document);
	struct str html = arena_str(c->mem, buf_str(&out));
	bool spilled = out.spilled;
	buf_free(&out);
	if (!done || spilled)
		return ctx_wrong(
			c, "body", "This is nested too deeply, or too long once it is laid out.");
	*ret = html;
	return true;
}
