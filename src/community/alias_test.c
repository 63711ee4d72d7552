/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/alias.h"

#include "base/instant.h"
#include "community/alias_lift.h"
#include "community/feeling.h"
#include "core/person.h"
#include "core/secret.h"
#include "store/search.h"
#include "store/search_index.h"
#include "test/campus_alias.h"
#include "test/campus_clinic.h"

#include <stdio.h>

static const struct stmt of_post = { "test_alias_of_post", "SELECT byline FROM post WHERE id = $1",
	"i", "s" };
static const struct stmt last_post = { "test_alias_last", "SELECT max(id) FROM post", "", "i" };
static const struct stmt of_thread = { "test_alias_of_thread",
	"SELECT byline || '/' || last_by FROM thread WHERE id = $1", "i", "s" };
static const struct stmt posts = { "test_alias_posts", "SELECT count(*) FROM post", "", "i" };
static const struct stmt lifts = { "test_alias_lifts", "SELECT count(*) FROM alias_lift", "", "i" };
static const struct stmt letter = { "test_alias_letter",
	"SELECT to_address || ' ' || subject || ' ' || body FROM letter WHERE kind ="
	" 'alias-lifted'",
	"", "s" };
static const struct stmt trail = { "test_alias_trail",
	"SELECT subject_kind || note FROM audit WHERE act = 'alias.lift'", "", "s" };

static int64_t answer(struct test *t, struct person_id who, int64_t thread, const char *form)
{
	test_sign_in(t, who);
	return campus_answer(t, thread, form);
}

static int64_t start(struct test *t, struct person_id who, const char *form)
{
	test_sign_in(t, who);
	return campus_start(t, form);
}

static struct str byline(struct test *t, int64_t post)
{
	return programme_text(t, &of_post, ARGS(arg(post)));
}

/* What stands on the form of a thread. */
static struct str offered(struct test *t, struct person_id who, int64_t thread)
{
	static const char mark[] = "name=\"alias\" value=\"";

	test_sign_in(t, who);
	struct str page = test_get(t, programme_path(t, "/thread/%", thread, 0)).body;
	const char *at = memmem(page.at, page.len, mark, sizeof mark - 1);
	struct str rest = str_of(at ? at + sizeof mark - 1 : "");
	return str_cut(&rest, '"');
}

void test_alias_is_kept_in_a_thread_and_another_one_in_the_next(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t one = programme_thread(t, p.ben, CHEMISTRY, "One", "Text");
	int64_t two = programme_thread(t, p.ben, CHEMISTRY, "Two", "Text");
	struct str shown = offered(t, p.ann, one);
	struct str a = byline(t, answer(t, p.ann, one, "body=A&as=alias"));
	CHECK(t, shown.len > 5 && str_eq(a, shown)); /* as it stood on the form */
	CHECK(t, str_eq(byline(t, answer(t, p.ann, one, "body=B&as=alias")), a));
	struct str b = byline(t, answer(t, p.ann, two, "body=C&as=alias"));
	CHECK(t, b.len > 5 && !str_eq(a, b));
	/* The next who asks gets another, and a new thread starts under one of its own. */
	struct str c = byline(t, answer(t, p.ben, one, "body=D&as=alias"));
	CHECK(t, !str_eq(c, a) && !str_eq(c, b));
	int64_t three = start(t, p.ann, "title=Three&body=E&as=alias");
	struct str d = byline(t, programme_number(t, &last_post, NO_ARGS));
	CHECK(t, !str_eq(d, a) && !str_eq(d, b) && !str_eq(d, c));
	CHECK(t, str_eq(byline(t, answer(t, p.ann, three, "body=F&as=alias")), d));
	/* Who has an alias in a thread is not shown under a name there without saying so. */
	CHECK(t, answer(t, p.ann, two, "body=G&as=first") > 0);
	test_sign_in(t, p.ann);
	struct reply r = test_get(t, programme_path(t, "/thread/%", one, 0));
	CHECK(t, test_has(r.body, "value=\"alias\" required\nchecked"));
	CHECK(t, test_post(t, programme_path(t, "/thread/%/post", one, 0), "body=H").status == 303);
	CHECK(t, str_eq(byline(t, programme_number(t, &last_post, NO_ARGS)), a));
}

