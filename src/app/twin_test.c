/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The promise that the socio-economic tag is seen by nobody but a researcher. Two students are
   alike in everything; one is tagged. The same database is made three times: the first of them is
   tagged, the second, neither. Whatever anybody but a researcher can ask for must come back the
   same from all three. The walk goes through the program's own tables of routes, so a page that is
   added later is looked at without a word here; a parameter of a new kind fails until fills below
   has a value for it. */
#include "app/wiring.h"
#include "community/joining.h"
#include "core/background.h"
#include "core/participant.h"
#include "core/person.h"
#include "core/secret.h"
#include "store/sql.h"
#include "test/programme.h"
#include "test/tour.h"

enum tagged { TAGGED_FIRST, TAGGED_SECOND, TAGGED_NOBODY, BUILDS };
enum { VIEWERS = 11, OTHERS = 12 };

/* Who looks. What a researcher sees may depend on the tag, and the twins' own pages of questions
   show what each of them answered. */
struct viewer {
	const char *name;
	struct person_id person;
	bool researches, twin;
};
struct campus {
	struct programme p;
	struct person_id twin[2];
	struct viewer viewer[VIEWERS];
};

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

static const char *const tokens[] = { token_one, token_two, "nobody", NULL };
static const char *const studies[] = { "cop", "10", NULL };
static const char *const weeks[] = { "1", "2", NULL };
static const char *const features[] = { "1", "4", NULL };
static const char *const steps[] = { "why", "check", "terms", "study", "postcode", "parents",
	"school", "subject", "year", "experience", "career", "goals", "helps", "stands", "hours",
	"free", "done", NULL };

static const struct tour_fill fills[] = {
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
	{ "token", .words = tokens },
	{ "study", .words = studies },
	{ "week", .words = weeks },
	{ "feature", .words = features },
	{ "step", .words = steps },
};

/* What a form may have changed without a page that says so: letters, who is where, jobs. */
static const struct stmt letters = { "twin_letters",
	"SELECT kind, to_address, subject, body, state FROM letter ORDER BY id", "", "sssss" };
static const struct stmt members = { "twin_members",
	"SELECT g.name, p.name, m.left_at FROM membership m JOIN peer_group g ON g.id = m.group_id"
	" JOIN person p ON p.id = m.person_id ORDER BY g.id, p.name, m.left_at",
	"", "ssi" };
static const struct stmt jobs = { "twin_jobs", "SELECT kind, subject, run_at FROM job ORDER BY id",
	"", "sii" };
static const struct stmt *const after[] = { &letters, &members, &jobs, NULL };

static const char more[] =
	"INSERT INTO round (id, study_id, name, title, zone, starts_on, weeks, opens_at, closes_at,"
	" read_across, size_min, size_max, made_by, made_at)"
	" SELECT 22, 10, 'january', 'January', zone, '2027-01-11', 1, 1799625600000000,"
	" 1800230400000000, 1, 2, 5, made_by, 1 FROM round WHERE id = 20;"
	"INSERT INTO topic (round_id, week, title, prompt, prompt_html, minutes, opens_at)"
	" VALUES (22, 1, 'Goals', 'p', '<p>p</p>', 5, 1799625600000000);"
	"INSERT INTO story (id, said_by, body, html, shown, place, made_at)"
	" VALUES (70, 'Third-year, Chemistry', 'b', '<p>b</p>', 1, 1, 1);"
	"INSERT INTO frozen (id, study_id, kind, title, content, fingerprint, made_at, made_by)"
	" VALUES (71, 10, 'participation', 'Table 1', 'participant',"
	" 'L6amPISj0G3rG3g1r6zz8bFQcK1rNv7vsUpA5BoCoFQ', 1, 1);"
	"INSERT INTO fit_choice (round_id, split_experience, seed) VALUES (22, 1, 7)";

