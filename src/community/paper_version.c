/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/paper_version.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "community/paper_file.h"
#include "community/words.h"
#include "core/job.h"
#include "core/person.h"
#include "core/secret.h"
#include "store/sql.h"

#include <stdlib.h>

#define VERSION \
	"paper_id, version, id, state, source, layout, covered, why, file, edition, made_at, " \
	"shown_at"

enum { COVERS_MAX = COVER_SPANS_MAX * 2, COVERS_TEXT_MAX = 1 << 17 };

static const char purpose[] = "paper text";
static const struct job_kind later = { .name = paper_file_job, .lane = JOB_SLOW };

static const struct stmt next = { "paper_version_next",
	"UPDATE paper SET latest = latest + 1 WHERE id = $1 AND author_id = $2 RETURNING latest",
	"ii", "i" };
static const struct stmt insert = { "paper_version_insert",
	"INSERT INTO paper_version (paper_id, version, id, source, state, sealed, covers, made_at)"
	" VALUES ($1, $2, $3, 'paste', 'check', $4, $5, $6)",
	"iiissi", "" };
static const struct stmt by_n = { "paper_version_by_n",
	"SELECT " VERSION " FROM paper_version WHERE paper_id = $1 AND version = $2", "ii",
	"iiisssssiiii" };
static const struct stmt all = { "paper_version_all",
	"SELECT " VERSION " FROM paper_version WHERE paper_id = $1 ORDER BY version LIMIT $2", "ii",
	"iiisssssiiii" };
static const struct stmt sealed_of = { "paper_version_sealed",
	"SELECT sealed FROM paper_version WHERE paper_id = $1 AND version = $2", "ii", "s" };
static const struct stmt covers_of = { "paper_version_covers",
	"SELECT covers FROM paper_version WHERE paper_id = $1 AND version = $2", "ii", "s" };
static const struct stmt set_covers = { "paper_version_set_covers",
	"UPDATE paper_version SET covers = $4, edition = edition + 1 WHERE paper_id = $1"
	" AND version = $2 AND edition = $3 AND state = 'check'",
	"iiis", "" };
static const struct stmt show = { "paper_version_show",
	"UPDATE paper_version SET covered = $3, state = 'shown', shown_at = $4 WHERE paper_id = $1"
	" AND version = $2 AND state = 'painting'",
	"iisi", "" };
static const struct stmt begin_show = { "paper_version_begin_show",
	"UPDATE paper_version SET state = 'painting' WHERE paper_id = $1 AND version = $2"
	" AND state = 'check'",
	"ii", "" };
static const struct stmt hide = { "paper_version_hide",
	"UPDATE paper_version SET covered = '', state = 'check', shown_at = 0,"
	" edition = edition + 1 WHERE paper_id = $1 AND version = $2 AND state = 'shown'",
	"ii", "" };
static const struct stmt newest = { "paper_version_newest",
	"UPDATE paper SET shown = COALESCE((SELECT max(v.version) FROM paper_version v"
	" WHERE v.paper_id = paper.id AND v.state = 'shown'), 0), shown_at = COALESCE((SELECT"
	" max(v.shown_at) FROM paper_version v WHERE v.paper_id = paper.id AND v.state ="
	" 'shown'), 0) WHERE id = $1",
	"i", "" };

static const char *const states[] = { "preparing", "failed", "check", "painting", "shown" };

static enum paper_state state_of(struct str word)
{
	for (int i = 0; i < (int)(sizeof states / sizeof *states); i++)
		if (str_eq(word, str_of(states[i])))
			return (enum paper_state)i;
	return PAPER_FAILED;
}

static struct paper_version read(const struct rows *r)
{
	struct paper_version v = { .paper = { row_int(r, 0) },
		.n = row_int(r, 1),
		.id = row_int(r, 2),
		.state = state_of(row_peek(r, 3)),
		.source = row_str(r, 4),
		.layout = row_str(r, 5),
		.covered = row_str(r, 6),
		.why = row_str(r, 7),
		.file = row_int(r, 8),
		.edition = row_int(r, 9),
		.made_at = row_int(r, 10),
		.shown_at = row_int(r, 11) };

	v.pasted = str_eq(v.source, S("paste"));
	return v;
}

bool paper_version_get(struct ctx *c, struct paper_id paper, int64_t n, struct paper_version *ret)
{
	struct rows r;

	if (!sql_one(c, &by_n, ARGS(arg(paper.v), arg(n)), &r))
		return false;
	*ret = read(&r);
	sql_end(&r);
	return true;
}

bool paper_version_list(
	struct ctx *c, struct paper_id paper, struct paper_version **ret, size_t *ret_n)
{
	struct paper_version *v = arena_new(c->mem, struct paper_version, PAPER_VERSIONS_MAX);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &all, ARGS(arg(paper.v), arg((int64_t)PAPER_VERSIONS_MAX)), &r))
		return false;
	while (n < PAPER_VERSIONS_MAX && sql_next(&r))
		v[n++] = read(&r);
	sql_end(&r);
	*ret = v;
	*ret_n = n;
	return ctx_ok(c);
}

/* ---- covers, as they are kept: «at len kind on», a line each ---- */

