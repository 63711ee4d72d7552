/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the form of each question has in it, and what is shown beside it. */
#include "base/utf8.h"
#include "community/career.h"
#include "community/consent_words.h"
#include "community/enrolment.h"
#include "community/experience.h"
#include "community/joining_routes.h"
#include "community/joining_words.h"
#include "core/place.h"
#include "core/zone.h"

enum {
	TYPED_BYTES = 400,
	TEXT_BYTES = JOINING_TEXT_MAX * 8, /* what is too long comes back to be shortened */
	WORDS_MAX = 100,
	FOUND_MAX = 20,
	KEY_MAX = 120,
	YEAR_MOST = 6,
	HOURS_MOST = 60,
};

static bool choose(struct ctx *c, const char *field)
{
	return ctx_wrong(c, field, "Choose one of the answers, or press “Prefer not to say”.");
}

static bool read_postcode(struct request *rq, struct joining_ask *a)
{
	struct joining_answers *said = &a->j.said;

	a->typed = form_str(rq, "postcode", TYPED_BYTES);
	if (!ctx_ok(rq->ctx) || !background_area(rq->ctx, a->typed, &said->background))
		return false;
	said->postcode = said->background.areas ? JOINING_FOUND : JOINING_NOT_FOUND;
	return true;
}

static bool read_parents(struct request *rq, struct joining_ask *a)
{
	static const struct {
		const char *word;
		enum background_parents parents;
	} answers[] = { { "yes", PARENTS_HE }, { "no", PARENTS_NO_HE },
		{ "unknown", PARENTS_UNKNOWN }, { "refused", PARENTS_REFUSED } };
	struct str word = form_str(rq, "parents", KEY_MAX);

	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
		if (!str_eq(word, str_of(answers[i].word)))
			continue;
		a->j.said.background.parents = answers[i].parents;
		return ctx_ok(rq->ctx);
	}
	return choose(rq->ctx, "parents");
}

/* «list/code» of one that was found, or a name that is on no list: that is not kept. */
static bool read_school(struct request *rq, struct joining_ask *a)
{
	struct str code = form_str(rq, "school", KEY_MAX);
	struct joining_answers *said = &a->j.said;
	struct ctx *c = rq->ctx;

	a->typed = form_str(rq, "other", TYPED_BYTES);
	if (code.len == 0 && str_trim(a->typed).len == 0)
		return ctx_wrong(c, a->listed ? "words" : "other",
			"Name your school, or press “Prefer not to say”.");
	bool chosen = code.len > 0;
	struct str list = str_cut(&code, '/');
	if (!ctx_ok(c) || !background_school(c, list, code, &said->background))
		return false;
	if (chosen && !said->background.school_known)
		return ctx_wrong(c, "words", "This school is not on the list. Search again.");
	said->school = said->background.school_known ? JOINING_FOUND : JOINING_NOT_FOUND;
	return true;
}

static bool read_subject(struct request *rq, struct joining_ask *a)
{
	struct str code = form_str(rq, "subject", KEY_MAX);
	struct joining_answers *said = &a->j.said;
	struct ctx *c = rq->ctx;
	struct subject s = { 0 };

	a->typed = str_trim(form_str(rq, "other", TYPED_BYTES));
	const char *field = a->listed && a->typed.len == 0 ? "words" : "other";
	if (code.len == 0 && a->typed.len == 0)
		return ctx_wrong(c, field, "Name your subject, or press “Prefer not to say”.");
	if (!ctx_ok(c) || (code.len && !subject_find(c, code, &s))
		|| (!code.len && !subject_by_label(c, a->typed, &s)))
		return false;
	if (code.len && s.code.len == 0)
		return ctx_wrong(c, field, "This subject is not on the list. Search again.");
	said->subject_code = s.code;
	said->subject = s.code.len ? s.label : a->typed;
	if (utf8_length(said->subject) > ENROLMENT_SUBJECT_MAX)
		return ctx_wrong(
			c, field, "A subject has up to %d characters.", ENROLMENT_SUBJECT_MAX);
	return memchr(said->subject.at, '\n', said->subject.len) == NULL
		|| ctx_wrong(c, field, "A subject is one line.");
}

static bool read_year(struct request *rq, struct joining_ask *a)
{
	a->j.said.year = form_int(rq, "year", 1, YEAR_MOST, 0);
	return a->j.said.year ? ctx_ok(rq->ctx) : choose(rq->ctx, "year");
}

static bool read_experience(struct request *rq, struct joining_ask *a)
{
	a->j.said.experience = form_int(rq, "experience", 1, EXPERIENCE_LAST, 0);
	return a->j.said.experience ? ctx_ok(rq->ctx) : choose(rq->ctx, "experience");
}

static bool read_career(struct request *rq, struct joining_ask *a)
{
	a->j.said.career = form_int(rq, "career", 1, CAREER_LAST, 0);
	return a->j.said.career ? ctx_ok(rq->ctx) : choose(rq->ctx, "career");
}

