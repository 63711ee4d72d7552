/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The key of a study is destroyed, and test/rejoin tries to join its participants to people again.
   While the key is there, though it is not looked at, everybody is found. */
#include "core/sever.h"

#include "base/instant.h"
#include "core/activity.h"
#include "core/audit.h"
#include "core/consent.h"
#include "core/letter.h"
#include "core/letter_trace.h"
#include "core/participant.h"
#include "core/person.h"
#include "core/place.h"
#include "core/sever_alike.h"
#include "evidence/outcome.h"
#include "test/programme.h"
#include "test/rejoin.h"

enum { PEOPLE = 12 };

/* ---- people who leave every kind of trace ---- */

static const struct stmt enrol = { "sever_enrol",
	"INSERT INTO enrolment (round_id, person_id, subject, year, joined_at)"
	" VALUES (20, $1, $2, $3, $4)",
	"isii", "" };
static const struct stmt member = { "sever_member",
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES ($1, $2, 20, $3)",
	"iii", "" };
static const struct stmt reply = { "sever_reply",
	"INSERT INTO survey_reply (wave_id, who, version, saved_at, finished_at, answers)"
	" VALUES (91, 'p' || CAST($1 AS BIGINT), 1, $2, $2, '{}')",
	"ii", "" };
static const struct stmt views = { "sever_views",
	"SELECT CAST(COALESCE(SUM(a.amount), 0) AS BIGINT) FROM activity a JOIN participant p"
	" ON p.id = a.participant_id WHERE p.study_id = 10 AND a.class = 1",
	"", "i" };
static const struct stmt sums = { "sever_sums",
	"SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM activity_total WHERE class = 1", "",
	"i" };
static const struct stmt keys = { "sever_keys",
	"SELECT (SELECT COUNT(*) FROM participant_key WHERE study_id = 10)"
	" + (SELECT COUNT(*) FROM participant_alias WHERE study_id = 10)"
	" + (SELECT COUNT(*) FROM import_line WHERE study_id = 10)",
	"", "i" };
static const struct stmt lonely = { "sever_lonely",
	"SELECT COUNT(*) FROM (SELECT subject, year, gender FROM participant WHERE study_id = 10"
	" GROUP BY subject, year, gender HAVING COUNT(*) < 5) g",
	"", "i" };

static const char survey[] =
	"INSERT INTO survey (id, study_id, name, title, version, made_by, made_at)"
	" VALUES (90, 10, 's', 'Trust', 1, 1, 1);"
	"INSERT INTO survey_version (survey_id, version, content, title, link, made_at,"
	" launched_at) VALUES (90, 1, '{}', 'Trust', 'pseudonymous', 1, 1);"
	"INSERT INTO survey_wave (id, survey_id, title, opens_at, closes_at)"
	" VALUES (91, 90, 'Autumn', 1, 1893456000000000)";

struct world {
	struct programme p;
	struct person_id who[PEOPLE];
	int64_t participant[PEOPLE];
	int64_t consent, thread, post;
};

/* Some time later, so that no two do anything at once. */
static struct ctx *later(struct test *t, struct person_id who)
{
	t->now += 37 * INSTANT_MINUTE;
	return test_ctx(t, who);
}

static void join(struct test *t, struct world *w, int i)
{
	static const char *const subjects[] = { "Chemistry", "Chemistry", "Law", "Zoology" };
	struct person_id who = test_person(t, arena_fmt(t->mem, "w%d", i).at, ROLE_STUDENT);
	struct str subject = str_of(subjects[i % 4]);
	struct participant_id p = { 0 };
	struct ctx *c = later(t, who);

	w->who[i] = who;
	CHECK(t, consent_give(c, who, w->consent) && participant_join(c, 10, who, &p));
	CHECK(t, participant_fill(c, p, subject, arena_fmt(t->mem, "%d", i % 3 + 1)));
	CHECK(t,
		sql_run(c, &enrol,
			ARGS(arg(who.v), arg(subject), arg((int64_t)(i % 3 + 1)), arg(c->now))));
	CHECK(t, sql_run(c, &member, ARGS(arg((int64_t)(30 + i % 2)), arg(who.v), arg(c->now))));
	w->participant[i] = p.v;
	CHECK(t, test_end(t));
}

