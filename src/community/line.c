/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/line.h"

#include "base/utf8.h"

bool line_ok(struct str s, size_t max)
{
	if (s.len == 0 || !utf8_is_text(s) || utf8_length(s) > max)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] < ' ')
			return false;
	return true;
}
