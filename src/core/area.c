/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/area.h"

#include "core/postcodes.h"
#include "store/sql.h"

enum { BATCH = 8, CODE_BASE = 37 };

static const struct stmt one = { "area_one",
	"SELECT rank, decile, quintile FROM area WHERE measure = $1 AND code = $2", "ss", "iii" };
static const struct stmt count = { "area_count", "SELECT count(*) FROM area WHERE measure = $1",
	"s", "i" };
static const struct stmt forget = { "area_forget", "DELETE FROM area WHERE measure = $1", "s", "" };
static const struct stmt forget_one = { "area_forget_one",
	"DELETE FROM area WHERE measure = $1 AND code = $2", "ss", "" };
static const struct stmt put_measure = { "area_put_measure",
	"INSERT INTO area_measure (name, nation, unit, areas, imported_at)"
	" VALUES ($1, $2, $3, $4, $5)"
	" ON CONFLICT (name) DO UPDATE SET imported_at = excluded.imported_at",
	"sssii", "" };
static const struct stmt note_areas = { "area_note_areas",
	"UPDATE area_measure SET areas = (SELECT count(*) FROM area WHERE measure = $1)"
	" WHERE name = $2",
	"ss", "" };
static const struct stmt put = { "area_put",
	"INSERT INTO area (measure, code, rank, decile, quintile) VALUES ($1, $2, $3, $4, $5)"
	" ON CONFLICT (measure, code) DO NOTHING",
	"ssiii", "" };
static const struct stmt put_some = { "area_put_some",
	"INSERT INTO area (measure, code, rank, decile, quintile) VALUES"
	" ($1, $2, $3, $4, $5), ($6, $7, $8, $9, $10), ($11, $12, $13, $14, $15),"
	" ($16, $17, $18, $19, $20), ($21, $22, $23, $24, $25), ($26, $27, $28, $29, $30),"
	" ($31, $32, $33, $34, $35), ($36, $37, $38, $39, $40)"
	" ON CONFLICT (measure, code) DO NOTHING",
	"ssiiissiiissiiissiiissiiissiiissiiissiii", "" };

const char *const area_nations[NATIONS] = { "not known", "England", "Scotland", "Wales",
	"Northern Ireland", "outside the four nations" };

/* Numbers of areas: the publications themselves. WIMD 2019: StatsWales, deprivation groups. */
const struct area_kind area_kinds[AREA_KINDS] = {
	{ "SIMD2020v2", "SIMD", "2020v2", "Scottish Index of Multiple Deprivation 2020v2",
		NATION_SCOTLAND, "dz11", 6976, 0, "the SIMD 2020v2 ranks or postcode look-up" },
	{ "IMD2019", "IMD", "2019", "English Index of Multiple Deprivation 2019", NATION_ENGLAND,
		"lsoa11", 32844, 0, "File 7 of the English Indices of Deprivation 2019" },
	{ "IMD2025", "IMD", "2025", "English Index of Multiple Deprivation 2025", NATION_ENGLAND,
		"lsoa21", 33755, 0, "File 7 of the English Indices of Deprivation 2025" },
	{ "WIMD2019", "WIMD", "2019", "Welsh Index of Multiple Deprivation 2019", NATION_WALES,
		"lsoa11", 1909, 191, "the WIMD 2019 ranks and deciles" },
	{ "NIMDM2017", "NIMDM", "2017", "Northern Ireland Multiple Deprivation Measure 2017",
		NATION_NORTHERN_IRELAND, "soa01", 890, 0, "the NIMDM 2017 file of the SOAs" },
};

size_t area_kind_find(struct str name)
{
	size_t i = 0;

	while (i < AREA_KINDS && !str_same(name, str_of(area_kinds[i].name)))
		i++;
	return i;
}

int64_t area_decile(const struct area_kind *kind, int64_t rank)
{
	int64_t decile = kind->tenth ? (rank + kind->tenth - 1) / kind->tenth
				     : (10 * rank + kind->areas - 1) / kind->areas;

	return decile > 10 ? 10 : decile;
}

