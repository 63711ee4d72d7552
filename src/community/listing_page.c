/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/listing_page.h"

#include "base/shelf.h"
#include "community/listing.h"
#include "community/round.h"
#include "community/when.h"
#include "http/html.h"

/* The bytes [from, to) of the text. */
struct listing_part {
	int64_t week;
	size_t from, to;
};

/* As a struct listing lies on the shelf: itself, its parts, its text. */
enum { NEWEST = -1 }; /* in the place where the key of a thread's posts has one of them */

#include "listing.html.h"

static void put_week(struct buf *out, struct when *when, const struct thread *t, size_t n,
	struct listing_part *part)
{
	part->from = out->len;
	listing_open(out, part->week);
	for (size_t i = 0; i < n; i++)
		if (t[i].week == part->week)
			listing_thread(out, when, &t[i]);
	listing_close(out);
	part->to = out->len;
}

static bool drawn(const struct listing_part *part, size_t n, int64_t week)
{
	for (size_t i = 0; i < n; i++)
		if (part[i].week == week)
			return true;
	return false;
}

static void done(void *data)
{
	buf_free(data);
}

static bool draw(struct ctx *c, struct group_id group, struct thread_spot behind, struct when *when,
	struct listing *ret)
{
	struct listing_part *part = arena_new(c->mem, struct listing_part, THREADS_PER_PAGE);
	struct buf *out = arena_new(c->mem, struct buf, 1);
	struct listing l = { .part = part };
	struct thread *t;
	size_t n;

	if (!thread_list(c, group, behind, THREADS_PER_PAGE + 1, &t, &n))
		return false;
	buf_init(out, ANSWER_MAX);
	arena_defer(c->mem, done, out);
	l.more = n > THREADS_PER_PAGE;
	l.threads = l.more ? THREADS_PER_PAGE : n;
	if (l.threads > 0)
		l.last = (struct thread_spot){ t[l.threads - 1].last_at, t[l.threads - 1].id.v };
	for (size_t i = 0; i < l.threads; i++) {
		if (drawn(part, l.parts, t[i].week))
			continue;
		part[l.parts].week = t[i].week;
		put_week(out, when, t, l.threads, &part[l.parts++]);
	}
	l.text = buf_str(out);
	*ret = l;
	return !out->spilled || fail(c, FAULT_LIMIT, "This list is too long to show.");
}

static void keep(struct shelf *shelf, const struct shelf_key *key, const struct listing *l)
{
	struct buf all;

	buf_init(&all, 2 * ANSWER_MAX);
	buf_add(&all, (struct str){ (const char *)l, sizeof *l });
	buf_add(&all, (struct str){ (const char *)l->part, l->parts * sizeof *l->part });
	buf_add(&all, l->text);
	if (!all.spilled)
		shelf_put(shelf, key, buf_str(&all));
	buf_free(&all);
}

static bool take(
	struct ctx *c, struct shelf *shelf, const struct shelf_key *key, struct listing *ret)
{
	const struct shelf_item *item = shelf_find(shelf, key);

	if (!item)
		return false;
	shelf_return_later(shelf, item, c->mem);
	const char *at = shelf_bytes(item).at;
	memcpy(ret, at, sizeof *ret);
	ret->part = (const struct listing_part *)(const void *)(at + sizeof *ret);
	ret->text.at = at + sizeof *ret + ret->parts * sizeof *ret->part;
	return true;
}

/* The words for a day are part of the text, so the day is part of the key. */
static bool find_newest(struct ctx *c, struct shelf *shelf, struct group_id group,
	struct thread_spot behind, struct when *when, struct listing *ret)
{
	struct shelf_key key = { { group.v, NEWEST, when->today }, 0 };

	if (!listing_version(c, group, &key.version))
		return false;
	if (take(c, shelf, &key, ret))
		return true;
	if (!draw(c, group, behind, when, ret))
		return false;
	if (shelf_wants(shelf, &key))
		keep(shelf, &key, ret);
	return true;
}

bool listing_find(struct request *rq, struct group_id group, const struct round *round,
	struct thread_spot behind, struct listing *ret)
{
	struct ctx *c = rq->ctx;
	struct shelf *shelf = c->house && behind.id == INT64_MAX ? c->house->shelf : NULL;
	struct when when;

	when_init(&when, c, round->zone, round->opens_at);
	return shelf ? find_newest(c, shelf, group, behind, &when, ret)
		     : draw(c, group, behind, &when, ret);
}

struct str listing_week(const struct listing *l, int64_t week)
{
	for (size_t i = 0; i < l->parts; i++)
		if (l->part[i].week == week)
			return (struct str){ l->text.at + l->part[i].from,
				l->part[i].to - l->part[i].from };
	return S("");
}
