/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a bundle says about itself: its columns, and its README. Names: bundle_words_ */
#ifndef EVIDENCE_BUNDLE_WORDS_H
#define EVIDENCE_BUNDLE_WORDS_H

#include "base/buf.h"
#include "core/collect.h"

struct bundle_about {
	struct str name, title;
	int64_t participants, withdrawn;
	int64_t consent_version, consent_at; /* of the newest text; 0: none was published */
	int64_t off[TRACE_CLASSES];	     /* since when a class is not collected; 0: it is */
};

/* The first line of a table: names of columns never change their meaning. */
void bundle_words_heads(struct buf *out, const char *file);
void bundle_words_codebook(struct buf *out);
/* Programs that read the tables with the types of the codebook. */
void bundle_words_r(struct buf *out);
void bundle_words_spss(struct buf *out);
void bundle_words_readme(struct ctx *c, struct buf *out, const struct bundle_about *a);

#endif
