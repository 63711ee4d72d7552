/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/background.h"

#include "core/audit.h"
#include "core/key.h"
#include "core/person.h"
#include "core/postcodes.h"
#include "core/school.h"
#include "core/secret.h"
#include "store/sql.h"

/* Sealed, every row is as long, so that the length of what is stored tells nothing:
     the digit 2; four areas, each a name of 16 characters, a decile of two and a quintile of one;
     parents (1), school known (1), listed (1), its free school meals (4), its deprived share (4).
   Rows of before were four digits: tagged, area, parents, school. */
enum { NAME = 16, AREA = NAME + 3, FACTS = 1 + BACKGROUND_AREAS * AREA + 3 + 8, OLD_FACTS = 4 };

static const struct stmt put = { "background_put",
	"INSERT INTO background (person_id, sealed, set_at) VALUES ($1, $2, $3)"
	" ON CONFLICT (person_id) DO UPDATE SET sealed = excluded.sealed, set_at = excluded.set_at",
	"isi", "" };
static const struct stmt of_person = { "background_of_person",
	"SELECT sealed FROM background WHERE person_id = $1", "i", "s" };
static const struct stmt gone = { "background_forget",
	"DELETE FROM background WHERE person_id = $1", "i", "" };
static const struct stmt of_study = { "background_of_study",
	"SELECT b.person_id, b.sealed FROM background b"
	" JOIN open_key k ON k.person_id = b.person_id"
	" JOIN participant p ON p.id = k.participant_id"
	" WHERE k.study_id = $1 AND p.withdrawn_at = 0",
	"i", "is" };

static const struct stmt each_count = { "background_each_count",
	"SELECT COUNT(*) FROM participant_key WHERE study_id = $1", "i", "i" };
static const struct stmt each = { "background_each",
	"SELECT k.participant_id, b.person_id, b.sealed FROM background b"
	" JOIN open_key k ON k.person_id = b.person_id"
	" JOIN participant p ON p.id = k.participant_id"
	" WHERE k.study_id = $1 AND p.withdrawn_at = 0 ORDER BY k.participant_id",
	"i", "iis" };

static bool may_read(struct ctx *c)
{
	return (c->roles & ROLE_RESEARCHER) != 0
		|| fail(c, FAULT_DENIED, "Only a researcher may see this.");
}

/* ---- sealing ---- */

static int64_t within(int64_t n, int64_t max)
{
	return n < 0 ? -1 : n > max ? max : n;
}

static struct str facts(struct ctx *c, const struct background *b)
{
	struct str text = S("2");

	for (size_t i = 0; i < BACKGROUND_AREAS; i++) {
		struct background_area a =
			i < b->areas ? b->area[i] : (struct background_area){ 0 };
		text = arena_fmt(c->mem, "%.*s%-*.*s%2d%d", (int)text.len, text.at, NAME,
			(int)(a.name.len < NAME ? a.name.len : NAME), a.name.len ? a.name.at : "",
			(int)within(a.decile, 10), (int)within(a.quintile, 5));
	}
	return arena_fmt(c->mem, "%.*s%d%d%d%4d%4d", (int)text.len, text.at, (int)b->parents,
		b->school_known, b->school_listed, (int)within(b->school_fsm, 1000),
		(int)within(b->school_deprived_share, 1000));
}

static int64_t number(struct str *text, size_t n)
{
	int64_t v = -1;

	(void)!str_to_int(str_trim((struct str){ text->at, n }), &v);
	text->at += n;
	text->len -= n;
	return v;
}

/* Which of the measures it was is not known: it counts as one that every usual rule has. */
static struct background old_facts(struct str text)
{
	struct background b = { .parents = text.at[2] == '1' ? PARENTS_NO_HE : PARENTS_HE,
		.school_known = true,
		.school_listed = text.at[3] == '1',
		.school_fsm = -1,
		.school_deprived_share = -1 };

	if (text.at[1] == '1') {
		b.area[0] = (struct background_area){ S("SIMD2020v2"), 1, 1 };
		b.areas = 1;
	}
	return b;
}

