/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/postcode.h"
#include "test/test.h"

static bool reads_as(const char *typed, const char *want)
{
	char why[POSTCODE_WHY] = "", text[POSTCODE_PRINT];
	struct postcode p;

	if (!postcode_read(str_of(typed), &p, why))
		return false;
	postcode_print(&p, text);
	return strcmp(text, want) == 0;
}

void test_postcode_is_read_in_every_usual_shape(struct test *t)
{
	static const char *const shapes[] = { "FK8 1AA", "fk81aa", "FK8  1AA", "FK8-1AA",
		" Fk8 1aA\t", "F K 8 1 A A",
		"FK8\xc2\xa0"
		"1AA",
		"FK8.1AA",
		"FK8\xe2\x80\x93"
		"1AA" };

	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		CHECK(t, reads_as(shapes[i], "FK8 1AA"));
	CHECK(t, reads_as("g12 8qq", "G12 8QQ") && reads_as("m11ae", "M1 1AE"));
	CHECK(t, reads_as("sw1a1aa", "SW1A 1AA") && reads_as("W1A0AX", "W1A 0AX"));
	CHECK(t, reads_as("EC1A 1BB", "EC1A 1BB") && reads_as("gir0aa", "GIR 0AA"));
	CHECK(t, reads_as("BT1 5GS", "BT1 5GS") && reads_as("JE2 3AB", "JE2 3AB"));
}

/* What is wrong is said by its part. */
void test_postcode_that_is_none_is_told_by_its_part(struct test *t)
{
	static const struct {
		const char *typed, *said;
	} wrong[] = { { "", "Please type" }, { "   ", "Please type" }, { "FK8", "first part only" },
		{ "FK8 1A", "The second part is a digit and two letters" },
		{ "FK8 1", "Here it is “1”" }, { "FK8 1AA x", "Here it is “1AAX”" },
		{ "FK81", "first part only" },
		{ "fk81a", "two letters, as in 1AA. Here it is “1A”" },
		{ "g128q", "Here it is “8Q”" }, { "ec1a1b", "Here it is “1B”" },
		{ "fk118", "Here it is “8”" }, { "FK81AAA", "Here it is “1AAA”" },
		{ "FK8 1AAA", "Here it is “1AAA”" }, { "FK88 11AA", "Here it is “11AA”" },
		{ "FK 1AA", "The first part is letters and then a number" },
		{ "FK8AAA", "The second part begins with a digit" },
		{ "FK8 AAA", "The second part begins with a digit" },
		{ "FK8 1A5", "The second part ends with two letters" },
		{ "FK8 1AC", "never has the letters C, I, K, M, O or V" },
		{ "FK8 1VA", "never has the letters" },
		{ "QK8 1AA", "No postcode begins with “QK”" },
		{ "ZZ8 1AA", "No postcode begins with “ZZ”" },
		{ "8FK 1AA", "The first part begins with a letter" },
		{ "FKK8 1AA", "The first part is letters and then a number" },
		{ "FKA 1AA", "The first part is letters and then a number" },
		{ "F8 1AA", "No postcode begins with “F”" }, { "1AA", "too short" },
		{ "FK81AA1AA", "too long" }, { "FK8 1AA, Stirling", "only letters and digits" },
		{ "FKO 1AA", "Did you mean FK0 1AA?" }, { "FK8 IAA", "Did you mean FK8 1AA?" },
		{ "FK8 OAA", "Did you mean FK8 0AA?" }, { "E1O 1AA", "Did you mean E10 1AA?" },
		{ "S01 1AA", NULL }, { "50 1AA", NULL } };

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		char why[POSTCODE_WHY] = "";
		struct postcode p;
		bool read = postcode_read(str_of(wrong[i].typed), &p, why);
		if (!wrong[i].said)
			CHECK(t, read == (wrong[i].typed[0] == 'S') && !read == (why[0] != '\0'));
		else
			CHECK(t, !read && strstr(why, wrong[i].said) != NULL);
	}
}

void test_postcode_numbers_keep_the_order_of_the_alphabet(struct test *t)
{
	char text[POSTCODE_PRINT], before[POSTCODE_PRINT] = "";
	struct postcode p = { "FK8", 0 }, back;

	for (p.inward = 0; p.inward < POSTCODE_INWARDS; p.inward++) {
		postcode_print(&p, text);
		CHECK(t, strcmp(before, text) < 0 && postcode_parse(str_of(text), &back));
		CHECK(t, back.inward == p.inward && strcmp(back.outward, "FK8") == 0);
		memcpy(before, text, sizeof before);
	}
}

void test_postcode_of_a_table_is_nothing_but_a_postcode(struct test *t)
{
	struct postcode p;

	CHECK(t, postcode_parse(S("AB1 0AA"), &p) && postcode_parse(S("AB101AA"), &p));
	CHECK(t, !postcode_parse(S(""), &p) && !postcode_parse(S("AB1"), &p));
	CHECK(t, !postcode_parse(S("AB1-0AA"), &p) && !postcode_parse(S("AB10 10AA"), &p));
}
