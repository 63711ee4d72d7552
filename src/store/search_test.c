/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/search.h"
#include "store/search_index.h"

#include "store/sql.h"
#include "test/test.h"

enum { GROUP = 7, OTHER = 8, ROUND = 7 }; /* a group and a round may have the same number */

static const struct search_scope in_group = { SEARCH_OF_GROUP, GROUP };

static int64_t add_in(
	struct test *t, int64_t group, const char *title, const char *byline, const char *body)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct search_doc d = { .id = ctx_id(c),
		.kind = S("post"),
		.group = group,
		.round = ROUND,
		.parent = 5,
		.week = 2,
		.at = c->now,
		.subject = S("Computer Science"),
		.byline = str_of(byline),
		.title = str_of(title),
		.body = str_of(body) };

	CHECK(t, search_add(c, &d));
	return d.id;
}

static int64_t add(struct test *t, const char *body)
{
	return add_in(t, GROUP, "A title", "Isla", body);
}

static void settle(struct test *t)
{
	size_t n = 1;

	while (n > 0) {
		n = 0;
		CHECK(t, search_index(test_ctx(t, (struct person_id){ 0 }), &n));
	}
}

static struct search_found find_as(
	struct test *t, const struct search_scope *scope, size_t scopes, const char *words)
{
	struct search_found found = { 0 };
	struct search_ask ask = {
		.words = str_of(words), .scope = scope, .scopes = scopes, .max = 5
	};

	settle(t);
	CHECK(t, search_find(test_ctx(t, (struct person_id){ 0 }), &ask, &found));
	return found;
}

static struct search_found find(struct test *t, const char *words)
{
	return find_as(t, &in_group, 1, words);
}

static bool finds(struct test *t, const char *words, int64_t id)
{
	struct search_found found = find(t, words);

	return found.n == 1 && found.hit[0].doc.id == id;
}

void test_search_finds_stems_beginnings_and_folded_letters(struct test *t)
{
	int64_t id = add(t, "My experiences: interviewing at a café, and Mina’s studies.");

	CHECK(t, finds(t, "interview", id));
	CHECK(t, finds(t, "interviews", id));
	CHECK(t, finds(t, "INTERVIEWED", id));
	CHECK(t, finds(t, "experien", id));
	CHECK(t, finds(t, "study cafe", id));
	CHECK(t, finds(t, "Café", id));
	CHECK(t, finds(t, "mina", id));
	CHECK(t, find(t, "interview restaurant").n == 0);
	CHECK(t, find(t, "views").n == 0);
}

void test_search_finds_a_word_one_letter_away_when_nothing_has_it_as_typed(struct test *t)
{
	int64_t id = add(t, "The assessment centre asked for a presentation.");
	static const char *const slips[] = { "asessment", "assesssment", "assessmemt", "sasessment",
		"xssessment", "presentatoin", "centrs" };

	for (size_t i = 0; i < sizeof slips / sizeof *slips; i++)
		CHECK(t, finds(t, slips[i], id));
	CHECK(t, find(t, "asessment").near && !find(t, "assessment").near);
	CHECK(t, find(t, "asesment").n == 0 && find(t, "xyz").n == 0);
	CHECK(t, finds(t, "asessment centre", id));
	add(t, "Asessment is how I always write it.");
	CHECK(t, !find(t, "asessment").near && find(t, "asessment").n == 1);
}

void test_search_finds_only_what_the_reader_may_read(struct test *t)
{
	const struct search_scope across = { SEARCH_ACROSS_ROUND, ROUND },
				  place = { SEARCH_OF_ROUND, ROUND },
				  house = { SEARCH_OF_HOUSE, 0 }, all = { SEARCH_OF_ALL, 0 };

	add_in(t, OTHER, "A secret", "Ruth", "zebra");
	CHECK(t, find(t, "zebra").n == 0 && find(t, "zebta").n == 0);
	CHECK(t, find_as(t, NULL, 0, "zebra").n == 0);
	CHECK(t, find_as(t, &place, 1, "zebra").n == 0 && find_as(t, &house, 1, "zebra").n == 0);
	CHECK(t, find_as(t, &across, 1, "zebra").n == 1 && find_as(t, &all, 1, "zebra").n == 1);
	/* What is typed is never read as a part of the question to the index. */
	CHECK(t, find(t, "av zebra").n == 0 && find(t, "\" OR \"avzebra").n == 0);
	CHECK(t, find(t, "' | 'avzebra").n == 0 && find(t, "g8vzebra").n == 0);
}

