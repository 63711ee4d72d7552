/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/background_rule.h"

#include "core/audit.h"
#include "core/background.h"
#include "core/person.h"
#include "store/sql.h"

#include <inttypes.h>

enum { USUAL_CUT = 2, USUAL_SHARE = 400 };

/* Kept as words with numbers: «SIMD2020v2=2 IMD2019=2 … parents=1 listed=1 fsm=400 share=400». What
   a rule does not name does not count: a measure that comes with a later version of Cairn changes
   no study. */
static const struct stmt of_study = { "background_rule_of_study",
	"SELECT rule FROM background_rule WHERE study_id = $1", "i", "s" };
static const struct stmt put = { "background_rule_put",
	"INSERT INTO background_rule (study_id, rule, set_at, set_by) VALUES ($1, $2, $3, $4)"
	" ON CONFLICT (study_id) DO UPDATE SET rule = excluded.rule, set_at = excluded.set_at,"
	" set_by = excluded.set_by",
	"isii", "" };

struct background_rule background_rule_usual(void)
{
	struct background_rule rule = {
		.parents = true, .listed = true, .fsm = USUAL_SHARE, .share = USUAL_SHARE
	};

	for (size_t i = 0; i < AREA_KINDS; i++)
		rule.cut[i] = USUAL_CUT;
	return rule;
}

/* ---- keeping ---- */

static struct str write(struct ctx *c, const struct background_rule *rule)
{
	struct str text = S("");

	for (size_t i = 0; i < AREA_KINDS; i++)
		text = arena_fmt(c->mem, "%.*s%s=%" PRId64 " ", (int)text.len, text.at,
			area_kinds[i].name, rule->cut[i]);
	return arena_fmt(c->mem, "%.*sparents=%d listed=%d fsm=%" PRId64 " share=%" PRId64,
		(int)text.len, text.at, rule->parents, rule->listed, rule->fsm, rule->share);
}

static void take(struct background_rule *rule, struct str key, int64_t n)
{
	size_t kind = area_kind_find(key);

	if (kind < AREA_KINDS)
		rule->cut[kind] = n;
	else if (str_eq(key, S("parents")))
		rule->parents = n != 0;
	else if (str_eq(key, S("listed")))
		rule->listed = n != 0;
	else if (str_eq(key, S("fsm")))
		rule->fsm = n;
	else if (str_eq(key, S("share")))
		rule->share = n;
}

static struct background_rule parse(struct str text)
{
	struct background_rule rule = { 0 };

	while (text.len > 0) {
		struct str value = str_cut(&text, ' '), key = str_cut(&value, '=');
		int64_t n = 0;
		if (str_to_int(value, &n))
			take(&rule, key, n);
	}
	return rule;
}

bool background_rule_get(struct ctx *c, int64_t study, struct background_rule *ret, bool *ret_own)
{
	struct rows r;

	*ret = background_rule_usual();
	*ret_own = false;
	if (!sql_open(c, &of_study, ARGS(arg(study)), &r))
		return false;
	if (sql_next(&r)) {
		*ret = parse(row_peek(&r, 0));
		*ret_own = true;
		sql_end(&r);
	}
	return ctx_ok(c);
}

static bool share_ok(struct ctx *c, const char *field, int64_t n)
{
	return (n >= 0 && n <= BACKGROUND_SHARE_MAX)
		|| ctx_wrong(c, field,
			"A share is from 1 to 100 per cent, or 0 when it does not count.");
}

static bool check(struct ctx *c, const struct background_rule *rule)
{
	bool any = rule->parents || rule->listed || rule->fsm > 0 || rule->share > 0;
	bool good = share_ok(c, "fsm", rule->fsm);

	good = share_ok(c, "share", rule->share) && good;
	for (size_t i = 0; i < AREA_KINDS; i++) {
		if (rule->cut[i] < 0 || rule->cut[i] > BACKGROUND_CUT_MAX)
			good = ctx_wrong(c, area_kinds[i].name, "Choose one of the cuts.");
		any = any || rule->cut[i] > 0;
	}
	if (!any)
		return ctx_wrong(c, "tag",
			"Nothing would give the tag. Choose at least one part that counts.");
	return good;
}