void test_alias_that_was_taken_meanwhile_is_not_given_twice(struct test *t)
{
	struct programme p;
	struct reply r;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ben, CHEMISTRY, "One", "Text");
	const char *to = programme_path(t, "/thread/%/post", thread, 0);
	struct str shown = offered(t, p.ann, thread);
	CHECK(t, str_eq(offered(t, p.ben, thread), shown)); /* the same to both: it tells nothing */
	answer(t, p.ben, thread, "body=First&as=alias");
	test_sign_in(t, p.ann);
	const char *form = arena_fmt(
		t->mem, "body=My+words&as=alias&once=k1&alias=%.*s", (int)shown.len, shown.at)
				   .at;
	r = test_post(t, to, form);
	CHECK(t,
		r.status == 422 && test_has(r.body, "took this alias")
			&& test_has(r.body, "My words"));
	/* Again, with the alias that the page shows now; and a double tap is one post. */
	struct str now = offered(t, p.ann, thread);
	int64_t before = programme_number(t, &posts, NO_ARGS);
	form = arena_fmt(t->mem, "body=My+words&as=alias&once=k1&alias=%.*s", (int)now.len, now.at)
		       .at;
	CHECK(t, !str_eq(now, shown) && test_post(t, to, form).status == 303);
	CHECK(t, test_post(t, to, form).status == 303);
	CHECK(t, programme_number(t, &posts, NO_ARGS) == before + 1);
	/* Nothing but what was drawn, and a choice that is none. */
	test_sign_in(t, p.cleo);
	test_sign_in(t, test_person(t, "zed", ROLE_STUDENT));
	test_sign_in(t, p.ann);
	int64_t other = programme_thread(t, p.ben, CHEMISTRY, "Two", "Text");
	to = programme_path(t, "/thread/%/post", other, 0);
	CHECK(t, test_post(t, to, "body=x&as=alias&alias=Fay+Noble").status == 422);
	CHECK(t, test_post(t, to, "body=x&as=alias&alias=Quiet+Heron+1").status == 422);
	CHECK(t, test_post(t, to, "body=x&as=nobody&alias=").status == 422);
	CHECK(t, test_post(t, to, "body=x&as=own&alias=").status == 422);
	CHECK(t, test_post(t, to, "body=x&alias=Quiet+Heron").status == 422); /* none chosen */
}

/* The same name for whoever asks first, of the thread and the key alone. */
void test_alias_has_nothing_of_the_person_in_it(struct test *t)
{
	struct programme p;
	struct alias_offer a, b;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ben, CHEMISTRY, "One", "Text");
	CHECK(t, str_eq(offered(t, p.ann, thread), offered(t, p.ben, thread)));
	const struct alias_spot spot = { { PROGRAMME_ROUND }, { CHEMISTRY }, { 0 }, S("") };
	CHECK(t, alias_find(test_ctx(t, p.ann), &spot, &a));
	CHECK(t, alias_find(test_ctx(t, p.ben), &spot, &b) && str_eq(a.alias, b.alias));
}

/* 4096 names, none much more often than another: chance of a false alarm under one in a million. */
void test_alias_words_are_drawn_evenly(struct test *t)
{
	enum { DRAWS = 8192, BINS = 26 };
	int first[BINS] = { 0 };
	double chi = 0, even = (double)DRAWS / 64;

	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	for (int i = 0; i < DRAWS; i++) {
		struct str token = secret_name(c, "test", arena_fmt(t->mem, "%d", i));
		struct str name = alias_words(c, token, false);
		struct str word = str_cut(&name, ' ');
		CHECK(t, word.len > 2 && name.len > 2);
		first[(word.at[0] | 32) - 'a'] += str_eq(word, S("Quiet"))
			|| str_eq(word, S("Early")) || str_eq(word, S("Green"))
			|| str_eq(word, S("Copper")) || str_eq(word, S("Second"))
			|| str_eq(word, S("Third"));
	}
	static const char letters[] = "qegcst";
	for (size_t i = 0; i < sizeof letters - 1; i++) {
		double d = first[letters[i] - 'a'] - even;
		chi += d * d / even;
	}
	CHECK(t, chi < 40); /* six words */
}

