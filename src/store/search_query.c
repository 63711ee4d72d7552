/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/buf.h"
#include "store/search.h"
#include "store/search_engine.h"
#include "store/search_word.h"

enum {
	TEXT_MAX = 1 << 20,
	PREFIX_MIN = 3,
	PREFIX_LAST_MIN = 2,
	WIDE_MIN = 4,
	WIDE_MAX = 20,
	FIRST = 2, /* letters that have to be right to be learned */
	JOINED_MAX = 128,
	SNIP_BEFORE = 70,
	SNIP_MAX = 280,
	PIECES_MAX = 64
};

struct wanted {
	struct search_word word;
	bool prefix; /* words that begin so are meant too */
	bool wide;   /* and words one letter away */
	bool learns; /* of those, the ones whose first letters are right are in near */
	struct near *near;
};
struct near {
	size_t scope;
	struct str word;
	struct near *next;
};
struct search_query {
	const struct search_ask *ask;
	struct wanted word[SEARCH_WORDS];
	size_t n;
	bool begins; /* beginnings of words are looked for */
	struct str subject;
};
struct writing {
	const struct search_tongue *tongue;
	struct buf out;
	char scope[32];
	bool some; /* an entry stands before this one in its brackets */
};

struct search_query *search_query_read(struct ctx *c, const struct search_ask *ask)
{
	struct search_query *q = arena_new(c->mem, struct search_query, 1);
	char *joined = arena_new(c->mem, char, JOINED_MAX);
	struct search_word word;
	struct search_words w;

	q->ask = ask;
	q->begins = ask->scopes == 0 || ask->scope[0].of != SEARCH_OF_ALL;
	search_words_open(&w);
	search_words_start(&w, ask->words);
	while (q->n < SEARCH_WORDS && search_words_next(&w, &word))
		if (!search_word_common(&word))
			q->word[q->n++] = (struct wanted){ .word = word,
				.prefix = word.raw_len >= PREFIX_MIN
					|| (word.to == ask->words.len
						&& word.raw_len >= PREFIX_LAST_MIN) };
	q->subject = search_words_joined(&w, ask->subject, joined, JOINED_MAX);
	search_words_close(&w);
	return q;
}

size_t search_query_words(const struct search_query *q)
{
	return q->n;
}

bool search_query_begins(struct search_query *q)
{
	bool before = q->begins;

	q->begins = true;
	return !before;
}

bool search_query_widen(struct search_query *q, size_t which, bool learns)
{
	const struct search_word *w = &q->word[which].word;

	if (w->raw_len < WIDE_MIN || w->raw_len > WIDE_MAX)
		return false;
	for (size_t i = 0; i < w->raw_len; i++)
		if (w->raw[i] < 'a' || w->raw[i] > 'z')
			return false;
	q->word[which].wide = true;
	q->word[which].learns = learns;
	return true;
}

static void set_scope(struct writing *w, const struct search_scope *s)
{
	static const char letter[] = { [SEARCH_OF_GROUP] = 'g',
		[SEARCH_OF_ROUND] = 'm',
		[SEARCH_ACROSS_ROUND] = 'r',
		[SEARCH_OF_HOUSE] = 'e',
		[SEARCH_OF_ALL] = 'a' };
	struct buf to = { .at = w->scope, .cap = sizeof w->scope, .max = sizeof w->scope };

	buf_char(&to, letter[s->of]);
	if (s->of != SEARCH_OF_HOUSE && s->of != SEARCH_OF_ALL)
		buf_int(&to, s->id);
	buf_char(&to, '\0');
}

static void open_any(struct writing *w)
{
	buf_char(&w->out, '(');
	w->some = false;
}

static void close_any(struct writing *w)
{
	buf_char(&w->out, ')');
	w->some = true;
}

static void put_entry(struct writing *w, char mark, struct str word)
{
	if (w->some)
		buf_add(&w->out, str_of(w->tongue->either));
	buf_add(&w->out, str_of(w->tongue->quote));
	buf_add(&w->out, str_of(w->scope));
	buf_char(&w->out, mark);
	buf_add(&w->out, word);
	buf_add(&w->out, str_of(w->tongue->quote));
	w->some = true;
}

