/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Outcomes beside taking part, and how they are brought. Names: result_page, result_file_,
   result_tag_, result_upload_ */
#ifndef EVIDENCE_RESULT_PAGE_H
#define EVIDENCE_RESULT_PAGE_H

#include "http/request.h"

enum { RESULT_UPLOAD_MAX = 1 << 20 }; /* bytes of a table */

bool result_page(struct request *rq);
bool result_file_csv(struct request *rq);
bool result_file_json(struct request *rq);
bool result_tag_page(struct request *rq);
bool result_upload_page(struct request *rq);

#endif
