/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/activity.h"

#include "base/instant.h"
#include "core/ledger.h"
#include "core/place.h"
#include "store/sql.h"
#include "store/writer.h"
#include "test/fixture.h"

static const struct stmt sum = { "sum",
	"SELECT count(*), COALESCE(sum(amount), 0) FROM activity WHERE participant_id = $1 AND"
	" class = $2",
	"ii", "ii" };
static const struct stmt kept_sum = { "kept_sum",
	"SELECT CAST(COALESCE(sum(n), 0) AS BIGINT), CAST(COALESCE(sum(amount), 0) AS BIGINT)"
	" FROM activity_total WHERE participant_id = $1 AND class = $2",
	"ii", "ii" };
static const struct stmt differ = { "totals_that_differ",
	"SELECT COUNT(*) FROM (SELECT participant_id, class, round_id, COUNT(*) AS n,"
	" SUM(amount) AS amount FROM activity GROUP BY participant_id, class, round_id) a"
	" FULL JOIN activity_total t ON t.participant_id = a.participant_id AND t.class = a.class"
	" AND t.round_id = a.round_id WHERE COALESCE(a.n, 0) <> COALESCE(t.n, 0)"
	" OR COALESCE(a.amount, 0) <> COALESCE(t.amount, 0)",
	"", "i" };

struct found {
	int64_t rows, amount;
};

static struct found find(struct test *t, struct ctx *c, int64_t participant, enum trace_class class)
{
	struct found f = { -1, -1 };
	struct rows r;

	CHECK(t, sql_one(c, &sum, ARGS(arg(participant), arg((int64_t) class)), &r));
	f = (struct found){ row_int(&r, 0), row_int(&r, 1) };
	sql_end(&r);
	CHECK(t, sql_one(c, &kept_sum, ARGS(arg(participant), arg((int64_t) class)), &r));
	CHECK(t, row_int(&r, 0) == f.rows && row_int(&r, 1) == f.amount);
	sql_end(&r);
	return f;
}

void test_activity_seconds_grow_and_are_bounded_by_the_clock(struct test *t)
{
	struct fixture f = fixture_make(t, false);
	struct ctx *c = test_ctx(t, f.member);
	struct place p;

	CHECK(t, place_find(c, &p));
	int64_t view = activity_visit(c, &p, OBJECT_THREAD, f.thread);
	CHECK(t, view > 0 && find(t, c, f.participant, TRACE_ACTIVE).rows == 0);
	c->now += 100 * INSTANT_SECOND;
	CHECK(t,
		activity_active(c, &p, view, 40)
			&& find(t, c, f.participant, TRACE_ACTIVE).amount == 40);
	CHECK(t,
		activity_active(c, &p, view, 30)
			&& find(t, c, f.participant, TRACE_ACTIVE).amount == 40);
	CHECK(t,
		activity_active(c, &p, view, 5000)
			&& find(t, c, f.participant, TRACE_ACTIVE).amount == 101);
	c->now += 10 * INSTANT_HOUR;
	CHECK(t, activity_active(c, &p, view, 30000));
	CHECK(t, find(t, c, f.participant, TRACE_ACTIVE).amount == ACTIVE_MAX_S);
	CHECK(t,
		find(t, c, f.participant, TRACE_ACTIVE).rows == 1
			&& find(t, c, f.participant, TRACE_VISIT).amount == 1);
}

void test_activity_of_another_view_is_not_noted(struct test *t)
{
	struct fixture f = fixture_make(t, false);
	struct ctx *c = test_ctx(t, f.member);
	struct place p;

	CHECK(t, place_find(c, &p));
	CHECK(t, activity_active(c, &p, 12345, 10));
	p.participant += 64;
	int64_t theirs = activity_visit(c, &p, OBJECT_HOME, 0);
	p.participant -= 64;
	c->now += INSTANT_MINUTE;
	CHECK(t,
		activity_active(c, &p, theirs, 10)
			&& find(t, c, f.participant, TRACE_ACTIVE).rows == 0);
}

void test_activity_of_somebody_outside_the_study_leaves_no_trace(struct test *t)
{
	struct fixture f = fixture_make(t, false);
	struct ctx *c = test_ctx(t, f.other_member);
	struct place p;

	CHECK(t, place_find(c, &p) && p.participant == 0);
	CHECK(t,
		activity_visit(c, &p, OBJECT_HOME, 0) == 0
			&& activity_note(c, &p, TRACE_POST, OBJECT_POST, 1));
	CHECK(t, find(t, c, 0, TRACE_VISIT).rows == 0 && find(t, c, 0, TRACE_POST).rows == 0);
}

