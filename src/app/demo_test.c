/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/demo_study.h"
#include "app/demo_table.h"
#include "base/instant.h"
#include "core/background.h"
#include "core/person.h"
#include "core/place.h"
#include "store/sql.h"
#include "test/test.h"

static const struct stmt felt_in = { "demo_felt_in",
	"SELECT COUNT(*) FROM survey_reply y JOIN survey_wave w ON w.id = y.wave_id"
	" WHERE w.title = $1 AND y.finished_at > 0",
	"s", "i" };
static const struct stmt people_of_study = { "demo_test_people",
	"SELECT count(DISTINCT e.person_id), count(DISTINCT r.id) FROM enrolment e "
	"JOIN round r ON r.id = e.round_id "
	"JOIN study s ON s.id = r.study_id WHERE s.name = $1",
	"s", "ii" };
static const struct stmt group_sizes = { "demo_test_groups",
	"SELECT count(*), min(n), max(n) FROM (SELECT count(*) AS n FROM membership "
	"GROUP BY group_id) AS g",
	"", "iii" };
static const struct stmt study_id = { "demo_test_study", "SELECT id FROM study WHERE name = $1",
	"s", "i" };
static const struct stmt published = { "demo_test_published",
	"SELECT p.gender, p.subject, p.year, p.engagement, "
	"(SELECT count(*) FROM activity a WHERE a.participant_id = p.id AND a.class = 1), "
	"(SELECT coalesce(max(a.amount), 1) FROM activity a WHERE a.participant_id = "
	"p.id AND a.class = 1) "
	"FROM participant p JOIN study s ON s.id = p.study_id WHERE s.name = "
	"'cop-2019' AND p.number = $1",
	"i", "ssssii" };
static const struct stmt outside = { "demo_test_outside",
	"SELECT count(*) FROM activity a JOIN round r ON r.id = a.round_id "
	"WHERE a.at < r.opens_at OR a.at >= r.closes_at OR a.at > $1",
	"i", "i" };
static const struct stmt interviews = { "demo_test_interviews",
	"SELECT count(*) FROM activity a JOIN participant p ON p.id = a.participant_id "
	"WHERE a.class = 6 AND a.channel = 4 AND p.number > 0 AND a.object_id = "
	"CASE p.engagement WHEN 'Active' THEN 1 ELSE 2 END",
	"", "i" };
static const struct stmt left_waiting = { "demo_test_waiting",
	"SELECT count(*) FROM thread t WHERE t.opened_at < $1 AND NOT EXISTS (SELECT 1 FROM post p "
	"WHERE p.thread_id = t.id AND p.posted_at > t.opened_at AND p.posted_at <= "
	"t.opened_at + 86400000000)",
	"i", "i" };
static const struct stmt all_posts = { "demo_test_posts",
	"SELECT t.title, p.byline, p.html, p.posted_at, p.edited_at, p.useful FROM post p "
	"JOIN thread t ON t.id = p.thread_id ORDER BY p.posted_at, t.title, p.html",
	"", "sssiii" };
static const struct stmt all_traces = { "demo_test_traces",
	"SELECT a.at, a.class, a.amount, a.object_kind, p.number, p.subject FROM activity a "
	"JOIN participant p ON p.id = a.participant_id "
	"ORDER BY a.at, a.class, a.amount, a.object_kind, p.number, p.subject",
	"", "iiiiis" };
static const struct stmt all_people = { "demo_test_all_people",
	"SELECT p.address, p.name, p.made_at, coalesce(g.name, ''), "
	"coalesce(g.made_at, 0), p.roles FROM person p "
	"LEFT JOIN membership m ON m.person_id = p.id LEFT JOIN peer_group g ON g.id "
	"= m.group_id ORDER BY p.address",
	"", "ssisii" };

static int64_t number(struct test *t, struct ctx *c, const struct stmt *s, struct args in, int col)
{
	int64_t n = -1;
	struct rows r;

	if (!sql_one(c, s, in, &r)) {
		test_failed(t, __FILE__, __LINE__, s->name);
		return n;
	}
	n = row_int(&r, col);
	sql_end(&r);
	return n;
}

static void check_published(struct test *t, struct ctx *c, const struct demo_row *row)
{
	struct rows r;

	CHECK(t, sql_one(c, &published, ARGS(arg(row->number)), &r));
	CHECK(t, str_eq(row_str(&r, 0), row->gender) && str_eq(row_str(&r, 1), row->subject));
	CHECK(t, str_eq(row_str(&r, 2), row->year) && str_eq(row_str(&r, 3), row->engagement));
	CHECK(t, row_int(&r, 4) == row->views);
	CHECK(t, row_int(&r, 5) == 1); /* each view is a trace of its own */
	sql_end(&r);
}

static void check_shape(struct test *t, struct ctx *c)
{
	int64_t tagged = 0, known = 0;

	CHECK(t, number(t, c, &people_of_study, ARGS(arg(S("cop-2019"))), 0) == 222);
	CHECK(t, number(t, c, &people_of_study, ARGS(arg(S("cop-2019"))), 1) == 3);
	CHECK(t, number(t, c, &people_of_study, ARGS(arg(S("autumn"))), 1) == 1);
	CHECK(t, number(t, c, &group_sizes, NO_ARGS, 0) == 30);
	CHECK(t, number(t, c, &group_sizes, NO_ARGS, 1) >= 5);
	CHECK(t, number(t, c, &group_sizes, NO_ARGS, 2) <= 13);
	CHECK(t,
		background_count(
			c, number(t, c, &study_id, ARGS(arg(S("cop-2019"))), 0), &tagged, &known));
	CHECK(t, tagged == 115 && known == 222);
}

