/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "file/deprivation.h"

enum { CODE = 9, NAMES = 6 };

const char deprivation_known[] =
	"Known are NSPL and ONSPD (pcds with lsoa11 or lsoa21), the SIMD postcode look-up"
	" (Postcode, DZ, SIMD2020v2_Rank), SIMD ranks (Data_Zone, SIMD2020v2_Rank), IMD 2019 and"
	" 2025 (LSOA code (2011) or (2021) with the IMD rank, or lsoa11_code, lsoa21_code with"
	" IMD_rank), WIMD 2019 (lsoa with WIMD 2019, or lsoa11_code with IMD_rank) and NIMDM 2017"
	" (SOA2001 with MDM_rank, or soa01_code with IMD_rank).";

/* Names a column may have, compared without regard to case. # is a digit of a year; a name that
   ends in * stands for all that begin so. */
struct layout {
	const char *title, *measure;
	const char *name[DEPRIVATION_COLUMNS][NAMES];
	enum deprivation_column needs[3]; /* the first is needed by all, so 0 ends the others */
};

#define IMD_RANK "Index of Multiple Deprivation (IMD) Rank*"
#define IMD_DECILE "Index of Multiple Deprivation (IMD) Decile*"
#define MDM_RANK "Multiple Deprivation Measure Rank*"

static const struct layout layouts[] = {
	{ "NSPL or ONSPD", NULL,
		{ [DEPRIVATION_POSTCODE] = { "pcds", "pcd", "pcd2", "pcd7", "pcd8" },
			[DEPRIVATION_ENDED] = { "doterm" },
			[DEPRIVATION_NATION] = { "ctry", "ctry##cd" },
			[DEPRIVATION_CODE11] = { "lsoa11", "lsoa11cd" },
			[DEPRIVATION_CODE21] = { "lsoa21", "lsoa21cd" },
			[DEPRIVATION_RANK] = { "imd", "imd##ind" } },
		{ DEPRIVATION_POSTCODE } },
	{ "SIMD 2020v2 postcode look-up", "SIMD2020v2",
		{ [DEPRIVATION_POSTCODE] = { "Postcode" },
			[DEPRIVATION_CODE11] = { "DZ", "Data_Zone", "DataZone" },
			[DEPRIVATION_RANK] = { "SIMD2020v2_Rank", "SIMD2020_Rank" },
			[DEPRIVATION_DECILE] = { "SIMD2020v2_Decile", "SIMD2020_Decile" },
			[DEPRIVATION_QUINTILE] = { "SIMD2020v2_Quintile", "SIMD2020_Quintile" } },
		{ DEPRIVATION_POSTCODE, DEPRIVATION_CODE11, DEPRIVATION_RANK } },
	{ "SIMD 2020v2 by data zone", "SIMD2020v2",
		{ [DEPRIVATION_CODE11] = { "Data_Zone", "DZ", "DataZone", "Data Zone",
			  "dz11_code" },
			[DEPRIVATION_RANK] = { "SIMD2020v2_Rank", "SIMD2020_Rank", "IMD_rank" },
			[DEPRIVATION_DECILE] = { "SIMD2020v2_Decile", "SIMD2020_Decile",
				"IMD_decile" },
			[DEPRIVATION_QUINTILE] = { "SIMD2020v2_Quintile", "SIMD2020_Quintile" } },
		{ DEPRIVATION_CODE11, DEPRIVATION_RANK } },
	{ "IMD 2019 by LSOA of 2011", "IMD2019",
		{ [DEPRIVATION_CODE11] = { "LSOA code (2011)" },
			[DEPRIVATION_RANK] = { IMD_RANK },
			[DEPRIVATION_DECILE] = { IMD_DECILE } },
		{ DEPRIVATION_CODE11, DEPRIVATION_RANK } },
	{ "IMD 2025 by LSOA of 2021", "IMD2025",
		{ [DEPRIVATION_CODE11] = { "LSOA code (2021)", "lsoa21_code" },
			[DEPRIVATION_RANK] = { IMD_RANK, "IMD_rank" },
			[DEPRIVATION_DECILE] = { IMD_DECILE, "IMD_decile" } },
		{ DEPRIVATION_CODE11, DEPRIVATION_RANK } },
	{ "IMD 2019 or WIMD 2019 by LSOA of 2011", NULL,
		{ [DEPRIVATION_CODE11] = { "lsoa11_code" },
			[DEPRIVATION_RANK] = { "IMD_rank" },
			[DEPRIVATION_DECILE] = { "IMD_decile" } },
		{ DEPRIVATION_CODE11, DEPRIVATION_RANK } },
	{ "WIMD 2019 ranks and groups", "WIMD2019",
		{ [DEPRIVATION_CODE11] = { "lsoa", "LSOA code", "lsoa11cd" },
			[DEPRIVATION_RANK] = { "WIMD 2019 Rank", "WIMD 2019 overall rank",
				"WIMD 2019 LSOA Rank", "Rank" },
			[DEPRIVATION_DECILE] = { "WIMD 2019 overall decile", "WIMD 2019 Decile",
				"Decile" },
			[DEPRIVATION_QUINTILE] = { "WIMD 2019 overall quintile",
				"WIMD 2019 Quintile", "Quintile" } },
		{ DEPRIVATION_CODE11, DEPRIVATION_RANK, DEPRIVATION_DECILE } },
	{ "WIMD 2019 scores or ranks", "WIMD2019",
		{ [DEPRIVATION_CODE11] = { "lsoa", "LSOA code", "lsoa11cd" },
			[DEPRIVATION_VALUE] = { "WIMD 2019", "WIMD 2019 Rank",
				"WIMD 2019 Score" } },
		{ DEPRIVATION_CODE11, DEPRIVATION_VALUE } },
	{ "NIMDM 2017 by SOA", "NIMDM2017",
		{ [DEPRIVATION_CODE11] = { "SOA2001", "soa01_code", "SOA_CODE" },
			[DEPRIVATION_RANK] = { "MDM_rank", MDM_RANK, "IMD_rank" },
			[DEPRIVATION_DECILE] = { "IMD_decile" } },
		{ DEPRIVATION_CODE11, DEPRIVATION_RANK } },
};