static struct str covers_text(struct ctx *c, const struct paper_covers *p)
{
	struct buf out;

	buf_init(&out, COVERS_TEXT_MAX);
	for (size_t i = 0; i < p->n; i++)
		buf_fmt(&out, "%zu %zu %d %d\n", p->at[i].span.at, p->at[i].span.len,
			(int)p->at[i].span.kind, p->at[i].on);
	struct str text = arena_str(c->mem, buf_str(&out));
	buf_free(&out);
	return text;
}

static bool number(struct str *line, int64_t max, int64_t *ret)
{
	return str_to_int(str_cut(line, ' '), ret) && *ret <= max;
}

static bool covers_read(struct ctx *c, struct str text, struct paper_covers *ret)
{
	struct paper_covers p = { arena_new(c->mem, struct paper_cover, COVERS_MAX + 1), 0 };

	while (text.len > 0 && p.n < COVERS_MAX) {
		struct str line = str_cut(&text, '\n');
		int64_t at, len, kind, on;
		if (!number(&line, COVER_TEXT_MAX, &at) || !number(&line, COVER_TEXT_MAX, &len)
			|| !number(&line, COVER_KINDS - 1, &kind) || !number(&line, 1, &on))
			return fail(c, FAULT_INTERNAL, "a cover that cannot be read");
		p.at[p.n++] =
			(struct paper_cover){ { (size_t)at, (size_t)len, (enum cover_kind)kind },
				on != 0 };
	}
	*ret = p;
	return true;
}

static struct paper_covers covers_of_spans(
	struct ctx *c, const struct cover_spans *a, const struct cover_spans *b)
{
	struct paper_covers p = { arena_new(c->mem, struct paper_cover, a->n + b->n + 1),
		a->n + b->n };

	for (size_t i = 0; i < p.n; i++)
		p.at[i] = (struct paper_cover){ i < a->n ? a->at[i] : b->at[i - a->n], true };
	return p;
}

static int by_place(const void *a, const void *b)
{
	const struct paper_cover *x = a, *y = b;

	return x->span.at < y->span.at ? -1 : x->span.at > y->span.at;
}

/* What overlaps becomes one, and is covered when one of the two was. */
static void covers_join(struct paper_covers *p)
{
	size_t n = 0;

	qsort(p->at, p->n, sizeof *p->at, by_place);
	for (size_t i = 0; i < p->n; i++) {
		struct paper_cover *last = n ? &p->at[n - 1] : NULL, x = p->at[i];
		if (!last || x.span.at >= last->span.at + last->span.len) {
			p->at[n++] = x;
			continue;
		}
		if (x.span.at + x.span.len > last->span.at + last->span.len)
			last->span.len = x.span.at + x.span.len - last->span.at;
		last->on = last->on || x.on;
	}
	p->n = n;
}

bool paper_version_covers(struct ctx *c, const struct paper_version *v, struct paper_covers *ret)
{
	struct rows r;

	if (!sql_one(c, &covers_of, ARGS(arg(v->paper.v), arg(v->n)), &r))
		return false;
	struct str text = row_str(&r, 0);
	sql_end(&r);
	return covers_read(c, text, ret);
}

struct str paper_version_seen(struct ctx *c, struct str text, const struct paper_covers *p)
{
	struct cover_spans s = { arena_new(c->mem, struct cover_span, p->n + 1), 0 };

	for (size_t i = 0; i < p->n; i++)
		if (p->at[i].on && p->at[i].span.at < text.len)
			s.at[s.n++] = p->at[i].span;
	return cover_text(c, text, &s);
}

bool paper_version_text(struct ctx *c, const struct paper_version *v, struct str *ret)
{
	struct rows r;

	if (!sql_one(c, &sealed_of, ARGS(arg(v->paper.v), arg(v->n)), &r))
		return false;
	struct str sealed = row_str(&r, 0);
	sql_end(&r);
	return secret_unseal(c, purpose, v->id, sealed, ret);
}

bool paper_version_open(struct ctx *c, struct person_id person, struct str kept, struct str *ret)
{
	struct str sealed = kept, id = str_cut(&sealed, ' ');
	int64_t n;

	(void)person; /* the list asked only for their own */
	*ret = S("");
	if (sealed.len == 0) /* a file that is not read yet */
		return true;
	return str_to_int(id, &n) && secret_unseal(c, purpose, n, sealed, ret);
}

/* ---- a new one ---- */

static bool fits(struct ctx *c, struct str text)
{
	size_t lines = 1, begun = 0;
	bool wide = false;

	if (!utf8_is_text(text))
		return ctx_wrong(c, "text", "There is a sign in this that is not text.");
	if (words_blank(text))
		return ctx_wrong(c, "text", "Paste the text first: there is nothing here yet.");
	for (size_t i = 0; i <= text.len; i++)
		if (i == text.len || text.at[i] == '\n') {
			lines += i < text.len;
			wide = wide || i - begun > PAPER_LINE_MAX;
			begun = i + 1;
		}
	if (utf8_length(text) > PAPER_TEXT_MAX || lines > PAPER_LINES_MAX || wide)
		return ctx_wrong(c, "text",
			"This is too long for the clinic: %d letters on %d lines are the most.",
			PAPER_TEXT_MAX, PAPER_LINES_MAX);
	return true;
}

