/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/campus.h"

#include "community/joining.h"
#include "community/trial.h"
#include "core/background.h"
#include "core/participant.h"
#include "core/person.h"
#include "core/secret.h"
#include "store/sql.h"
#include "test/campus_alias.h"
#include "test/campus_clinic.h"
#include "test/campus_disclose.h"
#include "test/campus_files.h"
#include "test/campus_meet.h"
#include "test/campus_question.h"
#include "test/guests.h"

enum { OTHERS = 12 };

static const char token_one[] = "TwinOneTwinOneTwinOneTwinOneTwinOneTwinOne0";
static const char token_two[] = "TwinTwoTwinTwoTwinTwoTwinTwoTwinTwoTwinTwo0";

static const struct stmt groups = { "twin_groups", "SELECT id FROM peer_group ORDER BY id", "",
	"i" };
static const struct stmt threads = { "twin_threads", "SELECT id FROM thread ORDER BY id", "", "i" };
static const struct stmt posts = { "twin_posts", "SELECT id FROM post ORDER BY id", "", "i" };
static const struct stmt rounds = { "twin_rounds", "SELECT id FROM round ORDER BY id DESC", "",
	"i" };
static const struct stmt people = { "twin_people",
	"SELECT id FROM person WHERE roles = 64 ORDER BY CASE WHEN name LIKE 'twin%' THEN 0 ELSE 1"
	" END, id LIMIT 3",
	"", "i" };
static const struct stmt participants = { "twin_participants",
	"SELECT id FROM participant ORDER BY id", "", "i" };
static const struct stmt sessions = { "twin_sessions", "SELECT id FROM session ORDER BY id DESC",
	"", "i" };
static const struct stmt lists = { "twin_lists", "SELECT id FROM invite_list ORDER BY id", "",
	"i" };
static const struct stmt invitations = { "twin_invitations",
	"SELECT id FROM invitation ORDER BY id", "", "i" };
static const struct stmt stories = { "twin_stories", "SELECT id FROM story ORDER BY id", "", "i" };
static const struct stmt frozen = { "twin_frozen", "SELECT id FROM frozen", "", "i" };
static const struct stmt trials = { "twin_trials", "SELECT id FROM trial ORDER BY id", "", "i" };

static const struct stmt questions = { "twin_questions", "SELECT id FROM question ORDER BY id", "",
	"i" };
static const struct stmt meetings = { "twin_meetings", "SELECT id FROM meeting ORDER BY id", "",
	"i" };
static const struct stmt surveys = { "twin_surveys", "SELECT id FROM survey ORDER BY id", "", "i" };
static const struct stmt waves = { "twin_waves", "SELECT id FROM survey_wave ORDER BY id", "",
	"i" };

static const struct stmt papers = { "twin_papers", "SELECT id FROM paper ORDER BY id", "", "i" };
static const struct stmt feedback = { "twin_feedback", "SELECT id FROM paper_feedback ORDER BY id",
	"", "i" };

static const char *const tokens[] = { token_one, token_two, "nobody", NULL };
static const char *const versions[] = { "1", "2", NULL };
static const char *const items[] = { "121", NULL };
static const char *const places[] = { "0", "1", NULL };
static const char *const studies[] = { "cop", "10", NULL };
static const char *const weeks[] = { "1", "2", NULL };
static const char *const features[] = { "1", "4", NULL };
static const char *const steps[] = { "why", "check", "terms", "study", "postcode", "parents",
	"school", "subject", "year", "experience", "career", "goals", "helps", "stands", "hours",
	"free", "done", NULL };

static const struct stmt introductions = { "twin_introductions",
	"SELECT id FROM introduction ORDER BY id", "", "i" };
static const struct stmt files = { "twin_files", "SELECT id FROM blob ORDER BY id", "", "i" };

