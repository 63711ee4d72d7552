/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/activity.h"
#include "core/participant.h"
#include "core/person.h"
#include "evidence/side.h"
#include "test/programme.h"

static const struct stmt sit = { "side_test_sit",
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES ($1, $2, 20, 1)",
	"ii", "" };
static const struct stmt rename_group = { "side_test_group",
	"INSERT INTO peer_group (id, round_id, name, subject, made_at)"
	" VALUES (33, 20, 'Law 1', 'Law', 1)",
	"", "" };

/* So many more people in a group, who look at so many pages each. */
static void fill(struct test *t, int64_t group, int people, int64_t views)
{
	for (int i = 0; i < people; i++) {
		struct person_id who = test_person(
			t, arena_fmt(t->mem, "g%lld-%d", (long long)group, i).at, ROLE_STUDENT);
		struct ctx *c = test_ctx(t, (struct person_id){ 0 });
		struct participant_id in;
		CHECK(t, sql_run(c, &sit, ARGS(arg(group), arg(who.v))));
		CHECK(t, participant_join(c, 10, who, &in));
		struct trace v = { .participant = in.v,
			.id = ctx_id(c),
			.round = PROGRAMME_ROUND,
			.at = t->now,
			.amount = views,
			.class = TRACE_VISIT,
			.channel = CHANNEL_WEB,
			.object_kind = OBJECT_HOME };
		CHECK(t, activity_add(c, &v) && test_end(t));
	}
}

static struct side made(struct test *t)
{
	struct measure_study study;
	struct side s = { 0 };
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, measure_study(c, S("cop"), &study) && side_make(c, &study, PROGRAMME_ROUND, &s));
	return s;
}

/* Ann, Ben and eight in Chemistry, Cleo and eight in Business. */
void test_side_shows_means_of_eight_and_more_in_whole_numbers(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	fill(t, CHEMISTRY, 8, 10);
	fill(t, BUSINESS, 8, 7);
	struct side s = made(t);
	const struct side_round *r = &s.round[0];
	CHECK(t, s.n == 1 && r->n == 2 && r->row[0].people == 9 && r->row[1].people == 9);
	CHECK(t, r->row[0].members == 10);    /* Ben is in no study */
	CHECK(t, r->row[0].at[0].shown == 9); /* 80 views over 9 people */
	CHECK(t, r->row[1].at[0].shown == 6 && r->total.at[0].shown == 8);
	CHECK(t, r->row[0].at[1].shown == DISCLOSE_HIDDEN); /* timed of nobody */
}

/* A group of four shows nothing, and nothing of it is in the line of all. */
void test_side_of_four_people_tells_nothing_and_nothing_follows(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	fill(t, CHEMISTRY, 8, 10);
	fill(t, BUSINESS, 3, 100);
	struct side s = made(t);
	const struct side_round *r = &s.round[0];
	CHECK(t, r->row[1].people == 4);
	for (size_t m = 0; m < SIDE_MEASURES; m++) {
		CHECK(t, r->row[1].at[m].shown == DISCLOSE_HIDDEN);
		CHECK(t, r->total.at[m].shown == r->row[0].at[m].shown);
	}
	/* With another small group nothing changes. */
	CHECK(t, sql_run(test_ctx(t, (struct person_id){ 0 }), &rename_group, NO_ARGS));
	CHECK(t, test_end(t));
	fill(t, 33, 5, 1);
	s = made(t);
	CHECK(t, s.round[0].total.at[0].shown == 9);
	CHECK(t, s.round[0].row[2].at[0].shown == DISCLOSE_HIDDEN);
}

/* Eight of eight would say that each of them is in the study. */
void test_side_does_not_tell_that_everybody_said_yes(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	fill(t, CHEMISTRY, 8, 10);
	fill(t, BUSINESS, 7, 7);
	struct side s = made(t);
	CHECK(t, s.round[0].row[1].members == 8 && s.round[0].row[1].people == 8);
	CHECK(t, s.round[0].row[1].at[0].shown == DISCLOSE_HIDDEN);
	CHECK(t, s.round[0].total.at[0].shown == s.round[0].row[0].at[0].shown);
}

void test_side_page_is_for_facilitators_and_names_nobody(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	fill(t, CHEMISTRY, 8, 10);
	test_sign_in(t, p.fay);
	struct reply r = test_get(t, "/round/20/side");
	CHECK(t, r.status == 200 && test_has(r.body, "<th scope=\"row\">Chemistry 1</th>"));
	CHECK(t, !test_has(r.body, ">ann") && !test_has(r.body, "g30-"));
	CHECK(t, test_has(r.body, "It cannot see:"));
	r = test_get(t, "/round/20/side.csv");
	CHECK(t,
		str_starts(r.body,
			S("round,group,page_views,active_minutes,days_present,posts,words,"
			  "replies_given,replies_received,first_reply_hours\n"
			  "autumn,Chemistry 1,")));
	CHECK(t, test_has(test_get(t, "/round/20/side.json").body, "\"rounded\": true"));
	CHECK(t, test_get(t, "/round/999/side").status == 404);
	test_sign_in(t, p.rex);
	CHECK(t, test_get(t, "/round/20/side").status == 403);
	test_sign_in(t, p.ann);
	CHECK(t, test_get(t, "/round/20/side.csv").status == 403);
}
