/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "file/oneroster.h"

#include "file/csv.h"
#include "file/zip.h"

#include <stdio.h>

enum { MANIFEST, USERS, PARTS };
enum { STATUS, ENABLED, ROLE, GIVEN, FAMILY, EMAIL, COLUMNS };

static const char *const column_name[COLUMNS] = { "status", "enabledUser", "role", "givenName",
	"familyName", "email" };

struct reader {
	bool (*on)(void *data, const struct oneroster_user *user);
	void *data;
	size_t column[COLUMNS]; /* its place, from 1; 0: not there */
	struct oneroster_told told;
	char *why;
	size_t why_size;
};

static bool refuse(struct reader *r, const char *why)
{
	snprintf(r->why, r->why_size, "%s", why);
	return false;
}

/* The properties that decide whether the archive can be used. */
struct manifest {
	bool one_one, one_two, bulk, delta;
};

static void read_property(struct manifest *m, const struct csv_record *row)
{
	if (row->why || row->n < 2)
		return;
	if (str_eq(row->cell[0], S("oneroster.version"))) {
		m->one_one = str_eq(row->cell[1], S("1.1"));
		m->one_two = str_eq(row->cell[1], S("1.2"));
	}
	if (str_eq(row->cell[0], S("file.users"))) {
		m->bulk = str_eq(row->cell[1], S("bulk"));
		m->delta = str_eq(row->cell[1], S("delta"));
	}
}

static bool read_manifest(struct reader *r, struct str text)
{
	struct csv *csv = csv_open_str(text, r->why, r->why_size);
	struct manifest m = { 0 };
	struct csv_record row;

	if (!csv)
		return refuse(r, "The manifest.csv of this archive is not a table.");
	while (csv_next(csv, &row))
		read_property(&m, &row);
	csv_close(csv);
	if (m.one_two)
		return refuse(r, "This is OneRoster 1.2. Please export it as version 1.1.");
	if (!m.one_one)
		return refuse(r, "The manifest.csv does not say that this is OneRoster 1.1.");
	if (m.delta)
		return refuse(r,
			"The users in this archive are changes only (delta). Please export all of"
			" them (bulk).");
	return m.bulk || refuse(r, "The manifest.csv says that this archive has no users.");
}

static bool read_header(struct reader *r, struct csv *csv)
{
	struct csv_record row;

	if (!csv_next(csv, &row) || row.why)
		return refuse(r, "The users.csv of this archive has no line of headings.");
	for (size_t i = 0; i < row.n; i++)
		for (size_t k = 0; k < COLUMNS; k++)
			if (str_same(row.cell[i], str_of(column_name[k])))
				r->column[k] = i + 1;
	for (size_t k = 0; k < COLUMNS; k++) {
		if (r->column[k] || k == STATUS)
			continue;
		snprintf(r->why, r->why_size, "The users.csv of this archive has no column %s.",
			column_name[k]);
		return false;
	}
	return true;
}

static struct str cell(const struct reader *r, const struct csv_record *row, size_t column)
{
	size_t at = r->column[column];

	return at > 0 && at <= row->n ? row->cell[at - 1] : S("");
}

static bool read_user(struct reader *r, const struct csv_record *row)
{
	struct oneroster_user u = { .line = row->line, .why = row->why };

	if (u.why)
		return r->on(r->data, &u);
	if (!str_same(cell(r, row, ROLE), S("student"))
		|| !str_same(cell(r, row, ENABLED), S("true"))
		|| str_same(cell(r, row, STATUS), S("tobedeleted"))) {
		r->told.others++;
		return true;
	}
	r->told.students++;
	u.address = cell(r, row, EMAIL);
	u.given = cell(r, row, GIVEN);
	u.family = cell(r, row, FAMILY);
	return r->on(r->data, &u);
}

static bool read_users(struct reader *r, struct str text)
{
	struct csv *csv = csv_open_str(text, r->why, r->why_size);
	struct csv_record row;

	if (!csv)
		return refuse(r, "The users.csv of this archive is not a table.");
	bool good = read_header(r, csv);
	while (good && csv_next(csv, &row))
		if (!read_user(r, &row))
			break;
	csv_close(csv);
	return good;
}

bool oneroster_read(struct str zip, bool (*on)(void *data, const struct oneroster_user *user),
	void *data, struct oneroster_told *ret, char *why, size_t why_size)
{
	struct zip_part part[PARTS] = { { "manifest.csv", ONEROSTER_MANIFEST_MAX },
		{ "users.csv", ONEROSTER_USERS_MAX } };
	struct reader r = { .on = on, .data = data, .why = why, .why_size = why_size };
	bool good = zip_read(zip, part, PARTS, why, why_size);

	if (good && (!part[MANIFEST].found || !part[USERS].found))
		good = refuse(&r,
			"This is a ZIP archive, but no OneRoster one: it needs manifest.csv and"
			" users.csv.");
	good = good && read_manifest(&r, buf_str(&part[MANIFEST].text))
		&& read_users(&r, buf_str(&part[USERS].text));
	zip_close(part, PARTS);
	if (good)
		*ret = r.told;
	return good;
}
