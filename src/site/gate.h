/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The way of every request: route, session, access, same-site check, transaction, handler, answer.
 * Names: gate_ */
#ifndef SITE_GATE_H
#define SITE_GATE_H

#include "site/route.h"

struct holdings;

/* All routes of the program: the tables of the domains. Later tables do not hide earlier ones. */
struct gate {
	const struct routes *tables;
	size_t n;
	const struct embedded *assets; /* served at /asset/HASH/NAME */
	const size_t *assets_n;
	const struct holdings *holdings; /* what the domains hold about people */
	size_t holdings_n;
};

/* The row for a request, its parameters filled in; NULL with a fault (ABSENT) when there is none.
   rq->status is 405 when the path is known with another method. */
const struct route *gate_find(const struct gate *g, struct request *rq);
/* How many bytes may be sent to where rq goes, before they come. What is more than BODY_MAX is for
   those alone who may use the route, so that nobody fills the memory from outside; for that it
   reads from rq->ctx->db, which may be NULL else. */
size_t gate_body_max(const struct gate *g, struct request *rq);
/* Answers in one transaction of rq->ctx->db. Everything a handler left is reset first, so it may
 * run again. */
void gate_answer(const struct gate *g, struct request *rq);
/* For a commit that failed after the answer was made: the error page replaces it. */
void gate_spoil(struct request *rq);
/* Refuses when a route has no verb, or a parameter that its path does not have. */
MUST bool gate_check(const struct gate *g, char *why, size_t why_size);
/* The table as text: method, path, verb, parameter. */
void gate_print(const struct gate *g, struct buf *out);

#endif
