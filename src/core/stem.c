/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/stem.h"

#include "store/search_word.h"

#include <stdlib.h>

/* Words that tell nothing of what a text is about, in the order of their bytes: those of three
   letters and more that English writes most. */
static const char *const common[] = { "about", "after", "again", "all", "also", "although",
	"always", "and", "another", "any", "anyone", "are", "because", "been", "before", "being",
	"both", "but", "can", "cannot", "could", "did", "didn", "does", "doesn", "doing", "don",
	"done", "down", "each", "even", "ever", "every", "few", "first", "for", "from", "get",
	"gets", "getting", "give", "going", "good", "got", "had", "has", "have", "having", "her",
	"here", "him", "his", "how", "into", "isn", "its", "just", "know", "last", "let", "like",
	"little", "long", "look", "made", "make", "many", "may", "maybe", "more", "most", "much",
	"must", "need", "never", "not", "nothing", "now", "off", "one", "only", "other", "others",
	"our", "out", "over", "own", "people", "perhaps", "put", "quite", "rather", "really",
	"said", "same", "say", "see", "she", "should", "some", "somebody", "someone", "something",
	"still", "such", "take", "tell", "than", "that", "the", "their", "them", "then", "there",
	"these", "they", "thing", "things", "think", "this", "those", "though", "three", "through",
	"time", "too", "two", "under", "until", "use", "very", "want", "was", "wasn", "way", "well",
	"were", "what", "when", "where", "which", "while", "who", "why", "will", "with", "without",
	"would", "you", "your" };

static int by_text(const void *a, const void *b)
{
	return strcmp(a, *(const char *const *)b);
}

static bool is_common(const char *word)
{
	return bsearch(word, common, sizeof common / sizeof *common, sizeof *common, by_text)
		!= NULL;
}

static bool is_address(struct str s)
{
	return str_starts(s, S("http://")) || str_starts(s, S("https://"))
		|| str_starts(s, S("www."));
}

/* A copy with blanks where addresses of pages were: their words are nobody's. */
static struct str without_addresses(struct arena *mem, struct str s)
{
	char *to = arena_new(mem, char, s.len + 1);
	bool inside = false;

	for (size_t i = 0; i < s.len; i++) {
		inside = (inside && (unsigned char)s.at[i] > ' ')
			|| is_address((struct str){ s.at + i, s.len - i });
		to[i] = inside ? ' ' : s.at[i];
	}
	return (struct str){ to, s.len };
}

static int by_stem(const void *a, const void *b)
{
	const struct stem *x = a, *y = b;
	size_t n = x->stem.len < y->stem.len ? x->stem.len : y->stem.len;
	int order = memcmp(x->stem.at, y->stem.at, n);

	if (order == 0 && x->stem.len != y->stem.len)
		return x->stem.len < y->stem.len ? -1 : 1;
	return order ? order : (x->from > y->from) - (x->from < y->from);
}

static size_t unique(struct stem *at, size_t n)
{
	size_t kept = 0;

	if (n == 0)
		return 0;
	qsort(at, n, sizeof *at, by_stem);
	for (size_t i = 1; i < n; i++)
		if (!str_eq(at[i].stem, at[kept].stem))
			at[++kept] = at[i];
	return kept + 1;
}

/* A stem without a letter is a number. */
static bool is_number(const struct search_word *w)
{
	return strspn(w->raw, "0123456789") == w->raw_len;
}

struct stems stem_set(struct ctx *c, struct str text)
{
	struct stems all = { arena_new(c->mem, struct stem, text.len / (STEM_LEAST + 1) + 1), 0 };
	struct search_words words;
	struct search_word w;

	search_words_open(&words);
	search_words_start(&words, without_addresses(c->mem, text));
	while (search_words_next(&words, &w)) {
		if (w.raw_len < STEM_LEAST || is_number(&w) || is_common(w.raw))
			continue;
		all.at[all.n++] =
			(struct stem){ arena_str(c->mem, (struct str){ w.stem, w.stem_len }),
				arena_str(c->mem, (struct str){ w.raw, w.raw_len }), w.from };
	}
	search_words_close(&words);
	all.n = unique(all.at, all.n);
	return all;
}
