/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/test.h"

#include "app/wiring.h"
#include "core/person.h"
#include "core/secret.h"
#include "core/session.h"
#include "http/head.h"
#include "site/layout.h"
#include "store/sql.h"

#include <stdio.h>

enum { HEADERS_MAX = 1 << 16 };

static int64_t roles_of(struct test *t, struct person_id who)
{
	struct ctx c = {
		.mem = t->mem, .db = t->db, .now = t->now, .ids = &t->ids, .house = &t->house
	};
	struct person p;

	if (who.v == 0)
		return ROLE_ALL;
	return person_get(&c, who, &p) ? p.roles : 0;
}

bool test_end(struct test *t)
{
	bool good = !t->open || ctx_ok(t->open);

	if (t->open)
		good = tx_end(t->open) && good;
	t->open = NULL;
	return good;
}

struct ctx *test_ctx(struct test *t, struct person_id actor)
{
	struct ctx *c = arena_new(t->mem, struct ctx, 1);

	test_end(t);
	*c = (struct ctx){ .mem = t->mem,
		.db = t->db,
		.actor = actor,
		.roles = roles_of(t, actor),
		.now = t->now,
		.ids = &t->ids,
		.house = &t->house };
	CHECK(t, tx_begin(c, TX_WRITE));
	t->open = c;
	return c;
}

struct person_id test_person(struct test *t, const char *name, int64_t roles)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct str address = arena_fmt(t->mem, "%s@cairn.example", name);
	struct person_draft d = { .address = address, .name = str_of(name), .roles = roles };
	struct person_id id = { 0 };

	CHECK(t, person_add(c, &d, &id));
	test_end(t);
	return id;
}

void test_sign_in(struct test *t, struct person_id person)
{
	struct str token;

	t->cookie = S("");
	if (person.v == 0)
		return;
	struct ctx *c = test_ctx(t, person);
	CHECK(t, session_open(c, person, S("test"), &token));
	test_end(t);
	t->cookie = arena_fmt(t->mem, "cairn=%s", token.at);
}

static void add_header(void *to, const char *name, const char *value)
{
	buf_fmt(to, "%s: %s\n", name, value);
}

static struct str headers_of(struct test *t, struct request *rq)
{
	struct buf out;

	buf_init(&out, HEADERS_MAX);
	head_put(rq, add_header, &out);
	struct str text = arena_str(t->mem, buf_str(&out));
	buf_free(&out);
	return text;
}

struct reply test_request(struct test *t, struct request *rq)
{
	struct ctx c = {
		.mem = t->mem, .db = t->db, .now = t->now, .ids = &t->ids, .house = &t->house
	};

	const struct gate *gate = t->gate ? t->gate : &wiring_gate;

	test_end(t);
	rq->ctx = &c;
	if (!rq->cookie.len)
		rq->cookie = t->cookie;
	buf_init(&rq->out, ANSWER_MAX);
	CHECK(t, tx_begin(&c, TX_WRITE));
	const struct route *route = gate_find(gate, rq);
	if (route && route->before)
		(void)!route->before(rq);
	if (route && route->early)
		route->early(rq);
	c.fault = (struct fault){ 0 };
	c.wrong = NULL;
	gate_answer(gate, rq);
	if (!tx_end(&c) && rq->status < 400)
		gate_spoil(rq);
	struct reply r = { .status = rq->status ? rq->status : 200,
		.body = arena_str(t->mem, buf_str(&rq->out)),
		.location = rq->location,
		.set_cookie = rq->set_cookie,
		.download = rq->download,
		.headers = headers_of(t, rq),
		.statements = c.statements,
		.rows = c.rows,
		.fault = c.fault,
		.type = str_of(rq->type ? rq->type : "text/html; charset=utf-8") };
	buf_free(&rq->out);
	return r;
}

static struct reply ask(struct test *t, enum method method, const char *path, const char *form)
{
	struct str query = arena_str(t->mem, str_of(path));
	struct request rq = { .method = method,
		.path = str_cut(&query, '?'),
		.host = S("127.0.0.1:8080"),
		.network = S("127.0.0.1"),
		.user_agent = S("test"),
		.body = arena_str(t->mem, str_of(form)) };

	rq.query = query;
	if (method == POST)
		rq.content_type = S("application/x-www-form-urlencoded");
	return test_request(t, &rq);
}

struct reply test_get(struct test *t, const char *path)
{
	return ask(t, GET, path, "");
}

struct reply test_post(struct test *t, const char *path, const char *form)
{
	return ask(t, POST, path, form);
}

bool test_has(struct str text, const char *part)
{
	return str_has(text, str_of(part));
}

void test_failed(struct test *t, const char *file, int line, const char *what)
{
	t->failed++;
	printf("not ok %s:%d: %s\n", file, line, what);
}
