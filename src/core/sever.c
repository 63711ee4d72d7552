/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/sever.h"

#include "base/instant.h"
#include "core/audit.h"
#include "core/person.h"
#include "core/secret.h"
#include "core/sever_alike.h"
#include "store/sql.h"

#define OF_STUDY "(SELECT id FROM participant WHERE study_id = $1)"

static const struct stmt state_of = { "sever_state",
	"SELECT s.name, COALESCE(d.at, 0), COALESCE(d.people,"
	" (SELECT COUNT(*) FROM participant_key k WHERE k.study_id = s.id)),"
	" (SELECT COUNT(*) FROM frozen f WHERE f.study_id = s.id AND f.content <> '')"
	" FROM study s LEFT JOIN study_severed d ON d.study_id = s.id WHERE s.id = $1",
	"i", "siii" };
static const struct stmt note = { "sever_note",
	"INSERT INTO study_severed (study_id, at, people) VALUES ($1, $2, $3)", "iii", "" };

/* ---- what goes whole ---- */

/* The key itself, and names in imported logs. */
static const struct stmt key_gone = { "sever_key",
	"DELETE FROM participant_key WHERE study_id = $1", "i", "" };
static const struct stmt alias_gone = { "sever_alias",
	"DELETE FROM participant_alias WHERE study_id = $1", "i", "" };
static const struct stmt lines_gone = { "sever_lines",
	"DELETE FROM import_line WHERE study_id = $1", "i", "" };
/* All but views, their seconds, taps in threads and what was said in interviews: the community, the
   letters and the surveys know the rest by person too, and who wrote four posts in a week can be
   counted there. Imported posts were written elsewhere. */
static const struct stmt traces_gone = { "sever_traces",
	"DELETE FROM activity WHERE participant_id IN " OF_STUDY
	" AND channel <> 3 AND NOT (class IN (1, 2, 7) OR (class = 6 AND channel = 4)"
	" OR (class = 11 AND channel <> 2))",
	"i", "" };
/* The university's records have it by person. */
static const struct stmt outcomes_gone = { "sever_outcomes",
	"DELETE FROM outcome WHERE participant_id IN " OF_STUDY, "i", "" };
/* Rows of single people; the fingerprint stays, so that a copy can be told from another. */
static const struct stmt frozen_gone = { "sever_frozen",
	"UPDATE frozen SET content = '' WHERE study_id = $1", "i", "" };
static const struct stmt letters_free = { "sever_letters",
	"UPDATE letter SET study_id = 0, round_id = 0 WHERE study_id = $1", "i", "" };
static const struct stmt audit_free = { "sever_audit",
	"UPDATE audit SET subject_id = 0, note = '' WHERE subject_kind = 'participant'"
	" AND subject_id IN " OF_STUDY,
	"i", "" };

/* ---- what is coarsened, and moved to a number that was drawn ---- */

/* An instant becomes the beginning of its week, or the end of its round when it came later; of
   somebody whose rounds would tell who it is, that of the study. */
static const struct stmt round_coarse = { "sever_round_coarse",
	"UPDATE activity SET at = COALESCE((SELECT max(t.opens_at) FROM topic t"
	" WHERE t.round_id = activity.round_id AND t.opens_at <= activity.at),"
	" at - at % 604800000000) WHERE participant_id = $1 AND at < COALESCE((SELECT r.closes_at"
	" FROM round r WHERE r.id = activity.round_id), at + 1)",
	"i", "" };
static const struct stmt round_closed = { "sever_round_closed",
	"UPDATE activity SET at = (SELECT r.closes_at FROM round r WHERE r.id = activity.round_id)"
	" WHERE participant_id = $1 AND at >= COALESCE((SELECT r.closes_at FROM round r"
	" WHERE r.id = activity.round_id), at + 1)",
	"i", "" };
static const struct stmt round_none = { "sever_round_none",
	"UPDATE activity SET round_id = 0, at = $2 WHERE participant_id = $1", "ii", "" };
/* One row for each kind of trace and week, and for each imported post. */
static const struct stmt traces_move = { "sever_traces_move",
	"INSERT INTO activity (participant_id, id, class, channel, round_id, object_kind,"
	" object_id, at, amount) SELECT $2, ROW_NUMBER() OVER (ORDER BY g.round_id, g.at, g.class,"
	" g.channel, g.object_id), g.class, g.channel, g.round_id, g.kind, g.object_id, g.at,"
	" g.amount FROM (SELECT a.class, a.channel, a.round_id, CASE WHEN a.class = 6 THEN 7"
	" ELSE 6 END AS kind, CASE WHEN a.class = 6 THEN a.object_id ELSE 0 END AS object_id,"
	" a.at, CAST(SUM(a.amount) AS BIGINT) AS amount FROM activity a"
	" WHERE a.participant_id = $1 GROUP BY a.class, a.channel, a.round_id, a.at,"
	" CASE WHEN a.class = 3 THEN a.id ELSE 0 END,"
	" CASE WHEN a.class = 6 THEN 7 ELSE 6 END,"
	" CASE WHEN a.class = 6 THEN a.object_id ELSE 0 END) g",
	"ii", "" };
