/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/demo_people.h"

#include "app/demo_dice.h"
#include "app/demo_text.h"
#include "base/buf.h"

enum { KIN_MAX = 16, NAMES_MAX = 64, PEOPLE_MAX = 512, TRIES_MAX = 1000 };

/* Names that go together. */
struct kin {
	struct demo_name given[NAMES_MAX];
	struct str family[NAMES_MAX];
	size_t given_n, family_n;
};

struct known {
	struct str name, address;
	struct person_id id; /* 0: the name is spoken for, the person not added yet */
	int64_t roles;
};

struct demo_names {
	struct kin kin[KIN_MAX];
	int share[KIN_MAX];
	size_t kin_n;
	struct known known[PEOPLE_MAX];
	size_t known_n;
};

static bool misread(struct ctx *c, const struct demo_text *t)
{
	return fail(c, FAULT_INTERNAL, "the demonstration cannot read «@%.*s %.*s»",
		(int)t->word.len, t->word.at, (int)t->rest.len, t->rest.at);
}

static bool read_given(struct kin *k, char gender, struct str rest)
{
	for (; rest.len > 0 && k->given_n < NAMES_MAX; rest = str_trim(rest))
		k->given[k->given_n++] =
			(struct demo_name){ .given = demo_text_word(&rest), .gender = gender };
	return rest.len == 0;
}

static bool read_family(struct kin *k, struct str rest)
{
	for (; rest.len > 0 && k->family_n < NAMES_MAX; rest = str_trim(rest))
		k->family[k->family_n++] = demo_text_word(&rest);
	return rest.len == 0;
}

static const struct {
	const char *word;
	int64_t role;
} roles[] = {
	{ "admin", ROLE_ADMINISTRATOR },
	{ "facilitator", ROLE_FACILITATOR },
	{ "researcher", ROLE_RESEARCHER },
	{ "coordinator", ROLE_COORDINATOR },
	{ "safeguarding", ROLE_SAFEGUARDING },
	{ "student", ROLE_STUDENT },
};

static bool read_staff(struct demo_names *names, struct str rest)
{
	struct str role = demo_text_field(&rest), address = demo_text_field(&rest);
	struct known k = { .address = address, .name = str_trim(rest) };

	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
		if (str_eq(role, str_of(roles[i].word)))
			k.roles = roles[i].role;
	if (k.roles == 0 || names->known_n == PEOPLE_MAX)
		return false;
	names->known[names->known_n++] = k;
	return true;
}

static bool read_line(struct demo_names *names, const struct demo_text *t)
{
	int64_t share;

	if (str_eq(t->word, S("kin"))) {
		if (names->kin_n == KIN_MAX || !str_to_int(t->rest, &share))
			return false;
		names->share[names->kin_n++] = (int)share;
		return true;
	}
	if (str_eq(t->word, S("staff")))
		return read_staff(names, t->rest);
	if (names->kin_n == 0)
		return false;
	struct kin *k = &names->kin[names->kin_n - 1];
	if (str_eq(t->word, S("family")))
		return read_family(k, t->rest);
	return t->word.len == 1 && read_given(k, t->word.at[0], t->rest);
}

static struct known *find(struct demo_names *names, struct str name)
{
	for (size_t i = 0; i < names->known_n; i++)
		if (str_eq(names->known[i].name, name))
			return &names->known[i];
	return NULL;
}

/* Given.Family@student.cairn.example, in lower case. */
static struct str address_of(struct ctx *c, struct str name)
{
	struct str ret = arena_fmt(c->mem, "%.*s@student.cairn.example", (int)name.len, name.at);
	char *at = arena_new(c->mem, char, ret.len + 1);

	for (size_t i = 0; i < ret.len; i++) {
		char ch = ret.at[i] == ' ' ? '.' : ret.at[i];
		at[i] = ch >= 'A' && ch <= 'Z' ? (char)(ch + 32) : ch;
	}
	ret.at = at;
	return ret;
}

/* Keeps the name for somebody, unless it is kept already. NULL after a fault. */
static struct known *keep(struct ctx *c, struct demo_names *names, struct str name)
{
	struct known *k = find(names, name);

	if (k)
		return k;
	if (names->known_n == PEOPLE_MAX) {
		(void)!fail(c, FAULT_INTERNAL, "the demonstration has too many people");
		return NULL;
	}
	k = &names->known[names->known_n++];
	*k = (struct known){ .name = name, .address = address_of(c, name), .roles = ROLE_STUDENT };
	return k;
}

/* The members of the live round have names of their own, which nobody else gets. */
static bool keep_cast(struct ctx *c, struct demo_names *names)
{
	struct str file;
	struct demo_text t;

	if (!demo_text_find(c, "live.txt", &file))
		return false;
	while (demo_text_next(&file, &t)) {
		struct str name = t.rest;

		demo_text_field(&name);
		if (str_eq(t.word, S("member")) && !keep(c, names, str_trim(name)))
			return false;
	}
	return true;
}

bool demo_people_open(struct ctx *c, struct demo_names **ret)
{
	struct demo_names *names = arena_new(c->mem, struct demo_names, 1);
	struct str file;
	struct demo_text t;

	if (!demo_text_find(c, "people.txt", &file))
		return false;
	while (demo_text_next(&file, &t))
		if (!read_line(names, &t))
			return misread(c, &t);
	*ret = names;
	return keep_cast(c, names);
}

static bool one_of(struct str s, const struct str *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(s, list[i]))
			return true;
	return false;
}

struct str demo_people_whole(struct ctx *c, const struct demo_name *name)
{
	return arena_fmt(c->mem, "%.*s %.*s", (int)name->given.len, name->given.at,
		(int)name->family.len, name->family.at);
}

bool demo_people_name(struct ctx *c, struct demo_names *names, struct demo_dice *dice,
	struct demo_wish wish, struct demo_name *ret)
{
	for (int i = 0; i < TRIES_MAX; i++) {
		int64_t which = demo_dice_weighted(dice, names->share, (int64_t)names->kin_n);
		const struct kin *k = &names->kin[which];
		struct demo_name d = k->given[demo_dice_below(dice, (int64_t)k->given_n)];

		d.family = k->family[demo_dice_below(dice, (int64_t)k->family_n)];
		if ((wish.gender != 'a' && d.gender != wish.gender)
			|| one_of(d.given, wish.given, wish.n))
			continue;
		if (find(names, demo_people_whole(c, &d)))
			continue;
		*ret = d;
		return true;
	}
	return fail(c, FAULT_INTERNAL, "demo/people.txt has too few names");
}

static bool add(struct ctx *c, struct known *k)
{
	struct person_draft d = { .address = k->address, .name = k->name, .roles = k->roles };

	return person_add(c, &d, &k->id);
}

bool demo_people_student(
	struct ctx *c, struct demo_names *names, struct str name, struct person_id *ret)
{
	struct known *k = keep(c, names, name);

	if (!k || (k->id.v == 0 && !add(c, k)))
		return false;
	*ret = k->id;
	return true;
}

bool demo_people_staff(struct ctx *c, struct demo_names *names, struct person_id *ret_facilitator)
{
	for (size_t i = 0; i < names->known_n; i++) {
		struct known *k = &names->known[i];

		if (k->roles == ROLE_STUDENT)
			continue;
		if (!add(c, k))
			return false;
		if (k->roles == ROLE_FACILITATOR)
			*ret_facilitator = k->id;
	}
	return true;
}
