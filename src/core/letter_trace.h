/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What becomes of a letter to somebody in a study: delivered, its link followed, «I read this»
   tapped. Each is a trace of its own kind and none says another: a letter that was sent is not
   read. Nothing in a letter tells by itself that it was opened. Names: letter_trace_ */
#ifndef CORE_LETTER_TRACE_H
#define CORE_LETTER_TRACE_H

#include "base/ctx.h"

struct letter_draft;

/* Gives a draft the study and round, and the links that its text is to have: ret_link leads to
   path, through the letter's own word where the study notes that; ret_read is a
   paragraph with the address of the page with one button, empty where the study does not note that
   or the person is not in it. */
MUST bool letter_trace_begin(
	struct ctx *c, struct letter_draft *d, struct str *ret_link, struct str *ret_read);
/* A mail server took it. */
MUST bool letter_trace_delivered(struct ctx *c, int64_t letter);
/* c->actor followed a link: where it leads. Noted when the letter was theirs. The first page when
   the letter is forgotten. */
MUST bool letter_trace_followed(struct ctx *c, struct str token, struct str *ret_path);
/* Which letter the word is of, so that the page can say so; an empty subject: forgotten. */
MUST bool letter_trace_of(struct ctx *c, struct str token, struct str *ret_subject);
/* «I read this», by whoever has the letter; once a letter. */
MUST bool letter_trace_read(struct ctx *c, struct str token);

#endif
