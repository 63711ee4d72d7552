/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Signing in by a mailed one-time link, or by password. Never says whether an address is known.
   Names: signin_ */
#ifndef CORE_SIGNIN_H
#define CORE_SIGNIN_H

#include "base/ctx.h"

enum { SIGNIN_MINUTES = 10, PASSWORD_MIN = 12, PASSWORD_MAX = 200 };

struct signin_ask {
	struct str address,
		network; /* network: the address the request came from, for the rate limit */
	struct str next; /* path to go on to; refused unless it is a path of this site */
	struct str draft_title, draft_body, draft_version;
};

/* Queues a letter with a link when the address is known; looks and takes the same when it is not.
   Faults: INVALID (field address), RATE. */
MUST bool signin_ask(struct ctx *c, const struct signin_ask *a);
/* Makes a link and tells nobody: for the command line. Faults: ABSENT. */
MUST bool signin_link(struct ctx *c, struct str address, struct str *ret_url);
/* Looks without using it up. Faults: GONE when it was used or has expired, ABSENT. */
MUST bool signin_look(struct ctx *c, struct str token);
/* Uses it up, opens a session, keeps the draft that waited in it. Faults as signin_look. */
MUST bool signin_use(struct ctx *c, struct str token, struct str agent, struct str *ret_token,
	struct str *ret_next);
/* Opens a session for somebody whose password fitted, and keeps what was typed before. */
MUST bool signin_enter(struct ctx *c, struct person_id person, struct str agent,
	const struct signin_ask *a, struct str *ret_token);
/* Forgets links of more than a day ago. */
MUST bool signin_forget(struct ctx *c);
/* Argon2id, 19 MiB and two passes (OWASP password storage): about 30 ms, so never on the writer's
   thread. ret_person is 0 when address and password do not fit; takes as long when the address is
   unknown. */
MUST bool signin_verify(
	struct ctx *c, struct str address, struct str password, struct person_id *ret_person);
/* The Argon2id string of a new password, in the arena. Faults: INVALID (field password). Never on
   the writer's thread. */
MUST bool signin_hash(struct ctx *c, struct str password, struct str *ret);
/* Before signin_verify, from the same connection: RATE when this address or network has tried too
   often. */
MUST bool signin_may_try(struct ctx *c, struct str address, struct str network);
/* After it: counts the try. Needs a transaction that is committed whether the password fitted or
   not. */
MUST bool signin_tried(struct ctx *c, struct str address, struct str network);
MUST bool signin_has_password(struct ctx *c, struct person_id person, bool *ret);
/* Sets it; an empty hash takes it away. Audited; other sessions of the person end. */
MUST bool signin_set_password(
	struct ctx *c, struct person_id person, struct str hash, int64_t keep_session);

#endif
