/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/tour.h"

#include "store/sql.h"
#include "test/crawl.h"

#include <stdio.h>

enum { IDS_MAX = 6, FILLS_MAX = 24, TEXT_MOST = 1 << 24, TOKEN_LEAST = 40 };

/* One walk. Memory of a step goes into scratch. */
struct walk {
	struct tour *tour;
	struct arena *scratch;
	const char *as;
	int64_t first_id;
	struct str *page; /* paths that were or will be asked for */
	size_t pages;
	struct str draft; /* of the form that is being sent; empty: nothing is looked for */
	struct str *sent; /* forms that were sent: action and body */
	size_t sents;
};

static bool letter(char ch)
{
	return (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z')
		|| ch == '-' || ch == '_';
}

/* Random words are as long as these and nothing else is. */
static void put_masked(struct buf *out, struct str s)
{
	for (size_t i = 0, n; i < s.len; i += n) {
		for (n = 0; i + n < s.len && letter(s.at[i + n]);)
			n++;
		bool token = n >= TOKEN_LEAST;
		n += n == 0;
		buf_add(out, token ? S("#") : (struct str){ s.at + i, n });
	}
}

static void note(struct walk *w, struct str what, const struct buf *text)
{
	struct tour *tour = w->tour;

	CHECK(tour->t, tour->n < TOUR_STEPS_MAX && !text->spilled);
	if (tour->n == TOUR_STEPS_MAX)
		return;
	if (!tour->note)
		tour->note = arena_new(tour->t->mem, struct tour_note, TOUR_STEPS_MAX);
	tour->note[tour->n++] = (struct tour_note){ arena_str(tour->t->mem, what),
		arena_str(tour->t->mem, buf_str(text)) };
}

/* What an answer takes is noted too: statements and rows, which do not depend on how busy a machine
   is, in the place of time. */
static void put_reply(struct buf *out, const struct reply *r)
{
	buf_fmt(out, "%d %.*s %.*s\n", r->status, (int)r->type.len, r->type.at,
		(int)strlen(r->fault.text), r->fault.text);
	buf_fmt(out, "%lld statements, %lld rows\n", (long long)r->statements, (long long)r->rows);
	put_masked(out, r->headers);
	put_masked(out, r->body);
	buf_char(out, '\n');
}

static void put_rows(struct walk *w, struct ctx *c, const struct stmt *s, struct buf *out)
{
	struct rows r;

	CHECK(w->tour->t, sql_open(c, s, NO_ARGS, &r));
	while (sql_next(&r)) {
		for (int i = 0; s->out[i]; i++) {
			buf_char(out, i ? '|' : '\n');
			if (s->out[i] == 'i')
				buf_int(out, row_int(&r, i));
			else
				put_masked(out, row_str(&r, i));
		}
	}
}

static void put_after(struct walk *w, struct test *one, struct buf *out)
{
	struct ctx *c = test_ctx(one, (struct person_id){ 0 });

	for (const struct stmt *const *s = w->tour->after; s && *s; s++)
		put_rows(w, c, *s, out);
	test_end(one);
}

/* What was taken is let go of by the device: its key comes with the answer, or stands on the page
   after it. */
static void check_told(struct walk *w, const struct reply *r, struct str after)
{
	if (r->status != 303 || w->draft.len == 0 || test_has(r->set_cookie, w->draft.at)
		|| test_has(after, arena_fmt(w->scratch, "content=\"%s\"", w->draft.at).at))
		return;
	printf("  %s: what was typed is taken, and %s is not told\n", w->as, w->draft.at);
	w->tour->untold++;
}

/* Asks in a transaction that is then undone. The reply lives until the next step. */
static struct reply step(struct walk *w, struct str path, const struct str *form)
{
	struct test *t = w->tour->t, one = *t;
	struct ctx outer = { .mem = w->scratch, .db = t->db };
	struct buf text;

	arena_reset(w->scratch);
	path = arena_str(w->scratch, path);
	one.mem = w->scratch;
	one.open = NULL;
	one.gate = w->tour->gate;
	one.ids.last = w->first_id;
	buf_init(&text, TEXT_MOST);
	CHECK(&one, tx_begin(&outer, TX_WRITE));
	struct reply r = form ? test_post(&one, path.at, form->at) : test_get(&one, path.at);
	put_reply(&text, &r);
	CHECK(&one, r.status < 500 && r.status > 0);
	if (form && r.location.len > 0 && r.location.at[0] == '/') {
		struct str to = arena_str(w->scratch, r.location), there = str_cut(&to, '#');
		struct reply next = test_get(&one, arena_str(w->scratch, there).at);
		put_reply(&text, &next);
		check_told(w, &r, next.body);
	}
	if (form)
		put_after(w, &one, &text);
	outer.fault.kind = FAULT_CONFLICT;
	(void)tx_end(&outer);
	t->failed = one.failed;
	note(w,
		arena_fmt(w->scratch, "%s: %s %s %s", w->as, form ? "POST" : "GET", path.at,
			form ? form->at : ""),
		&text);
	buf_free(&text);
	return r;
}

static bool is_known(struct str *list, size_t n, struct str s)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i], s))
			return true;
	return false;
}

