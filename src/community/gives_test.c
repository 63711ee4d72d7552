/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Each switch changes what the members of a group see, and nothing else does. */
#include "base/instant.h"
#include "core/feature.h"
#include "core/person.h"
#include "core/setting.h"
#include "test/programme.h"

static const struct stmt give = { "gives_test_give",
	"INSERT INTO group_feature (group_id, feature, is_on) VALUES ($1, $2, $3)", "iii", "" };

static const struct stmt first_post = { "gives_test_first_post",
	"SELECT min(id) FROM post WHERE thread_id = $1", "i", "i" };

static const int64_t over = INT64_C(1795392000000000); /* the first moment after week four */

static void give_group(struct test *t, int64_t group, enum feature f, int64_t on)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, sql_run(c, &give, ARGS(arg(group), arg((int64_t)f), arg(on))));
	CHECK(t, test_end(t));
}

static struct reply get_as(struct test *t, struct person_id who, const char *path)
{
	test_sign_in(t, who);
	return test_get(t, path);
}

void test_gives_wellbeing_links_in_the_first_week_to_those_who_have_them(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	CHECK(t, setting_set(test_ctx(t, p.fay), "help.name", S("Advice & Care")));
	CHECK(t, setting_set(test_ctx(t, p.fay), "help.phone", S("+44 131 496 0000")));
	give_group(t, CHEMISTRY, FEATURE_WELLBEING, 0);
	give_group(t, BUSINESS, FEATURE_WELLBEING, 1);
	t->now = TEST_NOW - 7 * INSTANT_DAY; /* the first week */
	struct reply on = get_as(t, p.cleo, "/home"), off = get_as(t, p.ann, "/home");
	CHECK(t, on.status == 200 && test_has(on.body, "When it gets hard"));
	CHECK(t, test_has(on.body, "Advice &amp; Care: <a href=\"tel:+441314960000\""));
	CHECK(t, off.status == 200 && !test_has(off.body, "When it gets hard"));
	CHECK(t, !test_has(off.body, "116123") && test_has(off.body, "href=\"/help-now\""));
	t->now = TEST_NOW;
	on = get_as(t, p.cleo, "/home");
	CHECK(t, !test_has(on.body, "When it gets hard"));
	CHECK(t, test_has(on.body, "href=\"/help-now\""));
}

/* What a member whose writing has ended can still do in a thread, and no more. */
static void only_reads(struct test *t, struct person_id who, int64_t thread, int64_t post)
{
	struct reply r = get_as(t, who, programme_path(t, "/thread/%", thread, 0));

	CHECK(t, r.status == 200 && test_has(r.body, "so is the writing in this group"));
	CHECK(t, !test_has(r.body, "I’d add…"));
	CHECK(t, test_has(r.body, "Useful") && test_has(r.body, "Wise words"));
	r = test_post(t, programme_path(t, "/thread/%/post", thread, 0), "once=k&body=More");
	CHECK(t, r.status == 403 && test_has(r.body, "stays here to read"));
	r = test_get(t, "/group/30");
	CHECK(t, r.status == 200 && test_has(r.body, "Thank you for being in it"));
	CHECK(t, !test_has(r.body, "Start a thread"));
	CHECK(t, test_get(t, "/group/30/thread/new").status == 403);
	r = test_post(t, "/group/30/thread/new", "once=k2&title=More&body=More&week=4");
	CHECK(t, r.status == 403);
	r = test_get(t, "/home");
	CHECK(t, r.status == 200 && test_has(r.body, "has ended with its last week"));
	CHECK(t, !test_has(r.body, "Read and answer"));
	const char *useful = programme_path(t, "/thread/%/post/%/useful", thread, post);
	CHECK(t, test_post(t, useful, "on=1").status == 303);
}

