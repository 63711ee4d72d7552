/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/sweep_job.h"

#include "base/instant.h"
#include "store/sql.h"
#include "store/writer.h"
#include "test/test.h"
#include "work/loop.h"

static const struct stmt jobs = { "sweep_jobs_waiting",
	"SELECT count(*) FROM job WHERE kind = $1 AND failed_at = 0", "s", "i" };
static const struct stmt waits = { "sweep_waits", "SELECT stage FROM first_wait", "", "i" };
static const struct stmt words = { "sweep_words", "SELECT members FROM group_words", "", "i" };

static const char group_of_two[] =
	"INSERT INTO person (id, address, address_key, name, shown_name, roles, made_at) VALUES"
	" (1, 'a', 'a', 'a', 'a', 64, 1), (2, 'b', 'b', 'b', 'b', 64, 1);"
	"INSERT INTO study (id, name, title, made_at) VALUES (10, 'cop', 'The study', 1);"
	"INSERT INTO round (id, study_id, name, title, zone, starts_on, weeks, opens_at, closes_at,"
	" read_across, size_min, size_max, made_by, made_at) VALUES (20, 10, 'autumn', 'Autumn',"
	" 'Europe/London', '2026-10-26', 4, 1792972800000000, 1795392000000000, 1, 2, 13, 1, 1);"
	"INSERT INTO topic (round_id, week, title, prompt, prompt_html, minutes, opens_at) VALUES"
	" (20, 1, 'Goals', 'p', 'p', 5, 1792972800000000);"
	"INSERT INTO peer_group (id, round_id, name, subject, made_at)"
	" VALUES (30, 20, 'Law 1', '', 1);"
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES (30, 1, 20, 1),"
	" (30, 2, 20, 1);"
	"INSERT INTO thread (id, group_id, week, author_id, byline, title, posts, opened_at,"
	" last_at, last_post, last_author) VALUES (40, 30, 1, 1, 'a', 't', 1, 1793703600000000,"
	" 1793703600000000, 50, 1);"
	"INSERT INTO post (thread_id, id, author_id, byline, html, posted_at) VALUES"
	" (40, 50, 1, 'a', 'p', 1793703600000000);"
	"INSERT INTO post_source (thread_id, post_id, body) VALUES (40, 50, 'three short words')";

static bool begin(struct ctx *c, void *data)
{
	(void)data;
	return sweep_job_begin(c);
}

static bool fill(struct ctx *c, void *data)
{
	return sql_script(c, data);
}

enum what { JOBS, STAGE, WORDS };
struct look {
	enum what what;
	int64_t n;
};

static bool open_it(struct ctx *c, enum what what, struct rows *r)
{
	switch (what) {
	case JOBS: return sql_open(c, &jobs, ARGS(arg(str_of(sweep_job.name))), r);
	case STAGE: return sql_open(c, &waits, NO_ARGS, r);
	case WORDS: break;
	}
	return sql_open(c, &words, NO_ARGS, r);
}

static bool look(struct ctx *c, void *data)
{
	struct look *l = data;
	struct rows r;

	l->n = -1;
	if (!open_it(c, l->what, &r))
		return false;
	if (sql_next(&r))
		l->n = row_int(&r, 0);
	sql_end(&r);
	return ctx_ok(c);
}

static bool unit(struct test *t, bool (*fn)(struct ctx *, void *), void *data)
{
	struct ctx c = { .mem = t->mem, .now = t->now, .ids = &t->ids, .house = &t->house };

	return loop_write(&c, fn, data);
}

static int64_t number(struct test *t, enum what what)
{
	struct look l = { what, 0 };

	CHECK(t, unit(t, look, &l));
	return l.n;
}

void test_concurrent_sweep_job_goes_round_the_groups_for_ever(struct test *t)
{
	const struct job_kind *kinds[] = { &sweep_job };
	struct loop_world world = { &t->house, &t->ids, kinds, 1 };
	char why[256] = "", script[sizeof group_of_two];
	bool ran = false;

	memcpy(script, group_of_two, sizeof script);
	t->house.conf = &t->conf;
	t->house.writer = writer_open(test_database(t), 2, why, sizeof why);
	CHECK(t, t->house.writer && unit(t, fill, script));
	CHECK(t, unit(t, begin, NULL) && unit(t, begin, NULL) && number(t, JOBS) == 1);
	CHECK(t,
		loop_step(&world, JOB_QUICK, t->now, &ran)
			&& ran); /* noon: words are counted too */
	CHECK(t, loop_step(&world, JOB_QUICK, t->now, &ran) && !ran);
	CHECK(t, number(t, STAGE) == 1 && number(t, WORDS) == 3);
	t->now += 7 * INSTANT_HOUR;
	CHECK(t, loop_step(&world, JOB_QUICK, t->now, &ran) && ran);
	CHECK(t, number(t, STAGE) == 2 && number(t, JOBS) == 1);
	writer_close(t->house.writer);
	t->house.writer = NULL;
}
