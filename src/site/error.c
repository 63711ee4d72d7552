/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site/layout.h"

#include "base/instant.h"

struct problem {
	struct str title, lead, next;
};
struct words {
	const char *title, *lead, *next;
};

#include "error.html.h"

#define NOT_SAVED "Nothing was saved. If you typed something, go back with your browser: it is still there."

static const struct words words[FAULT_KINDS] = {
	[FAULT_INVALID] = { "This could not be used", "", "Please go back, change it, and send it again." },
	[FAULT_SIGN_IN] = { "Please sign in", "", "You will come back to this page afterwards." },
	[FAULT_DENIED] = { "This page is not for you", "",
		"If you think that it should be, ask the person who runs your round." },
	[FAULT_ABSENT] = { "There is nothing here", "",
		"The address may be mistyped, or the page may belong to another group." },
	[FAULT_GONE] = { "This link is used up", "", "Ask for a new one: it takes a minute." },
	[FAULT_CONFLICT] = { "Somebody changed this before you", "",
		"Go back, look at what is new, and send it once more." },
	[FAULT_LIMIT] = { "That is too large", "", NOT_SAVED },
	[FAULT_RATE] = { "That was a lot at once", "", NOT_SAVED },
	[FAULT_BUSY] = { "We are busy for a moment", "", NOT_SAVED },
	[FAULT_FULL] = { "There is no room left", "", NOT_SAVED },
	[FAULT_INTERNAL] = { "Something went wrong here",
		"It is our fault, not yours, and it has been noted.", NOT_SAVED },
};

void layout_error(struct request *rq)
{
	const struct fault *f = &rq->ctx->fault;
	const struct words *w = &words[f->kind];
	struct problem p = { str_of(w->title), str_of(w->lead), str_of(w->next) };

	if (f->kind != FAULT_INTERNAL)
		p.lead = str_of(f->text);
	if (rq->status == 405)
		p.lead = S("This address cannot be used in that way.");
	buf_clear(&rq->out);
	rq->type = NULL;
	rq->view = 0;
	layout_open(rq, p.title);
	error_page(&rq->out, &p);
	layout_close(rq);
}
