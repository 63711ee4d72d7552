/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The promise that nothing tells who writes under an alias. One world is made twice: in the first
   ann wrote all that stands there under an alias, in the second another member of her group did,
   who differs from her in everything. Whatever anybody but the two and the researcher can ask for
   must come back the same. The walk goes through the program's own tables of routes and through the
   schema, so what is added later is looked at without a word here. See doc/aliases.md. */
#include "app/wiring.h"
#include "core/draft.h"
#include "core/person.h"
#include "test/campus_alias.h"
#include "test/campus_walk.h"
#include "test/schema.h"

#include <stdio.h>

enum { SCRIPT_MAX = 1 << 20 };

/* All of every letter but whom the letter about a lifted alias goes to: to its author. */
static const struct stmt letters = { "alias_letters",
	"SELECT id, kind, CASE WHEN kind = 'alias-lifted' THEN '' ELSE to_address END, subject,"
	" body, state, error, made_at, sent_at FROM letter ORDER BY id",
	"", "issssssii" };
static const struct stmt jobs = { "alias_jobs",
	"SELECT kind, subject, run_at, tries, error FROM job ORDER BY id", "", "siiis" };
static const struct stmt trail = { "alias_trail",
	"SELECT id, at, act, subject_kind, CASE WHEN subject_kind = 'person' THEN 0 ELSE subject_id"
	" END, note FROM audit ORDER BY id",
	"", "iissis" };
static const struct stmt threads = { "alias_threads",
	"SELECT id, title, byline, last_by, alias_next, version, posts, last_at FROM thread"
	" ORDER BY id",
	"", "issssiii" };
static const struct stmt drawn = { "alias_names",
	"SELECT round_id, name_key FROM alias_drawn ORDER BY round_id, name_key", "", "is" };
static const struct stmt *const after[] = { &letters, &jobs, &trail, &threads, &drawn, NULL };

/* What the form of the search leads to: words of the posts, and names. */
static const char *const asked[] = { "/search?q=alias", "/search?q=nobody+asks", "/search?q=ann",
	"/search?q=twintwo", "/search?q=Grey+Kestrel", "/search?q=stuck", "/search?q=kestrels",
	"/search?q=crowds", "/admin/people?q=ann", "/admin/people?q=Kestrel", NULL };

static void make(struct test *t, struct campus *k, int build)
{
	campus_make_by(t, k, build != 0);
}

static bool is_third(const struct campus_viewer *v)
{
	return !v->researches && strcmp(v->name, "writer") != 0;
}

void test_alias_is_told_to_nobody_by_any_page_letter_or_file(struct test *t)
{
	const struct campus_plan plan = { &wiring_gate, make, is_third, after, asked };
	struct tour ann = campus_walk(t, &plan, 0), other = campus_walk(t, &plan, 1);

	CHECK(t, campus_answered(&ann, "200") > 180 && campus_answered(&ann, "303") > 60);
	/* The walk came by what it is about. */
	CHECK(t, campus_came_of(&ann, "mate: GET /thread/", "feeling stuck"));
	CHECK(t, campus_came_of(&ann, "mate: GET /group/30", "Grey Kestrel"));
	CHECK(t, campus_came_of(&ann, "mate: GET /saved", "Under an alias"));
	CHECK(t, campus_came_of(&ann, "mate: GET /search?q=nobody+asks", "Is it late"));
	CHECK(t, campus_came_of(&ann, "mate: GET /people", "away from crowds"));
	CHECK(t, campus_came_of(&ann, "mate: GET /questions/122", "somebody said nothing"));
	CHECK(t, campus_came_of(&ann, "mate: GET /clinic/paper/", "You like toast."));
	CHECK(t, campus_came_of(&ann, "mate: GET /search?q=kestrels", "Grey Kestrel"));
	CHECK(t, campus_came_of(&ann, "facilitator: GET /thread/", "What this post said"));
	CHECK(t, campus_came_of(&ann, "administrator: GET /admin/audit", "alias.lift"));
	CHECK(t, campus_came_of(&ann, "administrator: GET /admin/jobs", "an author"));
	CHECK(t, ann.n == other.n && campus_differences(&ann, &other, NULL, true) == 0);
}

