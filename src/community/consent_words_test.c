/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/consent_words.h"

#include "core/person.h"
#include "test/test.h"

static struct consent_text now(struct test *t, enum consent_kind kind)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct consent_text text = { 0 };

	CHECK(t, consent_text(c, kind, &text));
	test_end(t);
	return text;
}

static struct person_id begin(struct test *t)
{
	struct person_id rex = test_person(t, "rex", ROLE_RESEARCHER);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, consent_words_begin(c) && test_end(t));
	test_sign_in(t, rex);
	return rex;
}

static struct reply send(struct test *t, const char *key, int64_t base, const char *rest)
{
	return test_post(t, "/study/words",
		arena_fmt(t->mem, "once=%s&base=%lld&%s", key, (long long)base, rest).at);
}

void test_consent_words_begin_once_and_can_be_shown(struct test *t)
{
	begin(t);
	struct consent_text study = now(t, CONSENT_STUDY), terms = now(t, CONSENT_MEMBERSHIP);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct str html = S("");

	CHECK(t, study.version == 1 && terms.version == 1);
	CHECK(t, consent_words_begin(c) && consent_words_html(c, study.body, &html));
	CHECK(t, test_has(html, "<h3>What is not noted</h3>"));
	test_end(t);
	CHECK(t, now(t, CONSENT_STUDY).id == study.id);
	struct reply r = test_get(t, "/study/terms");
	CHECK(t, r.status == 200 && test_has(r.body, "Please keep what others write"));
}

void test_consent_words_are_looked_at_before_they_are_published(struct test *t)
{
	begin(t);
	struct consent_text first = now(t, CONSENT_STUDY);
	struct reply r = send(t, "a1", first.id, "body=We+count+*tea*.&preview=1");

	CHECK(t, r.status == 200 && test_has(r.body, "We count <em>tea</em>."));
	CHECK(t, test_has(r.body, "We count *tea*.</textarea>"));
	CHECK(t, now(t, CONSENT_STUDY).id == first.id);
	r = send(t, "a2", first.id, "body=We+count+*tea*.%0D%0AThat+is+all.%0D%0A");
	CHECK(t, r.status == 303 && str_eq(r.location, S("/study/words?done=1")));
	CHECK(t,
		send(t, "a2", first.id, "body=We+count+*tea*.%0D%0AThat+is+all.%0D%0A").status
			== 303);
	struct consent_text second = now(t, CONSENT_STUDY);
	CHECK(t, second.version == 2 && str_eq(second.body, S("We count *tea*.\nThat is all.")));
	r = test_get(t, "/study/words?done=1");
	CHECK(t,
		test_has(r.body, "Version 2 is published.")
			&& test_has(r.body, "keep that record"));
}

void test_consent_words_keep_what_was_typed_when_they_are_refused(struct test *t)
{
	struct person_id rex = begin(t);
	struct consent_text first = now(t, CONSENT_STUDY);
	int64_t other = 0;

	CHECK(t, send(t, "b1", first.id, "body=+%0D%0A").status == 422);
	char *many = arena_new(t->mem, char, CONSENT_TEXT_MAX + 2);
	memset(many, 'x', CONSENT_TEXT_MAX + 1);
	struct reply r = send(t, "b2", first.id, arena_fmt(t->mem, "body=%s", many).at);
	CHECK(t, r.status == 422 && test_has(r.body, "xxx</textarea>"));
	CHECK(t, now(t, CONSENT_STUDY).version == 1);
	struct ctx *c = test_ctx(t, rex);
	CHECK(t, consent_publish(c, CONSENT_STUDY, S("Quicker."), &other) && test_end(t));
	r = send(t, "b3", first.id, "body=Slower.");
	CHECK(t, r.status == 409 && test_has(r.body, "Slower.</textarea>"));
	CHECK(t, test_has(r.body, "<p>Quicker.</p>") && now(t, CONSENT_STUDY).id == other);
	r = send(t, "b4", other, "body=Quicker.%0D%0A");
	CHECK(t, r.status == 422 && test_has(r.body, "word for word"));
	CHECK(t, send(t, "b5", other, "body=Slower.").status == 303);
}
