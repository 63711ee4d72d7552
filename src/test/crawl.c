/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/crawl.h"

#include "base/buf.h"
#include "http/html.h"

enum { BODY_MOST = 1 << 16 };

struct tag {
	struct str name, inside; /* inside: its attributes */
};

static struct str find(struct str text, const char *part)
{
	const char *at = memmem(text.at, text.len, part, strlen(part));

	return at ? (struct str){ at, text.len - (size_t)(at - text.at) } : S("");
}

/* Cuts the next tag off html; end tags have a slash before their name. */
static bool next_tag(struct str *html, struct tag *ret)
{
	struct str rest = find(*html, "<");

	if (rest.len == 0)
		return false;
	rest = (struct str){ rest.at + 1, rest.len - 1 };
	struct str inside = str_cut(&rest, '>');
	*html = rest;
	struct tag tag = { .inside = inside };
	while (tag.name.len < inside.len && !strchr(" \t\n", inside.at[tag.name.len]))
		tag.name = (struct str){ inside.at, tag.name.len + 1 };
	*ret = tag;
	return true;
}

static struct str plain(struct arena *a, struct str s)
{
	static const struct {
		const char *as;
		char is;
	} entities[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' },
		{ "&#39;", '\'' }, { "&#32;", ' ' } };
	char *at = arena_new(a, char, s.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		struct str rest = { s.at + i, s.len - i };
		at[n] = s.at[i];
		for (size_t k = 0; k < sizeof entities / sizeof *entities; k++) {
			if (!str_starts(rest, str_of(entities[k].as)))
				continue;
			at[n] = entities[k].is;
			i += strlen(entities[k].as) - 1;
			break;
		}
		n++;
	}
	return (struct str){ at, n };
}

/* The value of an attribute; templates quote them all with ". */
static struct str attribute(struct arena *a, const struct tag *t, const char *name)
{
	struct str rest = find(t->inside, arena_fmt(a, " %s=\"", name).at);

	if (rest.len == 0)
		rest = find(t->inside, arena_fmt(a, "\n%s=\"", name).at);
	(void)str_cut(&rest, '"');
	return plain(a, str_cut(&rest, '"'));
}

static bool is(const struct tag *t, const char *name)
{
	return str_eq(t->name, str_of(name));
}

/* A word such as checked, which has no value. */
static bool says(const struct tag *t, const char *word)
{
	for (struct str rest = t->inside; (rest = find(rest, word)).len;) {
		char before = rest.at[-1],
		     after = rest.len > strlen(word) ? rest.at[strlen(word)] : ' ';
		if (strchr(" \n", before) && strchr(" \n", after))
			return true;
		rest = (struct str){ rest.at + 1, rest.len - 1 };
	}
	return false;
}

bool crawl_link(struct arena *a, struct str *html, struct str *ret)
{
	struct tag t;

	while (next_tag(html, &t)) {
		if (!is(&t, "a"))
			continue;
		struct str to = attribute(a, &t, "href");
		struct str path = str_cut(&to, '#');
		if (path.len == 0 || path.at[0] != '/' || str_starts(path, S("/asset/")))
			continue;
		*ret = path;
		return true;
	}
	return false;
}

static void put(struct buf *out, struct str name, struct str value)
{
	if (name.len == 0)
		return;
	if (out->len)
		buf_char(out, '&');
	html_put_word(out, name);
	buf_char(out, '=');
	html_put_word(out, value);
}

/* What a person might type into an empty field. */
static struct str typed(struct arena *a, const struct tag *t)
{
	struct str type = attribute(a, t, "type"), least = attribute(a, t, "min");

	if (str_eq(type, S("number")))
		return least.len ? least : S("1");
	if (str_eq(type, S("email")))
		return S("somebody@cairn.example");
	return str_eq(type, S("date")) ? S("2026-12-07") : S("Some words");
}

static void put_input(struct arena *a, struct buf *out, const struct tag *t)
{
	struct str type = attribute(a, t, "type"), value = attribute(a, t, "value");
	bool box = str_eq(type, S("checkbox")) || str_eq(type, S("radio"));

	if (says(t, "disabled") || (box && !says(t, "checked")))
		return;
	if (value.len == 0 && !box && !str_eq(type, S("hidden")))
		value = typed(a, t);
	put(out, attribute(a, t, "name"), value);
}

/* The chosen option of a select, or its first. */
static void put_select(struct arena *a, struct buf *out, const struct tag *t, struct str *form)
{
	struct str name = attribute(a, t, "name"), value = S("");
	bool any = false, chosen = false;
	struct tag o;

	while (next_tag(form, &o) && !is(&o, "/select")) {
		bool now = says(&o, "selected");
		if (!is(&o, "option") || chosen || (any && !now))
			continue;
		value = attribute(a, &o, "value");
		any = true;
		chosen = now;
	}
	if (any)
		put(out, name, value);
}

static void put_area(struct arena *a, struct buf *out, const struct tag *t, struct str *form)
{
	struct str after = find(*form, "</textarea"), value = { form->at, form->len - after.len };

	*form = after;
	put(out, attribute(a, t, "name"), value.len ? plain(a, value) : S("Some words"));
}

static void add_button(struct arena *a, const struct tag *t, struct crawl_form *f)
{
	struct buf one;

	if (f->buttons == CRAWL_BUTTONS || str_eq(attribute(a, t, "type"), S("button")))
		return;
	buf_init(&one, BODY_MOST);
	put(&one, attribute(a, t, "name"), attribute(a, t, "value"));
	f->button[f->buttons++] = arena_str(a, buf_str(&one));
	buf_free(&one);
}

static void read_fields(struct arena *a, struct str *html, struct crawl_form *f)
{
	struct buf body;
	struct tag t;

	buf_init(&body, BODY_MOST);
	while (next_tag(html, &t) && !is(&t, "/form")) {
		if (is(&t, "input"))
			put_input(a, &body, &t);
		else if (is(&t, "select"))
			put_select(a, &body, &t, html);
		else if (is(&t, "textarea")) {
			f->written |= !says(&t, "hidden") && !says(&t, "readonly");
			put_area(a, &body, &t, html);
		} else if (is(&t, "button"))
			add_button(a, &t, f);
	}
	f->body = arena_str(a, buf_str(&body));
	buf_free(&body);
}

bool crawl_form(struct arena *a, struct str *html, struct crawl_form *ret)
{
	struct tag t;

	while (next_tag(html, &t)) {
		if (!is(&t, "form") || !str_eq(attribute(a, &t, "method"), S("post")))
			continue;
		struct crawl_form f = { .action = attribute(a, &t, "action"),
			.draft = attribute(a, &t, "data-draft"),
			.forgets = str_eq(attribute(a, &t, "autocomplete"), S("off")) };
		read_fields(a, html, &f);
		*ret = f;
		return true;
	}
	return false;
}