static void add_page(struct walk *w, struct str path)
{
	if (is_known(w->page, w->pages, path))
		return;
	CHECK(w->tour->t, w->pages < TOUR_PAGES_MAX);
	if (w->pages < TOUR_PAGES_MAX)
		w->page[w->pages++] = arena_str(w->tour->t->mem, path);
}

static void send(struct walk *w, struct str action, struct str body, struct str draft)
{
	struct arena *mem = w->tour->t->mem;
	struct str both = arena_fmt(mem, "%s %s", action.at, body.at);

	if (is_known(w->sent, w->sents, both))
		return;
	CHECK(w->tour->t, w->sents < TOUR_PAGES_MAX);
	if (w->sents == TOUR_PAGES_MAX)
		return;
	w->sent[w->sents++] = both;
	w->draft = draft;
	step(w, action, &body);
	w->draft = S("");
}

/* The forms of a page, each with each of its buttons. */
static void send_forms(struct walk *w, struct str html)
{
	struct arena *mem = w->tour->t->mem;
	struct crawl_form f;

	while (crawl_form(mem, &html, &f)) {
		struct str action = arena_str(mem, f.action);
		/* The first button is what the form is for; others may pass over it. */
		struct str draft = f.written ? arena_str(mem, f.draft) : S("");
		w->tour->written += f.written;
		if (f.written && f.draft.len == 0 && !f.forgets) {
			printf("  %s: the form for %s keeps no draft\n", w->as, action.at);
			w->tour->undrafted++;
		}
		for (size_t i = 0; i < f.buttons; i++)
			send(w, action,
				arena_fmt(mem, "%s%s%s", f.body.at,
					f.body.len && f.button[i].len ? "&" : "", f.button[i].at),
				i == 0 ? draft : S(""));
	}
}

static void visit(struct walk *w, struct str path)
{
	struct reply r = step(w, path, NULL);
	struct str link, rest = r.body;

	if (!str_starts(r.type, S("text/html")))
		return;
	while (crawl_link(w->scratch, &rest, &link))
		add_page(w, link);
	/* The page goes with the scratch as the first form is sent. */
	if (r.status == 200)
		send_forms(w, arena_str(w->tour->t->mem, r.body));
}

static const struct tour_fill *fill_of(const struct tour *tour, struct str name)
{
	for (size_t i = 0; i < tour->fills; i++)
		if (str_eq(name, str_of(tour->fill[i].name)))
			return &tour->fill[i];
	return NULL;
}

