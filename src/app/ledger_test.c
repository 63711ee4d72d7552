/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The ledger, by every way that writes it: what a study collects is written once and as what it
   is, and what it does not collect is not written at all. */
#include "app/wiring.h"
#include "base/instant.h"
#include "community/week_letter.h"
#include "core/collect.h"
#include "core/letter.h"
#include "core/letter_trace.h"
#include "core/participant.h"
#include "core/place.h"
#include "evidence/import.h"
#include "file/csv.h"
#include "test/programme.h"

#include <stdio.h>

static const struct stmt of_class = { "ledger_of_class",
	"SELECT COUNT(*) FROM activity WHERE class = $1", "i", "i" };
static const struct stmt mail_of_class = { "ledger_mail_of_class",
	"SELECT COUNT(*) FROM activity WHERE class = $1 AND channel = 2 AND object_kind = 9", "i",
	"i" };
static const struct stmt letter_to = { "ledger_letter_to",
	"SELECT id FROM letter WHERE person_id = $1 ORDER BY id DESC", "i", "i" };
static const struct stmt body_to = { "ledger_body_to",
	"SELECT body FROM letter WHERE person_id = $1 ORDER BY id DESC", "i", "s" };
static const struct stmt views = { "ledger_views",
	"SELECT COALESCE(max(id), 0) FROM activity WHERE class = 1", "", "i" };
static const struct stmt acts = { "ledger_acts",
	"SELECT COUNT(*) FROM audit WHERE act = 'study.collects'", "", "i" };

static int64_t count(struct test *t, enum trace_class class)
{
	return programme_number(t, &of_class, ARGS(arg((int64_t) class)));
}

static void letters_go_out(struct test *t)
{
	int64_t noon = TEST_NOW;
	bool again = true;

	t->now = noon;
	while (again) {
		CHECK(t, week_letter_some(test_ctx(t, (struct person_id){ 0 }), &again));
		again = test_end(t) && again;
	}
}

/* The address behind a word in a letter, without the site. */
static const char *link_in(struct test *t, struct str body, const char *part)
{
	const char *at = memmem(body.at, body.len, part, strlen(part));
	struct str rest = { at, at ? body.len - (size_t)(at - body.at) : 0 };

	CHECK(t, at != NULL);
	return at ? arena_str(t->mem, str_cut(&rest, '\n')).at : "/";
}

static void imports(struct test *t)
{
	static const char log[] =
		"Time,User full name,Event name,Description\n"
		"\"03/11/26, 10:00\",Ann Other,Course viewed,\"The user with id '7' viewed\"\n"
		"\"03/11/26, 10:01\",Ann Other,Post created,\"The user with id '7' posted\"\n"
		"\"03/11/26, 10:02\",Ann Other,Badge listed,\"The user with id '7' listed\"\n";
	const struct import_how how = { 0 };
	struct import_told told;
	struct import *i = NULL;
	char why[128];
	struct csv *file = csv_open_str(str_of(log), why, sizeof why);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, file && import_read(c, file, &how, &i));
	csv_close(file);
	CHECK(t,
		import_write(c, i, &(struct import_into){ 10, S("Europe/London") }, &told)
			&& test_end(t));
}

/* All that Ann does in the community, by the pages themselves, and what is written down about
   her. */
static void everything(struct test *t, const struct programme *p)
{
	int64_t thread = programme_thread(t, p->ben, CHEMISTRY, "Ben asks", "What helped?");
	int64_t post = programme_answer(t, p->ben, thread, "A walk.");
	int64_t asked = programme_thread(t, p->ann, CHEMISTRY, "Ann asks", "And you?");
	struct ctx *c;

	programme_answer(t, p->ben, asked, "A swim.");
	t->conf.base_url = "";
	letters_go_out(t);
	CHECK(t,
		letter_trace_delivered(test_ctx(t, (struct person_id){ 0 }),
			programme_number(t, &letter_to, ARGS(arg(p->ann.v))))
			&& test_end(t));
	test_sign_in(t, p->ann);
	const char *path = programme_path(t, "/thread/%", thread, 0);
	CHECK(t, test_get(t, path).status == 200);
	t->now += INSTANT_MINUTE;
	CHECK(t,
		test_post(t, "/trace/active",
			arena_fmt(t->mem, "view=%lld&seconds=20",
				(long long)programme_number(t, &views, NO_ARGS) + 0)
				.at)
			.status);
	path = programme_path(t, "/thread/%/post", thread, 0);
	CHECK(t, test_post(t, path, "once=k&body=Mine").status == 303);
	path = programme_path(t, "/thread/%/post/%/useful", thread, post);
	CHECK(t, test_post(t, path, "on=1").status == 303);
	path = programme_path(t, "/thread/%/post/%/save", thread, post);
	CHECK(t, test_post(t, path, "on=1").status == 303);
	path = programme_path(t, "/thread/%/read", thread, 0);
	CHECK(t, test_post(t, path, "").status == 303);
	struct str body = programme_text(t, &body_to, ARGS(arg(p->ann.v)));
	if (test_has(body, "/from/"))
		CHECK(t, test_get(t, link_in(t, body, "/from/")).status == 303);
	c = test_ctx(t, p->rex);
	(void)!participant_say(c, (struct participant_id){ p->ann_participant }, S("Active"), 5);
	(void)!test_end(t);
	imports(t);
	/* What the pages of other features write by the same function. */
	for (int class = TRACE_MAIL_REPLY; class <= TRACE_ATTENDED; class ++) {
		if (class == TRACE_READ)
			continue;
		c = test_ctx(t, p->ann);
		struct place here;
		CHECK(t, place_find(c, &here));
		CHECK(t, activity_note(c, &here, (enum trace_class) class, OBJECT_MEETING, 1));
		CHECK(t, test_end(t));
	}
}