void test_gives_open_membership_or_an_end_to_writing(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ben, CHEMISTRY, "Title", "Wise words");
	int64_t own = programme_answer(t, p.ann, thread, "My own");
	int64_t first = programme_number(t, &first_post, ARGS(arg(thread)));
	const char *path = programme_path(t, "/thread/%/post", thread, 0);
	const char *edit = programme_path(t, "/thread/%/post/%/edit", thread, own);
	const char *away = programme_path(t, "/thread/%/post/%/delete", thread, own);
	give_group(t, CHEMISTRY, FEATURE_OPEN_MEMBERSHIP, 0);
	t->now = over - 1;
	test_sign_in(t, p.ann);
	CHECK(t, test_post(t, path, "once=a&body=In+time").status == 303);
	t->now = over;
	only_reads(t, p.ann, thread, first);
	CHECK(t, test_get(t, edit).status == 403 && test_post(t, edit, "body=x").status == 403);
	/* What is theirs they can still take away. */
	CHECK(t, test_get(t, away).status == 200 && test_post(t, away, "").status == 303);
	test_sign_in(t, p.fay);
	CHECK(t, test_post(t, path, "once=f&body=From+the+facilitator").status == 303);
}

void test_gives_open_membership_to_write_on(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ben, CHEMISTRY, "Title", "Wise words");
	give_group(t, CHEMISTRY, FEATURE_OPEN_MEMBERSHIP, 1);
	t->now = over + 30 * INSTANT_DAY;
	struct reply r = get_as(t, p.ann, programme_path(t, "/thread/%", thread, 0));
	CHECK(t, test_has(r.body, "I’d add…"));
	const char *path = programme_path(t, "/thread/%/post", thread, 0);
	CHECK(t, test_post(t, path, "once=a&body=Still+here").status == 303);
	CHECK(t, test_has(test_get(t, "/group/30").body, "Start a thread"));
	r = test_post(t, "/group/30/thread/new", "once=b&title=On&body=And+on&week=4");
	CHECK(t, r.status == 303);
	CHECK(t, !test_has(test_get(t, "/home").body, "has ended with its last week"));
}

/* The group of an earlier round is not the one where the person stands. */
void test_gives_an_end_to_writing_in_a_group_of_an_earlier_round(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ben, CHEMISTRY, "Title", "Wise words");
	give_group(t, CHEMISTRY, FEATURE_OPEN_MEMBERSHIP, 0);
	CHECK(t,
		sql_script(test_ctx(t, (struct person_id){ 0 }),
			arena_fmt(t->mem,
				"UPDATE round SET closes_at = %lld WHERE id = 21;"
				"INSERT INTO membership (group_id, person_id, round_id, joined_at)"
				" VALUES (32, %lld, 21, 1)",
				(long long)(over + 28 * INSTANT_DAY), (long long)p.ann.v)
				.at));
	CHECK(t, test_end(t));
	t->now = over + INSTANT_DAY;
	struct reply r = get_as(t, p.ann, programme_path(t, "/thread/%", thread, 0));
	CHECK(t, r.status == 200 && !test_has(r.body, "I’d add…"));
	CHECK(t, test_has(r.body, "so is the writing in this group"));
	CHECK(t, !test_has(test_get(t, "/group/30").body, "Start a thread"));
	CHECK(t, test_has(test_get(t, "/group/32").body, "Start a thread"));
}

static const int64_t opens = INT64_C(1792972800000000);

static const char meeting[] =
	"day=2026-11-05&time=18:30&minutes=45&link="
	"https%3A%2F%2Fmeet.example.ac.uk%2Fa%3Fx%3D1%26copy%3B&note=Tea+%3C3";

void test_gives_a_round_what_was_chosen(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	struct reply r = get_as(t, p.fay, "/round/20");
	CHECK(t, test_has(r.body, "href=\"/round/20/gives\""));
	r = test_get(t, "/round/20/gives");
	CHECK(t, r.status == 200 && test_has(r.body, "name=\"strengths\" value=\"1\""));
	r = test_post(t, "/round/20/gives", "strengths=1&live-welcome=1");
	CHECK(t, r.status == 303 && test_has(test_get(t, r.location.at).body, "is saved"));
	int64_t bits = 0;
	CHECK(t, feature_of_round(test_ctx(t, p.fay), PROGRAMME_ROUND, &bits) && test_end(t));
	CHECK(t, bits == (1 << FEATURE_STRENGTHS | 1 << FEATURE_LIVE_WELCOME));
	CHECK(t, test_post(t, "/round/20/gives", "chocolate=1").status == 422);
}

