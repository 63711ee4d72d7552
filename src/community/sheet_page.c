/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/sheet_page.h"

#include "base/cellar.h"
#include "base/instant.h"
#include "base/shelf.h"
#include "community/mark.h"
#include "community/post.h"
#include "community/thread.h"
#include "community/told.h"
#include "community/when.h"
#include "http/html.h"

/* The addresses that every post of a page has; only the post's number differs in them, so they are
   written into the same places again and again. */
enum { LINK_MAX = 80 };
struct sheet_links {
	struct str name; /* p17: the id of its element */
	struct link self, useful, save;
	char self_text[LINK_MAX], useful_text[LINK_MAX], save_text[LINK_MAX];
	size_t stem; /* of «/thread/3/post/», with which two of them begin */
};
/* A post in the text of a sheet: the bytes before its class may be added to, where its author's
   name ends, where what a reader can do begins, and the first behind it. A post that was deleted
   is nobody's. */
struct sheet_post {
	int64_t id, author, as;
	int64_t useful, readers; /* what its author is told */
	size_t classes, name, acts, end;
};
/* As it lies on the shelf: this, then the posts, then the text. */
struct sheet_head {
	size_t posts, text;
};
struct sheet {
	struct sheet_head head;
	const struct sheet_post *post;
	const char *text;
};

#include "mark.html.h"

#include "sheet.html.h"

#define YOU " <span class=\"tag yes\">you</span>"

static void links_begin(struct sheet_links *l, struct thread_id thread)
{
	struct buf stem = { .at = l->useful_text, .cap = LINK_MAX, .max = LINK_MAX };

	html_put_address(&stem, URL("/thread/%/post/", { thread.v }));
	memcpy(l->save_text, l->useful_text, stem.len);
	memcpy(l->self_text, "#p", 2);
	l->stem = stem.len;
}

static struct link link_end(char *text, size_t stem, struct str number, struct str end)
{
	memcpy(text + stem, number.at, number.len);
	memcpy(text + stem + number.len, end.at, end.len);
	return (struct link){ { text, stem + number.len + end.len } };
}

static void links_of(struct sheet_links *l, int64_t post)
{
	char digits[24];
	struct buf number = { .at = digits, .cap = sizeof digits, .max = sizeof digits };

	buf_int(&number, post);
	l->self = link_end(l->self_text, 2, buf_str(&number), S(""));
	l->useful = link_end(l->useful_text, l->stem, buf_str(&number), S("/useful"));
	l->save = link_end(l->save_text, l->stem, buf_str(&number), S("/save"));
	l->name = (struct str){ l->self.s.at + 1, l->self.s.len - 1 };
}

/* What is the reader's own about a post; nothing for somebody who neither wrote nor marked it. */
struct own {
	struct ctx *reader; /* NULL unless they wrote it */
	struct mark mark;
};

static struct sheet_post write_post(struct buf *out, size_t start, const struct sheet_view *v,
	struct sheet_links *l, const struct post *p, const struct own *own)
{
	struct sheet_post s = { .id = p->id.v };

	if (p->deleted_at) {
		sheet_gone(out, v, p);
		s.classes = s.name = s.acts = s.end = out->len - start;
		return s;
	}
	links_of(l, p->id.v);
	s.author = p->author.v;
	s.useful = p->told_useful;
	s.readers = p->told_readers;
	s.as = p->as;
	buf_add(out, S("<article class=\"post"));
	s.classes = out->len - start;
	if (own->reader)
		buf_add(out, S(" mine"));
	sheet_open(out, l, p);
	s.name = out->len - start;
	if (own->reader)
		buf_add(out, S(YOU));
	sheet_said(out, v, l, p);
	s.acts = out->len - start;
	if (own->reader)
		sheet_own(out, v, &s, told_text(own->reader, s.useful, s.readers));
	else
		sheet_acts(out, l, own->mark);
	s.end = out->len - start;
	return s;
}

