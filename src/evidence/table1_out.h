/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The participation table for programs and for terminals. Names: table1_out_ */
#ifndef EVIDENCE_TABLE1_OUT_H
#define EVIDENCE_TABLE1_OUT_H

#include "base/buf.h"
#include "evidence/table1.h"

/* Each appends the whole report. CSV has the rows alone; text and JSON have the summaries too. */
void table1_out_text(const struct table1 *t, struct buf *out);
void table1_out_csv(const struct table1 *t, struct buf *out);
void table1_out_json(const struct table1 *t, struct buf *out);

#endif
