/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/instant.h"
#include "core/choice.h"
#include "core/feature.h"
#include "core/person.h"
#include "core/setting.h"
#include "test/programme.h"

static const struct person_id machine = { 0 };

static const struct stmt advice = { "welcome_advice",
	"SELECT value FROM self_choice WHERE person_id = $1 AND key = 'advice'", "i", "s" };
static const struct stmt move_in = { "welcome_move_in",
	"UPDATE membership SET joined_at = $2 WHERE person_id = $1", "ii", "" };

static bool goes(struct test *t, const char *path, const char *form, const char *to)
{
	struct reply r = test_post(t, path, form);

	return r.status == 303 && str_eq(r.location, str_of(to));
}

void test_welcome_is_a_path_that_ends_at_the_group(struct test *t)
{
	struct programme p;
	struct reply r;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	r = test_get(t, "/home");
	CHECK(t, test_has(r.body, "Your first minutes") && test_has(r.body, "Have a look"));
	r = test_get(t, "/welcome");
	CHECK(t, r.status == 200 && test_has(r.body, "Begin") && test_has(r.body, "Not now"));
	CHECK(t, goes(t, "/welcome/read", "advice=Ask+early.", "/welcome/strengths"));
	CHECK(t, test_has(test_get(t, "/home").body, "go on where you stopped"));
	CHECK(t, test_has(test_get(t, "/welcome").body, "Go on with “What you do already”"));
	CHECK(t, goes(t, "/welcome/strengths", "on=shop", "/welcome/strengths/words"));
	CHECK(t, goes(t, "/welcome/strengths/words", "introduction=Hi", "/welcome/appear"));
	CHECK(t, goes(t, "/welcome/appear", "as=first&alias=", "/welcome/mail"));
	CHECK(t, goes(t, "/welcome/mail", "letters=weekly", "/welcome/help"));
	CHECK(t, test_has(test_get(t, "/home").body, "Your first minutes"));
	CHECK(t, goes(t, "/welcome/help", "", "/welcome/begin"));
	CHECK(t, !test_has(test_get(t, "/home").body, "Your first minutes"));
	/* Each is found again, and what was chosen is still there. */
	CHECK(t, test_has(test_get(t, "/me").body, "href=\"/welcome\""));
	r = test_get(t, "/welcome");
	CHECK(t, test_has(r.body, "You have been through") && test_has(r.body, "/welcome/mail"));
	CHECK(t, test_has(test_get(t, "/welcome/read").body, "Ask early.</textarea>"));
	CHECK(t, goes(t, "/welcome/read", "advice=", "/welcome/strengths"));
	CHECK(t, !test_has(test_get(t, "/home").body, "Your first minutes"));
}

static const struct stmt enrol = { "welcome_enrol",
	"INSERT INTO enrolment (round_id, person_id, subject, joined_at) VALUES ($1, $2, 'Law', 1)",
	"ii", "" };
static const struct stmt under_trial = { "welcome_under_trial",
	"INSERT INTO trial (id, round_id, feature, seed, made_at, made_by) VALUES (1, $1, $2, 's',"
	" 1, $3)",
	"iii", "" };
static const struct stmt put_in = { "welcome_put_in",
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES ($1, $2, $3, $4)",
	"iiii", "" };

/* Whoever joins before there are groups must not get what the lot may not give to their group, and
   must not miss what it does. */
