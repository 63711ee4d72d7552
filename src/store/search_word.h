/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words as the search sees them: small letters without marks, and their English stems. The only
   place for libstemmer and utf8proc. Names: search_word_, search_words_ */
#ifndef STORE_SEARCH_WORD_H
#define STORE_SEARCH_WORD_H

#include "base/str.h"

struct sb_stemmer;

enum { SEARCH_WORD_MAX = 48, SEARCH_LINE_MAX = 512, SEARCH_WIDE_MAX = 20 };

struct search_words {
	struct sb_stemmer *stemmer;
	struct str text; /* well-formed UTF-8 */
	size_t at;
};
struct search_word {
	char raw[SEARCH_WORD_MAX + 1], stem[SEARCH_WORD_MAX + 1];
	size_t raw_len, stem_len;
	size_t from, to; /* its bytes in the text */
};

void search_words_open(struct search_words *w);
void search_words_close(struct search_words *w);
void search_words_start(struct search_words *w, struct str text);
/* False at the end. */
bool search_words_next(struct search_words *w, struct search_word *ret);
/* Too common to be looked for: the, and, of … */
bool search_word_common(const struct search_word *w);
/* Every word that becomes this one, of a to z and of at most 20 letters, by taking one letter out,
   swapping two neighbours, changing one or putting one in, before letter end. */
void search_word_near(
	struct str word, size_t end, void (*put)(void *data, struct str word), void *data);
/* By one of these. */
bool search_word_one_away(struct str a, struct str b);
/* All words of a short text in one, for a filter: «Computer Science» is computerscience. */
struct str search_words_joined(struct search_words *w, struct str text, char *to, size_t max);

/* The entries of one text, which is the lines head, kind, week, subject, byline, title, and the
   body behind them: for each scope of the head each word (v), each stem that differs (w), and the
   filters (k, n, s). emit returns 0 to go on. */
int search_words_entries(struct search_words *w, struct str lines,
	int (*emit)(void *data, const char *at, size_t len), void *data);

#endif
