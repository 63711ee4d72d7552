/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/differ.h"

struct items {
	struct str *at;
	int64_t *line;
	size_t n;
};
struct pairing {
	const struct items *a, *b;
	uint16_t *best; /* (a.n + 1) x (b.n + 1): the longest common rest */
};

static struct items lines_of(struct arena *m, struct str text)
{
	struct items x = { arena_new(m, struct str, DIFFER_LINES_MAX),
		arena_new(m, int64_t, DIFFER_LINES_MAX), 0 };
	size_t begun = 0;
	int64_t line = 0;

	for (size_t i = 0; i <= text.len && x.n < DIFFER_LINES_MAX; i++) {
		if (i < text.len && text.at[i] != '\n' && text.at[i] != '\f')
			continue;
		struct str one = str_trim((struct str){ text.at + begun, i - begun });
		line++;
		begun = i + 1;
		if (one.len == 0)
			continue;
		x.at[x.n] = one;
		x.line[x.n++] = line;
	}
	return x;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t';
}

static struct items words_of(struct arena *m, struct str line)
{
	struct items x = { arena_new(m, struct str, DIFFER_WORDS_MAX), NULL, 0 };

	while (line.len > 0 && x.n < DIFFER_WORDS_MAX) {
		size_t n = 0;
		while (n < line.len && !is_space(line.at[n]))
			n++;
		while (n < line.len && is_space(line.at[n]))
			n++;
		if (x.n + 1 == DIFFER_WORDS_MAX)
			n = line.len;
		x.at[x.n++] = (struct str){ line.at, n };
		line.at += n;
		line.len -= n;
	}
	return x;
}

static uint16_t *cell(const struct pairing *p, size_t i, size_t j)
{
	return &p->best[i * (p->b->n + 1) + j];
}

static bool same(const struct pairing *p, size_t i, size_t j)
{
	return str_eq(str_trim(p->a->at[i]), str_trim(p->b->at[j]));
}

static struct pairing pair(struct arena *m, const struct items *a, const struct items *b)
{
	struct pairing p = { a, b, arena_new(m, uint16_t, (a->n + 1) * (b->n + 1)) };

	for (size_t i = a->n; i-- > 0;)
		for (size_t j = b->n; j-- > 0;) {
			uint16_t down = *cell(&p, i + 1, j), right = *cell(&p, i, j + 1);
			if (same(&p, i, j))
				*cell(&p, i, j) = (uint16_t)(*cell(&p, i + 1, j + 1) + 1);
			else
				*cell(&p, i, j) = down > right ? down : right;
		}
	return p;
}

static struct differ_side side(struct arena *m, const struct items *words, int64_t line)
{
	struct differ_side s = { line, arena_new(m, struct differ_word, words->n + 1), words->n };

	for (size_t i = 0; i < words->n; i++)
		s.word[i] = (struct differ_word){ words->at[i], true };
	return s;
}

/* Marks the words that both lines have; returns how many. */
static size_t mark(struct arena *m, struct differ_row *r, struct str was, struct str is)
{
	struct items a = words_of(m, was), b = words_of(m, is);
	struct pairing p = pair(m, &a, &b);
	size_t i = 0, j = 0, n = 0;

	r->was = side(m, &a, r->was.line);
	r->is = side(m, &b, r->is.line);
	while (i < a.n && j < b.n) {
		if (same(&p, i, j)) {
			r->was.word[i++].other = false;
			r->is.word[j++].other = false;
			n++;
		} else if (*cell(&p, i + 1, j) >= *cell(&p, i, j + 1)) {
			i++;
		} else {
			j++;
		}
	}
	return n;
}

static struct differ_side whole(struct arena *m, const struct items *x, size_t i, bool other)
{
	struct items one = { &x->at[i], NULL, 1 };
	struct differ_side s = side(m, &one, x->line[i]);

	s.word[0].other = other;
	return s;
}

/* Lines that went and lines that came, one against the other while they have words in common. */
static void put_block(struct arena *m, const struct pairing *p, size_t from[2], const size_t to[2],
	struct differ_row *rows, size_t *n)
{
	while (from[0] < to[0] && from[1] < to[1]) {
		struct differ_row r = { DIFFER_CHANGED, { p->a->line[from[0]], NULL, 0 },
			{ p->b->line[from[1]], NULL, 0 } };
		if (mark(m, &r, p->a->at[from[0]], p->b->at[from[1]]) == 0)
			break;
		rows[(*n)++] = r;
		from[0]++;
		from[1]++;
	}
	for (; from[0] < to[0]; from[0]++)
		rows[(*n)++] =
			(struct differ_row){ DIFFER_GONE, whole(m, p->a, from[0], true), { 0 } };
	for (; from[1] < to[1]; from[1]++)
		rows[(*n)++] =
			(struct differ_row){ DIFFER_NEW, { 0 }, whole(m, p->b, from[1], true) };
}

void differ_texts(
	struct arena *m, struct str was, struct str is, struct differ_row **ret, size_t *ret_n)
{
	struct items a = lines_of(m, was), b = lines_of(m, is);
	struct pairing p = pair(m, &a, &b);
	struct differ_row *rows = arena_new(m, struct differ_row, a.n + b.n + 1);
	size_t from[2] = { 0, 0 }, at[2] = { 0, 0 }, n = 0;

	while (at[0] < a.n && at[1] < b.n) {
		if (!same(&p, at[0], at[1])) {
			at[*cell(&p, at[0] + 1, at[1]) >= *cell(&p, at[0], at[1] + 1) ? 0 : 1]++;
			continue;
		}
		put_block(m, &p, from, at, rows, &n);
		rows[n++] = (struct differ_row){ DIFFER_SAME, whole(m, &a, at[0], false),
			whole(m, &b, at[1], false) };
		from[0] = ++at[0];
		from[1] = ++at[1];
	}
	put_block(m, &p, from, (size_t[2]){ a.n, b.n }, rows, &n);
	*ret = rows;
	*ret_n = n;
}