static const struct stmt enrol = { "twin_enrol",
	"INSERT INTO enrolment (round_id, person_id, subject, year, joined_at, experience)"
	" VALUES ($1, $2, $3, $4, 1, $5)",
	"iisii", "" };
static const struct stmt place = { "twin_place",
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES (30, $1, 20, 1)",
	"i", "" };
static const struct stmt list_put = { "twin_list_put",
	"INSERT INTO invite_list (id, round_id, sender_id, title, source, made_at, sent_at)"
	" VALUES (60, 22, $1, 'Chemistry', 'paste', 1, 1)",
	"i", "" };
static const struct stmt trial_put = { "twin_trial_put",
	"INSERT INTO trial (id, round_id, feature, seed, made_at, made_by)"
	" VALUES (80, 22, 1, 'seed', 1, $1)",
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
	const struct viewer all[VIEWERS] = { { "visitor", { 0 } }, { "mate", k->p.ben },
		{ "reader across", k->p.cleo }, { "outsider", k->p.olga },
		{ "facilitator", k->p.fay },
		{ "coordinator", test_person(t, "coordinator", ROLE_COORDINATOR) },
		{ "editor", test_person(t, "editor", ROLE_EDITOR) },
		{ "creator", test_person(t, "creator", ROLE_CREATOR) },
		{ "administrator", test_person(t, "administrator", ROLE_ADMINISTRATOR) },
		{ "twin", k->twin[0], .twin = true },
		{ "researcher", k->p.rex, .researches = true } };

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

static void make_campus(struct test *t, struct campus *k, enum tagged tagged)
{
	programme_make(t, &k->p);
	CHECK(t, sql_script(test_ctx(t, (struct person_id){ 0 }), more) && test_end(t));
	CHECK(t, sql_run(test_ctx(t, k->p.fay), &list_put, ARGS(arg(k->p.fay.v))));
	CHECK(t, sql_run(test_ctx(t, k->p.fay), &trial_put, ARGS(arg(k->p.fay.v))));
	for (int i = 0; i < 2; i++)
		make_twin(t, k, i);
	make_others(t, k);
	talk(t, k);
	test_sign_in(t, k->twin[0]); /* so that there is a session to look at */
	make_viewers(t, k);
	for (int i = 0; i < 2; i++)
		tag(t, k->twin[i], tagged == (i ? TAGGED_SECOND : TAGGED_FIRST));
}

/* Makes the campus, walks it as those who are asked for, and takes it away again. */
static struct tour walk(struct test *t, const struct gate *gate, enum tagged tagged,
	bool (*wanted)(const struct viewer *))
{
	struct tour tour = { .t = t,
		.gate = gate,
		.fill = fills,
		.fills = sizeof fills / sizeof *fills,
		.after = after };
	struct ctx outer = { .mem = t->mem, .db = t->db };
	int64_t first_id = t->ids.last;
	struct campus k;

	CHECK(t, tx_begin(&outer, TX_WRITE));
	make_campus(t, &k, tagged);
	for (int i = 0; i < VIEWERS; i++)
		if (wanted(&k.viewer[i]))
			tour_walk(&tour, k.viewer[i].name, k.viewer[i].person);
	test_end(t);
	outer.fault.kind = FAULT_CONFLICT;
	(void)tx_end(&outer);
	t->ids.last = first_id;
	return tour;
}

/* The questionnaire shows the twin what the twin answered. */
static bool is_own(const struct tour_note *n)
{
	return test_has(n->what, "twin: GET /join/") || test_has(n->what, "twin: POST /join/")
		|| test_has(n->what, "twin: GET /me/data")
		|| test_has(n->what, "twin: POST /me/data");
}

/* How many notes differ; prints the first few. */
static int differences(const struct tour *a, const struct tour *b, bool print)
{
	size_t n = a->n < b->n ? a->n : b->n;
	int found = a->n != b->n;

	for (size_t i = 0; i < n; i++) {
		const struct tour_note *x = &a->note[i], *y = &b->note[i];
		if (is_own(x) && is_own(y))
			continue;
		if (str_eq(x->what, y->what) && str_eq(x->text, y->text))
			continue;
		if (print && found++ < 3)
			tour_print(x, y);
		found += !print;
	}
	return found;
}

static bool is_anybody_else(const struct viewer *v)
{
	return !v->researches;
}

static size_t answered(const struct tour *tour, const char *status)
{
	size_t n = 0;

	for (size_t i = 0; i < tour->n; i++)
		n += str_starts(tour->note[i].text, str_of(status));
	return n;
}

void test_twin_with_the_tag_is_told_from_the_other_by_nobody(struct test *t)
{
	struct tour first = walk(t, &wiring_gate, TAGGED_FIRST, is_anybody_else);

	/* It was a walk through the program, and not along closed doors. */
	CHECK(t, answered(&first, "200") > 150 && answered(&first, "303") > 60);
	for (enum tagged other = TAGGED_SECOND; other < BUILDS; other++) {
		struct tour second = walk(t, &wiring_gate, other, is_anybody_else);
		CHECK(t, first.n == second.n && differences(&first, &second, true) == 0);
	}
}

/* The same walk through a program with a page that tells: it must be found. */
static bool leak_page(struct request *rq)
{
	struct person_id who = { path_id(rq, "person") };
	struct background b;

	rq->ctx->roles |= ROLE_RESEARCHER;
	if (!background_get(rq->ctx, who, &b))
		return false;
	buf_fmt(&rq->out, "<p>Somebody%s</p>", b.parents == PARENTS_NO_HE ? " of those" : "");
	return true;
}

static bool is_mate(const struct viewer *v)
{
	return strcmp(v->name, "mate") == 0;
}

void test_twin_walk_finds_a_page_that_tells(struct test *t)
{
	static const struct route leaks[] = {
		{ GET, "/leak/{person}", MAY(SIGNED_IN, ), leak_page },
	};
	static const size_t one = 1;
	const struct routes tables[] = { { leaks, &one } };
	struct gate gate = wiring_gate;

	gate.tables = tables;
	gate.n = 1;
	struct tour a = walk(t, &gate, TAGGED_FIRST, is_mate);
	struct tour b = walk(t, &gate, TAGGED_SECOND, is_mate);
	struct tour c = walk(t, &gate, TAGGED_NOBODY, is_mate);
	CHECK(t, differences(&a, &b, false) == 2 && differences(&a, &c, false) == 1);
}

static bool is_researcher(const struct viewer *v)
{
	return v->researches;
}

/* A researcher who asks for the tag is told how many there are. */
void test_twin_walk_as_a_researcher_is_not_the_same(struct test *t)
{
	struct tour a = walk(t, &wiring_gate, TAGGED_FIRST, is_researcher);
	struct tour b = walk(t, &wiring_gate, TAGGED_NOBODY, is_researcher);
	int found = 0;

	CHECK(t, a.n == b.n);
	for (size_t i = 0; i < a.n && i < b.n; i++) {
		if (str_eq(a.note[i].text, b.note[i].text))
			continue;
		found++;
		CHECK(t, test_has(a.note[i].what, "/tag")); /* where it says so */
	}
	CHECK(t, found > 0);
}

/* And on the record. */
void test_twin_with_the_tag_is_told_from_the_other_by_a_researcher(struct test *t)
{
	enum background_tag tag[2] = { TAG_UNKNOWN, TAG_UNKNOWN };
	struct campus k;

	make_campus(t, &k, TAGGED_SECOND);
	struct ctx *c = test_ctx(t, k.p.rex);
	for (int i = 0; i < 2; i++)
		CHECK(t, background_tag(c, 10, k.twin[i], &tag[i]));
	CHECK(t, tag[0] == TAG_NO && tag[1] == TAG_YES);
}
