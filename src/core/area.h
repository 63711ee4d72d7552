/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Measures of deprivation by area, as the four nations publish them. Rank, decile and quintile 1
   are the most deprived everywhere; the measures of two nations are never pooled. Names: area_ */
#ifndef CORE_AREA_H
#define CORE_AREA_H

#include "base/ctx.h"

/* Stored in blocks of postcodes: never renumber. */
enum nation {
	NATION_UNKNOWN,
	NATION_ENGLAND,
	NATION_SCOTLAND,
	NATION_WALES,
	NATION_NORTHERN_IRELAND,
	NATION_ELSEWHERE, /* Channel Islands, Isle of Man: no measure */
	NATIONS
};
extern const char *const area_nations[NATIONS]; /* «Scotland» */

/* The order is that of struct background_rule and of the cache in core/postcodes. */
enum { AREA_SIMD2020V2, AREA_IMD2019, AREA_IMD2025, AREA_WIMD2019, AREA_NIMDM2017, AREA_KINDS };

struct area_kind {
	const char *name;	       /* SIMD2020v2, as it is kept */
	const char *measure, *version; /* SIMD, 2020v2 */
	const char *title;	       /* «Scottish Index of Multiple Deprivation 2020v2» */
	enum nation nation;
	const char *unit; /* dz11, lsoa11, lsoa21, soa01 */
	int64_t areas;	  /* how many there are in the nation */
	int64_t tenth;	  /* areas in each decile but the last; 0: ceil(10 * rank / areas) */
	const char *file; /* what to import for it */
};
extern const struct area_kind area_kinds[AREA_KINDS];

/* AREA_KINDS when no measure has the name. */
size_t area_kind_find(struct str name);
/* 1 to 10. The formula agrees with every published decile of IMD 2019, IMD 2025 and NIMDM 2017;
   WIMD 2019 puts 191 areas into each. rank from 1 to kind->areas. */
int64_t area_decile(const struct area_kind *kind, int64_t rank);

enum { AREA_CODE_MAX = 9 }; /* bytes: E01000001, 95AA01S1 */
/* A code as a number under 2^47, and back; 0 is no code. False for what is no code of an area:
   digits and capital letters. to has room for AREA_CODE_MAX + 1. */
MUST bool area_code_pack(struct str code, uint64_t *ret);
void area_code_print(uint64_t packed, char *to);

struct area_value {
	size_t kind; /* in area_kinds */
	int64_t rank, decile, quintile;
};
/* Of one measure; ret->rank is 0 when the area is not in it or it was not imported. */
MUST bool area_get(struct ctx *c, size_t kind, struct str code, struct area_value *ret);
/* How many areas of a measure there are here; 0: it was not imported. */
MUST bool area_count(struct ctx *c, size_t kind, int64_t *ret);

/* A row that is brought by an import. decile and quintile 0: they follow from the rank. */
struct area_row {
	uint64_t code;
	int64_t rank, decile, quintile;
};
/* AREA_FILL puts what is missing; AREA_RENEW also replaces the areas that come again; with AREA_ALL
   everything that was there goes first. Whoever caches is told (core/postcodes). */
enum area_how { AREA_FILL, AREA_RENEW, AREA_ALL };
MUST bool area_put(
	struct ctx *c, size_t kind, const struct area_row *row, size_t n, enum area_how how);

#endif
