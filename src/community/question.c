/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/question.h"

#include "base/instant.h"
#include "base/utf8.h"
#include "community/post.h"
#include "community/question_word.h"
#include "community/words.h"
#include "core/activity.h"
#include "core/audit.h"
#include "core/once.h"
#include "core/person.h"
#include "core/secret.h"
#include "store/search.h"
#include "store/sql.h"

#include <inttypes.h>

/* Of words and filters together so many hits are looked at for one page. */
enum { LOOKED_AT = 5 * QUESTIONS_PER_PAGE };
/* Of filters alone so many questions. */
enum { FILTERED = 10000 };

static const char kind[] = "question";

#define COLUMNS \
	"SELECT q.id, q.author_id, q.text, q.role, q.byline, q.employer, q.stage, q.year," \
	" q.answers, q.posted_at, q.edited_at, q.deleted_at FROM question q"
#define TYPES "iisssiiiiiii"
#define FITS \
	" AND ($2 = 0 OR f.employer = $2) AND ($3 = 0 OR f.stage = $3) AND ($4 = 0 OR f.year = $4)"

static const struct stmt add = { "question_insert",
	"INSERT INTO question (id, author_id, byline, text, role, employer, stage, year, dice,"
	" posted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
	"iisssiiiii", "" };
static const struct stmt by_id = { "question_by_id", COLUMNS " WHERE q.id = $1", "i", TYPES };
static const struct stmt change = { "question_change",
	"UPDATE question SET text = $2, role = $3, employer = $4, stage = $5, year = $6,"
	" edited_at = $7 WHERE id = $1",
	"issiiii", "" };
static const struct stmt remove_it = { "question_remove",
	"UPDATE question SET deleted_at = $2, removed_by = $3 WHERE id = $1 AND deleted_at = 0",
	"iii", "" };
/* The filters are answered from an index alone, the rows are read for one page. */
static const struct stmt listed = { "question_listed",
	COLUMNS " WHERE q.id IN (SELECT f.id FROM (SELECT n.id, n.employer, n.stage, n.year"
		" FROM question n WHERE n.deleted_at = 0 AND n.id < $1 ORDER BY n.id DESC"
		" LIMIT $6) f WHERE 1 = 1" FITS " ORDER BY f.id DESC LIMIT $5) ORDER BY q.id DESC",
	"iiiiii", TYPES };
/* The last one that was looked at, when there may be more behind it. */
static const struct stmt listed_to = { "question_listed_to",
	"SELECT COALESCE(min(f.id), 0), COUNT(*) FROM (SELECT n.id FROM question n"
	" WHERE n.deleted_at = 0 AND n.id < $1 ORDER BY n.id DESC LIMIT $2) f",
	"ii", "ii" };
static const struct stmt thrown = { "question_thrown",
	COLUMNS " WHERE q.id IN (SELECT f.id FROM question f WHERE f.deleted_at = 0"
		" AND f.dice >= $1" FITS " AND f.id <> $5 ORDER BY f.dice, f.id LIMIT 1)",
	"iiiii", TYPES };
static const struct stmt answers_of = { "question_words",
	"SELECT a.body FROM question_answer a WHERE a.question_id = $1 AND a.deleted_at = 0"
	" AND a.author_id <> $2 ORDER BY a.id",
	"ii", "s" };
static const struct stmt asked_by = { "question_asked_by",
	"SELECT q.id FROM question q WHERE q.author_id = $1 AND q.deleted_at = 0", "i", "i" };
static const struct stmt answered_by = { "question_answered_by",
	"SELECT DISTINCT a.question_id FROM question_answer a JOIN question q"
	" ON q.id = a.question_id WHERE a.author_id = $1 AND q.author_id <> $1"
	" AND q.deleted_at = 0",
	"i", "i" };

