/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One search of core/cover, and what its parts share. Names: cover_ */
#ifndef CORE_COVER_PART_H
#define CORE_COVER_PART_H

#include "core/cover.h"

#include <regex.h>

enum cover_section { SECTION_TOP, SECTION_SCHOOLS, SECTION_REFEREES, SECTION_OTHER };

struct cover_line {
	size_t at, len;
	enum cover_section section; /* TOP: before the first heading */
	bool heading, blank;
};
/* A run of letters and digits. */
struct cover_token {
	size_t at, len, line;
	struct str folded; /* without case and accents */
	bool capital;	   /* begins with a capital, or its script has none */
	bool digits;	   /* has some */
	bool name;	   /* is part of a name, as cover_names found */
	size_t letters;
};
struct cover_seek {
	struct ctx *c;
	struct str text, name;
	struct str plain; /* as long as the text: dashes, quotes and wide spaces as ASCII */
	struct cover_spans *found;
	struct cover_line *line;
	struct cover_token *token;
	size_t lines, tokens;
	struct cover_pattern *patterns; /* that were compiled already */
};
struct cover_pattern {
	struct cover_pattern *next;
	const char *text;
	regex_t re;
};

/* Fills in plain, lines and tokens. */
void cover_read(struct cover_seek *s);
struct str cover_fold(struct ctx *c, struct str word);
/* The tokens of one word list: true when folded is one of the words, which have a space between. */
bool cover_among(struct str folded, const char *words);
void cover_add(struct cover_seek *s, size_t at, size_t len, enum cover_kind kind);
/* Something of kind (0: any) was found that shares a byte with [at, at + len). */
bool cover_has(const struct cover_seek *s, size_t at, size_t len, int kind);
/* The part of a line between tabs, bars, dots or three spaces that holds the byte at. */
struct str cover_segment(const struct cover_seek *s, size_t line, size_t at);
size_t cover_line_of(const struct cover_seek *s, size_t at);

/* A pattern of POSIX, compiled once; freed with the unit of work. ASCII case is ignored when
   any. */
const regex_t *cover_regex(struct cover_seek *s, const char *pattern, bool any);
/* The next match at or behind *at within [*at, until) of plain; ret has room for n. */
bool cover_match(const struct cover_seek *s, const regex_t *re, size_t at, size_t until,
	regmatch_t *ret, size_t n);
/* The next match in the rest of the text from *at on, which moves behind what was looked through.
   It looks at a window after the other, so that no text can make it slow; windows overlap by
   more than what is searched for is long. */
bool cover_next(
	const struct cover_seek *s, const regex_t *re, size_t *at, regmatch_t *ret, size_t n);
/* Adds every match of a group of the pattern. */
void cover_all(
	struct cover_seek *s, const char *pattern, bool any, int group, enum cover_kind kind);

/* In this order: later ones look at what earlier ones found. */
void cover_contacts(struct cover_seek *s); /* mail, links, dates of birth */
void cover_phones(struct cover_seek *s);
void cover_names(struct cover_seek *s);
void cover_addresses(struct cover_seek *s);
MUST bool cover_schools(struct cover_seek *s);

#endif
