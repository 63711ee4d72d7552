/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Routes: what is asked for, who may ask, which function answers. Names: route_ */
#ifndef SITE_ROUTE_H
#define SITE_ROUTE_H

#include "core/access.h"
#include "http/request.h"

struct route {
	enum method method;
	const char *path;
	struct may may;
	/* Makes the answer. A POST runs inside the transaction of its unit of work, maybe more than
	   once: keep nothing outside of rq. False means that rq->ctx has the fault; what stands in
	   rq->out is then shown with the fault's status when it is INVALID, CONFLICT or RATE (the
	   form again), else the error page is. */
	bool (*answer)(struct request *rq);
	/* What must not hold up other writers, such as Argon2: run first, elsewhere, with a
	   connection that only reads. Its result goes to rq->before. */
	bool (*before)(struct request *rq);
	/* What needs no database and would only hold up other writers: run first, on the
	   thread that read the request, for whoever sent it. Its result goes to rq->before; a
	   fault of it is forgotten, and answer finds it again. */
	void (*early)(struct request *rq);
	size_t body_max; /* bytes; 0 is BODY_MAX */
};

/* A table and where its length stands: X/routes.c has both. */
struct routes {
	const struct route *at;
	const size_t *n;
};

#endif
