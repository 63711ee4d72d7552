/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which classes of traces a study collects. A class that is off is not written by anybody
   (core/activity refuses it). Names: collect_ */
#ifndef CORE_COLLECT_H
#define CORE_COLLECT_H

#include "core/activity.h"

struct collect_class {
	enum trace_class class;
	const char *name;  /* in files and forms: page_visit */
	const char *title; /* Pages you open */
	const char *told;  /* to the participant, a whole sentence in plain words */
	const char *lack;  /* why nothing of it is there yet; NULL: something writes it */
};
enum { COLLECT_CLASSES = TRACE_CLASSES - 1 };
/* In the order in which they are shown. */
extern const struct collect_class collect_table[COLLECT_CLASSES];

/* The bits of these functions: 1 << class for each class that is off. */
MUST bool collect_off(struct ctx *c, int64_t study, int64_t *ret);
/* Since when each is off, by class; 0: it is on. */
MUST bool collect_since(struct ctx *c, int64_t study, int64_t ret[TRACE_CLASSES]);
/* Somebody is in the study: what they agreed to may shrink from now on, never grow. */
MUST bool collect_begun(struct ctx *c, int64_t study, bool *ret);
/* Active seconds belong to a view: without visits they are off too. Faults: CONFLICT when the
   study has begun and a class would be collected that was not. Audited when anything changes. */
MUST bool collect_set(struct ctx *c, int64_t study, int64_t off);

#endif
