/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* After a form was accepted the browser is sent on to a page, and that page is the one which
   tells it to let go of its own copy of what was typed. In between, the key waits in a cookie
   that is used up by one page: an address could be opened again when something new has been
   typed. Names: saved_ */
#ifndef SITE_SAVED_H
#define SITE_SAVED_H

struct request;

/* Before the handler: takes the key from the cookie into rq->saved. */
void saved_receive(struct request *rq);
/* After it: gives the key to a redirect, or takes the cookie back. */
void saved_carry(struct request *rq);

#endif
