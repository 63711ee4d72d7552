/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/trial_plan.h"

#include "core/lot.h"

#include <jansson.h>
#include <stdlib.h>

static char folded(char ch)
{
	return ch >= 'A' && ch <= 'Z' ? (char)(ch - 'A' + 'a') : ch;
}

int trial_plan_order(struct str a, struct str b)
{
	for (size_t i = 0; i < a.len && i < b.len; i++) {
		unsigned char x = (unsigned char)folded(a.at[i]),
			      y = (unsigned char)folded(b.at[i]);
		if (x != y)
			return x < y ? -1 : 1;
	}
	return (a.len > b.len) - (a.len < b.len);
}

static int by_number(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int by_people(const void *left, const void *right)
{
	const struct trial_plan_unit *a = *(struct trial_plan_unit *const *)left;
	const struct trial_plan_unit *b = *(struct trial_plan_unit *const *)right;
	int people = by_number(a->people, b->people);

	return people ? people : by_number(a->id, b->id);
}

static int by_subject(const void *left, const void *right)
{
	const struct trial_plan_unit *a = *(struct trial_plan_unit *const *)left;
	const struct trial_plan_unit *b = *(struct trial_plan_unit *const *)right;
	int subject = trial_plan_order(a->subject, b->subject);

	return subject ? subject : by_people(left, right);
}

static int by_area(const void *left, const void *right)
{
	const struct trial_plan_unit *a = *(struct trial_plan_unit *const *)left;
	const struct trial_plan_unit *b = *(struct trial_plan_unit *const *)right;
	int area = trial_plan_order(a->area, b->area);

	return area ? area : by_people(left, right);
}

static int by_id(const void *left, const void *right)
{
	const struct trial_plan_unit *a = left, *b = right;

	return by_number(a->id, b->id);
}

static bool same_subject(const struct trial_plan_unit *a, const struct trial_plan_unit *b)
{
	return trial_plan_order(a->subject, b->subject) == 0;
}

static bool same_area(const struct trial_plan_unit *a, const struct trial_plan_unit *b)
{
	return trial_plan_order(a->area, b->area) == 0;
}

static bool always(const struct trial_plan_unit *a, const struct trial_plan_unit *b)
{
	(void)a;
	(void)b;
	return true;
}

/* The lots, one for each block in the order in which blocks come up. */
struct draw {
	const unsigned char *lot;
	int64_t block;
};

static bool one_more(struct draw *d)
{
	return d->lot[d->block++] & 1;
}

/* Pairs neighbours that belong together and draws for each pair; who is left over moves to the
   front. Returns how many are left over. */
static size_t pair(struct trial_plan_unit **unit, size_t n,
	bool (*together)(const struct trial_plan_unit *, const struct trial_plan_unit *),
	struct draw *d)
{
	size_t left = 0;

	for (size_t i = 0; i < n; i++) {
		if (i + 1 == n || !together(unit[i], unit[i + 1])) {
			unit[left++] = unit[i];
			continue;
		}
		unit[i]->block = unit[i + 1]->block = d->block;
		bool first = one_more(d);
		unit[i]->on = first;
		unit[i + 1]->on = !first;
		i++;
	}
	return left;
}

bool trial_plan_draw(struct ctx *c, struct trial_plan *p)
{
	static const struct {
		int (*order)(const void *, const void *);
		bool (*together)(const struct trial_plan_unit *, const struct trial_plan_unit *);
	} round[] = { { by_subject, same_subject }, { by_area, same_area }, { by_people, always } };
	struct trial_plan_unit **unit = arena_new(c->mem, struct trial_plan_unit *, p->n + 1);
	struct draw d = { 0 };
	size_t n = p->n;

	if (!lot_bytes(c, p->seed, p->n, &d.lot))
		return false;
	if (n)
		qsort(p->unit, n, sizeof *p->unit, by_id);
	for (size_t i = 0; i < n; i++)
		unit[i] = &p->unit[i];
	for (size_t i = 0; i < sizeof round / sizeof *round && n; i++) {
		qsort(unit, n, sizeof *unit, round[i].order);
		n = pair(unit, n, round[i].together, &d);
	}
	if (n) {
		unit[0]->block = d.block;
		unit[0]->on = one_more(&d);
	}
	return true;
}

/* Balance */

static struct trial_plan_row *row_for(
	struct trial_plan_row *row, size_t *n, const struct trial_plan_unit *u, bool by_size)
{
	size_t at = *n;

	for (; at > 0; at--) {
		int order = by_size ? by_number(row[at - 1].size, u->people)
				    : trial_plan_order(row[at - 1].subject, u->subject);
		if (order == 0)
			return &row[at - 1];
		if (order < 0)
			break;
	}
	memmove(&row[at + 1], &row[at], (*n - at) * sizeof *row);
	row[at] = (struct trial_plan_row){ .subject = u->subject, .size = u->people };
	(*n)++;
	return &row[at];
}

void trial_plan_balance(struct ctx *c, const struct trial_plan *p, bool by_size,
	struct trial_plan_row **ret, size_t *ret_n)
{
	struct trial_plan_row *row = arena_new(c->mem, struct trial_plan_row, p->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		struct trial_plan_row *r = row_for(row, &n, &p->unit[i], by_size);
		r->units[p->unit[i].on]++;
		r->people[p->unit[i].on] += p->unit[i].people;
	}
	*ret = row;
	*ret_n = n;
}

struct trial_plan_row trial_plan_sum(const struct trial_plan *p)
{
	struct trial_plan_row sum = { 0 };

	for (size_t i = 0; i < p->n; i++) {
		sum.units[p->unit[i].on]++;
		sum.people[p->unit[i].on] += p->unit[i].people;
	}
	return sum;
}

/* JSON */

static const char *unit_word(enum feature f)
{
	return f == FEATURE_EXPERIENCE_SPLIT ? "subject" : "group";
}

static json_t *text_json(struct str s)
{
	return json_stringn(s.at ? s.at : "", s.len);
}

static json_t *unit_json(const struct trial_plan_unit *u)
{
	return json_pack("{s:o, s:s, s:I, s:o, s:I, s:o}", "area", text_json(u->area), "arm",
		u->on ? "on" : "off", "id", (json_int_t)u->id, "name", text_json(u->name), "people",
		(json_int_t)u->people, "subject", text_json(u->subject));
}

static json_t *plan_json(const struct trial_plan *p)
{
	json_t *units = json_array();

	for (size_t i = 0; i < p->n; i++)
		json_array_append_new(units, unit_json(&p->unit[i]));
	return json_pack("{s:s, s:s, s:o, s:s, s:o, s:I, s:o, s:o, s:s, s:o}", "feature",
		feature_word(p->feature), "format", "cairn-trial-1", "frozen_at",
		text_json(p->frozen_at), "method", "pairs", "round", text_json(p->round),
		"round_id", (json_int_t)p->round_id, "seed", text_json(p->seed), "study",
		text_json(p->study), "unit", unit_word(p->feature), "units", units);
}

bool trial_plan_write(struct ctx *c, const struct trial_plan *p, struct str *ret)
{
	json_t *json = plan_json(p);
	char *text = json ? json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS) : NULL;

	if (text)
		*ret = arena_str(c->mem, str_of(text));
	free(text);
	json_decref(json);
	return text || fail(c, FAULT_INTERNAL, "the plan of a trial is no text");
}

