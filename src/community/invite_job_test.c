/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/invite_job.h"

#include "base/instant.h"
#include "core/job.h"
#include "core/person.h"
#include "store/writer.h"
#include "test/guests.h"
#include "test/programme.h"

static const struct stmt addresses = { "test_invite_addresses",
	"SELECT count(*) FROM invitation WHERE address LIKE '%@%' OR address_key LIKE '%@%' OR"
	" name <> '' OR token_hash <> '' OR person_id <> 0",
	"", "i" };
static const struct stmt all = { "test_invite_all", "SELECT count(*) FROM invitation", "", "i" };
static const struct stmt lists = { "test_invite_lists", "SELECT count(*) FROM invite_list", "",
	"i" };
static const struct stmt claims = { "test_invite_claims", "SELECT count(*) FROM invited", "", "i" };
static const struct stmt due = { "test_invite_due",
	"SELECT count(*) FROM job WHERE kind = 'invite-forget' AND run_at > $1", "i", "i" };

static void forget(struct test *t, struct invite_list_id id)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, invite_job_forget(c, id.v));
	CHECK(t, test_end(t));
}

/* A month after the round nobody can read any more who was invited. */
void test_invite_addresses_are_forgotten_after_the_round(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	t->conf.mail = "dir:letters";
	struct person_id cora = test_person(t, "cora", ROLE_COORDINATOR);
	struct invite_list_id sent = guests_list(
		t, cora, PROGRAMME_ROUND, "Eve, eve@uni.example\nGus, gus@uni.example\nx\n");
	struct invite_list_id unsent =
		guests_list(t, cora, PROGRAMME_CLOSED_ROUND, "hal@uni.example\n");
	guests_send(t, cora, sent);
	CHECK(t, programme_number(t, &due, ARGS(arg(t->now))) == 2);
	forget(t, sent); /* too early: it is put off */
	CHECK(t, programme_number(t, &due, ARGS(arg(t->now))) == 3);
	CHECK(t, programme_number(t, &addresses, NO_ARGS) == 3);
	t->now += 60 * INSTANT_DAY;
	forget(t, sent);
	forget(t, unsent);
	CHECK(t, programme_number(t, &addresses, NO_ARGS) == 0);
	CHECK(t, programme_number(t, &all, NO_ARGS) == 2);
	CHECK(t, programme_number(t, &claims, NO_ARGS) == 0);
	CHECK(t, programme_number(t, &lists, NO_ARGS) == 1);
	test_sign_in(t, test_person(t, "ros", ROLE_RESEARCHER));
	CHECK(t, test_has(test_get(t, "/lists/senders").body, "<td class=\"n\">2</td>"));
}

/* A list that was thrown away while its job waited is no failure. */
void test_concurrent_invite_job_of_a_list_that_is_gone_ends(struct test *t)
{
	struct job job = { .id = 1, .subject = 12345, .tries = 1 };
	struct ctx c = { .mem = t->mem, .now = t->now, .ids = &t->ids, .house = &t->house };
	char why[256] = "";

	t->house.writer = writer_open(test_database(t), 1, why, sizeof why);
	CHECK(t, t->house.writer != NULL);
	CHECK(t, invite_job.run(&c, &job) && c.fault.kind == FAULT_NONE);
	CHECK(t, invite_job_forgets.run(&c, &job) && c.fault.kind == FAULT_NONE);
	writer_close(t->house.writer);
	t->house.writer = NULL;
}