static void send(struct test *t, struct world *w, int i, const char *pattern, const char *form)
{
	t->now += 13 * INSTANT_MINUTE;
	test_sign_in(t, w->who[i]);
	CHECK(t, test_post(t, programme_path(t, pattern, w->thread, w->post), form).status == 303);
}

static void letter(struct test *t, const struct world *w, int i)
{
	struct letter_draft d = { .person = w->who[i],
		.kind = "week",
		.to = S("w@cairn.example"),
		.subject = S("Week"),
		.body = S("Week"),
		.study = 10,
		.round = 20,
		.path = S("/home") };
	struct str link, read_it;
	int64_t id = 0;
	struct ctx *c = later(t, w->who[i]);

	CHECK(t, letter_trace_begin(c, &d, &link, &read_it) && letter_queue(c, &d, &id));
	CHECK(t, letter_trace_delivered(c, id) && letter_trace_read(c, d.token));
	CHECK(t, letter_trace_followed(c, d.token, &link) && test_end(t));
}

static void live(struct test *t, struct world *w, int i)
{
	struct participant who = { .id = { w->participant[i] },
		.study = 10,
		.number = i + 1,
		.gender = i % 2 ? S("Female") : S("Male"),
		.subject = i % 4 == 3 ? S("Zoology") : S("Chemistry"),
		.year = S("2"),
		.engagement = S("Active") };
	struct place here;

	t->now += 11 * INSTANT_MINUTE;
	test_sign_in(t, w->who[i]);
	CHECK(t, test_get(t, programme_path(t, "/thread/%", w->thread, 0)).status == 200);
	send(t, w, i, "/thread/%/post/%/useful", "on=1");
	send(t, w, i, "/thread/%/read", "");
	if (i % 2 == 0)
		programme_answer(t, w->who[i], w->thread, "I would say so.");
	letter(t, w, i);
	struct ctx *c = later(t, w->who[i]);
	CHECK(t,
		place_find(c, &here) && activity_note(c, &here, TRACE_ATTENDED, OBJECT_MEETING, 5));
	CHECK(t, sql_run(c, &reply, ARGS(arg(w->participant[i]), arg(c->now))) && test_end(t));
	c = later(t, w->p.rex);
	CHECK(t, participant_describe(c, &who) && participant_say(c, who.id, S("Active"), c->now));
	CHECK(t, test_end(t));
	if (i == 4)
		CHECK(t, participant_withdraw(later(t, w->who[i]), w->who[i]) && test_end(t));
}

static void make_world(struct test *t, struct world *w)
{
	bool fresh;
	struct participant_id imported;

	programme_make(t, &w->p);
	struct ctx *c = test_ctx(t, w->p.rex);
	CHECK(t,
		sql_script(c, survey) && consent_publish(c, CONSENT_STUDY, S("Yes?"), &w->consent));
	CHECK(t, participant_alias(c, 10, S("Ann Other"), &imported, &fresh) && test_end(t));
	for (int i = 0; i < PEOPLE; i++)
		join(t, w, i);
	w->thread = programme_thread(t, w->p.ben, CHEMISTRY, "Ben asks", "What helped?");
	w->post = programme_answer(t, w->p.ben, w->thread, "A walk.");
	for (int i = 0; i < PEOPLE; i++)
		live(t, w, i);
	t->now += INSTANT_DAY;
}

static bool sever(struct test *t, const struct world *w, const char *typed)
{
	struct ctx *c = test_ctx(t, w->p.rex);
	bool good = sever_study(c, 10, str_of(typed));

	return test_end(t) && good;
}