void test_gives_word_of_a_meeting_until_it_is_over(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.fay);
	CHECK(t, test_post(t, "/round/20/meeting", meeting).status == 303);
	CHECK(t, test_post(t, "/round/20/gives", "live-welcome=1").status == 303);
	CHECK(t, test_has(test_get(t, "/round/20/gives").body, "Thursday 5 November, 18:30"));
	struct reply r = test_get(t, "/round/20/meeting");
	CHECK(t, test_has(r.body, "Thursday 5 November, 18:30"));
	CHECK(t, test_has(r.body, "value=\"2026-11-05\"") && test_has(r.body, "value=\"18:30\""));
	r = get_as(t, p.ann, "/home");
	CHECK(t, test_has(r.body, "<strong>Thursday 5 November, 18:30</strong> (London time)"));
	/* The link is the one that was typed, and text stays text. */
	CHECK(t, test_has(r.body, "href=\"https://meet.example.ac.uk/a?x=1&amp;copy;\""));
	CHECK(t, test_has(r.body, "Tea &lt;3") && test_has(r.body, "at meet.example.ac.uk"));
	CHECK(t, test_has(test_get(t, "/group/30").body, "A meeting to say hello"));
	/* Another round has none. */
	CHECK(t, !test_has(get_as(t, p.dan, "/home").body, "A meeting to say hello"));
	t->now = opens + 10 * INSTANT_DAY + 19 * INSTANT_HOUR;
	CHECK(t, test_has(get_as(t, p.ann, "/home").body, ">now</span>"));
	t->now = opens + 10 * INSTANT_DAY + 19 * INSTANT_HOUR + 15 * INSTANT_MINUTE;
	CHECK(t, !test_has(get_as(t, p.ann, "/home").body, "A meeting to say hello"));
	CHECK(t, !test_has(test_get(t, "/group/30").body, "A meeting to say hello"));
}

void test_gives_word_no_more_of_a_meeting_that_is_called_off(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.fay);
	CHECK(t, test_post(t, "/round/20/meeting", meeting).status == 303);
	CHECK(t, test_post(t, "/round/20/gives", "live-welcome=1").status == 303);
	struct reply r = test_post(t, "/round/20/meeting/off", "");
	CHECK(t, r.status == 303 && test_has(test_get(t, r.location.at).body, "called off"));
	CHECK(t, !test_has(get_as(t, p.ann, "/home").body, "A meeting to say hello"));
}

void test_gives_a_meeting_that_is_wrong_back_with_what_was_typed(struct test *t)
{
	static const char *const links[] = { "http%3A%2F%2Fmeet.example", "meet.example",
		"javascript%3Aalert(1)", "https%3A%2F%2F", "https%3A%2F%2Fa",
		"https%3A%2F%2Fa.b%3E", "https%3A%2F%2Fa.b%2F+c",
		"https%3A%2F%2Fbank.example%40evil.example%2F",
		"https%3A%2F%2Fa.b%3Ax%40evil.example%2F", "https%3A%2F%2Fa.b%5Cc", "" };
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.fay);
	struct reply r = test_post(t, "/round/20/meeting",
		"day=2026-02-30&time=25:00&minutes=many&link=nowhere&note=Keep+%26+me");
	CHECK(t, r.status == 422 && test_has(r.body, "value=\"Keep &amp; me\""));
	static const char *const fields[] = { "day", "time", "minutes", "link" };
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		CHECK(t, test_has(r.body, arena_fmt(t->mem, "id=\"%s-wrong\"", fields[i]).at));
	CHECK(t, test_has(r.body, "value=\"2026-02-30\"") && test_has(r.body, "value=\"many\""));
	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		const char *form = arena_fmt(
			t->mem, "day=2026-11-05&time=18:30&minutes=45&note=&link=%s", links[i])
					   .at;
		r = test_post(t, "/round/20/meeting", form);
		CHECK(t, r.status == 422 && test_has(r.body, "id=\"link-wrong\""));
	}
	r = test_post(t, "/round/20/meeting",
		"day=2026-11-03&time=11:59&minutes=45&note=&link=https%3A%2F%2Fa.b");
	CHECK(t, r.status == 422 && test_has(r.body, "This moment has passed."));
}