/* ---- what the researcher's sealed data tell, and where ---- */

static bool is_researcher(const struct campus_viewer *v)
{
	return v->researches;
}

/* Tables of the study, by study number. */
static bool is_study(const struct tour_note *n)
{
	return test_has(n->what, " /reports/") || test_has(n->what, "POST /study");
}

void test_alias_is_told_to_the_researcher_in_reports_by_study_number_alone(struct test *t)
{
	const struct campus_plan plan = { &wiring_gate, make, is_researcher, after, asked };
	struct tour ann = campus_walk(t, &plan, 0), other = campus_walk(t, &plan, 1);

	CHECK(t, ann.n == other.n && campus_differences(&ann, &other, is_study, true) == 0);
	CHECK(t, campus_differences(&ann, &other, NULL, false) > 0);
}

/* ---- that somebody is writing ---- */

static void make_writing(struct test *t, struct campus *k, int build)
{
	const struct draft d = { S("/group/30/thread/new"), S("Half a"), S("Half a thought") };
	int64_t last;

	campus_make_by(t, k, false);
	test_sign_in(t, k->writer);
	last = t->ids.last;
	if (build == 0)
		return;
	struct reply r = test_get(t, "/group/30/thread/new");
	CHECK(t, r.status == 200 && test_has(r.body, "name=\"alias\""));
	struct ctx *c = test_ctx(t, k->writer);
	CHECK(t, draft_keep(c, k->writer, &d) && test_end(t));
	t->ids.last = last;
}

static bool is_near(const struct campus_viewer *v)
{
	return strcmp(v->name, "mate") == 0 || strcmp(v->name, "facilitator") == 0;
}

/* Somebody who has the form open, and a draft of it on the server, looks to everybody else like
   somebody who is not there; and no address is there to say so. */
void test_alias_nobody_is_told_that_somebody_is_writing(struct test *t)
{
	static const char *const words[] = { "typing", "writing", "presence", "online" };
	const struct campus_plan plan = { &wiring_gate, make_writing, is_near, after, asked };
	struct tour still = campus_walk(t, &plan, 0), busy = campus_walk(t, &plan, 1);

	CHECK(t, still.n == busy.n && campus_differences(&still, &busy, NULL, true) == 0);
	for (size_t i = 0; i < wiring_gate.n; i++)
		for (size_t k = 0; k < *wiring_gate.tables[i].n; k++)
			for (size_t w = 0; w < sizeof words / sizeof *words; w++)
				CHECK(t, !strstr(wiring_gate.tables[i].at[k].path, words[w]));
}

/* ---- the same walk through a program with pages that tell ---- */

static const struct stmt words_of = { "alias_leak_words",
	"SELECT p.id, (SELECT count(*) FROM post o WHERE o.author_id = p.id) FROM person p"
	" JOIN membership m ON m.person_id = p.id WHERE m.group_id = 30 ORDER BY p.id",
	"", "ii" };
static const struct stmt active = { "alias_leak_active",
	"SELECT p.shown_name FROM person p JOIN membership m ON m.person_id = p.id WHERE"
	" m.group_id = 30 AND EXISTS (SELECT 1 FROM post o WHERE o.author_id = p.id)"
	" ORDER BY p.shown_name",
	"", "s" };
static const struct stmt order = { "alias_leak_order",
	"SELECT byline FROM post ORDER BY author_id, id", "", "s" };

static const struct stmt of_ann = { "alias_leak_of_ann",
	"SELECT o.id FROM post o JOIN person p ON p.id = o.author_id WHERE p.address_key ="
	" 'ann@cairn.example'",
	"", "i" };
static const struct stmt ann_wrote = { "alias_leak_ann_wrote",
	"SELECT count(*) FROM post o JOIN person p ON p.id = o.author_id WHERE p.address_key ="
	" 'ann@cairn.example'",
	"", "i" };

static bool leak(struct request *rq, const struct stmt *s)
{
	struct rows r;

	if (!sql_open(rq->ctx, s, NO_ARGS, &r))
		return false;
	while (sql_next(&r))
		for (int i = 0; s->out[i]; i++)
			if (s->out[i] == 'i')
				buf_fmt(&rq->out, "%lld ", (long long)row_int(&r, i));
			else
				buf_add(&rq->out, row_peek(&r, i));
	return true;
}

