/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/subject.h"

#include "base/utf8.h"
#include "store/sql.h"

/* words of a subject: its label in lower case, then its earlier ones, a line each. */
enum { EARLIER_MAX = 2000, QUERY_MAX = 200, WORDS_MAX = 8, NO_MATCH = 0 };

#define COLUMNS "code, label, cah1, cah2, cah3"

static const struct stmt by_code = { "subject_by_code",
	"SELECT " COLUMNS ", words FROM subject WHERE code = $1", "s", "ssssss" };
static const struct stmt all = { "subject_all",
	"SELECT " COLUMNS ", words FROM subject ORDER BY code", "", "ssssss" };
static const struct stmt like = { "subject_like",
	"SELECT " COLUMNS ", words FROM subject WHERE words LIKE $1 ESCAPE '!' ORDER BY code", "s",
	"ssssss" };
static const struct stmt number = { "subject_number", "SELECT count(*) FROM subject", "", "i" };
static const struct stmt put = { "subject_put",
	"INSERT INTO subject (code, label, words, cah1, cah2, cah3) "
	"VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (code) DO UPDATE SET "
	"label = excluded.label, words = excluded.words, cah1 = excluded.cah1, "
	"cah2 = excluded.cah2, cah3 = excluded.cah3",
	"ssssss", "" };

static struct subject read(const struct rows *r)
{
	return (struct subject){ row_str(r, 0), row_str(r, 1), row_str(r, 2), row_str(r, 3),
		row_str(r, 4) };
}

/* ASCII letters alone: the labels of HECoS have no others. */
static struct str lower(struct ctx *c, struct str s)
{
	char *low = arena_new(c->mem, char, s.len + 1);

	for (size_t i = 0; i < s.len; i++)
		low[i] = s.at[i] >= 'A' && s.at[i] <= 'Z' ? (char)(s.at[i] | 0x20) : s.at[i];
	return (struct str){ low, s.len };
}

bool subject_find(struct ctx *c, struct str code, struct subject *ret)
{
	struct subject found = { 0 };
	struct rows r;

	if (!sql_open(c, &by_code, ARGS(arg(code)), &r))
		return false;
	if (sql_next(&r)) {
		found = read(&r);
		sql_end(&r);
	}
	*ret = found;
	return ctx_ok(c);
}

static bool has_line(struct str lines, struct str line)
{
	while (lines.len)
		if (str_eq(str_cut(&lines, '\n'), line))
			return true;
	return false;
}

bool subject_by_label(struct ctx *c, struct str label, struct subject *ret)
{
	struct str low = lower(c, str_trim(label));
	struct subject found = { 0 };
	struct rows r;

	*ret = found;
	if (low.len == 0 || low.len > SUBJECT_LABEL_MAX)
		return true;
	/* The pattern only narrows what is read: a % in the label widens it again. */
	struct str pattern = arena_fmt(c->mem, "%%%.*s%%", (int)low.len, low.at);
	if (memchr(low.at, '!', low.len))
		pattern = S("%");
	if (!sql_open(c, &like, ARGS(arg(pattern)), &r))
		return false;
	while (found.code.len == 0 && sql_next(&r))
		if (has_line(row_peek(&r, 5), low))
			found = read(&r);
	sql_end(&r);
	*ret = found;
	return ctx_ok(c);
}

bool subject_count(struct ctx *c, int64_t *ret)
{
	struct rows r;

	if (!sql_one(c, &number, NO_ARGS, &r))
		return false;
	*ret = row_int(&r, 0);
	sql_end(&r);
	return true;
}

/* ---- searching ---- */

static bool is_letter(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || (unsigned char)ch > 127;
}

struct query {
	struct str word[WORDS_MAX], whole;
	size_t n;
};

static struct query query_of(struct ctx *c, struct str typed)
{
	struct str text = lower(c, utf8_head(str_trim(typed), QUERY_MAX));
	struct query q = { .whole = text };

	for (size_t i = 0; i < text.len && q.n < WORDS_MAX; i++) {
		size_t from = i;
		while (i < text.len && is_letter(text.at[i]))
			i++;
		if (i > from)
			q.word[q.n++] = (struct str){ text.at + from, i - from };
	}
	return q;
}

/* 2: a word of the line begins with it, 1: it is inside one, 0: it is not there. */
static int found_in(struct str line, struct str word)
{
	int best = NO_MATCH;

	for (size_t i = 0; i + word.len <= line.len; i++) {
		if (memcmp(line.at + i, word.at, word.len) != 0)
			continue;
		if (i == 0 || !is_letter(line.at[i - 1]))
			return 2;
		best = 1;
	}
	return best;
}

/* How well one label fits: 5 is all of it, 4 begins with what was typed, then by the words. */
static int fit_of_line(const struct query *q, struct str line)
{
	int least = 2;

	for (size_t i = 0; i < q->n; i++) {
		int fit = found_in(line, q->word[i]);
		least = fit < least ? fit : least;
	}
	if (least == NO_MATCH)
		return NO_MATCH;
	if (str_eq(line, q->whole))
		return 5;
	return str_starts(line, q->whole) ? 4 : least;
}

