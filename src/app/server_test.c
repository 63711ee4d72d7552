/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/server.h"

#include "app/wiring.h"
#include "base/instant.h"
#include "core/person.h"
#include "core/secret.h"
#include "core/session.h"
#include "store/sql.h"
#include "test/browse.h"
#include "test/test.h"

#include <pthread.h>

struct running {
	struct world world;
	struct server *server;
	uint16_t port;
	const char *cookie, *coordinator;
};

static const char *sign_in(struct test *t, struct running *r, const char *name, int64_t roles)
{
	struct ctx *c = world_ctx(&r->world);
	struct person_draft d = { .address = arena_fmt(t->mem, "%s@cairn.example", name),
		.name = str_of(name),
		.roles = roles };
	struct person_id id;
	struct str token;

	CHECK(t,
		tx_begin(c, TX_WRITE) && person_add(c, &d, &id)
			&& session_open(c, id, S("test"), &token) && tx_end(c));
	return arena_fmt(t->mem, "cairn=%s", token.at).at;
}

static void start(struct test *t, struct running *r)
{
	char why[256] = "";

	*r = (struct running){
		.world = { .mem = t->mem, .keys = secret_fixed(), .url = test_database(t) }
	};
	conf_init(&r->world.conf);
	r->world.conf.log = 0;
	r->world.conf.listen = "127.0.0.1:0";
	r->world.house = (struct house){ .conf = &r->world.conf, .keys = r->world.keys };
	r->world.db = db_open(r->world.url, why, sizeof why);
	r->cookie = sign_in(t, r, "ann", ROLE_STUDENT);
	r->coordinator = sign_in(t, r, "cora", ROLE_COORDINATOR);
	r->server = server_open(&r->world, why, sizeof why);
	CHECK(t, r->server != NULL);
	r->port = server_port(r->server);
}

static void stop(struct running *r)
{
	server_close(r->server);
	db_close(r->world.db);
	secret_close(r->world.keys);
}

struct visitor {
	const struct running *running;
	int good;
};

enum { VISITORS = 6, VISITS = 60 };

static void *visit(void *data)
{
	struct visitor *v = data;
	int s = browse_open(v->running->port);

	for (int i = 0; i < VISITS; i++) {
		bool post = i % 3 == 0;
		int status = browse_ask(s, post ? "/trace/active" : "/help-now", v->running->cookie,
			post ? "view=5&seconds=3" : NULL, NULL);
		v->good += status == (post ? 204 : 200);
	}
	browse_close(s);
	return NULL;
}

void test_concurrent_visitors_are_all_answered(struct test *t)
{
	struct running r;
	struct visitor v[VISITORS];
	pthread_t thread[VISITORS];

	start(t, &r);
	for (int i = 0; i < VISITORS; i++) {
		v[i] = (struct visitor){ .running = &r };
		CHECK(t, pthread_create(&thread[i], NULL, visit, &v[i]) == 0);
	}
	for (int i = 0; i < VISITORS; i++) {
		pthread_join(thread[i], NULL);
		CHECK(t, v[i].good == VISITS);
	}
	stop(&r);
}

static int send_raw(const struct running *r, struct str bytes)
{
	int s = browse_open(r->port);
	int status = browse_send(s, bytes) ? browse_read(s, NULL) : -1;

	browse_close(s);
	return status;
}

void test_concurrent_server_answers_what_is_no_proper_request(struct test *t)
{
	struct running r;

	start(t, &r);
	CHECK(t,
		send_raw(&r,
			S("POST /trace/active HTTP/1.1\r\nHost: x\r\n"
			  "Content-Length: 99999999\r\n\r\nabc"))
			== 413);
	CHECK(t, send_raw(&r, S("DELETE /help-now HTTP/1.1\r\nHost: x\r\n\r\n")) == 405);
	CHECK(t, send_raw(&r, S("GET /%00/x HTTP/1.1\r\nHost: x\r\n\r\n")) == 404);
	CHECK(t, send_raw(&r, S("\x16\x03\x01 nonsense\r\n\r\n")) != 200);
	CHECK(t,
		send_raw(&r, S("HEAD /help-now HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
			== 0);
	int half = browse_open(r.port);
	CHECK(t,
		browse_send(half,
			S("POST /trace/active HTTP/1.1\r\nHost: x\r\n"
			  "Content-Length: 50\r\n\r\nview=")));
	int s = browse_open(r.port);
	CHECK(t, browse_ask(s, "/help-now", NULL, NULL, NULL) == 200);
	browse_close(s);
	browse_close(half);
	stop(&r);
}

/* Much is taken only from those who may bring a list. */
void test_concurrent_server_takes_large_bodies_from_nobody_but_their_senders(struct test *t)
{
	size_t len = BODY_MAX + 1000;
	char *form = arena_new(t->mem, char, len + 1);
	struct running r;

	start(t, &r);
	memset(form, 'a', len);
	memcpy(form, "title=", 6);
	const char *const cookie[] = { NULL, r.cookie, r.coordinator };
	static const int status[] = { 413, 413, 422 };
	for (size_t i = 0; i < 3; i++) {
		int s = browse_open(r.port);
		CHECK(t, browse_ask(s, "/lists/new", cookie[i], form, NULL) == status[i]);
		browse_close(s);
	}
	stop(&r);
}

/* «413» and the page, while the sender has not sent a byte of the file. */
void test_concurrent_server_refuses_a_file_of_4_gb_before_it_comes(struct test *t)
{
	struct running r;
	struct buf page;

	start(t, &r);
	buf_init(&page, 1 << 20);
	int s = browse_open(r.port);
	CHECK(t,
		browse_send(s,
			arena_fmt(t->mem,
				"POST /lists/new HTTP/1.1\r\nHost: x\r\nCookie: %s\r\n"
				"Content-Type: multipart/form-data; boundary=x\r\n"
				"Content-Length: 4294967296\r\n\r\n",
				r.coordinator)));
	CHECK(t, browse_read(s, &page) == 413);
	CHECK(t, test_has(buf_str(&page), "This form takes up to"));
	CHECK(t, test_has(buf_str(&page), "Nothing was saved"));
	buf_free(&page);
	browse_close(s);
	stop(&r);
}

/* Without a length: nobody waits for the end of what is too large already. */
void test_concurrent_server_stops_reading_a_body_that_grows_past_its_limit(struct test *t)
{
	char chunk[4096 + 16] = "1000\r\n";
	struct running r;
	int sent = 0;

	start(t, &r);
	memset(chunk + 6, 'a', 4096);
	memcpy(chunk + 6 + 4096, "\r\n", 2);
	int s = browse_open(r.port);
	CHECK(t,
		browse_send(s,
			S("POST /sign-in HTTP/1.1\r\nHost: x\r\n"
			  "Transfer-Encoding: chunked\r\n\r\n")));
	while (sent < 4000 && browse_send(s, (struct str){ chunk, 4096 + 8 }))
		sent++;
	CHECK(t, sent > 2 * BODY_MAX / 4096 - 5 && sent < 4000);
	browse_close(s);
	stop(&r);
}
