/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "file/schools.h"

#include "base/utf8.h"

enum { NAMES = 3, NEEDS = 3, NAME_MAX_BYTES = 200, CODE_MAX = 40, THOUSAND = 1000 };

const char schools_known[] =
	"Known are the English files of free school meals (urn, school_name, fsm_prop), of the"
	" pupil premium (URN, School Name, with the deprivation pupil premium) and of the register"
	" GIAS (URN, EstablishmentName, PercentageFSM), the Scottish school level summary"
	" (SeedCode, School Name, SIMD Quintile 1), and own lists (code, name).";

/* A name that ends in * stands for all that begin so: notes are numbered differently each year. */
struct layout {
	const char *title, *list;
	const char *name[SCHOOLS_COLUMNS][NAMES];
	enum schools_column needs[NEEDS]; /* besides the code; 0 ends them */
};

static const struct layout layouts[] = {
	{ "English schools: the register GIAS", "england",
		{ [SCHOOLS_CODE] = { "URN" },
			[SCHOOLS_NAME] = { "EstablishmentName" },
			[SCHOOLS_PLACE] = { "LA (name)", "Town" },
			[SCHOOLS_FSM] = { "PercentageFSM" } },
		{ SCHOOLS_NAME, SCHOOLS_FSM } },
	{ "English schools: the deprivation pupil premium", "england",
		{ [SCHOOLS_CODE] = { "URN" },
			[SCHOOLS_NAME] = { "School Name" },
			[SCHOOLS_PLACE] = { "Local Authority" },
			[SCHOOLS_FSM_N] = { "Total number of pupils eligible for the Deprivation "
					    "Pupil Premium" },
			[SCHOOLS_ROLL] = { "Number of Primary pupils on roll*" },
			[SCHOOLS_ROLL_TOO] = { "Number of  Secondary pupils on roll*",
				"Number of Secondary pupils on roll*" } },
		{ SCHOOLS_NAME, SCHOOLS_FSM_N, SCHOOLS_ROLL } },
	{ "English schools: free school meals", "england",
		{ [SCHOOLS_CODE] = { "urn", "school_urn" },
			[SCHOOLS_NAME] = { "school_name" },
			[SCHOOLS_PLACE] = { "la_name" },
			[SCHOOLS_FSM] = { "fsm_prop", "fsm_percent", "percent_fsm" } },
		{ SCHOOLS_NAME, SCHOOLS_FSM } },
	{ "Scottish schools: the school level summary", "scotland",
		{ [SCHOOLS_CODE] = { "SeedCode", "Seed Code" },
			[SCHOOLS_NAME] = { "School Name" },
			[SCHOOLS_PLACE] = { "Local Authority" },
			[SCHOOLS_FSM] = { "Percentage of P6-P7/S1-S6/SP pupils registered for "
					  "free school meals*" },
			[SCHOOLS_ROLL] = { "Pupil roll*" },
			[SCHOOLS_DEPRIVED] = { "SIMD Quintile 1*", "Percentage SIMD Quintile 1*",
				"% SIMD Quintile 1*" } },
		{ SCHOOLS_NAME, SCHOOLS_DEPRIVED, SCHOOLS_ROLL } },
	{ "Own list of schools", "own",
		{ [SCHOOLS_CODE] = { "code", "urn", "seedcode" },
			[SCHOOLS_NAME] = { "name" },
			[SCHOOLS_PLACE] = { "place", "town" },
			[SCHOOLS_FSM] = { "fsm", "fsm_percent" },
			[SCHOOLS_DEPRIVED] = { "deprived_percent" },
			[SCHOOLS_COUNTS] = { "counts", "listed" } },
		{ SCHOOLS_NAME } },
};

/* ---- the header ---- */

static bool is_named(struct str cell, const char *name)
{
	struct str n = str_of(name);

	if (!str_ends(n, S("*")))
		return str_same(cell, n);
	n.len--;
	return cell.len >= n.len && str_same((struct str){ cell.at, n.len }, n);
}

static size_t find(const struct csv_record *r, const char *const names[NAMES])
{
	for (size_t k = 0; k < NAMES && names[k]; k++)
		for (size_t i = 0; i < r->n; i++)
			if (is_named(str_trim(r->cell[i]), names[k]))
				return i;
	return SIZE_MAX;
}

bool schools_header(const struct csv_record *r, struct schools *ret)
{
	for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
		const struct layout *l = &layouts[i];
		*ret = (struct schools){ l->title, l->list, r->n, { 0 }, false };
		for (size_t k = 0; k < SCHOOLS_COLUMNS; k++)
			ret->at[k] = find(r, l->name[k]);
		bool fits = ret->at[SCHOOLS_CODE] != SIZE_MAX;
		for (size_t k = 0; k < NEEDS && l->needs[k]; k++)
			fits = fits && ret->at[l->needs[k]] != SIZE_MAX;
		if (!fits)
			continue;
		size_t deprived = ret->at[SCHOOLS_DEPRIVED];
		ret->deprived_percent = deprived != SIZE_MAX
			&& (str_has(r->cell[deprived], S("ercent"))
				|| str_has(r->cell[deprived], S("%")));
		return true;
	}
	return false;
}