static size_t read_ids(struct test *t, const struct stmt *s, struct str *value)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct rows r;
	size_t n = 0;

	CHECK(t, sql_open(c, s, NO_ARGS, &r));
	while (n < IDS_MAX && sql_next(&r))
		value[n++] = arena_fmt(t->mem, "%lld", (long long)row_int(&r, 0));
	sql_end(&r);
	test_end(t);
	return n;
}

static size_t values_of(const struct tour *tour, const struct tour_fill *f, struct str *value)
{
	size_t n = 0;

	if (f->ids)
		return read_ids(tour->t, f->ids, value);
	while (n < FILLS_MAX && f->words[n]) {
		value[n] = str_of(f->words[n]);
		n++;
	}
	return n;
}

/* Every way to fill a pattern, one parameter at a time. A parameter without a value fails. */
static void fill_path(struct walk *w, struct str done, const char *pattern, const char *whole)
{
	struct test *t = w->tour->t;
	struct str value[FILLS_MAX], rest = str_of(pattern);
	struct str plain = str_cut(&rest, '{'), name = str_cut(&rest, '}');
	struct str so_far =
		arena_fmt(t->mem, "%.*s%.*s", (int)done.len, done.at, (int)plain.len, plain.at);

	if (name.len == 0) {
		add_page(w, so_far);
		return;
	}
	const struct tour_fill *f = fill_of(w->tour, name);
	size_t n = f ? values_of(w->tour, f, value) : 0;
	if (n == 0)
		printf("  nothing to fill {%.*s} of %s with\n", (int)name.len, name.at, whole);
	CHECK(t, n > 0);
	for (size_t i = 0; i < n; i++)
		fill_path(w, arena_fmt(t->mem, "%s%.*s", so_far.at, (int)value[i].len, value[i].at),
			rest.at, whole);
}

static void each_route(struct walk *w, enum method method)
{
	const struct gate *g = w->tour->gate;

	for (size_t i = 0; i < g->n; i++)
		for (size_t k = 0; k < *g->tables[i].n; k++)
			if (g->tables[i].at[k].method == method)
				fill_path(
					w, S(""), g->tables[i].at[k].path, g->tables[i].at[k].path);
}

void tour_walk(struct tour *tour, const char *as, struct person_id who)
{
	struct arena *mem = tour->t->mem;
	struct walk w = { .tour = tour, .scratch = arena_open(), .as = as };

	w.page = arena_new(mem, struct str, TOUR_PAGES_MAX);
	w.sent = arena_new(mem, struct str, TOUR_PAGES_MAX);
	test_sign_in(tour->t, who);
	w.first_id = tour->t->ids.last;
	each_route(&w, GET);
	for (const char *const *m = tour->more; m && *m; m++)
		add_page(&w, str_of(*m));
	for (size_t i = 0; i < w.pages; i++)
		visit(&w, w.page[i]);
	w.pages = 0; /* and every address that takes a form, with an empty one */
	each_route(&w, POST);
	for (size_t i = 0; i < w.pages; i++)
		send(&w, w.page[i], S(""), S(""));
	arena_close(w.scratch);
}

void tour_look(struct tour *tour, const char *what)
{
	struct walk w = { .tour = tour };
	struct buf text;

	buf_init(&text, TEXT_MOST);
	put_after(&w, tour->t, &text);
	note(&w, str_of(what), &text);
	buf_free(&text);
}

void tour_print(const struct tour_note *a, const struct tour_note *b)
{
	struct str x = a->text, y = b->text;

	printf("  differs: %.*s\n", (int)a->what.len, a->what.at);
	while (x.len || y.len) {
		struct str one = str_cut(&x, '\n'), two = str_cut(&y, '\n');
		if (str_eq(one, two))
			continue;
		printf("    one   %.*s\n    other %.*s\n", (int)one.len, one.at, (int)two.len,
			two.at);
		return;
	}
	printf("  was:     %.*s\n", (int)b->what.len, b->what.at);
}
