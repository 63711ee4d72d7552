/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The researcher destroys the key that joins participants to people. Names: sever_ */
#ifndef EVIDENCE_SEVER_PAGE_H
#define EVIDENCE_SEVER_PAGE_H

#include "http/request.h"

bool sever_page(struct request *rq);
bool sever_send_page(struct request *rq);

#endif
