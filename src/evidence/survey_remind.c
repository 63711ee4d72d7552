/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/survey_remind.h"

#include "base/conf.h"
#include "base/instant.h"
#include "base/utf8.h"
#include "core/asked.h"
#include "core/key.h"
#include "core/letter.h"
#include "core/letter_trace.h"
#include "core/person.h"
#include "core/zone.h"
#include "evidence/survey.h"
#include "store/sql.h"

#include <inttypes.h>

enum { SUBJECT_CHARS = 45 };

const char survey_remind_kind[] = "survey";

static const struct stmt wave_of = { "survey_remind_wave",
	"SELECT w.survey_id, s.version, w.opens_at, w.closes_at, w.letters, s.closed_at, v.link,"
	" COALESCE(r.zone, (SELECT z.zone FROM round z WHERE z.study_id = s.study_id"
	" ORDER BY z.opens_at DESC, z.id DESC LIMIT 1), 'Europe/London'), s.study_id, w.round_id"
	" FROM survey_wave_time w JOIN survey s ON s.id = w.survey_id"
	" JOIN survey_version v ON v.survey_id = s.id AND v.version = s.version"
	" LEFT JOIN round r ON r.id = w.round_id WHERE w.id = $1",
	"i", "iiiiiissii" };
/* Who has not been seen to for this letter. Who has answered an anonymous survey is known by a hash
   alone, and is passed over later. */
static const struct stmt people = { "survey_remind_people",
	"SELECT p.id, p.address, COALESCE(k.participant_id, 0) FROM person p"
	" JOIN survey_wave w ON w.id = $1 JOIN survey s ON s.id = w.survey_id"
	" JOIN survey_version v ON v.survey_id = s.id AND v.version = s.version"
	" LEFT JOIN open_key k ON k.person_id = p.id AND k.study_id = s.study_id"
	" WHERE p.closed_at = 0 AND (EXISTS (SELECT 1 FROM membership m"
	" JOIN round r ON r.id = m.round_id WHERE m.person_id = p.id AND m.left_at = 0"
	" AND (m.round_id = w.round_id OR (w.round_id = 0 AND r.study_id = s.study_id)))"
	" OR EXISTS (SELECT 1 FROM enrolment e JOIN round r ON r.id = e.round_id"
	" WHERE e.person_id = p.id AND e.left_at = 0 AND (e.round_id = w.round_id"
	" OR (w.round_id = 0 AND r.study_id = s.study_id))))"
	" AND NOT EXISTS (SELECT 1 FROM survey_letter l WHERE l.wave_id = w.id"
	" AND l.person_id = p.id AND l.nth = $2)"
	" AND NOT EXISTS (SELECT 1 FROM survey_refusal f WHERE f.survey_id = s.id"
	" AND f.person_id = p.id)"
	" AND NOT EXISTS (SELECT 1 FROM self_choice o WHERE o.person_id = p.id AND o.key = 'mail'"
	" AND o.value = 'none')"
	" AND NOT EXISTS (SELECT 1 FROM survey_reply y WHERE y.wave_id = w.id AND y.finished_at > 0"
	" AND y.who = CASE WHEN v.link = 'named' THEN 'n' || p.id"
	" ELSE 'p' || COALESCE(k.participant_id, 0) END)"
	" AND (v.link = 'anonymous' OR (EXISTS (SELECT 1 FROM participant a"
	" WHERE a.id = k.participant_id AND a.withdrawn_at = 0) AND EXISTS (SELECT 1 FROM consent a"
	" JOIN consent_text t ON t.id = a.text_id WHERE a.person_id = p.id AND t.kind = 'study'"
	" AND a.withdrawn_at = 0))) ORDER BY p.id LIMIT $3",
	"iii", "isi" };
static const struct stmt note = { "survey_remind_note",
	"INSERT INTO survey_letter (wave_id, person_id, nth) VALUES ($1, $2, $3)"
	" ON CONFLICT (wave_id, person_id, nth) DO NOTHING",
	"iii", "" };
static const struct stmt answered = { "survey_remind_answered",
	"SELECT count(*) FROM survey_done WHERE wave_id = $1 AND who = $2", "is", "i" };

struct wave {
	struct asked asked;
	int64_t letters, study, round;
	struct str zone;
	struct survey_form form;
};
struct reader {
	struct person_id person;
	struct str address;
	int64_t participant;
};

/* ret->asked.survey is 0 when the wave is gone or was never launched. */
static bool find_wave(struct ctx *c, int64_t wave, struct wave *ret)
{
	struct rows r;

	*ret = (struct wave){ 0 };
	if (!sql_open(c, &wave_of, ARGS(arg(wave)), &r))
		return false;
	if (!sql_next(&r))
		return ctx_ok(c);
	ret->asked = (struct asked){ .survey = row_int(&r, 0),
		.wave = wave,
		.version = row_int(&r, 1),
		.opens_at = row_int(&r, 2),
		.closes_at = row_int(&r, 3),
		.closed = row_int(&r, 5) > 0 };
	ret->letters = row_int(&r, 4);
	(void)!asked_link_read(row_peek(&r, 6), &ret->asked.link);
	ret->zone = row_str(&r, 7);
	ret->study = row_int(&r, 8);
	ret->round = row_int(&r, 9);
	sql_end(&r);
	return survey_form_get(c, ret->asked.survey, ret->asked.version, &ret->form);
}

static int64_t half_way(const struct wave *w)
{
	return w->asked.opens_at + (w->asked.closes_at - w->asked.opens_at) / 2;
}

/* Which letter is due at an instant, 0 for none: after the half it is the second, also for whoever
   missed the first. */
