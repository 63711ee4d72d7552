/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/person.h"

#include "base/utf8.h"
#include "core/audit.h"
#include "store/sql.h"

enum { LOCAL_MAX = 64, LABEL_MAX = 63 };

#define COLUMNS "id, address, name, shown_name, roles, made_at, closed_at"

static const struct stmt add = { "person_add",
	"INSERT INTO person (id, address, address_key, name, shown_name, roles, made_at)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7)",
	"issssii", "" };
static const struct stmt by_id = { "person_by_id", "SELECT " COLUMNS " FROM person WHERE id = $1",
	"i", "isssiii" };
static const struct stmt by_address = { "person_by_address",
	"SELECT " COLUMNS " FROM person WHERE address_key = $1", "s", "isssiii" };
static const struct stmt list_after = { "person_list_after",
	"SELECT " COLUMNS " FROM person WHERE (name, id) > ($1, $2) ORDER BY name, id LIMIT $3",
	"sii", "isssiii" };
static const struct stmt search = { "person_search",
	"SELECT " COLUMNS " FROM person WHERE lower(name) LIKE $1 ESCAPE '!'"
	" OR address_key LIKE $1 ESCAPE '!' ORDER BY name, id LIMIT $2",
	"si", "isssiii" };
static const struct stmt count = { "person_count", "SELECT count(*) FROM person", "", "i" };
static const struct stmt other_administrators = { "person_other_administrators",
	"SELECT count(*) FROM person WHERE (roles & 1) = 1 AND closed_at = 0 AND id <> $1", "i",
	"i" };
static const struct stmt set_roles = { "person_set_roles",
	"UPDATE person SET roles = $1 WHERE id = $2", "ii", "" };
static const struct stmt set_name = { "person_set_name",
	"UPDATE person SET name = $1 WHERE id = $2", "si", "" };
static const struct stmt set_shown_name = { "person_set_shown_name",
	"UPDATE person SET shown_name = $1 WHERE id = $2", "si", "" };

/* An alias stays with the person who took it, for everybody of the round (community/appear). */
static const struct stmt alias_of_other = { "person_alias_of_other",
	"SELECT count(*) FROM (SELECT a.round_id FROM alias a WHERE a.name_key = $2"
	" AND a.person_id <> $1 UNION ALL SELECT d.round_id FROM alias_drawn d"
	" WHERE d.name_key = $2) x WHERE x.round_id IN"
	" (SELECT e.round_id FROM enrolment e WHERE e.person_id = $1 AND e.left_at = 0"
	" UNION SELECT m.round_id FROM membership m WHERE m.person_id = $1 AND m.left_at = 0)",
	"is", "i" };

/* Of those who run rounds or look after people; roles are bits of core/person.h. */
static const struct stmt staff_names = { "person_staff_names",
	"SELECT count(*) FROM person p WHERE (p.roles & 175) <> 0 AND p.closed_at = 0"
	" AND p.id <> $1 AND (lower(p.shown_name) = lower($2) OR lower(p.name) = lower($2))"
	" AND NOT EXISTS (SELECT 1 FROM person o WHERE o.id = $1 AND lower(o.name) = lower($2))",
	"is", "i" };

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* The atoms of RFC 5321 without quoted ones, which nobody has. */
static bool local_ok(struct str s)
{
	if (s.len == 0 || s.len > LOCAL_MAX || s.at[0] == '.' || s.at[s.len - 1] == '.'
		|| str_has(s, S("..")))
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!is_alnum(s.at[i]) && !memchr(".!#$%&'*+-/=?^_`{|}~", s.at[i], 20))
			return false;
	return true;
}

static bool domain_ok(struct str s)
{
	if (s.len == 0 || s.at[s.len - 1] == '.')
		return false;
	while (s.len > 0) {
		struct str label = str_cut(&s, '.');
		if (label.len == 0 || label.len > LABEL_MAX || label.at[0] == '-'
			|| label.at[label.len - 1] == '-')
			return false;
		for (size_t i = 0; i < label.len; i++)
			if (!is_alnum(label.at[i]) && label.at[i] != '-')
				return false;
	}
	return true;
}

