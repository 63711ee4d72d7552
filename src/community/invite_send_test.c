/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/invite_send.h"

#include "base/instant.h"
#include "community/enrolment.h"
#include "community/invite.h"
#include "core/letter.h"
#include "core/person.h"
#include "test/guests.h"
#include "test/programme.h"

static const struct stmt skipped = { "test_invite_skipped",
	"SELECT skipped FROM invitation WHERE list_id = $1 AND address_key = $2", "is", "i" };
static const struct stmt bounced = { "test_invite_bounced",
	"SELECT count(*) FROM invitation WHERE list_id = $1 AND bounced_at > 0", "i", "i" };
static const struct stmt letter_of = { "test_invite_letter_of",
	"SELECT letter_id FROM invitation WHERE list_id = $1 AND address_key = $2", "is", "i" };
static const struct stmt jobs = { "test_invite_jobs",
	"SELECT count(*) FROM job WHERE kind = 'invite' AND subject = $1 AND run_at > $2", "ii",
	"i" };
static const struct stmt letters = { "test_invite_letters",
	"SELECT count(*) FROM letter WHERE kind = 'invitation'", "", "i" };

static struct person_id sender(struct test *t, const char *name)
{
	t->conf.mail = "dir:letters";
	return test_person(t, name, ROLE_COORDINATOR);
}

static int64_t skip_of(struct test *t, struct invite_list_id list, const char *address)
{
	return programme_number(t, &skipped, ARGS(arg(list.v), arg(str_of(address))));
}

void test_invite_send_writes_once_to_an_address_whatever_lists_it_is_on(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	struct person_id cora = sender(t, "cora"), carl = sender(t, "carl");
	struct invite_list_id a =
		guests_list(t, cora, PROGRAMME_ROUND, "Eve Fox, eve@uni.example\n");
	struct invite_list_id b =
		guests_list(t, carl, PROGRAMME_ROUND, "EVE@uni.example\ngus@uni.example\n");
	struct invite_list_id other =
		guests_list(t, carl, PROGRAMME_CLOSED_ROUND, "eve@uni.example\n");

	guests_send(t, cora, a);
	test_sign_in(t, p.rex);
	CHECK(t,
		test_has(test_get(t, programme_path(t, "/list/%", b.v, 0)).body,
			"Invited by another list already, and so without a second letter: 1."));
	guests_send(t, carl, b);
	CHECK(t, guests_letters(t, "invitation", "eve@uni.example") == 1);
	CHECK(t, guests_letters(t, "invitation", "EVE@uni.example") == 0);
	CHECK(t, guests_letters(t, "invitation", "gus@uni.example") == 1);
	CHECK(t, skip_of(t, b, "eve@uni.example") == INVITE_SKIP_KNOWN);
	guests_send(t, carl, other); /* another round is another letter */
	CHECK(t, guests_letters(t, "invitation", "eve@uni.example") == 2);
	guests_work(t, a, 3); /* run again, as after a crash */
	CHECK(t, programme_number(t, &letters, NO_ARGS) == 3);
}

/* Three are «about 5»: who knows two of them would know about the third. */
void test_invite_list_says_nothing_about_a_few_to_who_brought_them(struct test *t)
{
	static const char three[] = "eve@uni.example\ngus@uni.example\nmoe@uni.example\n";
	struct programme p;

	programme_make(t, &p);
	struct person_id cora = sender(t, "cora"), carl = sender(t, "carl");
	guests_send(t, cora, guests_list(t, cora, PROGRAMME_ROUND, three));
	struct invite_list_id b = guests_list(t, carl, PROGRAMME_ROUND, three);
	const char *page = programme_path(t, "/list/%", b.v, 0);

	test_sign_in(t, carl);
	CHECK(t, test_has(test_get(t, page).body, "<p class=\"lead\">3\naddresses"));
	CHECK(t, !test_has(test_get(t, page).body, "Invited by another list"));
	guests_send(t, carl, b);
	CHECK(t, !test_has(test_get(t, page).body, "No second letter"));
	test_sign_in(t, p.rex);
	CHECK(t, test_has(test_get(t, page).body, "or take part already: 3."));
}