void test_alias_is_no_name_of_the_group_and_nobodys_name_later(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ben, CHEMISTRY, "One", "Text");
	struct str next = offered(t, p.ann, thread), rest = next;
	(void)str_cut(&rest, ' ');
	struct str word = str_cut(&rest, ' ');
	/* The alias that waits was drawn; another thread of a group with such a name has others. */
	CHECK(t,
		person_set_name(test_ctx(t, p.fay), p.ben,
			arena_fmt(t->mem, "Ben %.*s", (int)word.len, word.at)));
	for (int i = 0; i < 40; i++) {
		int64_t other = programme_thread(t, p.ben, CHEMISTRY, "More", "Text");
		struct str name = offered(t, p.ann, other);
		CHECK(t, !str_has(name, word) && !str_eq(name, next));
		t->now += INSTANT_SECOND;
	}
	/* Nobody takes it as a name, not even who is offered it. */
	test_sign_in(t, p.ann);
	const char *name = arena_fmt(t->mem, "shown_name=%.*s", (int)next.len, next.at).at;
	CHECK(t, test_post(t, "/me/name", name).status == 422);
	name = arena_fmt(t->mem, "as=own&alias=%.*s", (int)next.len, next.at).at;
	CHECK(t, test_post(t, "/welcome/appear", name).status == 422);
}

void test_alias_moves_up_for_the_thread_or_a_post_and_never_down(struct test *t)
{
	struct programme p;
	struct reply r;

	programme_make(t, &p);
	int64_t thread = start(t, p.ann, "title=Mine&body=One&as=alias");
	int64_t one = programme_number(t, &last_post, NO_ARGS);
	int64_t two = answer(t, p.ann, thread, "body=Two&as=alias");
	int64_t three = answer(t, p.ann, thread, "body=Three&as=alias");
	struct str alias = byline(t, one);
	const char *path = programme_path(t, "/thread/%/post/%/name", thread, two);
	test_sign_in(t, p.ben);
	CHECK(t, test_get(t, path).status == 403 && test_post(t, path, "as=first").status == 403);
	r = test_get(t, programme_path(t, "/thread/%", thread, 0));
	CHECK(t, !test_has(r.body, "Show my name") && !test_has(r.body, ">ann"));
	test_sign_in(t, p.ann);
	r = test_get(t, path);
	CHECK(t, r.status == 200 && test_has(r.body, alias.at) && test_has(r.body, "taken back"));
	CHECK(t, test_post(t, path, "as=alias&where=thread").status == 422);
	CHECK(t, test_post(t, path, "where=thread").status == 422);
	CHECK(t, test_post(t, path, "as=first&where=post").status == 303);
	CHECK(t, str_eq(byline(t, one), alias) && str_eq(byline(t, two), S("ann")));
	CHECK(t, str_eq(offered(t, p.ann, thread), alias)); /* others still stand under it */
	CHECK(t, test_post(t, path, "as=first&where=post").status == 422); /* no step up */
	path = programme_path(t, "/thread/%/post/%/name", thread, three);
	CHECK(t, test_post(t, path, "as=first&where=thread").status == 303);
	CHECK(t, str_eq(byline(t, one), S("ann")) && str_eq(byline(t, three), S("ann")));
	CHECK(t, str_eq(programme_text(t, &of_thread, ARGS(arg(thread))), S("ann/ann")));
	r = test_get(t, programme_path(t, "/thread/%", thread, 0));
	CHECK(t, !test_has(r.body, arena_fmt(t->mem, "<h2>%s", alias.at).at));
	/* The search says the same. */
	for (size_t n = 1; n > 0 && !t->failed;)
		CHECK(t, search_index(test_ctx(t, (struct person_id){ 0 }), &n) && test_end(t));
	test_sign_in(t, p.ben);
	r = test_get(t, "/search?q=Three");
	CHECK(t, test_has(r.body, "Three") && !test_has(r.body, "Nothing found"));
	CHECK(t, test_has(r.body, "ann") && !test_has(r.body, alias.at));
	/* The alias is known now: the next is another, and nobody else gets the old one. */
	CHECK(t, !str_eq(offered(t, p.ann, thread), alias));
	test_sign_in(t, p.ann);
	CHECK(t, test_get(t, path).status == 200); /* the full name is a step up still */
}

