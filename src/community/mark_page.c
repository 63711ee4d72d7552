/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/mark_page.h"

int64_t mark_number(struct mark_spot spot)
{
	return spot.id ? spot.id : spot.in;
}

bool mark_send(struct request *rq, struct mark_spot spot, enum mark_kind kind, struct url self)
{
	int64_t on = form_int(rq, "on", MARK_OFF, MARK_ON, MARK_FLIP);

	if (!ctx_ok(rq->ctx) || !mark_put(rq->ctx, rq->place, spot, kind, (enum mark_set)on))
		return false;
	struct str back = form_str(rq, "back", 20);
	if (str_eq(back, S("reading")))
		return request_see(rq, URL("/me/reading"));
	return request_see(rq, back.len ? URL("/saved#s%", { mark_number(spot) }) : self);
}
