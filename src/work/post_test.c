/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "work/post.h"

#include "base/instant.h"
#include "core/key.h"
#include "core/letter.h"
#include "store/sql.h"
#include "store/writer.h"
#include "test/test.h"
#include "work/loop.h"

#include <dirent.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A film that takes as long as the test says. The subject of its job is where it is. */
struct film {
	_Atomic bool began, may_end, ended;
};

/* A database that writers see, and a directory that letters fall into. */
struct office {
	struct test *t;
	const char *dir;
	struct loop_world world;
	const struct job_kind *kinds[3];
	int64_t id; /* of the letter that was queued last */
	struct film film;
};

static bool flaky(struct ctx *c, const struct job *j)
{
	return j->tries >= 3 || fail(c, FAULT_BUSY, "Not yet.");
}
static const struct job_kind flaky_job = { "flaky", flaky, .tries = 5, .lease_s = 60 };

static bool film(struct ctx *c, const struct job *j)
{
	struct film *f = (struct film *)(intptr_t)j->subject;
	int64_t deadline = instant_clock() + 30 * INSTANT_SECOND;

	(void)c;
	f->began = true;
	while (!f->may_end && instant_clock() < deadline)
		usleep(2000);
	f->ended = true;
	return true;
}
static const struct job_kind film_job = {
	.name = "film", film, .tries = 1, .lease_s = 60, .lane = JOB_SLOW
};

static void open_office(struct office *o, struct test *t)
{
	char why[256] = "";

	post_open();
	*o = (struct office){ .t = t, .dir = arena_fmt(t->mem, "%s/mail", test_directory(t)).at };
	o->kinds[0] = &post_job;
	o->kinds[1] = &flaky_job;
	o->kinds[2] = &film_job;
	t->conf.mail = arena_fmt(t->mem, "dir:%s", o->dir).at;
	t->house.conf = &t->conf;
	t->house.writer = writer_open(test_database(t), 2, why, sizeof why);
	CHECK(t, t->house.writer);
	o->world = (struct loop_world){ &t->house, &t->ids, o->kinds, 3 };
}

/* How many letters fell into the directory; forgets them. */
static int count_and_remove(const struct office *o)
{
	DIR *d = opendir(o->dir);
	int n = 0;

	for (struct dirent *e; d && (e = readdir(d));) {
		if (e->d_name[0] == '.')
			continue;
		n++;
		unlink(arena_fmt(o->t->mem, "%s/%s", o->dir, e->d_name).at);
	}
	if (d)
		closedir(d);
	return n;
}

static void close_office(struct office *o)
{
	writer_close(o->t->house.writer);
	o->t->house.writer = NULL;
	count_and_remove(o);
	rmdir(o->dir);
}

static bool unit(struct office *o, bool (*fn)(struct ctx *, void *))
{
	struct ctx c = {
		.mem = o->t->mem, .now = o->t->now, .ids = &o->t->ids, .house = &o->t->house
	};

	return loop_write(&c, fn, o);
}

static bool queue_it(struct ctx *c, void *data)
{
	struct office *o = data;
	struct letter_draft d = {
		.kind = "digest", .to = S("ann@b.example"), .subject = S("Hello"), .body = S("b")
	};

	return letter_queue(c, &d, &o->id);
}

static bool queue_link(struct ctx *c, void *data)
{
	struct office *o = data;
	struct letter_draft d = {
		.kind = "sign-in", .to = S("ann@b.example"), .subject = S("Link"), .body = S("b")
	};

	return letter_queue(c, &d, &o->id);
}

/* To somebody in a study. */
static bool queue_traced(struct ctx *c, void *data)
{
	struct office *o = data;
	struct letter_draft d = { .person = { 5 },
		.kind = "week",
		.to = S("ann@b.example"),
		.subject = S("Week 2"),
		.body = S("b"),
		.study = 10,
		.round = 20 };

	return sql_script(c,
		       "INSERT INTO study (id, name, title, made_at) VALUES (10, 's', 's', 1);"
		       "INSERT INTO person (id, address, address_key, name, shown_name, made_at)"
		       " VALUES (5, 'ann@b.example', 'ann@b.example', 'Ann', 'Ann', 1);"
		       "INSERT INTO participant (id, study_id, made_at) VALUES (7, 10, 1)")
		&& key_add(c, 10, (struct person_id){ 5 }, 7) && letter_queue(c, &d, &o->id);
}

