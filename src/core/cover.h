/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a CV or a letter tells of who wrote it: found in its text, so that it can be covered before
   others read it. It would rather find too much than too little; the owner has the last word.
   Names: cover_ */
#ifndef CORE_COVER_H
#define CORE_COVER_H

#include "base/ctx.h"

/* Stored as numbers: never renumber. */
enum cover_kind {
	COVER_NAME = 1, /* of the owner, of referees, of who is written to */
	COVER_ADDRESS = 2,
	COVER_PHONE = 3,
	COVER_MAIL = 4,
	COVER_LINK = 5, /* profiles, own sites, handles */
	COVER_SCHOOL = 6,
	COVER_BORN = 7,
	COVER_PHOTO = 8, /* any picture on a page; never in the text */
	COVER_OWN = 9,	 /* words that the owner added */
	COVER_KINDS = 10,
};
enum { COVER_TEXT_MAX = 1 << 18, COVER_SPANS_MAX = 1000 }; /* bytes */

/* Bytes at to at + len of a text. */
struct cover_span {
	size_t at, len;
	enum cover_kind kind;
};
struct cover_spans {
	struct cover_span *at; /* in their order; none overlaps another */
	size_t n;
};

/* In well-formed text, whose pages end in form feeds and whose columns stand three spaces apart;
   name is the one of the account. Asks core/school. Faults: LIMIT. */
MUST bool cover_find(struct ctx *c, struct str text, struct str name, struct cover_spans *ret);
/* Adds every place where words stand, whatever their case and their accents. Faults: LIMIT. */
MUST bool cover_words(struct ctx *c, struct str text, struct str words, struct cover_spans *both);
/* Puts spans into their order and joins those that overlap. */
void cover_settle(struct cover_spans *s);
/* The text with «[name covered]» where something is covered. */
struct str cover_text(struct ctx *c, struct str text, const struct cover_spans *s);
/* «name», «address», … */
const char *cover_label(enum cover_kind kind);

#endif
