/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/search_dictionary.h"

#include "base/buf.h"
#include "store/search_engine.h"
#include "store/search_word.h"
#include "store/sql.h"

#include <stdlib.h>

enum { LIST_MAX = 1 << 20 };

static const struct stmt from = { "search_word_from",
	"SELECT w.entry FROM search_word w WHERE w.entry >= $1 ORDER BY w.entry LIMIT $2", "si",
	"s" };
static const struct stmt word_drop = { "search_word_drop",
	"DELETE FROM search_word WHERE entry = $1", "s", "" };
static const struct stmt gone_add = { "search_gone_add",
	"INSERT INTO search_gone (id, entries) VALUES ($1, $2)", "is", "" };
static const struct stmt gone_next = { "search_gone_next",
	"SELECT id, entries FROM search_gone ORDER BY id LIMIT 1", "", "is" };
static const struct stmt gone_drop = { "search_gone_drop", "DELETE FROM search_gone WHERE id = $1",
	"i", "" };

/* Entries, written as the engine's statements take a list, or one a line. */
struct list {
	struct buf out;
	const struct search_listing *as; /* NULL: one a line */
};

static void list_open(struct list *l, const struct search_listing *as)
{
	*l = (struct list){ .as = as };
	buf_init(&l->out, LIST_MAX);
	if (as)
		buf_char(&l->out, as->open);
}

static void list_put(struct list *l, struct str scope, struct str word)
{
	if (l->out.len > 1)
		buf_char(&l->out, l->as ? ',' : '\n');
	if (l->as)
		buf_char(&l->out, '"');
	buf_add(&l->out, scope);
	buf_add(&l->out, word);
	if (l->as)
		buf_char(&l->out, '"');
}

/* What does not fit is left out: those words are then found as they are typed and no other way. */
static struct str list_close(struct ctx *c, struct list *l)
{
	while (l->out.spilled && l->out.len > 1 && l->out.at[l->out.len - 1] != ',')
		l->out.len--;
	if (l->out.spilled && l->out.len > 1)
		l->out.len--;
	l->out.spilled = false;
	if (l->as)
		buf_char(&l->out, l->as->close);
	struct str all = arena_str(c->mem, buf_str(&l->out));
	buf_free(&l->out);
	return all;
}

static bool is_plain(struct str word)
{
	for (size_t i = 0; i < word.len; i++)
		if ((word.at[i] < 'a' || word.at[i] > 'z')
			&& (word.at[i] < '0' || word.at[i] > '9'))
			return false;
	return word.len > 0;
}

/* An entry is a scope (a letter and a number, or a letter), a mark, and a word: whether it is one
   of a word that the dictionary has. */
static bool is_word(struct str entry)
{
	size_t head = 1;

	while (head < entry.len && entry.at[head] >= '0' && entry.at[head] <= '9')
		head++;
	return head < entry.len && entry.at[head] == 'v'
		&& is_plain((struct str){ entry.at + head + 1, entry.len - head - 1 });
}

/* The words among entries, which end in a line end each; to has room for all. */
static size_t put_words(struct str entries, struct str *to)
{
	size_t n = 0;

	while (entries.len > 0) {
		struct str entry = str_cut(&entries, '\n');
		if (is_word(entry))
			to[n++] = entry;
	}
	return n;
}

static size_t lines_in(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += s.at[i] == '\n';
	return n;
}

static int by_bytes(const void *a, const void *b)
{
	const struct str *x = a, *y = b;
	int rc = memcmp(x->at, y->at, x->len < y->len ? x->len : y->len);

	return rc != 0 ? rc : (x->len > y->len) - (x->len < y->len);
}

/* In the order of the table, each once; in parts that fit into a list. */
static bool add_words(struct ctx *c, struct str *word, size_t n)
{
	const struct search_engine *e = search_engine_of(c);

	qsort(word, n, sizeof *word, by_bytes);
	for (size_t i = 0; i < n;) {
		struct list l;
		list_open(&l, &e->listing);
		for (; i < n && l.out.len < LIST_MAX / 2; i++)
			if (i == 0 || !str_eq(word[i], word[i - 1]))
				list_put(&l, S(""), word[i]);
		if (!sql_run(c, e->words_add, ARGS(arg(list_close(c, &l)))))
			return false;
	}
	return true;
}

bool search_dictionary_add(struct ctx *c, const struct str *entries, size_t n)
{
	size_t words = 0, most = 0;

	for (size_t i = 0; i < n; i++)
		most += lines_in(entries[i]);
	struct str *word = arena_new(c->mem, struct str, most + 1);
	for (size_t i = 0; i < n; i++)
		words += put_words(entries[i], word + words);
	return add_words(c, word, words);
}

