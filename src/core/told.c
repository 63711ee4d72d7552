/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/told.h"

#include "base/buf.h"
#include "core/secret.h"
#include "store/sql.h"
#include "store/writer.h"

enum { ANSWER_MAX = 1 << 20 };

static const struct stmt find = { "told_find",
	"SELECT answer, at, wait FROM told WHERE question = $1", "s", "sii" };
static const struct stmt put = { "told_put",
	"INSERT INTO told (question, answer, at, wait) VALUES ($1, $2, $3, $4)"
	" ON CONFLICT (question) DO UPDATE SET answer = excluded.answer, at = excluded.at,"
	" wait = excluded.wait",
	"ssii", "" };

/* ---- as text: for each part «rows», for each row «true shown bytes name» ---- */

static struct str write_answer(struct ctx *c, const struct told *a)
{
	struct buf out;

	buf_init(&out, ANSWER_MAX);
	buf_fmt(&out, "%lld %lld %zu\n", (long long)a->total.n, (long long)a->total.shown,
		a->parts);
	for (size_t i = 0; i < a->parts; i++) {
		buf_fmt(&out, "%zu\n", a->part[i].n);
		for (size_t k = 0; k < a->part[i].n; k++) {
			const struct told_row *r = &a->part[i].row[k];
			buf_fmt(&out, "%lld %lld %zu ", (long long)r->cell.n,
				(long long)r->cell.shown, r->name.len);
			buf_add(&out, r->name);
			buf_char(&out, '\n');
		}
	}
	struct str text = arena_str(c->mem, buf_str(&out));
	if (out.spilled)
		(void)!fail(c, FAULT_LIMIT, "This table is too large to be told.");
	buf_free(&out);
	return text;
}

/* The next number; what is hidden is -1. */
static int64_t number(struct str *text, char end)
{
	struct str word = str_cut(text, end);
	bool minus = str_starts(word, S("-"));
	int64_t n = 0;

	if (minus)
		word = (struct str){ word.at + 1, word.len - 1 };
	return str_to_int(word, &n) ? (minus ? -n : n) : 0;
}

static void read_part(struct ctx *c, struct str *text, struct told_part *ret)
{
	ret->n = (size_t)number(text, '\n');
	ret->row = arena_new(c->mem, struct told_row, ret->n + 1);
	for (size_t k = 0; k < ret->n; k++) {
		struct told_row *r = &ret->row[k];
		r->cell.n = number(text, ' ');
		r->cell.shown = number(text, ' ');
		size_t len = (size_t)number(text, ' ');
		len = len < text->len ? len : text->len;
		r->name = (struct str){ text->at, len };
		*text = (struct str){ text->at + len, text->len - len };
		(void)str_cut(text, '\n');
	}
}

static struct told read_answer(struct ctx *c, struct str text, int64_t at)
{
	struct told a = { .at = at };

	a.total.n = number(&text, ' ');
	a.total.shown = number(&text, ' ');
	a.parts = (size_t)number(&text, '\n');
	a.part = arena_new(c->mem, struct told_part, a.parts + 1);
	for (size_t i = 0; i < a.parts; i++)
		read_part(c, &text, &a.part[i]);
	return a;
}

/* ---- how many people changed: at least so many, whoever they were ---- */

static const struct told_row *row_of(const struct told_part *p, struct str name)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->row[i].name, name))
			return &p->row[i];
	return NULL;
}

int64_t told_shown(const struct told_part *p, struct str name)
{
	const struct told_row *r = row_of(p, name);

	return r ? r->cell.shown : DISCLOSE_HIDDEN;
}

/* Of one part how many came to cells that grew; the largest growth of one cell. */
struct growth {
	int64_t all, one;
};

static struct growth growth_of(const struct told_part *from, const struct told_part *to)
{
	struct growth g = { 0 };

	for (size_t i = 0; i < to->n; i++) {
		const struct told_row *was = row_of(from, to->row[i].name);
		int64_t more = to->row[i].cell.n - (was ? was->cell.n : 0);
		g.all += more > 0 ? more : 0;
		g.one = more > g.one ? more : g.one;
	}
	return g;
}

static int64_t most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t changed(const struct told *was, const struct told_question *q)
{
	int64_t n = 0;

	if (q->counts)
		n = most(q->people - was->total.n, was->total.n - q->people);
	for (size_t i = 0; i < q->parts && i < was->parts; i++) {
		struct growth up = growth_of(&was->part[i], &q->part[i]);
		struct growth down = growth_of(&q->part[i], &was->part[i]);
		n = most(n, q->counts ? most(up.one, down.one) : most(up.all, down.all));
	}
	return n;
}

/* ---- telling ---- */

static void show_parts(struct ctx *c, struct told *a)
{
	struct disclose_part *d = arena_new(c->mem, struct disclose_part, a->parts + 1);

	for (size_t i = 0; i < a->parts; i++) {
		struct told_part *p = &a->part[i];
		d[i] = (struct disclose_part){ arena_new(c->mem, struct disclose_cell, p->n + 1),
			p->n, p->fixed };
		for (size_t k = 0; k < p->n; k++)
			d[i].cell[k] = p->row[k].cell;
	}
	disclose_parts(d, a->parts, &a->total);
	for (size_t i = 0; i < a->parts; i++)
		for (size_t k = 0; k < a->part[i].n; k++)
			a->part[i].row[k].cell = d[i].cell[k];
}

