/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Traces on their way to the disk: kept for half a second at most, then written in the shared
 * commit. A crash loses no more than that, a normal stop nothing. Names: ledger_ */
#ifndef CORE_LEDGER_H
#define CORE_LEDGER_H

#include "base/ctx.h"

struct ledger;
struct trace;

enum { LEDGER_DELAY_MS = 500, LEDGER_ROOM = 65536 }; /* a full ledger makes its writers wait */

struct ledger *ledger_open(struct writer *w, struct ids *ids);
/* Writes what is kept and ends; accepts NULL. Close it before the writer. */
void ledger_close(struct ledger *l);
/* Safe from every thread. */
void ledger_add(struct ledger *l, const struct trace *t);

#endif
