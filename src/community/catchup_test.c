/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/catchup.h"

#include "base/instant.h"
#include "core/person.h"
#include "core/session.h"
#include "test/programme.h"

static const struct stmt join_late = { "catchup_test_join",
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES (30, $1, 20, $2)",
	"ii", "" };
static const struct stmt enrol = { "catchup_test_enrol",
	"INSERT INTO enrolment (round_id, person_id, subject, joined_at) VALUES (20, $1,"
	" 'Marine biology', 1)",
	"i", "" };

static const char heading[] = "Good to see you";

/* As the server does after a page was sent. */
static void touch(struct test *t, struct person_id who)
{
	struct ctx *c = test_ctx(t, who);
	struct session *s;
	size_t n;

	CHECK(t, session_list(c, who, 1, &s, &n) && n == 1 && session_touch(c, &s[0]));
	CHECK(t, test_end(t));
}

static void talk(struct test *t, const struct programme *p)
{
	int64_t thread = programme_thread(t, p->ben, CHEMISTRY, "Letters", "How long are yours?");

	programme_thread(t, p->ben, CHEMISTRY, "Marine things", "Who else likes biology?");
	programme_answer(t, p->fay, thread, "Half a page & no more.");
}

void test_catchup_meets_who_comes_back_and_goes_the_next_day(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	CHECK(t, sql_run(test_ctx(t, p.ann), &enrol, ARGS(arg(p.ann.v))) && test_end(t));
	talk(t, &p);
	CHECK(t, !test_has(test_get(t, "/home").body, heading));
	t->now += SESSION_AWAY_DAYS * INSTANT_DAY;
	struct reply r = test_get(t, "/home");
	CHECK(t, test_has(r.body, heading));
	CHECK(t, test_has(r.body, "since Tuesday 3 November"));
	touch(t, p.ann); /* still there after the page was sent, also when it is opened again */
	t->now += INSTANT_HOUR;
	r = test_get(t, "/home");
	CHECK(t, test_has(r.body, heading) && test_has(r.body, "since Tuesday 3 November"));
	t->now += SESSION_BACK_HOURS * INSTANT_HOUR;
	CHECK(t, !test_has(test_get(t, "/home").body, heading));
}

void test_catchup_tells_lines_what_is_near_and_why(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	CHECK(t, sql_run(test_ctx(t, p.ann), &enrol, ARGS(arg(p.ann.v))) && test_end(t));
	test_sign_in(t, p.ann);
	t->now += INSTANT_HOUR;
	talk(t, &p);
	t->now += 4 * INSTANT_DAY;
	struct reply r = test_get(t, "/home");
	CHECK(t, test_has(r.body, "fay: “Half a page &amp; no more.”"));
	const char *near = memmem(r.body.at, r.body.len, "Nearest to", 10);
	const char *first = near ? strstr(near, "Marine things") : NULL;
	const char *then = near ? strstr(near, "Letters") : NULL;
	CHECK(t, first && then && first < then);
	CHECK(t,
		test_has(r.body, "<q>biology</q>")
			&& test_has(r.body, "shares no word with yours"));
	CHECK(t, test_has(r.body, "One you could answer"));
	/* It counts nothing. */
	CHECK(t, !test_has(r.body, "unread") && !test_has(r.body, "missed"));
}

void test_catchup_meets_who_joins_late(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	talk(t, &p);
	struct person_id late = test_person(t, "late", ROLE_STUDENT);
	CHECK(t, sql_run(test_ctx(t, late), &join_late, ARGS(arg(late.v), arg(t->now))));
	CHECK(t, test_end(t));
	test_sign_in(t, late);
	struct reply r = test_get(t, "/home");
	CHECK(t, test_has(r.body, heading) && test_has(r.body, "talked about so far"));
	test_sign_in(t, p.ann); /* has been there all the time */
	CHECK(t, !test_has(test_get(t, "/home").body, heading));
}

