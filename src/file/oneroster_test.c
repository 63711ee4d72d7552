/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/test.h"

#include "file/oneroster.h"
#include "test/zipped.h"

#include <stdio.h>

struct seen {
	int n;
	int64_t last_line;
	char address[8][64], name[8][64];
	const char *why;
};

static bool look(void *data, const struct oneroster_user *u)
{
	struct seen *s = data;

	s->last_line = u->line;
	if (u->why) {
		s->why = u->why;
		return true;
	}
	if (s->n < 8) {
		snprintf(s->address[s->n], 64, "%.*s", (int)u->address.len, u->address.at);
		snprintf(s->name[s->n], 64, "%.*s %.*s", (int)u->given.len, u->given.at,
			(int)u->family.len, u->family.at);
	}
	s->n++;
	return true;
}

static const char manifest[] = "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\n"
			       "file.users,bulk\nfile.orgs,bulk\n";
static const char users[] =
	"\xef\xbb\xbfsourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,"
	"userIds,givenName,familyName,middleName,identifier,email\n"
	"1,,,true,o1,student,ann,,Ann,Bell,,,ann@uni.example\n"
	"2,,,true,o1,teacher,tom,,Tom,Hale,,,tom@uni.example\n"
	"3,,,false,o1,student,ben,,Ben,Cole,,,ben@uni.example\n"
	"4,tobedeleted,2026-01-01,true,o1,student,dee,,Dee,Fox,,,dee@uni.example\n"
	"5,,,true,o1,student,eve,,Eve,\"O'Hara, Jr\",,,eve@uni.example\n"
	"6,,,true,o1,student,fay,,Fay,Gray,,,\n";

static bool read_it(
	struct test *t, const char *m, const char *u, struct seen *seen, struct str *ret_why)
{
	struct zipped_file file[] = { { "manifest.csv", str_of(m) },
		{ "roster/users.csv", str_of(u) }, { "orgs.csv", S("sourcedId\n") } };
	struct oneroster_told told = { 0 };
	char why[256] = "";

	*seen = (struct seen){ 0 };
	bool good =
		oneroster_read(zipped_make(t->mem, file, 3), look, seen, &told, why, sizeof why);
	*ret_why = arena_str(t->mem, str_of(why));
	CHECK(t, good == (why[0] == '\0'));
	CHECK(t, !good || (told.students == seen->n && told.others == 3));
	return good;
}

void test_oneroster_takes_enabled_students(struct test *t)
{
	struct seen s;
	struct str why;

	CHECK(t, read_it(t, manifest, users, &s, &why));
	CHECK(t, s.n == 3 && strcmp(s.address[0], "ann@uni.example") == 0);
	CHECK(t, strcmp(s.name[0], "Ann Bell") == 0 && strcmp(s.name[1], "Eve O'Hara, Jr") == 0);
	CHECK(t, s.address[2][0] == '\0' && s.last_line == 7);
}

void test_oneroster_refuses_what_it_cannot_use_with_a_reason(struct test *t)
{
	struct seen s;
	struct str why;

	CHECK(t,
		!read_it(t, "propertyName,value\noneroster.version,1.2\nfile.users,bulk\n", users,
			&s, &why));
	CHECK(t, test_has(why, "1.2"));
	CHECK(t,
		!read_it(t, "propertyName,value\noneroster.version,1.1\nfile.users,delta\n", users,
			&s, &why));
	CHECK(t, test_has(why, "bulk"));
	CHECK(t,
		!read_it(t, "propertyName,value\noneroster.version,1.1\nfile.users,absent\n", users,
			&s, &why));
	CHECK(t, !read_it(t, "hello\n", users, &s, &why));
	CHECK(t, !read_it(t, manifest, "sourcedId,role,enabledUser\n1,student,true\n", &s, &why));
	CHECK(t, test_has(why, "no column givenName"));
	CHECK(t, s.n == 0);
}

static bool read_bytes(struct test *t, struct str bytes, struct str *ret_why)
{
	struct oneroster_told told;
	struct seen s = { 0 };
	char why[256] = "";
	bool good = oneroster_read(bytes, look, &s, &told, why, sizeof why);

	*ret_why = arena_str(t->mem, str_of(why));
	return good;
}

void test_oneroster_refuses_other_archives_and_bombs(struct test *t)
{
	size_t bomb_len = (size_t)40 << 20;
	char *zeroes = arena_new(t->mem, char, bomb_len);
	struct zipped_file other[] = { { "photo.txt", S("hello") } };
	struct zipped_file bomb[] = { { "manifest.csv", str_of(manifest) },
		{ "users.csv", { zeroes, bomb_len } } };
	struct zipped_file twice[] = { { "users.csv", S("a\n") }, { "x/users.csv", S("b\n") } };
	struct str why, whole;

	CHECK(t, !read_bytes(t, zipped_make(t->mem, other, 1), &why));
	CHECK(t, test_has(why, "no OneRoster"));
	whole = zipped_make(t->mem, bomb, 2);
	CHECK(t, whole.len < bomb_len / 100);
	CHECK(t, !read_bytes(t, whole, &why) && test_has(why, "far more"));
	CHECK(t, !read_bytes(t, zipped_make(t->mem, twice, 2), &why));
	CHECK(t, test_has(why, "same name"));
	whole.len /= 2;
	CHECK(t, !read_bytes(t, whole, &why) && test_has(why, "damaged"));
	CHECK(t, !read_bytes(t, S("PK\x03\x04 and no more"), &why) && why.len);
	CHECK(t, !read_bytes(t, S(""), &why) && test_has(why, "empty"));
}
