/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/introduction.h"

#include "core/choice.h"
#include "core/person.h"
#include "test/programme.h"

static const struct stmt traces = { "introduction_traces",
	"SELECT COUNT(*) FROM activity WHERE class = 3 AND participant_id = $1", "i", "i" };
static const struct stmt files = { "introduction_files", "SELECT COUNT(*) FROM blob_key", "", "i" };

/* What a browser sends; file is empty for none. */
static struct reply keep(
	struct test *t, const char *words, struct str file, const char *captions, bool drop)
{
	struct buf body;

	buf_init(&body, (size_t)32 << 20);
	buf_fmt(&body,
		"--xyz\r\nContent-Disposition: form-data; name=\"words\"\r\n\r\n%s\r\n"
		"--xyz\r\nContent-Disposition: form-data; name=\"recording\"; filename=\"%s\"\r\n"
		"Content-Type: video/webm\r\n\r\n",
		words, file.len ? "me.webm" : "");
	buf_add(&body, file);
	buf_fmt(&body,
		"\r\n--xyz\r\nContent-Disposition: form-data; name=\"captions\"; "
		"filename=\"%s\"\r\n\r\n%s\r\n",
		*captions ? "me.vtt" : "", captions);
	if (drop)
		buf_add(&body,
			S("--xyz\r\nContent-Disposition: form-data; name=\"drop\"\r\n\r\n1\r\n"));
	buf_add(&body, S("--xyz--\r\n"));
	struct request rq = { .method = POST,
		.path = S("/people/mine"),
		.host = S("127.0.0.1:8080"),
		.network = S("127.0.0.1"),
		.user_agent = S("test"),
		.content_type = S("multipart/form-data; boundary=xyz"),
		.body = arena_str(t->mem, buf_str(&body)) };
	buf_free(&body);
	return test_request(t, &rq);
}

/* As the job does, with bytes that are no film. */
static int64_t made_ready(struct test *t, struct person_id who, enum introduction_form form)
{
	struct blob_sealed *film, *picture;
	struct ctx *c = test_ctx(t, who);
	struct introduction i;
	int64_t raw;

	CHECK(t, introduction_mine(c, (struct group_id){ CHEMISTRY }, &i) && i.raw);
	CHECK(t, introduction_waits(c, i.id, &raw) && raw == i.raw);
	CHECK(t, blob_seal(c, S("small film"), &film) && blob_seal(c, S("picture"), &picture));
	struct introduction_media m = { form, 12, "video/mp4", film,
		form == INTRODUCTION_VIDEO ? picture : NULL };
	CHECK(t, introduction_ready(c, i.id, raw + 1, &m) && introduction_ready(c, i.id, raw, &m));
	CHECK(t, test_end(t));
	return i.id;
}

static struct reply look_at(struct test *t, int64_t id, const char *what)
{
	return test_get(t, arena_fmt(t->mem, "/introduction/%lld/%s", (long long)id, what).at);
}

void test_introduction_in_writing_is_seen_once_it_is_shown(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	CHECK(t, test_has(test_get(t, "/people").body, "Nobody has introduced themselves yet"));
	CHECK(t, keep(t, "I keep **zebrafinches** & read.", S(""), "", false).status == 303);
	struct reply r = test_get(t, "/people/mine/look");
	CHECK(t, r.status == 200 && test_has(r.body, "<strong>zebrafinches</strong> &amp; read."));
	test_sign_in(t, p.ben);
	CHECK(t, !test_has(test_get(t, "/people").body, "zebrafinches"));
	test_sign_in(t, p.ann);
	int64_t before = programme_number(t, &traces, ARGS(arg(p.ann_participant)));
	CHECK(t, test_post(t, "/people/mine/send", "").status == 303);
	CHECK(t, test_post(t, "/people/mine/send", "").status == 303);
	CHECK(t, programme_number(t, &traces, ARGS(arg(p.ann_participant))) == before + 1);
	static const struct person_id none = { 0 };
	const struct person_id sees[] = { p.ann, p.ben, p.fay },
			       not [] = { p.cleo, p.dan, p.olga, none };
	for (size_t i = 0; i < 3; i++) {
		test_sign_in(t, sees[i]);
		r = test_get(t, i == 2 ? "/group/30/people" : "/people");
		CHECK(t, r.status == 200 && test_has(r.body, "zebrafinches"));
	}
	for (size_t i = 0; i < 4; i++) {
		test_sign_in(t, not [i]);
		CHECK(t, !test_has(test_get(t, "/people").body, "zebrafinches"));
		CHECK(t, test_get(t, "/group/30/people").status != 200);
	}
}

