/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who gets what of a file; app/paper_job_test.c has real files. */
#include "community/paper_file.h"

#include "test/campus_clinic.h"

static const struct stmt files = { "paper_file_files",
	"SELECT (SELECT count(*) FROM blob_key) + (SELECT count(*) FROM paper_page)", "", "i" };
static const struct stmt newest = { "paper_file_newest", "SELECT max(id) FROM paper", "", "i" };
static const struct stmt waiting = { "paper_file_waiting",
	"SELECT count(*) FROM job WHERE kind = 'paper'", "", "i" };

static const char *at(struct test *t, const char *pattern, struct paper_id id)
{
	return programme_path(t, pattern, id.v, 0);
}

static int status(struct test *t, struct person_id who, const char *path)
{
	test_sign_in(t, who);
	return test_get(t, path).status;
}

void test_paper_file_shows_others_the_covered_picture_and_never_more(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	struct paper_id id = campus_clinic_file(t, p.ann, false);
	const char *covered = at(t, "/clinic/paper/%/page/1/1", id);
	const char *own = at(t, "/clinic/paper/%/own/1/1", id);
	const char *file = at(t, "/clinic/paper/%/file/1", id);
	CHECK(t, status(t, p.ann, own) == 200 && status(t, p.ann, file) == 200);
	CHECK(t, status(t, p.ann, covered) == 404 && status(t, p.ben, covered) == 404);
	struct reply r = test_get(t, at(t, "/clinic/paper/%/check/1", id));
	CHECK(t, r.status == 404); /* ben */
	test_sign_in(t, p.ann);
	r = test_get(t, at(t, "/clinic/paper/%/check/1", id));
	CHECK(t, r.status == 200 && test_has(r.body, "data-cover=\"0\""));
	CHECK(t, test_has(r.body, "data-word=\"tea\"") && test_has(r.body, "picture</small>"));
	r = test_post(
		t, at(t, "/clinic/paper/%/check/1", id), "edition=0&on=0&on=1&also=forty&show=1");
	CHECK(t, r.status == 303 && test_has(r.location, "/check/1"));
	CHECK(t, test_has(test_get(t, at(t, "/clinic/paper/%/check/1", id)).body, "being painted"));
	CHECK(t, status(t, p.ben, covered) == 404);
}

void test_paper_file_that_is_shown_is_a_picture_with_its_text(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	struct paper_id id = campus_clinic_file(t, p.ann, true);
	const char *covered = at(t, "/clinic/paper/%/page/1/1", id);
	test_sign_in(t, p.ben);
	struct reply r = test_get(t, covered);
	CHECK(t, r.status == 200 && str_eq(r.body, S("a covered picture")));
	CHECK(t, str_eq(r.type, S("image/webp")));
	CHECK(t, status(t, p.ben, at(t, "/clinic/paper/%/own/1/1", id)) == 404);
	CHECK(t, status(t, p.ben, at(t, "/clinic/paper/%/file/1", id)) == 404);
	CHECK(t, status(t, p.fay, covered) == 200);
	CHECK(t, status(t, p.fay, at(t, "/clinic/paper/%/own/1/1", id)) == 404);
	CHECK(t, status(t, p.fay, at(t, "/clinic/paper/%/file/1", id)) == 404);
	CHECK(t, status(t, p.cleo, covered) == 404 && status(t, p.rex, covered) == 404);
	CHECK(t, status(t, p.ben, at(t, "/clinic/paper/%/page/1/2", id)) == 404);
	r = test_get(t, at(t, "/clinic/paper/%?at=3", id));
	CHECK(t, r.status == 200 && test_has(r.body, "alt=\"[picture covered]\n[name covered]"));
	CHECK(t, test_has(r.body, "<rect") && !test_has(r.body, "Lee"));
	/* Taken back for a change, the picture goes; withdrawn, everything does. */
	test_sign_in(t, p.ann);
	CHECK(t, test_post(t, at(t, "/clinic/paper/%/hide/1", id), "").status == 303);
	CHECK(t, status(t, p.ben, covered) == 404 && programme_number(t, &files, NO_ARGS) == 3);
	test_sign_in(t, p.ann);
	CHECK(t, test_post(t, at(t, "/clinic/paper/%/withdraw", id), "").status == 303);
	CHECK(t, programme_number(t, &files, NO_ARGS) == 0);
	CHECK(t, status(t, p.ann, covered) == 404 && status(t, p.ben, covered) == 404);
}