void test_welcome_waits_with_what_is_under_trial_until_there_is_a_group(struct test *t)
{
	struct programme p;
	const int64_t round = PROGRAMME_ROUND;

	programme_make(t, &p);
	CHECK(t, sql_run(test_ctx(t, machine), &enrol, ARGS(arg(round), arg(p.olga.v))));
	test_sign_in(t, p.olga);
	CHECK(t, test_has(test_get(t, "/welcome").body, "What you do already"));
	CHECK(t,
		sql_run(test_ctx(t, machine), &under_trial,
			ARGS(arg(round), arg((int64_t)FEATURE_STRENGTHS), arg(p.fay.v))));
	CHECK(t, !test_has(test_get(t, "/welcome").body, "What you do already"));
	CHECK(t, test_get(t, "/welcome/strengths").status == 404);
	CHECK(t, test_has(test_get(t, "/welcome/help").body, "When it gets hard"));
	CHECK(t, goes(t, "/welcome/read", "advice=", "/welcome/appear"));
	CHECK(t, goes(t, "/welcome/help", "", "/welcome/begin"));
	CHECK(t, !test_has(test_get(t, "/home").body, "Your first minutes"));
	/* Their group gets it. */
	CHECK(t,
		sql_run(test_ctx(t, machine), &put_in,
			ARGS(arg((int64_t)CHEMISTRY), arg(p.olga.v), arg(round), arg(t->now))));
	CHECK(t, test_has(test_get(t, "/home").body, "Your first minutes"));
	CHECK(t, test_has(test_get(t, "/welcome").body, "Go on with “What you do already”"));
	CHECK(t, goes(t, "/welcome/strengths", "skip=1", "/welcome/appear"));
	CHECK(t, !test_has(test_get(t, "/home").body, "Your first minutes"));
	CHECK(t, test_has(test_get(t, "/welcome").body, "You have been through"));
}

void test_welcome_can_be_skipped_page_by_page_and_as_a_whole(struct test *t)
{
	struct programme p;
	struct str kept = S("?");

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	CHECK(t, goes(t, "/welcome/read", "advice=Typed&skip=1", "/welcome/strengths"));
	CHECK(t, goes(t, "/welcome/strengths", "on=shop&skip=1", "/welcome/appear"));
	CHECK(t, goes(t, "/welcome/appear", "as=full&alias=a&skip=1", "/welcome/mail"));
	CHECK(t, goes(t, "/welcome/mail", "letters=none&skip=1", "/welcome/help"));
	for (enum choice k = CHOICE_APPEAR; k < CHOICE_KEYS; k++)
		CHECK(t, choice_find(test_ctx(t, p.ann), k, &kept) && kept.len == 0);
	CHECK(t, test_has(test_get(t, "/home").body, "Your first minutes"));
	CHECK(t, goes(t, "/welcome/later", "", "/home"));
	CHECK(t, !test_has(test_get(t, "/home").body, "Your first minutes"));
	/* Whoever comes back by themselves is not offered it again. */
	CHECK(t, goes(t, "/welcome/read", "advice=", "/welcome/strengths"));
	CHECK(t, !test_has(test_get(t, "/home").body, "Your first minutes"));
}

void test_welcome_is_offered_to_newcomers_and_not_to_staff(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.olga); /* in no round */
	CHECK(t, !test_has(test_get(t, "/home").body, "Your first minutes"));
	CHECK(t,
		sql_run(test_ctx(t, machine), &enrol,
			ARGS(arg((int64_t)PROGRAMME_ROUND), arg(p.olga.v))));
	CHECK(t, test_has(test_get(t, "/home").body, "Your first minutes"));
	test_sign_in(t, p.fay);
	CHECK(t, !test_has(test_get(t, "/home").body, "Your first minutes"));
	CHECK(t, test_has(test_get(t, "/home").body, "/welcome/stories"));
	t->now += 8 * INSTANT_DAY; /* the third week */
	test_sign_in(t, p.ann);
	CHECK(t, !test_has(test_get(t, "/home").body, "Your first minutes"));
	CHECK(t, test_get(t, "/welcome").status == 200);
	/* Who came late is new all the same. */
	CHECK(t, sql_run(test_ctx(t, machine), &move_in, ARGS(arg(p.ann.v), arg(t->now))));
	CHECK(t, test_has(test_get(t, "/home").body, "Your first minutes"));
}

