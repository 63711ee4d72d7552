/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* UTF-8 as RFC 3629 has it: no surrogates, no overlong forms, nothing above U+10FFFF. Names:
   utf8_ */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/arena.h"

/* True when s is well formed and has no NUL and no other control character than tab, CR and LF. */
bool utf8_is_text(struct str s);
/* Code points in s, which must be well formed. */
size_t utf8_length(struct str s);
/* The first n code points of s, which must be well formed. */
struct str utf8_head(struct str s, size_t n);
/* One code point from the start of s, whose bytes are used up; -1 when it is malformed. s must not
   be empty. */
int32_t utf8_next(struct str *s);

#endif
