/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* /me/data: everything that is held about the person who asks, to see, take away, correct and
   erase. Names: data_ */
#ifndef SITE_DATA_PAGE_H
#define SITE_DATA_PAGE_H

#include "http/request.h"

bool data_show(struct request *rq);
/* All of it as JSON: an object with a list of objects for each kind, instants in ISO 8601. */
bool data_file(struct request *rq);
/* All of it as one page to keep, that needs nothing else. */
bool data_whole_page(struct request *rq);
bool data_name_send(struct request *rq);
bool data_erase_start(struct request *rq);
bool data_erase_send(struct request *rq);
/* What is left to say to somebody who is nobody here any more. */
bool data_gone_show(struct request *rq);

#endif
