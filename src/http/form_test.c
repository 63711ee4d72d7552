/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/form.h"

#include "http/request.h"
#include "test/test.h"

static struct str value(struct test *t, struct str text, const char *name, size_t n)
{
	struct str v = S("(none)");

	return form_find(t->mem, text, str_of(name), n, &v) ? v : S("(none)");
}

void test_form_decodes_what_browsers_send(struct test *t)
{
	struct str text = S("a=1&b=caf%C3%A9+x&a=2&c=%zz%4&%64=5&empty=&lone");

	CHECK(t, str_eq(value(t, text, "a", 0), S("1")) && str_eq(value(t, text, "a", 1), S("2")));
	CHECK(t, str_eq(value(t, text, "b", 0), S("caf\303\251 x")));
	CHECK(t,
		str_eq(value(t, text, "c", 0), S("%zz%4"))
			&& str_eq(value(t, text, "d", 0), S("5")));
	CHECK(t,
		str_eq(value(t, text, "empty", 0), S(""))
			&& str_eq(value(t, text, "lone", 0), S("")));
	CHECK(t,
		str_eq(value(t, text, "a", 2), S("(none)"))
			&& str_eq(value(t, text, "z", 0), S("(none)")));
}

void test_multipart_cuts_parts_and_refuses_the_malformed(struct test *t)
{
	struct str b = multipart_boundary(S("multipart/form-data; boundary=\"xyz\"")), name, file,
		   v;
	struct str body = S(
		"--xyz\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nHello\r\nthere\r\n"
		"--xyz\r\nContent-Disposition: form-data; name=\"cv\"; filename=\"me; too.pdf\"\r\n"
		"Content-Type: application/pdf\r\n\r\n%PDF\r\n--xyz--\r\n");

	CHECK(t, str_eq(b, S("xyz")));
	CHECK(t,
		multipart_next(&body, b, &name, &file, &v) && str_eq(name, S("title"))
			&& str_eq(v, S("Hello\r\nthere")));
	CHECK(t,
		multipart_next(&body, b, &name, &file, &v) && str_eq(file, S("me; too.pdf"))
			&& str_eq(v, S("%PDF")));
	CHECK(t, !multipart_next(&body, b, &name, &file, &v));
	body = S("--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nnever ends");
	CHECK(t, !multipart_next(&body, b, &name, &file, &v));
	CHECK(t, multipart_boundary(S("multipart/form-data")).len == 0);
	CHECK(t, multipart_boundary(S("text/plain; boundary=x")).len == 0);
}

void test_cookie_is_found_by_its_whole_name(struct test *t)
{
	struct str header = S("xcairn=1; cairn=2; cairnx=3");

	CHECK(t, str_eq(cookie_find(header, S("cairn")), S("2")));
	CHECK(t, str_eq(cookie_find(header, S("cair")), S("")));
	CHECK(t, str_eq(cookie_find(S(""), S("cairn")), S("")));
}

static bool matches(struct test *t, const char *path, const char *pattern)
{
	struct pair param[PATH_PARAMS];

	return route_match(t->mem, str_of(path), pattern, param, PATH_PARAMS);
}

void test_route_matches_whole_segments_only(struct test *t)
{
	CHECK(t,
		matches(t, "/hello", "/hello") && !matches(t, "/hellw", "/hello")
			&& !matches(t, "/hello/", "/hello"));
	CHECK(t,
		matches(t, "/thread/12/edit", "/thread/{thread}/edit")
			&& !matches(t, "/thread//edit", "/thread/{thread}/edit"));
	CHECK(t, !matches(t, "/thread/1%2f2/edit", "/thread/{thread}/edit"));
	CHECK(t, !matches(t, "/thread/%00/edit", "/thread/{thread}/edit"));
	CHECK(t, !matches(t, "/thread/1", "/thread/{thread}/edit") && !matches(t, "", "/"));
}

void test_html_escapes_by_place_and_type(struct test *t)
{
	struct buf out;

	buf_init(&out, 1000);
	html_text(&out, S("<a href='x'>\"&"));
	html_link(&out, URL("/a/%?x=$&y=%", { 7, 8 }, S("b c/&\"")));
	CHECK(t,
		str_eq(buf_str(&out),
			S("&lt;a href=&#39;x&#39;&gt;&quot;&amp;/a/7?x=b%20c%2F%26%22&amp;y=8")));
	buf_free(&out);
}

void test_form_file_is_told_from_a_field_and_from_none(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct request rq = { .ctx = c,
		.content_type = S("multipart/form-data; boundary=xyz"),
		.body = S(
			"--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nword\r\n"
			"--xyz\r\nContent-Disposition: form-data; name=\"none\"; filename=\"\"\r\n"
			"\r\n\r\n--xyz\r\nContent-Disposition: form-data; name=\"cv\"; "
			"filename=\"me.pdf\"\r\n\r\n%PDF\0more\r\n--xyz--\r\n") };
	struct str name, bytes;

	CHECK(t, !form_file(&rq, "none", &name, &bytes) && !form_file(&rq, "other", &name, &bytes));
	CHECK(t, form_file(&rq, "cv", &name, &bytes) && str_eq(name, S("me.pdf")));
	CHECK(t, str_eq(bytes, S("%PDF\0more")) && str_eq(form_str(&rq, "a", 9), S("word")));
	static const char *const names[] = { "a", "none", "cv", NULL };
	CHECK(t, form_only(&rq, names) && !form_only(&rq, names + 1));
}