/* Every word that becomes this one by taking one letter out, swapping two neighbours, changing one
   or putting one in, before letter end. Each is an entry to look up, whoever has or has not written
   it. */
static void put_near(struct writing *w, const struct search_word *word, size_t end)
{
	char at[WIDE_MAX + 2];
	size_t n = word->raw_len;

	for (size_t i = 0; i < end && i < n; i++) {
		memcpy(at, word->raw, i);
		memcpy(at + i, word->raw + i + 1, n - i - 1);
		put_entry(w, 'v', (struct str){ at, n - 1 });
	}
	for (size_t i = 0; i < end && i + 1 < n; i++) {
		memcpy(at, word->raw, n);
		at[i] = word->raw[i + 1];
		at[i + 1] = word->raw[i];
		put_entry(w, 'v', (struct str){ at, n });
	}
	for (size_t i = 0; i < end; i++) {
		for (int letter = 'a'; letter <= 'z'; letter++) {
			memcpy(at, word->raw, n);
			at[i] = (char)letter;
			if (i < n)
				put_entry(w, 'v', (struct str){ at, n });
			memcpy(at + i + 1, word->raw + i, n - i);
			put_entry(w, 'v', (struct str){ at, n + 1 });
		}
	}
}

static void put_slips(struct writing *w, const struct wanted *x, size_t scope)
{
	put_near(w, &x->word, x->learns ? FIRST : x->word.raw_len + 1);
	for (const struct near *near = x->near; near; near = near->next)
		if (near->scope == scope)
			put_entry(w, 'v', near->word);
}

static void put_wanted(
	struct writing *w, const struct search_query *q, const struct wanted *x, size_t scope)
{
	struct str raw = { x->word.raw, x->word.raw_len },
		   stem = { x->word.stem, x->word.stem_len };

	open_any(w);
	put_entry(w, 'v', raw);
	if (x->prefix && q->begins)
		buf_add(&w->out, str_of(w->tongue->star));
	put_entry(w, 'w', stem);
	if (!str_eq(raw, stem))
		put_entry(w, 'v', stem);
	if (x->wide)
		put_slips(w, x, scope);
	close_any(w);
}

static void put_filter(struct writing *w, char mark, struct str value)
{
	buf_add(&w->out, str_of(w->tongue->both));
	w->some = false;
	put_entry(w, mark, value);
}

static void put_filters(struct ctx *c, struct writing *w, const struct search_query *q)
{
	if (q->ask->kind.len)
		put_filter(w, 'k', q->ask->kind);
	if (q->ask->week)
		put_filter(w, 'n', arena_fmt(c->mem, "%lld", (long long)q->ask->week));
	if (q->ask->subject.len)
		put_filter(w, 's', q->subject);
}

bool search_query_text(struct ctx *c, const struct search_query *q, const struct search_tongue *t,
	int which, struct str *ret)
{
	struct writing w = { .tongue = t };
	size_t from = which < 0 ? 0 : (size_t)which, to = which < 0 ? q->n : from + 1;

	buf_init(&w.out, TEXT_MAX);
	for (size_t s = 0; s < q->ask->scopes; s++) {
		if (s > 0)
			buf_add(&w.out, str_of(t->either));
		set_scope(&w, &q->ask->scope[s]);
		buf_char(&w.out, '(');
		for (size_t i = from; i < to; i++) {
			if (i > from)
				buf_add(&w.out, str_of(t->both));
			put_wanted(&w, q, &q->word[i], s);
		}
		if (which < 0)
			put_filters(c, &w, q);
		buf_char(&w.out, ')');
	}
	bool fits = !w.out.spilled;
	*ret = arena_str(c->mem, buf_str(&w.out));
	buf_free(&w.out);
	return fits || fail(c, FAULT_LIMIT, "These are too many words to look for at once.");
}