static int64_t due(const struct wave *w, int64_t now)
{
	if (!asked_is_open(&w->asked, now) || w->letters == 0)
		return 0;
	return w->letters > 1 && now >= half_way(w) ? 2 : 1;
}

static int64_t next_due(const struct wave *w, int64_t now)
{
	if (w->asked.closed || w->letters == 0 || now >= w->asked.closes_at)
		return 0;
	if (now < w->asked.opens_at)
		return w->asked.opens_at;
	return w->letters > 1 && now < half_way(w) ? half_way(w) : 0;
}

/* Nobody's telephone is to hum at night: the next morning there, or 0 when it is day. */
static int64_t morning(struct ctx *c, const struct wave *w)
{
	struct civil now = zone_civil(c, w->zone, c->now);

	if (now.hour >= SURVEY_REMIND_FROM && now.hour < SURVEY_REMIND_UNTIL)
		return 0;
	return zone_instant(c, w->zone,
		(struct civil){ .date = date_add(now.date, now.hour >= SURVEY_REMIND_UNTIL),
			.hour = SURVEY_REMIND_FROM });
}

static bool has_answered(struct ctx *c, const struct wave *w, const struct reader *to, bool *ret)
{
	struct rows r;

	*ret = false;
	if (w->asked.link != ASKED_ANONYMOUS)
		return true;
	if (!sql_one(c, &answered,
		    ARGS(arg(w->asked.wave), arg(asked_who(c, &w->asked, to->person))), &r))
		return false;
	*ret = row_int(&r, 0) > 0;
	sql_end(&r);
	return true;
}

static const char *kept_how(enum asked_link link)
{
	static const char *const how[] = {
		"Answers are anonymous: they are kept without a name, a number or a time.",
		"Answers are kept under your number in the study, not under your name.",
		"Answers are kept with your name, for the researcher.",
	};

	return how[link];
}

/* What it is about and the first question: somebody who only reads this knows as much. */
static struct str body_of(struct ctx *c, const struct wave *w, struct str link, struct str read_it)
{
	const char *url =
		c->house && c->house->conf ? c->house->conf->base_url : "http://127.0.0.1:8080";
	struct str intro = survey_text_in(&w->form.intro, 0);
	struct str first =
		w->form.questions > 0 ? survey_text_in(&w->form.question[0].text, 0) : S("");
	struct str until = zone_day(c, w->zone, w->asked.closes_at - 1);

	return arena_fmt(c->mem,
		"%.*s%s"
		"The first question is: %.*s\n\n"
		"%.*s\n\n"
		"It is open until %.*s. %s Whether you answer is your choice.\n\n"
		"There is a button on that page with which you are not asked in this survey any "
		"more. To get no letters of this kind at all:\n"
		"%s/me/mail\n%.*s",
		(int)intro.len, intro.at, intro.len ? "\n\n" : "", (int)first.len, first.at,
		(int)link.len, link.at, (int)until.len, until.at, kept_how(w->asked.link), url,
		(int)read_it.len, read_it.at);
}

static bool see_to(struct ctx *c, const struct wave *w, int64_t nth, const struct reader *to)
{
	struct str title = utf8_head(survey_text_in(&w->form.title, 0), SUBJECT_CHARS);
	struct letter_draft l = { .person = to->person,
		.kind = survey_remind_kind,
		.to = to->address,
		.subject = title,
		.path = arena_fmt(c->mem, "/survey/%" PRId64 "?wave=%" PRId64, w->asked.survey,
			w->asked.wave) };
	struct str link, read_it;
	bool answered_already;
	int64_t id, n;

	if (!sql_count(c, &note, ARGS(arg(w->asked.wave), arg(to->person.v), arg(nth)), &n)
		|| !has_answered(c, w, to, &answered_already))
		return false;
	if (n == 0 || answered_already || !person_address_ok(to->address))
		return true;
	/* Who gets and follows a letter about an anonymous survey is nobody's concern. */
	if (w->asked.link != ASKED_ANONYMOUS) {
		l.study = w->study;
		l.round = w->round;
	}
	if (!letter_trace_begin(c, &l, &link, &read_it))
		return false;
	l.body = body_of(c, w, link, read_it);
	return letter_queue(c, &l, &id);
}

static bool find_people(
	struct ctx *c, const struct wave *w, int64_t nth, struct reader *to, size_t *ret_n)
{
	struct rows r;
	size_t n = 0;

	if (!key_open_study(c, w->study)
		|| !sql_open(c, &people,
			ARGS(arg(w->asked.wave), arg(nth), arg((int64_t)SURVEY_REMIND_BATCH)), &r))
		return false;
	for (; n < SURVEY_REMIND_BATCH && sql_next(&r); n++)
		to[n] = (struct reader){ { row_int(&r, 0) }, row_str(&r, 1), row_int(&r, 2) };
	sql_end(&r);
	*ret_n = n;
	return ctx_ok(c);
}

bool survey_remind_some(struct ctx *c, int64_t wave, bool *ret_more, int64_t *ret_next)
{
	struct reader *to = arena_new(c->mem, struct reader, SURVEY_REMIND_BATCH);
	struct wave w;
	size_t n = 0;

	if (!find_wave(c, wave, &w))
		return false;
	int64_t nth = w.asked.survey ? due(&w, c->now) : 0, later = nth > 0 ? morning(c, &w) : 0;
	if (later > 0)
		nth = 0;
	if (nth > 0 && !find_people(c, &w, nth, to, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!see_to(c, &w, nth, &to[i]))
			return false;
	*ret_more = n == SURVEY_REMIND_BATCH;
	*ret_next = later ? later : w.asked.survey ? next_due(&w, c->now) : 0;
	return true;
}