void test_invite_send_fills_the_letter_in_for_each_person(struct test *t)
{
	struct programme p;
	struct letter l = { 0 };

	programme_make(t, &p);
	struct person_id cora = sender(t, "cora");
	struct invite_list_id a = guests_list(
		t, cora, PROGRAMME_ROUND, "Eve Fox, eve@uni.example\ngus@uni.example\n");
	guests_send(t, cora, a);
	int64_t id = programme_number(t, &letter_of, ARGS(arg(a.v), arg(S("eve@uni.example"))));
	struct ctx *c = test_ctx(t, cora);
	CHECK(t, letter_get(c, id, &l) && str_eq(l.subject, S("An invitation: Autumn")));
	CHECK(t, str_starts(l.body, S("Hello Eve,\n")) && test_has(l.body, "cora\n"));
	CHECK(t, test_has(l.body, "/no-invitation/") && !test_has(l.body, "{"));
	struct str eve = guests_token(t, "eve@uni.example"),
		   gus = guests_token(t, "gus@uni.example");
	CHECK(t, eve.len == 43 && gus.len == 43 && !str_eq(eve, gus));
	/* Once it has left, the outbox does not keep the key to the account. */
	c = test_ctx(t, cora);
	CHECK(t, letter_sending(c, id) && letter_outcome(c, id, LETTER_SENT, S("")));
	CHECK(t, letter_get(c, id, &l) && l.body.len == 0);
}

void test_invite_send_leaves_out_who_refused_and_who_takes_part(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	struct person_id cora = sender(t, "cora");
	struct invite_list_id a = guests_list(t, cora, PROGRAMME_ROUND, "eve@uni.example\n");
	struct enrolment_draft d = { .round = { PROGRAMME_CLOSED_ROUND },
		.person = p.olga,
		.subject = S("Law"),
		.year = 1 };

	guests_send(t, cora, a);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, invite_refuse(c, invite_send_token(c, a, 1)));
	CHECK(t, test_end(t));
	c = test_ctx(t, p.fay);
	CHECK(t, enrolment_add(c, &d) && test_end(t));
	struct invite_list_id b = guests_list(t, cora, PROGRAMME_CLOSED_ROUND,
		"Eve@uni.example\nolga@cairn.example\ngus@uni.example\n");
	guests_send(t, cora, b);
	CHECK(t, skip_of(t, b, "eve@uni.example") == INVITE_SKIP_QUIET);
	CHECK(t, skip_of(t, b, "olga@cairn.example") == INVITE_SKIP_MEMBER);
	CHECK(t, skip_of(t, b, "gus@uni.example") == INVITE_SKIP_NONE);
	CHECK(t, guests_letters(t, "invitation", "Eve@uni.example") == 0);
}

/* The outbox stays short, so that sign-in letters do not wait behind a roster. */
void test_invite_send_queues_in_small_batches(struct test *t)
{
	struct programme p;
	struct buf lines;

	programme_make(t, &p);
	struct person_id cora = sender(t, "cora");
	buf_init(&lines, 1 << 16);
	for (int i = 0; i < 2 * INVITE_BATCH + 5; i++)
		buf_fmt(&lines, "p%d@uni.example\n", i);
	buf_char(&lines, '\0');
	struct invite_list_id a = guests_list(t, cora, PROGRAMME_ROUND, lines.at);
	buf_free(&lines);
	struct ctx *c = test_ctx(t, cora);
	CHECK(t, invite_send_begin(c, a) && invite_send_begin(c, a) && test_end(t));
	guests_work(t, a, 1);
	CHECK(t, programme_number(t, &letters, NO_ARGS) == INVITE_BATCH);
	guests_work(t, a, 2);
	CHECK(t, programme_number(t, &letters, NO_ARGS) == 2 * INVITE_BATCH + 5);
	/* It looks again later, since letters are under way. */
	CHECK(t, programme_number(t, &jobs, ARGS(arg(a.v), arg(t->now))) == 0);
	guests_work(t, a, 1);
	CHECK(t, programme_number(t, &jobs, ARGS(arg(a.v), arg(t->now))) == 1);
}

