/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The reach of a study for programs and for terminals. Names: reach_out_ */
#ifndef EVIDENCE_REACH_OUT_H
#define EVIDENCE_REACH_OUT_H

#include "base/buf.h"
#include "evidence/reach.h"

/* How a row is called where its people did not say: «not said», and for the tag «not known». */
struct str reach_out_name(enum reach_by by, struct str name);
/* Each appends the whole report, as it is shown: a hidden number is empty in CSV, null in JSON and
   two dots in text. */
void reach_out_text(const struct reach *r, struct buf *out);
void reach_out_csv(const struct reach *r, struct buf *out);
void reach_out_json(const struct reach *r, struct buf *out);

#endif
