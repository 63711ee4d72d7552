/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/wellbeing_page.h"

#include "core/feature.h"
#include "core/place.h"
#include "site/visitor_page.h"

#include "wellbeing.html.h"

bool wellbeing_welcome(struct request *rq, int64_t features)
{
	struct visitor_service own;

	if (!(features & 1 << FEATURE_WELLBEING))
		return true;
	if (!visitor_service(rq->ctx, &own))
		return false;
	wellbeing_links(&rq->out, &own);
	return true;
}

bool wellbeing_put(struct request *rq)
{
	return rq->place->week > 1 || wellbeing_welcome(rq, rq->place->features);
}
