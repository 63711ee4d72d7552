/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A form that is sent twice does its work once. Names: once_ */
#ifndef CORE_ONCE_H
#define CORE_ONCE_H

#include "base/ctx.h"

/* ret is the result of an earlier sending of the same key and text by c->actor, or 0. The key
   stands in the form; the text is part of it, so that a form used again with another text is
   another one. */
MUST bool once_find(struct ctx *c, struct str key, struct str text, int64_t *ret);
MUST bool once_keep(struct ctx *c, struct str key, struct str text, int64_t result);
/* Forgets those of more than a week ago. */
MUST bool once_forget(struct ctx *c);

#endif