void test_sever_leaves_nothing_by_which_participants_are_joined_to_people(struct test *t)
{
	struct world w;

	make_world(t, &w);
	/* The table of the key is not looked at, and still everybody is found. */
	CHECK(t, rejoin(t, false) >= PEOPLE);
	int64_t before = programme_number(t, &views, NO_ARGS);
	CHECK(t, sever(t, &w, " cop "));
	CHECK(t, programme_number(t, &keys, NO_ARGS) == 0);
	CHECK(t, programme_number(t, &lonely, NO_ARGS) == 0);
	CHECK(t, rejoin(t, true) == 0);
	/* What was counted is there all the same, and the sums with it. */
	CHECK(t, before >= PEOPLE && programme_number(t, &views, NO_ARGS) == before);
	CHECK(t, programme_number(t, &sums, NO_ARGS) == before);
}

void test_sever_takes_the_typed_name_and_happens_once(struct test *t)
{
	struct world w;
	struct sever_state s;

	make_world(t, &w);
	CHECK(t, !sever(t, &w, "cop2") && rejoin(t, false) >= PEOPLE);
	struct ctx *c = test_ctx(t, w.p.fay);
	CHECK(t, !sever_study(c, 10, S("cop")) && c->fault.kind == FAULT_DENIED);
	(void)!test_end(t);
	CHECK(t, sever_look(test_ctx(t, w.p.rex), 10, &s) && s.at == 0 && s.people == PEOPLE + 3);
	CHECK(t, sever(t, &w, "cop") && !sever(t, &w, "cop"));
	CHECK(t, sever_look(test_ctx(t, w.p.rex), 10, &s) && s.at > 0 && s.people == PEOPLE + 3);
	CHECK(t, s.at % INSTANT_DAY == 0);
	/* Nobody is in this study any more, and nobody can come into it. */
	struct participant_id p = { 1 };
	CHECK(t, participant_join(test_ctx(t, w.p.ben), 10, w.p.ben, &p) && p.v == 0);
	test_sign_in(t, w.who[0]);
	CHECK(t, test_get(t, programme_path(t, "/thread/%", w.thread, 0)).status == 200);
	CHECK(t, test_get(t, "/me/data").status == 200 && test_get(t, "/study").status == 200);
}

void test_sever_refuses_a_study_of_so_few_that_nothing_could_hide_them(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	struct ctx *c = test_ctx(t, p.rex);
	CHECK(t, !sever_study(c, 10, S("cop")) && c->fault.kind == FAULT_CONFLICT);
}

/* Whoever is alike in what is left has four others beside them, whatever people are like. */
void test_sever_leaves_everybody_alike_to_four_others(struct test *t)
{
	static const char *const words[] = { "a", "b", "c", "d", "" };
	struct sever_one one[40];
	uint32_t seed = 3;

	for (int round = 0; round < 300; round++) {
		size_t n = SEVER_ALIKE + (size_t)round % 35;
		for (size_t i = 0; i < n; i++) {
			seed = seed * 1664525 + 1013904223;
			one[i] = (struct sever_one){ .id = (int64_t)i,
				.rounds = str_of(words[(seed >> 28) % 2]),
				.subject = str_of(words[(seed >> 20) % 5]),
				.year = str_of(words[(seed >> 12) % 3]),
				.gender = str_of(words[(seed >> 8) % 2]) };
		}
		sever_alike_make(one, n);
		for (size_t i = 0; i < n; i++) {
			int same = 0;
			for (size_t k = 0; k < n; k++)
				same += str_eq(one[i].rounds, one[k].rounds)
					&& str_eq(one[i].subject, one[k].subject)
					&& str_eq(one[i].year, one[k].year)
					&& str_eq(one[i].gender, one[k].gender)
					&& one[i].no_rounds == one[k].no_rounds;
			CHECK(t, same >= SEVER_ALIKE);
		}
	}
}

