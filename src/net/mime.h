/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A letter as the text that mail servers pass on (source: RFC 5322, RFC 2047, RFC 3834). Names:
   mime_ */
#ifndef NET_MIME_H
#define NET_MIME_H

#include "base/arena.h"

struct mime_letter {
	int64_t id, at;
	struct str from, from_name, to; /* addresses as core/person lets them pass */
	struct str subject, body;	/* UTF-8; a subject is one line */
	struct str host;		/* right side of the Message-ID */
	struct str stop; /* where to end letters of this kind (RFC 2369); empty: nowhere */
	/* An iCalendar text; empty: none. It travels beside the body for the programs that answer
	   invitations, and once more as a file (source: RFC 6047). */
	struct str calendar;
};

/* Once, before any thread begins. */
void mime_open(void);
/* Lines end in CR LF. The same letter has the same text always, its Message-ID included, so that a
   second copy can be recognised. False when an address or the subject is more than one line. */
MUST bool mime_text(struct arena *a, const struct mime_letter *m, struct str *ret);

#endif