static struct reply ask(struct test *t, int64_t thread, int64_t post, const char *more)
{
	return test_post(t, programme_path(t, "/thread/%/who", thread, 0),
		arena_fmt(t->mem, "post=%lld&once=o1%s", (long long)post, more).at);
}

void test_alias_is_lifted_by_the_lead_with_a_reason_that_the_author_reads(struct test *t)
{
	struct programme p;
	struct reply r;

	programme_make(t, &p);
	struct person_id guard = test_person(t, "wanda", ROLE_SAFEGUARDING);
	int64_t thread = programme_thread(t, p.ben, CHEMISTRY, "One", "Text");
	int64_t post = answer(t, p.ann, thread, "body=I+give+up&as=alias");
	const char *path = programme_path(t, "/thread/%/who", thread, 0);
	const struct person_id others[] = { p.ben, p.fay, p.rex, p.ann };
	for (size_t i = 0; i < 4; i++) {
		test_sign_in(t, others[i]);
		CHECK(t, test_get(t, path).status == 403);
		CHECK(t, ask(t, thread, post, "&reason=I+am+curious+about+it").status == 403);
	}
	test_sign_in(t, guard);
	r = test_get(t, "/groups");
	CHECK(t, test_has(r.body, "/group/30\"") && test_has(r.body, "/group/32\""));
	CHECK(t, test_has(test_get(t, programme_path(t, "/thread/%", thread, 0)).body, "/who\""));
	r = test_get(t, path);
	CHECK(t,
		r.status == 200 && test_has(r.body, byline(t, post).at)
			&& !test_has(r.body, "ann"));
	r = ask(t, thread, post, "&reason=Worried");
	CHECK(t, r.status == 422 && test_has(r.body, "Worried</textarea>"));
	CHECK(t, ask(t, thread, 0, "&reason=They+wrote+that+they+give+up").status == 422);
	CHECK(t, programme_number(t, &lifts, NO_ARGS) == 0);
	r = ask(t, thread, post, "&reason=They+wrote+that+they+give+up");
	CHECK(t, r.status == 200 && test_has(r.body, "ann@cairn.example"));
	/* A double tap shows it again and is one act; later the page has to be asked anew. */
	CHECK(t, ask(t, thread, post, "&reason=They+wrote+that+they+give+up").status == 200);
	t->now += INSTANT_HOUR;
	r = ask(t, thread, post, "&reason=They+wrote+that+they+give+up");
	CHECK(t, r.status == 409 && !test_has(r.body, "ann@"));
	CHECK(t, programme_number(t, &lifts, NO_ARGS) == 1);
	struct str mail = programme_text(t, &letter, NO_ARGS);
	CHECK(t, str_starts(mail, S("ann@cairn.example")) && test_has(mail, "/me/data"));
	CHECK(t, !test_has(mail, "give up") && !test_has(mail, byline(t, post).at));
	CHECK(t, str_eq(programme_text(t, &trail, NO_ARGS), S("post")));
	test_sign_in(t, p.ann);
	r = test_get(t, "/me/data");
	CHECK(t, test_has(r.body, "They wrote that they give up") && !test_has(r.body, "wanda"));
	test_sign_in(t, p.ben);
	CHECK(t, !test_has(test_get(t, "/me/data").body, "give up"));
}

