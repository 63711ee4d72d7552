/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/keep.h"

#include "base/embed.h"
#include "community/keep_routes.h"
#include "core/activity.h"
#include "core/place.h"
#include "http/html.h"
#include "site/gate.h"
#include "site/layout.h"

#include "keep.html.h"

bool keep_page(struct request *rq)
{
	layout_visit(rq, OBJECT_PAGE, 0);
	layout_open(rq, S("Read without a network"));
	keep_choice(&rq->out, layout_asset(rq, "/asset/$/js/keep.js"), rq->place->round != 0);
	layout_close(rq);
	return true;
}

/* Whose they are, then an address a line: of the group and of its threads of this week. */
bool keep_pages(struct request *rq)
{
	struct thread_id *t;
	size_t n = 0;

	if (rq->place->round && !keep_threads(rq->ctx, rq->place, &t, &n))
		return false;
	buf_fmt(&rq->out, "%lld\n", (long long)rq->ctx->actor.v);
	if (rq->place->round)
		buf_fmt(&rq->out, "/group/%lld\n", (long long)rq->place->group);
	for (size_t i = 0; i < n; i++)
		buf_fmt(&rq->out, "/thread/%lld\n", (long long)t[i].v);
	rq->type = "text/plain; charset=utf-8";
	return true;
}

/* What a device without a network shows in place of a page that it does not have: nobody's name is
   on it. */
bool keep_away(struct request *rq)
{
	layout_open(rq, S("You are offline"));
	keep_offline(&rq->out);
	layout_close(rq);
	return true;
}

/* Under an address of its own at the top, because a worker serves what is below its address. */
bool keep_worker(struct request *rq)
{
	for (size_t i = 0; i < *rq->gate->assets_n; i++) {
		const struct embedded *e = &rq->gate->assets[i];
		if (strcmp(e->name, "js/worker.js") == 0)
			buf_add(&rq->out, (struct str){ (const char *)e->at, e->len });
	}
	rq->type = "text/javascript; charset=utf-8";
	return true;
}

/* Where a phone takes no SVG. There is room around the picture, so it may be cut to any shape. */
static void put_icon(struct request *rq, const char *path, int size)
{
	buf_add(&rq->out, S(",{\"src\":\""));
	html_put_address(&rq->out, layout_asset(rq, path));
	buf_fmt(&rq->out,
		"\",\"type\":\"image/png\",\"sizes\":\"%dx%d\",\"purpose\":\"any maskable\"}", size,
		size);
}

bool keep_manifest(struct request *rq)
{
	buf_add(&rq->out,
		S("{\"name\":\"Cairn\",\"short_name\":\"Cairn\",\"lang\":\"en-GB\","
		  "\"start_url\":\"/home\",\"scope\":\"/\",\"display\":\"minimal-ui\","
		  "\"background_color\":\"#f5f2ec\",\"theme_color\":\"#5b2a66\",\"icons\":[{"
		  "\"src\":\""));
	html_put_address(&rq->out, layout_asset(rq, "/asset/$/icons/cairn.svg"));
	buf_add(&rq->out, S("\",\"type\":\"image/svg+xml\",\"sizes\":\"any\"}"));
	put_icon(rq, "/asset/$/cairn-192.png", 192);
	put_icon(rq, "/asset/$/cairn-512.png", 512);
	buf_add(&rq->out, S("]}"));
	rq->type = "application/manifest+json";
	return true;
}
