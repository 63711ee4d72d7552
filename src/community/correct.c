/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/correct.h"

#include "community/enrolment.h"
#include "core/participant.h"
#include "store/sql.h"

static const struct stmt study_of = { "correct_study", "SELECT study_id FROM round WHERE id = $1",
	"i", "i" };

bool correct_studies(struct ctx *c, struct round_id round, struct str subject, int64_t year)
{
	struct enrolment_draft d = { .round = round, .person = c->actor, .year = year };
	struct enrolment e;
	struct rows r;

	if (!enrolment_find(c, round, c->actor, &e))
		return false;
	if (e.person.v == 0)
		return fail(c, FAULT_ABSENT, "You do not take part in this round.");
	d.subject = str_trim(subject);
	d.subject_code = str_eq(d.subject, e.subject) ? e.subject_code : S("");
	d.experience = e.experience;
	d.career = e.career;
	d.hours = e.hours;
	d.free = e.free;
	if (!enrolment_describe(c, &d) || !sql_one(c, &study_of, ARGS(arg(round.v)), &r))
		return false;
	int64_t study = row_int(&r, 0);
	sql_end(&r);
	return participant_correct(c, study, c->actor, d.subject,
		year ? arena_fmt(c->mem, "%lld", (long long)year) : S(""));
}
