/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The weeks of a study's rounds for programs and for terminals. Names: weeks_out_ */
#ifndef EVIDENCE_WEEKS_OUT_H
#define EVIDENCE_WEEKS_OUT_H

#include "base/buf.h"
#include "evidence/weeks.h"

/* Each appends the whole report. CSV has the weeks alone. */
void weeks_out_text(const struct weeks *w, struct buf *out);
void weeks_out_csv(const struct weeks *w, struct buf *out);
void weeks_out_json(const struct weeks *w, struct buf *out);

#endif
