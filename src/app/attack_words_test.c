/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Somebody who writes and wants to know who of a group reads and who taps Useful: they look at the
   words under their posts each day, in groups of every small size, while one person more does it or
   one takes it back, and they set two of their posts against each other when somebody joins, reads
   only one of them, is tagged, leaves the study and leaves the group. They know how many others
   there are, that one of them does nothing of it, and of all others who wrote that they read. The
   same program is first let loose on words that follow from the number alone, where it finds
   people: so it can. */
#include "base/instant.h"
#include "community/told.h"
#include "core/activity.h"
#include "core/background.h"
#include "core/participant.h"
#include "core/person.h"
#include "test/programme.h"

enum { OTHERS = 14, KNOWN = 1, FIRST_GROUP = 500 };

static const struct stmt make_group = { "attack_words_group",
	"INSERT INTO peer_group (id, round_id, name, subject, made_at)"
	" VALUES ($1, 20, 'Group ' || $2, 'Any', 1)",
	"is", "" };
static const struct stmt sit = { "attack_words_sit",
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES ($1, $2, 20, $3)",
	"iii", "" };
static const struct stmt first_post = { "attack_words_first",
	"SELECT min(id) FROM post WHERE thread_id = $1", "i", "i" };
static const struct stmt last_question = { "attack_words_question", "SELECT max(id) FROM question",
	"", "i" };
static const struct stmt last_answer = { "attack_words_answer",
	"SELECT max(id) FROM question_answer", "", "i" };
static const struct stmt readers = { "attack_words_readers",
	"SELECT COUNT(DISTINCT participant_id) FROM activity WHERE class = $1"
	" AND object_kind = $2 AND object_id = $3",
	"iii", "i" };

/* ---- what the words say of a number ---- */

struct window {
	int64_t least, most;
};

/* «A few», «Many» or «Somebody» before a verb; without a word nothing is taken from it. */
static struct window window_of(struct str said, const char *verb)
{
	static const struct {
		const char *word;
		struct window of;
	} words[] = { { "any people", { TOLD_MANY, OTHERS } },
		{ " few people", { TOLD_FEW, TOLD_MANY - 1 } },
		{ "omebody", { 1, TOLD_FEW - 1 } } };
	char part[64];

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		struct buf b = { .at = part, .cap = sizeof part, .max = sizeof part };
		buf_fmt(&b, "%s %s%c", words[i].word, verb, '\0');
		if (test_has(said, part))
			return words[i].of;
	}
	return (struct window){ 0, OTHERS };
}

static struct window plain_window(int64_t n, bool one_is_told)
{
	if (n >= TOLD_FEW)
		return n >= TOLD_MANY ? (struct window){ TOLD_MANY, OTHERS }
				      : (struct window){ TOLD_FEW, TOLD_MANY - 1 };
	return n > 0 && one_is_told ? (struct window){ 1, TOLD_FEW - 1 }
				    : (struct window){ 0, OTHERS };
}

/* Of how many it is certain that they did it, when at least so many of these did. */
static int64_t certain(struct window w, int64_t others)
{
	return w.least > 0 && w.least >= others - KNOWN ? others - KNOWN : 0;
}

/* ---- the days ---- */

static void count_day(struct test *t)
{
	struct told_count at = { 0 };

	for (bool more = true; more;)
		CHECK(t,
			told_some(test_ctx(t, (struct person_id){ 0 }), &at, &more) && test_end(t));
}

/* What its writer is told of the one thing of theirs on a page. */
static struct str told(struct test *t, struct person_id writer, const char *page)
{
	static const char end[] = " <a href=\"/me/reading\">";

	test_sign_in(t, writer);
	struct str body = test_get(t, page).body;
	const char *at = memmem(body.at, body.len, end, sizeof end - 1), *from = at;
	while (from && from > body.at && from[-1] != '>')
		from--;
	return from ? arena_str(t->mem, (struct str){ from, (size_t)(at - from) }) : S("");
}

static struct person_id person(struct test *t, int64_t group, const char *name, bool study)
{
	struct person_id who = test_person(t, name, ROLE_STUDENT);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct participant_id in;

	CHECK(t, sql_run(c, &sit, ARGS(arg(group), arg(who.v), arg(t->now))));
	CHECK(t, (!study || participant_join(c, 10, who, &in)) && test_end(t));
	return who;
}