/* Of a study of its own. */
static bool make_participant(struct ctx *c, int64_t id)
{
	return sql_script(c,
		arena_fmt(c->mem,
			"INSERT INTO study (id, name, title, made_at) VALUES (%d, 's%d', 's', 1);"
			"INSERT INTO participant (id, study_id, made_at) VALUES (%d, %d, 1)",
			(int)id, (int)id, (int)id, (int)id)
			.at);
}

/* What was on its way when the key of a study was destroyed. */
void test_activity_of_a_participant_who_is_no_more_is_not_added(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	const struct trace one = { .participant = 77,
		.id = 5,
		.amount = 1,
		.class = TRACE_VISIT,
		.channel = CHANNEL_WEB };

	CHECK(t, activity_add_all(c, &one, 1) && find(t, c, 77, TRACE_VISIT).rows == 0);
	CHECK(t, make_participant(c, 77));
	CHECK(t, activity_add_all(c, &one, 1) && find(t, c, 77, TRACE_VISIT).rows == 1);
}

void test_concurrent_ledger_loses_nothing_at_a_normal_stop(struct test *t)
{
	enum { MANY = 5000 };
	const char *url = test_database(t);
	char why[256] = "";
	struct writer *w = writer_open(url, 2, why, sizeof why);
	struct ledger *l = ledger_open(w, &t->ids);
	struct ctx c = { .mem = t->mem };

	c.db = db_open(url, why, sizeof why);
	CHECK(t, w != NULL && c.db && tx_begin(&c, TX_WRITE) && make_participant(&c, 7));
	CHECK(t, tx_end(&c));
	for (int64_t i = 0; i < MANY; i++) {
		struct trace trace = { .participant = 7,
			.id = 100 + i,
			.at = TEST_NOW,
			.amount = 1,
			.class = TRACE_VISIT,
			.channel = CHANNEL_WEB,
			.object_kind = OBJECT_HOME };
		ledger_add(l, &trace);
	}
	ledger_close(l);
	writer_close(w);
	CHECK(t, find(t, &c, 7, TRACE_VISIT).rows == MANY);
	db_close(c.db);
}

/* Some go in one statement and the rest one by one; nobody's are left out in both. */
void test_activity_adds_many_at_once(struct test *t)
{
	struct fixture f = fixture_make(t, false);
	struct ctx *c = test_ctx(t, f.member);
	struct trace many[53];

	for (size_t i = 0; i < 53; i++)
		many[i] = (struct trace){ .participant = i % 50 == 40 ? 0 : f.participant,
			.id = ctx_id(c),
			.at = c->now,
			.amount = 1,
			.class = TRACE_VISIT,
			.channel = CHANNEL_IMPORT,
			.object_kind = OBJECT_PAGE };
	struct found before = find(t, c, f.participant, TRACE_VISIT);
	CHECK(t, activity_add_all(c, many, 53) && activity_add_all(c, many, 0));
	struct found after = find(t, c, f.participant, TRACE_VISIT);
	CHECK(t, after.rows == before.rows + 52 && after.amount == before.amount + 52);
	CHECK(t, find(t, c, 0, TRACE_VISIT).rows == 0);
	CHECK(t, !activity_add_all(c, many, 16) && c->fault.kind == FAULT_CONFLICT);
}

void test_activity_sums_are_those_of_the_rows_whatever_their_order(struct test *t)
{
	struct fixture f = fixture_make(t, false);
	struct ctx *c = test_ctx(t, f.member);
	struct trace many[100];
	struct rows r;

	for (int64_t i = 1000; i < 1003; i++)
		CHECK(t, make_participant(c, i));
	for (int64_t i = 0; i < 100; i++)
		many[i] = (struct trace){ .participant = i % 7 == 0 ? 0 : 1000 + i % 3,
			.id = ctx_id(c),
			.round = f.round + i % 2,
			.at = c->now,
			.amount = i,
			.class = i % 5 ? TRACE_VISIT : TRACE_POST,
			.channel = CHANNEL_WEB,
			.object_kind = OBJECT_PAGE };
	CHECK(t, activity_add_all(c, many, 100) && activity_add_all(c, many, 0));
	many[1].id = ctx_id(c);
	CHECK(t, activity_add(c, &many[1]));
	CHECK(t, find(t, c, 1001, TRACE_VISIT).rows > 20 && find(t, c, 1001, TRACE_POST).rows > 2);
	CHECK(t, find(t, c, 0, TRACE_VISIT).rows == 0);
	CHECK(t, sql_one(c, &differ, NO_ARGS, &r));
	CHECK(t, row_int(&r, 0) == 0);
	sql_end(&r);
}
