/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/activity.h"

#include "base/instant.h"
#include "core/key.h"
#include "core/ledger.h"
#include "core/place.h"
#include "store/sql.h"

#include <stdlib.h>

/* Rows and columns of activity_insert_many. */
enum { MANY = 16, COLUMNS = 9 };

/* The study of participant $1 collects traces of class $3. */
#define NOT_OFF \
	" AND NOT EXISTS (SELECT 1 FROM participant p JOIN study_class f" \
	" ON f.study_id = p.study_id WHERE p.id = $1 AND f.class = $3)"

static const struct stmt activity_insert = { "activity_insert",
	"INSERT INTO activity (participant_id, id, class, channel, round_id, object_kind,"
	" object_id, at, amount)"
	" SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9 WHERE 1 = 1" NOT_OFF,
	"iiiiiiiii", "" };
static const struct stmt activity_insert_many = { "activity_insert_many",
	"INSERT INTO activity (participant_id, id, class, channel, round_id, object_kind,"
	" object_id, at, amount) VALUES"
	" ($1, $2, $3, $4, $5, $6, $7, $8, $9),"
	" ($10, $11, $12, $13, $14, $15, $16, $17, $18),"
	" ($19, $20, $21, $22, $23, $24, $25, $26, $27),"
	" ($28, $29, $30, $31, $32, $33, $34, $35, $36),"
	" ($37, $38, $39, $40, $41, $42, $43, $44, $45),"
	" ($46, $47, $48, $49, $50, $51, $52, $53, $54),"
	" ($55, $56, $57, $58, $59, $60, $61, $62, $63),"
	" ($64, $65, $66, $67, $68, $69, $70, $71, $72),"
	" ($73, $74, $75, $76, $77, $78, $79, $80, $81),"
	" ($82, $83, $84, $85, $86, $87, $88, $89, $90),"
	" ($91, $92, $93, $94, $95, $96, $97, $98, $99),"
	" ($100, $101, $102, $103, $104, $105, $106, $107, $108),"
	" ($109, $110, $111, $112, $113, $114, $115, $116, $117),"
	" ($118, $119, $120, $121, $122, $123, $124, $125, $126),"
	" ($127, $128, $129, $130, $131, $132, $133, $134, $135),"
	" ($136, $137, $138, $139, $140, $141, $142, $143, $144)",
	"iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
	"iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
	"iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
	"iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
	"" };
/* Who is nobody any more (core/sever) has nothing added. */
static const struct stmt class_off = { "class_off",
	"SELECT COUNT(f.class) + 1 - COUNT(DISTINCT p.id) FROM participant p"
	" LEFT JOIN study_class f ON f.study_id = p.study_id AND f.class = $2 WHERE p.id = $1",
	"ii", "i" };
static const struct stmt total_add = { "activity_total_add",
	"INSERT INTO activity_total (participant_id, class, round_id, n, amount)"
	" VALUES ($1, $2, $3, $4, $5) ON CONFLICT (participant_id, class, round_id) DO UPDATE SET"
	" n = activity_total.n + excluded.n, amount = activity_total.amount + excluded.amount",
	"iiiii", "" };
/* What is known of the seconds of a view comes with the view. */
#define VIEW "SELECT v.participant_id, v.at, v.round_id, COALESCE(s.amount, -1) FROM "
#define SECONDS \
	" LEFT JOIN activity s ON s.participant_id = v.participant_id AND s.id = v.id" \
	" AND s.class = $4"
static const struct stmt visit_at = { "visit_at",
	VIEW "activity v" SECONDS " WHERE v.participant_id = $1 AND v.id = $2 AND v.class = $3",
	"iiii", "iiii" };
static const struct stmt visit_of = { "visit_of",
	VIEW "open_key k JOIN activity v ON v.participant_id = k.participant_id" SECONDS
	     " WHERE k.person_id = $1 AND v.id = $2 AND v.class = $3",
	"iiii", "iiii" };
