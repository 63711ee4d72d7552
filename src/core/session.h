/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who is signed in on which device. A token is known to its browser only; the database has its
   hash. Names: session_ */
#ifndef CORE_SESSION_H
#define CORE_SESSION_H

#include "base/ctx.h"

enum { SESSION_DAYS = 60, SESSION_TOKEN_LEN = 43 };
/* Who was not here for so many days comes back, and is somebody who came back for so many hours. */
enum { SESSION_AWAY_DAYS = 3, SESSION_BACK_HOURS = 20 };

struct session {
	int64_t id;
	struct person_id person; /* 0: nobody is signed in */
	struct str shown_name, agent;
	int64_t roles, made_at, seen_at, expires_at;
};

/* ret->person.v is 0 when the token is unknown or expired; that is no fault. */
MUST bool session_find(struct ctx *c, struct str token, struct session *ret);
/* agent is a User-Agent header; only «Firefox on Android» is kept of it. ret_token is for the
   cookie. */
MUST bool session_open(
	struct ctx *c, struct person_id person, struct str agent, struct str *ret_token);
/* Notes that it was used, when that was last noted an hour ago or more; needs a transaction that
   writes. */
MUST bool session_touch(struct ctx *c, const struct session *s);
/* When a person who came back was last here before, on any of their devices; 0 for everybody else.
 */
MUST bool session_away(struct ctx *c, const struct session *s, int64_t *ret_since);
MUST bool session_list(
	struct ctx *c, struct person_id person, size_t max, struct session **ret, size_t *ret_n);
/* Of that person only. Faults: ABSENT. */
MUST bool session_close(struct ctx *c, struct person_id person, int64_t id);
/* All of that person but the one with id keep. */
MUST bool session_close_others(struct ctx *c, struct person_id person, int64_t keep);
/* Forgets those that have expired. */
MUST bool session_forget(struct ctx *c);

#endif