static struct question read(const struct rows *r)
{
	return (struct question){ .id = { row_int(r, 0) },
		.author = { row_int(r, 1) },
		.text = row_str(r, 2),
		.role = row_str(r, 3),
		.byline = row_str(r, 4),
		.employer = row_int(r, 5),
		.stage = row_int(r, 6),
		.year = row_int(r, 7),
		.answers = row_int(r, 8),
		.posted_at = row_int(r, 9),
		.edited_at = row_int(r, 10),
		.deleted_at = row_int(r, 11) };
}

static bool find(struct ctx *c, struct question_id id, struct question *ret)
{
	struct rows r;

	if (!sql_one(c, &by_id, ARGS(arg(id.v)), &r))
		return false;
	*ret = read(&r);
	sql_end(&r);
	return true;
}

bool question_get(struct ctx *c, struct question_id id, struct question *ret)
{
	return find(c, id, ret)
		&& (!ret->deleted_at || fail(c, FAULT_ABSENT, "This question was taken out."));
}

/* ---- writing ---- */

static void check_codes(struct ctx *c, const struct question_draft *d)
{
	int64_t this_year = civil_of(c->now).date.year;

	if (d->employer < 0 || d->employer > QUESTION_EMPLOYERS)
		ctx_wrong(c, "employer", "Choose one of the kinds.");
	if (d->stage < 0 || d->stage > QUESTION_STAGES)
		ctx_wrong(c, "stage", "Choose one of the stages.");
	if (d->year != 0 && (d->year < QUESTION_YEAR_LEAST || d->year > this_year))
		ctx_wrong(c, "year", "A year is a number from %d to %d.", QUESTION_YEAR_LEAST,
			(int)this_year);
}

static bool check(struct ctx *c, struct question_draft *d)
{
	if (!utf8_is_text(d->text) || !utf8_is_text(d->role))
		return ctx_wrong(c, "text", "This holds characters that are not text.");
	d->text = words_line(c, d->text);
	d->role = words_line(c, d->role);
	if (words_blank(d->text))
		ctx_wrong(c, "text", "Write the question as it was asked.");
	else if (utf8_length(d->text) > QUESTION_TEXT_MAX)
		ctx_wrong(c, "text", "A question has at most %d letters.", QUESTION_TEXT_MAX);
	if (utf8_length(d->role) > QUESTION_ROLE_MAX)
		ctx_wrong(c, "role", "A job has at most %d letters.", QUESTION_ROLE_MAX);
	check_codes(c, d);
	return ctx_ok(c);
}

/* A number from 0 on that nobody can foresee; the same for the same words. */
static int64_t number_of(struct ctx *c, const char *purpose, struct str words)
{
	struct str token = secret_name(c, purpose, words);
	uint64_t n = 0;

	for (size_t i = 0; i < 12 && i < token.len; i++)
		n = n * 37 + (unsigned char)token.at[i];
	return (int64_t)(n >> 2);
}

static struct str text_of(struct ctx *c, const struct question_draft *d)
{
	return arena_fmt(c->mem, "%.*s\n%.*s\n%" PRId64 " %" PRId64 " %" PRId64, (int)d->text.len,
		d->text.at, (int)d->role.len, d->role.at, d->employer, d->stage, d->year);
}

static bool insert(struct ctx *c, const struct place *p, const struct question_draft *d,
	struct question_id *ret)
{
	struct question_id id = { ctx_id(c) };
	int64_t dice = number_of(c, "dice", arena_fmt(c->mem, "%" PRId64, id.v));

	*ret = id;
	return sql_run(c, &add,
		       ARGS(arg(id.v), arg(c->actor.v), arg(d->byline), arg(d->text), arg(d->role),
			       arg(d->employer), arg(d->stage), arg(d->year), arg(dice),
			       arg(c->now)))
		&& question_index(c, id) && activity_note(c, p, TRACE_POST, OBJECT_QUESTION, id.v);
}

bool question_add(struct ctx *c, const struct place *p, const struct question_draft *draft,
	struct question_id *ret)
{
	struct question_draft d = *draft;
	int64_t earlier = 0;

