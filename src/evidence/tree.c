/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/tree.h"

#include <stdlib.h>

json_t *tree_made(json_t *j)
{
	if (!j)
		abort();
	return j;
}

json_t *tree_text(struct str s)
{
	return tree_made(json_stringn(s.at, s.len));
}

void tree_set(json_t *object, const char *name, json_t *value)
{
	if (json_object_set_new(object, name, tree_made(value)) != 0)
		abort();
}

void tree_add(json_t *array, json_t *value)
{
	if (json_array_append_new(array, tree_made(value)) != 0)
		abort();
}

void tree_end(json_t *j, unsigned digits, struct buf *out)
{
	char *s = json_dumps(j, JSON_INDENT(2) | JSON_REAL_PRECISION(digits));

	if (!s)
		abort();
	buf_add(out, str_of(s));
	buf_char(out, '\n');
	free(s);
	json_decref(j);
}
