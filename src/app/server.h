/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The running program: HTTP in front, the gate behind it, readers, the writer and the ledger.
 * Names: server_ */
#ifndef APP_SERVER_H
#define APP_SERVER_H

#include "app/world.h"

struct server;

/* NULL says why not. The world must stay open; its house gets the writer, the ledger
   and the shelf. */
struct server *server_open(struct world *w, char *why, size_t why_size);
uint16_t server_port(const struct server *s);
/* Every acknowledged write is on disk already; what was seen in the last half second is written
 * now. Accepts NULL. */
void server_close(struct server *s);

#endif
