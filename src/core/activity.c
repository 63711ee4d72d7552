/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/activity.h"

#include "base/instant.h"
#include "core/ledger.h"
#include "core/place.h"
#include "store/sql.h"

static const struct stmt activity_insert = { "activity_insert",
	"INSERT INTO activity (participant_id, id, class, channel, round_id, object_kind,"
	" object_id, at, amount)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
	"iiiiiiiii", "" };
static const struct stmt active_set = { "active_set",
	"INSERT INTO activity (participant_id, id, class, channel, round_id, object_kind,"
	" object_id, at, amount)"
	" SELECT v.participant_id, v.id, $3, v.channel, v.round_id, v.object_kind, v.object_id,"
	" v.at, $4 FROM activity v"
	" WHERE v.participant_id = $1 AND v.id = $2 AND v.class = $5"
	" ON CONFLICT (participant_id, id, class) DO UPDATE SET amount ="
	" CASE WHEN excluded.amount > activity.amount THEN excluded.amount ELSE activity.amount"
	" END",
	"iiiii", "" };
static const struct stmt visit_at = { "visit_at",
	"SELECT at FROM activity WHERE participant_id = $1 AND id = $2 AND class = $3", "iii",
	"i" };

bool activity_add(struct ctx *c, const struct trace *t)
{
	return t->participant == 0
		|| sql_run(c, &activity_insert,
			ARGS(arg(t->participant), arg(t->id), arg((int64_t)t->class),
				arg((int64_t)t->channel), arg(t->round),
				arg((int64_t)t->object_kind), arg(t->object), arg(t->at),
				arg(t->amount)));
}

static struct trace trace_of(struct ctx *c, const struct place *p, enum trace_class class,
	enum trace_object kind, int64_t object)
{
	return (struct trace){ .participant = p->participant,
		.id = ctx_id(c),
		.round = p->round,
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
	if (p->participant == 0)
		return 0;
	struct trace t = trace_of(c, p, TRACE_VISIT, kind, object);
	if (c->house && c->house->ledger) {
		ledger_add(c->house->ledger, &t);
		return t.id;
	}
	return activity_add(c, &t) ? t.id : 0;
}

bool activity_active(struct ctx *c, const struct place *p, int64_t view, int64_t seconds)
{
	struct rows r;

	if (p->participant == 0 || view <= 0 || seconds <= 0)
		return true;
	if (!sql_open(c, &visit_at, ARGS(arg(p->participant), arg(view), arg((int64_t)TRACE_VISIT)),
		    &r))
		return false;
	if (!sql_next(&r))
		return ctx_ok(c);
	int64_t passed = (c->now - row_int(&r, 0)) / INSTANT_SECOND + 1;
	sql_end(&r);
	int64_t most = passed < ACTIVE_MAX_S ? passed : ACTIVE_MAX_S;
	if (most <= 0)
		return true;
	return sql_run(c, &active_set,
		ARGS(arg(p->participant), arg(view), arg((int64_t)TRACE_ACTIVE),
			arg(seconds < most ? seconds : most), arg((int64_t)TRACE_VISIT)));
}