/* The form as a browser sends it. */
static struct reply upload(struct test *t, struct str file, const char *text)
{
	struct buf body;

	buf_init(&body, (size_t)16 << 20);
	buf_fmt(&body,
		"--xyz\r\nContent-Disposition: form-data; name=\"once\"\r\n\r\nk%zu\r\n"
		"--xyz\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\ncv\r\n"
		"--xyz\r\nContent-Disposition: form-data; name=\"goal\"\r\n\r\n2\r\n"
		"--xyz\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nSummer\r\n"
		"--xyz\r\nContent-Disposition: form-data; name=\"ask\"\r\n\r\n\r\n"
		"--xyz\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n%s\r\n"
		"--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"cv.pdf\"\r\n"
		"Content-Type: application/pdf\r\n\r\n",
		file.len, text);
	buf_add(&body, file);
	buf_add(&body, S("\r\n--xyz--\r\n"));
	struct request rq = { .method = POST,
		.path = S("/clinic/new"),
		.host = S("127.0.0.1:8080"),
		.network = S("127.0.0.1"),
		.user_agent = S("test"),
		.content_type = S("multipart/form-data; boundary=xyz"),
		.body = arena_str(t->mem, buf_str(&body)) };
	buf_free(&body);
	return test_request(t, &rq);
}

void test_paper_file_is_taken_once_and_told_what_is_wrong(struct test *t)
{
	char *large = arena_new(t->mem, char, PAPER_FILE_MAX + 1);
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	struct reply r = upload(t, S("MZ a program"), "");
	CHECK(t, r.status == 422 && test_has(r.body, "This is no PDF, DOCX or ODT file"));
	CHECK(t, test_has(r.body, "value=\"Summer\"")); /* kept */
	memcpy(large, "%PDF-", 5);
	r = upload(t, (struct str){ large, PAPER_FILE_MAX + 1 }, "");
	CHECK(t, r.status == 422 && test_has(r.body, "larger than 10 MB"));
	r = upload(t, S("%PDF-1.7"), "and text");
	CHECK(t,
		r.status == 422 && test_has(r.body, "Choose one") && test_has(r.body, "and text<"));
	test_sign_in(t, (struct person_id){ 0 }); /* the session has ended meanwhile */
	r = upload(t, S("%PDF-1.7"), "what I typed");
	CHECK(t, r.status == 401 && test_has(r.body, "what I typed"));
	test_sign_in(t, p.ann);
	CHECK(t, programme_number(t, &files, NO_ARGS) == 0);
	CHECK(t, programme_number(t, &waiting, NO_ARGS) == 0);
	for (int i = 0; i < 2; i++) /* a double tap */
		CHECK(t, upload(t, S("%PDF-1.7 cv"), "").status == 303);
	CHECK(t, programme_number(t, &files, NO_ARGS) == 1);
	CHECK(t, programme_number(t, &waiting, NO_ARGS) == 1);
	struct paper_id id = { programme_number(t, &newest, NO_ARGS) };
	r = test_get(t, at(t, "/clinic/paper/%/check/1", id));
	CHECK(t, r.status == 200 && test_has(r.body, "data-waiting"));
	CHECK(t,
		test_post(t, at(t, "/clinic/paper/%/check/1", id), "edition=0&also=&show=1").status
			== 303);
	CHECK(t, status(t, p.ben, at(t, "/clinic/paper/%", id)) == 404);
	/* What could not be read tells its owner why. */
	struct paper_version v;
	struct ctx *c = test_ctx(t, p.ann);
	CHECK(t, paper_version_get(c, id, 1, &v) && paper_file_failed(c, &v, S("It is damaged.")));
	CHECK(t, test_end(t));
	test_sign_in(t, p.ann);
	r = test_get(t, at(t, "/clinic/paper/%/check/1", id));
	CHECK(t, r.status == 200 && test_has(r.body, "It is damaged."));
	CHECK(t, programme_number(t, &files, NO_ARGS) == 0);
}
