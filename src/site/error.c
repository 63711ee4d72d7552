/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site/layout.h"

#include "core/session.h"

/* What the page says beside the sentence of the fault. */
struct problem {
	const char *title, *next;
	bool sign_in; /* a link to sign in is what helps */
};

#include "error.html.h"

#define BACK "If you typed something, go back with your browser: it should still be there."
#define NOT_SAVED "Nothing was saved. " BACK

static const struct problem problems[FAULT_KINDS] = {
	[FAULT_NONE] = { "Something broke on our side", NOT_SAVED, false },
	[FAULT_INVALID] = { "Something needs another look", "Nothing was changed. " BACK, false },
	[FAULT_SIGN_IN] = { "Please sign in first", "You will come back to this page afterwards.",
		true },
	[FAULT_DENIED] = { "This page is not open to you",
		"Nothing was lost. If you think that you should see it, ask your facilitator.",
		false },
	[FAULT_ABSENT] = { "We could not find that",
		"The address may be mistyped, or it was taken down. Nothing of yours was lost.",
		false },
	[FAULT_GONE] = { "This link no longer works",
		"A link to sign in works once, and for ten minutes. A new one takes a few seconds.",
		true },
	[FAULT_CONFLICT] = { "Somebody was here before you",
		"Nothing was saved over it. Go back, look at what is new, then send yours again.",
		false },
	[FAULT_LIMIT] = { "That is too big to send",
		NOT_SAVED " Make it smaller or shorter, or send it in two parts.", false },
	[FAULT_RATE] = { "That was a lot in a short time",
		"Wait a little, then try again. " NOT_SAVED, false },
	[FAULT_BUSY] = { "Too busy for a moment", "Wait half a minute, then try again. " NOT_SAVED,
		false },
	[FAULT_FULL] = { "There is no room left", NOT_SAVED, false },
	[FAULT_INTERNAL] = { "Something broke on our side", NOT_SAVED, false },
};

void layout_error(struct request *rq)
{
	const struct fault *f = &rq->ctx->fault;
	const struct problem *p = &problems[f->kind];
	struct str lead = str_of(f->text);

	if (f->kind == FAULT_INTERNAL)
		lead = S("It is not you. It has been noted for the people who run this site.");
	if (rq->status == 405)
		lead = S("This address cannot be used in that way.");
	buf_clear(&rq->out);
	rq->pressed.len = 0;
	rq->type = NULL;
	rq->file = false;
	rq->view = 0;
	layout_open(rq, str_of(p->title));
	error_page(&rq->out, p, lead, rq->session->person.v != 0);
	layout_close(rq);
}
