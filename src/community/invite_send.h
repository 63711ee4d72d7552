/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Sends the letters of a list, and notes which came back. One address gets one letter a round; who
   asked for none gets none; who takes part already needs none. Names: invite_send_ */
#ifndef COMMUNITY_INVITE_SEND_H
#define COMMUNITY_INVITE_SEND_H

#include "community/invite_list.h"

/* A batch is small, so that a sign-in letter asked for meanwhile waits behind few others. */
enum { INVITE_BATCH = 50, INVITE_BOUNCED_MAX = 2000 };

/* Why an invitation got no letter; stored, never renumber. */
enum invite_skip {
	INVITE_SKIP_NONE,
	INVITE_SKIP_KNOWN, /* another list invited the address */
	INVITE_SKIP_QUIET, /* asked not to be invited */
	INVITE_SKIP_MEMBER /* takes part in the round */
};
/* One line for each sender and round, true numbers. */
struct invite_sender {
	struct str name, round_title;
	int64_t lists, sent, bounced, refused, started, joined;
};

/* A sentence when the list cannot be sent: it is not read in yet, nobody is on it, the round is
   over, no mail is set up; else empty. */
MUST bool invite_send_why_not(struct ctx *c, const struct invite_list *l, struct str *ret);
/* Faults: INVALID (subject, body), CONFLICT with that sentence. Audited. */
MUST bool invite_send_begin(struct ctx *c, struct invite_list_id id);
/* The next batch, or a look at what came back; ret_more: there is more to do at ret_next. */
MUST bool invite_send_step(
	struct ctx *c, const struct invite_list *l, int64_t *ret_next, bool *ret_more);
/* One letter to an invitation that was sent before, with the same link. */
MUST bool invite_send_again(
	struct ctx *c, struct invite_list_id list, int64_t id, struct str address);
/* Addresses that letters came back from, in any spelling, wherever they were sent in the last half
   year. ret_n: how many invitations were marked. Faults: INVALID (field lines). Audited. */
MUST bool invite_send_bounced(struct ctx *c, struct str lines, int64_t *ret_n);
MUST bool invite_send_senders(struct ctx *c, size_t max, struct invite_sender **ret, size_t *ret_n);
/* The purpose for core/secret under which refusals are kept. */
extern const char invite_send_refusal[];
/* The link's secret, the same each time it is asked for. */
struct str invite_send_token(struct ctx *c, struct invite_list_id list, int64_t id);

#endif