bool background_rule_set(struct ctx *c, int64_t study, const struct background_rule *rule)
{
	if (!(c->roles & ROLE_RESEARCHER))
		return fail(c, FAULT_DENIED, "Only a researcher may change this.");
	if (!check(c, rule))
		return false;
	struct str text = write(c, rule);
	return sql_run(c, &put, ARGS(arg(study), arg(text), arg(c->now), arg(c->actor.v)))
		&& audit_add(c, "set the rule of the tag", "study", study, text);
}

/* ---- judging ---- */

/* Published quintiles decide where the cut is one of theirs: they are what the nation says. */
static bool deprived(const struct background_area *a, int64_t cut)
{
	return cut % 2 == 0 ? a->quintile >= 1 && a->quintile <= cut / 2
			    : a->decile >= 1 && a->decile <= cut;
}

struct background_reason background_reason(
	const struct background_rule *rule, const struct background *b)
{
	struct background_reason why = { 0 };

	for (size_t i = 0; i < b->areas; i++) {
		size_t kind = area_kind_find(b->area[i].name);
		int64_t cut = kind < AREA_KINDS ? rule->cut[kind] : 0;
		why.known = why.known || cut > 0;
		why.area = why.area || (cut > 0 && deprived(&b->area[i], cut));
	}
	if (rule->parents) {
		why.parents = b->parents == PARENTS_NO_HE;
		why.known = why.known || why.parents || b->parents == PARENTS_HE;
	}
	if (b->school_known) {
		bool fsm = rule->fsm > 0 && b->school_fsm >= 0;
		bool share = rule->share > 0 && b->school_deprived_share >= 0;
		why.school = (rule->listed && b->school_listed)
			|| (fsm && b->school_fsm >= rule->fsm)
			|| (share && b->school_deprived_share >= rule->share);
		why.known = why.known || rule->listed || fsm || share;
	}
	return why;
}

enum background_tag background_judge(const struct background_rule *rule, const struct background *b)
{
	struct background_reason why = background_reason(rule, b);

	if (why.area || why.parents || why.school)
		return TAG_YES;
	return why.known ? TAG_NO : TAG_UNKNOWN;
}

/* ---- in words ---- */

const char *background_cut_words(int64_t cut)
{
	static const char *const words[BACKGROUND_CUT_MAX + 1] = { "none",
		"the most deprived tenth", "the most deprived fifth",
		"the three most deprived tenths", "the two most deprived fifths",
		"the more deprived half" };

	return words[cut < 0 || cut > BACKGROUND_CUT_MAX ? 0 : cut];
}

/* «SIMD 2020v2, IMD 2019 or WIMD 2019», of the measures with this cut. */
static struct str measures(struct ctx *c, const struct background_rule *rule, int64_t cut)
{
	struct str text = S("");
	size_t left = 0;

	for (size_t i = 0; i < AREA_KINDS; i++)
		left += rule->cut[i] == cut;
	for (size_t i = 0; i < AREA_KINDS; i++) {
		if (rule->cut[i] != cut)
			continue;
		left--;
		text = arena_fmt(c->mem, "%.*s%s %s%s", (int)text.len, text.at,
			area_kinds[i].measure, area_kinds[i].version,
			left > 1	    ? ", "
				: left == 1 ? " or "
					    : "");
	}
	return text;
}

struct str background_rule_areas(struct ctx *c, const struct background_rule *rule)
{
	struct str text = S("");

	for (int64_t cut = 1; cut <= BACKGROUND_CUT_MAX; cut++) {
		struct str names = measures(c, rule, cut);
		if (names.len > 0)
			text = arena_fmt(c->mem, "%.*s%s%s by %.*s", (int)text.len, text.at,
				text.len ? ", or " : "", background_cut_words(cut), (int)names.len,
				names.at);
	}
	return text;
}
