/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The pages of signing in, and what happens to a request whose session has ended. Names: signin_ */
#ifndef SITE_SIGNIN_PAGE_H
#define SITE_SIGNIN_PAGE_H

#include "http/request.h"

/* A reader is sent to /sign-in and comes back to the page afterwards. What was typed into a form is
   shown, and waits in the sign-in link as a draft, so that nothing is lost. Sets the status and the
   answer. */
void signin_interrupted(struct request *rq);

/* The Set-Cookie that signs this browser in with the token of a session. */
struct str signin_cookie(struct request *rq, struct str token);

bool signin_start(struct request *rq);
bool signin_send(struct request *rq);
bool signin_link_start(struct request *rq);
bool signin_link_send(struct request *rq);
/* Argon2, elsewhere than on the writer's thread; and what comes of it. */
bool signin_password_before(struct request *rq);
bool signin_password_send(struct request *rq);
bool signin_out(struct request *rq);

#endif
