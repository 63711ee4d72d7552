/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/job.h"

#include "base/instant.h"
#include "core/letter.h"
#include "core/person.h"
#include "store/sql.h"
#include "test/test.h"

static const struct person_id machine = { 0 };
static const struct job_kind short_one = { .name = "short", .tries = 3, .lease_s = 60 };
static const struct job_kind long_one = { .name = "long", .tries = 3, .lease_s = 600 };
static const struct job_kind *const kinds[] = { &short_one, &long_one };

static struct job claim(struct test *t, size_t *kind)
{
	struct ctx *c = test_ctx(t, machine);
	struct job j = { 0 };

	CHECK(t, job_claim(c, kinds, 2, JOB_QUICK, &j, kind));
	return j;
}

static struct job claim_any(struct test *t)
{
	size_t kind;

	return claim(t, &kind);
}

void test_job_is_claimed_once_and_not_before_its_time(struct test *t)
{
	struct ctx *c = test_ctx(t, machine);
	size_t kind = 9;

	CHECK(t, job_add(c, &short_one, 7, t->now + INSTANT_MINUTE));
	CHECK(t, claim_any(t).id == 0);
	t->now += INSTANT_MINUTE;
	struct job j = claim(t, &kind);
	CHECK(t, j.id && j.subject == 7 && j.tries == 1 && kind == 0);
	CHECK(t, claim_any(t).id == 0);
	CHECK(t, job_done(test_ctx(t, machine), &j));
	t->now += INSTANT_DAY;
	CHECK(t, claim_any(t).id == 0);
}

void test_job_whose_worker_died_is_claimed_again_when_its_lease_ends(struct test *t)
{
	CHECK(t, job_add(test_ctx(t, machine), &short_one, 7, t->now));
	struct job first = claim_any(t);
	t->now += 60 * INSTANT_SECOND;
	CHECK(t, claim_any(t).id == 0);
	t->now += INSTANT_SECOND;
	struct job second = claim_any(t);
	CHECK(t, second.id == first.id && second.tries == 2);
	CHECK(t,
		job_done(test_ctx(t, machine),
			&first)); /* it has lost its lease and changes nothing */
	t->now += INSTANT_HOUR;
	CHECK(t, claim_any(t).id == first.id);
}

void test_job_that_failed_waits_longer_each_time_and_is_given_up(struct test *t)
{
	static const int64_t minutes[] = { 1, 4 };
	struct job_row *row;
	size_t n;

	CHECK(t, job_add(test_ctx(t, machine), &long_one, 7, t->now));
	for (int i = 0; i < 2; i++) {
		struct job j = claim_any(t);
		CHECK(t,
			j.tries == i + 1
				&& job_failed(test_ctx(t, machine), &long_one, &j, S("no luck")));
		t->now += minutes[i] * INSTANT_MINUTE - 1;
		CHECK(t, claim_any(t).id == 0);
		t->now++;
	}
	struct job last = claim_any(t);
	CHECK(t, last.tries == 3 && job_failed(test_ctx(t, machine), &long_one, &last, S("never")));
	t->now += 10 * INSTANT_DAY;
	CHECK(t, claim_any(t).id == 0);
	CHECK(t,
		job_list_failed(test_ctx(t, machine), 0, 9, &row, &n) && n == 1
			&& str_eq(row[0].error, S("never")));
}

void test_job_of_a_kind_that_nobody_knows_is_put_off(struct test *t)
{
	static const struct job_kind other = { .name = "other", .tries = 1, .lease_s = 60 };
	size_t kind = 0;

	CHECK(t, job_add(test_ctx(t, machine), &other, 7, t->now));
	struct job j = claim(t, &kind);
	CHECK(t, j.id && kind == 2 && job_failed(test_ctx(t, machine), NULL, &j, S("unknown")));
	CHECK(t, claim_any(t).id == 0);
}

