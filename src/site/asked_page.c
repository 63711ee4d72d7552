/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site/asked_page.h"

#include "core/asked.h"
#include "core/zone.h"
#include "site/layout.h"

enum { WORD_MAX = 10 };

struct asked_offer {
	struct asked asked;
	struct asked_tap tap[ASKED_TAPS_MAX];
	size_t taps;
};

#include "asked.html.h"

bool asked_put(struct request *rq)
{
	struct asked_offer o = { 0 };
	struct ctx *c = rq->ctx;

	if (!asked_now(c, &o.asked)
		|| (o.asked.tap.len > 0 && !asked_taps(c, &o.asked, o.tap, &o.taps)))
		return false;
	if (str_eq(query_str(rq, "asked", WORD_MAX), S("done")))
		asked_thanks(&rq->out);
	if (o.asked.survey && o.taps > 0)
		asked_buttons(&rq->out, &o);
	else if (o.asked.survey)
		asked_link(&rq->out, &o, zone_day(c, o.asked.zone, o.asked.closes_at - 1));
	return true;
}
