/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The thread that tells open pages what is new. For each stream it asks the gate, with the stream's
   own cookie, for the posts behind the last one it was told of: so a reader gets what their page
   would show, and nothing once they have signed out or left. Names: live_ */
#ifndef APP_LIVE_H
#define APP_LIVE_H

#include "app/world.h"

struct live;
struct stream_hub;

/* Both must stay until it is closed. */
struct live *live_open(const struct world *w, struct stream_hub *hub);
void live_close(struct live *l); /* accepts NULL */

#endif
