/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Published files that say where a postcode lies and how deprived an area is. The header tells
   which it is. Sources of the layouts: user guides of NSPL and ONSPD (ONS), SIMD 2020v2 (Scottish
   Government), File 7 of the English Indices of Deprivation, WIMD 2019 (StatsWales), NIMDM 2017
   (NISRA); lsoa11_code and the like as the R package IMD writes them. Names: deprivation_ */
#ifndef FILE_DEPRIVATION_H
#define FILE_DEPRIVATION_H

#include "file/csv.h"

enum deprivation_column {
	DEPRIVATION_POSTCODE,
	DEPRIVATION_ENDED,
	DEPRIVATION_NATION,
	DEPRIVATION_CODE11,
	DEPRIVATION_CODE21,
	DEPRIVATION_RANK,
	DEPRIVATION_DECILE,
	DEPRIVATION_QUINTILE,
	DEPRIVATION_VALUE, /* a score or a rank: the numbers tell */
	DEPRIVATION_COLUMNS
};
struct deprivation {
	const char *title;		/* of the layout: «NSPL or ONSPD» */
	const char *measure;		/* as core/area names it; NULL: the areas tell */
	size_t cells;			/* in the header */
	size_t at[DEPRIVATION_COLUMNS]; /* SIZE_MAX: not in this file */
};

/* False for a header that is none of the known ones. */
MUST bool deprivation_header(const struct csv_record *r, struct deprivation *ret);
/* The known ones, in one sentence. */
extern const char deprivation_known[];

struct deprivation_line {
	struct str postcode, nation, code11, code21; /* empty: not said */
	bool ended;				     /* no longer in use */
	int64_t rank, decile, quintile;		     /* 0: not said */
	int64_t value;				     /* thousandths; -1: not said */
	bool whole;				     /* the value was written without a point */
};
/* NULL, or why the line is refused: a clause without a full stop. */
MUST const char *deprivation_read(
	const struct deprivation *d, const struct csv_record *r, struct deprivation_line *ret);
/* The measure that a line of areas belongs to; NULL when there is none. */
const char *deprivation_measure(const struct deprivation *d, struct str code);

#endif