/* One post or answer, and what its writer found out. */
struct scene {
	struct person_id writer, other[OTHERS];
	int64_t others;
	const char *page, *useful;
};
struct found {
	int64_t page, plain; /* people */
	int64_t few, many;   /* days on which it was said */
};

static void see(struct found *f, struct window page, struct window plain, int64_t others)
{
	f->page += certain(page, others);
	f->plain += certain(plain, others);
	f->few += page.least == TOLD_FEW;
	f->many += page.least == TOLD_MANY;
}

static void tap(struct test *t, const struct scene *s, int64_t who, const char *form)
{
	test_sign_in(t, s->other[who]);
	CHECK(t, test_get(t, s->page).status == 200);
	CHECK(t, test_post(t, s->useful, form).status == 303);
}

/* One more each day reads and taps, and then one after the other takes it back. */
static void attack(struct test *t, const struct scene *s, struct found *read, struct found *useful)
{
	for (int64_t day = 0; day < 2 * s->others + 2; day++) {
		int64_t n = day < s->others ? day + 1 : 2 * s->others - day - 1;
		if (day < s->others)
			tap(t, s, day, "on=1");
		else if (n >= 0)
			tap(t, s, n, "on=0");
		t->now += INSTANT_DAY;
		count_day(t);
		struct str said = told(t, s->writer, s->page);
		int64_t opened = day < s->others ? day + 1 : s->others;
		see(read, window_of(said, "have read"), plain_window(opened, false), s->others);
		see(useful, window_of(said, "found"), plain_window(n, true), s->others);
	}
}

void test_attack_on_words_finds_no_reader_in_groups_of_every_size(struct test *t)
{
	struct found read = { 0 }, useful = { 0 };
	struct programme p;
	struct scene s = { 0 };

	programme_make(t, &p);
	s.writer = p.ben;
	s.other[s.others++] = p.ann;
	while (s.others < OTHERS) {
		s.other[s.others] = person(
			t, CHEMISTRY, arena_fmt(t->mem, "other%lld", (long long)s.others).at, true);
		s.others++;
		t->now += INSTANT_MINUTE;
		int64_t thread = programme_thread(t, s.writer, CHEMISTRY, "Title", "Start");
		s.page = programme_path(t, "/thread/%", thread, 0);
		s.useful = programme_path(t, "/thread/%/post/%/useful", thread,
			programme_number(t, &first_post, ARGS(arg(thread))));
		t->now += INSTANT_MINUTE;
		attack(t, &s, &read, &useful);
	}
	CHECK(t, read.plain > 20 && useful.plain > 20);
	CHECK(t, read.page == 0 && useful.page == 0);
	/* And it says something. */
	CHECK(t, read.few > 20 && read.many > 5 && useful.few > 20 && useful.many > 2);
}

void test_attack_on_words_in_the_bank_finds_nobody_who_found_an_answer_useful(struct test *t)
{
	struct found read = { 0 }, useful = { 0 };
	struct programme p;
	struct scene s = { 0 };

	programme_make(t, &p);
	s.writer = p.cleo;
	s.other[s.others++] = p.ann;
	s.other[s.others++] = p.ben;
	s.other[s.others++] = p.dan;
	for (;; s.other[s.others] = person(t, CHEMISTRY,
			arena_fmt(t->mem, "other%lld", (long long)s.others).at, false),
		s.others++) {
		test_sign_in(t, p.ben);
		CHECK(t,
			test_post(t, "/questions/new",
				arena_fmt(t->mem,
					"once=&text=Why+%lld%%3F&role=&year=", (long long)s.others)
					.at)
					.status
				== 303);
		int64_t question = programme_number(t, &last_question, NO_ARGS);
		test_sign_in(t, p.cleo);
		CHECK(t,
			test_post(t, programme_path(t, "/questions/%/answer", question, 0),
				"once=&body=Because")
					.status
				== 303);
		s.page = programme_path(t, "/questions/%", question, 0);
		s.useful = programme_path(t, "/questions/%/answer/%/useful", question,
			programme_number(t, &last_answer, NO_ARGS));
		attack(t, &s, &read, &useful);
		if (s.others == OTHERS)
			break;
	}
	CHECK(t, useful.plain > 20 && useful.page == 0 && read.page == 0);
	CHECK(t, useful.few > 20 && useful.many > 2 && read.few == 0);
}

