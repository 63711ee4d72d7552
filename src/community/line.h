/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One line of text, as names and titles are. Names: line_ */
#ifndef COMMUNITY_LINE_H
#define COMMUNITY_LINE_H

#include "base/str.h"

/* True for well-formed text of 1 to max code points without a control character. */
bool line_ok(struct str s, size_t max);

#endif
