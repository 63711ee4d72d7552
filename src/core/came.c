/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/came.h"

#include "core/key.h"
#include "core/person.h"
#include "store/sql.h"

static const struct stmt before = { "came_before",
	"SELECT CASE WHEN EXISTS (SELECT 1 FROM enrolment e JOIN round o ON o.id = e.round_id"
	" JOIN round r ON r.study_id = o.study_id WHERE r.id = $1 AND e.person_id = $2"
	" AND e.round_id <> $1) THEN 1 ELSE 0 END",
	"ii", "i" };
/* The key first: it has no order by participants. */
static const struct stmt counted = { "came_counted",
	"SELECT t.came, count(*) FROM (SELECT COALESCE((SELECT e.came FROM enrolment e"
	" JOIN round r ON r.id = e.round_id WHERE e.person_id = k.person_id"
	" AND r.study_id = p.study_id ORDER BY e.joined_at DESC, e.round_id DESC LIMIT 1), 0)"
	" AS came FROM open_key k CROSS JOIN participant p WHERE k.study_id = $1"
	" AND p.id = k.participant_id AND p.study_id = $1 AND p.withdrawn_at = 0) t"
	" GROUP BY t.came",
	"i", "ii" };
static const struct stmt everybody = { "came_everybody",
	"SELECT count(*) FROM participant WHERE study_id = $1 AND withdrawn_at = 0", "i", "i" };

enum came came_of_sender(int64_t roles)
{
	if (roles & ROLE_RESEARCHER)
		return CAME_RESEARCHER;
	return roles & ROLE_COORDINATOR ? CAME_COORDINATOR : CAME_OTHER;
}

bool came_before(struct ctx *c, int64_t round, struct person_id person, enum came *ret)
{
	struct rows r;

	if (!sql_one(c, &before, ARGS(arg(round), arg(person.v)), &r))
		return false;
	*ret = row_int(&r, 0) ? CAME_AGAIN : CAME_OTHER;
	sql_end(&r);
	return true;
}

bool came_count(struct ctx *c, int64_t study, int64_t *ret)
{
	struct rows r;

	for (size_t i = 0; i < CAMES; i++)
		ret[i] = 0;
	if (!sql_one(c, &everybody, ARGS(arg(study)), &r))
		return false;
	ret[CAME_OTHER] = row_int(&r, 0);
	sql_end(&r);
	if (!key_open_study(c, study) || !sql_open(c, &counted, ARGS(arg(study)), &r))
		return false;
	while (sql_next(&r)) {
		int64_t came = row_int(&r, 0);
		ret[CAME_OTHER] -= row_int(&r, 1);
		ret[came > 0 && came < CAMES ? came : CAME_OTHER] += row_int(&r, 1);
	}
	return ctx_ok(c);
}
