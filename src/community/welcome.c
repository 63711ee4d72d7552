/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/welcome.h"

#include "base/instant.h"
#include "base/utf8.h"
#include "community/post.h"
#include "community/trial.h"
#include "core/choice.h"
#include "core/draft.h"
#include "core/feature.h"
#include "core/person.h"
#include "core/place.h"
#include "store/sql.h"

static const struct stmt joined = { "welcome_joined",
	"SELECT COALESCE(max(joined_at), 0) FROM membership WHERE person_id = $1 AND left_at = 0",
	"i", "i" };

static const struct stmt coming = { "welcome_coming",
	"SELECT e.round_id FROM enrolment e JOIN round r ON r.id = e.round_id"
	" WHERE e.person_id = $1 AND e.left_at = 0 AND r.closes_at > $2"
	" ORDER BY r.opens_at, r.id LIMIT 1",
	"ii", "i" };

/* How far somebody is, as core/choice keeps it; «short» is done without the mirror. */
static const char *const step_word[WELCOME_STEPS] = { "read", "strengths", "appear", "mail", "help",
	"done" };

static bool find_coming(struct ctx *c, int64_t *ret)
{
	struct rows r;

	*ret = 0;
	if (!sql_open(c, &coming, ARGS(arg(c->actor.v), arg(c->now)), &r))
		return false;
	if (sql_next(&r)) {
		*ret = row_int(&r, 0);
		sql_end(&r);
	}
	return ctx_ok(c);
}

bool welcome_place(struct ctx *c, const struct place *p, struct place *ret)
{
	struct trial trial[FEATURE_LAST + 1];
	struct place here = *p;
	int64_t round;

	if (p->group == 0) {
		if (!find_coming(c, &round))
			return false;
		here.features = FEATURES_UNCHOSEN;
		if (round
			&& (!feature_of_round(c, round, &here.features)
				|| !trial_of_round(c, (struct round_id){ round }, trial)))
			return false;
		for (int f = 1; round && f <= FEATURE_LAST; f++)
			if (trial[f].id)
				here.features &= ~(INT64_C(1) << f);
	}
	*ret = here;
	return true;
}

bool welcome_has(const struct place *p, enum welcome_step step)
{
	return step != WELCOME_STRENGTHS || (p->features & 1 << FEATURE_STRENGTHS) != 0;
}

enum welcome_step welcome_next(const struct place *p, enum welcome_step step)
{
	do
		step = step < WELCOME_BEGIN ? step + 1 : WELCOME_BEGIN;
	while (!welcome_has(p, step));
	return step;
}

static void read_word(struct str word, const struct place *p, struct welcome_progress *ret)
{
	bool cut = str_eq(word, S("short"));

	ret->later = str_eq(word, S("later"));
	ret->begun = word.len > 0 && !ret->later;
	for (enum welcome_step i = 0; i < WELCOME_STEPS; i++)
		if (str_eq(word, str_of(step_word[i])))
			ret->at = i;
	if (cut)
		ret->at = welcome_has(p, WELCOME_STRENGTHS) ? WELCOME_STRENGTHS : WELCOME_BEGIN;
	ret->done = ret->begun && ret->at == WELCOME_BEGIN;
}

/* New is who came into a group not long ago, or into a round that is not much older, or who waits
   for the group of a round that they joined. */
static bool is_new(struct ctx *c, const struct place *p, bool *ret)
{
	struct rows r;

	if (p->group == 0) {
		int64_t round;
		bool found = find_coming(c, &round);
		*ret = round > 0;
		return found;
	}
	if (!sql_one(c, &joined, ARGS(arg(c->actor.v)), &r))
		return false;
	int64_t since = row_int(&r, 0) > p->opens_at ? row_int(&r, 0) : p->opens_at;
	sql_end(&r);
	*ret = c->now < since + WELCOME_DAYS * INSTANT_DAY;
	return true;
}

bool welcome_find(struct ctx *c, const struct place *p, struct welcome_progress *ret)
{
	struct welcome_progress w = { 0 };
	struct str word;

	if (!choice_find(c, CHOICE_WELCOME, &word))
		return false;
	read_word(word, p, &w);
	while (!welcome_has(p, w.at))
		w.at = welcome_next(p, w.at);
	bool student = p->group > 0 || (c->roles & ROLE_STUDENT) != 0;
	if (student && !w.done && !w.later && !is_new(c, p, &w.offered))
		return false;
	*ret = w;
	return true;
}

/* Of who has been through nothing changes, but that the mirror may come later; and who did not want
   to be asked is not asked again for having looked. */
bool welcome_reach(struct ctx *c, const struct place *p, enum welcome_step step)
{
	bool mirror = welcome_has(p, WELCOME_STRENGTHS);
	struct str word;

	if (!choice_find(c, CHOICE_WELCOME, &word))
		return false;
	if (str_eq(word, S("short")))
		return !mirror || step <= WELCOME_STRENGTHS
			|| choice_set(c, CHOICE_WELCOME, S("done"));
	if (str_eq(word, S("done")) || (str_eq(word, S("later")) && step != WELCOME_BEGIN))
		return true;
	bool cut = step == WELCOME_BEGIN && !mirror;
	return choice_set(c, CHOICE_WELCOME, cut ? S("short") : str_of(step_word[step]));
}

bool welcome_later(struct ctx *c)
{
	struct str word;

	return choice_find(c, CHOICE_WELCOME, &word)
		&& (str_eq(word, S("done")) || choice_set(c, CHOICE_WELCOME, S("later")));
}

/* Its title says nothing about who wrote it, since they may still choose an alias. */
bool welcome_into_form(struct ctx *c, int64_t group, struct str text)
{
	struct str path = arena_fmt(c->mem, "/group/%lld/thread/new", (long long)group);
	struct draft d;

	text = str_trim(text);
	if (!draft_find(c, path, &d))
		return false;
	if (str_has(d.body, text))
		return true;
	if (d.body.len > 0)
		text = arena_fmt(
			c->mem, "%.*s\n\n%.*s", (int)d.body.len, d.body.at, (int)text.len, text.at);
	if (utf8_length(text) > POST_CHARS_MAX)
		return ctx_wrong(c, "body", "Together with what waits there this is too long.");
	struct draft next = { path, d.title.len > 0 ? d.title : S("Hello from me"), text };
	return draft_keep(c, c->actor, &next);
}