/* Of a reader's own posts, which are few, the rest is asked for one by one. */
static bool complete(struct ctx *c, const struct sheet_view *v, struct post *p)
{
	struct post whole;
	struct str body;

	if (!post_get(c, v->thread->id, p->id, &whole, &body))
		return false;
	p->told_useful = whole.told_useful;
	p->told_readers = whole.told_readers;
	p->as = whole.as;
	return true;
}

/* Moderators see that there was a later post when all that follow were deleted. */
static bool ends_before(const struct sheet_view *v, int64_t last, size_t n)
{
	return !v->moderates && n == POSTS_PER_PAGE && last < v->thread->last_post.v;
}

/* At the end of out, which may move later: only offsets are kept. As the reader sees it, or with
   marks NULL as somebody with nothing of their own on it does. */
static bool make(struct request *rq, const struct sheet_view *v, struct mark_cursor *marks,
	struct sheet *ret)
{
	struct ctx *c = rq->ctx;
	struct sheet_post *post = arena_new(c->mem, struct sheet_post, POSTS_PER_PAGE);
	struct sheet_links links = { 0 };
	struct buf *out = &rq->out;
	size_t n = 0, start = out->len, most = POSTS_PER_PAGE + v->moderates;
	struct post_cursor *rows;
	bool more = false;
	struct post p;

	*ret = (struct sheet){ .post = post };
	links_begin(&links, v->thread->id);
	if (!post_read(c, v->thread->id, v->after, most, !marks, &rows))
		return false;
	while (post_read_next(rows, &p)) {
		struct own own = { 0 };
		more = n == POSTS_PER_PAGE;
		if (more)
			break;
		if (marks) {
			own.mark = mark_of(marks, p.id.v);
			own.reader = p.author.v == c->actor.v ? c : NULL;
		}
		if (own.reader && !complete(c, v, &p)) {
			post_read_end(rows);
			return false;
		}
		post[n++] = write_post(out, start, v, &links, &p, &own);
	}
	if (more)
		post_read_end(rows);
	if (more || (n > 0 && ends_before(v, post[n - 1].id, n)))
		sheet_more(out, v, post[n - 1].id);
	ret->head.posts = n;
	ret->head.text = out->len - start;
	ret->text = buf_str(out).at + start;
	return ctx_ok(c);
}

/* The words for a day («today») are part of the text, so the day is part of the key. */
static struct shelf_key key_of(const struct sheet_view *v, bool pressed)
{
	int64_t kind = v->when->today * 4 + v->moderates * 2 + pressed;

	return (struct shelf_key){ { v->thread->id.v, v->after.v, kind }, v->thread->version };
}

/* What stands before the text, as one. */
static struct str front_of(struct ctx *c, const struct sheet *s)
{
	size_t posts = s->head.posts * sizeof *s->post, len = sizeof s->head + posts;
	char *at = arena_new(c->mem, char, len);

	memcpy(at, &s->head, sizeof s->head);
	memcpy(at + sizeof s->head, s->post, posts);
	return (struct str){ at, len };
}

static void keep(struct shelf *shelf, const struct shelf_key *key, const struct sheet *s)
{
	struct buf all;

	buf_init(&all, 2 * ANSWER_MAX);
	buf_add(&all, (struct str){ (const char *)&s->head, sizeof s->head });
	buf_add(&all, (struct str){ (const char *)s->post, s->head.posts * sizeof *s->post });
	buf_add(&all, (struct str){ s->text, s->head.text });
	if (!all.spilled)
		shelf_put(shelf, key, buf_str(&all));
	buf_free(&all);
}

static struct sheet unfold(struct str bytes)
{
	struct sheet s;

	memcpy(&s.head, bytes.at, sizeof s.head);
	s.post = (const struct sheet_post *)(const void *)(bytes.at + sizeof s.head);
	s.text = bytes.at + sizeof s.head + s.head.posts * sizeof *s.post;
	return s;
}

static void put_part(struct buf *out, const struct sheet *s, size_t from, size_t to)
{
	buf_add(out, (struct str){ s->text + from, to - from });
}

