/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A report as JSON: what its writers have in common. Memory that has run out ends the process, so
   nothing here fails. Names: tree_ */
#ifndef EVIDENCE_TREE_H
#define EVIDENCE_TREE_H

#include "base/buf.h"

#include <jansson.h>

/* Jansson returns NULL when memory has run out. */
json_t *tree_made(json_t *j);
json_t *tree_text(struct str s);
/* Each takes value over. */
void tree_set(json_t *object, const char *name, json_t *value);
void tree_add(json_t *array, json_t *value);
/* Writes it with a line's end, numbers with so many digits, and lets go of it. */
void tree_end(json_t *j, unsigned digits, struct buf *out);

#endif