/* ---- the header ---- */

static char low(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool is_named(struct str cell, const char *name)
{
	size_t n = strlen(name);
	bool open = name[n - 1] == '*';

	n -= open;
	if (open ? cell.len < n : cell.len != n)
		return false;
	for (size_t i = 0; i < n; i++) {
		bool digit = cell.at[i] >= '0' && cell.at[i] <= '9';
		if (name[i] == '#' ? !digit : low(cell.at[i]) != low(name[i]))
			return false;
	}
	return true;
}

/* The cell with the first of the names that is there. */
static size_t find(const struct csv_record *r, const char *const names[NAMES])
{
	for (size_t k = 0; k < NAMES && names[k]; k++)
		for (size_t i = 0; i < r->n; i++)
			if (is_named(str_trim(r->cell[i]), names[k]))
				return i;
	return SIZE_MAX;
}

static bool fits(const struct layout *l, const struct csv_record *r, struct deprivation *ret)
{
	bool either = l->name[DEPRIVATION_CODE21][0] != NULL; /* one of the two codes is enough */

	*ret = (struct deprivation){ l->title, l->measure, r->n, { 0 } };
	for (size_t k = 0; k < DEPRIVATION_COLUMNS; k++)
		ret->at[k] = find(r, l->name[k]);
	for (size_t k = 0; k < 3; k++)
		if ((k == 0 || l->needs[k] != 0) && ret->at[l->needs[k]] == SIZE_MAX)
			return false;
	return !either || ret->at[DEPRIVATION_CODE11] != SIZE_MAX
		|| ret->at[DEPRIVATION_CODE21] != SIZE_MAX;
}

bool deprivation_header(const struct csv_record *r, struct deprivation *ret)
{
	for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
		if (fits(&layouts[i], r, ret))
			return true;
	return false;
}

/* ---- a line ---- */

static struct str cell_of(
	const struct deprivation *d, const struct csv_record *r, enum deprivation_column column)
{
	return d->at[column] < r->n ? r->cell[d->at[column]] : S("");
}

/* 0 when nothing stands there. Commas between thousands are passed over, .0 is nothing. */
static bool read_number(struct str s, int64_t max, int64_t *ret)
{
	int64_t n = 0;

	if (str_ends(s, S(".0")))
		s.len -= 2;
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == ',')
			continue;
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
		n = n * 10 + (s.at[i] - '0');
		if (n > max)
			return false;
	}
	*ret = n;
	return true;
}

