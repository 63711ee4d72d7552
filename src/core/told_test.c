/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/told.h"

#include "base/instant.h"
#include "store/sql.h"
#include "store/writer.h"
#include "test/test.h"

static const struct stmt answers = { "told_answers", "SELECT COUNT(*), max(wait) FROM told", "",
	"ii" };

/* One table of two lines. */
struct small {
	struct told_row row[2];
	struct told_part part;
};

static struct told_question ask(struct small *s, int64_t a, int64_t b)
{
	*s = (struct small){ .row = { { S("a line\nof \"words\""), { a, 0 } },
				     { S(""), { b, 0 } } } };
	s->part = (struct told_part){ s->row, 2, false };
	return (struct told_question){ .key = S("k"), .part = &s->part, .parts = 1 };
}

void test_told_answer_stays_until_enough_people_have_changed(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct small s;
	struct told first, told;
	struct told_question q = ask(&s, 30, 41);

	CHECK(t, told_ask(c, &q, &first) && first.total.shown == 70 && first.at == c->now);
	CHECK(t, first.part[0].row[0].cell.shown == 30 && first.part[0].row[1].cell.shown == 40);
	c->now += INSTANT_DAY;
	/* Nine came, nine left; nine went from one line to the other. */
	const int64_t near[][2] = { { 39, 41 }, { 30, 32 }, { 21, 50 }, { 30, 41 }, { 39, 32 } };
	for (size_t i = 0; i < sizeof near / sizeof *near; i++) {
		q = ask(&s, near[i][0], near[i][1]);
		CHECK(t, told_ask(c, &q, &told) && told.at == first.at);
		CHECK(t, told.part[0].row[0].cell.shown == 30 && told.total.shown == 70);
		CHECK(t, str_eq(told.part[0].row[0].name, S("a line\nof \"words\"")));
		CHECK(t, told_shown(&told.part[0], S("")) == 40);
		CHECK(t, told_shown(&told.part[0], S("other")) == DISCLOSE_HIDDEN);
	}
	q = ask(&s, 30, 41 + TOLD_CHANGED + TOLD_DRAWN);
	CHECK(t, told_ask(c, &q, &told) && told.at == c->now && told.total.shown == 85);
	q.key = S("another");
	CHECK(t, told_ask(c, &q, &told) && told.at == c->now);
}

void test_told_counts_are_capped_by_the_group_and_wait_for_it(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct small s;
	struct told told;
	struct told_question q = ask(&s, 8, 0);

	q.counts = true;
	q.people = 8;
	CHECK(t, told_ask(c, &q, &told) && told.total.shown == 10);
	CHECK(t, told.part[0].row[0].cell.shown == 5 && told.part[0].row[1].cell.shown == 0);
	q = ask(&s, 17, 9); /* nine more, of whom all said both */
	q.counts = true;
	q.people = 17;
	CHECK(t, told_ask(c, &q, &told) && told.part[0].row[1].cell.shown == 0);
	q.people = 8 + TOLD_CHANGED + TOLD_DRAWN;
	CHECK(t, told_ask(c, &q, &told) && told.part[0].row[1].cell.shown == 10);
}

/* Pages only read; what they tell is kept all the same, by the writer. */
void test_concurrent_told_is_kept_from_a_page_that_only_reads(struct test *t)
{
	const char *url = test_database(t);
	char why[256] = "";
	struct house house = { .writer = writer_open(url, 2, why, sizeof why) };
	struct ctx c = { .mem = t->mem, .ids = &t->ids, .now = t->now, .house = &house };
	struct small s;
	struct told told;
	struct told_question q = ask(&s, 30, 41);
	struct rows r;

	c.db = db_open(url, why, sizeof why);
	CHECK(t, house.writer && c.db && tx_begin(&c, TX_READ));
	CHECK(t, told_ask(&c, &q, &told) && told.total.shown == 70);
	CHECK(t, tx_end(&c) && tx_begin(&c, TX_READ));
	q = ask(&s, 33, 44);
	CHECK(t, told_ask(&c, &q, &told) && told.total.shown == 70);
	CHECK(t, sql_one(&c, &answers, NO_ARGS, &r) && row_int(&r, 0) == 1);
	CHECK(t, row_int(&r, 1) >= TOLD_CHANGED && row_int(&r, 1) < TOLD_CHANGED + TOLD_DRAWN);
	sql_end(&r);
	CHECK(t, tx_end(&c));
	/* Without one nothing is told that could not be kept. */
	house.writer = (writer_close(house.writer), NULL);
	q.key = S("other");
	CHECK(t, tx_begin(&c, TX_READ) && !told_ask(&c, &q, &told));
	CHECK(t, c.fault.kind == FAULT_BUSY);
	(void)tx_end(&c);
	db_close(c.db);
}

/* A mean is kept as text; of two who would tell anew at once, the second is told what the first
   was. */
void test_told_text_stands_where_somebody_else_was_told_meanwhile(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct str text = S("?");
	int64_t at = -1;

	CHECK(t, told_last(c, S("side 1"), &text, &at) && text.len == 0 && at == 0);
	CHECK(t, told_keep(c, S("side 1"), 0, S("9 "), &text, &at));
	CHECK(t, str_eq(text, S("9 ")) && at == c->now && test_end(t));
	int64_t first = at;
	t->now += 1000;
	c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, told_keep(c, S("side 1"), 0, S("12 "), &text, &at));
	CHECK(t, str_eq(text, S("9 ")) && at == first);
	CHECK(t, told_keep(c, S("side 1"), first, S("12 "), &text, &at));
	CHECK(t, str_eq(text, S("12 ")) && at == c->now && test_end(t));
	c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, told_last(c, S("side 1"), &text, &at) && str_eq(text, S("12 ")));
}
