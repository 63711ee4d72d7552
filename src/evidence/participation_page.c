/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/participation_page.h"

#include "core/frozen.h"
#include "core/once.h"
#include "core/place.h"
#include "core/zone.h"
#include "evidence/bundle_page.h"
#include "evidence/strip.h"
#include "evidence/table1_out.h"
#include "site/layout.h"

enum { FROZEN_SHOWN = 100, TITLE_BYTES = 4000, KEY_MAX = 64 };

/* Numbers with decimals, as they are printed. */
struct decimals {
	struct str mean, sd, median;
};

struct participation {
	struct table1 t;
	struct decimals all, said[TABLE1_SAID];
	struct strip strip;
	bool has_strip;
	int64_t pairs;
	struct str ordered;
	const struct measure_study *study; /* to choose from */
	size_t studies;
	struct ctx *ctx;
	struct str zone;
	const struct frozen *frozen;
	size_t frozen_n;
	bool froze; /* just now */
	struct str once, title, title_wrong;
};

#include "study_choice.html.h"

#include "participation.html.h"

static struct decimals decimals_of(struct ctx *c, const struct stats *s)
{
	struct str none = S("–");

	return (struct decimals){
		s->n > 0 ? arena_fmt(c->mem, "%.2f", s->mean) : none,
		s->n > 1 ? arena_fmt(c->mem, "%.2f", s->sd) : none,
		s->n > 0 ? arena_fmt(c->mem, "%.1f", s->median) : none,
	};
}

/* The study that was asked for, or the one with most participants; ret_id is 0 when there is none
   at all. */
static bool choose(struct request *rq, struct measure_study *ret)
{
	struct str name = query_str(rq, "study", MEASURE_NAME_MAX);

	return ctx_ok(rq->ctx) && measure_choose(rq->ctx, name, ret);
}

static bool fill(struct request *rq, const struct measure_study *study, struct participation *p)
{
	struct ctx *c = rq->ctx;
	struct measure_study *all;

	struct frozen *frozen;

	if (!table1_make(c, study, &p->t) || !measure_studies(c, &all, &p->studies)
		|| !frozen_list(c, study->id, FROZEN_SHOWN, &frozen, &p->frozen_n))
		return false;
	p->study = all;
	p->frozen = frozen;
	p->ctx = c;
	p->zone = rq->place->zone.len ? rq->place->zone : S("Europe/London");
	p->all = decimals_of(c, &p->t.all);
	for (size_t i = 0; i < TABLE1_SAID; i++)
		p->said[i] = decimals_of(c, &p->t.said[i].stats);
	p->has_strip = strip_make(c, &p->t, &p->strip);
	p->pairs = p->t.said[TABLE1_ACTIVE].stats.n * p->t.said[TABLE1_LESS].stats.n;
	if (p->t.has_pairs)
		p->ordered = arena_fmt(c->mem, "%.3f", p->t.pairs_ordered);
	return true;
}

static void show(struct request *rq, struct participation *p)
{
	p->once = layout_once(rq);
	p->title_wrong = layout_wrong_at(rq, "title");
	layout_open(rq, S("Participation"));
	layout_wrong(rq);
	view_report(&rq->out, p);
	layout_close(rq);
}

bool participation_page(struct request *rq)
{
	struct participation *p = arena_new(rq->ctx->mem, struct participation, 1);
	struct measure_study study;

	p->froze = query_int(rq, "froze", 0, 1, 0) == 1;
	if (!choose(rq, &study) || (study.id && !fill(rq, &study, p)))
		return false;
	if (study.id) {
		show(rq, p);
		return true;
	}
	layout_open(rq, S("Participation"));
	view_no_study(&rq->out);
	layout_close(rq);
	return true;
}

/* The file that would be downloaded now, and everybody in it. */
static bool freeze(struct ctx *c, const struct participation *p, int64_t *ret)
{
	struct participant_id *who = arena_new(c->mem, struct participant_id, p->t.n);
	struct frozen_draft d = { .study = p->t.study.id,
		.kind = S("participation"),
		.title = p->title,
		.who = who,
		.n = p->t.n };
	struct buf out;

	for (size_t i = 0; i < p->t.n; i++)
		who[i] = p->t.row[i].who.id;
	buf_init(&out, FROZEN_CONTENT_MAX);
	table1_out_csv(&p->t, &out);
	d.content = arena_str(c->mem, buf_str(&out));
	bool whole = !out.spilled;
	buf_free(&out);
	if (!whole)
		return fail(c, FAULT_LIMIT, "This table is too large to be frozen.");
	return frozen_add(c, &d, ret);
}

bool participation_freeze(struct request *rq)
{
	static const char *const names[] = { "once", "title", NULL };
	struct participation *p = arena_new(rq->ctx->mem, struct participation, 1);
	struct ctx *c = rq->ctx;
	struct measure_study study;
	int64_t id = 0;

	if (!choose(rq, &study) || (study.id && !fill(rq, &study, p)))
		return false;
	if (study.id == 0 || p->t.n == 0)
		return fail(c, FAULT_ABSENT, "There is no table to freeze yet.");
	struct str key = form_str(rq, "once", KEY_MAX);
	p->title = form_str(rq, "title", TITLE_BYTES);
	if (form_only(rq, names) && once_find(c, key, rq->body, &id)
		&& (id || (freeze(c, p, &id) && once_keep(c, key, rq->body, id))))
		return request_see(rq,
			URL("/reports/participation?froze=1&study=$#frozen", .word = study.name));
	show(rq, p);
	return false;
}

bool participation_frozen(struct request *rq)
{
	struct str content;
	struct frozen f;

	if (!frozen_get(rq->ctx, path_id(rq, "frozen"), &f, &content))
		return false;
	if (str_eq(f.kind, S("bundle")))
		return bundle_page_send(rq, &f, content);
	buf_add(&rq->out, content);
	rq->type = "text/csv; charset=utf-8";
	rq->download = arena_fmt(rq->ctx->mem, "frozen-%lld-confidential.csv", (long long)f.id);
	return true;
}

bool participation_how(struct request *rq)
{
	layout_open(rq, S("How each number is counted"));
	view_how(&rq->out);
	layout_close(rq);
	return true;
}

/* The table as a file to save. */
static bool download(struct request *rq, const char *end, const char *type,
	void (*out)(const struct table1 *, struct buf *))
{
	struct measure_study study;
	struct table1 t;

	if (!choose(rq, &study))
		return false;
	if (!study.id)
		return fail(rq->ctx, FAULT_ABSENT, "There is no study yet.");
	if (!table1_make(rq->ctx, &study, &t))
		return false;
	out(&t, &rq->out);
	rq->type = type;
	rq->download = arena_fmt(rq->ctx->mem, "participation-%.*s-confidential.%s",
		(int)study.name.len, study.name.at, end);
	return true;
}

bool participation_csv(struct request *rq)
{
	return download(rq, "csv", "text/csv; charset=utf-8", table1_out_csv);
}

bool participation_json(struct request *rq)
{
	return download(rq, "json", "application/json", table1_out_json);
}
