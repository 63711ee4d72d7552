/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A survey as one JSON file. Source of the format: doc/survey.schema.json (JSON Schema 2020-12),
   whose rules are checked here, and a few that a schema cannot say: names are each there once, and
   a question depends on an earlier one. Names: survey_json_ */
#ifndef EVIDENCE_SURVEY_JSON_H
#define EVIDENCE_SURVEY_JSON_H

#include "evidence/survey_form.h"

struct buf;

enum { SURVEY_JSON_MAX = 200000, SURVEY_JSON_DEPTH = 12 }; /* bytes; braces within braces */

/* Everything in the arena of c. Faults: INVALID (field file) with the path of what is wrong, such
   as «/questions/2/kind». Fields that the format does not have are refused. */
MUST bool survey_json_read(struct ctx *c, struct str text, struct survey_form *ret);
/* The same text for the same survey; reading it again gives the same survey. */
struct str survey_json_write(struct ctx *c, const struct survey_form *f);
/* What a form made must keep the rules of a file. ret is the text. Faults: INVALID with the field
   of the form: title, link, name, text, choices, rows, min, max, low, high, show … */
MUST bool survey_json_check(struct ctx *c, const struct survey_form *f, struct str *ret);

#endif
