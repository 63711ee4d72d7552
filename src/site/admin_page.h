/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The administrator's pages: people and their roles, the audit log, what failed. Names: admin_ */
#ifndef SITE_ADMIN_PAGE_H
#define SITE_ADMIN_PAGE_H

#include "http/request.h"

bool admin_people_show(struct request *rq);
bool admin_people_add(struct request *rq);
bool admin_person_show(struct request *rq);
bool admin_person_send(struct request *rq);
bool admin_audit_show(struct request *rq);
bool admin_jobs_show(struct request *rq);

#endif
