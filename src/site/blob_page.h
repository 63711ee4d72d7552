/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Answers with a file of core/blob. Whether the person may have it is asked before. Names: blob_ */
#ifndef SITE_BLOB_PAGE_H
#define SITE_BLOB_PAGE_H

#include "http/request.h"

struct blob;

/* Shown in the page when its type is a picture, sound or moving picture that cannot run; else, or
   when it is to be saved, as a download without a name of its owner's. Ranges are answered. */
MUST bool blob_send(struct request *rq, const struct blob *b, bool save);
/* GET /me/file/{file}: of the person who asks. */
bool blob_own(struct request *rq);

#endif
