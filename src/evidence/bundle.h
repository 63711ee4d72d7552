/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A study as files for R, SPSS and a data archive: comma-separated UTF-8 with stable column names,
   a codebook, and a text that says what is in it and what is not. True values of single people
   under pseudonyms: confidential. Names: bundle_ */
#ifndef EVIDENCE_BUNDLE_H
#define EVIDENCE_BUNDLE_H

#include "base/buf.h"
#include "evidence/measure.h"

enum bundle_file {
	BUNDLE_README,	     /* README.txt */
	BUNDLE_CODEBOOK,     /* codebook.csv */
	BUNDLE_PARTICIPANTS, /* participants.csv: one row a participant */
	BUNDLE_WEEKS,	     /* weeks.csv: one row a participant, round and week with any trace */
	BUNDLE_R,	     /* read.R: reads both tables */
	BUNDLE_SPSS,	     /* read.sps: the same for SPSS and PSPP */
	BUNDLE_FILES
};
struct bundle {
	struct str name;		  /* the folder in the archive: the study's short name */
	struct str text[BUNDLE_FILES];	  /* a bundle of an earlier version has fewer: empty */
	const struct participant_id *who; /* everybody in it */
	size_t n;
	int64_t withdrawn; /* who has left the study, and is not in it */
};

enum { BUNDLE_PEOPLE_MAX = 20000, BUNDLE_BYTES_MAX = 4 << 20 };

/* As the study is now: the same study gives the same bytes. With the tag of each participant by the
   study's rule, so it needs the researcher's role, and is audited. Faults: DENIED, LIMIT. */
MUST bool bundle_make(struct ctx *c, const struct measure_study *study, struct bundle *ret);
/* One text of all files, and back: for core/frozen. bundle_read takes its texts from the given one.
   False for what is no bundle. */
void bundle_write(const struct bundle *b, struct buf *out);
MUST bool bundle_read(struct str text, struct bundle *ret);
/* As a ZIP archive: the same bundle gives the same bytes. False when out spilled. */
MUST bool bundle_zip(struct ctx *c, const struct bundle *b, struct buf *out);
/* Freezes the bundle (core/frozen, kind «bundle»). */
MUST bool bundle_freeze(
	struct ctx *c, int64_t study, const struct bundle *b, struct str title, int64_t *ret);

#endif