void test_ledger_has_every_class_by_the_way_that_writes_it(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	everything(t, &p);
	for (size_t i = 0; i < COLLECT_CLASSES; i++)
		if (count(t, collect_table[i].class) < 1) {
			printf("  nothing wrote %s\n", collect_table[i].name);
			CHECK(t, false);
		}
}

void test_ledger_has_nothing_of_a_class_that_is_off(struct test *t)
{
	struct ctx outer = { .mem = t->mem, .db = t->db };

	for (size_t i = 0; i < COLLECT_CLASSES; i++) {
		enum trace_class class = collect_table[i].class;
		struct programme p;
		outer.fault = (struct fault){ 0 };
		CHECK(t, tx_begin(&outer, TX_WRITE));
		programme_make(t, &p);
		CHECK(t, collect_set(test_ctx(t, p.rex), 10, (int64_t)1 << class) && test_end(t));
		everything(t, &p);
		CHECK(t, count(t, class) == 0);
		/* And the others as ever, but for the seconds of a view that was not noted. */
		for (size_t k = 0; k < COLLECT_CLASSES; k++) {
			enum trace_class other = collect_table[k].class;
			bool none =
				other == class || (class == TRACE_VISIT && other == TRACE_ACTIVE);
			CHECK(t, none == (count(t, other) == 0));
		}
		outer.fault.kind = FAULT_CONFLICT;
		(void)tx_end(&outer);
		t->now = TEST_NOW;
	}
}

void test_ledger_choice_of_classes_is_free_before_and_shrinks_after(struct test *t)
{
	const int64_t read = (int64_t)1 << TRACE_READ, save = (int64_t)1 << TRACE_SAVE;
	const int64_t visit = (int64_t)1 << TRACE_VISIT, active = (int64_t)1 << TRACE_ACTIVE;
	struct programme p;
	int64_t off = -1;

	programme_make(t, &p);
	CHECK(t,
		sql_script(test_ctx(t, p.rex),
			"INSERT INTO study (id, name, title, made_at) VALUES (11, 'b', 'B', 1)"));
	struct ctx *c = test_ctx(t, p.rex);
	CHECK(t, collect_set(c, 11, read | visit) && collect_off(c, 11, &off));
	CHECK(t, off == (read | visit | active));
	CHECK(t, collect_set(c, 11, save) && collect_off(c, 11, &off) && off == save);
	CHECK(t, test_end(t));
	c = test_ctx(t, p.rex);
	CHECK(t, collect_set(c, 10, save) && collect_set(c, 10, save | read) && test_end(t));
	c = test_ctx(t, p.rex);
	CHECK(t, !collect_set(c, 10, read) && c->fault.kind == FAULT_CONFLICT);
	(void)!test_end(t);
	CHECK(t, programme_number(t, &acts, NO_ARGS) == 4);
}

void test_ledger_choice_of_classes_has_a_page_and_people_see_it(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.rex);
	struct reply r = test_get(t, "/reports/collects?study=cop");
	CHECK(t, r.status == 200 && test_has(r.body, "People are in this study"));
	CHECK(t, test_has(r.body, "Cairn cannot receive mail yet"));
	r = test_post(t, "/reports/collects",
		"study=cop&page_visit=1&active_seconds=1&post=1&useful=1&mail_delivered=1");
	CHECK(t, r.status == 303);
	r = test_post(t, "/reports/collects", "study=cop&page_visit=1&save=1");
	CHECK(t, r.status == 409 && test_has(r.body, "cannot grow"));
	CHECK(t, test_post(t, "/reports/collects", "study=none").status == 404);
	test_sign_in(t, p.ann);
	r = test_get(t, "/me/data");
	CHECK(t, test_has(r.body, "That you opened a page of the groups"));
	CHECK(t, !test_has(r.body, "That you saved a post"));
	CHECK(t, test_get(t, "/reports/collects").status == 403);
}

