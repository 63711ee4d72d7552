/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Addresses as people write them into lists. Names: invite_address_ */
#ifndef COMMUNITY_INVITE_ADDRESS_H
#define COMMUNITY_INVITE_ADDRESS_H

#include "base/arena.h"

struct invite_address {
	struct str address, name; /* parts of what was typed; the name of «Name <address>» */
	const char *why;	  /* NULL, or why it is none: a clause without a full stop */
};

/* Takes away what does not belong to an address: space and commas around it, angle brackets,
   mailto:. Dots and plus signs stay, because they may make another address. */
struct invite_address invite_address_read(struct str typed);
/* What two spellings of one address have in common: lower case. */
struct str invite_address_key(struct arena *a, struct str address);
/* a•••@uni.ac.uk: enough for its owner to know it, too little for others. */
struct str invite_address_masked(struct arena *a, struct str address);

#endif