/* What an earlier label has counts one less than the label of today. */
static int fit_of(const struct query *q, struct str words)
{
	int best = 2 * fit_of_line(q, str_cut(&words, '\n'));

	while (words.len) {
		int fit = 2 * fit_of_line(q, str_cut(&words, '\n')) - 1;
		best = fit > best ? fit : best;
	}
	return best;
}

struct hit {
	struct subject subject;
	int fit;
};

/* Of those that fit as well the shorter one: it is the wider subject. */
static bool before(const struct hit *a, const struct hit *b)
{
	struct str x = a->subject.label, y = b->subject.label;

	if (a->fit != b->fit)
		return a->fit > b->fit;
	return x.len != y.len ? x.len < y.len : memcmp(x.at, y.at, x.len) < 0;
}

/* Keeps the best max of them, in order. */
static void keep(struct hit *hit, size_t *n, size_t max, const struct hit *new)
{
	size_t at = *n;

	if (at == max && !before(new, &hit[max - 1]))
		return;
	if (at == max)
		at--;
	else
		*n += 1;
	for (; at > 0 && before(new, &hit[at - 1]); at--)
		hit[at] = hit[at - 1];
	hit[at] = *new;
}

bool subject_search(
	struct ctx *c, struct str words, size_t max, struct subject **ret, size_t *ret_n)
{
	struct query q = query_of(c, words);
	struct hit *hit = arena_new(c->mem, struct hit, max);
	size_t n = 0;
	struct rows r;

	*ret_n = 0;
	if (q.n == 0 || max == 0)
		return true;
	/* A thousand short rows are read in less time than a page takes to draw. */
	if (!sql_open(c, &all, NO_ARGS, &r))
		return false;
	while (sql_next(&r)) {
		int fit = fit_of(&q, row_peek(&r, 5));
		if (fit > NO_MATCH)
			keep(hit, &n, max, &(struct hit){ read(&r), fit });
	}
	if (!ctx_ok(c))
		return false;
	*ret = arena_new(c->mem, struct subject, n);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = hit[i].subject;
	*ret_n = n;
	return true;
}

/* ---- importing ---- */

static bool text_ok(struct str s)
{
	return s.len <= SUBJECT_LABEL_MAX && utf8_is_text(s) && !memchr(s.at, '\n', s.len)
		&& !memchr(s.at, '\r', s.len);
}

static bool check(struct ctx *c, const struct subject *s)
{
	int64_t code;

	if (s->code.len != SUBJECT_CODE_DIGITS || !str_to_int(s->code, &code))
		ctx_wrong(c, "code", "A code of HECoS has six digits, such as 100417.");
	if (s->label.len == 0 || !text_ok(s->label))
		ctx_wrong(c, "label", "A subject's name is one line of 1 to %d bytes.",
			SUBJECT_LABEL_MAX);
	if (!text_ok(s->cah1) || !text_ok(s->cah2) || !text_ok(s->cah3))
		ctx_wrong(c, "cah", "The name of a subject group is one line of up to %d bytes.",
			SUBJECT_LABEL_MAX);
	return ctx_ok(c);
}

/* The label of now first, then what stood there before, without it. */
static struct str words_with(struct ctx *c, struct str label, struct str old)
{
	struct str low = lower(c, label);
	struct str words = arena_fmt(c->mem, "%.*s", (int)low.len, low.at);

	while (old.len && words.len < EARLIER_MAX) {
		struct str line = str_cut(&old, '\n');
		if (line.len && !str_eq(line, low))
			words = arena_fmt(c->mem, "%s\n%.*s", words.at, (int)line.len, line.at);
	}
	return words;
}

static enum subject_news news_of(const struct subject *old, const struct subject *s)
{
	if (old->code.len == 0)
		return SUBJECT_NEW;
	if (!str_eq(old->label, s->label))
		return SUBJECT_RENAMED;
	return str_eq(old->cah1, s->cah1) && str_eq(old->cah2, s->cah2)
			&& str_eq(old->cah3, s->cah3)
		? SUBJECT_SAME
		: SUBJECT_MOVED;
}

bool subject_put(struct ctx *c, const struct subject *s, enum subject_news *ret)
{
	struct subject old = { 0 };
	struct str words = S("");
	struct rows r;

	if (!check(c, s) || !sql_open(c, &by_code, ARGS(arg(s->code)), &r))
		return false;
	if (sql_next(&r)) {
		old = read(&r);
		words = row_str(&r, 5);
		sql_end(&r);
	}
	*ret = news_of(&old, s);
	if (!ctx_ok(c) || *ret == SUBJECT_SAME)
		return ctx_ok(c);
	words = words_with(c, s->label, words);
	return sql_run(c, &put,
		ARGS(arg(s->code), arg(s->label), arg(words), arg(s->cah1), arg(s->cah2),
			arg(s->cah3)));
}

/* ---- the tree ---- */

static bool both(struct str a, struct str b)
{
	return a.len > 0 && str_same(a, b);
}

int subject_distance(const struct subject *a, const struct subject *b)
{
	if (both(a->code, b->code) || both(a->label, b->label))
		return 0;
	if (both(a->cah3, b->cah3))
		return 1;
	if (both(a->cah2, b->cah2))
		return 2;
	return both(a->cah1, b->cah1) ? 3 : SUBJECT_FAR;
}
