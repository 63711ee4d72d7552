/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What happens to a request whose session has ended. Names: signin_ */
#ifndef SITE_SIGNIN_PAGE_H
#define SITE_SIGNIN_PAGE_H

struct request;

/* A reader is sent to /sign-in and comes back to the page afterwards. What was typed into a form is
   shown, and waits in the sign-in link as a draft, so that nothing is lost. Sets the status and the
   answer. */
void signin_interrupted(struct request *rq);

#endif
