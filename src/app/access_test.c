/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Asks every route as every role and compares with access.golden. CAIRN_GOLDEN=write makes that
   file anew: read what changed before you commit it. */
#include "app/wiring.h"

#include "test/fixture.h"

#include <stdio.h>
#include <stdlib.h>

enum { VISITORS = 4 + FIXTURE_ROLES, GOLDEN_MAX = 1 << 18 };

static const struct {
	const char *name, *value;
} params[] = { { "{group}", "301" }, { "{thread}", "400" }, { "{post}", "500" },
	{ "{round}", "200" }, { "{list}", "600" }, { "{paper}", "700" } };

static const char *path_of(struct test *t, const char *pattern)
{
	struct buf out;

	buf_init(&out, 1024);
	while (*pattern) {
		size_t n = strcspn(pattern, "}") + 1, plain = strcspn(pattern, "{");
		if (plain > 0) {
			buf_add(&out, (struct str){ pattern, plain });
			pattern += plain;
			continue;
		}
		const char *value = "1";
		for (size_t i = 0; i < sizeof params / sizeof *params; i++)
			if (strncmp(pattern, params[i].name, n) == 0)
				value = params[i].value;
		buf_add(&out, str_of(value));
		pattern += n;
	}
	const char *path = arena_str(t->mem, buf_str(&out)).at;
	buf_free(&out);
	return path;
}

static const char *verdict(const struct reply *r)
{
	if (r->status == 401 || str_starts(r->location, S("/sign-in")))
		return "sign-in";
	return r->status == 403 ? "denied" : r->status == 404 ? "absent" : "yes";
}

static void row(struct test *t, const struct route *r, const struct person_id *who, struct buf *out)
{
	static const char *const names[VISITORS] = { "nobody", "member", "other", "outsider",
		"administrator", "researcher", "facilitator", "coordinator", "editor", "creator",
		"student", "safeguarding" };
	const char *last = "";

	buf_fmt(out, "%s %s", r->method == GET ? "GET" : "POST", r->path);
	for (int i = 0; i < VISITORS; i++) {
		test_sign_in(t, who[i]);
		const char *path = path_of(t, r->path);
		struct reply a = r->method == GET ? test_get(t, path) : test_post(t, path, "");
		CHECK(t, a.status < 500);
		/* A safeguarding lead has a column where they may more than a student. */
		if (i < VISITORS - 1 || strcmp(last, verdict(&a)) != 0)
			buf_fmt(out, " %s=%s", names[i], verdict(&a));
		last = verdict(&a);
	}
	buf_char(out, '\n');
}

static struct str golden(struct test *t, const char *path)
{
	char *at = arena_new(t->mem, char, GOLDEN_MAX);
	FILE *f = fopen(path, "rb");
	size_t n = f ? fread(at, 1, GOLDEN_MAX, f) : 0;

	if (f)
		fclose(f);
	return (struct str){ at, n };
}

static void compare(struct test *t, const char *path, struct str is)
{
	struct str should = golden(t, path);
	FILE *f = getenv("CAIRN_GOLDEN") ? fopen(path, "wb") : NULL;

	if (f) {
		fwrite(is.at, 1, is.len, f);
		fclose(f);
		return;
	}
	while (is.len || should.len) {
		struct str a = str_cut(&is, '\n'), b = str_cut(&should, '\n');
		if (str_eq(a, b))
			continue;
		printf("  is     %.*s\n  golden %.*s\n", (int)a.len, a.at, (int)b.len, b.at);
		CHECK(t, str_eq(a, b));
		return;
	}
}

void test_access_of_every_route_is_what_the_golden_table_says(struct test *t)
{
	struct fixture f = fixture_make(t, false);
	struct person_id who[VISITORS] = { { 0 }, f.member, f.other_member, f.outsider };
	const char *source = getenv("CAIRN_SOURCE");
	struct buf out;

	memcpy(who + 4, f.staff, sizeof f.staff);
	buf_init(&out, GOLDEN_MAX);
	for (size_t i = 0; i < wiring_gate.n; i++)
		for (size_t k = 0; k < *wiring_gate.tables[i].n; k++)
			row(t, &wiring_gate.tables[i].at[k], who, &out);
	compare(t, arena_fmt(t->mem, "%s/src/app/access.golden", source ? source : "..").at,
		buf_str(&out));
	buf_free(&out);
}

void test_gate_refuses_to_start_with_a_route_without_a_rule(struct test *t)
{
	static const struct route bad[] = { { GET, "/a/{b}", MAY(VERB_UNSET, ), NULL } };
	static const struct route lost[] = { { GET, "/a/{b}", MAY(SIGNED_IN, c),
		(bool (*)(struct request *))1 } };
	static const size_t one = 1;
	const struct routes tables[] = { { bad, &one }, { lost, &one } };
	struct gate g = { tables, 1, NULL, &(size_t){ 0 } };
	char why[256] = "";

	CHECK(t, !gate_check(&g, why, sizeof why) && strstr(why, "/a/{b}"));
	g.tables = tables + 1;
	CHECK(t, !gate_check(&g, why, sizeof why));
	CHECK(t, gate_check(&wiring_gate, why, sizeof why));
}

static int post_from(struct test *t, const char *fetch_site, const char *origin)
{
	struct request rq = { .method = POST,
		.path = S("/trace/active"),
		.host = S("cairn.example"),
		.content_type = S("application/x-www-form-urlencoded"),
		.body = S("view=1&seconds=1"),
		.fetch_site = str_of(fetch_site),
		.origin = str_of(origin) };

	return test_request(t, &rq).status;
}

void test_gate_refuses_writes_from_other_sites(struct test *t)
{
	struct fixture f = fixture_make(t, false);

	test_sign_in(t, f.member);
	CHECK(t, post_from(t, "", "") == 204);
	CHECK(t, post_from(t, "same-origin", "") == 204);
	CHECK(t, post_from(t, "cross-site", "https://cairn.example") == 403);
	CHECK(t, post_from(t, "same-site", "") == 403);
	CHECK(t, post_from(t, "", "https://cairn.example") == 204);
	CHECK(t, post_from(t, "", "https://cairn.example.evil.example") == 403);
	CHECK(t, post_from(t, "", "null") == 403);
}

void test_gate_says_405_for_the_other_method_and_404_for_the_rest(struct test *t)
{
	CHECK(t, test_get(t, "/trace/active").status == 405);
	CHECK(t, test_post(t, "/help-now", "").status == 405);
	CHECK(t,
		test_get(t, "/trace/activ").status == 404
			&& test_get(t, "/trace/active/").status == 404);
	CHECK(t, test_get(t, "/asset/0000000000000000/css/site.css").status == 404);
}
