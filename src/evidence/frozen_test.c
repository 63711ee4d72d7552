/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Freezing a table of participation, and what it means for who leaves. */
#include "core/consent.h"
#include "core/frozen.h"
#include "core/participant.h"
#include "test/programme.h"

static const struct stmt spoil = { "frozen_test_spoil",
	"UPDATE frozen SET content = 'other' WHERE id = $1", "i", "" };
static const struct stmt first = { "frozen_test_first", "SELECT max(id) FROM frozen", "", "i" };
static const struct stmt number = { "frozen_test_number", "SELECT count(*) FROM frozen", "", "i" };

/* Ann, number 7, and Cleo, number 8, are in the study and said yes. */
static void begin(struct test *t, struct programme *p)
{
	programme_make(t, p);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	const struct person_id who[] = { p->ann, p->cleo };
	int64_t text = 0;

	CHECK(t, consent_publish(c, CONSENT_STUDY, S("We count."), &text));
	for (size_t i = 0; i < 2; i++) {
		struct participant n = {
			.study = 10, .number = 7 + (int64_t)i, .subject = S("Chemistry")
		};
		CHECK(t, consent_give(c, who[i], text));
		CHECK(t, participant_join(c, 10, who[i], &n.id) && participant_describe(c, &n));
	}
	CHECK(t, test_end(t));
}

static struct reply freeze(struct test *t, const char *form)
{
	return test_post(t, "/reports/participation/freeze?study=cop", form);
}

static struct str leave(struct test *t, struct person_id who)
{
	test_sign_in(t, who);
	CHECK(t, test_post(t, "/study", "answer=no").status == 303);
	return test_get(t, "/study?done=1").body;
}

void test_frozen_table_keeps_who_leaves_and_tells_them(struct test *t)
{
	struct programme p;

	begin(t, &p);
	test_sign_in(t, p.ann);
	CHECK(t, test_has(test_get(t, "/study").body, "No finished table has you in it"));
	test_sign_in(t, p.rex);
	CHECK(t, freeze(t, "once=1&title=Table+1+of+the+report").status == 303);
	CHECK(t, freeze(t, "once=1&title=Table+1+of+the+report").status == 303);
	CHECK(t, programme_number(t, &number, NO_ARGS) == 1);
	struct reply r = test_get(t, "/reports/participation?study=cop&froze=1");
	CHECK(t, test_has(r.body, "Table 1 of the report") && test_has(r.body, "2 people"));
	int64_t id = programme_number(t, &first, NO_ARGS);
	const char *path = programme_path(t, "/reports/frozen/%", id, 0);
	struct str before = test_get(t, path).body;
	CHECK(t, test_has(before, "\n7,,Chemistry") && test_has(before, "\n8,,Chemistry"));
	test_sign_in(t, p.ann);
	CHECK(t, test_has(test_get(t, "/study").body, "Your numbers stay in them"));
	struct str page = leave(t, p.ann);
	CHECK(t, test_has(page, "Table 1 of the report") && test_has(page, "your numbers stay"));
	test_sign_in(t, p.rex);
	r = test_get(t, "/reports/participation.csv?study=cop");
	CHECK(t, !test_has(r.body, "\n7,") && test_has(r.body, "\n8,"));
	CHECK(t, str_eq(test_get(t, path).body, before));
	CHECK(t, freeze(t, "once=2&title=Table+2").status == 303);
	id = programme_number(t, &first, NO_ARGS);
	path = programme_path(t, "/reports/frozen/%", id, 0);
	CHECK(t, !test_has(test_get(t, path).body, "\n7,"));
	test_sign_in(t, p.ann);
	CHECK(t, !test_has(test_get(t, "/study").body, "Table 2"));
	CHECK(t, test_has(leave(t, p.cleo), "Table 2"));
}

void test_frozen_table_needs_a_name_and_a_researcher(struct test *t)
{
	struct programme p;
	struct reply r;

	begin(t, &p);
	test_sign_in(t, p.rex);
	r = freeze(t, "once=1&title=+");
	CHECK(t, r.status == 422 && test_has(r.body, "title-wrong"));
	CHECK(t, test_get(t, "/reports/frozen/12345").status == 404);
	CHECK(t, test_post(t, "/reports/participation/freeze?study=none", "title=a").status == 404);
	CHECK(t, freeze(t, "once=1&title=Table+1").status == 303);
	int64_t id = programme_number(t, &first, NO_ARGS);
	const char *path = programme_path(t, "/reports/frozen/%", id, 0);
	test_sign_in(t, p.fay);
	CHECK(t, test_get(t, path).status == 403 && freeze(t, "title=a").status == 403);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, sql_run(c, &spoil, ARGS(arg(id))) && test_end(t));
	test_sign_in(t, p.rex);
	CHECK(t, test_get(t, path).status == 500);
}
