/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/search_word.h"

#include "base/utf8.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <utf8proc.h>

enum { SCOPES = 4, SCOPE_MAX = 24, ENTRY_MAX = SCOPE_MAX + 1 + 256, WORDS_A_TEXT = 3000 };

void search_words_open(struct search_words *w)
{
	*w = (struct search_words){ .stemmer = sb_stemmer_new("english", NULL) };
	if (!w->stemmer)
		abort();
}

void search_words_close(struct search_words *w)
{
	sb_stemmer_delete(w->stemmer);
	w->stemmer = NULL;
}

void search_words_start(struct search_words *w, struct str text)
{
	w->text = text;
	w->at = 0;
}

static bool is_letter(int32_t code)
{
	if (code < 0x80)
		return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z')
			|| (code >= '0' && code <= '9');
	utf8proc_category_t kind = utf8proc_category(code);
	return (kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_NO);
}

static void add_code(struct search_word *w, int32_t code)
{
	utf8proc_uint8_t bytes[4];
	size_t n = (size_t)utf8proc_encode_char(code, bytes);

	if (w->raw_len + n > SEARCH_WORD_MAX)
		return;
	memcpy(w->raw + w->raw_len, bytes, n);
	w->raw_len += n;
}

/* Small, without accents; a letter may become several (ß: ss). */
static void add_folded(struct search_word *w, int32_t code)
{
	utf8proc_int32_t to[16];
	int last = UTF8PROC_BOUNDCLASS_START;

	if (code < 0x80) {
		add_code(w, code >= 'A' && code <= 'Z' ? code + 32 : code);
		return;
	}
	utf8proc_ssize_t n = utf8proc_decompose_char(code, to, 16,
		UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK,
		&last);
	for (utf8proc_ssize_t i = 0; i < n && i < 16; i++)
		if (is_letter(to[i]))
			add_code(w, to[i]);
}

static bool is_apostrophe(int32_t code)
{
	return code == '\'' || code == 0x2019;
}

/* Behind an apostrophe inside a word: «don't» is one word, the s of «Mina's» is none of it. */
static bool goes_on(struct str rest)
{
	if (rest.len == 0)
		return false;
	int32_t next = utf8_next(&rest);
	if (!is_letter(next))
		return false;
	if (next != 's' && next != 'S')
		return true;
	return rest.len > 0 && is_letter(utf8_next(&rest));
}

static void read_word(struct search_words *w, struct search_word *ret)
{
	struct str rest = { w->text.at + w->at, w->text.len - w->at };

	while (rest.len > 0) {
		struct str behind = rest;
		int32_t code = utf8_next(&behind);
		if (is_letter(code))
			add_folded(ret, code);
		else if (!is_apostrophe(code) || !goes_on(behind))
			break;
		rest = behind;
	}
	w->at = w->text.len - rest.len;
}

static void add_stem(struct search_words *w, struct search_word *ret)
{
	const sb_symbol *stem =
		sb_stemmer_stem(w->stemmer, (const sb_symbol *)ret->raw, (int)ret->raw_len);

	ret->stem_len = stem ? (size_t)sb_stemmer_length(w->stemmer) : 0;
	if (ret->stem_len > SEARCH_WORD_MAX)
		ret->stem_len = 0;
	if (ret->stem_len)
		memcpy(ret->stem, stem, ret->stem_len);
	ret->stem[ret->stem_len] = '\0';
	ret->raw[ret->raw_len] = '\0';
}

bool search_words_next(struct search_words *w, struct search_word *ret)
{
	ret->raw_len = 0;
	while (ret->raw_len == 0 && w->at < w->text.len) {
		struct str rest = { w->text.at + w->at, w->text.len - w->at };
		ret->from = w->at;
		if (is_letter(utf8_next(&rest)))
			read_word(w, ret);
		else
			w->at = w->text.len - rest.len;
	}
	ret->to = w->at;
	if (ret->raw_len)
		add_stem(w, ret);
	return ret->raw_len > 0;
}

static int by_spelling(const void *a, const void *b)
{
	return strcmp(a, b);
}

bool search_word_common(const struct search_word *w)
{
	static const char common[][5] = { "a", "an", "and", "are", "as", "at", "be", "been", "but",
		"by", "can", "did", "do", "for", "from", "had", "has", "have", "he", "her", "him",
		"his", "how", "i", "if", "in", "is", "it", "its", "me", "my", "no", "not", "of",
		"on", "or", "our", "she", "so", "that", "the", "them", "they", "this", "to", "up",
		"us", "was", "we", "were", "what", "when", "will", "with", "you", "your" };

	return w->raw_len <= 4
		&& bsearch(w->raw, common, sizeof common / sizeof *common, sizeof *common,
			by_spelling);
}

