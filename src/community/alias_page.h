/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The fields of a form for the name and the feeling of a post. Names: alias_ */
#ifndef COMMUNITY_ALIAS_PAGE_H
#define COMMUNITY_ALIAS_PAGE_H

#include "community/alias.h"
#include "http/request.h"

/* What the form was sent with, or what it begins with. Call it before anything is refused. */
MUST bool alias_ask(struct request *rq, const struct alias_spot *s, struct alias_wish *ret);
/* The choice of a name, as others will see it. */
void alias_put(struct request *rq, const struct alias_wish *w);
/* The choice of a feeling, with the one that stands now. */
void alias_put_feeling(struct request *rq, struct str now);
struct str alias_form_feeling(struct request *rq);

bool alias_raise_start(struct request *rq);
bool alias_raise_send(struct request *rq);
bool alias_who_start(struct request *rq);
bool alias_who_send(struct request *rq);

#endif
