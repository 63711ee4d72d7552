/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/guests.h"

#include "community/invite_job.h"
#include "community/invite_send.h"
#include "store/sql.h"

static const struct stmt newest = { "guests_newest",
	"SELECT body FROM letter WHERE to_address = $1 AND kind = 'invitation' ORDER BY id DESC"
	" LIMIT 1",
	"s", "s" };
static const struct stmt letters = { "guests_letters",
	"SELECT count(*) FROM letter WHERE kind = $1 AND to_address = $2", "ss", "i" };

struct invite_list_id guests_list(
	struct test *t, struct person_id sender, int64_t round, const char *lines)
{
	struct ctx *c = test_ctx(t, sender);
	struct invite_list_id id = { 0 };
	struct invite_upload u;

	invite_read_paste(t->mem, str_of(lines), &u);
	CHECK(t, invite_list_make(c, (struct round_id){ round }, S("A list"), &u, &id));
	CHECK(t, test_end(t));
	return id;
}

void guests_work(struct test *t, struct invite_list_id list, int times)
{
	for (int i = 0; i < times; i++) {
		struct ctx *c = test_ctx(t, (struct person_id){ 0 });
		CHECK(t, invite_job_step(c, list.v));
		CHECK(t, test_end(t));
	}
}

void guests_send(struct test *t, struct person_id sender, struct invite_list_id list)
{
	struct ctx *c = test_ctx(t, sender);

	CHECK(t, invite_send_begin(c, list));
	CHECK(t, test_end(t));
	guests_work(t, list, 3);
}

struct str guests_token(struct test *t, const char *address)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct str body = S(""), token;
	struct rows r;

	if (sql_open(c, &newest, ARGS(arg(str_of(address))), &r) && sql_next(&r)) {
		body = row_str(&r, 0);
		sql_end(&r);
	}
	test_end(t);
	const char *at = body.len ? strstr(body.at, "/join/") : NULL;
	if (!at)
		return S("");
	body = str_of(at + 6);
	token = str_cut(&body, '\n');
	return arena_str(t->mem, token);
}

int64_t guests_letters(struct test *t, const char *kind, const char *address)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct rows r;
	int64_t n = -1;

	if (sql_one(c, &letters, ARGS(arg(str_of(kind)), arg(str_of(address))), &r)) {
		n = row_int(&r, 0);
		sql_end(&r);
	}
	test_end(t);
	return n;
}

struct reply guests_upload(struct test *t, int64_t round, const char *title, struct str file)
{
	struct buf body;

	buf_init(&body, (size_t)64 << 20);
	buf_fmt(&body,
		"--xyz\r\nContent-Disposition: form-data; name=\"round\"\r\n\r\n%lld\r\n"
		"--xyz\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n%s\r\n"
		"--xyz\r\nContent-Disposition: form-data; name=\"lines\"\r\n\r\n\r\n"
		"--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n"
		"Content-Type: application/octet-stream\r\n\r\n",
		(long long)round, title);
	buf_add(&body, file);
	buf_add(&body, S("\r\n--xyz--\r\n"));
	struct request rq = { .method = POST,
		.path = S("/lists/new"),
		.host = S("127.0.0.1:8080"),
		.network = S("127.0.0.1"),
		.user_agent = S("test"),
		.content_type = S("multipart/form-data; boundary=xyz"),
		.body = arena_str(t->mem, buf_str(&body)) };
	buf_free(&body);
	return test_request(t, &rq);
}
