/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/key.h"

#include "core/secret.h"
#include "core/setting.h"
#include "store/sql.h"

#include <stdlib.h>

/* Sealed is a person and a participant, so that a row that was moved to another place is known; all
   rows are as long. */
enum { NUMBER = 8, PAIR = 2 * NUMBER, STUDIES_MAX = 1000 };

static const char purpose[] = "participant key", fits[] = "key.fits";

static const struct stmt by_lookup = { "key_by_lookup",
	"SELECT sealed FROM participant_key WHERE study_id = $1 AND lookup = $2", "ii", "s" };
static const struct stmt standing = { "key_standing",
	"SELECT withdrawn_at FROM participant WHERE id = $1 AND study_id = $2", "ii", "i" };
static const struct stmt add = { "key_add",
	"INSERT INTO participant_key (study_id, lookup, sealed) VALUES ($1, $2, $3)", "iis", "" };
static const struct stmt drop = { "key_drop",
	"DELETE FROM participant_key WHERE study_id = $1 AND lookup = $2", "ii", "" };
static const struct stmt count = { "key_count",
	"SELECT COUNT(*) FROM participant_key WHERE study_id = $1", "i", "i" };
static const struct stmt of_study = { "key_of_study",
	"SELECT sealed FROM participant_key WHERE study_id = $1", "i", "s" };
static const struct stmt of_round = { "key_of_round", "SELECT study_id FROM round WHERE id = $1",
	"i", "i" };
static const struct stmt studies = { "key_studies", "SELECT id FROM study ORDER BY id LIMIT $1",
	"i", "i" };
static const struct stmt behind = { "key_behind",
	"SELECT study_id, lookup, sealed FROM participant_key WHERE (study_id, lookup) > ($1, $2)"
	" ORDER BY study_id, lookup LIMIT $3",
	"iii", "iis" };

/* ---- one row ---- */

static void put_number(char *to, int64_t n)
{
	for (int i = 0; i < NUMBER; i++)
		to[i] = (char)((uint64_t)n >> (8 * i));
}

static int64_t get_number(const char *at)
{
	uint64_t n = 0;

	for (int i = 0; i < NUMBER; i++)
		n |= (uint64_t)(unsigned char)at[i] << (8 * i);
	return (int64_t)n;
}

static int64_t lookup_of(struct ctx *c, int64_t study, int64_t person)
{
	char pair[PAIR];

	put_number(pair, study);
	put_number(pair + NUMBER, person);
	return secret_number(c, purpose, (struct str){ pair, sizeof pair });
}

static struct str seal(struct ctx *c, const struct open_key *k)
{
	char pair[PAIR];

	put_number(pair, k->person);
	put_number(pair + NUMBER, k->participant);
	return secret_seal(c, purpose, k->study, (struct str){ pair, sizeof pair });
}

static bool unseal(struct ctx *c, int64_t study, struct str sealed, struct open_key *ret)
{
	struct str pair;

	if (!secret_unseal(c, purpose, study, sealed, &pair))
		return false;
	if (pair.len != PAIR)
		return fail(c, FAULT_INTERNAL, "a sealed %s has another length", purpose);
	*ret = (struct open_key){ study, get_number(pair.at), get_number(pair.at + NUMBER) };
	return true;
}

/* ---- one person in one study ---- */

/* The row under the lookup of found; found->key.participant is 0 when there is none. */
static bool find(struct ctx *c, struct key_known *known)
{
	struct open_key *found = &known->key;
	struct str sealed = S("");
	struct open_key k = { 0 };
	struct rows r;

	found->participant = 0;
	if (found->study == 0 || found->person == 0)
		return ctx_ok(c);
	known->lookup = lookup_of(c, found->study, found->person);
	if (!sql_open(c, &by_lookup, ARGS(arg(found->study), arg(known->lookup)), &r))
		return false;
	if (sql_next(&r)) {
		sealed = row_str(&r, 0);
		sql_end(&r);
	}
	if (!ctx_ok(c) || sealed.len == 0)
		return ctx_ok(c);
	if (!unseal(c, found->study, sealed, &k))
		return false;
	if (k.person != found->person)
		return fail(c, FAULT_INTERNAL, "a sealed %s is that of somebody else", purpose);
	*found = k;
	return true;
}

bool key_find(struct ctx *c, int64_t study, struct person_id person, int64_t *ret)
{
	struct key_known k = { { study, person.v, 0 }, 0 };

	if (!find(c, &k))
		return false;
	if (k.lookup && c->house)
		key_ring_put(c->house->ring, &k);
	*ret = k.key.participant;
	return true;
}

void key_guess(const struct ctx *c, struct person_id person, struct key_known *ret)
{
	*ret = (struct key_known){ 0 };
	(void)(c->house && key_ring_find(c->house->ring, person.v, ret));
}

/* *ret_there is false when there is no such participant, *ret is 0 when they left. */
static bool stands(struct ctx *c, int64_t study, int64_t participant, bool *ret_there, int64_t *ret)
{
	struct rows r;

	*ret = 0;
	*ret_there = false;
	if (!sql_open(c, &standing, ARGS(arg(participant), arg(study)), &r))
		return false;
	if (sql_next(&r)) {
		*ret_there = true;
		*ret = row_int(&r, 0) == 0 ? participant : 0;
		sql_end(&r);
	}
	return ctx_ok(c);
}

