/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A facilitator who looks at the board and at the shares of words again and again, before and after
   one person reads, taps, saves, is tagged, joins and leaves the study; and who sets what the board
   says of somebody's thread against what it says of one under an alias. The board must say nothing
   that does not follow from posts that everybody in the round can read. */
#include "base/instant.h"
#include "community/first.h"
#include "community/share.h"
#include "core/background.h"
#include "core/participant.h"
#include "core/person.h"
#include "test/campus_alias.h"
#include "test/programme.h"

static const struct stmt first_post = { "attack_board_post",
	"SELECT min(id) FROM post WHERE thread_id = $1", "i", "i" };
static const struct stmt sit = { "attack_board_sit",
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES (30, $1, 20, $2)",
	"ii", "" };
static const struct stmt leave = { "attack_board_leave",
	"UPDATE membership SET left_at = $2 WHERE person_id = $1", "ii", "" };
static const struct stmt byline = { "attack_board_byline",
	"SELECT byline FROM thread WHERE id = $1", "i", "s" };

/* What goes round by itself has gone round. */
static void sweep(struct test *t)
{
	struct share_count at = { 0 };
	bool more;

	CHECK(t, first_take_up(test_ctx(t, (struct person_id){ 0 }), &more) && test_end(t));
	CHECK(t, first_go_on(test_ctx(t, (struct person_id){ 0 }), &more) && test_end(t));
	for (more = true; more;)
		CHECK(t,
			share_some(test_ctx(t, (struct person_id){ 0 }), &at, &more)
				&& test_end(t));
}

/* All that a facilitator is shown of a round before there is an answer to a question. */
static struct str board(struct test *t, struct person_id fay)
{
	static const char *const pages[] = { "/board", "/board?week=1", "/round/20/side",
		"/round/20/side.csv", "/round/20/answers" };
	struct buf all;

	sweep(t);
	test_sign_in(t, fay);
	buf_init(&all, 1 << 20);
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		struct reply r = test_get(t, pages[i]);
		CHECK(t, r.status == 200);
		buf_add(&all, r.body);
	}
	struct str ret = arena_str(t->mem, buf_str(&all));
	buf_free(&all);
	return ret;
}

/* ---- what one person does and nobody can see ---- */

struct one {
	struct person_id who;
	const char *page, *useful, *save;
};

static void reads(struct test *t, const struct one *x)
{
	test_sign_in(t, x->who);
	CHECK(t, test_get(t, x->page).status == 200);
}

static void taps(struct test *t, const struct one *x)
{
	test_sign_in(t, x->who);
	CHECK(t, test_post(t, x->useful, "on=1").status == 303);
}

static void takes_back(struct test *t, const struct one *x)
{
	test_sign_in(t, x->who);
	CHECK(t, test_post(t, x->useful, "on=0").status == 303);
}

static void saves(struct test *t, const struct one *x)
{
	test_sign_in(t, x->who);
	CHECK(t, test_post(t, x->save, "on=1").status == 303);
}

static void is_tagged(struct test *t, const struct one *x)
{
	struct background b = { .parents = PARENTS_NO_HE };

	CHECK(t, background_keep(test_ctx(t, x->who), x->who, &b) && test_end(t));
}

static void joins_the_study(struct test *t, const struct one *x)
{
	struct participant_id in;

	CHECK(t, participant_join(test_ctx(t, x->who), 10, x->who, &in) && test_end(t));
}

static void withdraws(struct test *t, const struct one *x)
{
	CHECK(t, participant_withdraw(test_ctx(t, x->who), x->who) && test_end(t));
}

static void leaves(struct test *t, const struct one *x)
{
	struct ctx *c = test_ctx(t, x->who);

	CHECK(t, sql_run(c, &leave, ARGS(arg(x->who.v), arg(t->now))) && test_end(t));
}

static void (*const acts[])(struct test *t, const struct one *x) = { reads, taps, takes_back, taps,
	saves, is_tagged, joins_the_study, reads, withdraws, leaves };

void test_attack_on_the_board_sees_nothing_of_what_nobody_can_see(struct test *t)
{
	enum { MEMBERS = 12 };
	struct programme p;
	int64_t differ = 0;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ann, CHEMISTRY, "Title", "Four words of ann");
	programme_answer(t, p.fay, thread, "Three of fay");
	programme_thread(t, p.ben, CHEMISTRY, "Waiting", "Nobody answered this");
	int64_t post = programme_number(t, &first_post, ARGS(arg(thread)));
	struct one x = { .page = programme_path(t, "/thread/%", thread, 0),
		.useful = programme_path(t, "/thread/%/post/%/useful", thread, post),
		.save = programme_path(t, "/thread/%/post/%/save", thread, post) };
	for (int i = 0; i < MEMBERS; i++) {
		struct str before = board(t, p.fay);
		x.who = test_person(t, arena_fmt(t->mem, "x%d", i).at, ROLE_STUDENT);
		struct ctx *c = test_ctx(t, x.who);
		CHECK(t, sql_run(c, &sit, ARGS(arg(x.who.v), arg(t->now))) && test_end(t));
		for (size_t k = 0; k < sizeof acts / sizeof *acts; k++) {
			differ += !str_eq(before, board(t, p.fay));
			/* The last one stays, so that each comes into a larger group. */
			if (acts[k] != leaves || i % 3 == 0)
				acts[k](t, &x);
		}
		differ += !str_eq(before, board(t, p.fay));
	}
	CHECK(t, differ == 0);
}

/* ---- an alias ---- */

static int64_t start(struct test *t, struct person_id who, const char *form)
{
	test_sign_in(t, who);
	return campus_start(t, form);
}

/* The line of a thread that waits, without its title and the name that stands there. */
static struct str line_of(struct test *t, struct person_id fay, const char *title, int64_t thread)
{
	struct str body = board(t, fay), end = S("</p></div>");
	const char *at = memmem(body.at, body.len, title, strlen(title));
	struct str rest = { at, at ? body.len - (size_t)(at - body.at) : 0 };
	const char *to = at ? memmem(rest.at, rest.len, end.at, end.len) : NULL;
	struct str name = programme_text(t, &byline, ARGS(arg(thread)));

	CHECK(t, at && to);
	if (!to)
		return S("");
	rest = (struct str){ at + strlen(title), (size_t)(to - at) - strlen(title) };
	const char *said = memmem(rest.at, rest.len, name.at, name.len);
	CHECK(t, said);
	return said ? arena_fmt(t->mem, "%.*s%.*s", (int)(said - rest.at), rest.at,
		       (int)(rest.len - (size_t)(said - rest.at) - name.len), said + name.len)
		    : S("");
}

/* Ann opened a thread under her name before and Ben none: under an alias both are alike. */
void test_attack_on_the_board_knows_no_alias_by_who_opens_their_first_thread(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	start(t, p.ann, "title=Named&body=Here+I+am&as=first");
	int64_t anns = start(t, p.ann, "title=Hidden+one&body=Four+words+as+well&as=alias");
	int64_t bens = start(t, p.ben, "title=Hidden+two&body=Four+words+as+well&as=alias");
	struct str of_ann = line_of(t, p.fay, "Hidden one", anns);
	struct str of_ben = line_of(t, p.fay, "Hidden two", bens);
	CHECK(t, of_ann.len > 0 && str_eq(of_ann, of_ben));
	/* And under their names it does not tell that Ben had opened one before. */
	int64_t plain = start(t, p.ben, "title=Plain+one&body=By+name&as=first");
	CHECK(t, test_has(line_of(t, p.fay, "Plain one", plain), "the first they opened"));
}
