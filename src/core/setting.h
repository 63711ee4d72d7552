/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the institution says about itself, kept in the database. Names: setting_ */
#ifndef CORE_SETTING_H
#define CORE_SETTING_H

#include "base/ctx.h"

/* ret is the fallback when it was never set. */
MUST bool setting_get(struct ctx *c, const char *key, struct str fallback, struct str *ret);
/* What the program notes for itself: not audited, and not written when nothing changes. */
MUST bool setting_note(struct ctx *c, const char *key, struct str value);
/* Audited. */
MUST bool setting_set(struct ctx *c, const char *key, struct str value);

#endif
