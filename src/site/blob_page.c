/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site/blob_page.h"

#include "core/blob.h"
#include "http/range.h"

enum { SLACK = 4096 };

struct shape {
	const char *type, *ending;
	bool shown; /* in a page */
};

static const struct shape shapes[] = {
	{ "image/webp", "webp", true },
	{ "image/png", "png", true },
	{ "image/jpeg", "jpg", true },
	{ "video/mp4", "mp4", true },
	{ "video/webm", "webm", true },
	{ "audio/mp4", "m4a", true },
	{ "audio/webm", "webm", true },
	{ "audio/ogg", "ogg", true },
	{ "text/vtt; charset=utf-8", "vtt", true },
	{ "application/pdf", "pdf", false },
	{ "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
		false },
	{ "application/vnd.oasis.opendocument.text", "odt", false },
	{ "application/octet-stream", "bin", false },
};

static const struct shape *shape_of(struct str type)
{
	size_t n = sizeof shapes / sizeof *shapes;

	for (size_t i = 0; i < n; i++)
		if (str_eq(type, str_of(shapes[i].type)))
			return &shapes[i];
	return &shapes[n - 1];
}

static bool put(struct request *rq, const struct blob *b, int64_t from, int64_t length)
{
	struct str slice;

	rq->out.max = (size_t)length + SLACK;
	for (int64_t end = from + length; from < end; from += (int64_t)slice.len) {
		if (!blob_slice(rq->ctx, b, from, end - from, &slice))
			return false;
		buf_add(&rq->out, slice);
	}
	return true;
}

/* A browser that asks for the rest of a film gets a slice of it and asks on: RFC 9110, 15.3.7, lets
   a server send less than was asked for. */
static bool put_range(struct request *rq, const struct blob *b)
{
	int64_t from = 0, length = 0;
	enum range range = range_read(rq->range, b->size, &from, &length);

	if (range == RANGE_ALL)
		return put(rq, b, 0, b->size);
	if (range == RANGE_NONE) {
		rq->status = 416;
		rq->ranged = arena_fmt(rq->ctx->mem, "bytes */%lld", (long long)b->size);
		return true;
	}
	length = length > BLOB_SLICE_MAX ? BLOB_SLICE_MAX : length;
	rq->status = 206;
	rq->ranged = arena_fmt(rq->ctx->mem, "bytes %lld-%lld/%lld", (long long)from,
		(long long)(from + length - 1), (long long)b->size);
	return put(rq, b, from, length);
}

bool blob_send(struct request *rq, const struct blob *b, bool save)
{
	const struct shape *s = shape_of(b->type);

	rq->file = true;
	rq->type = s->type;
	if (save || !s->shown)
		rq->download =
			arena_fmt(rq->ctx->mem, "cairn-%lld.%s", (long long)b->id, s->ending);
	return put_range(rq, b);
}

bool blob_own(struct request *rq)
{
	struct blob b;
	int64_t id = path_id(rq, "file");

	if (!ctx_ok(rq->ctx) || !blob_get(rq->ctx, id, &b))
		return false;
	if (b.owner.v != rq->ctx->actor.v)
		return fail(rq->ctx, FAULT_ABSENT, "There is no such file.");
	return blob_send(rq, &b, true);
}
