/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/instant.h"
#include "base/shelf.h"
#include "community/community_holdings.h"
#include "core/holding.h"
#include "test/programme.h"

static const struct stmt newest = { "listing_test_thread", "SELECT max(id) FROM thread", "", "i" };
static const struct stmt first = { "listing_test_post",
	"SELECT max(id) FROM post WHERE thread_id = $1", "i", "i" };

static struct str seen_by(struct test *t, struct person_id who)
{
	test_sign_in(t, who);
	struct str page = test_get(t, "/group/30").body;
	const char *from = memmem(page.at, page.len, "<section class=\"week\"", 21);
	const char *to =
		from ? memmem(from, page.len - (size_t)(from - page.at), "</main>", 7) : NULL;

	return from && to ? (struct str){ from, (size_t)(to - from) } : S("");
}

/* What somebody sees is the same with a shelf, at the first look and at later ones, and without
   one. */
static bool alike(struct test *t, struct person_id who)
{
	struct shelf *shelf = t->house.shelf;

	t->house.shelf = NULL;
	struct str made = seen_by(t, who);
	t->house.shelf = shelf;
	bool good = made.len > 0;
	for (int i = 0; i < 3; i++)
		good = good && str_eq(seen_by(t, who), made);
	return good;
}

static bool alike_for_all(struct test *t, const struct programme *p)
{
	return alike(t, p->ben) && alike(t, p->cleo) && alike(t, p->fay) && alike(t, p->ben);
}

void test_listing_is_new_after_every_change(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	CHECK(t, alike_for_all(t, &p) && test_has(seen_by(t, p.ben), "No threads yet."));
	int64_t gaps = programme_thread(t, p.ann, CHEMISTRY, "Gaps", "Ann was away.");
	CHECK(t, alike_for_all(t, &p) && test_has(seen_by(t, p.ben), "waiting for a first answer"));
	int64_t post = programme_answer(t, p.ben, gaps, "Ben was away too.");
	CHECK(t, alike_for_all(t, &p) && test_has(seen_by(t, p.ben), "one answer, from"));
	test_sign_in(t, p.fay);
	test_post(t, programme_path(t, "/thread/%/close", gaps, 0), "on=1");
	CHECK(t, alike_for_all(t, &p) && test_has(seen_by(t, p.cleo), "· closed"));
	test_sign_in(t, p.fay);
	test_post(t, programme_path(t, "/thread/%/close", gaps, 0), "on=0");
	CHECK(t, alike_for_all(t, &p) && !test_has(seen_by(t, p.cleo), "· closed"));
	test_sign_in(t, p.ben);
	test_post(t, programme_path(t, "/thread/%/post/%/delete", gaps, post), "");
	CHECK(t, alike_for_all(t, &p) && test_has(seen_by(t, p.ben), "waiting for a first answer"));
	programme_thread(t, p.ben, CHEMISTRY, "Tests", "Who had one?");
	CHECK(t, alike_for_all(t, &p) && test_has(seen_by(t, p.cleo), "Tests"));
	t->now += INSTANT_DAY;
	CHECK(t, alike_for_all(t, &p) && test_has(seen_by(t, p.cleo), "yesterday"));
}

void test_listing_forgets_who_was_erased(struct test *t)
{
	static const struct holdings lists[] = { { community_holdings, &community_holdings_n } };
	struct programme p;

	programme_make(t, &p);
	programme_answer(t, p.ben, programme_thread(t, p.ann, CHEMISTRY, "Gaps", "Away."), "Too.");
	CHECK(t, alike_for_all(t, &p) && test_has(seen_by(t, p.cleo), "Gaps"));
	CHECK(t, holding_erase(test_ctx(t, p.ann), p.ann, lists, 1) && test_end(t));
	CHECK(t, alike_for_all(t, &p) && !test_has(seen_by(t, p.cleo), "Gaps"));
}

void test_listing_shows_the_name_that_an_author_shows(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	struct reply r = test_post(t, "/group/30/thread/new", "title=Gaps&body=Away&as=alias");
	CHECK(t, r.status == 303 && alike_for_all(t, &p));
	CHECK(t,
		test_has(seen_by(t, p.cleo), ">Gaps</a>") && !test_has(seen_by(t, p.cleo), "ann,"));
	int64_t thread = programme_number(t, &newest, NO_ARGS);
	int64_t post = programme_number(t, &first, ARGS(arg(thread)));
	test_sign_in(t, p.ann);
	r = test_post(t, programme_path(t, "/thread/%/post/%/name", thread, post),
		"as=first&where=thread");
	CHECK(t, r.status == 303 && alike_for_all(t, &p));
	CHECK(t, test_has(seen_by(t, p.cleo), "ann,"));
}
