/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The trials of a study for programs and for terminals. Names: effect_out_ */
#ifndef EVIDENCE_EFFECT_OUT_H
#define EVIDENCE_EFFECT_OUT_H

#include "base/buf.h"
#include "evidence/effect.h"

/* Each appends the whole report. */
void effect_out_text(const struct effect_report *r, struct buf *out);
/* One row for each unit of each test: what the p value was counted from. CSV. */
void effect_out_units(const struct effect_report *r, struct buf *out);
void effect_out_csv(const struct effect_report *r, struct buf *out);
void effect_out_json(const struct effect_report *r, struct buf *out);

#endif
