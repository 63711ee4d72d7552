/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/holding.h"

#include "core/audit.h"
#include "core/key.h"
#include "core/person.h"
#include "store/sql.h"

struct holding_cursor {
	const struct holding *of;
	struct rows rows;
};

static bool open_rows(struct ctx *c, const struct stmt *rows, struct rows *ret)
{
	return sql_open(c, rows, ARGS(arg(c->actor.v)), ret);
}

bool holding_read(struct ctx *c, const struct holding *h, struct holding_cursor **ret)
{
	struct holding_cursor *rows = arena_new(c->mem, struct holding_cursor, 1);

	rows->of = h;
	*ret = rows;
	return key_open_person(c, c->actor) && open_rows(c, h->rows, &rows->rows);
}

static enum holding_kind kind_of(char type, struct str how)
{
	if (str_eq(how, S("time")))
		return HOLDING_TIME;
	if (str_eq(how, S("yes")))
		return HOLDING_YES;
	if (str_eq(how, S("file")))
		return HOLDING_FILE;
	return type == 's' ? HOLDING_TEXT : HOLDING_NUMBER;
}

static bool read_cell(
	struct holding_cursor *rows, int column, struct str how, struct holding_cell *ret)
{
	const struct rows *r = &rows->rows;

	ret->kind = kind_of(rows->of->rows->out[column], how);
	if (ret->kind != HOLDING_TEXT) {
		ret->number = row_int(r, column);
		return true;
	}
	ret->text = row_str(r, column);
	return !str_eq(how, S("sealed")) || ret->text.len == 0
		|| rows->of->open(r->c, r->c->actor, ret->text, &ret->text);
}

bool holding_next(struct holding_cursor *rows, struct holding_row *ret)
{
	struct str words = str_of(rows->of->columns);

	ret->n = 0;
	if (!sql_next(&rows->rows))
		return false;
	while (words.len > 0 && ret->n < HOLDING_COLUMNS) {
		struct holding_cell *cell = &ret->cell[ret->n];
		struct str how = str_cut(&words, ' ');
		*cell = (struct holding_cell){ .name = str_cut(&how, ':') };
		if (!read_cell(rows, (int)ret->n++, how, cell)) {
			sql_end(&rows->rows);
			return false;
		}
	}
	return true;
}

void holding_end(struct holding_cursor *rows)
{
	sql_end(&rows->rows);
}

/* $2, where there is one, is the instant. */
static bool erase_by(struct ctx *c, struct person_id person, const struct stmt *s)
{
	const struct arg in[] = { arg(person.v), arg(c->now) };

	return sql_run(c, s, (struct args){ in, strlen(s->in) });
}

static bool erase_one(struct ctx *c, struct person_id person, const struct holding *h)
{
	if (h->forget && !h->forget(c, person))
		return false;
	for (const struct stmt *const *s = h->erase; s && *s; s++)
		if (!erase_by(c, person, *s))
			return false;
	return true;
}

/* Without the roles the person is nobody's last administrator: person_set_roles refuses that. */
static bool may_erase(struct ctx *c, struct person_id person)
{
	struct person p;

	if (c->actor.v != person.v && !(c->roles & ROLE_ADMINISTRATOR))
		return fail(c, FAULT_DENIED, "Only an administrator can erase somebody else.");
	if (!person_get(c, person, &p))
		return false;
	if (p.closed_at)
		return fail(c, FAULT_ABSENT, "There is no such person any more.");
	return person_set_roles(c, person, 0);
}

bool holding_erase(struct ctx *c, struct person_id person, const struct holdings *lists, size_t n)
{
	if (!may_erase(c, person) || !key_open_person(c, person))
		return false;
	for (size_t i = n; i-- > 0;)
		for (size_t j = *lists[i].n; j-- > 0;)
			if (!erase_one(c, person, &lists[i].at[j]))
				return false;
	return audit_add(c, "erased a person", "person", person.v, S(""));
}
