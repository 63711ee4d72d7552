/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The audit log in plain words, for the person it is about: see core/holding. Names: journal_ */
#ifndef CORE_JOURNAL_H
#define CORE_JOURNAL_H

#include "base/ctx.h"

/* «read a background» as a sentence; what has none stays as it is. */
MUST bool journal_words(struct ctx *c, struct person_id person, struct str act, struct str *ret);

#endif