/* The bits of the boxes that were ticked. */
static int64_t ticked(struct request *rq, const char *name, int64_t most)
{
	struct str value;
	int64_t bits = 0, bit;

	for (size_t i = 0; form_nth(rq, name, i, KEY_MAX, &value); i++) {
		if (str_to_int(value, &bit) && bit < most)
			bits |= (int64_t)1 << bit;
		else
			ctx_wrong(rq->ctx, name, "Choose from what is there.");
	}
	return bits;
}

/* Browsers end lines with CR LF, which would count twice. */
static struct str text(struct request *rq, const char *name)
{
	struct str typed = str_trim(form_str(rq, name, TEXT_BYTES));
	char *out = arena_new(rq->ctx->mem, char, typed.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < typed.len; i++)
		if (typed.at[i] != '\r')
			out[n++] = typed.at[i];
	return (struct str){ out, n };
}

static bool read_goals(struct request *rq, struct joining_ask *a)
{
	a->j.said.goals = ticked(rq, "goal", JOINING_GOALS);
	a->j.said.goal_text = text(rq, "goal_text");
	return ctx_ok(rq->ctx);
}

static bool read_helps(struct request *rq, struct joining_ask *a)
{
	a->j.said.helps = ticked(rq, "help", JOINING_HELPS);
	a->j.said.hinders = ticked(rq, "hinder", JOINING_HINDERS);
	a->j.said.help_text = text(rq, "help_text");
	a->j.said.hinder_text = text(rq, "hinder_text");
	return ctx_ok(rq->ctx);
}

static bool read_hours(struct request *rq, struct joining_ask *a)
{
	a->typed = form_str(rq, "hours", TYPED_BYTES);
	a->j.said.hours = form_int(rq, "hours", 0, HOURS_MOST, 0);
	a->j.said.free = ticked(rq, "free", JOINING_DAYS * JOINING_PARTS);
	return ctx_ok(rq->ctx);
}

static const struct {
	bool (*read)(struct request *rq, struct joining_ask *a);
	const char *fields[6]; /* besides act; ends in NULL */
} questions[JOINING_CHECK] = {
	[JOINING_POSTCODE] = { read_postcode, { "act", "postcode" } },
	[JOINING_PARENTS] = { read_parents, { "act", "parents" } },
	[JOINING_SCHOOL] = { read_school, { "act", "school", "other", "words" } },
	[JOINING_SUBJECT] = { read_subject, { "act", "subject", "other", "words" } },
	[JOINING_YEAR] = { read_year, { "act", "year" } },
	[JOINING_EXPERIENCE] = { read_experience, { "act", "experience" } },
	[JOINING_CAREER] = { read_career, { "act", "career" } },
	[JOINING_GOALS_STEP] = { read_goals, { "act", "goal", "goal_text" } },
	[JOINING_HELPS_STEP] = { read_helps,
		{ "act", "help", "hinder", "help_text", "hinder_text" } },
	[JOINING_HOURS] = { read_hours, { "act", "hours", "free" } },
};

bool joining_read_answer(struct request *rq, struct joining_ask *a)
{
	struct str act = form_str(rq, "act", KEY_MAX);

	if (!form_only(rq, questions[a->step].fields))
		return false;
	if (!str_eq(act, S("skip")))
		return questions[a->step].read(rq, a);
	joining_answers_clear(&a->j.said, a->step);
	return ctx_ok(rq->ctx);
}

/* ---- beside the question ---- */

static bool find_subject(struct request *rq, struct joining_ask *a)
{
	struct subject *subject;
	int64_t n = 0;

	if (!subject_count(rq->ctx, &n)
		|| !subject_search(rq->ctx, a->words, FOUND_MAX, &subject, &a->found))
		return false;
	a->subject = subject;
	a->listed = n > 0;
	return true;
}

static bool find_school(struct request *rq, struct joining_ask *a)
{
	struct school *school;
	int64_t n = 0;

	if (!school_count(rq->ctx, S(""), &n)
		|| !school_search(rq->ctx, a->words, FOUND_MAX, &school, &a->found))
		return false;
	a->school = school;
	a->listed = n > 0;
	return true;
}

static bool read_text(struct request *rq, struct joining_ask *a, enum consent_kind kind)
{
	struct str zone = rq->place->zone.len ? rq->place->zone : a->round.zone;
	struct ctx *c = rq->ctx;

	if (!consent_text(c, kind, &a->text) || !consent_last(c, c->actor, kind, &a->last))
		return false;
	a->last_day = zone_day(c, zone, a->last.at);
	return a->text.id == 0 || consent_words_html(c, a->text.body, &a->text_html.s);
}

bool joining_read_beside(struct request *rq, struct joining_ask *a)
{
	a->words = query_str(rq, "words", WORDS_MAX * 4);
	if (a->words.len == 0) /* nothing was chosen: the list is there again */
		a->words = form_str(rq, "words", WORDS_MAX * 4);
	if (!ctx_ok(rq->ctx))
		return false;
	switch (a->step) {
	case JOINING_SUBJECT: return find_subject(rq, a);
	case JOINING_SCHOOL: return find_school(rq, a);
	case JOINING_TERMS: return read_text(rq, a, CONSENT_MEMBERSHIP);
	case JOINING_STUDY: return read_text(rq, a, CONSENT_STUDY);
	default: return true;
	}
}
