/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Draws the questions. */
#include "community/career.h"
#include "community/experience.h"
#include "community/joining_routes.h"
#include "community/joining_words.h"
#include "site/layout.h"

#include "joining.html.h"

struct drawing {
	const char *title;
	void (*view)(struct buf *out, struct request *rq, const struct joining_ask *a);
};

static void begin_page(struct buf *out, struct request *rq, const struct joining_ask *a)
{
	(void)rq;
	begin_view(out, a);
}

static const struct drawing drawings[JOINING_CHECK] = {
	[JOINING_WHY] = { "Join", begin_page },
	[JOINING_POSTCODE] = { "Where did you live before university?", postcode_view },
	[JOINING_PARENTS] = { "Your parents", parents_view },
	[JOINING_SCHOOL] = { "Your last school before university", school_view },
	[JOINING_SUBJECT] = { "What do you study?", subject_view },
	[JOINING_YEAR] = { "Which year are you in?", year_view },
	[JOINING_EXPERIENCE] = { "What work experience do you have so far?", experience_view },
	[JOINING_CAREER] = { "How far have you come with finding your way to work?", career_view },
	[JOINING_GOALS_STEP] = { "What do you hope for?", goals_view },
	[JOINING_HELPS_STEP] = { "What helps you, and what stands in the way?", helps_view },
	[JOINING_HOURS] = { "When could you spare some time?", hours_view },
};

void joining_question_show(struct request *rq, const struct joining_ask *a)
{
	const struct drawing *d = &drawings[a->step];

	layout_open(rq,
		a->step == JOINING_WHY ? arena_fmt(rq->ctx->mem, "Join %s", a->round.title.at)
				       : str_of(d->title));
	d->view(&rq->out, rq, a);
	if (a->listed)
		search_script(&rq->out, layout_asset(rq, "/asset/$/js/search.js"));
	layout_close(rq);
}