static bool unseal(struct ctx *c, int64_t person, struct str sealed, struct background *ret)
{
	struct str text;

	if (!secret_unseal(c, "background", person, sealed, &text))
		return false;
	if (text.len == OLD_FACTS) {
		*ret = old_facts(text);
		return true;
	}
	if (text.len != FACTS || number(&text, 1) != 2)
		return fail(c, FAULT_INTERNAL, "a background is of another version");
	*ret = (struct background){ 0 };
	for (size_t i = 0; i < BACKGROUND_AREAS; i++) {
		struct background_area a = { str_trim((struct str){ text.at, NAME }), 0, 0 };
		text.at += NAME;
		text.len -= NAME;
		a.decile = number(&text, 2);
		a.quintile = number(&text, 1);
		if (a.name.len > 0)
			ret->area[ret->areas++] = a;
	}
	ret->parents = (enum background_parents)number(&text, 1);
	ret->school_known = number(&text, 1) == 1;
	ret->school_listed = number(&text, 1) == 1;
	ret->school_fsm = number(&text, 4);
	ret->school_deprived_share = number(&text, 4);
	return true;
}

/* ---- telling ---- */

bool background_area(struct ctx *c, struct str typed, struct background *into)
{
	struct postcode_place place;
	struct postcode postcode;
	char why[POSTCODE_WHY];

	into->areas = 0;
	if (!postcode_read(typed, &postcode, why))
		return ctx_wrong(c, "postcode", "%s", why);
	if (!postcodes_find(c, &postcode, &place))
		return false;
	for (size_t i = 0; i < place.values && i < BACKGROUND_AREAS; i++)
		into->area[into->areas++] =
			(struct background_area){ str_of(area_kinds[place.value[i].kind].name),
				place.value[i].decile, place.value[i].quintile };
	return true;
}

bool background_school(struct ctx *c, struct str list, struct str code, struct background *into)
{
	struct school s;

	if (!school_get(c, list, code, &s))
		return false;
	into->school_known = s.code.len > 0;
	into->school_listed = s.listed;
	into->school_fsm = s.fsm;
	into->school_deprived_share = s.deprived_share;
	return true;
}

bool background_keep(struct ctx *c, struct person_id person, const struct background *b)
{
	struct str sealed = secret_seal(c, "background", person.v, facts(c, b));

	return sql_run(c, &put, ARGS(arg(person.v), arg(sealed), arg(c->now)))
		&& (c->actor.v == person.v
			|| audit_add(c, "set a background", "person", person.v, S("")));
}

bool background_forget(struct ctx *c, struct person_id person)
{
	return sql_run(c, &gone, ARGS(arg(person.v)));
}

/* ---- to the person themself ---- */

static const char *school_words(const struct background *b)
{
	if (!b->school_known)
		return "no school.";
	return b->school_listed ? "a school on the institution's own list."
				: "a school that is not on the institution's own list.";
}

bool background_words(struct ctx *c, struct person_id person, struct str sealed, struct str *ret)
{
	static const char *const parents[] = { "not told", "yes", "no", "rather not say" };
	struct str text = S("Postcode:");
	struct background b;

	if (!unseal(c, person.v, sealed, &b))
		return false;
	if (b.areas == 0)
		text = S("Postcode: nothing is known.");
	for (size_t i = 0; i < b.areas; i++)
		text = arena_fmt(c->mem, "%.*s %.*s decile %d, fifth %d%s", (int)text.len, text.at,
			(int)b.area[i].name.len, b.area[i].name.at, (int)b.area[i].decile,
			(int)b.area[i].quintile, i + 1 < b.areas ? ";" : ".");
	*ret = arena_fmt(c->mem, "%.*s Parents in higher education: %s. School: %s", (int)text.len,
		text.at, parents[b.parents], school_words(&b));
	return true;
}

/* ---- reading ---- */

/* ret_known is false when the person told nothing. */
static bool read_one(
	struct ctx *c, struct person_id person, struct background *ret, bool *ret_known)
{
	struct rows r;

