/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A plain HTTP client over a socket, for the tests of the running server. Names: browse_ */
#ifndef TEST_BROWSE_H
#define TEST_BROWSE_H

#include "base/buf.h"

/* A connection to the loopback port; -1 when it is refused. */
int browse_open(uint16_t port);
void browse_close(int socket);
/* Sends bytes as they are. */
bool browse_send(int socket, struct str bytes);
/* Reads one answer with a Content-Length or none; the status, or 0 when the connection ended first.
 * body may be NULL. */
int browse_read(int socket, struct buf *body);
/* One request on a connection that stays open; form NULL is a GET. */
int browse_ask(
	int socket, const char *path, const char *cookie, const char *form, struct buf *body);

#endif
