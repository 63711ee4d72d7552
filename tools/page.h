/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page that a template writes, and where in it the compiler stands. Names: page_ */
#ifndef TOOLS_PAGE_H
#define TOOLS_PAGE_H

#include "template.h"

enum place { PLACE_TEXT, PLACE_TAG, PLACE_VALUE, PLACE_COMMENT };
enum element {
	ELEMENT_OTHER,
	ELEMENT_PRE,
	ELEMENT_TEXTAREA,
	ELEMENT_TITLE,
	ELEMENT_SCRIPT,
	ELEMENT_STYLE
};
enum { PAGE_NAME_MAX = 32 };

/* What a branch of C must leave as it found it. */
struct spot {
	enum place place;
	enum element within, tag; /* tag: the one being read */
};

struct page {
	const char *file, *at, *end; /* what is left of the line */
	size_t line, begun;	     /* begun: the line of %template, 0 outside */
	FILE *out;
	size_t out_line; /* the line of the template to which the next line of C counts */
	char literal[TEMPLATE_LITERAL_MAX];
	size_t literal_len, literal_line;
	bool wrote;	 /* something stands on this line of the page */
	bool unfinished; /* the last line of C goes on in the next */
	struct spot now, branch[TEMPLATE_DEPTH_MAX];
	size_t branches;
	bool closing, script_src, script_later;
	char attribute[PAGE_NAME_MAX], constant[PAGE_NAME_MAX]; /* its name; how its value begins */
	size_t constant_len;
	char quote;
	bool has_value;
	struct template_fault *fault;
};

/* Records the fault of the line and returns false. */
bool page_refuse(struct page *p, const char *why, ...) __attribute__((format(printf, 2, 3)));
bool page_begins(const struct page *p, const char *with);
bool page_is_blank(char ch);
/* White space counts here: in pre, textarea and quoted values. */
bool page_is_kept(const struct page *p);
/* Tells the compiler that the next line of C belongs to this line of the template. */
void page_line_is(struct page *p, size_t line);
/* Writes the C of the text gathered so far. */
void page_flush(struct page *p);
/* Reads the rest of a line of text. */
bool page_text(struct page *p);

#endif
