/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A person's own page: name, devices, password. Names: me_ */
#ifndef SITE_ME_PAGE_H
#define SITE_ME_PAGE_H

#include "http/request.h"

bool me_show(struct request *rq);
bool me_name_send(struct request *rq);
bool me_session_end(struct request *rq);
bool me_others_end(struct request *rq);
/* Staff only. Argon2 runs elsewhere than on the writer's thread. */
bool me_password_before(struct request *rq);
bool me_password_send(struct request *rq);
bool me_password_remove(struct request *rq);

#endif
