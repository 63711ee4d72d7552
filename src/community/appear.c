/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/appear.h"

#include "base/utf8.h"
#include "community/alias.h"
#include "community/line.h"
#include "core/choice.h"
#include "core/person.h"
#include "core/secret.h"
#include "store/sql.h"

#include <inttypes.h>

enum { TRIES = 12 };

/* The rounds of $1 are those they joined, with a group or not yet. */
#define ROUNDS \
	"(SELECT e.round_id FROM enrolment e WHERE e.person_id = $1 AND e.left_at = 0" \
	" UNION SELECT m.round_id FROM membership m WHERE m.person_id = $1 AND m.left_at = 0)"

static const struct stmt appear_alias_taken = { "appear_alias_taken",
	"SELECT (SELECT count(*) FROM alias a WHERE a.name_key = $2 AND a.person_id <> $1"
	" AND a.round_id IN " ROUNDS ") + (SELECT count(*) FROM alias_drawn d"
	" WHERE d.name_key = $2 AND d.round_id IN " ROUNDS ")",
	"is", "i" };
static const struct stmt appear_name_taken = { "appear_name_taken",
	"SELECT count(*) FROM person p WHERE lower(p.shown_name) = lower($2) AND p.id <> $1"
	" AND p.id IN (SELECT o.person_id FROM enrolment o WHERE o.round_id IN " ROUNDS
	" UNION SELECT q.person_id FROM membership q WHERE q.round_id IN " ROUNDS ")",
	"is", "i" };
static const struct stmt appear_keep = { "appear_keep",
	"INSERT INTO alias (round_id, name_key, person_id) SELECT r.round_id, CAST($2 AS TEXT),"
	" CAST($1 AS BIGINT) FROM " ROUNDS " r WHERE r.round_id > 0"
	" ON CONFLICT (round_id, name_key) DO NOTHING",
	"is", "" };

static const char *const as_word[] = { "", "alias", "own", "first", "full" };

enum appear_as appear_of(struct str word)
{
	for (enum appear_as i = APPEAR_ALIAS; i <= APPEAR_FULL; i++)
		if (str_eq(word, str_of(as_word[i])))
			return i;
	return APPEAR_UNCHOSEN;
}

bool appear_find(struct ctx *c, struct appear *ret)
{
	struct appear a = { 0 };
	struct person p;
	struct str kept;

	if (!person_get(c, c->actor, &p) || !choice_find(c, CHOICE_APPEAR, &kept)
		|| !choice_find(c, CHOICE_ALIAS, &a.own))
		return false;
	a.first = p.shown_name;
	a.full = p.name;
	a.as = appear_of(kept);
	*ret = a;
	return true;
}

/* One space between words, none around them. */
static struct str tidy(struct ctx *c, struct str s)
{
	char *at = arena_new(c->mem, char, s.len + 1);
	size_t n = 0;

	s = str_trim(s);
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] != ' ' || (n > 0 && at[n - 1] != ' '))
			at[n++] = s.at[i];
	return (struct str){ at, n };
}

struct str appear_key(struct ctx *c, struct str name)
{
	char *at = arena_new(c->mem, char, name.len + 1);

	for (size_t i = 0; i < name.len; i++)
		at[i] = name.at[i] >= 'A' && name.at[i] <= 'Z' ? (char)(name.at[i] + 32)
							       : name.at[i];
	return (struct str){ at, name.len };
}

/* Outside ASCII all but signs, spaces and what cannot be seen. */
static bool letter_ok(int32_t code)
{
	if (code < 0x80)
		return (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z')
			|| (code >= '0' && code <= '9') || memchr(" -'.", code, 4);
	return code == 0x2019
		|| (code >= 0xC0 && !(code >= 0x2000 && code < 0x2C00)
			&& !(code >= 0x3000 && code < 0x3040) && !(code >= 0xE000 && code < 0xF900)
			&& !(code >= 0xFE00 && code < 0xFE10) && code != 0xFEFF && code < 0xE0000);
}

/* No byline can be made to look like that of a facilitator, which has brackets, or like that of
   another with something between its letters that nobody sees. */
static bool letters_ok(struct str s)
{
	while (s.len > 0)
		if (!letter_ok(utf8_next(&s)))
			return false;
	return true;
}

static bool is_free(struct ctx *c, const struct stmt *s, struct str name, bool *ret)
{
	struct rows r;

	if (!sql_one(c, s, ARGS(arg(c->actor.v), arg(name)), &r))
		return false;
	*ret = *ret && row_int(&r, 0) == 0;
	sql_end(&r);
	return true;
}

static bool find_free(struct ctx *c, struct str alias, bool *ret)
{
	*ret = true;
	return is_free(c, &appear_alias_taken, appear_key(c, alias), ret)
		&& is_free(c, &appear_name_taken, alias, ret);
}

static bool speaks_for_staff(struct str key)
{
	static const char *const words[] = { "facilitator", "moderator", "researcher",
		"administrator" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_has(key, str_of(words[i])))
			return true;
	return false;
}

static bool check_alias(struct ctx *c, struct str alias)
{
	bool free_one, staff;

	if (!line_ok(alias, APPEAR_ALIAS_MAX) || utf8_length(alias) < APPEAR_ALIAS_MIN)
		return ctx_wrong(c, "alias", "An alias has %d to %d letters.", APPEAR_ALIAS_MIN,
			APPEAR_ALIAS_MAX);
	if (!letters_ok(alias))
		return ctx_wrong(
			c, "alias", "An alias has letters, digits, spaces, hyphens and dots only.");
	if (!person_looks_like_staff(c, c->actor, alias, &staff))
		return false;
	if (staff || speaks_for_staff(appear_key(c, alias)))
		return ctx_wrong(c, "alias",
			"This sounds like somebody who runs the round. Please take another one.");
	if (!find_free(c, alias, &free_one))
		return false;
	return free_one
		|| ctx_wrong(c, "alias",
			"Somebody in your round is called this already. Please take another one.");
}

bool appear_claim(struct ctx *c, struct str own)
{
	return check_alias(c, own)
		&& sql_run(c, &appear_keep, ARGS(arg(c->actor.v), arg(appear_key(c, own))));
}

bool appear_remember(struct ctx *c, enum appear_as as)
{
	return choice_set(c, CHOICE_APPEAR, str_of(as_word[as]));
}

bool appear_choose(struct ctx *c, enum appear_as as, struct str own)
{
	if (as < APPEAR_ALIAS || as > APPEAR_FULL)
		return ctx_wrong(c, "as", "Choose one of the four.");
	own = tidy(c, own);
	if (as == APPEAR_OWN && (!appear_claim(c, own) || !choice_set(c, CHOICE_ALIAS, own)))
		return false;
	return appear_remember(c, as);
}

bool appear_suggest(struct ctx *c, struct str *ret)
{
	bool free_one = false;

	for (int i = 0; i < TRIES && !free_one; i++) {
		/* By person and moment, with a key that nobody outside has. Later tries add a
		   number, for a round that has used up many. */
		struct str token = secret_name(c, "alias",
			arena_fmt(c->mem, "%" PRId64 " %" PRId64 " %d", c->actor.v, c->now, i));
		*ret = alias_words(c, token, i >= TRIES / 2);
		if (!find_free(c, *ret, &free_one))
			return false;
	}
	return true;
}