static const struct stmt active_add = { "active_add",
	"INSERT INTO activity (participant_id, id, class, channel, round_id, object_kind,"
	" object_id, at, amount)"
	" SELECT v.participant_id, v.id, $3, v.channel, v.round_id, v.object_kind, v.object_id,"
	" v.at, $4 FROM activity v"
	" WHERE v.participant_id = $1 AND v.id = $2 AND v.class = $5" NOT_OFF
	" ON CONFLICT (participant_id, id, class) DO NOTHING",
	"iiiii", "" };
static const struct stmt active_grow = { "active_grow",
	"UPDATE activity SET amount = $4 WHERE participant_id = $1 AND id = $2"
	" AND class = $3" NOT_OFF,
	"iiii", "" };

/* The sums that a report reads: of one participant, class and round. */
static bool total(struct ctx *c, const struct trace *t, int64_t n, int64_t amount)
{
	return sql_run(c, &total_add,
		ARGS(arg(t->participant), arg((int64_t)t->class), arg(t->round), arg(n),
			arg(amount)));
}

/* ret_n is 0 when the study does not collect this class. */
static bool insert(struct ctx *c, const struct trace *t, int64_t *ret_n)
{
	return sql_count(c, &activity_insert,
		ARGS(arg(t->participant), arg(t->id), arg((int64_t)t->class),
			arg((int64_t)t->channel), arg(t->round), arg((int64_t)t->object_kind),
			arg(t->object), arg(t->at), arg(t->amount)),
		ret_n);
}

bool activity_add(struct ctx *c, const struct trace *t)
{
	int64_t n = 0;

	if (t->participant == 0)
		return true;
	return insert(c, t, &n) && (n == 0 || total(c, t, 1, t->amount));
}

static bool insert_many(struct ctx *c, const struct trace *const *t)
{
	struct arg in[MANY * COLUMNS];

	for (size_t i = 0; i < MANY; i++) {
		struct arg *a = &in[i * COLUMNS];
		a[0] = arg(t[i]->participant);
		a[1] = arg(t[i]->id);
		a[2] = arg((int64_t)t[i]->class);
		a[3] = arg((int64_t)t[i]->channel);
		a[4] = arg(t[i]->round);
		a[5] = arg((int64_t)t[i]->object_kind);
		a[6] = arg(t[i]->object);
		a[7] = arg(t[i]->at);
		a[8] = arg(t[i]->amount);
	}
	return sql_run(c, &activity_insert_many, (struct args){ in, MANY * COLUMNS });
}