void test_introduction_begins_from_somebody_elses(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	CHECK(t, keep(t, "I keep zebrafinches.", S(""), "", false).status == 303);
	CHECK(t, test_post(t, "/people/mine/send", "").status == 303);
	test_sign_in(t, p.ben);
	struct reply r = test_get(t, "/people");
	const char *at = strstr(r.body.at, "/people/mine?from=");
	CHECK(t, at != NULL);
	struct str rest = str_of(at ? at : ""), link = str_cut(&rest, '"');
	r = test_get(t, arena_str(t->mem, link).at);
	CHECK(t, r.status == 200 && test_has(r.body, "I read what ann wrote, and "));
	CHECK(t, test_has(r.body, "zebrafinches"));
	test_sign_in(t, p.cleo);
	CHECK(t, test_get(t, arena_str(t->mem, link).at).status == 404);
}

void test_introduction_on_video_needs_a_transcript_and_shows_captions(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	CHECK(t, keep(t, "", S("a film of mine"), "", false).status == 303);
	CHECK(t, test_has(test_get(t, "/people/mine/look").body, "being made ready"));
	CHECK(t, test_post(t, "/people/mine/send", "").status == 409);
	int64_t id = made_ready(t, p.ann, INTRODUCTION_VIDEO);
	struct reply r = test_post(t, "/people/mine/send", "");
	CHECK(t, r.status == 422 && test_has(r.body, "Write down what you say"));
	CHECK(t, keep(t, "Hello. I am Ann.", S(""), "", false).status == 303);
	CHECK(t, look_at(t, id, "recording").status == 200);
	test_sign_in(t, p.ben);
	CHECK(t, look_at(t, id, "recording").status == 404);
	test_sign_in(t, p.ann);
	CHECK(t, test_post(t, "/people/mine/send", "").status == 303);
	test_sign_in(t, p.ben);
	r = test_get(t, "/people");
	CHECK(t, test_has(r.body, "<video") && test_has(r.body, "Hello. I am Ann."));
	CHECK(t, str_eq(look_at(t, id, "recording").body, S("small film")));
	CHECK(t, str_eq(look_at(t, id, "poster").body, S("picture")));
	r = look_at(t, id, "captions");
	CHECK(t, str_starts(r.body, S("WEBVTT\n\n00:00.000 --> ")) && test_has(r.body, "12.000"));
	test_sign_in(t, p.fay);
	CHECK(t, look_at(t, id, "recording").status == 200);
	const struct person_id not [] = { p.cleo, p.dan, p.olga, p.rex };
	for (size_t i = 0; i < 4; i++) {
		test_sign_in(t, not [i]);
		CHECK(t, look_at(t, id, "recording").status == 404);
		CHECK(t, look_at(t, id, "captions").status == 404);
	}
}

void test_introduction_takes_its_words_from_a_caption_file(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	struct reply r = keep(t, "", S("a film"), "Hello without times", false);
	CHECK(t, r.status == 422 && test_has(r.body, "should be WebVTT or SRT"));
	CHECK(t,
		keep(t, "", S("a film"),
			"WEBVTT\n\n00:00.000 --> 00:02.000\n<b>Hello</b>, I keep birds.\n", false)
				.status
			== 303);
	int64_t id = made_ready(t, p.ann, INTRODUCTION_VOICE);
	r = test_get(t, "/people/mine/look");
	CHECK(t, test_has(r.body, "<audio") && test_has(r.body, "Hello, I keep birds."));
	CHECK(t,
		str_eq(look_at(t, id, "captions").body,
			S("WEBVTT\n\n00:00.000 --> 00:02.000\nHello, I keep birds.\n")));
	CHECK(t, look_at(t, id, "poster").status == 404);
}

