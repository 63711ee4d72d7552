/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/question_report.h"

#include "base/instant.h"
#include "base/utf8.h"
#include "community/question_answer.h"
#include "community/words.h"
#include "core/audit.h"
#include "core/rate.h"
#include "store/sql.h"

#include <inttypes.h>

static const struct rate reports_an_hour = { "question-report", 20, INSTANT_HOUR };

static const struct stmt add = { "question_report_put",
	"INSERT INTO question_report (question_id, answer_id, person_id, id, why, said, at)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (question_id, answer_id, person_id)"
	" DO NOTHING",
	"iiiissi", "" };
static const struct stmt waiting = { "question_report_waiting",
	"SELECT p.id, p.at, p.answer_id, p.question_id, CASE WHEN q.deleted_at = 0 THEN q.text"
	" ELSE '' END, p.said, p.why, (SELECT count(*) - 1 FROM question_report o"
	" WHERE o.question_id = p.question_id AND o.answer_id = p.answer_id AND o.settled_at = 0)"
	" FROM question_report p JOIN question q ON q.id = p.question_id WHERE p.settled_at = 0"
	" AND NOT EXISTS (SELECT 1 FROM question_report e WHERE e.question_id = p.question_id"
	" AND e.answer_id = p.answer_id AND e.settled_at = 0 AND e.id < p.id)"
	" ORDER BY p.id LIMIT $1",
	"i", "iiiisssi" };
static const struct stmt how_many = { "question_report_how_many",
	"SELECT count(*) FROM question_report WHERE settled_at = 0", "", "i" };
static const struct stmt settle = { "question_report_settle",
	"UPDATE question_report SET settled_at = $3, said = '' WHERE question_id = $1"
	" AND answer_id = $2 AND settled_at = 0",
	"iii", "" };
static const struct stmt there = { "question_report_there",
	"SELECT CASE WHEN CAST($2 AS BIGINT) = 0 THEN q.deleted_at"
	" ELSE COALESCE((SELECT a.deleted_at"
	" FROM question_answer a WHERE a.question_id = q.id AND a.id = $2), 1) END"
	" FROM question q WHERE q.id = $1",
	"ii", "i" };

static bool said_of(struct ctx *c, struct question_id id, int64_t answer, struct str *ret)
{
	struct question_answer a;
	struct question q;

	if (!question_get(c, id, &q) || (answer && !question_answer_get(c, id, answer, &a)))
		return false;
	*ret = answer ? a.body : q.text;
	return true;
}

bool question_report_add(struct ctx *c, struct question_id id, int64_t answer, struct str why)
{
	struct str said;

	if (!said_of(c, id, answer, &said))
		return false;
	why = str_trim(why);
	if (!utf8_is_text(why) || words_blank(why))
		return ctx_wrong(c, "why", "Say in a few words what is wrong with it.");
	if (utf8_length(why) > QUESTION_WHY_MAX)
		return ctx_wrong(c, "why", "%d letters are the most.", QUESTION_WHY_MAX);
	return rate_check(c, &reports_an_hour, arena_fmt(c->mem, "%" PRId64, c->actor.v))
		&& sql_run(c, &add,
			ARGS(arg(id.v), arg(answer), arg(c->actor.v), arg(ctx_id(c)), arg(why),
				arg(said), arg(c->now)));
}

bool question_report_list(struct ctx *c, struct question_report **ret, size_t *ret_n)
{
	struct question_report *p =
		arena_new(c->mem, struct question_report, QUESTION_REPORTS_SHOWN);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &waiting, ARGS(arg((int64_t)QUESTION_REPORTS_SHOWN)), &r))
		return false;
	while (sql_next(&r))
		p[n++] = (struct question_report){ .id = row_int(&r, 0),
			.at = row_int(&r, 1),
			.answer = row_int(&r, 2),
			.question = { row_int(&r, 3) },
			.text = row_str(&r, 4),
			.said = row_str(&r, 5),
			.why = row_str(&r, 6),
			.others = row_int(&r, 7) };
	*ret = p;
	*ret_n = n;
	return ctx_ok(c);
}

bool question_report_count(struct ctx *c, int64_t *ret)
{
	struct rows r;

	if (!sql_one(c, &how_many, NO_ARGS, &r))
		return false;
	*ret = row_int(&r, 0);
	sql_end(&r);
	return true;
}

/* Its author may have taken it out before. */
static bool take_out(struct ctx *c, struct question_id id, int64_t answer)
{
	struct rows r;

	if (!sql_one(c, &there, ARGS(arg(id.v), arg(answer)), &r))
		return false;
	bool gone = row_int(&r, 0) != 0;
	sql_end(&r);
	if (gone)
		return true;
	return answer ? question_answer_delete(c, id, answer) : question_delete(c, id);
}

bool question_report_settle(struct ctx *c, struct question_id id, int64_t answer, bool remove)
{
	int64_t n;

	if (!sql_count(c, &settle, ARGS(arg(id.v), arg(answer), arg(c->now)), &n))
		return false;
	if (n == 0)
		return true;
	return (!remove || take_out(c, id, answer))
		&& audit_add(c, remove ? "question.report_upheld" : "question.report_declined",
			"question", id.v, S(""));
}
