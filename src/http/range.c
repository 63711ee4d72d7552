/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/range.h"

static enum range last_bytes(
	struct str digits, int64_t size, int64_t *ret_from, int64_t *ret_length)
{
	int64_t n = 0;

	if (!str_to_int(digits, &n))
		return RANGE_ALL;
	if (n == 0)
		return RANGE_NONE;
	*ret_length = n < size ? n : size;
	*ret_from = size - *ret_length;
	return RANGE_PART;
}

enum range range_read(struct str header, int64_t size, int64_t *ret_from, int64_t *ret_length)
{
	int64_t from = 0, to = 0;
	struct str rest = header, unit = str_cut(&rest, '=');

	if (!str_same(str_trim(unit), S("bytes")) || !str_has(rest, S("-"))
		|| str_has(rest, S(",")))
		return RANGE_ALL;
	struct str first = str_trim(str_cut(&rest, '-')), last = str_trim(rest);
	if (first.len == 0)
		return last_bytes(last, size, ret_from, ret_length);
	if (!str_to_int(first, &from) || (last.len > 0 && (!str_to_int(last, &to) || to < from)))
		return RANGE_ALL;
	if (from >= size)
		return RANGE_NONE;
	if (last.len == 0 || to >= size)
		to = size - 1;
	*ret_from = from;
	*ret_length = to - from + 1;
	return RANGE_PART;
}
