/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/demo_script.h"

#include "app/demo_text.h"
#include "base/buf.h"

enum { DAY_MINUTES = 24 * 60, TEXT_MAX = 65536 };

static bool misread(struct ctx *c, const struct demo_text *t)
{
	return fail(c, FAULT_INTERNAL, "the demonstration cannot read «@%.*s %.*s»",
		(int)t->word.len, t->word.at, (int)t->rest.len, t->rest.at);
}

/* «2.3 18:42», or «ago 40». */
static bool when(struct str *rest, struct demo_when *ret)
{
	struct str first = demo_text_word(rest), second = demo_text_word(rest);
	struct str week = str_cut(&first, '.'), hour = str_cut(&second, ':');
	int64_t w, d, h, m;

	if (str_eq(week, S("ago"))) {
		ret->ago = true;
		return str_to_int(hour, &ret->minutes);
	}
	if (!str_to_int(week, &w) || !str_to_int(first, &d) || !str_to_int(hour, &h)
		|| !str_to_int(second, &m))
		return false;
	*ret = (struct demo_when){ .minutes = ((w - 1) * 7 + d) * DAY_MINUTES + h * 60 + m };
	return true;
}

static bool taps(struct str rest, struct demo_line *l)
{
	while (rest.len > 0) {
		struct str word = demo_text_word(&rest), number = demo_text_word(&rest);
		int64_t *to = str_eq(word, S("useful")) ? &l->useful : &l->saved;

		rest = str_trim(rest);
		if (str_eq(word, S("as")) && str_eq(number, S("alias"))) {
			l->alias = true;
			continue;
		}
		if (str_eq(word, S("feeling"))) {
			l->feeling = number;
			continue;
		}
		if (to == &l->saved && !str_eq(word, S("saved")))
			return false;
		if (!str_to_int(number, to))
			return false;
	}
	return true;
}

static bool add_line(struct ctx *c, struct demo_thread *t, const struct demo_text *text)
{
	struct str rest = text->rest, who = demo_text_word(&rest);
	struct demo_line l = { .body = text->body };

	if (t->n == DEMO_SCRIPT_POSTS || who.len != 1 || who.at[0] < 'A' || who.at[0] > 'Z'
		|| !when(&rest, &l.when) || !taps(rest, &l) || l.body.len == 0)
		return misread(c, text);
	l.who = who.at[0] - 'A';
	if (t->n == 0)
		t->week = l.when.minutes / (7 * DAY_MINUTES) + 1;
	if (l.who >= t->people)
		t->people = l.who + 1;
	t->line[t->n++] = l;
	return true;
}

static bool add_edit(struct ctx *c, struct demo_thread *t, const struct demo_text *text)
{
	struct str rest = text->rest;

	if (t->n == 0 || !when(&rest, &t->line[t->n - 1].edited) || text->body.len == 0)
		return misread(c, text);
	t->line[t->n - 1].later = text->body;
	return true;
}

static size_t count_threads(struct str file)
{
	struct demo_text t;
	size_t n = 0;

	while (demo_text_next(&file, &t))
		n += str_eq(t.word, S("thread"));
	return n;
}

static bool read_one(struct ctx *c, const struct demo_text *t, struct demo_thread *list, size_t *n)
{
	struct str rest = t->rest;

	if (str_eq(t->word, S("thread"))) {
		struct str families = demo_text_field(&rest);

		list[*n] = (struct demo_thread){ .families = families,
			.title = str_trim(rest),
			.line = arena_new(c->mem, struct demo_line, DEMO_SCRIPT_POSTS) };
		++*n;
		return true;
	}
	if (str_eq(t->word, S("member")))
		return true;
	if (*n > 0 && str_eq(t->word, S("post")))
		return add_line(c, &list[*n - 1], t);
	if (*n > 0 && str_eq(t->word, S("edit")))
		return add_edit(c, &list[*n - 1], t);
	return misread(c, t);
}

bool demo_script_read(struct ctx *c, const char *name, struct demo_thread **list, size_t *n)
{
	struct str file;
	struct demo_text t;

	if (!demo_text_find(c, name, &file))
		return false;
	struct demo_thread *all = arena_new(c->mem, struct demo_thread, *n + count_threads(file));

	if (*n)
		memcpy(all, *list, *n * sizeof *all);
	while (demo_text_next(&file, &t))
		if (!read_one(c, &t, all, n))
			return false;
	*list = all;
	return true;
}

bool demo_script_suits(const struct demo_thread *t, struct str family)
{
	struct str rest = t->families;

	while (rest.len > 0) {
		struct str word = demo_text_word(&rest);
		if (str_eq(word, S("any")) || str_eq(word, family))
			return true;
	}
	return false;
}

int64_t demo_script_lines_of(const struct demo_thread *t, int who)
{
	int64_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		n += t->line[i].who == who;
	return n;
}

struct str demo_script_text(struct ctx *c, struct str body, const struct str *name)
{
	struct buf out;

	buf_init(&out, TEXT_MAX);
	for (size_t i = 0; i < body.len; i++) {
		bool is_name = body.at[i] == '{' && i + 2 < body.len && body.at[i + 2] == '}';
		int who = is_name ? body.at[i + 1] - 'A' : -1;

		if (who >= 0 && who < DEMO_SCRIPT_PEOPLE) {
			buf_add(&out, name[who]);
			i += 2;
		} else {
			buf_char(&out, body.at[i]);
		}
	}
	struct str ret = arena_str(c->mem, buf_str(&out));

	buf_free(&out);
	return ret;
}
