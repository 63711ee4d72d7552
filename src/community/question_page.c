/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The bank of interview questions: the list, by words and filters. */
#include "community/question_page.h"

#include "base/instant.h"
#include "community/part_page.h"
#include "community/question.h"
#include "community/question_report.h"
#include "community/question_routes.h"
#include "community/question_word.h"
#include "core/activity.h"
#include "core/place.h"
#include "site/layout.h"

enum { YEARS = 8 };

struct list {
	struct question_ask ask;
	struct question_page page;
	struct str done;
	int64_t this_year, reports;
	struct url script;
	bool writes, moderates;
};

#include "question_about.html.h"

#include "question_select.html.h"

#include "question.html.h"

static struct str done_text(struct request *rq)
{
	struct str what = query_str(rq, "done", 20);

	if (str_eq(what, S("gone")))
		return S("It was taken out. Nobody can find it any more.");
	return S("");
}

static struct question_ask read_ask(struct request *rq)
{
	return (struct question_ask){ .words = str_trim(query_str(rq, "q", QUESTION_WORDS_MAX * 4)),
		.employer = query_int(rq, "employer", 0, QUESTION_EMPLOYERS, 0),
		.stage = query_int(rq, "stage", 0, QUESTION_STAGES, 0),
		.year = query_int(rq, "year", 0, 9999, 0),
		.before = query_int(rq, "before", 0, INT64_MAX, 0) };
}

/* While somebody types only what was found is asked for, and it is no further view of the page. */
static void put_fragment(struct request *rq, const struct list *l)
{
	list_fragment_open(&rq->out);
	list_rows(&rq->out, l);
	list_end(&rq->out);
}

bool question_writes(struct request *rq, bool *ret)
{
	const struct group_id group = { rq->place->group };
	bool ended;

	*ret = part_moderates(rq);
	if (*ret || group.v == 0)
		return true;
	if (!part_ended(rq, group, &ended))
		return false;
	*ret = !ended;
	return true;
}

bool question_list_page(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct list l = { .ask = read_ask(rq),
		.this_year = civil_of(c->now).date.year,
		.moderates = part_moderates(rq) };
	bool typing = query_str(rq, "typing", 1).len > 0;

	if (!ctx_ok(c) || !question_list(c, &l.ask, &l.page))
		return false;
	if (typing) {
		put_fragment(rq, &l);
		return true;
	}
	l.done = done_text(rq);
	if (!ctx_ok(c) || (l.moderates && !question_report_count(c, &l.reports)))
		return false;
	if (!question_writes(rq, &l.writes))
		return false;
	l.script = layout_asset(rq, "/asset/$/js/search.js");
	layout_visit(rq, OBJECT_PAGE, 0);
	layout_open(rq, S("Interview questions"));
	list_top(&rq->out, &l);
	list_rows(&rq->out, &l);
	list_end(&rq->out);
	layout_close(rq);
	return true;
}