bool person_address_ok(struct str address)
{
	if (address.len == 0 || address.len > PERSON_ADDRESS_MAX
		|| !memchr(address.at, '@', address.len))
		return false;
	struct str local = str_cut(&address, '@');
	return local_ok(local) && domain_ok(address);
}

static struct str key_of(struct ctx *c, struct str address)
{
	char *key = arena_new(c->mem, char, address.len + 1);

	for (size_t i = 0; i < address.len; i++)
		key[i] = address.at[i] >= 'A' && address.at[i] <= 'Z' ? (char)(address.at[i] + 32)
								      : address.at[i];
	return (struct str){ key, address.len };
}

static struct person read(const struct rows *r)
{
	return (struct person){ .id = { row_int(r, 0) },
		.address = row_str(r, 1),
		.name = row_str(r, 2),
		.shown_name = row_str(r, 3),
		.roles = row_int(r, 4),
		.made_at = row_int(r, 5),
		.closed_at = row_int(r, 6) };
}

static bool name_ok(struct ctx *c, const char *field, struct str name)
{
	bool fits = name.len > 0 && utf8_is_text(name) && utf8_length(name) <= PERSON_NAME_MAX
		&& !memchr(name.at, '\n', name.len) && !memchr(name.at, '\r', name.len);

	return fits
		|| ctx_wrong(c, field, "A name is one line of 1 to %d letters.", PERSON_NAME_MAX);
}

bool person_add(struct ctx *c, const struct person_draft *d, struct person_id *ret)
{
	struct str address = str_trim(d->address), name = str_trim(d->name),
		   shown = str_trim(d->shown_name);
	struct person_id id = { ctx_id(c) };
	struct person other;

	if (!person_address_ok(address))
		(void)!ctx_wrong(
			c, "address", "An e-mail address looks like name@university.ac.uk.");
	if (name_ok(c, "name", name) && shown.len == 0) {
		struct str rest = name;
		shown = str_cut(&rest, ' ');
	}
	if (shown.len > 0)
		(void)!name_ok(c, "shown_name", shown);
	if ((d->roles & ~(int64_t)ROLE_ALL) != 0)
		(void)!ctx_wrong(c, "roles", "There is no such role.");
	if (!ctx_ok(c) || !person_by_address(c, address, &other))
		return false;
	if (other.id.v > 0)
		return fail(
			c, FAULT_CONFLICT, "Somebody with this e-mail address is here already.");
	if (!sql_run(c, &add,
		    ARGS(arg(id.v), arg(address), arg(key_of(c, address)), arg(name), arg(shown),
			    arg(d->roles), arg(c->now)))
		|| !audit_add(c, "added a person", "person", id.v, S("")))
		return false;
	*ret = id;
	return true;
}

bool person_get(struct ctx *c, struct person_id id, struct person *ret)
{
	struct rows r;

	if (!sql_one(c, &by_id, ARGS(arg(id.v)), &r))
		return false;
	*ret = read(&r);
	sql_end(&r);
	return true;
}

bool person_by_address(struct ctx *c, struct str address, struct person *ret)
{
	struct person p = { 0 };
	struct rows r;

	if (!sql_open(c, &by_address, ARGS(arg(key_of(c, str_trim(address)))), &r))
		return false;
	if (sql_next(&r)) {
		p = read(&r);
		sql_end(&r);
	}
	if (!ctx_ok(c))
		return false;
	*ret = p;
	return true;
}

bool person_list(struct ctx *c, struct str after_name, struct person_id after, size_t max,
	struct person **ret, size_t *ret_n)
{
	struct person *p = arena_new(c->mem, struct person, max);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &list_after, ARGS(arg(after_name), arg(after.v), arg((int64_t)max)), &r))
		return false;
	while (sql_next(&r))
		p[n++] = read(&r);
	*ret = p;
	*ret_n = n;
	return ctx_ok(c);
}

/* The text between two wild cards, its own ones made plain. */
static struct str pattern_of(struct ctx *c, struct str text)
{
	char *to = arena_new(c->mem, char, text.len * 2 + 3);
	struct str lower = key_of(c, text);
	size_t n = 0;

	to[n++] = '%';
	for (size_t i = 0; i < lower.len; i++) {
		if (memchr("%_!", lower.at[i], 3))
			to[n++] = '!';
		to[n++] = lower.at[i];
	}
	to[n++] = '%';
	return (struct str){ to, n };
}