static struct told make(struct ctx *c, const struct told_question *q)
{
	struct told a = { .at = c->now, .parts = q->parts };

	a.part = arena_new(c->mem, struct told_part, q->parts + 1);
	for (size_t i = 0; i < q->parts; i++) {
		a.part[i] = q->part[i];
		a.part[i].row = arena_new(c->mem, struct told_row, q->part[i].n + 1);
		for (size_t k = 0; k < q->part[i].n; k++)
			a.part[i].row[k] = q->part[i].row[k];
	}
	if (!q->counts) {
		show_parts(c, &a);
		return a;
	}
	a.total = (struct disclose_cell){ q->people, disclose_count(q->people) };
	for (size_t i = 0; i < a.parts; i++)
		for (size_t k = 0; k < a.part[i].n; k++) {
			struct disclose_cell *cell = &a.part[i].row[k].cell;
			cell->shown = disclose_count_of(cell->n, q->people);
		}
	return a;
}

struct asking {
	const struct told_question *q;
	struct told *ret;
	bool stands; /* there is an answer, and not enough has changed */
};

static bool look(struct ctx *c, struct asking *a)
{
	struct rows r;

	a->stands = false;
	if (!sql_open(c, &find, ARGS(arg(a->q->key)), &r))
		return false;
	if (!sql_next(&r))
		return ctx_ok(c);
	struct told was = read_answer(c, row_str(&r, 0), row_int(&r, 1));
	int64_t wait = row_int(&r, 2);
	sql_end(&r);
	a->stands = was.parts == a->q->parts && changed(&was, a->q) < wait;
	if (a->stands)
		*a->ret = was;
	return true;
}

/* Looks again: somebody else may have been told meanwhile. */
static bool tell(struct ctx *c, void *data)
{
	struct asking *a = data;

	if (!look(c, a))
		return false;
	if (a->stands)
		return true;
	struct told now = make(c, a->q);
	int64_t wait = TOLD_CHANGED + secret_token(c).at[0] % TOLD_DRAWN;
	if (!sql_run(c, &put,
		    ARGS(arg(a->q->key), arg(write_answer(c, &now)), arg(now.at), arg(wait))))
		return false;
	*a->ret = now;
	return true;
}

struct writing {
	bool (*work)(struct ctx *c, void *data);
	void *data;
};

static void run(struct unit *u)
{
	const struct writing *w = u->data;

	(void)!w->work(u->c, w->data);
}

/* In a unit of work that writes: this one, or one that the writer serves. */
static bool write_it(struct ctx *c, bool (*work)(struct ctx *, void *), void *data)
{
	struct writing writing = { work, data };

	if (tx_writes(c->db))
		return work(c, data);
	if (!c->house || !c->house->writer)
		return fail(c, FAULT_BUSY, "This cannot be told just now. Please try again.");
	struct ctx w = { .mem = c->mem, .now = c->now, .ids = c->ids, .house = c->house };
	struct unit u = { .c = &w, .run = run, .data = &writing };
	return writer_wait(c->house->writer, &u)
		|| fail(c, FAULT_BUSY, "This cannot be told just now. Please try again.");
}

bool told_ask(struct ctx *c, const struct told_question *q, struct told *ret)
{
	struct asking a = { .q = q, .ret = ret };

	if (!look(c, &a))
		return false;
	if (a.stands)
		return true;
	return write_it(c, tell, &a);
}

/* ---- what is no count ---- */

struct keeping {
	struct str key, answer;
	int64_t instead_of;
	struct str *ret;
	int64_t *ret_at;
};

bool told_last(struct ctx *c, struct str key, struct str *ret, int64_t *ret_at)
{
	struct rows r;

	if (!sql_open(c, &find, ARGS(arg(key)), &r))
		return false;
	*ret = S("");
	*ret_at = 0;
	if (sql_next(&r)) {
		*ret = row_str(&r, 0);
		*ret_at = row_int(&r, 1);
		sql_end(&r);
	}
	return ctx_ok(c);
}

static bool keep(struct ctx *c, void *data)
{
	struct keeping *k = data;

	if (!told_last(c, k->key, k->ret, k->ret_at))
		return false;
	if (*k->ret_at != k->instead_of)
		return true;
	*k->ret = k->answer;
	*k->ret_at = c->now;
	return sql_run(c, &put, ARGS(arg(k->key), arg(k->answer), arg(c->now), arg((int64_t)0)));
}

bool told_keep(struct ctx *c, struct str key, int64_t instead_of, struct str answer,
	struct str *ret, int64_t *ret_at)
{
	struct keeping k = { key, answer, instead_of, ret, ret_at };

	*ret_at = instead_of;
	return write_it(c, keep, &k);
}