void search_word_near(
	struct str word, size_t end, void (*put)(void *data, struct str word), void *data)
{
	char at[SEARCH_WIDE_MAX + 2];
	size_t n = word.len;

	for (size_t i = 0; i < end && i < n; i++) {
		memcpy(at, word.at, i);
		memcpy(at + i, word.at + i + 1, n - i - 1);
		put(data, (struct str){ at, n - 1 });
	}
	for (size_t i = 0; i < end && i + 1 < n; i++) {
		memcpy(at, word.at, n);
		at[i] = word.at[i + 1];
		at[i + 1] = word.at[i];
		put(data, (struct str){ at, n });
	}
	for (size_t i = 0; i < end; i++) {
		for (int letter = 'a'; letter <= 'z'; letter++) {
			memcpy(at, word.at, n);
			at[i] = (char)letter;
			if (i < n)
				put(data, (struct str){ at, n });
			memcpy(at + i + 1, word.at + i, n - i);
			put(data, (struct str){ at, n + 1 });
		}
	}
}

bool search_word_one_away(struct str a, struct str b)
{
	size_t n = 0;

	if (a.len > b.len)
		return search_word_one_away(b, a);
	if (a.len + 1 < b.len)
		return false;
	while (n < a.len && a.at[n] == b.at[n])
		n++;
	struct str x = { a.at + n, a.len - n }, y = { b.at + n, b.len - n };
	if (a.len < b.len)
		return str_eq(x, (struct str){ y.at + 1, y.len - 1 });
	if (x.len == 0
		|| str_eq((struct str){ x.at + 1, x.len - 1 }, (struct str){ y.at + 1, y.len - 1 }))
		return true;
	return x.len > 1 && x.at[0] == y.at[1] && x.at[1] == y.at[0]
		&& memcmp(x.at + 2, y.at + 2, x.len - 2) == 0;
}

struct str search_words_joined(struct search_words *w, struct str text, char *to, size_t max)
{
	struct search_word word;
	size_t n = 0;

	search_words_start(w, text);
	while (search_words_next(w, &word) && n + word.raw_len <= max) {
		memcpy(to + n, word.raw, word.raw_len);
		n += word.raw_len;
	}
	return (struct str){ to, n };
}

struct entries {
	struct str scope[SCOPES];
	size_t n;
	int (*emit)(void *data, const char *at, size_t len);
	void *data;
};

/* An entry for each scope. */
static int put(const struct entries *e, char mark, struct str word)
{
	char at[ENTRY_MAX];

	for (size_t i = 0; i < e->n; i++) {
		size_t n = e->scope[i].len;
		memcpy(at, e->scope[i].at, n);
		at[n++] = mark;
		memcpy(at + n, word.at, word.len);
		int rc = e->emit(e->data, at, n + word.len);
		if (rc != 0)
			return rc;
	}
	return 0;
}

static int put_words(struct search_words *w, const struct entries *e, struct str text)
{
	struct search_word word;
	int rc = 0;

	search_words_start(w, text);
	for (int n = 0; rc == 0 && n < WORDS_A_TEXT && search_words_next(w, &word); n++) {
		struct str raw = { word.raw, word.raw_len }, stem = { word.stem, word.stem_len };
		if (search_word_common(&word))
			continue;
		rc = put(e, 'v', raw);
		if (rc == 0 && !str_eq(raw, stem))
			rc = put(e, 'w', stem);
	}
	return rc;
}

int search_words_entries(struct search_words *w, struct str lines,
	int (*emit)(void *data, const char *at, size_t len), void *data)
{
	struct entries e = { .emit = emit, .data = data };
	struct str head = str_cut(&lines, '\n'), kind = str_cut(&lines, '\n'),
		   week = str_cut(&lines, '\n'), subject = str_cut(&lines, '\n');
	char joined[128];

	while (head.len > 0 && e.n < SCOPES) {
		struct str scope = str_cut(&head, ' ');
		if (scope.len > 0 && scope.len <= SCOPE_MAX)
			e.scope[e.n++] = scope;
	}
	if (kind.len > 64 || week.len > 64)
		return 0;
	int rc = put(&e, 'k', kind);
	if (rc == 0)
		rc = put(&e, 'n', week);
	if (rc == 0)
		rc = put(&e, 's', search_words_joined(w, subject, joined, sizeof joined));
	return rc == 0 ? put_words(w, &e, lines) : rc;
}