/* Whoever adds a table with a participant in it has to say in core/sever what becomes of it. */
void test_sever_knows_every_table_that_has_participants(struct test *t)
{
	static const char *const known[] = { "participant_key", "participant_alias", "activity",
		"activity_total", "frozen_participant", "outcome", NULL };

	CHECK(t, rejoin_knows_tables(t, known));
}

static const struct stmt newest = { "sever_newest", "SELECT max(id) FROM frozen", "", "i" };
static const struct stmt acts = { "sever_acts",
	"SELECT COUNT(*) FROM audit WHERE act = 'study.sever'", "", "i" };

void test_sever_page_asks_for_the_name_and_says_what_is_left(struct test *t)
{
	struct world w;

	make_world(t, &w);
	test_sign_in(t, w.p.rex);
	CHECK(t, test_post(t, "/reports/bundle", "once=k&study=cop&title=Paper").status == 303);
	const char *bundle =
		programme_path(t, "/reports/frozen/%", programme_number(t, &newest, NO_ARGS), 0);
	CHECK(t, test_get(t, bundle).status == 200);
	struct reply r = test_get(t, "/reports/key?study=cop");
	CHECK(t, r.status == 200 && test_has(r.body, "15 people are in the key"));
	CHECK(t, test_has(r.body, "go, 1 at the moment"));
	r = test_post(t, "/reports/key", "study=cop&name=copp");
	CHECK(t, r.status == 422 && test_has(r.body, "copp\"") && test_has(r.body, "name-wrong"));
	CHECK(t, test_post(t, "/reports/key", "study=cop&name=cop").status == 303);
	r = test_get(t, "/reports/key?study=cop");
	CHECK(t,
		test_has(r.body, "The key was destroyed on")
			&& !test_has(r.body, "<button class=\"danger"));
	CHECK(t, test_post(t, "/reports/key", "study=cop&name=cop").status == 409);
	CHECK(t, programme_number(t, &acts, NO_ARGS) == 1);
	r = test_get(t, bundle);
	CHECK(t, r.status == 410 && test_has(r.body, "fingerprint"));
	/* The reports of the study go on. */
	static const char *const pages[] = { "/reports/participation?study=cop",
		"/reports/weeks?study=cop", "/reports/reach?study=cop",
		"/reports/participants?study=cop", "/reports/bundle?study=cop" };
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		CHECK(t, test_get(t, pages[i]).status == 200);
	CHECK(t, test_post(t, "/reports/bundle", "once=l&study=cop&title=Later").status == 303);
	test_sign_in(t, w.who[0]);
	CHECK(t, test_has(test_get(t, "/study").body, "its key was destroyed on"));
	CHECK(t, test_get(t, "/reports/key").status == 403);
}

/* ---- each statement of core/sever, by what it takes ---- */

#define THEIRS "participant_id IN (SELECT id FROM participant WHERE study_id = 10)"

/* Rows by which somebody could be found; all are there before, and none is afterwards. Ids that
   were drawn are below 2^41, those of this program far above. */