/* ---- two posts against each other ---- */

/* A group of some others, all of whom wrote in both threads, so that it is seen that they read;
   some of them are in the study. */
struct two {
	struct person_id writer;
	int64_t group, thread[2];
	const char *page[2];
};

static struct two make_two(struct test *t, int64_t others, int64_t in_study)
{
	struct two w = { .group = FIRST_GROUP + others * 100 + in_study };
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct person_id other[OTHERS];

	CHECK(t,
		sql_run(c, &make_group,
			ARGS(arg(w.group), arg(arena_fmt(t->mem, "%lld", (long long)w.group)))));
	CHECK(t, test_end(t));
	w.writer =
		person(t, w.group, arena_fmt(t->mem, "writer%lld", (long long)w.group).at, false);
	for (int64_t i = 0; i < others; i++)
		other[i] = person(t, w.group,
			arena_fmt(t->mem, "g%lldn%lld", (long long)w.group, (long long)i).at,
			i < in_study);
	t->now += INSTANT_MINUTE;
	for (int k = 0; k < 2; k++) {
		w.thread[k] = programme_thread(t, w.writer, w.group, "Title", "Start");
		w.page[k] = programme_path(t, "/thread/%", w.thread[k], 0);
	}
	t->now += INSTANT_MINUTE;
	for (int64_t i = 0; i < others; i++)
		for (int k = 0; k < 2; k++) {
			test_sign_in(t, other[i]);
			CHECK(t, test_get(t, w.page[k]).status == 200);
			programme_answer(t, other[i], w.thread[k], "I read this.");
		}
	return w;
}

static int64_t differs(struct test *t, const struct two *w)
{
	int64_t n = 0;

	for (int day = 0; day < 3; day++) {
		t->now += INSTANT_DAY;
		count_day(t);
		n += !str_eq(told(t, w->writer, w->page[0]), told(t, w->writer, w->page[1]));
	}
	return n;
}

static bool plain_differs(struct test *t, const struct two *w)
{
	int64_t n[2];

	for (int k = 0; k < 2; k++)
		n[k] = programme_number(t, &readers,
			ARGS(arg((int64_t)TRACE_VISIT), arg((int64_t)OBJECT_THREAD),
				arg(w->thread[k])));
	return plain_window(n[0], false).least != plain_window(n[1], false).least;
}

/* What becomes of the one who joined, of which nothing may be seen. */
static void is_tagged(struct test *t, struct person_id who)
{
	struct background b = { .parents = PARENTS_NO_HE };

	CHECK(t, background_keep(test_ctx(t, who), who, &b) && test_end(t));
}

static void withdraws(struct test *t, struct person_id who)
{
	CHECK(t, participant_withdraw(test_ctx(t, who), who) && test_end(t));
}

static void leaves(struct test *t, struct person_id who)
{
	static const struct stmt stmt = { "attack_words_leave",
		"UPDATE membership SET left_at = $2 WHERE person_id = $1", "ii", "" };
	struct ctx *c = test_ctx(t, who);

	CHECK(t, sql_run(c, &stmt, ARGS(arg(who.v), arg(t->now))) && test_end(t));
}

static void (*const afterwards[])(
	struct test *t, struct person_id who) = { is_tagged, withdraws, leaves };

void test_attack_on_words_finds_nobody_who_joins_and_reads_one_of_two_posts(struct test *t)
{
	int64_t page = 0, plain = 0;
	struct programme p;

	programme_make(t, &p);
	for (int64_t others = 4; others < OTHERS - 1; others++)
		for (int64_t in_study = 2; in_study <= others; in_study += 7) {
			struct two w = make_two(t, others, in_study);
			page += differs(t, &w);
			struct person_id one = person(t, w.group,
				arena_fmt(t->mem, "one%lld", (long long)w.group).at, true);
			test_sign_in(t, one);
			CHECK(t, test_get(t, w.page[0]).status == 200);
			plain += plain_differs(t, &w);
			page += differs(t, &w);
			for (size_t i = 0; i < sizeof afterwards / sizeof *afterwards; i++) {
				afterwards[i](t, one);
				page += differs(t, &w);
			}
		}
	CHECK(t, plain > 8);
	CHECK(t, page == 0);
}
