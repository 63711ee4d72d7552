/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/invite_address.h"

#include "test/test.h"

static bool reads(struct test *t, const char *typed, const char *address, const char *name)
{
	struct invite_address a = invite_address_read(str_of(typed));

	(void)t;
	return !a.why && str_eq(a.address, str_of(address)) && str_eq(a.name, str_of(name));
}

void test_invite_address_takes_away_what_is_not_part_of_it(struct test *t)
{
	CHECK(t, reads(t, "ann@uni.example", "ann@uni.example", ""));
	CHECK(t, reads(t, "  Ann@Uni.Example , ", "Ann@Uni.Example", ""));
	CHECK(t, reads(t, "Ann Bell <ann@uni.example>", "ann@uni.example", "Ann Bell"));
	CHECK(t, reads(t, "\"Bell, Ann\" <ann@uni.example>;", "ann@uni.example", "Bell, Ann"));
	CHECK(t, reads(t, "<ann@uni.example>,", "ann@uni.example", ""));
	CHECK(t, reads(t, "mailto:ann@uni.example", "ann@uni.example", ""));
	CHECK(t,
		reads(t,
			"\xc2\xa0"
			"ann@uni.example\xe2\x80\x8b\r",
			"ann@uni.example", ""));
	CHECK(t, reads(t, "a.n.n+cv@uni.example", "a.n.n+cv@uni.example", ""));
}

static bool refuses(const char *typed, const char *part)
{
	struct invite_address a = invite_address_read(str_of(typed));

	return a.why && strstr(a.why, part);
}

void test_invite_address_refuses_with_a_reason(struct test *t)
{
	CHECK(t, refuses("", "no address") && refuses(" , ", "no address"));
	CHECK(t, refuses("ann.uni.example", "no @"));
	CHECK(t, refuses("ann@ben@uni.example", "more than one @"));
	CHECK(t, refuses("ann bell@uni.example", "space"));
	CHECK(t, refuses("ann@uni", "no dot"));
	CHECK(t, refuses("@uni.example", "one side"));
	CHECK(t, refuses("Ann <ann@uni.example", "not closed"));
	CHECK(t, refuses("zo\xc3\xab@uni.example", "plain a to z"));
	CHECK(t, refuses("ann..b@uni.example", "not written"));
	CHECK(t, refuses("ann@-uni.example", "not written"));
}

/* Capitals make no other person; dots may. */
void test_invite_address_key_is_one_for_all_spellings(struct test *t)
{
	struct str a = invite_address_key(t->mem, S("Ann.Bell@UNI.example"));

	CHECK(t, str_eq(a, S("ann.bell@uni.example")));
	CHECK(t, !str_eq(a, invite_address_key(t->mem, S("annbell@uni.example"))));
	CHECK(t,
		str_eq(invite_address_masked(t->mem, S("ann@uni.example")), S("a•••@uni.example")));
}
