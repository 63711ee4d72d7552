/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The ledger and the reports in bad weather: a clock that goes back, and a study to which nobody
   has said yes. */
#include "app/wiring.h"
#include "base/instant.h"
#include "test/programme.h"

#include <stdio.h>
#include <stdlib.h>

static const struct stmt differ = { "bad_differ",
	"SELECT COUNT(*) FROM (SELECT participant_id, class, round_id, COUNT(*) AS n,"
	" SUM(amount) AS amount FROM activity GROUP BY participant_id, class, round_id) a"
	" FULL JOIN activity_total t ON t.participant_id = a.participant_id AND t.class = a.class"
	" AND t.round_id = a.round_id WHERE COALESCE(a.n, 0) <> COALESCE(t.n, 0)"
	" OR COALESCE(a.amount, 0) <> COALESCE(t.amount, 0)",
	"", "i" };
static const struct stmt views = { "bad_views",
	"SELECT COUNT(DISTINCT id) FROM activity WHERE class = 1", "", "i" };
static const struct stmt seconds = { "bad_seconds",
	"SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM activity WHERE class = 2", "", "i" };
static const struct stmt newest = { "bad_newest",
	"SELECT COALESCE(max(id), 0) FROM activity WHERE class = 1", "", "i" };
static const struct stmt traces = { "bad_traces", "SELECT COUNT(*) FROM activity", "", "i" };

/* The seconds of the view that was noted last, told after so long by this clock. */
static void stay(struct test *t, int64_t seconds_there, int64_t clock)
{
	int64_t view = programme_number(t, &newest, NO_ARGS);

	t->now += clock;
	CHECK(t,
		test_post(t, "/trace/active",
			arena_fmt(t->mem, "view=%lld&seconds=%lld", (long long)view,
				(long long)seconds_there)
				.at)
				.status
			== 204);
}

/* Ann looks on Tuesday, the clock is set back to Monday, where she looks again, and forward: three
   views, two days, and nothing is negative or twice. */
void test_ledger_survives_a_clock_that_goes_back(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	CHECK(t, test_get(t, "/home").status == 200);
	stay(t, 40, 50 * INSTANT_SECOND);
	CHECK(t, programme_number(t, &seconds, NO_ARGS) == 40);
	/* While a page is open: what it tells cannot be more than has passed, which is nothing. */
	CHECK(t, test_get(t, "/home").status == 200);
	stay(t, 30, -INSTANT_DAY);
	CHECK(t, programme_number(t, &seconds, NO_ARGS) == 40);
	CHECK(t, test_get(t, "/home").status == 200);
	t->now += INSTANT_DAY;
	CHECK(t, programme_number(t, &views, NO_ARGS) == 3);
	CHECK(t, programme_number(t, &differ, NO_ARGS) == 0);
	test_sign_in(t, p.rex);
	struct str csv = test_get(t, "/reports/measures.csv?study=cop&by=week").body;
	CHECK(t, csv.len > 0 && !test_has(csv, ",-"));
	csv = test_get(t, "/reports/weeks.csv?study=cop").body;
	CHECK(t, test_has(csv, "autumn,2,") && test_has(csv, ",3,0,1,"));
	csv = test_get(t, "/reports/measures.csv?study=cop&by=person").body;
	CHECK(t, test_has(csv, ",3,1,0.666666666666667,2,0,"));
}

static const char nobody[] =
	"INSERT INTO study (id, name, title, made_at) VALUES (11, 'none', 'Nobody', 1);"
	"UPDATE round SET study_id = 11 WHERE id = 20;"
	"DELETE FROM participant_key; DELETE FROM participant";

/* Everybody reads and writes and nobody takes part: no trace, and each report says that there is
   nobody rather than failing or counting. */
void test_ledger_of_a_study_without_consent_stays_empty(struct test *t)
{
	struct programme p;
	int pages = 0;

	programme_make(t, &p);
	CHECK(t, sql_script(test_ctx(t, p.rex), nobody) && test_end(t));
	int64_t thread = programme_thread(t, p.ann, CHEMISTRY, "Ann asks", "What helped?");
	(void)programme_answer(t, p.ben, thread, "A walk.");
	test_sign_in(t, p.ann);
	CHECK(t, test_get(t, "/home").status == 200);
	CHECK(t, test_get(t, programme_path(t, "/thread/%", thread, 0)).status == 200);
	CHECK(t, programme_number(t, &traces, NO_ARGS) == 0);
	test_sign_in(t, p.rex);
	for (size_t i = 0; i < wiring_gate.n; i++)
		for (size_t k = 0; k < *wiring_gate.tables[i].n; k++) {
			const struct route *r = &wiring_gate.tables[i].at[k];
			if (r->method != GET || r->may.verb != REPORT_READ || strchr(r->path, '{'))
				continue;
			struct reply reply =
				test_get(t, arena_fmt(t->mem, "%s?study=none", r->path).at);
			if (reply.status != 200)
				printf("  %s: %d\n", r->path, reply.status);
			CHECK(t,
				reply.status == 200 && !test_has(reply.body, ">nan")
					&& !test_has(reply.body, "-nan"));
			pages++;
		}
	CHECK(t, pages > 25);
	CHECK(t,
		test_has(test_get(t, "/reports/participation.csv?study=none").body, "page_views\n")
			&& test_has(test_get(t, "/reports/table.json?study=none").body,
				"\"rows\": []"));
	CHECK(t, test_post(t, "/reports/bundle", "once=k&study=none&title=P").status == 303);
	struct reply r = test_post(t, "/reports/key", "study=none&name=none");
	CHECK(t, r.status == 409 && test_has(r.body, "fewer than 5 people"));
}
