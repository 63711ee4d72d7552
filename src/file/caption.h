/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Captions: WebVTT and SRT that people bring, made into words and into WebVTT that holds nothing
   but words and times. Names: caption_ */
#ifndef FILE_CAPTION_H
#define FILE_CAPTION_H

#include "base/arena.h"
#include "base/buf.h"

enum { CAPTION_FILE_MAX = 64 << 10, CAPTION_CUES_MAX = 400, CAPTION_LINE_MAX = 90 };

struct caption {
	int64_t from, to; /* milliseconds */
	struct str words; /* one line, without tags */
};

/* The cues of a file, by their order in it. False with a sentence in why for what is neither
   WebVTT nor SRT, is too long or has no words. */
MUST bool caption_read(
	struct arena *a, struct str file, struct caption **ret, size_t *ret_n, const char **why);
/* All their words, a space between them. */
struct str caption_words(struct arena *a, const struct caption *cue, size_t n);
/* Appends WebVTT. */
void caption_write(struct buf *out, const struct caption *cue, size_t n);
/* Cues for a text without times: its words spread over so many milliseconds by their length. */
void caption_spread(struct arena *a, struct str words, int64_t milliseconds, struct caption **ret,
	size_t *ret_n);

#endif