void test_job_of_one_lane_does_not_stand_before_those_of_the_other(struct test *t)
{
	static const struct job_kind film = {
		.name = "film", .tries = 3, .lease_s = 900, .lane = JOB_SLOW
	};
	static const struct job_kind *const both[] = { &short_one, &film };
	struct job j = { 0 };
	size_t kind;

	CHECK(t,
		job_add(test_ctx(t, machine), &film, 1, t->now - INSTANT_HOUR)
			&& job_keep(test_ctx(t, machine), &film, 2, t->now - INSTANT_HOUR, 0)
			&& job_add(test_ctx(t, machine), &short_one, 7, t->now));
	CHECK(t, job_claim(test_ctx(t, machine), both, 2, JOB_QUICK, &j, &kind) && j.subject == 7);
	CHECK(t, job_claim(test_ctx(t, machine), both, 2, JOB_QUICK, &j, &kind) && j.id == 0);
	for (int subject = 1; subject <= 2; subject++)
		CHECK(t,
			job_claim(test_ctx(t, machine), both, 2, JOB_SLOW, &j, &kind)
				&& j.subject == subject && kind == 1);
	CHECK(t, job_claim(test_ctx(t, machine), both, 2, JOB_SLOW, &j, &kind) && j.id == 0);
}

void test_job_of_a_cause_that_was_rolled_back_is_not_there(struct test *t)
{
	struct ctx *c = test_ctx(t, machine);

	CHECK(t, job_add(c, &short_one, 7, t->now));
	(void)!fail(c, FAULT_CONFLICT, "The cause did not happen.");
	CHECK(t, !test_end(t) && claim_any(t).id == 0);
}

static int64_t queue(struct test *t, const char *kind)
{
	struct letter_draft d = { .kind = kind,
		.to = S("ann@b.example"),
		.subject = S("Hello"),
		.body = S("secret link") };
	int64_t id = 0;

	CHECK(t, letter_queue(test_ctx(t, machine), &d, &id));
	return id;
}

static struct letter letter_now(struct test *t, int64_t id)
{
	struct letter l = { 0 };

	CHECK(t, letter_get(test_ctx(t, machine), id, &l));
	return l;
}

void test_letter_is_sending_once(struct test *t)
{
	int64_t id = queue(t, "digest");
	struct ctx *c = test_ctx(t, machine);

	CHECK(t, letter_sending(c, id) && test_end(t));
	c = test_ctx(t, machine);
	CHECK(t, !letter_sending(c, id) && c->fault.kind == FAULT_CONFLICT);
	CHECK(t, letter_outcome(test_ctx(t, machine), id, LETTER_QUEUED, S("greylisted")));
	CHECK(t,
		letter_now(t, id).state == LETTER_QUEUED
			&& letter_sending(test_ctx(t, machine), id));
	CHECK(t,
		letter_outcome(test_ctx(t, machine), id, LETTER_SENT, S(""))
			&& letter_now(t, id).state == LETTER_SENT);
	c = test_ctx(t, machine);
	CHECK(t, !letter_sending(c, id));
}

void test_letter_with_a_link_is_emptied_once_it_is_of_no_use(struct test *t)
{
	int64_t link = queue(t, "sign-in"), other = queue(t, "digest");

	CHECK(t,
		letter_sending(test_ctx(t, machine), link)
			&& letter_sending(test_ctx(t, machine), other));
	CHECK(t,
		letter_outcome(test_ctx(t, machine), link, LETTER_QUEUED, S("later"))
			&& letter_now(t, link).body.len > 0);
	CHECK(t, letter_sending(test_ctx(t, machine), link));
	CHECK(t,
		letter_outcome(test_ctx(t, machine), link, LETTER_SENT, S(""))
			&& letter_now(t, link).body.len == 0);
	CHECK(t,
		letter_outcome(test_ctx(t, machine), other, LETTER_SENT, S(""))
			&& letter_now(t, other).body.len > 0);
}