static bool leak_count(struct request *rq)
{
	return leak(rq, &words_of);
}

static bool leak_active(struct request *rq)
{
	return leak(rq, &active);
}

static bool leak_order(struct request *rq)
{
	return leak(rq, &order);
}

/* The page is the same, and so is its size: only how long it takes tells. */
static bool leak_time(struct request *rq)
{
	struct rows r;

	if (!sql_open(rq->ctx, &of_ann, NO_ARGS, &r))
		return false;
	while (sql_next(&r))
		;
	return ctx_ok(rq->ctx);
}

static bool leak_header(struct request *rq)
{
	struct rows r;

	if (!sql_one(rq->ctx, &ann_wrote, NO_ARGS, &r))
		return false;
	rq->unkept = row_int(&r, 0) > 0;
	sql_end(&r);
	return true;
}

static bool leak_nothing(struct request *rq)
{
	return fail(rq->ctx, FAULT_ABSENT, "There is no such page.");
}

static bool is_mate(const struct campus_viewer *v)
{
	return strcmp(v->name, "mate") == 0;
}

void test_alias_walk_finds_counts_lists_and_orders_that_tell(struct test *t)
{
	static const struct route leaks[] = {
		{ GET, "/leak/count", MAY(SIGNED_IN, ), leak_count },
		{ GET, "/leak/active", MAY(SIGNED_IN, ), leak_active },
		{ GET, "/leak/order", MAY(SIGNED_IN, ), leak_order },
		{ GET, "/leak/time", MAY(SIGNED_IN, ), leak_time },
		{ GET, "/leak/header", MAY(SIGNED_IN, ), leak_header },
		{ GET, "/leak/nothing", MAY(SIGNED_IN, ), leak_nothing },
	};
	static const size_t n = sizeof leaks / sizeof *leaks;
	const struct routes tables[] = { { leaks, &n } };
	struct gate gate = wiring_gate;

	gate.tables = tables;
	gate.n = 1;
	const struct campus_plan plan = { &gate, make, is_mate, after, asked };
	struct tour ann = campus_walk(t, &plan, 0), other = campus_walk(t, &plan, 1);
	CHECK(t, ann.n == other.n && campus_differences(&ann, &other, NULL, false) == 5);
}

/* ---- an alias takes as long as a name ---- */

static int64_t as(struct test *t, struct person_id who, const char *how)
{
	test_sign_in(t, who);
	struct reply r = campus_post_as(t, "/group/30/thread/new", "/group/30/thread/new",
		arena_fmt(t->mem, "title=Something&body=To+read&as=%s", how).at);
	struct str to = r.location;

	CHECK(t, r.status == 303);
	(void)str_cut(&to, '/');
	(void)str_cut(&to, '/');
	struct str number = str_cut(&to, '?');
	int64_t id = 0;
	CHECK(t, str_to_int(str_cut(&number, '#'), &id));
	return id;
}

/* Statements and rows stand for time: they are the same on every machine. */
void test_alias_takes_the_database_as_long_as_a_name(struct test *t)
{
	static const char *const pages[] = { "/thread/%", "/thread/%?newest=1", "/thread/%/who" };
	struct programme p;

	programme_make(t, &p);
	int64_t named = as(t, p.ben, "first"), hidden = as(t, p.ben, "alias"), own_alias = 0;
	CHECK(t, test_post(t, "/welcome/appear", "as=own&alias=Grey+Kestrel").status == 303);
	own_alias = as(t, p.ben, "own");
	for (int viewer = 0; viewer < 2; viewer++) {
		test_sign_in(t, viewer ? p.fay : p.ann);
		for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
			struct reply a = test_get(t, programme_path(t, pages[i], named, 0)),
				     b = test_get(t, programme_path(t, pages[i], hidden, 0)),
				     c = test_get(t, programme_path(t, pages[i], own_alias, 0));
			CHECK(t, a.status == b.status && a.status == c.status);
			CHECK(t, a.statements > 0 && a.statements == b.statements);
			CHECK(t, a.statements == c.statements && a.rows == b.rows);
			CHECK(t, a.rows == c.rows && str_eq(a.headers, b.headers));
		}
	}
}