bool area_code_pack(struct str code, uint64_t *ret)
{
	uint64_t n = 0;

	if (code.len > AREA_CODE_MAX)
		return false;
	for (size_t i = 0; i < code.len; i++) {
		char ch = code.at[i];
		bool digit = ch >= '0' && ch <= '9';
		if (!digit && (ch < 'A' || ch > 'Z'))
			return false;
		n = n * CODE_BASE + (uint64_t)(digit ? ch - '0' + 1 : ch - 'A' + 11);
	}
	*ret = n;
	return true;
}

void area_code_print(uint64_t packed, char *to)
{
	char back[AREA_CODE_MAX + 1] = "";
	size_t n = 0;

	for (; packed > 0 && n < AREA_CODE_MAX; packed /= CODE_BASE) {
		int v = (int)(packed % CODE_BASE);
		back[n++] = (char)(v > 10 ? 'A' + v - 11 : '0' + v - 1);
	}
	for (size_t i = 0; i < n; i++)
		to[i] = back[n - 1 - i];
	to[n] = '\0';
}

bool area_get(struct ctx *c, size_t kind, struct str code, struct area_value *ret)
{
	struct rows r;

	*ret = (struct area_value){ .kind = kind };
	if (!sql_open(c, &one, ARGS(arg(str_of(area_kinds[kind].name)), arg(code)), &r))
		return false;
	if (sql_next(&r)) {
		*ret = (struct area_value){ kind, row_int(&r, 0), row_int(&r, 1), row_int(&r, 2) };
		sql_end(&r);
	}
	return ctx_ok(c);
}

bool area_count(struct ctx *c, size_t kind, int64_t *ret)
{
	struct rows r;

	if (!sql_one(c, &count, ARGS(arg(str_of(area_kinds[kind].name))), &r))
		return false;
	*ret = row_int(&r, 0);
	sql_end(&r);
	return true;
}

/* The five values of a row; code is where its text is kept. */
static void fill(
	struct arg *to, const struct area_kind *kind, const struct area_row *row, char *code)
{
	int64_t decile = row->decile ? row->decile : area_decile(kind, row->rank);
	int64_t quintile = row->quintile ? row->quintile : (decile + 1) / 2;

	area_code_print(row->code, code);
	to[0] = arg_str(str_of(kind->name));
	to[1] = arg_str(str_of(code));
	to[2] = arg_int(row->rank);
	to[3] = arg_int(decile);
	to[4] = arg_int(quintile);
}

static bool put_rows(
	struct ctx *c, const struct area_kind *kind, const struct area_row *row, size_t n)
{
	char code[BATCH][AREA_CODE_MAX + 1];
	struct arg values[BATCH * 5];

	for (size_t i = 0; i < n;) {
		size_t some = n - i >= BATCH ? BATCH : 1;
		for (size_t k = 0; k < some; k++)
			fill(values + k * 5, kind, &row[i + k], code[k]);
		if (!sql_run(
			    c, some == BATCH ? &put_some : &put, (struct args){ values, some * 5 }))
			return false;
		i += some;
	}
	return true;
}

static bool forget_rows(
	struct ctx *c, const struct area_kind *kind, const struct area_row *row, size_t n)
{
	char code[AREA_CODE_MAX + 1];

	for (size_t i = 0; i < n; i++) {
		area_code_print(row[i].code, code);
		if (!sql_run(c, &forget_one, ARGS(arg(str_of(kind->name)), arg(str_of(code)))))
			return false;
	}
	return true;
}

bool area_put(struct ctx *c, size_t kind, const struct area_row *row, size_t n, enum area_how how)
{
	const struct area_kind *k = &area_kinds[kind];
	struct str name = str_of(k->name);

	return (how != AREA_ALL || sql_run(c, &forget, ARGS(arg(name))))
		&& (how != AREA_RENEW || forget_rows(c, k, row, n))
		&& sql_run(c, &put_measure,
			ARGS(arg(name), arg(str_of(area_nations[k->nation])), arg(str_of(k->unit)),
				arg(INT64_C(0)), arg(c->now)))
		&& put_rows(c, k, row, n) && sql_run(c, &note_areas, ARGS(arg(name), arg(name)))
		&& postcodes_changed(c);
}