void test_search_filters_by_week_kind_and_subject_and_goes_on_behind_an_id(struct test *t)
{
	struct search_found found;
	struct search_ask ask = { .words = S("kettle"), .scope = &in_group, .scopes = 1, .max = 5 };
	int64_t first = add(t, "kettle"), last = first;

	for (int i = 0; i < 6; i++)
		last = add(t, "kettle");
	found = find(t, "kettle");
	CHECK(t, found.n == 5 && found.more && found.hit[0].doc.id == last);
	ask.before = found.hit[4].doc.id;
	CHECK(t, search_find(test_ctx(t, (struct person_id){ 0 }), &ask, &found));
	CHECK(t, found.n == 2 && !found.more && found.hit[1].doc.id == first);
	ask.before = 0, ask.week = 2, ask.kind = S("post"), ask.subject = S("computer-science");
	CHECK(t, search_find(test_ctx(t, (struct person_id){ 0 }), &ask, &found) && found.n == 5);
	ask.week = 1;
	CHECK(t, search_find(test_ctx(t, (struct person_id){ 0 }), &ask, &found) && found.n == 0);
	ask.week = 2, ask.kind = S("answer");
	CHECK(t, search_find(test_ctx(t, (struct person_id){ 0 }), &ask, &found) && found.n == 0);
}

static const struct stmt word_there = { "search_test_word",
	"SELECT COUNT(*) FROM search_word WHERE entry = $1", "s", "i" };
static const struct stmt gone_there = { "search_test_gone", "SELECT COUNT(*) FROM search_gone", "",
	"i" };

static int64_t number(struct test *t, const struct stmt *s, struct args in)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct rows r;
	int64_t n = -1;

	if (sql_one(c, s, in, &r)) {
		n = row_int(&r, 0);
		sql_end(&r);
	}
	return n;
}

void test_search_forgets_a_word_with_the_last_text_that_has_it(struct test *t)
{
	int64_t id = add(t, "Zebedee likes umbrellas"), other = add(t, "umbrellas");

	settle(t);
	CHECK(t, number(t, &word_there, ARGS(arg(S("avzebedee")))) == 1);
	CHECK(t, number(t, &word_there, ARGS(arg(S("g7vzebedee")))) == 1);
	CHECK(t, search_drop(test_ctx(t, (struct person_id){ 0 }), id));
	CHECK(t, number(t, &gone_there, NO_ARGS) == 1);
	settle(t);
	CHECK(t, number(t, &gone_there, NO_ARGS) == 0);
	CHECK(t, number(t, &word_there, ARGS(arg(S("avzebedee")))) == 0);
	CHECK(t, number(t, &word_there, ARGS(arg(S("g7vzebedee")))) == 0);
	CHECK(t, number(t, &word_there, ARGS(arg(S("g7vumbrellas")))) == 1);
	CHECK(t, finds(t, "umbtellas", other));
}

void test_search_takes_the_shortest_of_too_many_words_that_begin_alike_and_says_so(struct test *t)
{
	const struct search_scope all = { SEARCH_OF_ALL, 0 };
	int64_t first = 0;

	for (int i = 0; i < 60; i++) {
		int64_t id = add(t,
			arena_fmt(t->mem, "brigh%.*s", i,
				"tttttttttttttttttttttttttttttt"
				"tttttttttttttttttttttttttttttt")
				.at);
		first = first ? first : id;
	}
	struct search_found found = find_as(t, &all, 1, "brig");
	CHECK(t, found.n == 5 && found.more && found.cut);
	found = find_as(t, &all, 1, "brighttttttttttttttttttttttt");
	CHECK(t, found.n == 5 && !found.cut);
	found = find_as(t, &all, 1, "brigh");
	CHECK(t, found.n == 5 && found.hit[0].doc.id > first && !found.near);
	CHECK(t, find_as(t, &in_group, 1, "brig").n == 5 && !find_as(t, &in_group, 1, "brig").cut);
}

