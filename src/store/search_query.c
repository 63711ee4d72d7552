/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/buf.h"
#include "store/search.h"
#include "store/search_dictionary.h"
#include "store/search_engine.h"
#include "store/search_word.h"

enum {
	TEXT_MAX = 1 << 20,
	PREFIX_MIN = 3,
	PREFIX_LAST_MIN = 2,
	WIDE_MIN = 4,
	JOINED_MAX = 128,
	SNIP_BEFORE = 70,
	SNIP_MAX = 280,
	PIECES_MAX = 64
};

struct wanted {
	struct search_word word;
	bool prefix;   /* words that begin so are meant too */
	bool wide;     /* and words one letter away */
	unsigned star; /* a bit for each scope in which the index itself knows what begins so */
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
	struct str subject;
};
_Static_assert((int)SEARCH_SCOPES <= 32, "a bit for each scope");
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

static void put_wanted(struct writing *w, const struct wanted *x, size_t scope)
{
	struct str raw = { x->word.raw, x->word.raw_len },
		   stem = { x->word.stem, x->word.stem_len };

	open_any(w);
	put_entry(w, 'v', raw);
	if (x->star >> scope & 1)
		buf_add(&w->out, str_of(w->tongue->star));
	put_entry(w, 'w', stem);
	if (!str_eq(raw, stem))
		put_entry(w, 'v', stem);
	for (const struct near *near = x->near; near; near = near->next)
		if (near->scope == scope)
			put_entry(w, 'v', near->word);
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

/* Two spans, for the newest may have begun just now. */
static void put_span(struct ctx *c, struct writing *w, const struct search_part *part)
{
	int64_t number = search_span_of(part->behind, part->span);

	buf_add(&w->out, str_of(w->tongue->both));
	w->some = false;
	open_any(w);
	put_entry(w, 'b', arena_fmt(c->mem, "%dx%lld", part->span, (long long)number));
	put_entry(w, 'b', arena_fmt(c->mem, "%dx%lld", part->span, (long long)number - 1));
	close_any(w);
}

static void put_scope(struct ctx *c, struct writing *w, const struct search_query *q, size_t scope,
	const struct search_part *part)
{
	size_t from = part->which < 0 ? 0 : (size_t)part->which;
	size_t to = part->which < 0 ? q->n : from + 1;

	set_scope(w, &q->ask->scope[scope]);
	buf_char(&w->out, '(');
	for (size_t i = from; i < to; i++) {
		if (i > from)
			buf_add(&w->out, str_of(w->tongue->both));
		put_wanted(w, &q->word[i], scope);
	}
	if (part->which < 0)
		put_filters(c, w, q);
	if (part->span < SEARCH_SPANS)
		put_span(c, w, part);
	buf_char(&w->out, ')');
}

bool search_query_text(struct ctx *c, const struct search_query *q, const struct search_tongue *t,
	const struct search_part *part, struct str *ret)
{
	struct writing w = { .tongue = t };

	buf_init(&w.out, TEXT_MAX);
	for (size_t s = 0; s < q->ask->scopes; s++) {
		if (s > 0)
			buf_add(&w.out, str_of(t->either));
		put_scope(c, &w, q, s, part);
	}
	bool fits = !w.out.spilled;
	*ret = arena_str(c->mem, buf_str(&w.out));
	buf_free(&w.out);
	return fits || fail(c, FAULT_LIMIT, "These are too many words to look for at once.");
}

/* ---- beginnings and slips ---- */

struct str search_query_scope(struct ctx *c, const struct search_query *q, size_t scope)
{
	struct writing w = { 0 };

	set_scope(&w, &q->ask->scope[scope]);
	return arena_str(c->mem, str_of(w.scope));
}

static void add_near(struct ctx *c, struct wanted *x, size_t scope, struct str word)
{
	struct near *near = arena_new(c->mem, struct near, 1);

	*near = (struct near){ scope, word, x->near };
	x->near = near;
}

static bool is_plain(struct str word)
{
	for (size_t i = 0; i < word.len; i++)
		if ((unsigned char)word.at[i] >= 0x80)
			return false;
	return true;
}

/* In a group few words begin so, and the index itself finds them; elsewhere they may be many. */
static bool begin_word(struct ctx *c, struct search_query *q, struct wanted *x, bool *ret_cut)
{
	struct str raw = { x->word.raw, x->word.raw_len };

	for (size_t s = 0; s < q->ask->scopes; s++) {
		struct search_list list;
		if (q->ask->scope[s].of == SEARCH_OF_GROUP || !is_plain(raw)) {
			x->star |= 1u << s;
			continue;
		}
		if (!search_dictionary_begin(c, search_query_scope(c, q, s), raw, &list))
			return false;
		for (size_t i = 0; i < list.n; i++)
			add_near(c, x, s, list.at[i]);
		*ret_cut |= list.more;
	}
	return true;
}

bool search_query_begin(struct ctx *c, struct search_query *q, bool *ret_cut)
{
	for (size_t i = 0; i < q->n; i++)
		if (q->word[i].prefix && !begin_word(c, q, &q->word[i], ret_cut))
			return false;
	return true;
}

static bool look_up(struct ctx *c, const struct search_query *q, struct wanted *x, size_t scope)
{
	struct search_list list;

	if (!search_dictionary_near(c, search_query_scope(c, q, scope),
		    (struct str){ x->word.raw, x->word.raw_len }, &list))
		return false;
	for (size_t i = 0; i < list.n; i++)
		add_near(c, x, scope, list.at[i]);
	return true;
}

bool search_query_widen(struct ctx *c, struct search_query *q, size_t which, bool *ret)
{
	struct wanted *x = &q->word[which];

	*ret = false;
	if (x->word.raw_len < WIDE_MIN || x->word.raw_len > SEARCH_WIDE_MAX)
		return true;
	for (size_t i = 0; i < x->word.raw_len; i++)
		if (x->word.raw[i] < 'a' || x->word.raw[i] > 'z')
			return true;
	*ret = x->wide = true;
	for (size_t s = 0; s < q->ask->scopes; s++)
		if (!look_up(c, q, x, s))
			return false;
	return true;
}

/* ---- what is shown of a hit ---- */

static bool is_hit(const struct search_query *q, const struct search_word *word)
{
	struct str raw = { word->raw, word->raw_len }, stem = { word->stem, word->stem_len };

	for (size_t i = 0; i < q->n; i++) {
		const struct wanted *x = &q->word[i];
		struct str sought = { x->word.raw, x->word.raw_len };
		if (str_eq(raw, sought) || (x->prefix && str_starts(raw, sought))
			|| str_eq(stem, (struct str){ x->word.stem, x->word.stem_len })
			|| (x->wide && search_word_one_away(raw, sought)))
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