/* The sheet, with what is the reader's own in the places where it differs. */
static void put_sheet(struct request *rq, const struct sheet_view *v, const struct sheet *s,
	struct mark_cursor *marks)
{
	struct sheet_links links = { 0 };
	struct buf *out = &rq->out;
	size_t from = 0;

	links_begin(&links, v->thread->id);
	for (size_t i = 0; i < s->head.posts; i++) {
		const struct sheet_post *p = &s->post[i];
		struct mark m = mark_of(marks, p->id);
		bool mine = p->author && p->author == rq->ctx->actor.v;
		if (!mine && (p->author == 0 || (!m.useful && !m.saved)))
			continue;
		if (mine) {
			put_part(out, s, from, p->classes);
			buf_add(out, S(" mine"));
			put_part(out, s, p->classes, p->name);
			buf_add(out, S(YOU));
			put_part(out, s, p->name, p->acts);
			sheet_own(out, v, p, told_text(rq->ctx, p->useful, p->readers));
		} else {
			put_part(out, s, from, p->acts);
			links_of(&links, p->id);
			sheet_acts(out, &links, m);
		}
		from = p->end;
	}
	put_part(out, s, from, s->head.text);
}

/* Whether something on the sheet is the reader's own. Posts by nobody were deleted. */
static bool differs(const struct ctx *c, const struct sheet *s, const struct mark_cursor *marks)
{
	if (mark_any(marks))
		return true;
	for (size_t i = 0; i < s->head.posts; i++)
		if (s->post[i].author && s->post[i].author == c->actor.v)
			return true;
	return false;
}

/* The text of a sheet as gzip sends it, behind its checksum. */
static bool press(struct str text, struct buf *all)
{
	uint32_t crc = 0;

	buf_init(all, ANSWER_MAX);
	buf_add(all, (struct str){ (const char *)&crc, sizeof crc });
	if (!press_once(text, all, &crc))
		return false;
	memcpy(all->at, &crc, sizeof crc);
	return true;
}

/* Made when a sheet is first read from the shelf; empty when it cannot be. */
static struct str press_shelf(
	struct ctx *c, struct shelf *shelf, const struct shelf_key *key, struct str text)
{
	const struct shelf_item *item = shelf_find(shelf, key);
	struct buf all;

	if (!item) {
		if (press(text, &all))
			shelf_put(shelf, key, buf_str(&all));
		buf_free(&all);
		item = shelf_find(shelf, key);
	}
	if (!item)
		return S("");
	shelf_return_later(shelf, item, c->mem);
	return shelf_bytes(item);
}

/* And when it is first read from the cellar. */
static struct str press_cellar(
	struct ctx *c, struct cellar *cellar, const struct shelf_key *key, struct str text)
{
	struct cellar_place place;
	struct str kept = S("");
	struct buf all;

	if (cellar_find(cellar, key, &place)) {
		char *at = arena_new(c->mem, char, place.rest);
		if (cellar_read(cellar, key, &place, NULL, at))
			return (struct str){ at, place.rest };
	}
	if (press(text, &all)) {
		kept = arena_str(c->mem, buf_str(&all));
		cellar_put(cellar, key, S(""), kept);
	}
	buf_free(&all);
	return kept;
}

/* The page is sent with the sheet's compressed form in it, which stays until the page has left.
   Without a cellar the sheet is from the shelf. */
static void hand_over(struct request *rq, const struct sheet_view *v, struct cellar *cellar,
	const struct sheet *s, size_t start)
{
	struct ctx *c = rq->ctx;
	struct shelf_key key = key_of(v, true);
	struct str text = { s->text, s->head.text };

	if (rq->out.spilled || !str_has(rq->accept_encoding, S("gzip")))
		return;
	struct str kept = cellar ? press_cellar(c, cellar, &key, text)
				 : press_shelf(c, c->house->shelf, &key, text);
	if (kept.len == 0)
		return;
	rq->pressed = (struct press_part){ .from = start, .len = text.len };
	memcpy(&rq->pressed.crc, kept.at, sizeof rq->pressed.crc);
	rq->pressed.blocks =
		(struct str){ kept.at + sizeof rq->pressed.crc, kept.len - sizeof rq->pressed.crc };
}

