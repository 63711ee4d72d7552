/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/sheet_page.h"

#include "base/cellar.h"
#include "base/instant.h"
#include "base/shelf.h"
#include "community/post.h"
#include "community/thread.h"
#include "http/press.h"
#include "http/unzip_test.h"
#include "test/programme.h"

static const struct stmt told = { "sheet_test_told",
	"UPDATE post SET told_useful = 1 WHERE id = $1", "i", "" };

/* From the first post to the form below the last. */
static struct str posts_part(struct str page)
{
	const char *from = memmem(page.at, page.len, "<article", 8);
	const char *to =
		from ? memmem(from, page.len - (size_t)(from - page.at), "</main>", 7) : NULL;
	const char *form =
		from ? memmem(from, page.len - (size_t)(from - page.at), "<section", 8) : NULL;

	if (!from || !to)
		return S("");
	return (struct str){ from, (size_t)((form ? form : to) - from) };
}

static struct str seen_by(struct test *t, struct person_id who, const char *path)
{
	test_sign_in(t, who);
	return posts_part(test_get(t, path).body);
}

/* What somebody sees is the same with a shelf, with a cellar and with both, at the first look and
   at later ones, and without either. */
static bool alike(struct test *t, struct person_id who, const char *path)
{
	struct shelf *shelf = t->house.shelf;

	t->house.shelf = NULL;
	struct cellar *cellar = cellar_open(test_directory(t), 1 << 24);
	struct str made = seen_by(t, who, path);
	bool good = made.len > 0;
	for (int i = 0; i < 9; i++) {
		t->house.shelf = i / 3 == 1 ? NULL : shelf;
		t->house.cellar = i / 3 == 0 ? NULL : cellar;
		good = good && str_eq(seen_by(t, who, path), made);
	}
	t->house.cellar = NULL;
	cellar_close(cellar);
	return good;
}

static bool alike_for_all(struct test *t, const struct programme *p, const char *path)
{
	return alike(t, p->ann, path) && alike(t, p->ben, path) && alike(t, p->cleo, path)
		&& alike(t, p->fay, path) && alike(t, p->ann, path);
}

void test_sheet_shows_each_reader_what_is_theirs(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t id = programme_thread(t, p.ann, CHEMISTRY, "Gaps", "Ann was away.");
	int64_t ben = programme_answer(t, p.ben, id, "Ben was away too.");
	const char *path = programme_path(t, "/thread/%", id, 0);
	CHECK(t, alike_for_all(t, &p, path));
	test_sign_in(t, p.cleo);
	test_post(t, programme_path(t, "/thread/%/post/%/useful", id, ben), "on=1");
	test_post(t, programme_path(t, "/thread/%/post/%/save", id, ben), "on=1");
	CHECK(t, alike_for_all(t, &p, path));
	struct str cleo = seen_by(t, p.cleo, path), anns = seen_by(t, p.ann, path);
	CHECK(t, test_has(cleo, "value=\"0\" aria-pressed=\"true\">Useful"));
	CHECK(t, test_has(cleo, "value=\"1\" aria-pressed=\"false\">Useful"));
	CHECK(t, !test_has(cleo, "post mine") && !test_has(cleo, ">Edit</a>"));
	CHECK(t, !test_has(anns, "aria-pressed=\"true\""));
	CHECK(t, test_has(anns, "<article class=\"post mine\" id="));
	CHECK(t, test_has(anns, "</h2>") && test_has(anns, " <span class=\"tag yes\">you</span>"));
	CHECK(t, test_has(anns, ">Edit</a>") && test_has(anns, ">Delete</a>"));
	/* What the day's count of community/told says. */
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, sql_run(c, &told, ARGS(arg(ben))) && thread_changed(c, (struct thread_id){ id }));
	CHECK(t, test_end(t) && alike_for_all(t, &p, path));
	CHECK(t, test_has(seen_by(t, p.ben, path), "Somebody found this useful."));
	CHECK(t, !test_has(seen_by(t, p.ann, path), "found this useful."));
}

