/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/instant.h"
#include "core/consent.h"
#include "evidence/survey.h"
#include "evidence/survey_template.h"
#include "evidence/survey_wave.h"
#include "test/programme.h"

static const struct stmt kept = { "tap_test_kept",
	"SELECT w.title || ' ' || r.answers FROM survey_reply r JOIN survey_wave w ON w.id ="
	" r.wave_id"
	" ORDER BY w.id DESC LIMIT 1",
	"", "s" };

static const struct stmt reported = { "tap_test_reported",
	"SELECT count(*) FROM activity WHERE class = 6 AND channel = 1 AND object_kind = 8"
	" AND round_id = 20 AND participant_id = $1",
	"i", "i" };

/* What the page's own form would send. */
static const char *form_of(struct test *t, struct str page, const char *answer)
{
	struct str rest = page, name = S("name=\"wave\" value=\"");
	const char *at = strstr(page.at, name.at);

	CHECK(t, at != NULL);
	if (!at)
		return "";
	rest = str_of(at + name.len);
	struct str wave = str_cut(&rest, '"');
	return arena_fmt(
		t->mem, "wave=%.*s&version=1&on=involved&home=1&%s", (int)wave.len, wave.at, answer)
		.at;
}

void test_survey_tap_is_asked_at_home_once_a_week(struct test *t)
{
	struct programme p;
	struct survey_form f;
	int64_t survey = 0, text = 0;

	programme_make(t, &p);
	struct ctx *c = test_ctx(t, p.rex);
	CHECK(t, consent_publish(c, CONSENT_STUDY, S("Words"), &text));
	CHECK(t, consent_give(c, p.ann, text));
	CHECK(t, survey_template_get(c, S("weekly"), &f) && survey_make(c, 10, &f, &survey));
	CHECK(t, survey_wave_weekly(c, survey, PROGRAMME_ROUND, 0) && test_end(t));
	test_sign_in(t, p.ann);
	CHECK(t, !test_has(test_get(t, "/home").body, "How involved"));
	CHECK(t, survey_launch(test_ctx(t, p.rex), survey) && test_end(t));
	struct reply r = test_get(t, "/home");
	CHECK(t, test_has(r.body, "How involved did you feel in your group this week?</h2>"));
	const char *tap = memmem(r.body.at, r.body.len, "How involved", 12);
	const char *thing = memmem(r.body.at, r.body.len, "One thing you could do", 22);
	CHECK(t, thing && tap && thing < tap);
	CHECK(t, test_has(r.body, "value=\"1\">1 – not at all</button>"));
	CHECK(t, test_has(r.body, "not under your name"));
	const char *path = programme_path(t, "/survey/%", survey, 0);
	r = test_post(t, path, form_of(t, r.body, "involved=4"));
	CHECK(t, r.status == 303 && str_eq(r.location, S("/home?asked=done")));
	CHECK(t, str_eq(programme_text(t, &kept, NO_ARGS), S("Week 2 {\"involved\":4}")));
	CHECK(t, programme_number(t, &reported, ARGS(arg(p.ann_participant))) == 1);
	r = test_get(t, r.location.at);
	CHECK(t, test_has(r.body, "your answer is kept") && !test_has(r.body, "1 – not at all"));
	/* The next week, the next wave. */
	t->now += 7 * INSTANT_DAY;
	r = test_get(t, "/home");
	CHECK(t, test_has(r.body, "1 – not at all"));
	r = test_post(t, path, form_of(t, r.body, "involved=9"));
	CHECK(t, r.status == 422 && test_has(r.body, "from 1 to 5"));
	/* Ben is not in the study; after the round nobody is asked. */
	test_sign_in(t, p.ben);
	CHECK(t, !test_has(test_get(t, "/home").body, "1 – not at all"));
	test_sign_in(t, p.ann);
	t->now += 21 * INSTANT_DAY;
	CHECK(t, !test_has(test_get(t, "/home").body, "1 – not at all"));
}
