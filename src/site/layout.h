/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What stands around every page. Names: layout_ */
#ifndef SITE_LAYOUT_H
#define SITE_LAYOUT_H

#include "http/request.h"

/* Between these a handler writes the content of <main>, which starts with its h1. */
void layout_open(struct request *rq, struct str title);
void layout_close(struct request *rq);

/* The summary of refused fields at the top of a form; nothing when there are none. */
void layout_wrong(struct request *rq);
/* The sentence for one field, or an empty str: for the place beside it. */
struct str layout_wrong_at(const struct request *rq, const char *field);
/* A new key for the hidden field «once» of a form. */
struct str layout_once(struct request *rq);
/* The address of a file that the program carries, such as «/asset/$/js/draft.js». */
struct url layout_asset(const struct request *rq, const char *pattern);
/* The name of the session's cookie. */
struct str layout_cookie(const struct request *rq);
/* Notes the view (core/activity) and lets the page measure its active seconds. Call before
 * layout_open. */
void layout_visit(struct request *rq, int kind, int64_t object);
/* The page that the fault of rq->ctx asks for, in place of whatever stands in rq->out. */
void layout_error(struct request *rq);

#endif
