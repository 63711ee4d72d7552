/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The letter of an invitation: what its sender writes, with words in braces that are filled in for
   each person. Names: invite_letter_ */
#ifndef COMMUNITY_INVITE_LETTER_H
#define COMMUNITY_INVITE_LETTER_H

#include "community/invite_list.h"

enum { INVITE_SUBJECT_MAX = 120, INVITE_BODY_MAX = 4000 }; /* code points */

/* What is in a letter before its sender changes it. */
extern const char invite_letter_subject[], invite_letter_body[];

struct invite_letter {
	struct str subject, body;
};
/* What the words in braces stand for: {name} {round} {sender} {link} {no}. */
struct invite_words {
	struct str name, round, sender, link, no;
};

/* Faults: INVALID (subject, body) for what is too long, a word in braces that is none of these, or
   a body without {link} or {no}. */
MUST bool invite_letter_check(struct ctx *c, const struct invite_letter *l);
/* Keeps the letter of a list that was not sent. Faults: as check, CONFLICT. */
MUST bool invite_letter_save(
	struct ctx *c, struct invite_list_id list, const struct invite_letter *l);
/* Filled in. Without a name the space before it goes too: «Hello,». */
struct invite_letter invite_letter_fill(
	struct ctx *c, const struct invite_letter *l, const struct invite_words *w);
/* The two links of an invitation. */
struct str invite_letter_link(struct ctx *c, struct str token);
struct str invite_letter_no(struct ctx *c, struct str token);

#endif