bool paper_version_next(struct ctx *c, struct paper_id paper, int64_t *ret)
{
	struct rows r;

	if (!sql_one(c, &next, ARGS(arg(paper.v), arg(c->actor.v)), &r))
		return false;
	*ret = row_int(&r, 0);
	sql_end(&r);
	return *ret <= PAPER_VERSIONS_MAX
		|| fail(c, FAULT_CONFLICT,
			"This has %d versions, and that is the most. Withdraw it and bring the "
			"newest as a new one.",
			PAPER_VERSIONS_MAX);
}

struct str paper_version_seal(struct ctx *c, int64_t id, struct str text)
{
	return secret_seal(c, purpose, id, text);
}

bool paper_version_found(struct ctx *c, struct person_id who, struct str text,
	const struct cover_spans *more, struct str *ret)
{
	struct cover_spans s = { 0 };
	struct person p;

	if (!person_get(c, who, &p))
		return false;
	struct str names = arena_fmt(c->mem, "%.*s %.*s", (int)p.name.len, p.name.at,
		(int)p.shown_name.len, p.shown_name.at);
	if (!cover_find(c, text, names, &s))
		return false;
	struct paper_covers whole = covers_of_spans(c, &s, more);
	covers_join(&whole);
	*ret = covers_text(c, &whole);
	return true;
}

bool paper_version_paste(struct ctx *c, struct paper_id paper, struct str text, int64_t *ret_n)
{
	int64_t id = ctx_id(c), n;
	const struct cover_spans none = { 0 };
	struct str covers;

	text = words_tidy(c, text);
	if (!ctx_ok(c) || !fits(c, text) || !paper_may(c) || !paper_version_next(c, paper, &n)
		|| !paper_version_found(c, c->actor, text, &none, &covers))
		return false;
	if (!sql_run(c, &insert,
		    ARGS(arg(paper.v), arg(n), arg(id), arg(secret_seal(c, purpose, id, text)),
			    arg(covers), arg(c->now))))
		return false;
	*ret_n = n;
	return true;
}

/* ---- what its owner does with it ---- */

static bool meanwhile(struct ctx *c)
{
	return fail(c, FAULT_CONFLICT,
		"This was changed on another page of yours in the meantime. What you see now is "
		"how it stands: look once more, and then go on.");
}

static bool add_words(struct ctx *c, struct str text, struct str words, struct paper_covers *p)
{
	struct cover_spans own = { 0 };

	while (words.len > 0)
		if (!cover_words(c, text, str_cut(&words, '\n'), &own))
			return false;
	if (p->n + own.n > COVERS_MAX)
		return fail(c, FAULT_LIMIT, "There are more places to cover than can be kept.");
	for (size_t i = 0; i < own.n; i++)
		p->at[p->n++] = (struct paper_cover){ own.at[i], true };
	covers_join(p);
	return true;
}

bool paper_version_cover(struct ctx *c, const struct paper_version *v, int64_t edition,
	const bool *on, struct str words)
{
	struct paper_covers p = { 0 };
	struct str text;
	int64_t n = 0;

	if (edition != v->edition || v->state != PAPER_CHECK)
		return meanwhile(c);
	if (!paper_version_text(c, v, &text) || !paper_version_covers(c, v, &p))
		return false;
	for (size_t i = 0; i < p.n; i++)
		p.at[i].on = on[i];
	if (!add_words(c, text, words, &p))
		return false;
	if (!sql_count(c, &set_covers,
		    ARGS(arg(v->paper.v), arg(v->n), arg(edition), arg(covers_text(c, &p))), &n))
		return false;
	return n == 1 || meanwhile(c);
}

bool paper_version_finish(struct ctx *c, const struct paper_version *v, bool *ret_done)
{
	struct paper_covers p = { 0 };
	struct str text;
	int64_t n = 0;

	if (!paper_version_text(c, v, &text) || !paper_version_covers(c, v, &p))
		return false;
	struct str seen = paper_version_seen(c, text, &p);
	if (!sql_count(c, &show, ARGS(arg(v->paper.v), arg(v->n), arg(seen), arg(c->now)), &n))
		return false;
	*ret_done = n == 1;
	return sql_run(c, &newest, ARGS(arg(v->paper.v)));
}

bool paper_version_show(struct ctx *c, const struct paper_version *v)
{
	bool done;
	int64_t n = 0;

	if (!sql_count(c, &begin_show, ARGS(arg(v->paper.v), arg(v->n)), &n))
		return false;
	if (n != 1)
		return meanwhile(c);
	if (!v->pasted)
		return job_add(c, &later, v->id, c->now);
	return paper_version_finish(c, v, &done);
}

bool paper_version_hide(struct ctx *c, const struct paper_version *v)
{
	return paper_file_unpaint(c, v) && sql_run(c, &hide, ARGS(arg(v->paper.v), arg(v->n)))
		&& sql_run(c, &newest, ARGS(arg(v->paper.v)));
}
