/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/demo_study.h"

#include "app/demo_after.h"
#include "app/demo_cast.h"
#include "app/demo_clinic.h"
#include "app/demo_felt.h"
#include "app/demo_home.h"
#include "app/demo_introductions.h"
#include "app/demo_live.h"
#include "app/demo_meet.h"
#include "app/demo_people.h"
#include "app/demo_plan.h"
#include "app/demo_play.h"
#include "app/demo_question.h"
#include "app/demo_seat.h"
#include "app/demo_text.h"
#include "community/consent_words.h"
#include "community/round.h"
#include "community/study.h"
#include "community/week_letter.h"
#include "core/person.h"
#include "core/zone.h"

enum { GROUPS_MAX = 12, LEAST = 5, MOST = 13, SEED = 2019 };

#define ZONE S("Europe/London")
#define OUTCOMES_CAME INT64_C(1625047200000000) /* 30 June 2021, 11:00 in London */
#define STAFF_CAME INT64_C(1567407600000000)	/* 2 September 2019, 8:00 in London */

static const char *const scripts[] = { "threads1.txt", "threads2.txt", "threads3.txt",
	"threads4.txt" };

struct show {
	struct ctx *c;
	int64_t today; /* the instant at which the demonstration is made */
	struct demo_dice dice;
	struct demo_seat seat;
	struct demo_row table[DEMO_TABLE_ROWS];
	struct topic_draft topic[DEMO_WEEKS];
	struct demo_thread *thread;
	size_t threads;
};

static bool read_topics(struct show *s)
{
	struct str file;
	struct demo_text t;
	size_t n = 0;

	if (!demo_text_find(s->c, "topics.txt", &file))
		return false;
	for (; n < DEMO_WEEKS && demo_text_next(&file, &t); n++) {
		if (demo_text_number(&t.rest) != (int64_t)n + 1)
			break;
		s->topic[n].minutes = demo_text_number(&t.rest);
		s->topic[n].title = str_trim(t.rest);
		s->topic[n].prompt = t.body;
	}
	return n == DEMO_WEEKS || fail(s->c, FAULT_INTERNAL, "demo/topics.txt has not four weeks");
}

/* The texts that every instance begins with. */
static bool publish_consent(struct show *s)
{
	static const enum consent_kind kinds[] = { CONSENT_MEMBERSHIP, CONSENT_STUDY };

	if (!consent_words_begin(s->c))
		return false;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct consent_text t;

		if (!consent_text(s->c, kinds[i], &t))
			return false;
		s->seat.text[kinds[i]] = t.id;
	}
	return true;
}

static bool read_all(struct show *s)
{
	if (!demo_table_read(s->c, s->table) || !read_topics(s)
		|| !demo_people_open(s->c, &s->seat.names))
		return false;
	for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
		if (!demo_script_read(s->c, scripts[i], &s->thread, &s->threads))
			return false;
	s->seat.table = s->table;
	return true;
}

/* «2019-10-07», or «-10»: so many days before today. */
static bool first_day(struct show *s, struct str text, struct date *ret)
{
	int64_t days;

	if (!str_starts(text, S("-")))
		return date_parse(text, ret);
	if (!str_to_int((struct str){ text.at + 1, text.len - 1 }, &days))
		return false;
	*ret = date_add(zone_civil(s->c, ZONE, s->today).date, -days);
	return true;
}

static bool make_round(
	struct show *s, struct demo_round *r, struct str name, struct str title, struct date first)
{
	struct ctx *c = s->c;
	struct round_draft d = { .study = { r->study },
		.name = name,
		.title = title,
		.zone = r->zone,
		.starts_on = date_text(c->mem, first),
		.weeks = DEMO_WEEKS,
		.size_min = LEAST,
		.size_max = MOST,
		.read_across = true };
	struct round_id id;
	struct round made;

	memcpy(d.topic, s->topic, sizeof s->topic);
	for (int i = 0; i < DEMO_DAYS; i++)
		r->noon[i] = zone_instant(
			c, r->zone, (struct civil){ .date = date_add(first, i), .hour = 12 });
	c->now = r->noon[0] - 21 * INSTANT_DAY;
	c->actor = s->seat.facilitator;
	c->roles = ROLE_FACILITATOR;
	if (!round_make(c, &d, &id) || !round_get(c, id, &made))
		return false;
	r->id = id.v;
	r->opens_at = made.opens_at;
	r->closes_at = made.closes_at;
	return true;
}