bool key_noted(struct ctx *c, int64_t study, struct person_id person, int64_t *ret)
{
	struct key_known k;
	int64_t participant;
	bool there;

	key_guess(c, person, &k);
	if (k.key.participant && k.key.study == study
		&& (!stands(c, study, k.key.participant, &there, ret) || there))
		return ctx_ok(c);
	*ret = 0;
	return key_find(c, study, person, &participant)
		&& (participant == 0 || stands(c, study, participant, &there, ret));
}

bool key_add(struct ctx *c, int64_t study, struct person_id person, int64_t participant)
{
	const struct open_key k = { study, person.v, participant };

	return sql_run(
		c, &add, ARGS(arg(study), arg(lookup_of(c, study, person.v)), arg(seal(c, &k))));
}

/* ---- a person in all studies ---- */

static bool read_studies(struct ctx *c, int64_t ret[STUDIES_MAX], size_t *ret_n)
{
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &studies, ARGS(arg((int64_t)STUDIES_MAX)), &r))
		return false;
	while (n < STUDIES_MAX && sql_next(&r))
		ret[n++] = row_int(&r, 0);
	sql_end(&r);
	*ret_n = n;
	return ctx_ok(c);
}

bool key_forget(struct ctx *c, struct person_id person)
{
	int64_t study[STUDIES_MAX];
	size_t n;

	if (!read_studies(c, study, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!sql_run(c, &drop, ARGS(arg(study[i]), arg(lookup_of(c, study[i], person.v)))))
			return false;
	return true;
}

bool key_open_person(struct ctx *c, struct person_id person)
{
	int64_t study[STUDIES_MAX];
	size_t n;

	if (!open_key_clear(c) || !read_studies(c, study, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct key_known k = { { study[i], person.v, 0 }, 0 };
		if (!find(c, &k) || (k.key.participant && !open_key_put(c, &k.key, 1)))
			return false;
	}
	return true;
}

/* ---- a study ---- */

static bool open_rows(struct ctx *c, int64_t study, size_t max)
{
	struct open_key *k = arena_new(c->mem, struct open_key, max + 1);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &of_study, ARGS(arg(study)), &r))
		return false;
	while (n < max && sql_next(&r))
		if (!unseal(c, study, row_peek(&r, 0), &k[n++])) {
			sql_end(&r);
			return false;
		}
	sql_end(&r);
	return ctx_ok(c) && open_key_put(c, k, n);
}

bool key_open_study(struct ctx *c, int64_t study)
{
	struct rows r;

	if (!open_key_clear(c) || !sql_one(c, &count, ARGS(arg(study)), &r))
		return false;
	size_t max = (size_t)row_int(&r, 0);
	sql_end(&r);
	return max == 0 || open_rows(c, study, max);
}

bool key_open_round(struct ctx *c, int64_t round)
{
	int64_t study = 0;
	struct rows r;

	if (!sql_open(c, &of_round, ARGS(arg(round)), &r))
		return false;
	if (sql_next(&r)) {
		study = row_int(&r, 0);
		sql_end(&r);
	}
	return ctx_ok(c) && key_open_study(c, study);
}

bool key_walk(struct ctx *c, struct key_mark *at, size_t max, struct open_key *ret, size_t *ret_n)
{
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &behind, ARGS(arg(at->study), arg(at->lookup), arg((int64_t)max)), &r))
		return false;
	while (n < max && sql_next(&r)) {
		*at = (struct key_mark){ row_int(&r, 0), row_int(&r, 1) };
		if (!unseal(c, at->study, row_peek(&r, 2), &ret[n++])) {
			sql_end(&r);
			return false;
		}
	}
	sql_end(&r);
	*ret_n = n;
	return ctx_ok(c);
}

/* ---- which key file, and rows of before ---- */

bool key_check(struct ctx *c)
{
	struct str is = secret_name(c, fits, S("cairn")), was;

	if (!setting_get(c, fits, S(""), &was))
		return false;
	if (was.len == 0)
		return setting_note(c, fits, is);
	return str_eq(is, was)
		|| fail(c, FAULT_CONFLICT,
			"cairn.key is not the key file with which this database was sealed. Put "
			"back the one that was backed up with it; doc/operating.md says what to "
			"do when it is lost.");
}

struct plain {
	int64_t lookup;
	const struct open_key *key;
};

static int rising(const void *a, const void *b)
{
	const struct plain *x = a, *y = b;

	return (x->lookup > y->lookup) - (x->lookup < y->lookup);
}

/* The step has put the rows into open_key, and there they end. In the order of their hashes, so
   that an engine that keeps them as they come keeps no order of people. */
static bool seal_all(struct ctx *c)
{
	struct open_key *k;
	size_t n;

	if (!open_key_all(c, &k, &n) || n == 0)
		return ctx_ok(c);
	if (!c->house || !c->house->keys)
		return fail(c, FAULT_INTERNAL, "there is no key file to seal with");
	struct plain *p = arena_new(c->mem, struct plain, n);
	for (size_t i = 0; i < n; i++)
		p[i] = (struct plain){ lookup_of(c, k[i].study, k[i].person), &k[i] };
	qsort(p, n, sizeof *p, rising);
	for (size_t i = 0; i < n; i++)
		if (!sql_run(c, &add,
			    ARGS(arg(p[i].key->study), arg(p[i].lookup), arg(seal(c, p[i].key)))))
			return false;
	return open_key_clear(c);
}

const struct migrate_also key_step = { 28, seal_all };