void test_search_finds_slips_in_every_scope_and_at_every_place_of_a_word(struct test *t)
{
	const struct search_scope all = { SEARCH_OF_ALL, 0 },
				  across = { SEARCH_ACROSS_ROUND, ROUND };
	static const char *const slips[] = { "nterview", "itnerview", "intrview", "intreview",
		"intxerview", "intervieq", "interviwe", "intervie", "xinterview", "interviewx" };
	int64_t id = add(t, "interview");

	for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
		struct search_found a = find_as(t, &all, 1, slips[i]);
		struct search_found b = find_as(t, &across, 1, slips[i]);
		CHECK(t, a.n == 1 && a.hit[0].doc.id == id && b.n == 1 && finds(t, slips[i], id));
	}
	CHECK(t, find_as(t, &all, 1, "intreveiw").n == 0);
}

void test_search_of_ids_alone_finds_the_same(struct test *t)
{
	struct search_found found = { 0 };
	struct search_ask ask = {
		.words = S("kettle"), .scope = &in_group, .scopes = 1, .max = 5, .bare = true
	};
	int64_t id = add(t, "kettle");

	settle(t);
	CHECK(t, search_find(test_ctx(t, (struct person_id){ 0 }), &ask, &found));
	CHECK(t, found.n == 1 && found.hit[0].doc.id == id && found.hit[0].pieces == 0);
}

void test_search_forgets_what_was_dropped_at_once_and_follows_a_change(struct test *t)
{
	int64_t id = add(t, "umbrella");
	struct ctx *c;

	CHECK(t, finds(t, "umbrella", id));
	c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, search_sign(c, id, S("Robin")));
	CHECK(t, finds(t, "robin umbrella", id) && find(t, "isla").n == 0);
	struct search_doc d = {
		.id = id, .kind = S("post"), .group = GROUP, .body = S("raincoat")
	};
	CHECK(t, search_put(test_ctx(t, (struct person_id){ 0 }), &d));
	CHECK(t, finds(t, "raincoat", id) && find(t, "umbrella").n == 0);
	CHECK(t, search_drop(test_ctx(t, (struct person_id){ 0 }), id));
	CHECK(t, find(t, "raincoat").n == 0);
	CHECK(t, search_drop(test_ctx(t, (struct person_id){ 0 }), id));
}

void test_search_shows_the_words_around_a_hit(struct test *t)
{
	static const char filler[] = "filler filler filler filler filler filler filler filler ";
	const char *text =
		arena_fmt(t->mem, "%s%s%sbefore <b>the lighthouse</b> behind %s%s%s%s%s%s", filler,
			filler, filler, filler, filler, filler, filler, filler, filler)
			.at;

	add(t, text);
	struct search_found found = find(t, "lighthouses");
	CHECK(t, found.n == 1 && found.hit[0].pieces == 5);
	const struct search_piece *p = found.hit[0].piece;
	CHECK(t, str_eq(p[0].text, S("… ")) && str_ends(p[1].text, S("before <b>the ")));
	CHECK(t, p[2].hit && str_eq(p[2].text, S("lighthouse")) && !p[3].hit);
	CHECK(t, p[3].text.len < 280 && str_eq(p[4].text, S(" …")));
}