void test_welcome_advice_is_kept_for_its_writer_and_may_become_a_post(struct test *t)
{
	struct programme p;
	struct reply r;
	char *many = arena_new(t->mem, char, 2200);

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	memset(many, 'x', 2100);
	r = test_post(t, "/welcome/read", arena_fmt(t->mem, "advice=%s", many).at);
	CHECK(t, r.status == 422 && test_has(r.body, "advice-wrong"));
	CHECK(t, test_post(t, "/welcome/read", "advice=Ask+%3Cb%3Eearly").status == 303);
	CHECK(t, !test_has(programme_text(t, &advice, ARGS(arg(p.ann.v))), "early"));
	CHECK(t, test_has(test_get(t, "/welcome/begin").body, "Ask &lt;b&gt;early"));
	CHECK(t, goes(t, "/welcome/begin", "use=advice", "/welcome/begin?done=form"));
	r = test_get(t, "/welcome/begin?done=form");
	CHECK(t, test_has(r.body, "waits in the form") && test_has(r.body, "/thread/new"));
	CHECK(t,
		test_has(
			test_get(t, "/group/30/thread/new").body, "Ask &lt;b&gt;early</textarea>"));
	CHECK(t, test_post(t, "/welcome/begin", "use=introduction").status == 404);
	test_sign_in(t, p.ben);
	CHECK(t, !test_has(test_get(t, "/welcome/begin").body, "early"));
	CHECK(t, test_post(t, "/welcome/begin", "use=advice").status == 404);
	CHECK(t, !test_has(test_get(t, "/group/30").body, "early"));
}

void test_welcome_ends_with_one_thing_to_do(struct test *t)
{
	struct programme p;
	struct reply r;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	CHECK(t, test_has(test_get(t, "/welcome/begin").body, "Nobody has written yet."));
	int64_t thread = programme_thread(t, p.ben, CHEMISTRY, "Who <am> I", "Text");
	r = test_get(t, "/welcome/begin");
	CHECK(t, test_has(r.body, "ben wrote “Who &lt;am&gt; I”"));
	CHECK(t, test_has(r.body, programme_path(t, "/thread/%", thread, 0)));
	programme_answer(t, p.ben, thread, "More");
	r = test_get(t, "/welcome/begin");
	CHECK(t, test_has(r.body, "Read what the others say") && !test_has(r.body, "use=\""));
	t->now -= 20 * INSTANT_DAY;
	test_sign_in(t, p.ann);
	r = test_get(t, "/welcome/begin");
	CHECK(t, test_has(r.body, "The first week opens on Monday 26 October."));
	test_sign_in(t, p.olga);
	CHECK(t, test_has(test_get(t, "/welcome/begin").body, "not in a group yet"));
}

void test_welcome_says_where_help_is_and_who_reads(struct test *t)
{
	struct programme p;
	struct reply r;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	r = test_get(t, "/welcome/help");
	CHECK(t, r.status == 200 && test_has(r.body, "/help-now"));
	CHECK(t, test_has(r.body, "the other groups of your round"));
	CHECK(t, setting_set(test_ctx(t, machine), "help.name", S("The <Hub>")));
	CHECK(t, setting_set(test_ctx(t, machine), "help.phone", S("+44 141 000")));
	CHECK(t, setting_set(test_ctx(t, machine), "help.hours", S("9 to 5")));
	programme_read_across(t, false);
	r = test_get(t, "/welcome/help");
	CHECK(t, test_has(r.body, "The &lt;Hub&gt;") && test_has(r.body, "tel:+44141000"));
	CHECK(t, test_has(r.body, "9 to 5") && !test_has(r.body, "the other groups"));
	test_sign_in(t, p.olga);
	CHECK(t, test_has(test_get(t, "/welcome/help").body, "When it gets hard"));
}

void test_welcome_is_for_people_who_are_signed_in(struct test *t)
{
	static const char *const pages[] = { "/welcome", "/welcome/read", "/welcome/strengths",
		"/welcome/strengths/words", "/welcome/appear", "/welcome/mail", "/me/mail",
		"/welcome/help", "/welcome/begin" };

	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		CHECK(t, str_starts(test_get(t, pages[i]).location, S("/sign-in")));
}
