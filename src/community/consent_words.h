/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The texts that people agree to: those an instance begins with, and new versions of them. Names:
   consent_words_ */
#ifndef COMMUNITY_CONSENT_WORDS_H
#define COMMUNITY_CONSENT_WORDS_H

#include "core/consent.h"

struct consent_words_draft {
	int64_t base; /* id of the text that was shown */
	struct str body;
};

/* Publishes the built-in text of each kind that has none yet. */
MUST bool consent_words_begin(struct ctx *c);
/* A new version of the study's text; who agreed to an older one keeps that record. Faults: INVALID
   (field body), CONFLICT when another version was published meanwhile. Audited. */
MUST bool consent_words_publish(
	struct ctx *c, const struct consent_words_draft *d, int64_t *ret_text);
/* As people will see it. Faults: INVALID (field body). */
MUST bool consent_words_html(struct ctx *c, struct str body, struct str *ret);

#endif
