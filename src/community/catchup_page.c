/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/catchup_page.h"

#include "community/catchup.h"
#include "community/thread.h"
#include "core/place.h"
#include "core/session.h"
#include "core/zone.h"
#include "http/html.h"

static void home_near_list(struct buf *out, const struct home_near *near, size_t n);
static void home_near_why(struct buf *out, const struct home_near *near, size_t n);

#include "catchup.html.h"

bool catchup_put(struct request *rq, struct home *h, bool *ret)
{
	const struct place *p = rq->place;
	struct catchup k;
	int64_t since;

	*ret = false;
	if (!catchup_since(rq->ctx, p, rq->session, &since))
		return false;
	if (since == 0)
		return true;
	if (!catchup_find(rq->ctx, p, h, since, &k))
		return false;
	if (k.since == 0)
		return true;
	catchup_open(&rq->out, zone_day(rq->ctx, p->zone, since), since <= p->opens_at);
	catchup_lines(&rq->out, &k);
	if (k.nears > 0)
		catchup_nears(&rq->out, &k);
	catchup_question(&rq->out, &k, p);
	catchup_close(&rq->out);
	*ret = true;
	return true;
}

void catchup_why(struct request *rq, const struct home_near *near)
{
	home_near_why(&rq->out, near, 1);
}