static bool text_of(struct ctx *c, const json_t *json, const char *name, struct str *ret)
{
	const json_t *text = json_object_get(json, name);

	if (!json_is_string(text))
		return false;
	*ret = arena_str(c->mem, (struct str){ json_string_value(text), json_string_length(text) });
	return true;
}

static bool number_of(const json_t *json, const char *name, int64_t *ret)
{
	const json_t *number = json_object_get(json, name);

	if (!json_is_integer(number) || json_integer_value(number) < 0)
		return false;
	*ret = json_integer_value(number);
	return true;
}

static bool unit_of(struct ctx *c, const json_t *json, struct trial_plan_unit *ret)
{
	struct str arm;

	if (!text_of(c, json, "name", &ret->name) || !text_of(c, json, "subject", &ret->subject)
		|| !text_of(c, json, "area", &ret->area) || !text_of(c, json, "arm", &arm)
		|| !number_of(json, "id", &ret->id) || !number_of(json, "people", &ret->people))
		return false;
	ret->on = str_eq(arm, S("on"));
	return ret->on || str_eq(arm, S("off"));
}

static bool feature_of(struct str word, enum feature *ret)
{
	for (enum feature f = 1; f <= FEATURE_LAST; f++) {
		if (!str_eq(word, str_of(feature_word(f))))
			continue;
		*ret = f;
		return true;
	}
	return false;
}

static bool plan_of(struct ctx *c, const json_t *json, struct trial_plan *p)
{
	const json_t *units = json_object_get(json, "units");
	struct str feature, format;

	if (!text_of(c, json, "format", &format) || !str_eq(format, S("cairn-trial-1"))
		|| !text_of(c, json, "feature", &feature) || !feature_of(feature, &p->feature)
		|| !text_of(c, json, "study", &p->study) || !text_of(c, json, "round", &p->round)
		|| !number_of(json, "round_id", &p->round_id) || !text_of(c, json, "seed", &p->seed)
		|| !text_of(c, json, "frozen_at", &p->frozen_at) || !json_is_array(units)
		|| json_array_size(units) > TRIAL_PLAN_UNITS)
		return false;
	p->n = json_array_size(units);
	p->unit = arena_new(c->mem, struct trial_plan_unit, p->n + 1);
	for (size_t i = 0; i < p->n; i++)
		if (!unit_of(c, json_array_get(units, i), &p->unit[i]))
			return false;
	return true;
}

/* What is read must write the same bytes again, so nothing can hide in it. */
bool trial_plan_read(struct ctx *c, struct str text, struct trial_plan *ret)
{
	struct trial_plan p = { 0 };
	struct str again = S("");
	json_t *json = text.len <= TRIAL_PLAN_BYTES
		? json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES, NULL)
		: NULL;
	bool good = json && plan_of(c, json, &p);

	json_decref(json);
	if (good && !trial_plan_write(c, &p, &again))
		return false;
	if (!good || !str_eq(again, text))
		return fail(
			c, FAULT_INVALID, "This is not the plan of a trial as Cairn writes it.");
	*ret = p;
	return true;
}
