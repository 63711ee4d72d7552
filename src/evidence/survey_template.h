/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Surveys that come with the program, to begin from. Names: survey_template_ */
#ifndef EVIDENCE_SURVEY_TEMPLATE_H
#define EVIDENCE_SURVEY_TEMPLATE_H

#include "evidence/survey_form.h"

enum { SURVEY_TEMPLATES = 4 };

struct survey_template {
	const char *name, *title, *about;
	const char *text; /* JSON, as in a file */
};
extern const struct survey_template survey_template_table[SURVEY_TEMPLATES];

/* Faults: INVALID (template) when there is none of this name. */
MUST bool survey_template_get(struct ctx *c, struct str name, struct survey_form *ret);

#endif