/* A score with at most three digits after the point, in thousandths. */
static bool read_value(struct str s, struct deprivation_line *to)
{
	struct str rest = s, whole = str_cut(&rest, '.');
	int64_t n = 0, part = 0;

	to->whole = rest.len == 0;
	if (whole.len == 0 || whole.len > 6 || rest.len > 9 || !str_to_int(whole, &n)
		|| (rest.len > 0 && !str_to_int(rest, &part)))
		return false;
	for (size_t i = 0; i < 3; i++) {
		n *= 10;
		if (i < rest.len)
			n += rest.at[i] - '0';
	}
	to->value = n;
	return true;
}

/* Letter and eight digits, or, in Northern Ireland, digits and letters such as 95AA01S1. Codes that
   end in eight nines stand for no area. */
static bool code_ok(struct str *code)
{
	if (code->len == CODE && str_ends(*code, S("99999999")))
		*code = S("");
	if (code->len != 0 && code->len != CODE && code->len != CODE - 1)
		return false;
	for (size_t i = 0; i < code->len; i++) {
		char c = code->at[i];
		if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')))
			return false;
	}
	return true;
}

const char *deprivation_read(
	const struct deprivation *d, const struct csv_record *r, struct deprivation_line *ret)
{
	*ret = (struct deprivation_line){ .postcode = cell_of(d, r, DEPRIVATION_POSTCODE),
		.nation = cell_of(d, r, DEPRIVATION_NATION),
		.code11 = cell_of(d, r, DEPRIVATION_CODE11),
		.code21 = cell_of(d, r, DEPRIVATION_CODE21),
		.ended = cell_of(d, r, DEPRIVATION_ENDED).len > 0,
		.value = -1 };

	if (r->why)
		return r->why;
	if (r->n != d->cells)
		return "another number of cells than the header";
	if (!code_ok(&ret->code11) || !code_ok(&ret->code21))
		return "its code of an area is none, such as E01000001 or 95AA01S1";
	if (d->at[DEPRIVATION_POSTCODE] == SIZE_MAX && ret->code11.len == 0)
		return "it has no code of an area";
	if (!read_number(cell_of(d, r, DEPRIVATION_RANK), 99999, &ret->rank))
		return "its rank is not a whole number";
	if (!read_number(cell_of(d, r, DEPRIVATION_DECILE), 10, &ret->decile))
		return "its decile is not a number from 1 to 10";
	if (!read_number(cell_of(d, r, DEPRIVATION_QUINTILE), 5, &ret->quintile))
		return "its quintile is not a number from 1 to 5";
	struct str value = cell_of(d, r, DEPRIVATION_VALUE);
	if (d->at[DEPRIVATION_VALUE] != SIZE_MAX && !read_value(value, ret))
		return "its score is not a number";
	return NULL;
}

const char *deprivation_measure(const struct deprivation *d, struct str code)
{
	if (d->measure)
		return d->measure;
	if (code.len == 0)
		return NULL;
	return code.at[0] == 'E' ? "IMD2019" : code.at[0] == 'W' ? "WIMD2019" : NULL;
}