bool search_dictionary_gone(struct ctx *c, struct str entries)
{
	struct str *word = arena_new(c->mem, struct str, lines_in(entries) + 1);
	size_t n = put_words(entries, word);
	struct list l;

	list_open(&l, NULL);
	for (size_t i = 0; i < n; i++)
		list_put(&l, S(""), word[i]);
	return sql_run(c, &gone_add, ARGS(arg(ctx_id(c)), arg(list_close(c, &l))));
}

bool search_dictionary_settle(struct ctx *c, bool *ret_any)
{
	struct rows r;

	*ret_any = false;
	if (!sql_open(c, &gone_next, NO_ARGS, &r))
		return false;
	if (!sql_next(&r))
		return ctx_ok(c);
	int64_t id = row_int(&r, 0);
	struct str rest = row_str(&r, 1);
	sql_end(&r);
	while (rest.len > 0) {
		struct str entry = str_cut(&rest, '\n');
		bool known;
		if (!search_entry_known(c, entry, &known)
			|| (!known && !sql_run(c, &word_drop, ARGS(arg(entry)))))
			return false;
	}
	*ret_any = true;
	return sql_run(c, &gone_drop, ARGS(arg(id)));
}

static struct str head_of(struct ctx *c, struct str scope)
{
	return arena_fmt(c->mem, "%.*sv", (int)scope.len, scope.at);
}

/* The words of a scope from a beginning on that begin so, as far as they are looked at. */
static bool read(struct ctx *c, struct str scope, struct str begin, struct search_list *ret)
{
	struct str head = head_of(c, scope),
		   first = arena_fmt(c->mem, "%s%.*s", head.at, (int)begin.len, begin.at);
	struct rows r;

	*ret = (struct search_list){ .at = arena_new(c->mem, struct str, SEARCH_LOOK_MAX) };
	if (!sql_open(c, &from, ARGS(arg(first), arg((int64_t)SEARCH_LOOK_MAX)), &r))
		return false;
	while (sql_next(&r)) {
		struct str entry = row_peek(&r, 0);
		if (!str_starts(entry, first)) {
			sql_end(&r);
			break;
		}
		ret->at[ret->n++] = arena_str(
			c->mem, (struct str){ entry.at + head.len, entry.len - head.len });
	}
	ret->more = ret->n == SEARCH_LOOK_MAX;
	return ctx_ok(c);
}

static int by_length(const void *a, const void *b)
{
	const struct str *x = a, *y = b;

	if (x->len != y->len)
		return x->len < y->len ? -1 : 1;
	return memcmp(x->at, y->at, x->len);
}

bool search_dictionary_begin(
	struct ctx *c, struct str scope, struct str word, struct search_list *ret)
{
	struct search_list all;
	size_t n = 0;

	if (!read(c, scope, word, &all))
		return false;
	for (size_t i = 0; i < all.n; i++)
		if (all.at[i].len > word.len)
			all.at[n++] = all.at[i];
	qsort(all.at, n, sizeof *all.at, by_length);
	*ret = (struct search_list){ all.at, n > SEARCH_BEGIN_MAX ? SEARCH_BEGIN_MAX : n,
		all.more || n > SEARCH_BEGIN_MAX };
	return true;
}

/* ---- one letter away ---- */

struct nearing {
	struct list list;
	struct str head;
};

static void put_near(void *data, struct str word)
{
	struct nearing *n = data;

	list_put(&n->list, n->head, word);
}

static void keep(struct search_list *l, struct str word)
{
	l->more = l->more || l->n == SEARCH_NEAR_MAX;
	if (l->n < SEARCH_NEAR_MAX)
		l->at[l->n++] = word;
}

/* A slip is before a letter in the middle, then each such word is looked up, or behind it, then the
   words that begin as this one does are few. */
bool search_dictionary_near(
	struct ctx *c, struct str scope, struct str word, struct search_list *ret)
{
	const struct search_engine *e = search_engine_of(c);
	struct nearing near = { .head = head_of(c, scope) };
	size_t middle = word.len / 2;
	struct search_list begun;
	struct rows r;

	*ret = (struct search_list){ .at = arena_new(c->mem, struct str, SEARCH_NEAR_MAX) };
	list_open(&near.list, &e->listing);
	search_word_near(word, middle, put_near, &near);
	struct str some = list_close(c, &near.list);
	if (!sql_open(c, e->words_of, ARGS(arg(some)), &r))
		return false;
	while (sql_next(&r)) {
		struct str entry = row_peek(&r, 0);
		keep(ret,
			arena_str(c->mem,
				(struct str){
					entry.at + near.head.len, entry.len - near.head.len }));
	}
	if (!ctx_ok(c) || !read(c, scope, (struct str){ word.at, middle }, &begun))
		return false;
	for (size_t i = 0; i < begun.n; i++)
		if (search_word_one_away(begun.at[i], word))
			keep(ret, begun.at[i]);
	ret->more = ret->more || begun.more;
	return true;
}