static const struct stmt traced = { "post_traced",
	"SELECT COUNT(*), COUNT(CASE WHEN class = 8 AND channel = 2 AND object_id > 0"
	" AND object_id <> $1 AND participant_id = 7 AND round_id = 20 THEN 1 END) FROM activity",
	"i", "ii" };

/* As a hundred times the one sort of trace, and the others. */
static bool count_traces(struct ctx *c, void *data)
{
	struct office *o = data;
	struct rows r;

	if (!sql_one(c, &traced, ARGS(arg(o->id)), &r))
		return false;
	o->id = 100 * row_int(&r, 1) + row_int(&r, 0) - row_int(&r, 1);
	sql_end(&r);
	return true;
}

static bool mark_sending(struct ctx *c, void *data)
{
	return letter_sending(c, ((struct office *)data)->id);
}

static bool mark_sent(struct ctx *c, void *data)
{
	return letter_outcome(c, ((struct office *)data)->id, LETTER_SENT, S(""));
}

static bool read_state(struct ctx *c, void *data)
{
	struct office *o = data;
	struct letter l;

	if (!letter_get(c, o->id, &l))
		return false;
	o->id = -(int64_t)l.state;
	return true;
}

static enum letter_state state(struct office *o)
{
	int64_t id = o->id;

	CHECK(o->t, unit(o, read_state));
	enum letter_state s = (enum letter_state) - o->id;
	o->id = id;
	return s;
}

static int64_t traces(struct office *o)
{
	int64_t id = o->id;

	CHECK(o->t, unit(o, count_traces));
	int64_t n = o->id;
	o->id = id;
	return n;
}

static int steps(struct office *o)
{
	bool ran = true;
	int n = 0;

	while (n < 10 && loop_step(&o->world, JOB_QUICK, o->t->now, &ran) && ran)
		n++;
	return n;
}

void test_concurrent_post_letter_falls_into_the_directory_once(struct test *t)
{
	struct office o;

	open_office(&o, t);
	CHECK(t, unit(&o, queue_it) && steps(&o) == 1);
	CHECK(t, state(&o) == LETTER_SENT && count_and_remove(&o) == 1);
	t->now += INSTANT_DAY;
	CHECK(t, steps(&o) == 0 && count_and_remove(&o) == 0);
	close_office(&o);
}

/* The program ends at each place of a run; the next run must not send what may have left already.
   */
void test_concurrent_post_letter_is_never_sent_twice_wherever_a_run_was_broken_off(struct test *t)
{
	struct office o;

	open_office(&o, t);
	/* Before anything: it is sent. */
	CHECK(t, unit(&o, queue_it) && steps(&o) == 1 && count_and_remove(&o) == 1);
	/* «sending» was on disk; perhaps a byte left, perhaps all did. */
	CHECK(t, unit(&o, queue_it) && unit(&o, mark_sending) && steps(&o) == 1);
	CHECK(t, count_and_remove(&o) == 0 && state(&o) == LETTER_UNKNOWN);
	/* It was sent and that was noted, but the job was not ended. */
	CHECK(t, unit(&o, queue_it) && unit(&o, mark_sending) && unit(&o, mark_sent));
	CHECK(t, steps(&o) == 1 && count_and_remove(&o) == 0 && state(&o) == LETTER_SENT);
	t->now += 10 * INSTANT_DAY;
	CHECK(t, steps(&o) == 0);
	close_office(&o);
}

void test_concurrent_post_link_that_has_expired_is_not_sent(struct test *t)
{
	struct office o;

	open_office(&o, t);
	CHECK(t, unit(&o, queue_link));
	t->now += 10 * INSTANT_MINUTE;
	CHECK(t, steps(&o) == 1 && count_and_remove(&o) == 0 && state(&o) == LETTER_REFUSED);
	close_office(&o);
}

void test_concurrent_post_letter_waits_while_its_server_is_away_and_is_given_up_in_the_end(
	struct test *t)
{
	struct office o;
	int runs = 0;

	open_office(&o, t);
	t->conf.mail = "smtp://127.0.0.1:1";
	CHECK(t, unit(&o, queue_it) && steps(&o) == 1 && state(&o) == LETTER_QUEUED);
	for (int i = 0; i < 20; i++) {
		t->now += 6 * INSTANT_HOUR;
		runs += steps(&o);
	}
	CHECK(t, runs == 5 && state(&o) == LETTER_REFUSED);
	close_office(&o);
}