/* ---- where the database itself knows ---- */

/* The columns that tell the two worlds apart, and who reads them. A column that is added and tells
   them apart has to be named here, by somebody who has looked at who reads it. */
static const char *const knows[][2] = {
	{ "post.author_id", "own posts: edit, delete, «you», showing one's name; alias_lift" },
	{ "thread.author_id", "home: whether it is one's own" },
	{ "thread.last_author", "home: whether somebody else wrote last" },
	{ "thread_alias.person_id", "the writer's own form" },
	{ "alias.person_id", "whether a name is one's own; My data" },
	{ "alias_lift.author_id", "My data of the author" },
	{ "letter.person_id", "My data of whom it goes to" },
	{ "letter.to_address", "the post; not the page of letters that did not arrive" },
	{ "post_version.ended_by", "nobody" },
	{ "mark.person_id", "one's own marks" },
	{ "question_mark.person_id", "the same in the bank of interview questions" },
	{ "saved_note.person_id", "one's own notes" },
	{ "self_choice.person_id", "one's own choices" },
	{ "submission.person_id", "one's own forms that were sent twice" },
	{ "session.person_id", "one's own sessions" },
	{ "paper.author_id", "one's own papers; never told to the group" },
	{ "paper_turn.author_id", "so that nobody is given the same person's papers twice" },
	{ "paper_turn.person_id", "whose turn it is" },
	{ "paper_feedback.author_id", "one's own feedback: to take it away; My data" },
	{ "introduction.person_id", "one's own introduction; home, whether there is one" },
	{ "blob.owner_id", "one's own files; others get one by the id of what it belongs to" },
	{ "question.author_id", "one's own questions: change, take out; My data" },
	{ "question_answer.author_id", "one's own answers: change, take out; My data" },
	{ "activity.participant_id", "the researcher, by study number" },
	{ "activity_total.participant_id", "the same, added up" },
};

static const struct stmt links = { "alias_links",
	"SELECT key, n FROM rate WHERE key LIKE 'link %' ORDER BY key", "", "si" };

struct link_count {
	struct str key;
	int64_t n;
};

/* In how many rows of each column the id, number or address of a person stands. */
static size_t count_links(
	struct test *t, struct person_id who, const char *address, struct link_count *ret)
{
	static struct schema_column all[SCHEMA_COLUMNS];
	size_t n = schema_columns(all), found = 0;
	long long id = who.v, number = programme_participant(t, who);
	struct buf script;
	struct rows r;

	buf_init(&script, SCRIPT_MAX);
	buf_add(&script, S("DELETE FROM rate WHERE key LIKE 'link %';"));
	for (size_t i = 0; i < n; i++) {
		struct str of = all[i].table, col = all[i].name;
		buf_fmt(&script,
			"INSERT INTO rate (key, window_at, n) SELECT 'link %.*s.%.*s', 0, x.n FROM"
			" (SELECT count(*) AS n FROM %.*s y WHERE CAST(y.%.*s AS TEXT) LIKE"
			" '%%%lld%%' OR CAST(y.%.*s AS TEXT) = '%lld'"
			" OR CAST(y.%.*s AS TEXT) LIKE '%%%s%%') x;",
			(int)of.len, of.at, (int)col.len, col.at, (int)of.len, of.at, (int)col.len,
			col.at, id, (int)col.len, col.at, number, (int)col.len, col.at, address);
	}
	buf_char(&script, '\0');
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, !script.spilled && sql_script(c, script.at) && sql_open(c, &links, NO_ARGS, &r));
	buf_free(&script);
	for (; sql_next(&r) && found < SCHEMA_COLUMNS; found++)
		ret[found] = (struct link_count){ row_str(&r, 0), row_int(&r, 1) };
	CHECK(t, test_end(t) && found == n);
	return found;
}

static bool is_known(struct str key)
{
	for (size_t i = 0; i < sizeof knows / sizeof *knows; i++)
		if (str_eq(key, str_of(knows[i][0])))
			return true;
	return false;
}

