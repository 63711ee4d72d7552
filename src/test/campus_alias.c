/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/campus_alias.h"

#include "core/person.h"
#include "store/search.h"
#include "store/search_index.h"
#include "test/campus_clinic.h"

static const struct stmt last_thread = { "campus_last_thread", "SELECT max(id) FROM thread", "",
	"i" };
static const struct stmt last_post = { "campus_last_post", "SELECT max(id) FROM post", "", "i" };
static const struct stmt last_question = { "campus_last_question", "SELECT max(id) FROM question",
	"", "i" };
static const struct stmt last_answer = { "campus_last_answer",
	"SELECT max(id) FROM question_answer", "", "i" };
static const struct stmt bens_paper = { "campus_bens_paper",
	"SELECT max(id) FROM paper WHERE author_id = $1 AND shown > 0", "i", "i" };
static const struct stmt first_thread = { "campus_first_thread",
	"SELECT min(id) FROM thread WHERE group_id = 30", "", "i" };

struct reply campus_post_as(struct test *t, const char *page, const char *to, const char *form)
{
	static const char mark[] = "name=\"alias\" value=\"";
	struct str body = test_get(t, page).body;
	const char *at = memmem(body.at, body.len, mark, sizeof mark - 1);
	struct str rest = at ? str_of(at + sizeof mark - 1) : S("");
	struct str alias = str_cut(&rest, '"');

	CHECK(t, alias.len > 0);
	return test_post(
		t, to, arena_fmt(t->mem, "%s&alias=%.*s", form, (int)alias.len, alias.at).at);
}

int64_t campus_start(struct test *t, const char *form)
{
	CHECK(t,
		campus_post_as(t, "/group/30/thread/new", "/group/30/thread/new", form).status
			== 303);
	return programme_number(t, &last_thread, NO_ARGS);
}

int64_t campus_answer(struct test *t, int64_t thread, const char *form)
{
	const char *page = programme_path(t, "/thread/%", thread, 0);
	const char *to = programme_path(t, "/thread/%/post", thread, 0);

	CHECK(t, campus_post_as(t, page, to, form).status == 303);
	return programme_number(t, &last_post, NO_ARGS);
}

static void send(
	struct test *t, const char *pattern, int64_t thread, int64_t post, const char *form)
{
	struct reply r = test_post(t, programme_path(t, pattern, thread, post), form);

	CHECK(t, r.status == 303 || r.status == 200);
}

/* What stands in the bank under the alias is found useful and kept, and its writer does so too. */
static void mark_in_bank(struct test *t, const struct campus *k)
{
	int64_t question = programme_number(t, &last_question, NO_ARGS);
	int64_t answer = programme_number(t, &last_answer, NO_ARGS);

	send(t, "/questions/%/save", 122, 0, "on=1");
	send(t, "/questions/%/saved", 122, 0, "note=How+I+keep+it.");
	send(t, "/questions/%/answer/%/useful", 120, 121, "on=1");
	test_sign_in(t, k->p.ben);
	send(t, "/questions/%/save", question, 0, "on=1");
	send(t, "/questions/%/answer/%/useful", 122, answer, "on=1");
	send(t, "/questions/%/answer/%/save", 122, answer, "on=1");
	test_sign_in(t, k->writer);
}

/* Outside of threads: a question and an answer in the bank, an introduction, words about somebody's
   paper. The second and the last are under no name at all. */
static void say_elsewhere(struct test *t, const struct campus *k)
{
	int64_t paper = programme_number(t, &bens_paper, ARGS(arg(k->p.ben.v)));

	test_sign_in(t, k->writer);
	send(t, "/questions/new", 0, 0,
		"once=&text=Why+do+you+keep+birds%3F&role=keeper&employer=1&stage=4&year=2026");
	send(t, "/questions/%/answer", 122, 0, "once=&body=I+said+that+I+like+kestrels.");
	CHECK(t, test_post(t, "/welcome/appear", "as=alias").status == 303);
	send(t, "/questions/%/answer", 122, 0, "once=&body=And+somebody+said+nothing.");
	mark_in_bank(t, k);
	CHECK(t,
		campus_post_as(t, "/people/mine", "/people/mine",
			"words=I+keep+away+from+crowds.&as=alias")
				.status
			== 303);
	send(t, "/people/mine/send", 0, 0, "");
	send(t, "/clinic/paper/%/feedback", paper, 0,
		"once=&v=2&line=1&works=You+like+toast.&idea=&unnamed=1");
}

static void ask_who(struct test *t, int64_t thread, int64_t post)
{
	struct person_id lead = test_person(t, "lead", ROLE_SAFEGUARDING);
	struct ctx *c;

	test_sign_in(t, lead);
	send(t, "/thread/%/who", thread, 0,
		arena_fmt(t->mem, "post=%lld&reason=They+wrote+that+they+give+up.", (long long)post)
			.at);
	c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t,
		sql_script(c,
			"UPDATE letter SET state = 'refused', error = 'No such user.'"
			" WHERE kind = 'alias-lifted'"));
	CHECK(t, test_end(t));
}

/* What was written can be found. */
static void index_all(struct test *t)
{
	size_t n = 1;

	while (n > 0 && !t->failed)
		CHECK(t, search_index(test_ctx(t, (struct person_id){ 0 }), &n) && test_end(t));
}

void campus_alias(struct test *t, const struct campus *k)
{
	int64_t bens = programme_number(t, &first_thread, NO_ARGS);

	test_sign_in(t, k->writer);
	int64_t post = campus_answer(t, bens, "body=Under+an+alias&as=alias&feeling=nervous");
	int64_t gone = campus_answer(t, bens, "body=This+goes+again&as=alias");
	send(t, "/thread/%/post/%/edit", bens, post, "body=Under+an+alias%2C+edited&feeling=stuck");
	send(t, "/thread/%/post/%/delete", bens, gone, "");
	int64_t own = campus_start(t, "title=What+nobody+asks&body=Is+it+late%3F&as=alias");
	CHECK(t, test_post(t, "/welcome/appear", "as=own&alias=Grey+Kestrel").status == 303);
	int64_t other = campus_start(t, "title=Under+my+own&body=Again+me&as=own&feeling=hopeful");
	int64_t bensays = programme_answer(t, k->p.ben, own, "Never.");
	send(t, "/thread/%/post/%/useful", own, bensays, "on=1");
	send(t, "/thread/%/post/%/save", own, bensays, "on=1");
	int64_t thanks = campus_answer(t, own, "body=Thank+you&as=alias");
	programme_answer(t, k->p.cleo, other, "From the other group, long ago.");
	test_sign_in(t, k->p.ben);
	send(t, "/thread/%/post/%/useful", bens, post, "on=1");
	send(t, "/thread/%/post/%/save", bens, post, "on=1");
	send(t, "/thread/%/post/%/save", own, thanks, "on=1");
	campus_clinic_paper(t, k->writer, k->p.ben);
	campus_clinic_paper(t, k->p.ben, k->writer);
	say_elsewhere(t, k);
	ask_who(t, bens, post);
	index_all(t);
}