const struct tour_fill campus_fills[] = {
	{ "group", .ids = &groups },
	{ "thread", .ids = &threads },
	{ "post", .ids = &posts },
	{ "round", .ids = &rounds },
	{ "person", .ids = &people },
	{ "participant", .ids = &participants },
	{ "session", .ids = &sessions },
	{ "list", .ids = &lists },
	{ "invitation", .ids = &invitations },
	{ "story", .ids = &stories },
	{ "trial", .ids = &trials },
	{ "frozen", .ids = &frozen },
	{ "survey", .ids = &surveys },
	{ "wave", .ids = &waves },
	{ "paper", .ids = &papers },
	{ "feedback", .ids = &feedback },
	{ "version", .words = versions },
	{ "page", .words = versions },
	{ "file", .ids = &files },
	{ "meeting", .ids = &meetings },
	{ "question", .ids = &questions },
	{ "item", .words = items },
	{ "introduction", .ids = &introductions },
	{ "place", .words = places },
	{ "token", .words = tokens },
	{ "study", .words = studies },
	{ "week", .words = weeks },
	{ "feature", .words = features },
	{ "step", .words = steps },
};
const size_t campus_fills_n = sizeof campus_fills / sizeof *campus_fills;

/* What a form may have changed without a page that says so: letters, who is where, jobs. */
static const struct stmt letters = { "twin_letters",
	"SELECT kind, to_address, subject, body, state FROM letter ORDER BY id", "", "sssss" };
static const struct stmt members = { "twin_members",
	"SELECT p.name, m.round_id, g.name, m.left_at FROM membership m"
	" JOIN peer_group g ON g.id = m.group_id JOIN person p ON p.id = m.person_id"
	" ORDER BY g.id, p.name, m.left_at",
	"", "sisi" };
static const struct stmt jobs = { "twin_jobs", "SELECT kind, subject, run_at FROM job ORDER BY id",
	"", "sii" };
const struct stmt *const campus_after[] = { &letters, &members, &jobs, NULL };

static const char more[] =
	"INSERT INTO round (id, study_id, name, title, zone, starts_on, weeks, opens_at, closes_at,"
	" read_across, size_min, size_max, made_by, made_at)"
	" SELECT 22, 10, 'january', 'January', zone, '2027-01-11', 1, 1799625600000000,"
	" 1800230400000000, 1, 2, 5, made_by, 1 FROM round WHERE id = 20;"
	"INSERT INTO topic (round_id, week, title, prompt, prompt_html, minutes, opens_at)"
	" VALUES (22, 1, 'Goals', 'p', '<p>p</p>', 5, 1799625600000000);"
	"INSERT INTO round (id, study_id, name, title, zone, starts_on, weeks, opens_at, closes_at,"
	" read_across, size_min, size_max, made_by, made_at)"
	" SELECT 23, 10, 'february', 'February', zone, '2027-02-08', 1, 1802044800000000,"
	" 1802649600000000, 1, 2, 5, made_by, 1 FROM round WHERE id = 20;"
	"INSERT INTO peer_group (id, round_id, name, subject, made_at) VALUES"
	" (34, 23, 'Chemistry 1', 'Chemistry', 1), (35, 23, 'Chemistry 2', 'Chemistry', 1);"
	"INSERT INTO story (id, said_by, body, html, shown, place, made_at)"
	" VALUES (70, 'Third-year, Chemistry', 'b', '<p>b</p>', 1, 1, 1);"
	"INSERT INTO frozen (id, study_id, kind, title, content, fingerprint, made_at, made_by)"
	" VALUES (71, 10, 'participation', 'Table 1', 'participant',"
	" 'L6amPISj0G3rG3g1r6zz8bFQcK1rNv7vsUpA5BoCoFQ', 1, 1);"
	"INSERT INTO survey (id, study_id, name, title, version, made_by, made_at)"
	" VALUES (90, 10, 's', 'Trust', 1, 1, 1);"
	"INSERT INTO survey_version (survey_id, version, content, title, link, made_at,"
	" launched_at)"
	" VALUES (90, 1, '{\"format\":\"cairn-survey/1\",\"name\":\"s\",\"languages\":[\"en\"],"
	"\"link\":\"anonymous\",\"title\":{\"en\":\"Trust\"},\"questions\":[{\"name\":\"why\","
	"\"kind\":\"text\",\"text\":{\"en\":\"Why?\"}}]}', 'Trust', 'anonymous', 1, 1);"
	"INSERT INTO survey_wave (id, survey_id, title, opens_at, closes_at)"
	" VALUES (91, 90, 'Autumn', 1, 1893456000000000);"
	"INSERT INTO round_feature (round_id, feature, is_on) VALUES (22, 5, 1)";

static const struct stmt enrol = { "twin_enrol",
	"INSERT INTO enrolment (round_id, person_id, subject, year, joined_at, experience)"
	" VALUES ($1, $2, $3, $4, 1, $5)",
	"iisii", "" };
