/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/near.h"

#include "test/test.h"

static size_t order(
	struct test *t, const char *wish, const char *const *text, size_t n, struct near ret[4])
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct stems s[4], w = stem_set(c, str_of(wish));

	for (size_t i = 0; i < n; i++)
		s[i] = stem_set(c, str_of(text[i]));
	return near_order(c, &w, s, n, ret, 4);
}

void test_near_puts_rare_words_before_common_ones(struct test *t)
{
	static const char *const text[] = { "My CV and my letters", "A CV for a laboratory",
		"My CV", "Something else" };
	struct near n[4];

	CHECK(t, order(t, "laboratories and CVs and letters", text, 4, n) == 2);
	/* CVs and CV are too short to count as words: two letters. */
	CHECK(t, n[0].text == 0 && n[1].text == 1 && n[0].score == n[1].score);
	CHECK(t, n[1].words == 1 && str_eq(n[1].said[0], S("laboratory")));
	CHECK(t, order(t, "interviews", text, 4, n) == 0);
}

void test_near_adds_up_and_keeps_the_heaviest_words(struct test *t)
{
	static const char *const text[] = { "placement interview", "placement interview hospital",
		"placement", "placement interview hospital nursing ward" };
	struct near n[4];

	CHECK(t,
		order(t, "A hospital placement, an interview, a ward for nursing", text, 4, n)
			== 4);
	CHECK(t, n[0].text == 3 && n[1].text == 1 && n[2].text == 0 && n[3].text == 2);
	CHECK(t, n[0].words == NEAR_SAID);
	CHECK(t,
		str_eq(n[0].said[0], S("nursing")) && str_eq(n[0].said[1], S("ward"))
			&& str_eq(n[0].said[2], S("hospital")));
	CHECK(t, n[0].score > n[1].score && n[3].score > 0);
}