	if (!check(c, &d))
		return false;
	struct str text = text_of(c, &d);
	if (d.once.len && !once_find(c, d.once, text, &earlier))
		return false;
	if (earlier) {
		ret->v = earlier;
		return true;
	}
	return post_may(c) && insert(c, p, &d, ret)
		&& (d.once.len == 0 || once_keep(c, d.once, text, ret->v));
}

static bool is_own(struct ctx *c, const struct question *q)
{
	return q->author.v == c->actor.v
		|| fail(c, FAULT_DENIED, "Only whoever wrote this can change it.");
}

bool question_edit(struct ctx *c, struct question_id id, const struct question_draft *draft)
{
	struct question_draft d = *draft;
	struct question q;

	return question_get(c, id, &q) && is_own(c, &q) && check(c, &d) && post_may(c)
		&& sql_run(c, &change,
			ARGS(arg(id.v), arg(d.text), arg(d.role), arg(d.employer), arg(d.stage),
				arg(d.year), arg(c->now)))
		&& question_index(c, id);
}

bool question_delete(struct ctx *c, struct question_id id)
{
	struct question q;

	if (!find(c, id, &q))
		return false;
	bool own = q.author.v == c->actor.v;
	if (!own && !(c->roles & ROLE_FACILITATOR))
		return is_own(c, &q);
	if (q.deleted_at)
		return true;
	return sql_run(c, &remove_it,
		       ARGS(arg(id.v), arg(c->now), arg(own ? (int64_t)0 : c->actor.v)))
		&& search_drop(c, id.v)
		&& (own || audit_add(c, "question.remove", "question", id.v, S("")));
}

/* ---- reading ---- */

static bool fits(const struct question_ask *ask, const struct question *q)
{
	return (ask->employer == 0 || ask->employer == q->employer)
		&& (ask->stage == 0 || ask->stage == q->stage)
		&& (ask->year == 0 || ask->year == q->year);
}

static bool filters(const struct question_ask *ask)
{
	return ask->employer || ask->stage || ask->year;
}

/* Filters may leave a page half full though older questions fit: it goes on behind those that were
   looked at. */
static bool go_on(struct ctx *c, const struct question_ask *ask, struct question_page *p)
{
	int64_t before = ask->before ? ask->before : INT64_MAX;
	struct rows r;

	if (p->next || !filters(ask))
		return true;
	if (!sql_one(c, &listed_to, ARGS(arg(before), arg((int64_t)FILTERED)), &r))
		return false;
	if (row_int(&r, 1) == FILTERED)
		p->next = row_int(&r, 0);
	sql_end(&r);
	return true;
}

static bool list_all(struct ctx *c, const struct question_ask *ask, struct question_page *p)
{
	int64_t before = ask->before ? ask->before : INT64_MAX, max = QUESTIONS_PER_PAGE + 1;
	struct rows r;

	if (!sql_open(c, &listed,
		    ARGS(arg(before), arg(ask->employer), arg(ask->stage), arg(ask->year), arg(max),
			    arg((int64_t)FILTERED)),
		    &r))
		return false;
	while (sql_next(&r)) {
		if (p->n == QUESTIONS_PER_PAGE)
			p->next = p->row[p->n - 1].id.v;
		else
			p->row[p->n++] = read(&r);
	}
	return ctx_ok(c) && go_on(c, ask, p);
}

/* What the search found, as far as it fits and is still there. Stops behind the one with which the
   page is full: the next page begins there. */
static bool take(struct ctx *c, const struct question_ask *ask, const struct search_found *f,
	struct question_page *p)
{
	for (size_t i = 0; i < f->n; i++) {
		struct question q;
		if (!find(c, (struct question_id){ f->hit[i].doc.id }, &q))
			return false;
		p->next = q.id.v;
		if (q.deleted_at || !fits(ask, &q))
			continue;
		p->row[p->n++] = q;
		if (p->n == QUESTIONS_PER_PAGE) {
			if (i + 1 == f->n && !f->more)
				p->next = 0;
			return true;
		}
	}
	if (!f->more)
		p->next = 0;
	return true;
}