void test_ledger_letter_that_was_sent_is_not_read(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	t->conf.base_url = "";
	letters_go_out(t);
	int64_t letter = programme_number(t, &letter_to, ARGS(arg(p.ann.v)));
	CHECK(t,
		letter_trace_delivered(test_ctx(t, (struct person_id){ 0 }), letter)
			&& test_end(t));
	CHECK(t, count(t, TRACE_MAIL_DELIVERED) == 1);
	for (size_t i = 0; i < COLLECT_CLASSES; i++)
		CHECK(t,
			collect_table[i].class == TRACE_MAIL_DELIVERED
				|| count(t, collect_table[i].class) == 0);
	/* Ben is not in the study: his letter has plain links, and leaves nothing. */
	struct str ben = programme_text(t, &body_to, ARGS(arg(p.ben.v)));
	CHECK(t, test_has(ben, "/group/30#w2") && !test_has(ben, "/from/"));
	CHECK(t, !test_has(ben, "/read/"));
	CHECK(t,
		letter_trace_delivered(test_ctx(t, (struct person_id){ 0 }),
			programme_number(t, &letter_to, ARGS(arg(p.ben.v))))
			&& test_end(t));
	CHECK(t, count(t, TRACE_MAIL_DELIVERED) == 1);
}

void test_ledger_link_of_a_letter_leads_on_and_is_noted_for_its_person_alone(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	t->conf.base_url = "";
	letters_go_out(t);
	const char *from = link_in(t, programme_text(t, &body_to, ARGS(arg(p.ann.v))), "/from/");
	/* A program that checks mail for harm. */
	test_sign_in(t, (struct person_id){ 0 });
	struct reply r = test_get(t, from);
	CHECK(t, r.status == 303 && str_eq(r.location, S("/group/30#w2")));
	test_sign_in(t, p.ben);
	CHECK(t, str_eq(test_get(t, from).location, S("/group/30#w2")));
	CHECK(t, count(t, TRACE_MAIL_LINK) == 0);
	test_sign_in(t, p.ann);
	CHECK(t, str_eq(test_get(t, from).location, S("/group/30#w2")));
	CHECK(t, count(t, TRACE_MAIL_LINK) == 1 && count(t, TRACE_READ) == 0);
	CHECK(t, programme_number(t, &mail_of_class, ARGS(arg((int64_t)TRACE_MAIL_LINK))) == 1);
	CHECK(t, str_eq(test_get(t, "/from/nothing").location, S("/home")));
	/* The letter is forgotten after three months, and its word with it. */
	t->now += 91 * INSTANT_DAY;
	struct ctx *c = test_ctx(t, p.rex);
	CHECK(t, sql_script(c, "UPDATE letter SET state = 'sent'") && letter_forget(c));
	CHECK(t, test_end(t) && str_eq(test_get(t, from).location, S("/home")));
	CHECK(t, count(t, TRACE_MAIL_LINK) == 1);
}

void test_ledger_tap_in_a_letter_takes_a_button_and_counts_once(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	t->conf.base_url = "";
	letters_go_out(t);
	const char *read = link_in(t, programme_text(t, &body_to, ARGS(arg(p.ann.v))), "/read/");
	test_sign_in(t, (struct person_id){ 0 });
	struct reply r = test_get(t, read);
	CHECK(t, r.status == 200 && test_has(r.body, "I read this</button>"));
	CHECK(t, count(t, TRACE_READ) == 0);
	CHECK(t, test_post(t, read, "").status == 303 && test_post(t, read, "").status == 303);
	CHECK(t, count(t, TRACE_READ) == 1);
	CHECK(t, programme_number(t, &mail_of_class, ARGS(arg((int64_t)TRACE_READ))) == 1);
	CHECK(t, test_has(test_get(t, "/read/nothing").body, "too old"));
	CHECK(t, test_post(t, "/read/nothing", "").status == 303);
	/* Who has left the study is not noted any more. */
	CHECK(t, participant_withdraw(test_ctx(t, p.cleo), p.cleo) && test_end(t));
	read = link_in(t, programme_text(t, &body_to, ARGS(arg(p.cleo.v))), "/read/");
	CHECK(t, test_post(t, read, "").status == 303 && count(t, TRACE_READ) == 1);
}

void test_ledger_tap_in_a_thread_counts_once_a_day_and_is_for_the_study(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ben, CHEMISTRY, "Ben asks", "What helped?");
	const char *page = programme_path(t, "/thread/%", thread, 0);
	const char *tap = programme_path(t, "/thread/%/read", thread, 0);
	test_sign_in(t, p.ann);
	CHECK(t, test_has(test_get(t, page).body, "I read this</button>"));
	CHECK(t, test_post(t, tap, "").status == 303 && test_post(t, tap, "").status == 303);
	CHECK(t, count(t, TRACE_READ) == 1);
	page = programme_path(t, "/thread/%?read=1", thread, 0);
	CHECK(t, test_has(test_get(t, page).body, "Reading is taking part"));
	t->now += 2 * INSTANT_DAY;
	CHECK(t, test_post(t, tap, "").status == 303 && count(t, TRACE_READ) == 2);
	test_sign_in(t, p.ben); /* not in the study */
	CHECK(t, !test_has(test_get(t, page).body, "I read this</button>"));
	CHECK(t, test_post(t, tap, "").status == 303 && count(t, TRACE_READ) == 2);
	test_sign_in(t, p.olga);
	CHECK(t, test_post(t, tap, "").status == 404);
}