/* Ann's rows in one of the two worlds. */
static size_t read_world(struct test *t, bool second, struct link_count *ret)
{
	struct ctx outer = { .mem = t->mem, .db = t->db };
	int64_t first_id = t->ids.last;
	struct campus k;

	CHECK(t, tx_begin(&outer, TX_WRITE));
	campus_make_by(t, &k, second);
	size_t n = count_links(t, k.p.ann, "ann@cairn.example", ret);
	outer.fault.kind = FAULT_CONFLICT;
	(void)tx_end(&outer);
	t->ids.last = first_id;
	return n;
}

void test_alias_is_known_to_these_columns_alone(struct test *t)
{
	static struct link_count ann[SCHEMA_COLUMNS], other[SCHEMA_COLUMNS];
	size_t n = read_world(t, false, ann), m = read_world(t, true, other), apart = 0;

	CHECK(t, n == m && n > 150);
	for (size_t i = 0; i < n && i < m; i++) {
		struct str key = ann[i].key;
		(void)str_cut(&key, ' ');
		CHECK(t, str_eq(ann[i].key, other[i].key));
		if (ann[i].n == other[i].n)
			continue;
		apart++;
		if (!is_known(key))
			printf("  %.*s tells who is behind an alias\n", (int)key.len, key.at);
		CHECK(t, is_known(key));
	}
	CHECK(t, apart >= 6);
}

/* ---- who had an alias before there were those of threads ---- */

static const struct stmt before = { "alias_test_before",
	"UPDATE person SET name = $2, shown_name = $3 WHERE id = $1", "iss", "" };
static const struct stmt chose = { "alias_test_chose",
	"INSERT INTO self_choice (person_id, key, value, set_at) VALUES ($1, 'appear', $2, 1)",
	"is", "" };
static const struct stmt is_now = { "alias_test_now",
	"SELECT p.shown_name || '/' || COALESCE((SELECT s.value FROM self_choice s WHERE"
	" s.person_id = p.id AND s.key = 'appear'), '') || '/' || COALESCE((SELECT s.value FROM"
	" self_choice s WHERE s.person_id = p.id AND s.key = 'alias'), '') FROM person p"
	" WHERE p.id = $1",
	"i", "s" };

static void was(
	struct test *t, struct person_id who, const char *name, const char *shown, const char *as)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, sql_run(c, &before, ARGS(arg(who.v), arg(str_of(name)), arg(str_of(shown)))));
	CHECK(t, sql_run(c, &chose, ARGS(arg(who.v), arg(str_of(as)))) && test_end(t));
}

/* The end of a migration, from the first line that begins so. */
static const char *steps_from(struct test *t, const char *start)
{
	for (size_t i = 0; i < embedded_migrations_n; i++) {
		struct str all = { (const char *)embedded_migrations[i].at,
			embedded_migrations[i].len };
		const char *at = memmem(all.at, all.len, start, strlen(start));
		if (at)
			return arena_str(
				t->mem, (struct str){ at, all.len - (size_t)(at - all.at) })
				.at;
	}
	CHECK(t, false);
	return "";
}

void test_alias_of_before_becomes_ones_own_and_leaves_the_name(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	was(t, p.ann, "Ann Bell Carr", "Quiet Heron", "alias");
	was(t, p.ben, "Zo\xc3\xab", "Early Wren", "alias");
	was(t, p.cleo, "Cleo Dunn", "Cleo Dunn", "full");
	was(t, p.dan, "Dan Eck", "Danny", "first");
	CHECK(t,
		sql_script(test_ctx(t, (struct person_id){ 0 }),
			steps_from(t, "INSERT INTO self_choice (person_id, key, value, set_at)"))
			&& test_end(t));
	CHECK(t, str_eq(programme_text(t, &is_now, ARGS(arg(p.ann.v))), S("Ann/own/Quiet Heron")));
	CHECK(t,
		str_eq(programme_text(t, &is_now, ARGS(arg(p.ben.v))),
			S("Zo\xc3\xab/own/Early Wren")));
	CHECK(t, str_eq(programme_text(t, &is_now, ARGS(arg(p.cleo.v))), S("Cleo/full/")));
	CHECK(t, str_eq(programme_text(t, &is_now, ARGS(arg(p.dan.v))), S("Danny/first/")));
}
