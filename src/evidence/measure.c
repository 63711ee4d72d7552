/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/measure.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "core/activity.h"
#include "store/sql.h"

static const struct stmt rows_of_study = { "measure_rows",
	"SELECT p.id, p.number, p.gender, p.subject, p.year, p.engagement,"
	" CAST(COALESCE(SUM(CASE WHEN a.class = $2 THEN a.amount END), 0) AS BIGINT),"
	" CAST(COALESCE(SUM(CASE WHEN a.class = $3 THEN a.amount END), 0) AS BIGINT),"
	" CAST(COALESCE(SUM(CASE WHEN a.class = $3 THEN a.n END), 0) AS BIGINT)"
	" FROM participant p LEFT JOIN activity_total a ON a.participant_id = p.id"
	" WHERE p.study_id = $1 AND p.number > 0 AND p.withdrawn_at = 0"
	" GROUP BY p.id, p.number, p.gender, p.subject, p.year, p.engagement ORDER BY p.number",
	"iii", "iissssiii" };

static const struct stmt count_of_study = { "measure_count",
	"SELECT COUNT(*) FROM participant WHERE study_id = $1 AND number > 0 AND withdrawn_at = 0",
	"i", "i" };

static const struct stmt all_studies = { "measure_studies",
	"SELECT s.id, s.name, s.title, COUNT(p.id) FROM study s"
	" LEFT JOIN participant p ON p.study_id = s.id AND p.number > 0 AND p.withdrawn_at = 0"
	" GROUP BY s.id, s.name, s.title ORDER BY COUNT(p.id) DESC, s.name LIMIT 200",
	"", "issi" };

static const struct stmt study_by_name = { "measure_study",
	"SELECT id, title FROM study WHERE name = $1", "s", "is" };

static bool count_rows(struct ctx *c, int64_t study, int64_t *ret)
{
	struct rows r;

	if (!sql_one(c, &count_of_study, ARGS(arg(study)), &r))
		return false;
	*ret = row_int(&r, 0);
	sql_end(&r);
	return true;
}

bool measure_rows(struct ctx *c, int64_t study, struct measure_row **ret, size_t *ret_n)
{
	struct rows r;
	int64_t max;
	size_t n = 0;

	if (!count_rows(c, study, &max))
		return false;
	if (max > MEASURE_ROWS_MAX)
		return fail(c, FAULT_LIMIT,
			"This study has more than %d participants; the report stops there.",
			MEASURE_ROWS_MAX);
	struct measure_row *row = arena_new(c->mem, struct measure_row, (size_t)max + 1);
	if (!sql_open(c, &rows_of_study, ARGS(arg(study), arg(TRACE_VISIT), arg(TRACE_ACTIVE)), &r))
		return false;
	while (n < (size_t)max && sql_next(&r))
		row[n++] = (struct measure_row){
			.who = { { row_int(&r, 0) }, study, row_int(&r, 1), row_str(&r, 2),
				row_str(&r, 3), row_str(&r, 4), row_str(&r, 5) },
			.page_views = row_int(&r, 6),
			.active_seconds = row_int(&r, 7),
			.timed = row_int(&r, 8) > 0,
		};
	sql_end(&r);
	*ret = row;
	*ret_n = n;
	return ctx_ok(c);
}

bool measure_studies(struct ctx *c, struct measure_study **ret, size_t *ret_n)
{
	struct measure_study *s = arena_new(c->mem, struct measure_study, MEASURE_STUDIES_MAX);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &all_studies, NO_ARGS, &r))
		return false;
	while (n < MEASURE_STUDIES_MAX && sql_next(&r))
		s[n++] = (struct measure_study){ row_int(&r, 0), row_int(&r, 3), row_str(&r, 1),
			row_str(&r, 2) };
	sql_end(&r);
	*ret = s;
	*ret_n = n;
	return ctx_ok(c);
}

/* The names as a clause, as many as a sentence holds. */
static struct str names_of(struct ctx *c, const struct measure_study *s, size_t n)
{
	struct buf b;
	size_t i = 0;

	buf_init(&b, 4096);
	for (; i < n && b.len + s[i].name.len < 100; i++)
		buf_fmt(&b, "%s%.*s", i ? ", " : "", (int)s[i].name.len, s[i].name.at);
	if (i < n)
		buf_fmt(&b, "%sand %zu more", i ? " " : "", n - i);
	struct str names = arena_str(c->mem, buf_str(&b));
	buf_free(&b);
	return names;
}

bool measure_study(struct ctx *c, struct str name, struct measure_study *ret)
{
	struct measure_study *s;
	struct rows r;
	size_t n;

	if (!sql_open(c, &study_by_name, ARGS(arg(name)), &r))
		return false;
	bool found = sql_next(&r);
	if (found)
		*ret = (struct measure_study){ row_int(&r, 0), 0, arena_str(c->mem, name),
			row_str(&r, 1) };
	sql_end(&r);
	if (found)
		return count_rows(c, ret->id, &ret->numbered);
	if (!measure_studies(c, &s, &n))
		return false;
	struct str shown = utf8_head(name, 40);
	if (n == 0)
		return fail(c, FAULT_ABSENT, "There is no study named %.*s, nor any other yet.",
			(int)shown.len, shown.at);
	struct str names = names_of(c, s, n);
	return fail(c, FAULT_ABSENT, "There is no study named %.*s. There are: %.*s.",
		(int)shown.len, shown.at, (int)names.len, names.at);
}

bool measure_choose(struct ctx *c, struct str name, struct measure_study *ret)
{
	struct measure_study *all;
	size_t n;

	if (name.len > 0)
		return measure_study(c, name, ret);
	if (!measure_studies(c, &all, &n))
		return false;
	*ret = n > 0 ? all[0] : (struct measure_study){ 0 };
	return true;
}
