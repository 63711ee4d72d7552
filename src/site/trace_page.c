/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site/routes.h"

#include "core/activity.h"
#include "http/request.h"

/* Sent by a small script as a page is left: how long it was visible and in use. Nobody reads the
 * answer. */
bool trace_active_page(struct request *rq)
{
	int64_t view = form_int(rq, "view", 1, INT64_MAX / 2, 0);
	int64_t seconds = form_int(rq, "seconds", 1, 24 * 3600, 0);

	if (!ctx_ok(rq->ctx) || !activity_active(rq->ctx, rq->place, view, seconds))
		return false;
	rq->status = 204;
	return true;
}
