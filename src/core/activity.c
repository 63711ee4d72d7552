/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/activity.h"

#include "base/instant.h"
#include "core/ledger.h"
#include "core/place.h"
#include "store/sql.h"

/* Rows and columns of activity_insert_many. */
enum { MANY = 16, COLUMNS = 9 };

static const struct stmt activity_insert = { "activity_insert",
	"INSERT INTO activity (participant_id, id, class, channel, round_id, object_kind,"
	" object_id, at, amount)"
	" SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9 WHERE NOT EXISTS (SELECT 1 FROM participant p"
	" JOIN study_class f ON f.study_id = p.study_id WHERE p.id = $1 AND f.class = $3)",
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
static const struct stmt active_set = { "active_set",
	"INSERT INTO activity (participant_id, id, class, channel, round_id, object_kind,"
	" object_id, at, amount)"
	" SELECT v.participant_id, v.id, $3, v.channel, v.round_id, v.object_kind, v.object_id,"
	" v.at, $4 FROM activity v"
	" WHERE v.participant_id = $1 AND v.id = $2 AND v.class = $5"
	" AND NOT EXISTS (SELECT 1 FROM participant p JOIN study_class f"
	" ON f.study_id = p.study_id WHERE p.id = $1 AND f.class = $3)"
	" ON CONFLICT (participant_id, id, class) DO UPDATE SET amount ="
	" CASE WHEN excluded.amount > activity.amount THEN excluded.amount ELSE activity.amount"
	" END",
	"iiiii", "" };
static const struct stmt visit_at = { "visit_at",
	"SELECT participant_id, at FROM activity"
	" WHERE participant_id = $1 AND id = $2 AND class = $3",
	"iii", "ii" };
static const struct stmt visit_of = { "visit_of",
	"SELECT v.participant_id, v.at FROM participant_key k"
	" JOIN activity v ON v.participant_id = k.participant_id"
	" WHERE k.person_id = $1 AND v.id = $2 AND v.class = $3",
	"iii", "ii" };

bool activity_add(struct ctx *c, const struct trace *t)
{
	return t->participant == 0
		|| sql_run(c, &activity_insert,
			ARGS(arg(t->participant), arg(t->id), arg((int64_t)t->class),
				arg((int64_t)t->channel), arg(t->round),
				arg((int64_t)t->object_kind), arg(t->object), arg(t->at),
				arg(t->amount)));
}

static bool add_many(struct ctx *c, const struct trace *t)
{
	struct arg in[MANY * COLUMNS];

	for (size_t i = 0; i < MANY; i++) {
		struct arg *a = &in[i * COLUMNS];
		a[0] = arg(t[i].participant);
		a[1] = arg(t[i].id);
		a[2] = arg((int64_t)t[i].class);
		a[3] = arg((int64_t)t[i].channel);
		a[4] = arg(t[i].round);
		a[5] = arg((int64_t)t[i].object_kind);
		a[6] = arg(t[i].object);
		a[7] = arg(t[i].at);
		a[8] = arg(t[i].amount);
	}
	return sql_run(c, &activity_insert_many, (struct args){ in, MANY * COLUMNS });
}

static bool all_known(const struct trace *t)
{
	for (size_t i = 0; i < MANY; i++)
		if (t[i].participant == 0)
			return false;
	return true;
}

bool activity_add_all(struct ctx *c, const struct trace *t, size_t n)
{
	for (; n >= MANY && all_known(t); t += MANY, n -= MANY)
		if (!add_many(c, t))
			return false;
	for (size_t i = 0; i < n; i++)
		if (!activity_add(c, &t[i]))
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
	if (p->several)
		return sql_open(c, &visit_of,
			ARGS(arg(c->actor.v), arg(view), arg((int64_t)TRACE_VISIT)), r);
	return sql_open(
		c, &visit_at, ARGS(arg(p->participant), arg(view), arg((int64_t)TRACE_VISIT)), r);
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
	int64_t participant = row_int(&r, 0);
	int64_t passed = (c->now - row_int(&r, 1)) / INSTANT_SECOND + 1;
	sql_end(&r);
	int64_t most = passed < ACTIVE_MAX_S ? passed : ACTIVE_MAX_S;
	if (most <= 0)
		return true;
	return sql_run(c, &active_set,
		ARGS(arg(participant), arg(view), arg((int64_t)TRACE_ACTIVE),
			arg(seconds < most ? seconds : most), arg((int64_t)TRACE_VISIT)));
}
