/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Somebody who facilitates a round and wants to know whether one person was here: they ask for the
   means of the groups each day, on days on which they know of nobody else who was. The same program
   is first let loose on means of today, where it finds people: so it can. */
#include "base/instant.h"
#include "core/activity.h"
#include "core/participant.h"
#include "core/person.h"
#include "test/programme.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { DAYS = 60, PEOPLE = 10, VIEWS = 30 };

static const struct stmt sit = { "attack_side_sit",
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES (30, $1, 20, 1)",
	"i", "" };
static const struct stmt sum = { "attack_side_sum",
	"SELECT CAST(COALESCE(SUM(a.amount), 0) AS BIGINT) FROM activity a WHERE a.class = 1"
	" AND a.participant_id NOT IN ($1, $2)",
	"ii", "i" };

struct group {
	struct programme p;
	int64_t who[PEOPLE]; /* participants */
};

static void look(struct test *t, int64_t who, int64_t views)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct trace v = { .participant = who,
		.id = ctx_id(c),
		.round = PROGRAMME_ROUND,
		.at = t->now,
		.amount = views,
		.class = TRACE_VISIT,
		.channel = CHANNEL_WEB,
		.object_kind = OBJECT_HOME };

	CHECK(t, activity_add(c, &v) && test_end(t));
}

/* Ann, Ben and ten in Chemistry; all but Ben are in the study. */
static void make(struct test *t, struct group *g)
{
	programme_make(t, &g->p);
	for (int i = 0; i < PEOPLE; i++) {
		struct person_id who =
			test_person(t, arena_fmt(t->mem, "chem%d", i).at, ROLE_STUDENT);
		struct participant_id in;
		struct ctx *c = test_ctx(t, (struct person_id){ 0 });
		CHECK(t, sql_run(c, &sit, ARGS(arg(who.v))) && participant_join(c, 10, who, &in));
		CHECK(t, test_end(t));
		g->who[i] = in.v;
		look(t, in.v, 10);
	}
}

/* A number of the line of a group, and of the line of all; -1 where it is left out. */
static int64_t shown(struct test *t, const char *line)
{
	struct reply r = test_get(t, "/round/20/side.csv");
	const char *at = memmem(r.body.at, r.body.len, line, strlen(line));

	CHECK(t, r.status == 200 && at);
	return at && at[strlen(line)] != ',' ? strtol(at + strlen(line), NULL, 10) : -1;
}

/* What somebody sees who asks each day, while one person was here since the day before. */
struct watch {
	int64_t last;
	int certain; /* days on which it is certain that the one was here */
	int changes;
};

static void see(struct watch *w, int64_t now, int64_t people_since)
{
	bool changed = w->last >= 0 && now != w->last;

	w->changes += changed;
	w->certain += changed && people_since < 8;
	w->last = now;
}

void test_attack_on_means_over_days_finds_nobody(struct test *t)
{
	struct watch page = { -1, 0, 0 }, all = { -1, 0, 0 }, plain = { -1, 0, 0 };
	bool since[PEOPLE] = { false };
	struct group g;

	make(t, &g);
	const int64_t others[] = { programme_participant(t, g.p.cleo),
		programme_participant(t, g.p.dan) };
	test_sign_in(t, g.p.fay);
	CHECK(t, shown(t, "autumn,Chemistry 1,") == 9 && shown(t, "autumn,Business 1,") == -1);
	for (int d = 0; d < DAYS; d++) {
		int one = d * 7 % PEOPLE;
		t->now += INSTANT_DAY;
		look(t, g.who[one], VIEWS);
		since[one] = true;
		int people = 0;
		for (int i = 0; i < PEOPLE; i++)
			people += since[i];
		double mean =
			(double)programme_number(t, &sum, ARGS(arg(others[0]), arg(others[1])))
			/ (PEOPLE + 1);
		see(&plain, (int64_t)floor(mean + 0.5), 1);
		test_sign_in(t, g.p.fay);
		int64_t now = shown(t, "autumn,Chemistry 1,");
		int before = page.changes;
		see(&page, now, people);
		see(&all, shown(t, "autumn,Groups that are shown,"), people);
		if (page.changes > before)
			memset(since, 0, sizeof since);
	}
	CHECK(t, plain.certain > 40);
	CHECK(t, page.certain == 0 && all.certain == 0);
	/* And it says something. */
	CHECK(t, page.changes >= 4 && all.changes >= 4);
}

/* The page, the files and the terminal tell the same, whoever asked first. */
void test_attack_on_means_gets_one_answer_whatever_is_asked(struct test *t)
{
	struct group g;

	make(t, &g);
	test_sign_in(t, g.p.fay);
	struct str csv = arena_str(t->mem, test_get(t, "/round/20/side.csv").body);
	t->now += INSTANT_DAY;
	look(t, g.who[0], 1000);
	test_sign_in(t, g.p.fay);
	CHECK(t, str_eq(csv, test_get(t, "/round/20/side.csv").body));
	CHECK(t, test_has(test_get(t, "/round/20/side.json").body, "\"page_views\": 9"));
	struct reply r = test_get(t, "/round/20/side");
	CHECK(t, test_has(r.body, "<td class=\"n\">9</td>") && !test_has(r.body, ">100</td>"));
	CHECK(t, test_has(r.body, "Tuesday 3 November"));
	/* Who leaves the study takes nothing out that could be told by asking again. */
	CHECK(t,
		sql_script(test_ctx(t, g.p.rex),
			arena_fmt(t->mem, "UPDATE participant SET withdrawn_at = 5 WHERE id = %lld",
				(long long)g.who[1])
				.at)
			&& test_end(t));
	test_sign_in(t, g.p.fay);
	CHECK(t, str_eq(csv, test_get(t, "/round/20/side.csv").body));
}
