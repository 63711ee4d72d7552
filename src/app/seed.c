/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/seed.h"

#include "store/sql.h"

enum { ID_STEP = 64 };

/* Of tables in which ids lie within something else, the last of each is asked for, so that no table
   is read whole; posts have no such order, their sources do. A test finds a table that is missing.
 */
static const struct stmt largest = { "seed_largest",
	"SELECT COALESCE(MAX(m.id), 0) FROM (SELECT MAX(id) AS id FROM person"
	" UNION ALL SELECT MAX(id) FROM audit UNION ALL SELECT MAX(id) FROM consent"
	" UNION ALL SELECT MAX(id) FROM consent_text UNION ALL SELECT MAX(id) FROM job"
	" UNION ALL SELECT MAX(id) FROM letter UNION ALL SELECT MAX(id) FROM study"
	" UNION ALL SELECT MAX(id) FROM round UNION ALL SELECT MAX(id) FROM peer_group"
	" UNION ALL SELECT MAX(id) FROM thread UNION ALL SELECT MAX(post_id)"
	" FROM post_source"
	" UNION ALL SELECT MAX(id) FROM invite_list"
	" UNION ALL SELECT MAX(id) FROM frozen UNION ALL SELECT MAX(id) FROM trial"
	" UNION ALL SELECT MAX(id) FROM story UNION ALL SELECT MAX(id) FROM survey"
	" UNION ALL SELECT MAX(id) FROM survey_wave UNION ALL SELECT MAX(id) FROM blob"
	" UNION ALL SELECT MAX(id) FROM introduction UNION ALL SELECT MAX(id) FROM paper"
	" UNION ALL SELECT MAX(id) FROM paper_version UNION ALL SELECT MAX(id) FROM alias_lift"
	" UNION ALL SELECT MAX(id) FROM meeting UNION ALL SELECT MAX(id) FROM question"
	" UNION ALL SELECT MAX(id) FROM search_doc UNION ALL SELECT MAX(id) FROM paper_gone"
	" UNION ALL SELECT MAX(id) FROM search_gone"
	" UNION ALL SELECT MAX((SELECT i.id FROM session i WHERE i.person_id = o.id"
	" ORDER BY i.id DESC LIMIT 1)) FROM person o"
	" UNION ALL SELECT MAX((SELECT i.id FROM activity i WHERE i.participant_id = o.id"
	" ORDER BY i.id DESC LIMIT 1)) FROM participant o"
	" UNION ALL SELECT MAX((SELECT i.id FROM paper_feedback i WHERE i.paper_id = o.id"
	" ORDER BY i.id DESC LIMIT 1)) FROM paper o"
	" UNION ALL SELECT MAX((SELECT i.id FROM question_answer i WHERE i.question_id = o.id"
	" ORDER BY i.id DESC LIMIT 1)) FROM question o"
	" UNION ALL SELECT MAX((SELECT i.id FROM question_report i WHERE i.question_id = o.id"
	" ORDER BY i.id DESC LIMIT 1)) FROM question o) m",
	"", "i" };

bool seed_ids(struct ctx *c)
{
	struct rows r;

	if (!sql_one(c, &largest, NO_ARGS, &r))
		return false;
	int64_t last = row_int(&r, 0) & ~(int64_t)(ID_STEP - 1);
	sql_end(&r);
	if (last > atomic_load(&c->ids->last))
		atomic_store(&c->ids->last, last);
	return true;
}