	*ret_known = false;
	if (!may_read(c) || !audit_add(c, "read a background", "person", person.v, S(""))
		|| !sql_open(c, &of_person, ARGS(arg(person.v)), &r))
		return false;
	if (!sql_next(&r))
		return ctx_ok(c);
	struct str sealed = row_str(&r, 0);
	sql_end(&r);
	*ret_known = true;
	return unseal(c, person.v, sealed, ret);
}

bool background_get(struct ctx *c, struct person_id person, struct background *ret)
{
	bool known;

	return read_one(c, person, ret, &known)
		&& (known || fail(c, FAULT_ABSENT, "This person told nothing about it."));
}

bool background_tag(struct ctx *c, int64_t study, struct person_id person, enum background_tag *ret)
{
	struct background_rule rule;
	struct background b;
	bool own, known;

	if (!read_one(c, person, &b, &known) || !background_rule_get(c, study, &rule, &own))
		return false;
	*ret = known ? background_judge(&rule, &b) : TAG_UNKNOWN;
	return true;
}

static bool read_each(struct ctx *c, int64_t study, const struct background_rule *rule,
	struct background_of *of, size_t *ret_n)
{
	size_t max = *ret_n, n = 0;
	struct background b;
	struct rows r;

	if (!key_open_study(c, study) || !sql_open(c, &each, ARGS(arg(study)), &r))
		return false;
	while (sql_next(&r)) {
		if (n == max || !unseal(c, row_int(&r, 1), row_str(&r, 2), &b)) {
			sql_end(&r);
			break;
		}
		of[n++] = (struct background_of){ row_int(&r, 0), background_judge(rule, &b) };
	}
	*ret_n = n;
	return ctx_ok(c);
}

bool background_each(struct ctx *c, int64_t study, struct background_of **ret, size_t *ret_n)
{
	struct background_rule rule;
	struct rows r;
	bool own;

	if (!may_read(c) || !audit_add(c, "exported backgrounds", "study", study, S(""))
		|| !background_rule_get(c, study, &rule, &own)
		|| !sql_one(c, &each_count, ARGS(arg(study)), &r))
		return false;
	*ret_n = (size_t)row_int(&r, 0);
	sql_end(&r);
	*ret = arena_new(c->mem, struct background_of, *ret_n + 1);
	return read_each(c, study, &rule, *ret, ret_n);
}

static enum nation nation_of(const struct background *b)
{
	size_t kind = b->areas > 0 ? area_kind_find(b->area[0].name) : AREA_KINDS;

	return kind < AREA_KINDS ? area_kinds[kind].nation : NATION_UNKNOWN;
}

static void tally(struct background_tally *t, struct background_reason why)
{
	t->people++;
	t->known += why.known;
	t->tagged += why.area || why.parents || why.school;
	t->area += why.area;
	t->parents += why.parents;
	t->school += why.school;
}

bool background_by_nation(struct ctx *c, int64_t study, struct background_tally ret[NATIONS])
{
	struct background_rule rule;
	struct background b = { 0 };
	struct rows r;
	bool own;

	memset(ret, 0, NATIONS * sizeof *ret);
	if (!may_read(c) || !audit_add(c, "counted backgrounds", "study", study, S(""))
		|| !background_rule_get(c, study, &rule, &own) || !key_open_study(c, study)
		|| !sql_open(c, &of_study, ARGS(arg(study)), &r))
		return false;
	while (sql_next(&r)) {
		if (!unseal(c, row_int(&r, 0), row_str(&r, 1), &b)) {
			sql_end(&r);
			return false;
		}
		tally(&ret[nation_of(&b)], background_reason(&rule, &b));
	}
	return ctx_ok(c);
}

bool background_count(struct ctx *c, int64_t study, int64_t *ret_tagged, int64_t *ret_known)
{
	struct background_tally nation[NATIONS];
	int64_t tagged = 0, known = 0;

	if (!background_by_nation(c, study, nation))
		return false;
	for (size_t i = 0; i < NATIONS; i++) {
		tagged += nation[i].tagged;
		known += nation[i].known;
	}
	*ret_tagged = tagged;
	*ret_known = known;
	return true;
}
