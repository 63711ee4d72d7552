/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Hands one letter to a mail server, and says what became of it. Names: smtp_ */
#ifndef NET_SMTP_H
#define NET_SMTP_H

#include "base/arena.h"

enum { SMTP_CONNECT_S = 15, SMTP_TOTAL_S = 60 };

enum smtp_outcome {
	SMTP_SENT,    /* the server has taken it */
	SMTP_LATER,   /* refused for now, or not reached: no server has it */
	SMTP_NEVER,   /* refused for good */
	SMTP_UNKNOWN, /* the connection broke after the last byte: perhaps the server has it */
};
struct smtp_letter {
	struct str from, to; /* bare addresses */
	struct str text;     /* with CR LF */
	struct str host;     /* how this machine names itself */
};

/* Once, before any thread begins. */
void smtp_open(void);
/* url is smtp://USER:PASSWORD@HOST:PORT or smtps://…; encryption is used when the server offers it,
   and a password is sent only over an encrypted connection or within this machine. why is a
   sentence unless it was sent. */
enum smtp_outcome smtp_send(
	struct arena *a, const char *url, const struct smtp_letter *l, char *why, size_t why_size);

#endif
