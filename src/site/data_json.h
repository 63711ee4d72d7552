/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is held about a person, as JSON (RFC 8259). Names: data_json */
#ifndef SITE_DATA_JSON_H
#define SITE_DATA_JSON_H

#include "base/buf.h"
#include "core/holding.h"

/* Of c->actor: an object with a list for each holding, a row of it an object; instants are ISO 8601
   in UTC, or null when they did not come. */
MUST bool data_json(struct ctx *c, const struct holdings *lists, size_t n, struct buf *out);

#endif