static const struct stmt traces_of[] = {
	{ "part_key", "SELECT COUNT(*) FROM participant_key WHERE study_id = 10", "", "i" },
	{ "part_alias", "SELECT COUNT(*) FROM participant_alias WHERE study_id = 10", "", "i" },
	{ "part_line", "SELECT COUNT(*) FROM import_line WHERE study_id = 10", "", "i" },
	{ "part_posts", "SELECT COUNT(*) FROM activity WHERE class = 3 AND channel <> 3", "", "i" },
	{ "part_letters", "SELECT COUNT(*) FROM activity WHERE class IN (8, 9)", "", "i" },
	{ "part_attended", "SELECT COUNT(*) FROM activity WHERE class = 13", "", "i" },
	{ "part_objects", "SELECT COUNT(*) FROM activity WHERE object_id > 3", "", "i" },
	{ "part_outcome", "SELECT COUNT(*) FROM outcome", "", "i" },
	{ "part_frozen", "SELECT COUNT(*) FROM frozen WHERE study_id = 10 AND content <> ''", "",
		"i" },
	{ "part_letter", "SELECT COUNT(*) FROM letter WHERE study_id = 10 OR round_id = 20", "",
		"i" },
	{ "part_audit",
		"SELECT COUNT(*) FROM audit WHERE subject_kind = 'participant'"
		" AND (subject_id > 0 OR note <> '')",
		"", "i" },
	{ "part_note", "SELECT COUNT(*) FROM audit WHERE note = 'w2'", "", "i" },
	{ "part_weeks",
		"SELECT COUNT(*) FROM activity a WHERE a.round_id = 20 AND a.at NOT IN"
		" (SELECT t.opens_at FROM topic t WHERE t.round_id = 20)"
		" AND a.at <> (SELECT closes_at FROM round WHERE id = 20)",
		"", "i" },
	{ "part_late",
		"SELECT COUNT(*) FROM activity a WHERE a.round_id = 20 AND a.at >"
		" (SELECT closes_at FROM round WHERE id = 20)",
		"", "i" },
	{ "part_alone", "SELECT COUNT(*) FROM activity WHERE round_id = 21", "", "i" },
	{ "part_ids", "SELECT COUNT(*) FROM activity WHERE participant_id > 2199023255552", "",
		"i" },
	{ "part_sums", "SELECT COUNT(*) FROM activity_total WHERE participant_id > 2199023255552",
		"", "i" },
	{ "part_who",
		"SELECT COUNT(*) FROM survey_reply WHERE who LIKE 'p%'"
		" AND CAST(substr(who, 2) AS BIGINT) > 2199023255552",
		"", "i" },
	{ "part_saved",
		"SELECT COUNT(*) FROM survey_reply WHERE who LIKE 'p%'"
		" AND (saved_at > 0 OR finished_at > 1)",
		"", "i" },
	{ "part_in_frozen",
		"SELECT COUNT(*) FROM frozen_participant WHERE participant_id > 2199023255552", "",
		"i" },
	{ "part_participant", "SELECT COUNT(*) FROM participant WHERE id > 2199023255552", "",
		"i" },
	{ "part_made",
		"SELECT COUNT(*) FROM participant WHERE made_at <>"
		" COALESCE((SELECT max(at) FROM study_severed), 0)",
		"", "i" },
	{ "part_left",
		"SELECT COUNT(*) FROM participant WHERE withdrawn_at > 0 AND withdrawn_at <>"
		" COALESCE((SELECT max(at) FROM study_severed), 0)",
		"", "i" },
};
/* What has to stay as it was: how many are in it, who left, what was counted. */
static const struct stmt kept_of[] = {
	{ "kept_people", "SELECT COUNT(*) FROM participant", "", "i" },
	{ "kept_withdrawn", "SELECT COUNT(*) FROM participant WHERE withdrawn_at > 0", "", "i" },
	{ "kept_replies",
		"SELECT COUNT(*) FROM survey_reply WHERE finished_at > 0 AND who IN"
		" (SELECT 'p' || p.id FROM participant p)",
		"", "i" },
	{ "kept_in_frozen", "SELECT COUNT(*) FROM frozen_participant WHERE " THEIRS, "", "i" },
	{ "kept_views",
		"SELECT CAST(SUM(amount) AS BIGINT) FROM activity WHERE class = 1 AND " THEIRS, "",
		"i" },
	{ "kept_sums",
		"SELECT CAST(SUM(amount) AS BIGINT) FROM activity_total"
		" WHERE class = 1 AND " THEIRS,
		"", "i" },
	{ "kept_read",
		"SELECT CAST(SUM(amount) AS BIGINT) FROM activity WHERE class = 11"
		" AND channel = 1 AND " THEIRS,
		"", "i" },
	{ "kept_after",
		"SELECT CAST(SUM(amount) AS BIGINT) FROM activity WHERE round_id = 20 AND at >="
		" (SELECT closes_at FROM round WHERE id = 20)",
		"", "i" },
	{ "kept_letters", "SELECT COUNT(*) FROM letter", "", "i" },
	{ "kept_print", "SELECT COUNT(*) FROM frozen WHERE fingerprint <> ''", "", "i" },
};
static const struct stmt neighbours = { "sever_neighbours",
	"SELECT COUNT(*) FROM participant a JOIN participant b ON b.id > a.id"
	" AND b.id < a.id + 1000",
	"", "i" };