static const struct stmt trials = { "demo_test_trials",
	"SELECT count(*), max(frozen_at - r.opens_at) FROM trial t"
	" JOIN round r ON r.id = t.round_id WHERE t.frozen_at > 0",
	"", "ii" };
static const struct stmt fates = { "demo_test_fates",
	"SELECT count(*), sum(CASE WHEN completed = 1 THEN 1 ELSE 0 END) FROM outcome", "", "ii" };

/* Something to show under trials and outcomes; the trial was frozen before its round began. */
static void check_after(struct test *t, struct ctx *c)
{
	CHECK(t, number(t, c, &trials, NO_ARGS, 0) == 1);
	CHECK(t, number(t, c, &trials, NO_ARGS, 1) < 0);
	CHECK(t, number(t, c, &fates, NO_ARGS, 0) == 222);
	CHECK(t, number(t, c, &fates, NO_ARGS, 1) > 190);
}

static uint64_t mix(uint64_t hash, const void *at, size_t len)
{
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ ((const unsigned char *)at)[i]) * 0x100000001b3;
	return hash;
}

static uint64_t digest(struct test *t, struct ctx *c, uint64_t hash, const struct stmt *s)
{
	struct rows r;

	CHECK(t, sql_open(c, s, NO_ARGS, &r));
	while (sql_next(&r))
		for (int col = 0; s->out[col]; col++) {
			int64_t n = s->out[col] == 'i' ? row_int(&r, col) : 0;
			struct str text = s->out[col] == 's' ? row_peek(&r, col) : S("");

			hash = mix(mix(hash, &n, sizeof n), text.at, text.len);
		}
	CHECK(t, ctx_ok(c));
	return hash;
}

static void check_published_rows(struct test *t, struct ctx *c)
{
	struct demo_row row[DEMO_TABLE_ROWS];

	CHECK(t, demo_table_read(c, row));
	for (size_t i = 0; i < DEMO_TABLE_ROWS; i++)
		check_published(t, c, &row[i]);
	CHECK(t, row[0].number == 19 && row[0].views == 226);
	CHECK(t, row[DEMO_TABLE_ROWS - 1].number == 9 && row[DEMO_TABLE_ROWS - 1].views == 0);
}

/* Makes the demonstration and looks at it, and at all of it but ids and sealed facts for the
   digest; then takes it back. */
static uint64_t make_and_forget(struct test *t)
{
	uint64_t hash = 0xcbf29ce484222325;
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, demo_study_make(c));
	c->roles = ROLE_ALL;
	check_shape(t, c);
	check_published_rows(t, c);
	check_after(t, c);
	CHECK(t, number(t, c, &outside, ARGS(arg(c->now)), 0) == 0);
	/* Most said how involved they felt in the first week; this week nobody was asked yet. */
	int64_t felt = number(t, c, &felt_in, ARGS(arg(S("Week 1"))), 0);
	CHECK(t, felt >= 20 && felt < 40);
	CHECK(t, number(t, c, &felt_in, ARGS(arg(S("Week 2"))), 0) == 0);
	CHECK(t, number(t, c, &interviews, NO_ARGS, 0) == 24);
	CHECK(t, number(t, c, &left_waiting, ARGS(arg(c->now - INSTANT_DAY)), 0) == 0);
	hash = digest(t, c, hash, &all_people);
	hash = digest(t, c, hash, &all_posts);
	hash = digest(t, c, hash, &all_traces);
	CHECK(t, !fail(c, FAULT_INVALID, "Taken back."));
	CHECK(t, !test_end(t));
	return hash;
}

void test_the_demonstration_has_the_published_table_and_is_the_same_each_time(struct test *t)
{
	uint64_t first = make_and_forget(t);

	CHECK(t, make_and_forget(t) == first);
}

/* Five past midnight on the day on which the clocks change. */
void test_the_live_round_is_in_its_second_week_and_under_way(struct test *t)
{
	struct date day = { 2027, 3, 28 };
	struct person student;
	struct place p;
	struct ctx *c;

	t->now = civil_instant((struct civil){ .date = day, .hour = 0, .minute = 5 });
	c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, demo_study_make(c));
	CHECK(t, person_by_address(c, S("student@cairn.example"), &student) && student.id.v > 0);
	CHECK(t, str_eq(student.name, S("Jess Moran")) && student.roles == ROLE_STUDENT);
	c->actor = student.id;
	CHECK(t, place_find(c, &p) && p.week == 2 && p.weeks == 4 && p.read_across);
	CHECK(t, str_eq(p.group_name, S("Social and Political Science")));
	CHECK(t, number(t, c, &outside, ARGS(arg(c->now)), 0) == 0);
}

void test_the_demonstration_refuses_a_database_with_people(struct test *t)
{
	test_person(t, "mina", ROLE_STUDENT);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, !demo_study_make(c));
	CHECK(t, c->fault.kind == FAULT_CONFLICT);
	CHECK(t, test_has(str_of(c->fault.text), "empty"));
}