void test_letter_that_a_crash_left_is_unknown_unless_it_is_being_sent(struct test *t)
{
	static const struct job_kind letters = {
		.name = letter_job_name, .tries = 6, .lease_s = 180
	};
	static const struct job_kind *const one[] = { &letters };
	int64_t id = queue(t, "digest"), n = 0;
	size_t kind;
	struct job j;

	CHECK(t, job_claim(test_ctx(t, machine), one, 1, JOB_QUICK, &j, &kind) && j.subject == id);
	CHECK(t, letter_sending(test_ctx(t, machine), id));
	CHECK(t, letter_recover(test_ctx(t, machine), &n) && n == 0);
	t->now += 181 * INSTANT_SECOND;
	CHECK(t,
		letter_recover(test_ctx(t, machine), &n) && n == 1
			&& letter_now(t, id).state == LETTER_UNKNOWN);
}

void test_letter_refuses_what_would_break_its_head(struct test *t)
{
	struct letter_draft d = { .kind = "digest",
		.to = S("ann@b.example"),
		.subject = S("a\r\nBcc: x@y.z"),
		.body = S("b") };
	struct ctx *c = test_ctx(t, machine);
	int64_t id;

	CHECK(t, !letter_queue(c, &d, &id) && c->fault.kind == FAULT_INVALID);
	d.subject = S("a");
	d.to = S("ann@b.example\r\nBcc: x@y.z");
	c = test_ctx(t, machine);
	CHECK(t, !letter_queue(c, &d, &id) && c->fault.kind == FAULT_INVALID);
}

void test_letter_is_forgotten_after_three_months(struct test *t)
{
	int64_t id = queue(t, "digest"), waiting = queue(t, "digest");
	struct letter *l;
	size_t n;

	CHECK(t, letter_refuse(test_ctx(t, machine), id, S("no")));
	CHECK(t,
		letter_list_troubled(test_ctx(t, machine), 0, 9, &l, &n) && n == 1 && l[0].id == id
			&& l[0].body.len == 0);
	t->now += 91 * INSTANT_DAY;
	CHECK(t, letter_forget(test_ctx(t, machine)));
	CHECK(t, letter_list_troubled(test_ctx(t, machine), 0, 9, &l, &n) && n == 0);
	CHECK(t, letter_now(t, waiting).state == LETTER_QUEUED);
}

static const struct stmt waiting = { "jobs_waiting",
	"SELECT count(*) FROM job WHERE kind = 'short' AND failed_at = 0", "", "i" };

static int64_t jobs_waiting(struct test *t)
{
	struct ctx *c = test_ctx(t, machine);
	struct rows r;
	int64_t n = -1;

	if (sql_one(c, &waiting, NO_ARGS, &r)) {
		n = row_int(&r, 0);
		sql_end(&r);
	}
	return n;
}

void test_job_that_comes_back_for_ever_waits_once(struct test *t)
{
	CHECK(t, job_keep(test_ctx(t, machine), &short_one, 0, t->now, 0));
	CHECK(t, job_keep(test_ctx(t, machine), &short_one, 0, t->now, 0) && jobs_waiting(t) == 1);
	struct job j = claim_any(t);
	/* While it runs it sees to its own return; a start in between adds no second chain. */
	CHECK(t, job_keep(test_ctx(t, machine), &short_one, 0, t->now + INSTANT_HOUR, j.id));
	CHECK(t, job_keep(test_ctx(t, machine), &short_one, 0, t->now + INSTANT_HOUR, j.id));
	CHECK(t, job_keep(test_ctx(t, machine), &short_one, 0, t->now, 0) && jobs_waiting(t) == 2);
	CHECK(t, job_done(test_ctx(t, machine), &j) && jobs_waiting(t) == 1);
	CHECK(t, claim_any(t).id == 0);
	t->now += INSTANT_HOUR;
	CHECK(t, claim_any(t).id != 0);
}