static bool list_found(struct ctx *c, const struct question_ask *ask, struct question_page *p)
{
	const struct search_scope shelf = { SEARCH_OF_ROUND, QUESTION_SHELF };
	struct search_ask a = { .words = ask->words,
		.scope = &shelf,
		.scopes = 1,
		.kind = str_of(kind),
		.before = ask->before,
		.max = LOOKED_AT,
		.bare = true };
	struct search_found f = { 0 };

	if (!search_find(c, &a, &f))
		return false;
	p->near = f.near;
	p->cut = f.cut;
	return take(c, ask, &f, p);
}

bool question_list(struct ctx *c, const struct question_ask *ask, struct question_page *ret)
{
	struct question_page p = { .row = arena_new(c->mem, struct question, QUESTIONS_PER_PAGE) };
	bool good = words_blank(ask->words) ? list_all(c, ask, &p) : list_found(c, ask, &p);

	*ret = p;
	return good;
}

static bool throw_from(struct ctx *c, int64_t from, const struct question_ask *ask,
	struct question_id but, struct question *ret)
{
	struct rows r;

	if (!sql_open(c, &thrown,
		    ARGS(arg(from), arg(ask->employer), arg(ask->stage), arg(ask->year),
			    arg(but.v)),
		    &r))
		return false;
	if (sql_next(&r)) {
		*ret = read(&r);
		sql_end(&r);
	}
	return ctx_ok(c);
}

bool question_throw(
	struct ctx *c, const struct question_ask *ask, struct question_id but, struct question *ret)
{
	int64_t from = number_of(c, "throw",
		arena_fmt(c->mem, "%" PRId64 " %" PRId64 " %" PRId64, c->actor.v, c->now, but.v));

	*ret = (struct question){ 0 };
	return throw_from(c, from, ask, but, ret) && (ret->id.v || throw_from(c, 0, ask, but, ret));
}

/* ---- the search ---- */

static bool index_without(struct ctx *c, struct question_id id, struct person_id without)
{
	struct question q;
	struct buf body;
	struct rows r;

	if (!question_get(c, id, &q))
		return false;
	buf_init(&body, SEARCH_BODY_MAX);
	buf_fmt(&body, "%.*s\n%s\n%s\n", (int)q.role.len, q.role.at,
		question_word_employer(q.employer), question_word_stage(q.stage));
	if (q.year)
		buf_fmt(&body, "%" PRId64 "\n", q.year);
	bool good = sql_open(c, &answers_of, ARGS(arg(id.v), arg(without.v)), &r);
	while (good && sql_next(&r)) {
		buf_add(&body, row_peek(&r, 0));
		buf_char(&body, '\n');
	}
	struct search_doc d = { .id = id.v,
		.kind = str_of(kind),
		.reach = SEARCH_ROUND,
		.round = QUESTION_SHELF,
		.at = q.posted_at,
		.subject = q.role,
		.byline = q.byline,
		.title = q.text,
		.body = arena_str(c->mem, buf_str(&body)) };
	buf_free(&body);
	return ctx_ok(c) && search_put(c, &d);
}

bool question_index(struct ctx *c, struct question_id id)
{
	return index_without(c, id, (struct person_id){ -1 });
}

enum { MANY = 5000 };

static bool ids_of(struct ctx *c, const struct stmt *s, struct person_id person,
	struct question_id *to, size_t *ret_n)
{
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, s, ARGS(arg(person.v)), &r))
		return false;
	while (n < MANY && sql_next(&r))
		to[n++].v = row_int(&r, 0);
	sql_end(&r);
	*ret_n = n;
	return ctx_ok(c);
}

bool question_forget(struct ctx *c, struct person_id person)
{
	struct question_id *id = arena_new(c->mem, struct question_id, MANY);
	size_t n;

	if (!ids_of(c, &asked_by, person, id, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!search_drop(c, id[i].v))
			return false;
	if (!ids_of(c, &answered_by, person, id, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!index_without(c, id[i], person))
			return false;
	return true;
}