void test_invite_send_notes_letters_that_came_back(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	struct person_id cora = sender(t, "cora");
	struct invite_list_id a = guests_list(
		t, cora, PROGRAMME_ROUND, "eve@uni.example\ngus@uni.example\nhal@uni.example\n");
	guests_send(t, cora, a);
	int64_t id = programme_number(t, &letter_of, ARGS(arg(a.v), arg(S("eve@uni.example"))));
	struct ctx *c = test_ctx(t, cora);
	CHECK(t, letter_sending(c, id) && letter_outcome(c, id, LETTER_REFUSED, S("550 no")));
	CHECK(t, test_end(t));
	t->now += 10 * INSTANT_MINUTE;
	guests_work(t, a, 1);
	CHECK(t, programme_number(t, &bounced, ARGS(arg(a.v))) == 1);
	test_sign_in(t, p.fay);
	struct reply r = test_post(t, "/lists/bounced",
		"lines=GUS%40uni.example%0Aeve%40uni.example%0Anobody%40uni.example%0A--%0A");
	CHECK(t, r.status == 303 && str_ends(r.location, S("marked=1")));
	CHECK(t, programme_number(t, &bounced, ARGS(arg(a.v))) == 2);
	r = test_post(t, "/lists/bounced", "lines=no+address");
	CHECK(t, r.status == 422 && test_has(r.body, "no address in these lines"));
}

void test_invite_send_refuses_without_mail_and_after_the_round(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	struct person_id cora = sender(t, "cora");
	struct invite_list_id a = guests_list(t, cora, PROGRAMME_ROUND, "eve@uni.example\n");
	struct invite_list_id none = guests_list(t, cora, PROGRAMME_ROUND, "nobody\n");
	struct ctx *c = test_ctx(t, cora);

	CHECK(t, !invite_send_begin(c, none) && c->fault.kind == FAULT_CONFLICT);
	t->conf.mail = "none";
	c = test_ctx(t, cora);
	CHECK(t, !invite_send_begin(c, a) && test_has(str_of(c->fault.text), "No mail"));
	t->conf.mail = "dir:letters";
	t->now += 60 * INSTANT_DAY;
	c = test_ctx(t, cora);
	CHECK(t, !invite_send_begin(c, a) && test_has(str_of(c->fault.text), "over"));
}

/* The researcher reads true numbers by sender, a coordinator a rounded one, and only of theirs. */
void test_invite_send_tells_the_researcher_and_rounds_for_the_sender(struct test *t)
{
	struct programme p;
	struct buf lines;

	programme_make(t, &p);
	struct person_id cora = sender(t, "cora");
	buf_init(&lines, 1 << 16);
	for (int i = 0; i < 24; i++)
		buf_fmt(&lines, "p%d@uni.example\n", i);
	buf_char(&lines, '\0');
	struct invite_list_id a = guests_list(t, cora, PROGRAMME_ROUND, lines.at);
	struct invite_list_id few = guests_list(t, cora, PROGRAMME_CLOSED_ROUND, "x@uni.example");
	buf_free(&lines);
	guests_send(t, cora, a);
	guests_send(t, cora, few);
	for (int i = 0; i < 8; i++) {
		struct person_id who = test_person(t, arena_fmt(t->mem, "g%d", i).at, 0);
		struct ctx *c = test_ctx(t, who);
		CHECK(t,
			sql_script(c,
				arena_fmt(t->mem,
					"UPDATE invitation SET person_id = %lld WHERE"
					" address_key = 'p%d@uni.example'",
					(long long)who.v, i)
					.at));
		CHECK(t, invite_joined(c, (struct round_id){ PROGRAMME_ROUND }, who));
		CHECK(t, invite_joined(c, (struct round_id){ PROGRAMME_ROUND }, who));
		CHECK(t, test_end(t));
	}
	test_sign_in(t, cora);
	struct reply r = test_get(t, programme_path(t, "/list/%", a.v, 0));
	CHECK(t, test_has(r.body, "About 10 have joined") && !test_has(r.body, "figures"));
	CHECK(t, !test_has(r.body, "p1@uni.example") && !test_has(r.body, "started"));
	r = test_get(t, programme_path(t, "/list/%", few.v, 0));
	CHECK(t, test_has(r.body, "too short to say how many"));
	test_sign_in(t, p.rex);
	r = test_get(t, "/lists/senders");
	CHECK(t, r.status == 200 && test_has(r.body, "<th scope=\"row\">cora</th><td>Autumn</td>"));
	CHECK(t, test_has(r.body, "<td class=\"n\">24</td><td class=\"n\">0</td>"));
	CHECK(t, test_has(r.body, "<td class=\"n\">8</td><td class=\"n\">33.3%</td>"));
}
