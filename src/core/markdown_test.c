/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/markdown.h"

#include "test/test.h"

static struct str html(struct test *t, struct str source)
{
	struct str out = S("(refused)");

	(void)!markdown_html(test_ctx(t, (struct person_id){ 0 }), source, &out);
	return out;
}

static bool is(struct test *t, const char *source, const char *should)
{
	return str_eq(str_trim(html(t, str_of(source))), str_of(should));
}

void test_markdown_makes_the_usual_things(struct test *t)
{
	CHECK(t,
		is(t, "*a* **b** ~~c~~ `d<`",
			"<p><em>a</em> <strong>b</strong> <del>c</del> <code>d&lt;</code></p>"));
	CHECK(t, is(t, "# One\n\n#### Four", "<h3>One</h3>\n<h6>Four</h6>"));
	CHECK(t, is(t, "- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"));
	CHECK(t, is(t, "3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>"));
	CHECK(t, is(t, "> a", "<blockquote>\n<p>a</p>\n</blockquote>"));
	CHECK(t, is(t, "a  \nb", "<p>a<br>\nb</p>"));
	CHECK(t, is(t, "a\r\nb\rc", "<p>a\nb\nc</p>"));
	CHECK(t,
		is(t, "|a|b|\n|-|:-:|\n|1|",
			"<table>\n<thead>\n<tr><th>a</th>\n<th class=\"align-center\">b</th>\n"
			"</tr>\n</thead>\n<tbody>\n<tr><td>1</td>\n<td"
			" class=\"align-center\"></td>\n</tr>\n</tbody>\n</table>"));
}

void test_markdown_links_are_marked_as_written_by_somebody(struct test *t)
{
	const char *rel = "rel=\"nofollow noopener ugc\"";

	CHECK(t, test_has(html(t, S("www.example.org")), rel));
	CHECK(t,
		test_has(html(t, S("[x](https://a.b/?c=1&d=\"e)")),
			"href=\"https://a.b/?c=1&amp;d=%22e\""));
	CHECK(t,
		is(t, "[us](/groups)",
			"<p><a href=\"/groups\" rel=\"nofollow noopener ugc\">us</a></p>"));
	CHECK(t,
		is(t, "![a cat](https://a.b/c.png)",
			"<p><a href=\"https://a.b/c.png\" rel=\"nofollow noopener ugc\">a"
			" cat</a></p>"));
	CHECK(t,
		is(t, "[![a *cat*](/b)](/c)",
			"<p><a href=\"/c\" rel=\"nofollow noopener ugc\">a cat</a></p>"));
}

void test_markdown_lets_no_script_through(struct test *t)
{
	static const char *const evil[] = { "<script>alert(1)</script>",
		"a <img src=x onerror=alert(1)> b", "[x](javascript:alert(1))",
		"[x](JaVaScRiPt:alert(1))", "[x]( javascript:alert(1))",
		"[x](data:text/html;base64,PHNjcmlwdD4=)", "[x](vbscript:x)",
		"[x](//evil.example/)", "[x](/\\evil.example/)", "[x](&#106;avascript:alert(1))",
		"[x](java\tscript:alert(1))", "<javascript:alert(1)>", "![x](javascript:alert(1))",
		"[x](https://a.b/\"onmouseover=alert(1))", "[x](https://a.b/ \"t\" onclick=\"y\")",
		"<a href=\"javascript:alert(1)\">x</a>", "<svg/onload=alert(1)>",
		"```\n<script>\n```", "&lt;script&gt;", "[x]: javascript:alert(1)\n\n[x]",
		"|<b>|\n|-|\n|<i>|", "<div\nonclick=alert(1)>", "<!--><script>-->" };

	for (size_t i = 0; i < sizeof evil / sizeof *evil; i++) {
		struct str out = html(t, str_of(evil[i]));
		CHECK(t,
			!test_has(out, "<script") && !test_has(out, "<img")
				&& !test_has(out, "<svg"));
		CHECK(t,
			!test_has(out, "href=\"java") && !test_has(out, "href=\"Java")
				&& !test_has(out, "href=\"data"));
		CHECK(t,
			!test_has(out, "href=\"//") && !test_has(out, "href=\"vb")
				&& !test_has(out, "href=\"/\\"));
		CHECK(t,
			!test_has(out, " onclick=\"") && !test_has(out, "\" onmouseover")
				&& !test_has(out, "<b>"));
		CHECK(t, !test_has(out, "<div"));
	}
	CHECK(t, is(t, "<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"));
}