void test_home_asks_what_fits_into_the_time_they_have(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	programme_thread(t, p.ben, CHEMISTRY, "Waits", "A long story about chemistry.");
	test_sign_in(t, p.ann);
	struct reply r = test_get(t, "/home");
	CHECK(t,
		test_has(r.body, "nobody has answered yet") && !test_has(r.body, "pressed=\"true"));
	CHECK(t, test_post(t, "/home/minutes", "minutes=2").status == 303);
	r = test_get(t, "/home");
	CHECK(t, test_has(r.body, "Read what ben wrote: “Waits”. Reading is taking part."));
	CHECK(t, test_has(r.body, "aria-pressed=\"true\">2 min<"));
	CHECK(t, test_has(r.body, "How this was chosen"));
	CHECK(t, test_post(t, "/home/minutes", "minutes=15").status == 303);
	CHECK(t, test_has(test_get(t, "/home").body, "Write a few lines"));
	programme_thread(t, p.ann, CHEMISTRY, "Mine", "Text");
	CHECK(t, test_has(test_get(t, "/home").body, "nobody has answered yet"));
	CHECK(t, test_post(t, "/home/minutes", "minutes=7").status == 422);
	CHECK(t, test_post(t, "/home/minutes", "minutes=0").status == 303);
	CHECK(t, !test_has(test_get(t, "/home").body, "aria-pressed=\"true\">"));
}

static const struct stmt thread_put = { "catchup_test_thread",
	"INSERT INTO thread (id, group_id, week, author_id, byline, title, posts, opened_at,"
	" last_at, last_post, last_author, last_by) VALUES ($1, 30, 2, $2, 'ben', 'Letters again',"
	" 300, $3, $3, $4, $2, 'ben')",
	"iiii", "" };
/* The posts of a thread that come behind the first $3, up to $4. */
static const struct stmt posts_put = { "catchup_test_posts",
	"WITH RECURSIVE n (i) AS (SELECT CAST($3 AS BIGINT) + 1 UNION ALL SELECT i + 1 FROM n"
	" WHERE i < $4) INSERT INTO post (thread_id, id, author_id, byline, html, posted_at)"
	" SELECT CAST($1 AS BIGINT), $1 * 1000 + i, CAST($2 AS BIGINT), 'ben', '<p>Text', 1 FROM n",
	"iiii", "" };
static const struct stmt sources_put = { "catchup_test_sources",
	"INSERT INTO post_source (thread_id, post_id, body) SELECT p.thread_id, p.id,"
	" 'How long is yours?' FROM post p WHERE p.thread_id = $1 AND p.id > $1 * 1000 + $2",
	"ii", "" };
static const struct stmt counted = { "catchup_test_counted", "ANALYZE", "", "" };

enum { FIRST_THREAD = 9000, THREADS = 40, STEPS_A_POST = 12 };

/* Each of the threads has so many posts by ben now. */
static void write_more(struct test *t, struct person_id ben, int64_t had, int64_t has)
{
	struct ctx *c = test_ctx(t, ben);

	for (int64_t id = FIRST_THREAD; id < FIRST_THREAD + THREADS; id++) {
		CHECK(t,
			had > 0
				|| sql_run(c, &thread_put,
					ARGS(arg(id), arg(ben.v), arg(t->now + id),
						arg(id * 1000 + 1))));
		CHECK(t,
			sql_run(c, &posts_put, ARGS(arg(id), arg(ben.v), arg(had), arg(has)))
				&& sql_run(c, &sources_put, ARGS(arg(id), arg(had))));
	}
	/* SQLite asks for no sums; PostgreSQL would guess from an empty table. */
	CHECK(t, (db_is_sqlite(c->db) || sql_run(c, &counted, NO_ARGS)) && test_end(t));
}

/* What the catch-up costs the engine. */
static int64_t work_of_page(struct test *t)
{
	int64_t before, behind;

	CHECK(t, test_has(test_get(t, "/home").body, heading)); /* prepares what it asks */
	CHECK(t, sql_work(test_ctx(t, (struct person_id){ 0 }), &before) && test_end(t));
	CHECK(t, test_has(test_get(t, "/home").body, heading));
	CHECK(t, sql_work(test_ctx(t, (struct person_id){ 0 }), &behind) && test_end(t));
	return behind - before;
}

void test_catchup_costs_the_same_however_much_was_written(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	t->now += INSTANT_HOUR;
	write_more(t, p.ben, 0, 3);
	t->now += 4 * INSTANT_DAY;
	int64_t dozens = work_of_page(t);
	write_more(t, p.ben, 3, HOME_POSTS_LOOKED_AT);
	int64_t bound = work_of_page(t);
	write_more(t, p.ben, HOME_POSTS_LOOKED_AT, 3 * HOME_POSTS_LOOKED_AT);
	int64_t thousands = work_of_page(t);
	CHECK(t, dozens > 0 && bound > 0);
	/* The newest posts of the newest threads, and nothing behind them. */
	CHECK(t, bound - dozens < STEPS_A_POST * HOME_LOOKED_AT * HOME_POSTS_LOOKED_AT);
	CHECK(t, thousands < bound + bound / 20);
}