/* What stands at the end of the page as somebody sees it with nothing of their own on it becomes
   the reader's own. True when it was that already. */
static bool make_own(struct request *rq, const struct sheet_view *v, struct sheet *s, size_t start,
	struct mark_cursor *marks)
{
	if (!differs(rq->ctx, s, marks))
		return true;
	s->text = arena_str(rq->ctx->mem, (struct str){ s->text, s->head.text }).at;
	rq->out.len = start;
	put_sheet(rq, v, s, marks);
	return false;
}

/* For this reader alone the first time; when it is asked for again soon, for the shelf, and when it
   is asked for again, for the cellar. */
static bool put_made(struct request *rq, const struct sheet_view *v, struct shelf *shelf,
	struct mark_cursor *marks)
{
	struct ctx *c = rq->ctx;
	struct cellar *cellar = c->house ? c->house->cellar : NULL;
	struct shelf_key key = key_of(v, false);
	bool soon = shelf && shelf_wants(shelf, &key), again = cellar && cellar_wants(cellar, &key);
	size_t start = rq->out.len;
	struct sheet s;

	if (!soon && !again)
		return make(rq, v, marks, &s);
	if (!make(rq, v, NULL, &s))
		return false;
	if (soon && !rq->out.spilled)
		keep(shelf, &key, &s);
	if (again && !rq->out.spilled)
		cellar_put(cellar, &key, front_of(c, &s), (struct str){ s.text, s.head.text });
	(void)make_own(rq, v, &s, start, marks);
	return true;
}

/* From the cellar, straight into the page. */
static bool put_fetched(struct request *rq, const struct sheet_view *v, struct shelf *shelf,
	struct mark_cursor *marks)
{
	struct ctx *c = rq->ctx;
	struct cellar *cellar = c->house ? c->house->cellar : NULL;
	struct shelf_key key = key_of(v, false);
	struct cellar_place place;
	size_t start = rq->out.len;

	if (!cellar || !cellar_find(cellar, &key, &place) || !buf_room(&rq->out, place.rest))
		return false;
	int64_t *front = arena_new(c->mem, int64_t, place.front / sizeof *front + 1);
	if (!cellar_read(cellar, &key, &place, front, rq->out.at + start))
		return false;
	struct sheet s = unfold((struct str){ (const char *)front, place.front });
	s.text = rq->out.at + start;
	rq->out.len += s.head.text;
	if (shelf && shelf_wants(shelf, &key))
		keep(shelf, &key, &s);
	if (make_own(rq, v, &s, start, marks))
		hand_over(rq, v, cellar, &s, start);
	return true;
}

static void put_kept(struct request *rq, const struct sheet_view *v, const struct shelf_item *item,
	struct mark_cursor *marks)
{
	struct sheet s = unfold(shelf_bytes(item));
	size_t start = rq->out.len;

	if (differs(rq->ctx, &s, marks)) {
		put_sheet(rq, v, &s, marks);
		return;
	}
	put_part(&rq->out, &s, 0, s.head.text);
	hand_over(rq, v, NULL, &s, start);
}

bool sheet_put(struct request *rq, const struct sheet_view *v)
{
	struct ctx *c = rq->ctx;
	struct shelf *shelf = c->house ? c->house->shelf : NULL;
	struct shelf_key key = key_of(v, false);
	struct mark_spot behind = { MARK_THREAD, v->thread->id.v, v->after.v + 1 };
	struct mark_cursor *marks;

	if (!mark_open(c, behind, &marks))
		return false;
	const struct shelf_item *item = shelf ? shelf_find(shelf, &key) : NULL;
	if (item)
		put_kept(rq, v, item, marks);
	else if (!put_fetched(rq, v, shelf, marks) && !put_made(rq, v, shelf, marks))
		return false;
	mark_close(marks);
	if (item)
		shelf_return(shelf, item);
	return ctx_ok(c);
}
