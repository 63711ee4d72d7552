/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/paper_gone.h"

#include "base/instant.h"
#include "community/paper_version.h"
#include "core/letter.h"
#include "test/programme.h"

static const struct stmt papers = { "gone_papers", "SELECT count(*) FROM paper", "", "i" };
static const struct stmt letters = { "gone_letters",
	"SELECT count(*) FROM letter WHERE kind = 'paper-soon-gone' AND body LIKE '%removed 60 "
	"days%'",
	"", "i" };
static const struct stmt removals = { "gone_removals",
	"SELECT count(*) FROM letter l JOIN person p ON p.id = l.person_id"
	" WHERE l.kind = 'paper-removed' AND p.id = $1 AND l.body NOT LIKE '%phone%'",
	"i", "i" };
static const struct stmt audited = { "gone_audited",
	"SELECT count(*) FROM audit WHERE act = 'clinic.paper_removed' AND actor_id = $1 AND"
	" note = ''",
	"i", "i" };
static const struct stmt closes = { "gone_closes", "SELECT closes_at FROM round WHERE id = $1", "i",
	"i" };
static const struct stmt left = { "gone_left",
	"SELECT (SELECT count(*) FROM paper_version) + (SELECT count(*) FROM paper_feedback)", "",
	"i" };
static const struct stmt no_mail = { "gone_no_mail",
	"INSERT INTO self_choice (person_id, key, value, set_at) VALUES ($1, 'mail', 'none', 1)",
	"i", "" };

static struct paper_id bring(struct test *t, struct person_id who, enum paper_kind kind)
{
	const struct paper_draft d = { kind, 2, S("A summer in a shop"), S("") };
	struct paper_version v;
	struct paper_id id;
	int64_t n;
	struct ctx *c = test_ctx(t, who);

	CHECK(t,
		paper_make(c, (struct group_id){ CHEMISTRY }, &d, &id)
			&& paper_version_paste(c, id, S("Skills\nI can close a till."), &n)
			&& paper_version_get(c, id, n, &v) && paper_version_show(c, &v));
	CHECK(t, test_end(t));
	return id;
}

static bool sweep(struct test *t)
{
	bool more = true;
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	bool good = paper_gone_some(c, true, &more);

	return good && !more && test_end(t);
}

static int64_t end_of_round(struct test *t)
{
	return programme_number(t, &closes, ARGS(arg((int64_t)PROGRAMME_ROUND)));
}

void test_paper_gone_tells_its_owner_a_week_before_and_then_removes_it(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	t->house.conf = &t->conf;
	struct paper_id cv = bring(t, p.ann, PAPER_CV);
	(void)bring(t, p.ben, PAPER_LETTER);
	int64_t end = end_of_round(t);
	t->now = end + 53 * INSTANT_DAY - INSTANT_HOUR;
	CHECK(t, sweep(t) && programme_number(t, &letters, NO_ARGS) == 0);
	t->now += 2 * INSTANT_HOUR;
	CHECK(t, sweep(t) && programme_number(t, &letters, NO_ARGS) == 2);
	t->now += INSTANT_DAY; /* ann brings a new version: her time begins anew */
	int64_t n;
	CHECK(t,
		paper_version_paste(test_ctx(t, p.ann), cv, S("I close tills."), &n)
			&& test_end(t));
	t->now = end + 60 * INSTANT_DAY - INSTANT_HOUR;
	CHECK(t, sweep(t) && programme_number(t, &papers, NO_ARGS) == 2);
	t->now += 2 * INSTANT_HOUR;
	CHECK(t, sweep(t) && programme_number(t, &papers, NO_ARGS) == 1);
	test_sign_in(t, p.ben);
	CHECK(t, test_has(test_get(t, "/clinic").body, "its time was over"));
	t->now = end + 120 * INSTANT_DAY; /* told late, because nobody swept: still a week */
	CHECK(t, sweep(t) && programme_number(t, &papers, NO_ARGS) == 1);
	CHECK(t, programme_number(t, &letters, NO_ARGS) == 3);
	t->now += 7 * INSTANT_DAY;
	CHECK(t, sweep(t) && programme_number(t, &papers, NO_ARGS) == 0);
	CHECK(t, programme_number(t, &left, NO_ARGS) == 0);
}