/* In the order of the table's key but for the id, so that each sum is touched once. */
static int by_total(const void *x, const void *y)
{
	const struct trace *a = *(const struct trace *const *)x,
			   *b = *(const struct trace *const *)y;

	if (a->participant != b->participant)
		return a->participant < b->participant ? -1 : 1;
	if (a->class != b->class)
		return a->class < b->class ? -1 : 1;
	if (a->round != b->round)
		return a->round < b->round ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

static bool same_total(const struct trace *a, const struct trace *b)
{
	return a->participant == b->participant && a->class == b->class && a->round == b->round;
}

static bool is_off(struct ctx *c, const struct trace *t, bool *ret)
{
	struct rows r;

	if (!sql_one(c, &class_off, ARGS(arg(t->participant), arg((int64_t)t->class)), &r))
		return false;
	*ret = row_int(&r, 0) > 0;
	sql_end(&r);
	return true;
}

/* Leaves what is collected, in its order, and adds it to the sums. */
static bool add_totals(struct ctx *c, const struct trace **t, size_t n, size_t *ret_n)
{
	size_t kept = 0;

	for (size_t i = 0, from = 0; from < n; from = i) {
		const struct trace *first = t[from];
		int64_t amount = 0;
		bool off;
		for (i = from; i < n && same_total(first, t[i]); i++)
			amount += t[i]->amount;
		if (!is_off(c, first, &off)
			|| (!off && !total(c, first, (int64_t)(i - from), amount)))
			return false;
		for (size_t k = from; k < i && !off; k++)
			t[kept++] = t[k];
	}
	*ret_n = kept;
	return true;
}

bool activity_add_all(struct ctx *c, const struct trace *t, size_t n)
{
	const struct trace **at = arena_new(c->mem, const struct trace *, n + 1);
	size_t known = 0, i = 0;
	int64_t one;

	for (size_t k = 0; k < n; k++)
		if (t[k].participant != 0)
			at[known++] = &t[k];
	qsort(at, known, sizeof *at, by_total);
	if (!add_totals(c, at, known, &known))
		return false;
	for (; known - i >= MANY; i += MANY)
		if (!insert_many(c, &at[i]))
			return false;
	for (; i < known; i++)
		if (!insert(c, at[i], &one))
			return false;
	return true;
}

static struct trace trace_of(struct ctx *c, const struct place *p, enum trace_class class,
	enum trace_object kind, int64_t object)
{
	return (struct trace){ .participant = p->participant,
		.id = ctx_id(c),
		.round = p->noted,
		.object = object,
		.at = c->now,
		.amount = 1,
		.class = class,
		.channel = CHANNEL_WEB,
		.object_kind = kind };
}

bool activity_note(struct ctx *c, const struct place *p, enum trace_class class,
	enum trace_object kind, int64_t object)
{
	struct trace t = trace_of(c, p, class, kind, object);

	return activity_add(c, &t);
}

int64_t activity_visit(struct ctx *c, const struct place *p, enum trace_object kind, int64_t object)
{
	if (p->participant == 0 || p->off & (int64_t)1 << TRACE_VISIT)
		return 0;
	struct trace t = trace_of(c, p, TRACE_VISIT, kind, object);
	bool timed = !(p->off & (int64_t)1 << TRACE_ACTIVE);
	return activity_soon(c, &t) && timed ? t.id : 0;
}

bool activity_soon(struct ctx *c, const struct trace *t)
{
	if (!c->house || !c->house->ledger)
		return activity_add(c, t);
	ledger_add(c->house->ledger, t);
	return true;
}

/* Who is in several rounds may have looked at one of another study, where they are another
   participant. */
static bool open_visit(struct ctx *c, const struct place *p, int64_t view, struct rows *r)
{
	const struct stmt *s = p->several ? &visit_of : &visit_at;
	int64_t who = p->several ? c->actor.v : p->participant;

	return (!p->several || key_open_person(c, c->actor))
		&& sql_open(c, s,
			ARGS(arg(who), arg(view), arg((int64_t)TRACE_VISIT),
				arg((int64_t)TRACE_ACTIVE)),
			r);
}

/* was is -1 for a view of which nothing was known. */
static bool grow(struct ctx *c, const struct trace *t, int64_t was)
{
	int64_t class = TRACE_ACTIVE, n = 0;

	if (was < 0)
		return sql_count(c, &active_add,
			       ARGS(arg(t->participant), arg(t->id), arg(class), arg(t->amount),
				       arg((int64_t)TRACE_VISIT)),
			       &n)
			&& (n == 0 || total(c, t, 1, t->amount));
	return sql_count(c, &active_grow,
		       ARGS(arg(t->participant), arg(t->id), arg(class), arg(t->amount)), &n)
		&& (n == 0 || total(c, t, 0, t->amount - was));
}

bool activity_active(struct ctx *c, const struct place *p, int64_t view, int64_t seconds)
{
	struct rows r;

	if ((p->participant == 0 && !p->several) || view <= 0 || seconds <= 0)
		return true;
	if (!open_visit(c, p, view, &r))
		return false;
	if (!sql_next(&r))
		return ctx_ok(c);
	int64_t passed = (c->now - row_int(&r, 1)) / INSTANT_SECOND + 1;
	int64_t most = passed < ACTIVE_MAX_S ? passed : ACTIVE_MAX_S, was = row_int(&r, 3);
	struct trace t = { .participant = row_int(&r, 0),
		.id = view,
		.round = row_int(&r, 2),
		.amount = seconds < most ? seconds : most,
		.class = TRACE_ACTIVE };
	sql_end(&r);
	return t.amount <= 0 || t.amount <= was || grow(c, &t, was);
}
