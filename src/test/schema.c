/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/schema.h"

#include "app/wiring.h"

/* A table may be made anew by a later migration. */
static size_t put(struct schema_column *all, size_t n, const struct schema_column *one)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(all[i].table, one->table) && str_eq(all[i].name, one->name))
			return n;
	if (n < SCHEMA_COLUMNS)
		all[n++] = *one;
	return n;
}

/* The columns of all other tables. */
static size_t without(struct schema_column *all, size_t n, struct str table)
{
	size_t left = 0;

	for (size_t i = 0; i < n; i++)
		if (!str_eq(all[i].table, table))
			all[left++] = all[i];
	return left;
}

/* «CREATE TABLE name (», «ALTER TABLE name ADD COLUMN word TYPE» and the lines between, of all
   migrations. */
size_t schema_columns(struct schema_column ret[SCHEMA_COLUMNS])
{
	size_t n = 0;

	for (size_t i = 0; i < embedded_migrations_n; i++) {
		struct str rest = { (const char *)embedded_migrations[i].at,
			embedded_migrations[i].len };
		struct str table = S("");
		while (rest.len > 0) {
			struct str line = str_trim(str_cut(&rest, '\n'));
			if (str_starts(line, S("CREATE TABLE "))) {
				line.at += 13;
				line.len -= 13;
				table = str_cut(&line, ' ');
				continue;
			}
			if (str_starts(line, S("DROP TABLE "))) {
				line.at += 11;
				line.len -= 11;
				n = without(ret, n, str_cut(&line, ';'));
				continue;
			}
			struct str of = table;
			if (str_starts(line, S("ALTER TABLE "))) {
				line.at += 12;
				line.len -= 12;
				of = str_cut(&line, ' ');
				(void)str_cut(&line, ' ');
				(void)str_cut(&line, ' ');
			} else if (str_starts(line, S(");"))) {
				table = S("");
			}
			struct str name = str_cut(&line, ' ');
			line = str_trim(line);
			bool text = str_starts(line, S("TEXT"));
			struct schema_column one = { of, name, text };
			if (of.len
				&& (text || str_starts(line, S("BIGINT"))
					|| str_starts(line, S("INTEGER"))))
				n = put(ret, n, &one);
		}
	}
	return n;
}
