/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Surveys of a study and their versions. A version is a draft until it is launched and never
   changes after; a change makes the next draft, and answers keep the version they were given to.
   Names: survey_ */
#ifndef EVIDENCE_SURVEY_H
#define EVIDENCE_SURVEY_H

#include "evidence/survey_form.h"

enum { SURVEY_LIST_MAX = 200 };

struct survey {
	int64_t id, study;
	struct str study_name, name, title;
	int64_t version; /* the one that is asked; 0: never launched */
	int64_t newest;	 /* above version: a draft that was not launched */
	int64_t closed_at, replies;
	enum asked_link link;
};

/* Newest first. */
MUST bool survey_list(struct ctx *c, struct survey **ret, size_t *ret_n);
/* Faults: ABSENT. */
MUST bool survey_get(struct ctx *c, int64_t id, struct survey *ret);
/* Version 1, a draft. A short name that the study has already gets a number behind it. Audited. */
MUST bool survey_make(struct ctx *c, int64_t study, const struct survey_form *f, int64_t *ret);
/* Of one version; 0 is the newest. Faults: ABSENT. */
MUST bool survey_form_get(struct ctx *c, int64_t id, int64_t version, struct survey_form *ret);
/* Becomes the draft, a new one when the newest was launched. After a launch link and short name
   stay. Faults: INVALID (file, link). */
MUST bool survey_save(struct ctx *c, int64_t id, const struct survey_form *f);
/* The draft is asked from now on, by whoever has not begun to answer. Plans the letters of its
   waves. Faults: INVALID (launch) without a question or a draft. Audited. */
MUST bool survey_launch(struct ctx *c, int64_t id);
/* Nobody can answer any more, or can again. Audited. */
MUST bool survey_close(struct ctx *c, int64_t id, bool closed);

struct survey_study {
	int64_t id;
	struct str name;
};
MUST bool survey_studies(struct ctx *c, struct survey_study **ret, size_t *ret_n);

#endif
