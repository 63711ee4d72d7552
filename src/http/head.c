/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/head.h"

#include "base/embed.h"

struct adder {
	struct arena *mem;
	void (*add)(void *to, const char *name, const char *value);
	void *to;
};

static void put(const struct adder *a, const char *name, const char *value)
{
	a->add(a->to, name, value);
}

static void put_str(const struct adder *a, const char *name, struct str value)
{
	put(a, name, arena_str(a->mem, value).at);
}

#define POLICY \
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " \
	"font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; " \
	"base-uri 'none'; frame-ancestors 'none'"

/* Cameras and microphones are closed but on the page that records; a file of a person runs
   nothing. */
static void put_security(const struct request *rq, const struct adder *a)
{
	static const char *const policy[] = { [MEDIA_NONE] = POLICY,
		[MEDIA_PLAYS] = POLICY "; media-src 'self'",
		[MEDIA_RECORDS] = POLICY "; media-src 'self' blob:" };

	put(a, "X-Content-Type-Options", "nosniff");
	put(a, "Referrer-Policy", "same-origin");
	put(a, "Cross-Origin-Opener-Policy", "same-origin");
	put(a, "Permissions-Policy",
		rq->media == MEDIA_RECORDS ? "camera=(self), microphone=(self), geolocation=()"
					   : "camera=(), microphone=(), geolocation=()");
	put(a, "Content-Security-Policy",
		rq->file
			? "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
			: policy[rq->media]);
}

static const char *cache_of(const struct request *rq)
{
	if (rq->file)
		return "private, no-store";
	if (rq->unkept)
		return "no-store";
	return rq->asset ? "public, max-age=31536000, immutable" : "private, no-cache";
}

/* A file of a person is not kept by the browser: what is taken back is gone there too. */
static void put_file(const struct request *rq, const struct adder *a)
{
	put(a, "Accept-Ranges", "bytes");
	put(a, "Cross-Origin-Resource-Policy", "same-origin");
	if (rq->ranged.len)
		put_str(a, "Content-Range", rq->ranged);
}

/* A page is asked for again each time, but a browser may keep it to go back to: else Back would
   empty a form that was being written. Assets never change under their address. */
void head_put(
	struct request *rq, void (*add)(void *to, const char *name, const char *value), void *to)
{
	const struct adder adder = { rq->ctx->mem, add, to }, *a = &adder;

	put(a, "Content-Type", rq->type ? rq->type : "text/html; charset=utf-8");
	put(a, "Cache-Control", cache_of(rq));
	if (!rq->stream.topic || rq->status != 200)
		put(a, "Vary", "Accept-Encoding, Cookie");
	if (rq->file)
		put_file(rq, a);
	if (rq->location.len)
		put_str(a, "Location", rq->location);
	if (rq->set_cookie.len)
		put_str(a, "Set-Cookie", rq->set_cookie);
	if (rq->download.len)
		put_str(a, "Content-Disposition",
			arena_fmt(rq->ctx->mem, "attachment; filename=\"%.*s\"",
				(int)rq->download.len, rq->download.at));
	if (rq->forget)
		put(a, "Clear-Site-Data", "\"cache\", \"storage\"");
	if (rq->retry_s)
		put_str(a, "Retry-After", arena_fmt(rq->ctx->mem, "%d", rq->retry_s));
	if (rq->status == 405)
		put(a, "Allow", rq->method == POST ? "GET, HEAD" : "POST");
	put_security(rq, a);
}