void test_paper_gone_never_where_the_setting_says_so_and_no_letter_to_who_wants_none(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	t->house.conf = &t->conf;
	(void)bring(t, p.ann, PAPER_CV);
	CHECK(t, sql_run(test_ctx(t, p.ann), &no_mail, ARGS(arg(p.ann.v))) && test_end(t));
	t->now = end_of_round(t) + 400 * INSTANT_DAY;
	int64_t days = t->conf.papers_days;
	t->conf.papers_days = 0;
	test_sign_in(t, p.ann);
	CHECK(t, sweep(t) && !test_has(test_get(t, "/clinic/new").body, "days after the round"));
	t->now += 30 * INSTANT_DAY;
	CHECK(t, sweep(t) && programme_number(t, &papers, NO_ARGS) == 1);
	t->conf.papers_days = days;
	CHECK(t, sweep(t) && programme_number(t, &letters, NO_ARGS) == 0);
	t->now += 8 * INSTANT_DAY;
	CHECK(t, sweep(t) && programme_number(t, &papers, NO_ARGS) == 0);
}

void test_paper_gone_is_said_before_anything_is_brought(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	t->house.conf = &t->conf;
	test_sign_in(t, p.ann);
	CHECK(t, test_has(test_get(t, "/clinic/new").body, "60 days after the round ends"));
	struct paper_id id = bring(t, p.ann, PAPER_CV);
	const char *page = programme_path(t, "/clinic/paper/%", id.v, 0);
	CHECK(t, test_has(test_get(t, page).body, "at the latest, with what was said"));
	test_sign_in(t, p.ben);
	CHECK(t, !test_has(test_get(t, page).body, "at the latest"));
}

void test_paper_gone_by_who_runs_the_round_with_a_reason_that_its_owner_reads(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	t->house.conf = &t->conf;
	struct paper_id id = bring(t, p.ann, PAPER_LETTER);
	const char *page = programme_path(t, "/clinic/paper/%", id.v, 0),
		   *path = programme_path(t, "/clinic/paper/%/remove", id.v, 0);
	test_sign_in(t, p.ann);
	CHECK(t, test_get(t, path).status == 403);
	CHECK(t, test_post(t, path, "reason=I+want+it+gone").status == 403);
	test_sign_in(t, p.ben);
	CHECK(t, test_post(t, path, "reason=I+do+not+like+it").status == 403);
	test_sign_in(t, p.fay);
	CHECK(t, test_has(test_get(t, page).body, "Remove the whole cover letter"));
	struct reply r = test_post(t, path, "reason=It+is");
	CHECK(t,
		r.status == 422 && test_has(r.body, "Write why")
			&& test_has(r.body, "It is</textarea>"));
	CHECK(t, programme_number(t, &papers, NO_ARGS) == 1);
	r = test_post(t, path, "reason=There+is+a+phone+number+in+it.");
	CHECK(t, r.status == 303 && test_has(test_get(t, r.location.at).body, "It is removed"));
	CHECK(t, programme_number(t, &papers, NO_ARGS) == 0);
	CHECK(t, programme_number(t, &left, NO_ARGS) == 0 && test_get(t, page).status == 404);
	CHECK(t, programme_number(t, &removals, ARGS(arg(p.ann.v))) == 1);
	CHECK(t, programme_number(t, &audited, ARGS(arg(p.fay.v))) == 1);
	test_sign_in(t, p.ben);
	CHECK(t, !test_has(test_get(t, "/clinic").body, "phone number in it"));
	test_sign_in(t, p.ann);
	r = test_get(t, "/clinic");
	CHECK(t, test_has(r.body, "They wrote: There is a phone number in it."));
	CHECK(t, test_has(test_get(t, "/me/data").body, "There is a phone number in it."));
}