void test_search_takes_texts_of_any_length_and_words_of_any_kind(struct test *t)
{
	char *long_text = arena_new(t->mem, char, 60002), query[200];
	char long_word[400];

	for (int i = 0; i < 60000; i += 6)
		memcpy(long_text + i,
			arena_fmt(t->mem, "%c%c%c%c%c ", 'b' + i % 23, 'b' + i / 23 % 23,
				'b' + i / 529 % 23, 'a' + i % 7, 'k' + i % 11)
				.at,
			6);
	memset(long_word, 'q', sizeof long_word - 1);
	long_word[sizeof long_word - 1] = '\0';
	CHECK(t, add(t, long_text) > 0);
	int64_t id = add(t, long_word);
	CHECK(t, finds(t, arena_fmt(t->mem, "%.150s", long_word).at, id));
	memset(query, 'z', sizeof query - 1);
	query[sizeof query - 1] = '\0';
	CHECK(t, find(t, query).n == 0);
	CHECK(t, find(t, "the of and").words == 0 && find(t, "").words == 0);
	CHECK(t, find(t, "'\"\\()&|!:* <->").words == 0);
	CHECK(t, find(t, "abcdefghijklmnop bcdefghijklmnopq cdefghijklmnopqr").n == 0);
}

static bool has(struct test *t, const char *words, int64_t id)
{
	struct search_found found = { 0 };
	struct search_ask ask = {
		.words = str_of(words), .scope = &in_group, .scopes = 1, .max = 5
	};

	CHECK(t, search_find(test_ctx(t, (struct person_id){ 0 }), &ask, &found));
	return found.n == 1 && found.hit[0].doc.id == id;
}

void test_search_leaves_what_changed_while_it_was_read_for_the_next_time(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	int64_t kept = add(t, "Marmalade is spread thinly"), id = add(t, "Lanterns at night");
	struct search_load *l = NULL;
	size_t n = 0;

	CHECK(t, search_load(c, &l) && l != NULL);
	struct search_doc d = { .id = id,
		.kind = S("post"),
		.group = GROUP,
		.round = ROUND,
		.subject = S("Computer Science"),
		.byline = S("Isla"),
		.title = S("A title"),
		.body = S("Candles at night") };
	CHECK(t, search_put(c, &d));
	CHECK(t, search_store(c, l, &n) && n == 2);
	CHECK(t, has(t, "marmalade", kept) && !has(t, "lanterns", id) && !has(t, "candles", id));
	CHECK(t, finds(t, "candles", id) && !has(t, "lanterns", id));
	CHECK(t, search_load(c, &l) && l == NULL);
}

enum { MANY = 300 };

static void add_many(struct test *t, int n, const char *body)
{
	for (int i = 0; i < n; i++)
		add(t, body);
	settle(t);
}

/* What the engine does for a page of what a word finds. */
static int64_t work_of(struct test *t, const char *words)
{
	int64_t before, behind;

	CHECK(t, find(t, words).n == 5);
	CHECK(t, sql_work(test_ctx(t, (struct person_id){ 0 }), &before));
	CHECK(t, find(t, words).more);
	CHECK(t, sql_work(test_ctx(t, (struct person_id){ 0 }), &behind));
	return behind - before;
}

void test_search_for_a_common_word_reads_one_page_of_texts(struct test *t)
{
	add_many(t, 6, "A heron.");
	int64_t few = work_of(t, "heron");
	add_many(t, MANY, "Another heron.");
	/* PostgreSQL goes through their entries once, and through no text behind the page. */
	CHECK(t, work_of(t, "heron") - few <= MANY + MANY / 4);
}

void test_search_for_a_common_word_begins_with_the_newest(struct test *t)
{
	static const int64_t month = INT64_C(30) * 86400 * 1000000;

	add_many(t, 6, "A heron.");
	int64_t few = work_of(t, "heron");
	t->now += month;
	add_many(t, MANY, "An egret.");
	t->now += month;
	add_many(t, 6, "The newest egret.");
	CHECK(t, work_of(t, "egret") - few <= MANY / 4);
	struct search_found f = find(t, "egret");
	for (size_t i = 0; i < f.n; i++)
		CHECK(t, str_starts(f.hit[i].doc.body, S("The newest")));
	/* And goes on with the older ones when there are too few. */
	add_many(t, 2, "The newest heron.");
	f = find(t, "heron");
	CHECK(t, f.n == 5 && f.more && str_eq(f.hit[1].doc.body, S("The newest heron.")));
	CHECK(t, str_eq(f.hit[2].doc.body, S("A heron.")));
	CHECK(t, f.hit[2].doc.id > f.hit[3].doc.id && f.hit[3].doc.id > f.hit[4].doc.id);
}
