/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* /reports/bundle: a study as files to take away, frozen each time. Names: bundle_page */
#ifndef EVIDENCE_BUNDLE_PAGE_H
#define EVIDENCE_BUNDLE_PAGE_H

#include "http/request.h"

struct frozen;

bool bundle_page(struct request *rq);
bool bundle_page_freeze(struct request *rq);
/* A frozen bundle as a ZIP archive. */
bool bundle_page_send(struct request *rq, const struct frozen *f, struct str content);

#endif