/* ---- a line ---- */

static struct str cell_of(
	const struct schools *s, const struct csv_record *r, enum schools_column column)
{
	return s->at[column] < r->n ? str_trim(r->cell[s->at[column]]) : S("");
}

/* Ten times the number, to the nearest tenth; -1 for c, z, .. and whatever else is no number. */
static int64_t tenths(struct str s)
{
	struct str rest = s;
	int64_t n = 0, part = 0;

	if (str_ends(rest, S("%")))
		rest.len--;
	struct str whole = str_cut(&rest, '.');
	if (!str_to_int(whole, &n) || whole.len > 7 || (rest.len > 0 && !str_to_int(rest, &part)))
		return -1;
	int64_t first = rest.len > 0 ? rest.at[0] - '0' : 0;
	return n * 10 + first + (rest.len > 1 && rest.at[1] >= '5');
}

/* A share in thousandths of n out of all; -1 when either is not known or they do not fit. */
static int64_t share(int64_t n, int64_t all)
{
	return n < 0 || all <= 0 || n > all ? -1 : (n * THOUSAND + all / 2) / all;
}

static int64_t percent(struct str s)
{
	int64_t n = tenths(s); /* of a per cent: thousandths */

	return n > THOUSAND ? -1 : n;
}

static int64_t roll_of(const struct schools *s, const struct csv_record *r)
{
	int64_t a = tenths(cell_of(s, r, SCHOOLS_ROLL)), b = 0;

	if (s->at[SCHOOLS_ROLL_TOO] != SIZE_MAX)
		b = tenths(cell_of(s, r, SCHOOLS_ROLL_TOO));
	return a < 0 || b < 0 ? -1 : a + b;
}

/* Yes or no, in words or as a number. */
static const char *read_counts(struct str s, bool *ret)
{
	static const char *const yes[] = { "yes", "y", "true" },
				 *const no[] = { "no", "n", "false", "" };
	int64_t n = 0;

	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		if (str_same(s, str_of(no[i])))
			return NULL;
	*ret = str_to_int(s, &n) && n > 0;
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		*ret = *ret || str_same(s, str_of(yes[i]));
	return *ret || str_eq(s, S("0")) ? NULL : "whether it counts is neither yes nor no";
}

const char *schools_read(
	const struct schools *s, const struct csv_record *r, struct schools_line *ret)
{
	*ret = (struct schools_line){ .code = cell_of(s, r, SCHOOLS_CODE),
		.name = cell_of(s, r, SCHOOLS_NAME),
		.place = cell_of(s, r, SCHOOLS_PLACE),
		.fsm = -1,
		.deprived_share = -1 };

	if (r->why)
		return r->why;
	if (r->n != s->cells)
		return "another number of cells than the header";
	if (ret->code.len == 0 || ret->code.len > CODE_MAX)
		return "its code is empty or longer than 40 bytes";
	if (ret->name.len == 0 || ret->name.len > NAME_MAX_BYTES || ret->place.len > NAME_MAX_BYTES)
		return "it has no name, or one of more than 200 bytes";
	int64_t roll = roll_of(s, r), deprived = tenths(cell_of(s, r, SCHOOLS_DEPRIVED));

	ret->fsm = s->at[SCHOOLS_FSM_N] == SIZE_MAX
		? percent(cell_of(s, r, SCHOOLS_FSM))
		: share(tenths(cell_of(s, r, SCHOOLS_FSM_N)), roll);
	ret->deprived_share = s->deprived_percent ? percent(cell_of(s, r, SCHOOLS_DEPRIVED))
						  : share(deprived, roll);
	if (strcmp(s->list, "own") != 0)
		return NULL;
	ret->listed = s->at[SCHOOLS_COUNTS] == SIZE_MAX;
	return ret->listed ? NULL : read_counts(cell_of(s, r, SCHOOLS_COUNTS), &ret->listed);
}

/* ---- Windows-1252 ---- */

static void put_point(struct buf *out, uint32_t c)
{
	if (c < 0x80) {
		buf_char(out, (char)c);
	} else if (c < 0x800) {
		buf_char(out, (char)(0xc0 | c >> 6));
		buf_char(out, (char)(0x80 | (c & 63)));
	} else {
		buf_char(out, (char)(0xe0 | c >> 12));
		buf_char(out, (char)(0x80 | (c >> 6 & 63)));
		buf_char(out, (char)(0x80 | (c & 63)));
	}
}

bool schools_from_windows(struct str text, struct buf *out)
{
	/* Source: Windows-1252 at unicode.org; 0x80 to 0x9f, the others are Latin-1. */
	static const uint16_t upper[32] = { 0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020,
		0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd,
		0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161,
		0x203a, 0x0153, 0xfffd, 0x017e, 0x0178 };
	struct str rest = text;

	while (rest.len > 0)
		if (utf8_next(&rest) < 0)
			break;
		else if (rest.len == 0)
			return false;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		put_point(out, c >= 0x80 && c < 0xa0 ? upper[c - 0x80] : c);
	}
	return text.len > 0;
}
