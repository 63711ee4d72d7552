/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/week_job.h"

#include "base/instant.h"
#include "store/sql.h"
#include "store/writer.h"
#include "test/test.h"
#include "work/loop.h"

static const struct stmt jobs = { "week_jobs_waiting",
	"SELECT count(*) FROM job WHERE kind = $1 AND failed_at = 0", "s", "i" };

static bool begin(struct ctx *c, void *data)
{
	(void)data;
	return week_job_begin(c);
}

static bool look(struct ctx *c, void *data)
{
	struct rows r;

	if (!sql_one(c, &jobs, ARGS(arg(str_of(week_job.name))), &r))
		return false;
	*(int64_t *)data = row_int(&r, 0);
	sql_end(&r);
	return true;
}

static bool unit(struct test *t, bool (*fn)(struct ctx *, void *), void *data)
{
	struct ctx c = { .mem = t->mem, .now = t->now, .ids = &t->ids, .house = &t->house };

	return loop_write(&c, fn, data);
}

void test_concurrent_week_job_comes_back_in_one_chain(struct test *t)
{
	const struct job_kind *kinds[] = { &week_job };
	struct loop_world world = { &t->house, &t->ids, kinds, 1 };
	char why[256] = "";
	int64_t n = 0;
	bool ran = false;

	t->conf.mail = "dir:unused";
	t->house.conf = &t->conf;
	t->house.writer = writer_open(test_database(t), 2, why, sizeof why);
	CHECK(t, t->house.writer && unit(t, begin, NULL) && unit(t, begin, NULL));
	CHECK(t, loop_step(&world, JOB_QUICK, t->now, &ran) && ran);
	CHECK(t, loop_step(&world, JOB_QUICK, t->now, &ran) && !ran);
	CHECK(t, unit(t, begin, NULL) && unit(t, look, &n) && n == 1); /* a restart */
	for (int i = 0; i < 3; i++) {
		t->now += INSTANT_HOUR;
		CHECK(t, loop_step(&world, JOB_QUICK, t->now, &ran) && ran);
		CHECK(t, loop_step(&world, JOB_QUICK, t->now, &ran) && !ran);
	}
	CHECK(t, unit(t, look, &n) && n == 1);
	writer_close(t->house.writer);
	t->house.writer = NULL;
}
