/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/programme.h"

#include "community/post.h"
#include "community/thread.h"
#include "core/participant.h"
#include "core/person.h"
#include "core/place.h"

static const char rounds[] =
	"INSERT INTO study (id, name, title, made_at) VALUES (10, 'cop', 'The study', 1);"
	"INSERT INTO round (id, study_id, name, title, zone, starts_on, weeks, opens_at, closes_at,"
	" read_across, size_min, size_max, made_by, made_at) VALUES"
	" (20, 10, 'autumn', 'Autumn', 'Europe/London', '2026-10-26', 4,"
	" 1792972800000000, 1795392000000000, 1, 5, 13, $$, 1),"
	" (21, 10, 'closed', 'Closed', 'Europe/London', '2026-10-26', 4,"
	" 1792972800000000, 1795392000000000, 0, 5, 13, $$, 1);"
	"INSERT INTO topic (round_id, week, title, prompt, prompt_html, minutes, opens_at)"
	" SELECT r.id, w.week, w.title, w.prompt, '<p>' || w.prompt || '</p>', 5, w.opens_at"
	" FROM round r, (SELECT 1 AS week, 'Career goals' AS title, 'Where to?' AS prompt,"
	" 1792972800000000 AS opens_at UNION ALL"
	" SELECT 2, 'CVs and cover letters', 'Which line?', 1793577600000000 UNION ALL"
	" SELECT 3, 'Interviews', 'What did they ask?', 1794182400000000 UNION ALL"
	" SELECT 4, 'Open', 'Anything', 1794787200000000) w;"
	"INSERT INTO peer_group (id, round_id, name, subject, made_at) VALUES"
	" (30, 20, 'Chemistry 1', 'Chemistry', 1), (31, 20, 'Business 1', 'Business', 1),"
	" (32, 21, 'Law 1', 'Law', 1);";

static const struct stmt join = { "programme_join",
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES ($1, $2, $3, 1)",
	"iii", "" };

static void member(struct test *t, struct person_id who, int64_t group, int64_t round, bool study)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct participant_id p;

	CHECK(t, sql_run(c, &join, ARGS(arg(group), arg(who.v), arg(round))));
	CHECK(t, !study || participant_join(c, 10, who, &p));
	test_end(t);
}

void programme_make(struct test *t, struct programme *ret)
{
	struct programme p = { .fay = test_person(t, "fay", ROLE_FACILITATOR),
		.rex = test_person(t, "rex", ROLE_RESEARCHER),
		.ann = test_person(t, "ann", ROLE_STUDENT),
		.ben = test_person(t, "ben", ROLE_STUDENT),
		.cleo = test_person(t, "cleo", ROLE_STUDENT),
		.dan = test_person(t, "dan", ROLE_STUDENT),
		.olga = test_person(t, "olga", ROLE_STUDENT) };
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct str text = str_of(rounds), head = str_cut(&text, '$');
	struct participant_id who;

	t->house.conf = &t->conf; /* so that a test can change a setting */
	(void)str_cut(&text, '$');
	struct str middle = str_cut(&text, '$');
	(void)str_cut(&text, '$');
	CHECK(t,
		sql_script(c,
			arena_fmt(t->mem, "%.*s%lld%.*s%lld%.*s", (int)head.len, head.at,
				(long long)p.fay.v, (int)middle.len, middle.at, (long long)p.fay.v,
				(int)text.len, text.at)
				.at));
	test_end(t);
	member(t, p.ann, CHEMISTRY, PROGRAMME_ROUND, true);
	member(t, p.ben, CHEMISTRY, PROGRAMME_ROUND, false);
	member(t, p.cleo, BUSINESS, PROGRAMME_ROUND, true);
	member(t, p.dan, LAW, PROGRAMME_CLOSED_ROUND, true);
	c = test_ctx(t, p.ann);
	CHECK(t, participant_find(c, 10, p.ann, &who));
	p.ann_participant = who.v;
	test_end(t);
	*ret = p;
}

void programme_read_across(struct test *t, bool on)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t,
		sql_script(c,
			on ? "UPDATE round SET read_across = 1"
			   : "UPDATE round SET read_across = 0"));
	test_end(t);
}

const char *programme_path(struct test *t, const char *pattern, int64_t a, int64_t b)
{
	struct buf out;

	buf_init(&out, 1000);
	html_put_address(&out, URL(pattern, { a, b }));
	const char *text = arena_str(t->mem, buf_str(&out)).at;
	buf_free(&out);
	return text;
}

static struct str name_of(struct test *t, struct person_id who)
{
	struct ctx *c = test_ctx(t, who);
	struct person p;

	CHECK(t, person_get(c, who, &p));
	test_end(t);
	return p.shown_name;
}

int64_t programme_thread(
	struct test *t, struct person_id author, int64_t group, const char *title, const char *body)
{
	struct thread_draft d = { .group = { group },
		.title = str_of(title),
		.body = str_of(body),
		.byline = name_of(t, author) };
	struct ctx *c = test_ctx(t, author);
	struct thread_id id = { 0 };
	struct place here;

	CHECK(t, place_find(c, &here) && thread_open(c, &here, &d, &id));
	CHECK(t, test_end(t));
	return id.v;
}

int64_t programme_answer(struct test *t, struct person_id author, int64_t thread, const char *body)
{
	struct post_draft d = {
		.thread = { thread }, .body = str_of(body), .byline = name_of(t, author)
	};
	struct ctx *c = test_ctx(t, author);
	struct post_id id = { 0 };
	struct place here;

	CHECK(t, place_find(c, &here) && post_add(c, &here, &d, &id));
	CHECK(t, test_end(t));
	return id.v;
}

static bool one(struct test *t, const struct stmt *s, struct args in, struct rows *ret)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, sql_open(c, s, in, ret));
	return sql_next(ret);
}

int64_t programme_number(struct test *t, const struct stmt *s, struct args in)
{
	struct rows r;
	int64_t n = -1;

	if (one(t, s, in, &r)) {
		n = row_int(&r, 0);
		sql_end(&r);
	}
	test_end(t);
	return n;
}

struct str programme_text(struct test *t, const struct stmt *s, struct args in)
{
	struct rows r;
	struct str text = S("");

	if (one(t, s, in, &r)) {
		text = row_str(&r, 0);
		sql_end(&r);
	}
	test_end(t);
	return text;
}

int64_t programme_participant(struct test *t, struct person_id who)
{
	struct participant_id found = { 0 };

	CHECK(t, participant_find(test_ctx(t, who), 10, who, &found) && test_end(t));
	return found.v;
}