/* The @group lines that follow a @round line. */
static bool seat_groups(struct show *s, struct demo_round *r, struct str file, bool live)
{
	struct demo_text t;

	s->seat.round = r;
	r->group = arena_new(s->c->mem, struct demo_group, GROUPS_MAX);
	while (demo_text_next(&file, &t) && str_eq(t.word, S("group")))
		if (r->n == GROUPS_MAX || !demo_seat_group(&s->seat, t.rest, live))
			return fail(s->c, FAULT_INTERNAL, "demo/subjects.txt has too many groups");
	return true;
}

/* Dates are in the past for the replayed study; the live one began so many days ago, and goes on.
   */
static bool show_round(
	struct show *s, int64_t study, struct demo_text *t, struct str file, bool live)
{
	struct demo_round r = { .c = s->c, .dice = &s->dice, .zone = ZONE, .study = study };
	struct str name = demo_text_field(&t->rest), title = demo_text_field(&t->rest);
	struct date first;

	if (!first_day(s, str_trim(t->rest), &first))
		return fail(s->c, FAULT_INTERNAL, "demo/subjects.txt has a day that is none");
	if (!make_round(s, &r, name, title, first) || !seat_groups(s, &r, file, live))
		return false;
	if (str_eq(name, S("october")) && !demo_after_trial(&r))
		return false;
	r.until = live ? s->today : r.closes_at;
	if (!live)
		demo_cast_threads(&r, s->thread, s->threads);
	else if (!demo_live_threads(&r))
		return false;
	demo_plan_round(&r);
	return demo_play_round(&r)
		&& (!live
			|| (demo_clinic_make(&r) && demo_home_keep(&r)
				&& demo_introductions_make(&r) && demo_felt_make(&r)));
}

static bool make_study(struct show *s, struct str name, struct str title, int64_t at, int64_t *ret)
{
	struct study_id id;

	s->c->now = at;
	s->c->actor = s->seat.facilitator;
	s->c->roles = ROLE_FACILITATOR;
	if (!study_make(s->c, name, title, &id))
		return false;
	*ret = id.v;
	return true;
}

/* Between the replayed rounds and the live one lie years: what became of people came in then. */
static bool begin_autumn(struct show *s, int64_t past, int64_t *ret)
{
	return demo_after_outcomes(s->c, past, OUTCOMES_CAME)
		&& make_study(s, S("autumn"), S("Autumn"), s->today - 40 * INSTANT_DAY, ret);
}

static bool show_all(struct show *s)
{
	int64_t past, now;
	struct str file;
	struct demo_text t;

	s->c->now = STAFF_CAME;
	s->c->actor = (struct person_id){ 0 };
	if (!demo_people_staff(s->c, s->seat.names, &s->seat.facilitator) || !publish_consent(s)
		|| !make_study(s, S("cop-2019"), S("Career communities of practice, 2019"),
			STAFF_CAME, &past)
		|| !demo_text_find(s->c, "subjects.txt", &file))
		return false;
	for (now = 0; demo_text_next(&file, &t);) {
		bool live = str_has(t.rest, S("| -"));

		if (!str_eq(t.word, S("round")))
			continue;
		if (live && now == 0 && !begin_autumn(s, past, &now))
			return false;
		if (!show_round(s, live ? now : past, &t, file, live))
			return false;
	}
	return true;
}

static bool empty(struct ctx *c)
{
	int64_t people;

	if (!person_count(c, &people))
		return false;
	return people == 0
		|| fail(c, FAULT_CONFLICT,
			"There are people in this database already. The demonstration needs an "
			"empty one: choose another directory with --data.");
}

bool demo_study_make(struct ctx *c)
{
	struct show *s = arena_new(c->mem, struct show, 1);
	struct ids ids = { .salt = c->ids->salt };
	struct ids *before = c->ids;
	int64_t now = c->now;

	s->c = c;
	s->today = now;
	s->dice.state = SEED;
	c->ids = &ids; /* made in the order of the story, so that they rise with its dates */
	bool done = empty(c) && read_all(s) && show_all(s);

	c->ids = before;
	c->now = now;
	/* Its weeks so far were told when they opened. */
	return done && week_letter_pass_over(c) && demo_meet_make(c, s->seat.facilitator)
		&& demo_question_make(c);
}
