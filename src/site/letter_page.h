/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where the links of letters lead: on, or to a page with one button. Names: letter_ */
#ifndef SITE_LETTER_PAGE_H
#define SITE_LETTER_PAGE_H

#include "http/request.h"

/* Leads on, so that the letter's word does not stay in the browser's history. */
bool letter_followed(struct request *rq);
/* Only shows: programs that check mail for harm open every link in it. */
bool letter_read_show(struct request *rq);
bool letter_read_send(struct request *rq);

#endif
