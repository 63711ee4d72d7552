/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/survey_job.h"

#include "app/wiring.h"
#include "base/instant.h"
#include "store/sql.h"
#include "store/writer.h"
#include "test/test.h"
#include "work/loop.h"

/* A wave that opens in a day, is open for four and may send two letters; one job for it. */
static const char planned[] =
	"INSERT INTO study (id, name, title, made_at) VALUES (10, 'cop', 'The study', 1);"
	"INSERT INTO survey (id, study_id, name, title, version, made_by, made_at)"
	" VALUES (90, 10, 's', 'Trust', 1, 1, 1);"
	"INSERT INTO survey_version (survey_id, version, content, title, link, made_at,"
	" launched_at)"
	" VALUES (90, 1, '{\"format\":\"cairn-survey/1\",\"name\":\"s\",\"languages\":[\"en\"],"
	"\"link\":\"anonymous\",\"title\":{\"en\":\"Trust\"},\"questions\":[]}',"
	" 'Trust', 'anonymous', 1, 1);"
	"INSERT INTO survey_wave (id, survey_id, title, opens_at, closes_at, letters)"
	" VALUES (91, 90, 'Autumn', 1793793600000000, 1794139200000000, 2);"
	"INSERT INTO job (id, kind, subject, run_at) VALUES (1, 'survey-letters', 91, 1)";

static const struct stmt jobs = { "survey_job_test_jobs",
	"SELECT count(*), COALESCE(max(run_at), 0) FROM job WHERE kind = 'survey-letters'", "",
	"ii" };

static bool plan(struct ctx *c, void *data)
{
	(void)data;
	return sql_script(c, planned);
}

static bool look(struct ctx *c, void *data)
{
	int64_t *found = data;
	struct rows r;

	if (!sql_one(c, &jobs, NO_ARGS, &r))
		return false;
	found[0] = row_int(&r, 0);
	found[1] = row_int(&r, 1);
	sql_end(&r);
	return true;
}

static bool unit(struct test *t, bool (*fn)(struct ctx *, void *), void *data)
{
	struct ctx c = { .mem = t->mem, .now = t->now, .ids = &t->ids, .house = &t->house };

	return loop_write(&c, fn, data);
}

void test_concurrent_survey_job_comes_back_for_each_letter_and_then_ends(struct test *t)
{
	const struct job_kind *kinds[] = { &survey_job };
	struct loop_world world = { &t->house, &t->ids, kinds, 1 };
	const int64_t opens = TEST_NOW + INSTANT_DAY, half = opens + 2 * INSTANT_DAY;
	int64_t found[2] = { 0 };
	char why[256] = "";
	bool ran = false;

	t->conf.mail = "dir:unused";
	t->house.conf = &t->conf;
	t->house.writer = writer_open(test_database(t), 2, why, sizeof why);
	CHECK(t, t->house.writer && unit(t, plan, NULL));
	CHECK(t, loop_step(&world, JOB_QUICK, t->now, &ran) && ran);
	CHECK(t, unit(t, look, found) && found[0] == 1 && found[1] == opens);
	CHECK(t, loop_step(&world, JOB_QUICK, t->now, &ran) && !ran);
	CHECK(t, loop_step(&world, JOB_QUICK, opens, &ran) && ran);
	CHECK(t, unit(t, look, found) && found[0] == 1 && found[1] == half);
	CHECK(t, loop_step(&world, JOB_QUICK, half, &ran) && ran);
	CHECK(t, unit(t, look, found) && found[0] == 0);
	writer_close(t->house.writer);
	t->house.writer = NULL;
}