static const struct stmt old_traces = { "sever_old_traces",
	"DELETE FROM activity WHERE participant_id = $1", "i", "" };
static const struct stmt old_totals = { "sever_old_totals",
	"DELETE FROM activity_total WHERE participant_id = $1", "i", "" };
static const struct stmt totals = { "sever_totals",
	"INSERT INTO activity_total (participant_id, class, round_id, n, amount)"
	" SELECT participant_id, class, round_id, COUNT(*), CAST(SUM(amount) AS BIGINT)"
	" FROM activity WHERE participant_id = $1 GROUP BY participant_id, class, round_id",
	"i", "" };
static const struct stmt replies_move = { "sever_replies",
	"UPDATE survey_reply SET who = 'p' || CAST($2 AS BIGINT), saved_at = 0,"
	" finished_at = CASE WHEN finished_at > 0 THEN 1 ELSE 0 END"
	" WHERE who = 'p' || CAST($1 AS BIGINT)",
	"ii", "" };
static const struct stmt frozen_move = { "sever_frozen_move",
	"UPDATE frozen_participant SET participant_id = $2 WHERE participant_id = $1", "ii", "" };
static const struct stmt participant_move = { "sever_participant",
	"UPDATE participant SET id = $2, gender = $3, subject = $4, year = $5, made_at ="
	" CAST($6 AS BIGINT), withdrawn_at = CASE WHEN withdrawn_at > 0 THEN CAST($6 AS BIGINT)"
	" ELSE 0 END WHERE id = $1",
	"iisssi", "" };

bool sever_look(struct ctx *c, int64_t study, struct sever_state *ret)
{
	struct rows r;

	if (!sql_one(c, &state_of, ARGS(arg(study)), &r))
		return false;
	*ret = (struct sever_state){ .name = row_str(&r, 0),
		.at = row_int(&r, 1),
		.people = row_int(&r, 2),
		.tables = row_int(&r, 3) };
	sql_end(&r);
	return true;
}

/* Far below every id that this program makes, which are instants. */
static int64_t draw(struct ctx *c)
{
	struct str token = secret_token(c);
	uint64_t v = 0;

	for (size_t i = 0; i < token.len; i++)
		v = v * 67 + (unsigned char)token.at[i];
	return (int64_t)(v % (UINT64_C(1) << 40)) + 1000000;
}

static bool move(struct ctx *c, const struct sever_one *one, int64_t day)
{
	struct args pair = ARGS(arg(one->id), arg(one->drawn));
	struct args old = ARGS(arg(one->id));

	bool coarse = one->no_rounds
		? sql_run(c, &round_none, ARGS(arg(one->id), arg(day)))
		: sql_run(c, &round_coarse, old) && sql_run(c, &round_closed, old);
	return coarse && sql_run(c, &traces_move, pair) && sql_run(c, &old_traces, old)
		&& sql_run(c, &old_totals, old) && sql_run(c, &totals, ARGS(arg(one->drawn)))
		&& sql_run(c, &replies_move, pair) && sql_run(c, &frozen_move, pair)
		&& sql_run(c, &participant_move,
			ARGS(arg(one->id), arg(one->drawn), arg(one->gender), arg(one->subject),
				arg(one->year), arg(day)));
}

/* In an order that was drawn, so that the rows lie in none that tells. */
static bool move_all(struct ctx *c, int64_t study, int64_t day)
{
	struct sever_one *one;
	size_t n;

	if (!sever_alike_read(c, study, &one, &n))
		return false;
	sever_alike_make(one, n);
	for (size_t i = 0; i < n; i++)
		one[i].drawn = draw(c);
	sever_alike_shuffle(one, n);
	for (size_t i = 0; i < n; i++)
		if (!move(c, &one[i], day))
			return false;
	return true;
}

static bool may(struct ctx *c, const struct sever_state *s, struct str typed)
{
	if (c->actor.v && !(c->roles & ROLE_RESEARCHER))
		return fail(c, FAULT_DENIED, "Only a researcher can destroy the key of a study.");
	if (s->at)
		return fail(c, FAULT_CONFLICT, "The key of this study was destroyed before.");
	if (!str_eq(str_trim(typed), s->name))
		return ctx_wrong(c, "name", "This is not the short name of the study.");
	if (s->people < SEVER_ALIKE)
		return fail(c, FAULT_CONFLICT,
			"There are fewer than %d people in the key of this study. So few could be "
			"told from what stays, so nothing was done.",
			SEVER_ALIKE);
	return true;
}

bool sever_study(struct ctx *c, int64_t study, struct str typed)
{
	static const struct stmt *const gone[] = { &key_gone, &alias_gone, &lines_gone,
		&traces_gone, &outcomes_gone, &frozen_gone, &letters_free, &audit_free };
	int64_t day = c->now - c->now % INSTANT_DAY;
	struct sever_state s;

	if (!sever_look(c, study, &s) || !may(c, &s, typed))
		return false;
	for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
		if (!sql_run(c, gone[i], ARGS(arg(study))))
			return false;
	return move_all(c, study, day)
		&& sql_run(c, &note, ARGS(arg(study), arg(day), arg(s.people)))
		&& audit_add(c, "study.sever", "study", study,
			arena_fmt(c->mem, "%lld people", (long long)s.people));
}
