/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where ids go on after a start. Names: seed_ */
#ifndef APP_SEED_H
#define APP_SEED_H

#include "base/ctx.h"

/* From now on the ids of c are larger than all that are in the database, also when the clock was
   set back meanwhile: what comes later stands later. Reads an index of each table. */
MUST bool seed_ids(struct ctx *c);

#endif