void test_concurrent_post_letter_to_nowhere_is_refused(struct test *t)
{
	struct office o;

	open_office(&o, t);
	t->conf.mail = "none";
	CHECK(t, unit(&o, queue_it) && steps(&o) == 1 && state(&o) == LETTER_REFUSED);
	close_office(&o);
}

static bool add_flaky(struct ctx *c, void *data)
{
	(void)data;
	return job_add(c, &flaky_job, 1, c->now);
}

static bool add_unknown(struct ctx *c, void *data)
{
	static const struct job_kind other = { .name = "of a later version" };

	(void)data;
	return job_add(c, &other, 1, c->now);
}

void test_concurrent_loop_job_that_fails_is_done_again_later(struct test *t)
{
	struct office o;

	open_office(&o, t);
	CHECK(t, unit(&o, add_flaky) && steps(&o) == 1 && steps(&o) == 0);
	t->now += INSTANT_MINUTE;
	CHECK(t, steps(&o) == 1 && steps(&o) == 0);
	t->now += 4 * INSTANT_MINUTE;
	CHECK(t, steps(&o) == 1);
	t->now += INSTANT_DAY;
	CHECK(t, steps(&o) == 0);
	CHECK(t, unit(&o, add_unknown) && steps(&o) == 1 && steps(&o) == 0);
	CHECK(t, loop_tidy(&o.world, t->now));
	close_office(&o);
}

void test_concurrent_loop_thread_does_what_is_due_and_stops_cleanly(struct test *t)
{
	struct office o;
	int64_t deadline = instant_clock() + 10 * INSTANT_SECOND;

	open_office(&o, t);
	struct loop *l = loop_open(&o.world);
	t->now = instant_clock();
	CHECK(t, unit(&o, queue_it));
	loop_poke(l);
	while (state(&o) != LETTER_SENT && instant_clock() < deadline)
		usleep(5000);
	CHECK(t, state(&o) == LETTER_SENT);
	loop_close(l);
	CHECK(t, count_and_remove(&o) == 1);
	close_office(&o);
}

static bool queue_film(struct ctx *c, void *data)
{
	struct office *o = data;

	return job_add(c, &film_job, (int64_t)(intptr_t)&o->film, c->now - INSTANT_HOUR);
}

void test_concurrent_loop_sends_a_letter_while_a_film_is_made(struct test *t)
{
	struct office o;

	open_office(&o, t);
	t->now = instant_clock();
	CHECK(t, unit(&o, queue_film));
	struct loop *l = loop_open(&o.world);
	int64_t began = instant_clock();
	while (!o.film.began && instant_clock() < began + 20 * INSTANT_SECOND)
		usleep(2000);
	CHECK(t, o.film.began);
	began = instant_clock();
	CHECK(t, unit(&o, queue_it));
	loop_poke(l);
	while (state(&o) != LETTER_SENT && instant_clock() < began + 10 * INSTANT_SECOND)
		usleep(2000);
	CHECK(t, state(&o) == LETTER_SENT && !o.film.ended);
	CHECK(t, instant_clock() - began < 5 * INSTANT_SECOND);
	o.film.may_end = true;
	loop_close(l); /* waits for the film */
	CHECK(t, o.film.ended);
	CHECK(t, count_and_remove(&o) == 1);
	close_office(&o);
}

void test_concurrent_post_notes_that_a_letter_was_taken_and_never_that_it_was_read(struct test *t)
{
	struct office o;

	open_office(&o, t);
	const char *mail = t->conf.mail;
	t->conf.mail = "none"; /* nobody takes it */
	CHECK(t, unit(&o, queue_traced));
	steps(&o);
	CHECK(t, state(&o) == LETTER_REFUSED && traces(&o) == 0);
	t->conf.mail = mail;
	close_office(&o);
	open_office(&o, t);
	CHECK(t, unit(&o, queue_traced));
	CHECK(t, traces(&o) == 0); /* it was queued, not taken */
	CHECK(t, steps(&o) >= 1 && state(&o) == LETTER_SENT && traces(&o) == 100);
	close_office(&o);
}
