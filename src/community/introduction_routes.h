/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Addresses of introductions. Names: introduction_ */
#ifndef COMMUNITY_INTRODUCTION_ROUTES_H
#define COMMUNITY_INTRODUCTION_ROUTES_H

#include "site/route.h"

extern const struct route introduction_routes[];
extern const size_t introduction_routes_n;

bool introduction_people(struct request *rq);
bool introduction_later_send(struct request *rq);
bool introduction_group(struct request *rq);
bool introduction_form_show(struct request *rq);
bool introduction_keep_before(struct request *rq);
bool introduction_keep_send(struct request *rq);
bool introduction_look(struct request *rq);
bool introduction_send_send(struct request *rq);
bool introduction_withdraw_show(struct request *rq);
bool introduction_withdraw_send(struct request *rq);
bool introduction_recording(struct request *rq);
bool introduction_poster(struct request *rq);
bool introduction_captions(struct request *rq);

#endif