static struct str times(struct test *t, const char *part, size_t n)
{
	size_t len = strlen(part);
	char *at = arena_new(t->mem, char, n *len + 1);

	for (size_t i = 0; i < n; i++)
		memcpy(at + i * len, part, len);
	return (struct str){ at, n * len };
}

static bool refused(struct test *t, struct str source)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct str out = S("untouched");

	return !markdown_html(c, source, &out) && c->fault.kind == FAULT_INVALID
		&& str_eq(str_of(c->wrong->field), S("body")) && str_eq(out, S("untouched"));
}

void test_markdown_refuses_what_is_nested_too_deeply(struct test *t)
{
	CHECK(t, refused(t, times(t, ">", 10000)));
	CHECK(t, refused(t, times(t, "> ", 40)));
	CHECK(t, refused(t, times(t, "- ", 5000)));
	CHECK(t, refused(t, times(t, "1. ", 5000)));
	CHECK(t, !refused(t, times(t, "> ", 20)));
	CHECK(t, !refused(t, arena_fmt(t->mem, "%.*s x", 90, times(t, "-", 90).at)));
}

void test_markdown_refuses_a_table_that_is_far_larger_than_its_text(struct test *t)
{
	struct str head = times(t, "a|", 60), rule = times(t, "-|", 60),
		   rows = times(t, "x\n", 2000);
	struct str all = arena_fmt(t->mem, "%.*s\n%.*s\n%.*s", (int)head.len, head.at,
		(int)rule.len, rule.at, (int)rows.len, rows.at);

	CHECK(t, refused(t, all));
	head = times(t, "a|", 3000);
	rule = times(t, "\v-\f|", 3000);
	CHECK(t,
		refused(t,
			arena_fmt(t->mem, "%.*s\r%.*s\r1", (int)head.len, head.at, (int)rule.len,
				rule.at)));
	CHECK(t, !refused(t, S("|a|b|\n|-|-|\n|1|2|\n|3|4|")));
}

void test_markdown_refuses_what_is_too_long_before_or_after(struct test *t)
{
	CHECK(t, refused(t, times(t, "a", MARKDOWN_MAX + 1)));
	CHECK(t, refused(t, times(t, "&", MARKDOWN_MAX)));
	CHECK(t, !refused(t, times(t, "a", MARKDOWN_MAX)));
}

/* Each of these kept an unguarded parser busy for seconds, or took gigabytes. */
void test_markdown_answers_soon_whatever_is_sent(struct test *t)
{
	static const char *const parts[] = { "[", "[a](", "![l", "a@", "@a.b", "*a_", "a**b", "<a ",
		"<!--", "www.a_b.", "~~a ", "`", "\\|", "a\n=\n", "* a\n  * b\n    * c\n",
		"> - > - a\n", "[a]: b\n", "&", "\t", "\r", "(", "[^1]" };

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		(void)html(t, times(t, parts[i], MARKDOWN_MAX / strlen(parts[i])));
	struct str closes = times(t, ")", 60000), list = times(t, "- ", 30),
		   blank = times(t, "\n", 8000);
	CHECK(t, refused(t, arena_fmt(t->mem, "http://a%.*s", (int)closes.len, closes.at)));
	(void)html(t,
		arena_fmt(t->mem, "%.*sa%.*s", (int)list.len, list.at, (int)blank.len, blank.at));
}

void test_markdown_shows_broken_utf8_as_replacement(struct test *t)
{
	struct str out = html(t, (struct str){ "a\xff\xfe\xc0\xaf", 5 });

	CHECK(t, test_has(out, "\xef\xbf\xbd") && !test_has(out, "\xff"));
}

void test_markdown_for_a_letter_has_no_marks(struct test *t)
{
	struct str out;

	CHECK(t,
		markdown_plain(test_ctx(t, (struct person_id){ 0 }),
			S("Read **one** *first*.\r\n\r\n- a [link](https://a.ex)\n- <b>b</b>\n"),
			&out));
	CHECK(t, test_has(out, "Read one first.") && test_has(out, "a link"));
	CHECK(t, !test_has(out, "*") && !test_has(out, "]("));
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct str large = times(t, "x", MARKDOWN_MAX + 1);
	CHECK(t, !markdown_plain(c, large, &out) && c->fault.kind == FAULT_INVALID);
}
