/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The headers of an answer: all that depend on what it is, in one place, so that what is sent and
   what the tests compare is the same. Names: head_ */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include "http/request.h"

/* Calls add for each header of an answer that is ready; the values live as long as rq->ctx. What
   follows from the bytes alone (Content-Length, Content-Encoding) is the sender's. */
void head_put(
	struct request *rq, void (*add)(void *to, const char *name, const char *value), void *to);

#endif
