/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/open_key.h"

#include "store/driver.h"

/* Rows and columns of open_key_many. */
enum { MANY = 16, COLUMNS = 3 };

static const struct stmt clear = { "open_key_clear", "DELETE FROM open_key", "", "" };
static const struct stmt one = { "open_key_one",
	"INSERT INTO open_key (study_id, person_id, participant_id) VALUES ($1, $2, $3)"
	" ON CONFLICT (study_id, person_id) DO NOTHING",
	"iii", "" };
static const struct stmt many = { "open_key_many",
	"INSERT INTO open_key (study_id, person_id, participant_id) VALUES"
	" ($1, $2, $3), ($4, $5, $6), ($7, $8, $9), ($10, $11, $12), ($13, $14, $15),"
	" ($16, $17, $18), ($19, $20, $21), ($22, $23, $24), ($25, $26, $27), ($28, $29, $30),"
	" ($31, $32, $33), ($34, $35, $36), ($37, $38, $39), ($40, $41, $42), ($43, $44, $45),"
	" ($46, $47, $48) ON CONFLICT (study_id, person_id) DO NOTHING",
	"iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii", "" };
static const struct stmt count = { "open_key_count", "SELECT COUNT(*) FROM open_key", "", "i" };
static const struct stmt all = { "open_key_all",
	"SELECT study_id, person_id, participant_id FROM open_key", "", "iii" };

bool open_key_clear(struct ctx *c)
{
	if (!sql_run(c, &clear, NO_ARGS))
		return false;
	c->db->has_key = false;
	return true;
}

bool open_key_put(struct ctx *c, const struct open_key *row, size_t n)
{
	struct arg in[MANY * COLUMNS];
	size_t i = 0;

	c->db->has_key = true;
	for (; n - i >= MANY; i += MANY) {
		for (size_t k = 0; k < MANY; k++) {
			in[k * COLUMNS] = arg(row[i + k].study);
			in[k * COLUMNS + 1] = arg(row[i + k].person);
			in[k * COLUMNS + 2] = arg(row[i + k].participant);
		}
		if (!sql_run(c, &many, (struct args){ in, MANY * COLUMNS }))
			return false;
	}
	for (; i < n; i++)
		if (!sql_run(c, &one,
			    ARGS(arg(row[i].study), arg(row[i].person), arg(row[i].participant))))
			return false;
	return true;
}

bool open_key_all(struct ctx *c, struct open_key **ret, size_t *ret_n)
{
	struct rows r;
	size_t n = 0;

	if (!sql_one(c, &count, NO_ARGS, &r))
		return false;
	size_t max = (size_t)row_int(&r, 0);
	sql_end(&r);
	struct open_key *row = arena_new(c->mem, struct open_key, max + 1);
	if (!sql_open(c, &all, NO_ARGS, &r))
		return false;
	while (n < max && sql_next(&r))
		row[n++] = (struct open_key){ row_int(&r, 0), row_int(&r, 1), row_int(&r, 2) };
	sql_end(&r);
	*ret = row;
	*ret_n = n;
	return ctx_ok(c);
}