static const struct stmt place = { "twin_place",
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES (30, $1, 20, 1)",
	"i", "" };
static const struct stmt part = { "twin_part",
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES ($1, $2, 23, 1)",
	"ii", "" };
static const struct stmt list_put = { "twin_list_put",
	"INSERT INTO invite_list (id, round_id, sender_id, title, source, made_at, sent_at)"
	" VALUES (60, 22, $1, 'Chemistry', 'paste', 1, 1)",
	"i", "" };
static const struct stmt trial_put = { "twin_trial_put",
	"INSERT INTO trial (id, round_id, feature, seed, made_at, made_by)"
	" VALUES (80, 23, 1, "
	"'5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed', 1, $1)",
	"i", "" };
static const struct stmt invite = { "twin_invite",
	"INSERT INTO invitation (list_id, id, round_id, address, address_key, token_hash, sent_at,"
	" person_id) VALUES (60, $1, 22, $2, $2, $3, 1, $4)",
	"issi", "" };
static const struct stmt link_put = { "twin_link_put",
	"INSERT INTO signin_link (token_hash, person_id, made_at, expires_at)"
	" VALUES ($1, $2, $3, $4)",
	"siii", "" };

static void enrol_one(struct ctx *c, struct test *t, int64_t round, struct person_id who, int64_t i)
{
	struct str subject = i % 2 ? S("Business") : S("Chemistry");

	CHECK(t,
		sql_run(c, &enrol,
			ARGS(arg(round), arg(who.v), arg(subject), arg(i % 3 + 1), arg(i % 4))));
}

/* Everything about the second is as about the first, but for name, number and place in time. */
static void make_twin(struct test *t, struct campus *k, int i)
{
	const char *name = i ? "twintwo" : "twinone", *token = i ? token_two : token_one;
	struct person_id who = test_person(t, name, ROLE_STUDENT);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct str hash = secret_token_hash(c, str_of(token));
	struct participant_id in_study;

	k->twin[i] = who;
	enrol_one(c, t, 20, who, 0);
	enrol_one(c, t, 22, who, 0);
	enrol_one(c, t, 23, who, 0);
	CHECK(t, sql_run(c, &part, ARGS(arg((int64_t)(34 + i)), arg(who.v))));
	CHECK(t, sql_run(c, &place, ARGS(arg(who.v))) && participant_join(c, 10, who, &in_study));
	CHECK(t,
		sql_run(c, &invite,
			ARGS(arg((int64_t)(61 + i)),
				arg(arena_fmt(t->mem, "%s@cairn.example", name)), arg(hash),
				arg(who.v))));
	CHECK(t,
		sql_run(c, &link_put,
			ARGS(arg(hash), arg(who.v), arg(t->now), arg(t->now + 600000000))));
	CHECK(t, test_end(t));
	campus_disclose_letter(t, who, token);
}

static void make_others(struct test *t, const struct campus *k)
{
	const struct person_id known[] = { k->p.ann, k->p.ben, k->p.cleo };
	struct person_id other[OTHERS];

	for (int i = 0; i < OTHERS; i++)
		other[i] = test_person(t, arena_fmt(t->mem, "student%02d", i).at, ROLE_STUDENT);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	for (int i = 0; i < OTHERS; i++)
		enrol_one(c, t, 22, other[i], i);
	for (int i = 0; i < 3; i++)
		enrol_one(c, t, 20, known[i], i / 2);
	CHECK(t, test_end(t));
}

static void talk(struct test *t, const struct campus *k)
{
	int64_t thread = programme_thread(t, k->p.ben, CHEMISTRY, "What helped me", "A walk.");

	for (int i = 0; i < 2; i++) {
		programme_answer(t, k->twin[i], thread, "It helps me too.");
		programme_thread(t, k->twin[i], CHEMISTRY, "My first interview", "How was yours?");
	}
}

static void make_viewers(struct test *t, struct campus *k)
{
	const struct campus_viewer all[CAMPUS_VIEWERS] = { { "visitor", { 0 } },
		{ "mate", k->p.ben }, { "reader across", k->p.cleo }, { "outsider", k->p.olga },
		{ "facilitator", k->p.fay }, { "coordinator", k->coordinator },
		{ "editor", test_person(t, "editor", ROLE_EDITOR) },
		{ "creator", test_person(t, "creator", ROLE_CREATOR) },
		{ "administrator", test_person(t, "administrator", ROLE_ADMINISTRATOR) },
		{ "writer", k->p.ann },
		{ "safeguarding lead", test_person(t, "guard", ROLE_SAFEGUARDING) },
		{ "twin", k->twin[0] }, { "researcher", k->p.rex, .researches = true } };

	memcpy(k->viewer, all, sizeof all);
}

