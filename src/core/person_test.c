/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/person.h"

#include "base/instant.h"
#include "core/audit.h"
#include "core/consent.h"
#include "core/draft.h"
#include "core/once.h"
#include "core/participant.h"
#include "core/rate.h"
#include "core/setting.h"
#include "store/sql.h"
#include "test/test.h"

static const struct person_id machine = { 0 };

void test_person_addresses_that_look_like_one_are_taken(struct test *t)
{
	static const char *const good[] = { "a@b", "ann.bell+x@uni.ac.uk", "o'neil@x-y.example",
		"A_b=c@1.2.3.4" };
	static const char *const bad[] = { "", "@", "a@", "@b", "a b@c.d", "a@b c", "a@b@c",
		"a..b@c", ".a@b", "a.@b", "a@-b", "a@b-", "a@b.", "a@.b", "a@b..c", "<a@b>",
		"a@b\n", "a,b@c", "a;b@c", "\"a\"@b", "caf\xc3\xa9@b", "a@b\r\nBcc: c@d" };

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		CHECK(t, person_address_ok(str_of(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK(t, !person_address_ok(str_of(bad[i])));
	struct str wide = arena_fmt(t->mem, "%065d@b.c", 1);
	CHECK(t, !person_address_ok(wide));
	CHECK(t, person_address_ok((struct str){ wide.at + 1, wide.len - 1 }));
}

void test_person_is_found_by_the_address_in_any_case(struct test *t)
{
	struct person_id ann = test_person(t, "Ann.Bell", ROLE_STUDENT);
	struct ctx *c = test_ctx(t, machine);
	struct person p;

	CHECK(t, person_by_address(c, S(" ANN.bell@Cairn.Example "), &p) && p.id.v == ann.v);
	CHECK(t, str_eq(p.address, S("Ann.Bell@cairn.example")));
	CHECK(t, person_by_address(c, S("nobody@cairn.example"), &p) && p.id.v == 0 && ctx_ok(c));
}

void test_person_with_an_address_that_is_taken_is_refused(struct test *t)
{
	struct person_draft d = { S("ANN@cairn.example"), S("Ann Other"), S(""), 0 };
	struct person_id id = { 0 };

	test_person(t, "ann", ROLE_STUDENT);
	struct ctx *c = test_ctx(t, machine);
	CHECK(t, !person_add(c, &d, &id) && c->fault.kind == FAULT_CONFLICT && id.v == 0);
}

void test_person_says_every_field_that_is_wrong(struct test *t)
{
	struct person_draft d = { S("no address"), S(" \t"), S("two\nlines"), 4096 };
	struct ctx *c = test_ctx(t, machine);
	struct person_id id;
	int n = 0;

	CHECK(t, !person_add(c, &d, &id) && c->fault.kind == FAULT_INVALID);
	for (const struct wrong *w = c->wrong; w; w = w->next)
		n++;
	CHECK(t, n == 4);
}

void test_person_is_shown_by_the_first_word_of_the_name(struct test *t)
{
	struct person_draft d = { S("mina@cairn.example"), S("Mina  Patel"), S(""), ROLE_STUDENT };
	struct ctx *c = test_ctx(t, machine);
	struct person_id id;
	struct person p;

	CHECK(t,
		person_add(c, &d, &id) && person_get(c, id, &p) && str_eq(p.shown_name, S("Mina")));
	CHECK(t,
		person_set_shown_name(c, id, S(" Mi ")) && person_get(c, id, &p)
			&& str_eq(p.shown_name, S("Mi")));
	CHECK(t, !person_set_shown_name(c, id, S("a\nb")) && c->fault.kind == FAULT_INVALID);
}

void test_person_last_administrator_stays_one(struct test *t)
{
	struct person_id ada = test_person(t, "ada", ROLE_ADMINISTRATOR);
	struct ctx *c = test_ctx(t, ada);
	struct person p;

	CHECK(t, !person_set_roles(c, ada, ROLE_RESEARCHER) && c->fault.kind == FAULT_CONFLICT);
	struct person_id bob = test_person(t, "bob", ROLE_ADMINISTRATOR | ROLE_STUDENT);
	c = test_ctx(t, ada);
	CHECK(t,
		person_set_roles(c, ada, ROLE_RESEARCHER) && person_get(c, ada, &p)
			&& p.roles == ROLE_RESEARCHER);
	CHECK(t, !person_set_roles(c, bob, 0) && c->fault.kind == FAULT_CONFLICT);
	c = test_ctx(t, ada);
	CHECK(t, !person_set_roles(c, bob, 256) && c->fault.kind == FAULT_INVALID);
}

void test_person_list_goes_on_where_it_stopped(struct test *t)
{
	struct person_id first = test_person(t, "aa", 0), second = test_person(t, "bb", 0);
	struct ctx *c = test_ctx(t, machine);
	struct person *p;
	size_t n;

	test_person(t, "cc", 0);
	c = test_ctx(t, machine);
	CHECK(t,
		person_list(c, S(""), machine, 2, &p, &n) && n == 2 && p[0].id.v == first.v
			&& p[1].id.v == second.v);
	CHECK(t,
		person_list(c, p[1].name, p[1].id, 2, &p, &n) && n == 1
			&& str_eq(p[0].name, S("cc")));
	CHECK(t, person_search(c, S("B@CAIRN"), 5, &p, &n) && n == 1 && p[0].id.v == second.v);
	CHECK(t, person_search(c, S("%"), 5, &p, &n) && n == 0);
}

void test_audit_is_read_newest_first_and_in_pages(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 7 });
	struct audit_row *row;
	size_t n;

	CHECK(t,
		audit_add(c, "one", "x", 1, S("")) && audit_add(c, "two", "x", 2, S("n"))
			&& audit_add(c, "three", "x", 3, S("")));
	CHECK(t,
		audit_list(c, 0, 2, &row, &n) && n == 2 && str_eq(row[0].act, S("three"))
			&& row[0].actor.v == 7);
	CHECK(t, audit_list(c, row[1].id, 2, &row, &n) && n >= 1 && str_eq(row[0].act, S("one")));
}

void test_setting_is_audited_when_a_person_changes_it(struct test *t)
{
	struct ctx *c = test_ctx(t, machine);
	struct audit_row *row;
	struct str value;
	size_t n;

	CHECK(t, setting_get(c, "help.name", S("?"), &value) && str_eq(value, S("?")));
	CHECK(t, setting_set(c, "help.name", S("a")) && setting_set(c, "help.name", S("b")));
	CHECK(t, setting_get(c, "help.name", S("?"), &value) && str_eq(value, S("b")));
	CHECK(t, setting_note(c, "url", S("x")) && setting_note(c, "url", S("x")));
	CHECK(t, audit_list(c, 0, 9, &row, &n) && n == 2 && str_eq(row[0].note, S("help.name")));
}

void test_consent_stands_from_when_it_is_given_until_it_is_withdrawn(struct test *t)
{
	struct person_id mina = test_person(t, "mina", ROLE_STUDENT);
	struct ctx *c = test_ctx(t, mina);
	int64_t text = 0, newest = 0;
	struct consent_text now;
	bool stands = true;

	CHECK(t, consent_text(c, CONSENT_STUDY, &now) && now.id == 0);
	CHECK(t, consent_publish(c, CONSENT_STUDY, S("We count pages."), &text));
	CHECK(t, consent_stands(c, mina, CONSENT_STUDY, &stands) && !stands);
	CHECK(t, consent_give(c, mina, text) && consent_give(c, mina, text));
	CHECK(t, consent_stands(c, mina, CONSENT_STUDY, &stands) && stands);
	CHECK(t, consent_stands(c, mina, CONSENT_MEMBERSHIP, &stands) && !stands);
	CHECK(t, consent_publish(c, CONSENT_STUDY, S("We count pages and seconds."), &newest));
	CHECK(t,
		consent_text(c, CONSENT_STUDY, &now) && now.id == newest && now.version == 2
			&& now.made_at == c->now);
	CHECK(t,
		consent_withdraw(c, mina, CONSENT_STUDY)
			&& consent_withdraw(c, mina, CONSENT_STUDY));
	CHECK(t, consent_stands(c, mina, CONSENT_STUDY, &stands) && !stands);
	CHECK(t,
		!consent_publish(c, CONSENT_STUDY, S("  "), &text)
			&& c->fault.kind == FAULT_INVALID);
}

void test_draft_is_its_persons_and_its_forms(struct test *t)
{
	struct person_id mina = test_person(t, "mina", 0), noor = test_person(t, "noor", 0);
	struct draft d = { S("/thread/7/post"), S(""), S("half a sen") }, got;
	struct ctx *c = test_ctx(t, mina);

	CHECK(t,
		draft_keep(c, mina, &d) && draft_find(c, S("/thread/7/post"), &got)
			&& str_eq(got.body, d.body));
	d.body = S("half a sentence");
	CHECK(t,
		draft_keep(c, mina, &d) && draft_find(c, d.path, &got) && str_eq(got.body, d.body));
	CHECK(t, draft_find(c, S("/thread/8/post"), &got) && got.path.len == 0);
	c = test_ctx(t, noor);
	CHECK(t, draft_find(c, d.path, &got) && got.path.len == 0 && draft_drop(c, d.path));
	c = test_ctx(t, mina);
	CHECK(t, draft_drop(c, d.path) && draft_find(c, d.path, &got) && got.path.len == 0);
}

void test_once_finds_what_the_same_form_led_to(struct test *t)
{
	struct person_id mina = test_person(t, "mina", 0), noor = test_person(t, "noor", 0);
	struct ctx *c = test_ctx(t, mina);
	int64_t result = -1;

	CHECK(t, once_find(c, S("k"), S("text"), &result) && result == 0);
	CHECK(t, once_keep(c, S("k"), S("text"), 42));
	CHECK(t, once_find(c, S("k"), S("text"), &result) && result == 42);
	CHECK(t, once_find(c, S("k"), S("other text"), &result) && result == 0);
	CHECK(t, once_find(c, S("kt"), S("ext"), &result) && result == 0);
	CHECK(t,
		once_find(c, S(""), S("text"), &result) && result == 0
			&& once_keep(c, S(""), S("text"), 1));
	c = test_ctx(t, noor);
	CHECK(t, once_find(c, S("k"), S("text"), &result) && result == 0);
	t->now += 8 * INSTANT_DAY;
	c = test_ctx(t, mina);
	CHECK(t, once_forget(c) && once_find(c, S("k"), S("text"), &result) && result == 0);
}

void test_once_that_another_was_first_with_is_begun_again(struct test *t)
{
	struct ctx *c = test_ctx(t, test_person(t, "mina", 0));

	CHECK(t, once_keep(c, S("k"), S("text"), 42));
	CHECK(t, !once_keep(c, S("k"), S("text"), 43) && c->fault.kind == FAULT_BUSY);
}

void test_rate_refuses_above_the_limit_until_the_window_has_passed(struct test *t)
{
	struct rate r = { "test", 3, INSTANT_HOUR };
	struct ctx *c = test_ctx(t, machine);

	for (int i = 0; i < 3; i++)
		CHECK(t, rate_look(c, &r, S("ann")) && rate_check(c, &r, S("ann")));
	CHECK(t, rate_check(c, &r, S("bob")));
	c = test_ctx(t, machine);
	CHECK(t, !rate_look(c, &r, S("ann")) && c->fault.kind == FAULT_RATE);
	c = test_ctx(t, machine);
	CHECK(t, !rate_check(c, &r, S("ann")) && test_has(str_of(c->fault.text), "60 minutes"));
	t->now += INSTANT_HOUR - INSTANT_SECOND;
	c = test_ctx(t, machine);
	CHECK(t, !rate_check(c, &r, S("ann")) && test_has(str_of(c->fault.text), "in a minute"));
	t->now += 2 * INSTANT_SECOND;
	c = test_ctx(t, machine);
	CHECK(t, rate_check(c, &r, S("ann")));
}

void test_participant_is_one_in_a_study_and_its_name_is_not_kept(struct test *t)
{
	struct participant_id a, b;
	struct ctx *c = test_ctx(t, machine);
	bool is_new;

	CHECK(t,
		sql_script(c,
			"INSERT INTO study (id, name, title, made_at) VALUES (5, 's', 'S', 0), (6,"
			" 'u', 'U', 0)"));
	CHECK(t, participant_alias(c, 5, S("Mina Patel"), &a, &is_new) && is_new);
	CHECK(t, participant_alias(c, 5, S(" Mina Patel "), &b, &is_new) && !is_new && a.v == b.v);
	CHECK(t, participant_alias(c, 6, S("Mina Patel"), &b, &is_new) && is_new && a.v != b.v);
	struct participant p = { .id = a,
		.study = 5,
		.number = 9,
		.gender = S("F"),
		.subject = S("Law"),
		.year = S("2"),
		.engagement = S("Active") };
	CHECK(t, participant_describe(c, &p) && participant_describe(c, &p));
	CHECK(t, participant_alias(c, 5, S("Noor"), &b, &is_new));
	p.id = b;
	CHECK(t, !participant_describe(c, &p) && c->fault.kind == FAULT_CONFLICT);
}

void test_participant_of_a_person_is_made_once(struct test *t)
{
	struct person_id mina = test_person(t, "mina", 0);
	struct ctx *c = test_ctx(t, machine);
	struct participant_id a, b;

	CHECK(t,
		sql_script(
			c, "INSERT INTO study (id, name, title, made_at) VALUES (5, 's', 'S', 0)"));
	CHECK(t, participant_find(c, 5, mina, &a) && a.v == 0);
	CHECK(t,
		participant_join(c, 5, mina, &a) && participant_join(c, 5, mina, &b) && a.v
			&& a.v == b.v);
	CHECK(t, participant_find(c, 5, mina, &b) && a.v == b.v);
}

static const struct stmt subject_of = { "test_subject_of",
	"SELECT subject, year FROM participant WHERE id = $1", "i", "ss" };

void test_participant_fill_never_writes_over(struct test *t)
{
	struct person_id mina = test_person(t, "mina", 0);
	struct ctx *c = test_ctx(t, machine);
	struct participant_id id;
	struct rows r;

	CHECK(t,
		sql_script(
			c, "INSERT INTO study (id, name, title, made_at) VALUES (5, 's', 'S', 0)"));
	CHECK(t, participant_join(c, 5, mina, &id));
	CHECK(t, participant_fill(c, id, S("Law"), S("")));
	CHECK(t, participant_fill(c, id, S("Music"), S("3")));
	CHECK(t, participant_fill(c, id, S("Art"), S("4")));
	CHECK(t, sql_one(c, &subject_of, ARGS(arg(id.v)), &r));
	CHECK(t, str_eq(row_str(&r, 0), S("Law")) && str_eq(row_str(&r, 1), S("3")));
	sql_end(&r);
	CHECK(t, !participant_say(c, id, S("very"), c->now) && c->fault.kind == FAULT_INVALID);
}