void test_alias_of_last_time_leaves_the_name_off_in_the_clinic(struct test *t)
{
	static const struct stmt paper = { "alias_paper", "SELECT max(id) FROM paper", "", "i" };
	struct programme p;

	programme_make(t, &p);
	campus_clinic_paper(t, p.ben, p.ann);
	const char *page =
		programme_path(t, "/clinic/paper/%", programme_number(t, &paper, NO_ARGS), 0);
	test_sign_in(t, p.ann);
	CHECK(t, test_has(test_get(t, page).body, "name=\"unnamed\" value=\"1\"\n>"));
	CHECK(t, test_post(t, "/welcome/appear", "as=alias&alias=").status == 303);
	struct reply r = test_get(t, page);
	CHECK(t, test_has(r.body, "name=\"unnamed\" value=\"1\"\nchecked"));
	CHECK(t, test_has(r.body, "under “Somebody in the group”"));
	CHECK(t, test_post(t, "/welcome/appear", "as=own&alias=Grey+Kestrel").status == 303);
	CHECK(t, test_has(test_get(t, page).body, "under “Grey Kestrel”"));
	CHECK(t, test_post(t, "/welcome/appear", "as=first&alias=").status == 303);
	CHECK(t, test_has(test_get(t, page).body, "under “ann”"));
}

void test_alias_stays_in_the_place_of_somebody_who_was_erased(struct test *t)
{
	struct programme p;
	struct reply r;

	programme_make(t, &p);
	int64_t thread = start(t, p.ann, "title=Mine&body=One&as=alias&feeling=tired");
	struct str alias = byline(t, programme_number(t, &last_post, NO_ARGS));
	programme_answer(t, p.ben, thread, "Ben answers.");
	test_sign_in(t, p.ann);
	CHECK(t, test_post(t, "/me/data/erase", "address=ann@cairn.example").status == 303);
	test_sign_in(t, p.ben);
	r = test_get(t, "/group/30");
	CHECK(t, test_has(r.body, alias.at) && !test_has(r.body, "Somebody who left"));
	CHECK(t, !test_has(r.body, "Mine"));
	r = test_get(t, programme_path(t, "/thread/%", thread, 0));
	CHECK(t, test_has(r.body, "This post was deleted by its author."));
	CHECK(t, !test_has(r.body, "who left") && !test_has(r.body, "feeling tired"));
	/* And nobody gets it after her. */
	CHECK(t, !str_eq(offered(t, p.ben, thread), alias));
}

void test_feeling_is_chosen_changed_and_counted_by_nothing(struct test *t)
{
	struct programme p;
	size_t n;
	const struct stmt *all = test_statements(&n);

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ben, CHEMISTRY, "One", "I am sad, tired and stuck.");
	const char *page = programme_path(t, "/thread/%", thread, 0);
	test_sign_in(t, p.ann);
	CHECK(t, !test_has(test_get(t, page).body, "feeling stuck")); /* never guessed */
	const char *to = programme_path(t, "/thread/%/post", thread, 0);
	struct reply r = test_post(t, to, "body=Mine&feeling=furious");
	CHECK(t, r.status == 422 && test_has(r.body, "feeling-wrong") && test_has(r.body, "Mine"));
	int64_t post = answer(t, p.ann, thread, "body=Mine&as=first&feeling=nervous");
	test_sign_in(t, p.ben);
	CHECK(t, test_has(test_get(t, page).body, "feeling nervous"));
	const char *edit = programme_path(t, "/thread/%/post/%/edit", thread, post);
	CHECK(t, test_post(t, edit, "body=Other&feeling=proud").status == 403);
	test_sign_in(t, p.ann);
	CHECK(t, test_has(test_get(t, edit).body, "value=\"nervous\"\nselected"));
	CHECK(t, test_post(t, edit, "body=Mine&feeling=").status == 303);
	r = test_get(t, page);
	CHECK(t, !test_has(r.body, "feeling nervous") && !test_has(r.body, "edited"));
	for (size_t i = 0; i < n; i++) {
		if (!strstr(all[i].text, "feeling"))
			continue;
		bool counts = strstr(all[i].text, "count(") || strstr(all[i].text, "GROUP BY")
			|| strstr(all[i].text, "sum(") || strstr(all[i].text, "WHERE feeling");
		if (counts)
			printf("  %s counts feelings\n", all[i].name);
		CHECK(t, !counts);
	}
}
