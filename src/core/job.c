/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/job.h"

#include "base/instant.h"
#include "base/utf8.h"
#include "store/sql.h"

enum { ERROR_MAX = 500, TRIES_OF_UNKNOWN = 5 };

static const struct stmt add = { "job_add",
	"INSERT INTO job (id, kind, subject, run_at, lane) VALUES ($1, $2, $3, $4, $5)", "isiii",
	"" };
static const struct stmt keep = { "job_keep",
	"INSERT INTO job (id, kind, subject, run_at, lane) SELECT CAST($1 AS BIGINT), CAST($2 AS"
	" TEXT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($6 AS BIGINT)"
	" WHERE NOT EXISTS (SELECT 1 FROM job o WHERE o.kind = $2 AND o.subject = $3"
	" AND o.failed_at = 0 AND o.id <> $5)",
	"isiiii", "" };
/* One statement on both engines. Two processes that choose the same row meet at the outer
   condition, and one of them gets nothing. */
static const struct stmt claim = { "job_claim",
	"UPDATE job SET leased_until = $1, tries = tries + 1 WHERE id = (SELECT id FROM job"
	" WHERE lane = $3 AND failed_at = 0 AND run_at <= $2 AND leased_until < $2"
	" ORDER BY run_at, id LIMIT 1) AND leased_until < $2 RETURNING id, kind, subject, tries",
	"iii", "isii" };
static const struct stmt lease = { "job_lease", "UPDATE job SET leased_until = $1 WHERE id = $2",
	"ii", "" };
/* tries tells whose run this is: a run that lost its lease changes nothing any more. */
static const struct stmt done = { "job_done", "DELETE FROM job WHERE id = $1 AND tries = $2", "ii",
	"" };
static const struct stmt put_off = { "job_put_off",
	"UPDATE job SET run_at = $1, leased_until = 0, failed_at = $2, error = $3 WHERE id = $4 AND"
	" tries = $5",
	"iisii", "" };
static const struct stmt failed = { "job_list_failed",
	"SELECT id, kind, subject, tries, failed_at, error FROM job WHERE failed_at > 0 AND id < $1"
	" ORDER BY id DESC LIMIT $2",
	"ii", "isiiis" };

bool job_add(struct ctx *c, const struct job_kind *kind, int64_t subject, int64_t run_at)
{
	return sql_run(c, &add,
		ARGS(arg(ctx_id(c)), arg(str_of(kind->name)), arg(subject), arg(run_at),
			arg((int64_t)kind->lane)));
}

bool job_keep(
	struct ctx *c, const struct job_kind *kind, int64_t subject, int64_t run_at, int64_t but)
{
	return sql_run(c, &keep,
		ARGS(arg(ctx_id(c)), arg(str_of(kind->name)), arg(subject), arg(run_at), arg(but),
			arg((int64_t)kind->lane)));
}

static int64_t longest(const struct job_kind *const *kinds, size_t n, enum job_lane lane)
{
	int lease_s = 60;

	for (size_t i = 0; i < n; i++)
		if (kinds[i]->lane == lane && kinds[i]->lease_s > lease_s)
			lease_s = kinds[i]->lease_s;
	return lease_s * INSTANT_SECOND;
}

/* The kind is known once the row is taken, so it is taken for the longest time and then set right.
   */
static bool set_lease(
	struct ctx *c, const struct job *j, const struct job_kind *kind, int64_t taken)
{
	int64_t own = kind->lease_s * INSTANT_SECOND;

	return own == taken || sql_run(c, &lease, ARGS(arg(c->now + own), arg(j->id)));
}

bool job_claim(struct ctx *c, const struct job_kind *const *kinds, size_t n, enum job_lane lane,
	struct job *ret, size_t *ret_kind)
{
	int64_t taken = longest(kinds, n, lane);
	struct job j = { 0 };
	size_t kind = n;
	struct rows r;

	if (!sql_open(c, &claim, ARGS(arg(c->now + taken), arg(c->now), arg((int64_t)lane)), &r))
		return false;
	if (sql_next(&r)) {
		j = (struct job){
			.id = row_int(&r, 0), .subject = row_int(&r, 2), .tries = row_int(&r, 3)
		};
		for (kind = 0; kind < n && !str_eq(row_peek(&r, 1), str_of(kinds[kind]->name));
			kind++) {
		}
		sql_end(&r);
	}
	if (!ctx_ok(c) || (kind < n && !set_lease(c, &j, kinds[kind], taken)))
		return false;
	*ret = j;
	*ret_kind = kind;
	return true;
}

bool job_done(struct ctx *c, const struct job *j)
{
	return sql_run(c, &done, ARGS(arg(j->id), arg(j->tries)));
}

static int64_t pause_after(int64_t tries)
{
	static const int64_t minutes[] = { 1, 4, 15, 60, 360 };
	const int64_t n = sizeof minutes / sizeof *minutes;

	return minutes[tries < 1 ? 0 : tries > n ? n - 1 : tries - 1] * INSTANT_MINUTE;
}

bool job_failed(struct ctx *c, const struct job_kind *kind, const struct job *j, struct str error)
{
	bool last = j->tries >= (kind ? kind->tries : TRIES_OF_UNKNOWN);
	struct str text =
		utf8_is_text(error) ? utf8_head(error, ERROR_MAX) : S("an error that is not text");

	return sql_run(c, &put_off,
		ARGS(arg(c->now + pause_after(j->tries)), arg(last ? c->now : (int64_t)0),
			arg(text), arg(j->id), arg(j->tries)));
}

bool job_list_failed(struct ctx *c, int64_t before, size_t max, struct job_row **ret, size_t *ret_n)
{
	struct job_row *row = arena_new(c->mem, struct job_row, max);
	int64_t from = before > 0 ? before : INT64_MAX;
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &failed, ARGS(arg(from), arg((int64_t)max)), &r))
		return false;
	while (sql_next(&r))
		row[n++] = (struct job_row){ .id = row_int(&r, 0),
			.kind = row_str(&r, 1),
			.subject = row_int(&r, 2),
			.tries = row_int(&r, 3),
			.failed_at = row_int(&r, 4),
			.error = row_str(&r, 5) };
	*ret = row;
	*ret_n = n;
	return ctx_ok(c);
}