void test_introduction_under_an_alias_says_that_faces_are_known(struct test *t)
{
	struct introduction i;
	struct programme p;

	programme_make(t, &p);
	CHECK(t, choice_set(test_ctx(t, p.ann), CHOICE_APPEAR, S("alias")) && test_end(t));
	test_sign_in(t, p.ann);
	CHECK(t, test_has(test_get(t, "/people/mine").body, "for this introduction alone"));
	CHECK(t, keep(t, "Only words.", S(""), "", false).status == 303);
	CHECK(t, introduction_mine(test_ctx(t, p.ann), (struct group_id){ CHEMISTRY }, &i));
	struct str alias = i.byline;
	CHECK(t, i.as == APPEAR_ALIAS && alias.len > 5 && !test_has(alias, "ann") && test_end(t));
	CHECK(t, test_post(t, "/people/mine/send", "").status == 303);
	CHECK(t, keep(t, "Hello.", S("film"), "", false).status == 303);
	made_ready(t, p.ann, INTRODUCTION_VIDEO);
	struct reply r = test_get(t, "/people/mine/look");
	CHECK(t, test_has(r.body, "your face and your voice"));
	CHECK(t, test_has(r.body, arena_str(t->mem, alias).at));
	r = test_post(t, "/people/mine/send", "");
	CHECK(t, r.status == 422 && test_has(r.body, "Please tick that you know this"));
	CHECK(t, test_post(t, "/people/mine/send", "known=1").status == 303);
	const struct person_id sees[] = { p.ben, p.fay };
	for (size_t k = 0; k < 2; k++) {
		test_sign_in(t, sees[k]);
		r = test_get(t, k ? "/group/30/people" : "/people");
		CHECK(t, test_has(r.body, arena_str(t->mem, alias).at));
		CHECK(t, !test_has(r.body, ">ann") && !test_has(r.body, "ann,"));
	}
}

void test_introduction_changed_is_hidden_and_taken_back_is_gone(struct test *t)
{
	struct programme p;
	bool more = true;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	CHECK(t, keep(t, "Hello.", S("film"), "", false).status == 303);
	int64_t id = made_ready(t, p.ann, INTRODUCTION_VIDEO);
	CHECK(t, programme_number(t, &files, NO_ARGS) == 2);
	CHECK(t, test_post(t, "/people/mine/send", "").status == 303);
	CHECK(t, keep(t, "Hello again.", S("another film"), "", false).status == 303);
	CHECK(t, programme_number(t, &files, NO_ARGS) == 1);
	test_sign_in(t, p.ben);
	CHECK(t, !test_has(test_get(t, "/people").body, "Hello"));
	CHECK(t, look_at(t, id, "recording").status == 404);
	test_sign_in(t, p.ann);
	made_ready(t, p.ann, INTRODUCTION_VIDEO);
	CHECK(t, keep(t, "Only words now.", S(""), "", true).status == 303);
	CHECK(t, programme_number(t, &files, NO_ARGS) == 0);
	CHECK(t, test_post(t, "/people/mine/send", "").status == 303);
	CHECK(t, test_get(t, "/people/mine/withdraw").status == 200);
	CHECK(t, test_post(t, "/people/mine/withdraw", "").status == 303);
	CHECK(t, test_post(t, "/people/mine/withdraw", "").status == 303);
	CHECK(t, test_has(test_get(t, "/people").body, "Nobody has introduced"));
	while (more)
		CHECK(t, blob_sweep(test_ctx(t, p.ann), &more) && test_end(t));
}

void test_introduction_refused_recording_says_why(struct test *t)
{
	struct introduction i;
	struct programme p;
	int64_t raw;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	CHECK(t, keep(t, "Hello.", S("no film at all"), "", false).status == 303);
	struct ctx *c = test_ctx(t, p.ann);
	CHECK(t, introduction_mine(c, (struct group_id){ CHEMISTRY }, &i));
	CHECK(t, introduction_waits(c, i.id, &raw));
	CHECK(t, introduction_refuse(c, i.id, raw, S("This video is 99 seconds long.")));
	CHECK(t, test_end(t) && programme_number(t, &files, NO_ARGS) == 0);
	struct reply r = test_get(t, "/people/mine/look");
	CHECK(t, test_has(r.body, "99 seconds long") && test_has(r.body, "Hello."));
	char *large = arena_new(t->mem, char, BLOB_VIDEO_MAX + 1);
	memset(large, 'x', BLOB_VIDEO_MAX + 1);
	r = keep(t, "Kept words.", (struct str){ large, BLOB_VIDEO_MAX + 1 }, "", false);
	CHECK(t, r.status == 422 && test_has(r.body, "may have 24 MB"));
	CHECK(t, test_has(r.body, "Kept words."));
	test_sign_in(t, p.olga);
	CHECK(t, test_get(t, "/people").status == 200 && test_get(t, "/people/mine").status == 404);
	CHECK(t, keep(t, "Hello", S(""), "", false).status == 404);
}
