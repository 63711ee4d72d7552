/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/cover_part.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <stdlib.h>

static const char *const labels[COVER_KINDS] = { [COVER_NAME] = "name",
	[COVER_ADDRESS] = "address",
	[COVER_PHONE] = "phone number",
	[COVER_MAIL] = "mail address",
	[COVER_LINK] = "link",
	[COVER_SCHOOL] = "school",
	[COVER_BORN] = "date of birth",
	[COVER_PHOTO] = "picture",
	[COVER_OWN] = "words" };

const char *cover_label(enum cover_kind kind)
{
	return kind > 0 && kind < COVER_KINDS ? labels[kind] : "words";
}

/* One more than the most is kept, so that whoever asked sees that there were too many. */
void cover_add(struct cover_seek *s, size_t at, size_t len, enum cover_kind kind)
{
	if (len > 0 && s->found->n <= COVER_SPANS_MAX)
		s->found->at[s->found->n++] = (struct cover_span){ at, len, kind };
}

bool cover_has(const struct cover_seek *s, size_t at, size_t len, int kind)
{
	for (size_t i = 0; i < s->found->n; i++) {
		const struct cover_span *f = &s->found->at[i];
		if (f->at < at + len && at < f->at + f->len && (kind == 0 || (int)f->kind == kind))
			return true;
	}
	return false;
}

static int by_place(const void *a, const void *b)
{
	const struct cover_span *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->len == y->len ? (int)x->kind - (int)y->kind : x->len > y->len ? -1 : 1;
}

/* What begins first gives the joined span its kind. */
void cover_settle(struct cover_spans *s)
{
	size_t n = 0;

	if (s->n > 1)
		qsort(s->at, s->n, sizeof *s->at, by_place);
	for (size_t i = 0; i < s->n; i++) {
		struct cover_span *last = n ? &s->at[n - 1] : NULL, *x = &s->at[i];
		if (!last || x->at >= last->at + last->len)
			s->at[n++] = *x;
		else if (x->at + x->len > last->at + last->len)
			last->len = x->at + x->len - last->at;
	}
	s->n = n;
}

static bool few_enough(struct ctx *c, const struct cover_spans *s)
{
	return s->n <= COVER_SPANS_MAX
		|| fail(c, FAULT_LIMIT,
			"There is more to cover in this than Cairn can keep: %d places are the "
			"most.",
			COVER_SPANS_MAX);
}

static void seek_begin(struct cover_seek *s)
{
	if (!s->found->at)
		s->found->at = arena_new(s->c->mem, struct cover_span, COVER_SPANS_MAX + 1);
	cover_read(s);
}

/* The lines of one address are one place to tick. */
static void join_lines(struct str text, struct cover_spans *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		struct cover_span *last = n ? &s->at[n - 1] : NULL, x = s->at[i];
		size_t end = last ? last->at + last->len : 0;
		struct str gap = { text.at + end, x.at - end };
		if (last && last->kind == COVER_ADDRESS && x.kind == COVER_ADDRESS
			&& str_trim(gap).len <= 1 && gap.len < 100
			&& (str_trim(gap).len == 0 || *str_trim(gap).at == ','))
			last->len = x.at + x.len - last->at;
		else
			s->at[n++] = x;
	}
	s->n = n;
}

bool cover_find(struct ctx *c, struct str text, struct str name, struct cover_spans *ret)
{
	struct cover_spans found = { 0 };
	struct cover_seek s = { .c = c, .text = text, .name = name, .found = &found };

	if (text.len > COVER_TEXT_MAX)
		return fail(c, FAULT_LIMIT, "This text is too long: %d letters are the most.",
			COVER_TEXT_MAX);
	seek_begin(&s);
	cover_contacts(&s);
	cover_phones(&s);
	cover_names(&s);
	cover_addresses(&s);
	if (!cover_schools(&s) || !few_enough(c, &found))
		return false;
	cover_settle(&found);
	join_lines(text, &found);
	*ret = found;
	return true;
}

/* The tokens of words, one after the other, in the text. */
static bool stands_at(const struct cover_seek *s, size_t i, const struct cover_seek *w)
{
	if (i + w->tokens > s->tokens)
		return false;
	for (size_t k = 0; k < w->tokens; k++)
		if (!str_eq(s->token[i + k].folded, w->token[k].folded))
			return false;
	return true;
}

bool cover_words(struct ctx *c, struct str text, struct str words, struct cover_spans *both)
{
	struct cover_spans none = { 0 };
	struct cover_seek s = { .c = c, .text = text, .found = both };
	struct cover_seek w = { .c = c, .text = words, .found = &none };

	seek_begin(&s);
	seek_begin(&w);
	for (size_t i = 0; w.tokens > 0 && i < s.tokens; i++) {
		const struct cover_token *last = &s.token[i + w.tokens - 1];
		if (stands_at(&s, i, &w))
			cover_add(
				&s, s.token[i].at, last->at + last->len - s.token[i].at, COVER_OWN);
	}
	if (!few_enough(c, both))
		return false;
	cover_settle(both);
	return true;
}

struct str cover_text(struct ctx *c, struct str text, const struct cover_spans *s)
{
	struct buf out;
	size_t at = 0;

	buf_init(&out, text.len + s->n * 32 + 1);
	for (size_t i = 0; i < s->n; i++) {
		struct cover_span x = s->at[i];
		x.len = x.len < text.len - x.at ? x.len : text.len - x.at;
		buf_add(&out, (struct str){ text.at + at, x.at - at });
		buf_fmt(&out, "[%s covered]", cover_label(x.kind));
		/* The lines stay where they are: comments are tied to them. */
		for (size_t k = x.at; k < x.at + x.len; k++)
			if (text.at[k] == '\n' || text.at[k] == '\f')
				buf_char(&out, text.at[k]);
		at = x.at + x.len;
	}
	buf_add(&out, (struct str){ text.at + at, text.len - at });
	struct str ret = arena_str(c->mem, buf_str(&out));
	buf_free(&out);
	return ret;
}