enum { PARTS = sizeof traces_of / sizeof *traces_of, KEPT = sizeof kept_of / sizeof *kept_of };

static void visit(struct test *t, int64_t who, int64_t round, int64_t at)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct trace v = { .participant = who,
		.id = ctx_id(c),
		.round = round,
		.at = at,
		.amount = 1,
		.class = TRACE_VISIT,
		.channel = CHANNEL_WEB,
		.object_kind = OBJECT_HOME };

	CHECK(t, activity_add(c, &v) && test_end(t));
}

/* What make_world leaves out: outcomes, a bundle, a line of a log, a view after the end. */
static void more_of_each(struct test *t, struct world *w)
{
	struct outcome_how how = { 0 };
	struct outcome_told told;
	struct str name;
	struct ctx *c = test_ctx(t, w->p.rex);

	CHECK(t,
		outcome_put(c, 10, S("address,completed\nw0@cairn.example,1\nw1@cairn.example,0\n"),
			&how, &told)
			&& told.taken == 2);
	CHECK(t, participant_name(c, (struct participant_id){ w->participant[2] }, &name));
	CHECK(t, audit_add(c, "participant.find", "participant", w->participant[2], S("w2")));
	CHECK(t, sql_script(c, "INSERT INTO import_line (study_id, line) VALUES (10, 'x')"));
	CHECK(t, test_end(t));
	for (int i = 4; i < PEOPLE; i++)
		visit(t, w->participant[i], 20, INT64_C(1795392000000000) + INSTANT_DAY + i);
	visit(t, w->participant[3], 21, TEST_NOW);
	test_sign_in(t, w->p.rex);
	CHECK(t, test_post(t, "/reports/bundle", "once=k&study=cop&title=Paper").status == 303);
}

void test_sever_takes_each_thing_and_keeps_what_was_counted(struct test *t)
{
	int64_t kept[KEPT];
	struct world w;

	make_world(t, &w);
	more_of_each(t, &w);
	for (size_t i = 0; i < PARTS; i++)
		if (programme_number(t, &traces_of[i], NO_ARGS) <= 0)
			test_failed(t, __FILE__, __LINE__, traces_of[i].name);
	for (size_t i = 0; i < KEPT; i++)
		kept[i] = programme_number(t, &kept_of[i], NO_ARGS);
	CHECK(t, sever(t, &w, "cop"));
	for (size_t i = 0; i < PARTS; i++)
		if (programme_number(t, &traces_of[i], NO_ARGS) != 0)
			test_failed(t, __FILE__, __LINE__, traces_of[i].name);
	for (size_t i = 0; i < KEPT; i++)
		if (kept[i] <= 0 || programme_number(t, &kept_of[i], NO_ARGS) != kept[i])
			test_failed(t, __FILE__, __LINE__, kept_of[i].name);
	CHECK(t, rejoin(t, true) == 0);
	/* Numbers that were drawn do not follow each other. */
	CHECK(t, programme_number(t, &neighbours, NO_ARGS) == 0);
	/* The report has nobody's outcome, and says so rather than zero. */
	test_sign_in(t, w.p.rex);
	CHECK(t, test_get(t, "/reports/outcomes?study=cop").status == 200);
}
