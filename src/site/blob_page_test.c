/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site/blob_page.h"

#include "core/blob.h"
#include "core/person.h"
#include "store/sql.h"
#include "test/test.h"

enum { FILM = BLOB_SLICE_MAX + 1000 };

void test_blob_page_is_in_my_data_and_erased_with_its_owner(struct test *t)
{
	struct person_id ann = test_person(t, "ann", ROLE_STUDENT);
	struct person_id ben = test_person(t, "ben", ROLE_STUDENT);
	struct ctx *c = test_ctx(t, ann);
	int64_t id;
	bool more;

	CHECK(t, blob_add(c, ann, "letter", "application/pdf", S("%PDF-1.4 mine"), &id));
	const char *path = arena_fmt(t->mem, "/me/file/%lld", (long long)id).at;
	CHECK(t, test_end(t));
	test_sign_in(t, ben);
	CHECK(t, test_get(t, path).status == 404);
	test_sign_in(t, ann);
	struct reply r = test_get(t, path);
	CHECK(t, r.status == 200 && str_eq(r.body, S("%PDF-1.4 mine")));
	CHECK(t, str_eq(r.type, S("application/pdf")));
	CHECK(t, test_has(test_get(t, "/me/data").body, path));
	CHECK(t, test_has(test_get(t, "/me/data/file").body, path));
	CHECK(t, test_post(t, "/me/data/erase", "address=ann@cairn.example").status == 303);
	struct blob b;
	c = test_ctx(t, ann);
	CHECK(t, blob_sweep(c, &more) && more && blob_sweep(c, &more) && !more);
	CHECK(t, !blob_get(c, id, &b) && c->fault.kind == FAULT_ABSENT);
}

static struct str noise(struct test *t)
{
	char *at = arena_new(t->mem, char, FILM);

	for (size_t i = 0; i < FILM; i++)
		at[i] = (char)(i * 7 + i / 251);
	return (struct str){ at, FILM };
}

/* A route of a test: the newest file, as a page would show it. */
static const struct stmt newest = { "blob_newest", "SELECT MAX(id) FROM blob", "", "i" };

static bool show_newest(struct request *rq)
{
	struct rows r;
	struct blob b;

	if (!sql_one(rq->ctx, &newest, NO_ARGS, &r))
		return false;
	int64_t id = row_int(&r, 0);
	sql_end(&r);
	return blob_get(rq->ctx, id, &b) && blob_send(rq, &b, false);
}

static const struct route shows[] = { { GET, "/show", MAY(ANYONE, ), show_newest } };
static const size_t shows_n = 1;
static const struct routes tables[] = { { shows, &shows_n } };

static struct request ask(struct test *t, const char *range, struct reply *ret)
{
	static const size_t none = 0;
	const struct gate gate = { .tables = tables, .n = 1, .assets_n = &none };
	struct request rq = { .method = GET,
		.path = S("/show"),
		.host = S("127.0.0.1:8080"),
		.range = str_of(range) };

	t->gate = &gate;
	*ret = test_request(t, &rq);
	t->gate = NULL;
	return rq;
}

void test_blob_is_sent_in_ranges_and_only_harmless_types_in_the_page(struct test *t)
{
	struct person_id ann = test_person(t, "ann", ROLE_STUDENT);
	struct str film = noise(t);
	struct reply r;
	int64_t id;

	CHECK(t, blob_add(test_ctx(t, ann), ann, "x", "video/mp4", film, &id) && test_end(t));
	struct request rq = ask(t, "", &r);
	CHECK(t, r.status == 200 && str_eq(r.body, film) && rq.file && rq.download.len == 0);
	rq = ask(t, "bytes=10-19", &r);
	CHECK(t, r.status == 206 && str_eq(r.body, (struct str){ film.at + 10, 10 }));
	CHECK(t, str_eq(rq.ranged, S("bytes 10-19/2098152")));
	rq = ask(t, "bytes=5-", &r);
	CHECK(t, r.status == 206 && r.body.len == BLOB_SLICE_MAX);
	CHECK(t, str_eq(rq.ranged, S("bytes 5-2097156/2098152")));
	rq = ask(t, "bytes=2098152-", &r);
	CHECK(t, r.status == 416 && str_eq(rq.ranged, S("bytes */2098152")) && r.body.len == 0);
	static const char *const never[] = { "text/html", "image/svg+xml", "application/pdf",
		"text/html; charset=utf-8", "" };
	for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
		struct ctx *c = test_ctx(t, ann);
		CHECK(t, blob_add(c, ann, "x", never[i], S("<script>"), &id) && test_end(t));
		rq = ask(t, "", &r);
		CHECK(t, r.status == 200 && rq.download.len > 0);
		CHECK(t, !test_has(r.type, "html") && !test_has(r.type, "svg"));
	}
}