bool person_search(struct ctx *c, struct str text, size_t max, struct person **ret, size_t *ret_n)
{
	struct person *p = arena_new(c->mem, struct person, max);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &search, ARGS(arg(pattern_of(c, str_trim(text))), arg((int64_t)max)), &r))
		return false;
	while (sql_next(&r))
		p[n++] = read(&r);
	*ret = p;
	*ret_n = n;
	return ctx_ok(c);
}

static bool number(bool opened, struct rows *r, int64_t *ret)
{
	if (!opened)
		return false;
	*ret = row_int(r, 0);
	sql_end(r);
	return true;
}

bool person_count(struct ctx *c, int64_t *ret)
{
	struct rows r;

	return number(sql_one(c, &count, NO_ARGS, &r), &r, ret);
}

bool person_set_roles(struct ctx *c, struct person_id id, int64_t roles)
{
	struct person p;
	struct rows r;
	int64_t others;

	if ((roles & ~(int64_t)ROLE_ALL) != 0)
		return ctx_wrong(c, "roles", "There is no such role.");
	if (!person_get(c, id, &p)
		|| !number(sql_one(c, &other_administrators, ARGS(arg(id.v)), &r), &r, &others))
		return false;
	if ((p.roles & ~roles & ROLE_ADMINISTRATOR) != 0 && others == 0)
		return fail(c, FAULT_CONFLICT,
			"Somebody has to be the administrator. Give the role to another person"
			" first.");
	return sql_run(c, &set_roles, ARGS(arg(roles), arg(id.v)))
		&& audit_add(c, "changed roles", "person", id.v,
			arena_fmt(c->mem, "%d to %d", (int)p.roles, (int)roles));
}

static bool rename_one(struct ctx *c, const struct stmt *how, struct person_id id, struct str name)
{
	int64_t n;

	if (!sql_count(c, how, ARGS(arg(name), arg(id.v)), &n))
		return false;
	return n == 1 || fail(c, FAULT_ABSENT, "There is no such person.");
}

bool person_set_name(struct ctx *c, struct person_id id, struct str name)
{
	name = str_trim(name);
	return name_ok(c, "name", name) && rename_one(c, &set_name, id, name);
}

bool person_looks_like_staff(struct ctx *c, struct person_id id, struct str name, bool *ret)
{
	struct rows r;
	int64_t same;

	if (!number(sql_one(c, &staff_names, ARGS(arg(id.v), arg(name)), &r), &r, &same))
		return false;
	*ret = same > 0 || str_has(key_of(c, name), S("(facilitator)"));
	return true;
}

/* Nobody may look like another, or like the facilitator, whose byline ends so. */
static bool shown_name_ok(struct ctx *c, struct person_id id, struct str name)
{
	struct rows r;
	int64_t others;
	bool staff;

	if (!name_ok(c, "shown_name", name) || !person_looks_like_staff(c, id, name, &staff))
		return false;
	if (staff)
		return ctx_wrong(c, "shown_name",
			"This looks like somebody who runs the round. Please take another name.");
	if (!number(sql_one(c, &alias_of_other, ARGS(arg(id.v), arg(key_of(c, name))), &r), &r,
		    &others))
		return false;
	return others == 0
		|| ctx_wrong(c, "shown_name",
			"Somebody in your round is called this already. Please take another name.");
}

bool person_set_shown_name(struct ctx *c, struct person_id id, struct str shown_name)
{
	struct str name = str_trim(shown_name);

	return shown_name_ok(c, id, name) && rename_one(c, &set_shown_name, id, name);
}

const char *person_role_name(enum role role)
{
	switch (role) {
	case ROLE_ADMINISTRATOR: return "Administrator";
	case ROLE_RESEARCHER: return "Researcher";
	case ROLE_FACILITATOR: return "Facilitator";
	case ROLE_COORDINATOR: return "Coordinator";
	case ROLE_EDITOR: return "Editor";
	case ROLE_CREATOR: return "Creator";
	case ROLE_STUDENT: return "Student";
	case ROLE_SAFEGUARDING: return "Safeguarding lead";
	case ROLE_ALL: break;
	}
	return "";
}
