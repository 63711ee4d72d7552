/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/choice.h"

#include "core/person.h"
#include "store/sql.h"
#include "test/programme.h"

static const struct stmt stored = { "choice_stored",
	"SELECT value FROM self_choice WHERE person_id = $1 AND key = $2", "is", "s" };
static const struct stmt move = { "choice_move",
	"UPDATE self_choice SET person_id = $2 WHERE person_id = $1", "ii", "" };

static struct str find(struct test *t, struct person_id who, enum choice what)
{
	struct str value = S("?");

	CHECK(t, choice_find(test_ctx(t, who), what, &value));
	return value;
}

void test_choice_is_kept_changed_and_forgotten(struct test *t)
{
	struct person_id mina = test_person(t, "mina", ROLE_STUDENT);
	struct person_id noor = test_person(t, "noor", ROLE_STUDENT);

	for (enum choice k = 0; k < CHOICE_KEYS; k++) {
		CHECK(t, find(t, mina, k).len == 0);
		CHECK(t, choice_set(test_ctx(t, mina), k, S("one")));
		CHECK(t, choice_set(test_ctx(t, mina), k, S("two „three“")));
		CHECK(t, str_eq(find(t, mina, k), S("two „three“")));
		CHECK(t, find(t, noor, k).len == 0);
		CHECK(t, choice_set(test_ctx(t, mina), k, S("")));
		CHECK(t, find(t, mina, k).len == 0);
	}
}

void test_choice_about_work_and_care_is_sealed_for_its_person(struct test *t)
{
	static const enum choice sealed[] = { CHOICE_STRENGTHS, CHOICE_INTRODUCTION,
		CHOICE_ADVICE };
	static const char *const key[] = { "strengths", "introduction", "advice" };
	struct person_id mina = test_person(t, "mina", ROLE_STUDENT);
	struct person_id noor = test_person(t, "noor", ROLE_STUDENT);
	struct str value;

	for (size_t i = 0; i < 3; i++) {
		CHECK(t, choice_set(test_ctx(t, mina), sealed[i], S("job care")));
		struct str kept =
			programme_text(t, &stored, ARGS(arg(mina.v), arg(str_of(key[i]))));
		CHECK(t, kept.len > 0 && !test_has(kept, "care"));
	}
	/* A row that was given to somebody else does not open. */
	CHECK(t, sql_run(test_ctx(t, mina), &move, ARGS(arg(mina.v), arg(noor.v))));
	struct ctx *c = test_ctx(t, noor);
	CHECK(t, !choice_find(c, CHOICE_STRENGTHS, &value) && c->fault.kind == FAULT_INTERNAL);
}

void test_choice_refuses_what_is_too_long_or_no_text(struct test *t)
{
	struct person_id mina = test_person(t, "mina", ROLE_STUDENT);
	char *many = arena_new(t->mem, char, CHOICE_MAX + 1);
	struct ctx *c = test_ctx(t, mina);

	memset(many, 'x', CHOICE_MAX + 1);
	CHECK(t, !choice_set(c, CHOICE_ADVICE, (struct str){ many, CHOICE_MAX + 1 }));
	CHECK(t, c->fault.kind == FAULT_INVALID && strcmp(c->wrong->field, "advice") == 0);
	c = test_ctx(t, mina);
	CHECK(t, !choice_set(c, CHOICE_ADVICE, S("\xff")) && c->fault.kind == FAULT_INVALID);
	CHECK(t, choice_set(test_ctx(t, mina), CHOICE_ADVICE, (struct str){ many, CHOICE_MAX }));
}

void test_choice_is_shown_to_its_person_in_what_is_held(struct test *t)
{
	struct person_id mina = test_person(t, "mina", ROLE_STUDENT);
	struct reply r;

	CHECK(t, choice_set(test_ctx(t, mina), CHOICE_ADVICE, S("Ask <early>")));
	CHECK(t, choice_set(test_ctx(t, mina), CHOICE_MAIL, S("none")));
	test_sign_in(t, mina);
	r = test_get(t, "/me/data/file");
	CHECK(t, r.status == 200 && test_has(r.body, "advice: Ask <early>"));
	CHECK(t, test_has(r.body, "mail: none"));
}