/* By taking one letter out, swapping two neighbours, changing one or putting one in. */
static bool one_away(struct str a, struct str b)
{
	size_t n = 0;

	if (a.len > b.len)
		return one_away(b, a);
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

void search_query_range(struct ctx *c, const struct search_query *q, size_t which, size_t scope,
	struct str *ret_from, struct str *ret_to)
{
	struct writing w = { 0 };

	set_scope(&w, &q->ask->scope[scope]);
	*ret_from = arena_fmt(c->mem, "%sv%.*s", w.scope, FIRST, q->word[which].word.raw);
	char *to = arena_new(c->mem, char, ret_from->len + 1);
	memcpy(to, ret_from->at, ret_from->len);
	to[ret_from->len - 1]++;
	*ret_to = (struct str){ to, ret_from->len };
}

void search_query_learn(
	struct ctx *c, struct search_query *q, size_t which, size_t scope, struct str entry)
{
	struct wanted *x = &q->word[which];
	struct str sought = { x->word.raw, x->word.raw_len };
	struct writing w = { 0 };

	set_scope(&w, &q->ask->scope[scope]);
	size_t head = strlen(w.scope) + 1;
	struct str word = { entry.at + head, entry.len - head };
	if (word.len + 1 < sought.len || word.len > sought.len + 1 || !one_away(word, sought))
		return;
	struct near *near = arena_new(c->mem, struct near, 1);
	*near = (struct near){ scope, arena_str(c->mem, word), x->near };
	x->near = near;
}

static bool is_hit(const struct search_query *q, const struct search_word *word)
{
	struct str raw = { word->raw, word->raw_len }, stem = { word->stem, word->stem_len };

	for (size_t i = 0; i < q->n; i++) {
		const struct wanted *x = &q->word[i];
		struct str sought = { x->word.raw, x->word.raw_len };
		if (str_eq(raw, sought) || (x->prefix && q->begins && str_starts(raw, sought))
			|| str_eq(stem, (struct str){ x->word.stem, x->word.stem_len })
			|| (x->wide && raw.len + 1 >= sought.len && raw.len <= sought.len + 1
				&& one_away(raw, sought)))
			return true;
	}
	return false;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

/* Some words before the first hit, and what fits behind it. */
static struct str window(struct str body, size_t hit)
{
	size_t from = hit > SNIP_BEFORE ? hit - SNIP_BEFORE : 0, to = from + SNIP_MAX;

	while (from > 0 && from < hit && !is_blank(body.at[from - 1]))
		from++;
	if (to >= body.len)
		to = body.len;
	else
		while (to > hit + SNIP_MAX / 2 && !is_blank(body.at[to]))
			to--;
	while (to < body.len && ((unsigned char)body.at[to] & 0xc0) == 0x80)
		to--;
	return (struct str){ body.at + from, to - from };
}

struct pieces {
	struct search_piece *at;
	size_t n;
};

static void add_piece(struct pieces *p, struct str text, bool hit)
{
	if (text.len > 0 && p->n < PIECES_MAX)
		p->at[p->n++] = (struct search_piece){ text, hit };
}

void search_query_snip(struct ctx *c, const struct search_query *q, struct str body,
	struct search_piece **ret, size_t *ret_n)
{
	struct pieces p = { arena_new(c->mem, struct search_piece, PIECES_MAX), 0 };
	struct search_word word;
	struct search_words w;
	size_t hit = 0, done = 0;

	search_words_open(&w);
	search_words_start(&w, body);
	while (hit == 0 && search_words_next(&w, &word))
		hit = is_hit(q, &word) ? word.from : 0;
	struct str part = window(body, hit);
	if (part.at > body.at)
		add_piece(&p, S("… "), false);
	search_words_start(&w, part);
	while (p.n + 3 < PIECES_MAX && search_words_next(&w, &word)) {
		if (!is_hit(q, &word))
			continue;
		add_piece(&p, (struct str){ part.at + done, word.from - done }, false);
		add_piece(&p, (struct str){ part.at + word.from, word.to - word.from }, true);
		done = word.to;
	}
	add_piece(&p, (struct str){ part.at + done, part.len - done }, false);
	if (part.at + part.len < body.at + body.len)
		add_piece(&p, S(" …"), false);
	search_words_close(&w);
	*ret = p.at;
	*ret_n = p.n;
}