/* Answered every question of a round, to the step. */
static void answer(struct test *t, struct person_id who, int64_t round, enum joining_step step,
	const struct background *b)
{
	struct ctx *c = test_ctx(t, who);
	const struct joining_end end = { 0 };
	struct joining j;

	CHECK(t, joining_open(c, (struct round_id){ round }, who));
	CHECK(t, joining_find(c, (struct round_id){ round }, who, &j));
	j.said.answered = ((int64_t)1 << step) - 1;
	j.said.postcode = j.said.school = JOINING_FOUND;
	j.said.background = *b;
	CHECK(t, joining_save(c, &j, step));
	CHECK(t, step < JOINING_TERMS || joining_finish(c, &j, &end));
	CHECK(t, test_end(t));
}

static void tag(struct test *t, struct person_id who, bool yes)
{
	const struct background b = { .area = { { S("SIMD2020v2"), yes ? 1 : 9, yes ? 1 : 5 } },
		.areas = 1,
		.parents = yes ? PARENTS_NO_HE : PARENTS_HE,
		.school_known = true,
		.school_listed = yes,
		.school_fsm = yes ? 600 : 50,
		.school_deprived_share = yes ? 700 : -1 };

	answer(t, who, 20, JOINING_TERMS, &b);
	answer(t, who, 22, JOINING_HOURS, &b);
	CHECK(t, background_keep(test_ctx(t, who), who, &b) && test_end(t));
}

/* One that was sent, and one whose columns wait to be chosen. */
static void bring_lists(struct test *t, const struct campus *k)
{
	struct invite_list_id sent = guests_list(t, k->coordinator, 22,
		"twinone@cairn.example\ntwintwo@cairn.example\nsomebody.new@cairn.example\n");

	guests_send(t, k->coordinator, sent);
	test_sign_in(t, k->coordinator);
	CHECK(t,
		guests_upload(t, 22, "Law",
			S("Contact,Given name\ntwinone@cairn.example,One\n"
			  "twintwo@cairn.example,Two\n"))
				.status
			== 303);
}

static void make_all(struct test *t, struct campus *k, bool second, enum campus_tagged tagged)
{
	programme_make(t, &k->p);
	t->conf.mail = "dir:letters";
	CHECK(t, sql_script(test_ctx(t, (struct person_id){ 0 }), more) && test_end(t));
	k->coordinator = test_person(t, "coordinator", ROLE_COORDINATOR);
	CHECK(t, sql_run(test_ctx(t, k->p.fay), &list_put, ARGS(arg(k->coordinator.v))));
	CHECK(t, sql_run(test_ctx(t, k->p.fay), &trial_put, ARGS(arg(k->p.fay.v))));
	for (int i = 0; i < 2; i++)
		make_twin(t, k, i);
	CHECK(t, trial_freeze(test_ctx(t, k->p.rex), 80) && test_end(t));
	campus_meet(t, k->twin[0], token_one);
	campus_question(t, k->twin[0], k->p.ben);
	bring_lists(t, k);
	make_others(t, k);
	talk(t, k);
	k->writer = second ? k->twin[1] : k->p.ann;
	campus_alias(t, k);
	for (int i = 0; i < 2; i++)
		campus_clinic_paper(t, k->twin[i], k->p.ben);
	campus_clinic_paper(t, k->p.ben, k->twin[0]);
	(void)campus_clinic_file(t, k->p.ben, true);
	test_sign_in(t, k->twin[0]); /* so that there is a session to look at */
	make_viewers(t, k);
	campus_files_make(t, k);
	for (int i = 0; i < 2; i++)
		tag(t, k->twin[i], tagged == (i ? CAMPUS_SECOND : CAMPUS_FIRST));
}

void campus_make(struct test *t, struct campus *k, enum campus_tagged tagged)
{
	make_all(t, k, false, tagged);
}

void campus_make_by(struct test *t, struct campus *k, bool second)
{
	make_all(t, k, second, CAMPUS_NOBODY);
}