void test_sheet_is_new_after_every_change(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t id = programme_thread(t, p.ann, CHEMISTRY, "Gaps", "Ann was away.");
	const char *path = programme_path(t, "/thread/%", id, 0);
	CHECK(t, alike_for_all(t, &p, path));
	int64_t ben = programme_answer(t, p.ben, id, "Ben was away too.");
	CHECK(t, test_has(seen_by(t, p.cleo, path), "Ben was away too."));
	CHECK(t, alike_for_all(t, &p, path));
	test_sign_in(t, p.ben);
	test_post(t, programme_path(t, "/thread/%/post/%/edit", id, ben), "body=Ben+stayed.");
	CHECK(t, test_has(seen_by(t, p.cleo, path), "Ben stayed."));
	CHECK(t, !test_has(seen_by(t, p.cleo, path), "away too"));
	CHECK(t, alike_for_all(t, &p, path));
	CHECK(t, test_has(seen_by(t, p.fay, path), "edited: what it said"));
	CHECK(t, !test_has(seen_by(t, p.cleo, path), "what it said"));
	test_sign_in(t, p.ben);
	test_post(t, programme_path(t, "/thread/%/post/%/delete", id, ben), "");
	CHECK(t, !test_has(seen_by(t, p.cleo, path), "Ben stayed."));
	CHECK(t, test_has(seen_by(t, p.ben, path), "This post was deleted by its author."));
	CHECK(t, alike_for_all(t, &p, path));
}

void test_sheet_says_today_for_a_day(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t id = programme_thread(t, p.ann, CHEMISTRY, "Gaps", "Ann was away.");
	const char *path = programme_path(t, "/thread/%", id, 0);
	CHECK(t, alike(t, p.ben, path) && test_has(seen_by(t, p.ben, path), "today, "));
	t->now += INSTANT_DAY;
	CHECK(t, alike(t, p.ben, path) && test_has(seen_by(t, p.ben, path), "yesterday, "));
}

void test_sheet_pages_are_kept_apart(struct test *t)
{
	struct programme p;
	int64_t last = 0;

	programme_make(t, &p);
	int64_t id = programme_thread(t, p.ann, CHEMISTRY, "Gaps", "Number 1.");
	for (int i = 2; i <= POSTS_PER_PAGE + 3; i++) {
		int64_t post = programme_answer(
			t, i % 2 ? p.ann : p.ben, id, arena_fmt(t->mem, "Number %d.", i).at);
		last = i <= POSTS_PER_PAGE ? post : last;
	}
	const char *path = programme_path(t, "/thread/%", id, 0);
	const char *later = programme_path(t, "/thread/%?after=%", id, last);
	CHECK(t, alike_for_all(t, &p, path) && alike_for_all(t, &p, later));
	CHECK(t, test_has(seen_by(t, p.cleo, path), ">Later posts</a>"));
	CHECK(t, test_has(seen_by(t, p.cleo, path), "Number 50."));
	CHECK(t, !test_has(seen_by(t, p.cleo, path), "Number 51."));
	CHECK(t, !test_has(seen_by(t, p.cleo, later), "Number 50."));
	CHECK(t, test_has(seen_by(t, p.cleo, later), "Number 53."));
}

/* Whether the page comes with a part that was compressed before, and is the page. */
static bool pressed(struct test *t, struct press *press, const char *path)
{
	struct request rq = { .method = GET,
		.path = str_of(path),
		.host = S("127.0.0.1:8080"),
		.network = S("127.0.0.1"),
		.accept_encoding = S("gzip") };
	struct str page = test_request(t, &rq).body;
	struct buf out;

	if (rq.pressed.len == 0)
		return false;
	buf_init(&out, ANSWER_MAX);
	CHECK(t, press_around(press, page, &rq.pressed, &out));
	CHECK(t, str_eq(test_unzip(t, buf_str(&out), page.len), page));
	buf_free(&out);
	return true;
}

void test_sheet_is_compressed_once(struct test *t)
{
	struct shelf *shelf = t->house.shelf;
	struct cellar *cellar = cellar_open(test_directory(t), 1 << 24);
	struct press *press = press_open();
	struct programme p;

	programme_make(t, &p);
	int64_t id = programme_thread(t, p.ann, CHEMISTRY, "Gaps", "Ann was away.");
	const char *path = programme_path(t, "/thread/%", id, 0);
	test_sign_in(t, p.ben);
	for (int cellars = 0; cellars < 2; cellars++) {
		t->house.shelf = cellars ? NULL : shelf;
		t->house.cellar = cellars ? cellar : NULL;
		CHECK(t, !pressed(t, press, path) && !pressed(t, press, path));
		CHECK(t, pressed(t, press, path) && pressed(t, press, path));
	}
	programme_answer(t, p.cleo, id, "Cleo too.");
	test_sign_in(t, p.ben);
	CHECK(t, !pressed(t, press, path) && pressed(t, press, path) && pressed(t, press, path));
	t->house.shelf = shelf;
	t->house.cellar = NULL;
	press_close(press);
	cellar_close(cellar);
}
