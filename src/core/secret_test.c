/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/secret.h"

#include "core/background.h"
#include "core/person.h"
#include "store/sql.h"
#include "test/test.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct person_id machine = { 0 };

void test_secret_sealed_text_comes_back_and_shows_nothing_of_itself(struct test *t)
{
	struct ctx *c = test_ctx(t, machine);
	struct str sealed = secret_seal(c, "background", 7, S("1011")), text = S("");

	CHECK(t, !test_has(sealed, "1011"));
	CHECK(t, secret_unseal(c, "background", 7, sealed, &text) && str_eq(text, S("1011")));
	CHECK(t, !str_eq(sealed, secret_seal(c, "background", 7, S("1011"))));
}

void test_secret_sealed_text_opens_for_its_own_id_and_purpose_only(struct test *t)
{
	struct ctx *c = test_ctx(t, machine);
	struct str sealed = secret_seal(c, "background", 7, S("1011")), text = S("untouched");

	CHECK(t, !secret_unseal(c, "background", 8, sealed, &text));
	CHECK(t, c->fault.kind == FAULT_INTERNAL && str_eq(text, S("untouched")));
	c = test_ctx(t, machine);
	CHECK(t, !secret_unseal(c, "foreground", 7, sealed, &text));
}

void test_secret_sealed_text_that_was_changed_does_not_open(struct test *t)
{
	struct ctx *c = test_ctx(t, machine);
	struct str sealed = secret_seal(c, "background", 7, S("1011")), text;
	char *changed = arena_new(t->mem, char, sealed.len);

	for (size_t i = 0; i < sealed.len; i += 9) {
		memcpy(changed, sealed.at, sealed.len);
		changed[i] = changed[i] == 'A' ? 'B' : 'A';
		c = test_ctx(t, machine);
		CHECK(t,
			!secret_unseal(
				c, "background", 7, (struct str){ changed, sealed.len }, &text));
	}
	c = test_ctx(t, machine);
	CHECK(t, !secret_unseal(c, "background", 7, S("AAAA"), &text));
}

void test_secret_key_file_is_made_once_for_its_owner_only(struct test *t)
{
	const char *dir = test_directory(t), *path = arena_fmt(t->mem, "%s/cairn.key", dir).at;
	char why[256] = "";
	struct keys *k = secret_open(dir, why, sizeof why);
	struct house house = { .keys = k };
	struct stat st;

	CHECK(t, k && stat(path, &st) == 0 && (st.st_mode & 0777) == 0600);
	struct ctx *c = test_ctx(t, machine);
	c->house = &house;
	struct str name = secret_name(c, "a", S("text"));
	secret_close(k);
	house.keys = k = secret_open(dir, why, sizeof why);
	CHECK(t, k && str_eq(name, secret_name(c, "a", S("text"))));
	c->house = &t->house;
	CHECK(t, !str_eq(name, secret_name(c, "a", S("text"))));
	secret_close(k);
}

void test_secret_key_file_that_others_can_read_is_refused(struct test *t)
{
	const char *dir = test_directory(t), *path = arena_fmt(t->mem, "%s/cairn.key", dir).at;
	char why[256] = "";

	secret_close(secret_open(dir, why, sizeof why));
	CHECK(t, chmod(path, 0644) == 0 && !secret_open(dir, why, sizeof why));
	CHECK(t, test_has(str_of(why), "0600"));
	CHECK(t, chmod(path, 0600) == 0 && truncate(path, 12) == 0);
	CHECK(t, !secret_open(dir, why, sizeof why) && test_has(str_of(why), "not a key file"));
	unlink(path);
}

void test_secret_names_differ_by_purpose_and_tokens_by_themselves(struct test *t)
{
	struct ctx *c = test_ctx(t, machine);
	struct str a = secret_token(c), b = secret_token(c);

	CHECK(t, a.len == 43 && b.len == 43 && !str_eq(a, b));
	CHECK(t, secret_token_hash(c, a).len == 43 && !str_eq(secret_token_hash(c, a), a));
	CHECK(t, !str_eq(secret_name(c, "a", S("bc")), secret_name(c, "ab", S("c"))));
}

void test_secret_password_hash_is_argon2id_and_fits_only_its_password(struct test *t)
{
	struct ctx *c = test_ctx(t, machine);
	struct str hash = S("");

	CHECK(t, secret_password_hash(c, S("correct horse battery"), &hash));
	CHECK(t, str_starts(hash, S("$argon2id$v=19$m=19456,t=2,p=1$")));
	CHECK(t, secret_password_fits(hash, S("correct horse battery")));
	CHECK(t, !secret_password_fits(hash, S("correct horse batterz")));
	CHECK(t, !secret_password_fits(S(""), S("")));
}

static int64_t audited(struct ctx *c, const char *act)
{
	static const struct stmt by_act = { "test_audit",
		"SELECT count(*) FROM audit WHERE act = $1", "s", "i" };
	struct rows r;
	int64_t n = -1;

	if (sql_one(c, &by_act, ARGS(arg(str_of(act))), &r)) {
		n = row_int(&r, 0);
		sql_end(&r);
	}
	return n;
}

void test_background_is_read_by_a_researcher_alone_and_each_reading_is_audited(struct test *t)
{
	struct person_id mina = test_person(t, "mina", ROLE_STUDENT);
	struct person_id rae = test_person(t, "rae", ROLE_RESEARCHER);
	struct person_id fran = test_person(t, "fran", ROLE_FACILITATOR | ROLE_ADMINISTRATOR);
	struct background b = { .parents = PARENTS_NO_HE }, got = { 0 };
	struct ctx *c = test_ctx(t, machine);

	CHECK(t, background_keep(c, mina, &b));
	c = test_ctx(t, rae);
	CHECK(t, background_get(c, mina, &got) && background_get(c, mina, &got));
	CHECK(t, got.parents == PARENTS_NO_HE && got.areas == 0 && !got.school_known);
	CHECK(t, audited(c, "read a background") == 2);
	c = test_ctx(t, fran);
	CHECK(t, !background_get(c, mina, &got) && c->fault.kind == FAULT_DENIED);
}

void test_background_column_holds_no_plain_fact(struct test *t)
{
	static const struct stmt column = { "test_background",
		"SELECT sealed FROM background WHERE person_id = $1", "i", "s" };
	struct person_id mina = test_person(t, "mina", ROLE_STUDENT),
			 noor = test_person(t, "noor", ROLE_STUDENT);
	struct background none = { 0 },
			  all = { .area = { { S("SIMD2020v2"), 1, 1 }, { S("IMD2019"), 10, 5 } },
				  .areas = 2,
				  .parents = PARENTS_NO_HE,
				  .school_known = true,
				  .school_listed = true,
				  .school_fsm = 1000,
				  .school_deprived_share = -1 };
	struct ctx *c = test_ctx(t, machine);
	struct rows r;

	CHECK(t, background_keep(c, mina, &none) && background_keep(c, noor, &all));
	CHECK(t, sql_one(c, &column, ARGS(arg(mina.v)), &r));
	struct str a = row_str(&r, 0);
	sql_end(&r);
	CHECK(t, sql_one(c, &column, ARGS(arg(noor.v)), &r));
	struct str b = row_str(&r, 0);
	sql_end(&r);
	CHECK(t, a.len == b.len && !test_has(a, "0000") && !test_has(b, "SIMD"));
}
