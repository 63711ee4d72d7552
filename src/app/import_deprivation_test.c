/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The commands import deprivation, import schools and lookup, as a person runs them. */
#include "app/wiring.h"
#include "app/world.h"
#include "core/postcodes.h"
#include "file/csv.h"
#include "test/capture.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define NSPL "pcd,pcd2,pcds,doterm,ctry,lsoa11,lsoa21,imd\n"
#define ENGLAND "E92000001"
#define SCOTLAND "S92000003"

struct site {
	const char *data, *url;
};

static struct site begin(struct test *t)
{
	return (struct site){ capture_directory(t), test_database(t) };
}

static struct capture import(
	struct test *t, const struct site *s, const char *kind, const char *file)
{
	return capture_run(t, import_command,
		arena_fmt(
			t->mem, "import %s --data %s --database %s %s", kind, s->data, s->url, file)
			.at);
}

static struct capture import_text(
	struct test *t, const struct site *s, const char *kind, struct str text)
{
	return import(t, s, kind, capture_file(t, s->data, "table.csv", text));
}

static struct capture look(struct test *t, const struct site *s, const char *words)
{
	return capture_run(t, lookup_command,
		arena_fmt(t->mem, "lookup --data %s --database %s %s", s->data, s->url, words).at);
}

/* NULL, after saying so, when the published files are not at hand. */
static const char *published(struct test *t, const char *name)
{
	const char *source = getenv("CAIRN_SOURCE");
	struct str path = arena_fmt(t->mem, "%s/../shared/data/%s", source ? source : ".", name);

	if (access(path.at, R_OK) == 0)
		return path.at;
	fprintf(stderr, "skipped: %s is not there\n", path.at);
	return NULL;
}

void test_import_deprivation_knows_a_file_by_its_header(struct test *t)
{
	static const char *const files[][2] = {
		{ "Postcode,DZ,SIMD2020v2_Rank,SIMD2020v2_Vigintile,SIMD2020v2_Decile,"
		  "SIMD2020v2_Quintile\nFK8 1AA,S01013070,2255,7,4,2\n",
			"SIMD 2020v2 postcode look-up" },
		{ "Data_Zone,Council_area,SIMD2020v2_Rank\nS01013070,Stirling,2255\n",
			"SIMD 2020v2 by data zone" },
		{ "LSOA code (2011),LSOA name (2011),Index of Multiple Deprivation (IMD) Score,"
		  "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),"
		  "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of "
		  "LSOAs)\nE01000001,City of London 001A,6.2,\"29,199\",9\n",
			"IMD 2019 by LSOA of 2011" },
		{ "lsoa21_code,IMD_decile,IMD_rank\nE01000001,8,26525\n",
			"IMD 2025 by LSOA of 2021" },
		{ "lsoa11_code,IMD_decile,IMD_rank\nW01000001,5,885\n", "WIMD2019: 1 areas" },
		{ "lsoa,LSOA Name,WIMD 2019\nW01000240,Rhyl West 2,86.6\n",
			"WIMD 2019 scores or ranks" },
		{ "SOA2001,SOA2001name,MDM_rank\n95AA01S1,Aldergrove_1,516\n",
			"NIMDM 2017 by SOA" },
		{ "\"pcds\",\"doterm\",\"ctry25cd\",\"lsoa21cd\",\"imd20ind\"\n"
		  "\"AB1 0AA\",\"199606\",\"S92000003\",\"S01006514\",\"4000\"\n",
			"NSPL or ONSPD" }
	};
	struct site s = begin(t);

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct capture c = import_text(t, &s, "deprivation", str_of(files[i][0]));
		CHECK(t, c.code == 0 && test_has(c.out, files[i][1]) && c.err.len == 0);
	}
	struct capture c = import_text(t, &s, "deprivation",
		S("LSOA code,LSOA name (Eng),WIMD 2019\nW01000001,A,2\nW01000002,B,1\n"));
	CHECK(t, c.code == 0 && !test_has(c.out, "rounded scores"));
	c = import_text(t, &s, "deprivation",
		S("LSOA code,WIMD 2019\nW01000001,2\nW01000002,1\nW01000003,2\n"));
	CHECK(t, c.code == 0 && test_has(c.out, "rounded scores"));
	c = import_text(t, &s, "deprivation", S("name,amount\na,1\n"));
	CHECK(t, c.code == 1 && test_has(c.err, "Known are NSPL and ONSPD"));
	CHECK(t, test_has(c.err, "This header is none of the known ones."));
}

void test_import_deprivation_says_which_lines_it_refused(struct test *t)
{
	struct site s = begin(t);
	struct capture c = import_text(t, &s, "deprivation",
		S(NSPL "FK81AA,,FK8 1AA,," SCOTLAND ",S01013070,,2255\n"
		       "XX,,XX,," SCOTLAND ",S01013070,,2255\n"
		       "FK81AB,,FK8 1AB,," SCOTLAND ",nowhere,,2255\n"
		       "FK81AD,,FK8 1AD,," SCOTLAND ",S01013070,,many\n"
		       "FK81AE,,FK8 1AE\n"
		       "FK81AF,,FK8 1AF,," SCOTLAND ",S01013070,,99999\n"
		       "FK81AG,,FK8 1AG,199606," SCOTLAND ",S01013070,,2255\n"));

	CHECK(t, c.code == 3 && test_has(c.out, "postcodes: 2\n"));
	CHECK(t, test_has(c.out, "lines refused, see standard error: 5\n"));
	CHECK(t, test_has(c.err, "table.csv:3: “XX” is no postcode\n"));
	CHECK(t, test_has(c.err, "table.csv:4: its code of an area is none"));
	CHECK(t, test_has(c.err, "table.csv:5: its rank is not a whole number\n"));
	CHECK(t, test_has(c.err, "table.csv:6: another number of cells"));
	CHECK(t, test_has(c.err, "table.csv:7: its rank is higher than any there is\n"));
	c = import_text(t, &s, "deprivation",
		S("lsoa11_code,IMD_rank,IMD_decile\nE01000001,40000,1\nS01000001,4,1\n"));
	CHECK(t, c.code == 1 && test_has(c.err, "its rank is not from 1 to 32844\n"));
	CHECK(t, test_has(c.err, "its area is in another nation than the measure\n"));
}

/* In any order, twice, in parts, and dry. */
void test_import_deprivation_replaces_what_comes_again(struct test *t)
{
	struct site s = begin(t);

	CHECK(t,
		import_text(t, &s, "deprivation",
			S(NSPL "SR11AB,,SR1 1AB,," ENGLAND ",E01008703,,3277\n"
			       "FK81AA,,FK8 1AA,," SCOTLAND ",S01013071,,100\n"
			       "SR11AA,,SR1 1AA,," ENGLAND ",E01008703,,3277\n"
			       "FK81AA,,FK8 1AA,," SCOTLAND ",S01013070,,2255\n"))
				.code
			== 0);
	CHECK(t, test_has(look(t, &s, "postcode FK8 1AA").out, "  2255 "));
	CHECK(t, look(t, &s, "postcode SR1 1AA").code == 0);
	CHECK(t,
		import_text(t, &s, "deprivation",
			S(NSPL "FK81AB,,FK8 1AB,," SCOTLAND ",S01013070,,2255\n"
			       "FK81AA,,FK8 1AA,," SCOTLAND ",S01013071,,100\n"))
				.code
			== 0);
	CHECK(t, test_has(look(t, &s, "postcode FK8 1AA").out, "   100 "));
	CHECK(t, test_has(look(t, &s, "postcode FK8 1AB").out, "  2255 "));
	const char *file =
		capture_file(t, s.data, "dry.csv", S("Data_Zone,SIMD2020v2_Rank\nS01013070,7\n"));
	struct capture c = import(t, &s, "deprivation --dry-run", file);
	CHECK(t, c.code == 0 && test_has(c.out, "1 of 6976 are known now\nThis was a dry run"));
	CHECK(t, test_has(look(t, &s, "postcode FK8 1AB").out, "  2255 "));
	CHECK(t, import(t, &s, "deprivation", file).code == 0);
	CHECK(t, test_has(look(t, &s, "postcode FK8 1AB").out, "     7       1         1\n"));
	CHECK(t, look(t, &s, "postcode FK8 1AA").code == 3); /* not in the measure's own file */
}

/* Nobody writes in the header of ONSPD which English measure its ranks are of. */
void test_import_deprivation_tells_english_ranks_of_2019_from_2025(struct test *t)
{
	struct site s = begin(t);
	struct capture c = import_text(t, &s, "deprivation",
		S(NSPL "A,,SR1 1AA,," ENGLAND ",E01008703,E01008703,10\n"
		       "B,,SR1 1AB,," ENGLAND ",E01008704,E01034001,20\n"
		       "C,,SR1 1AD,," ENGLAND ",E01008704,E01034002,30\n"));

	CHECK(t, test_has(c.out, "IMD2025: 3 areas"));
	CHECK(t, test_has(look(t, &s, "postcode SR1 1AD").out, "IMD      2025         30"));
	c = import_text(t, &s, "deprivation",
		S(NSPL "A,,SR1 1AA,," ENGLAND ",E01008703,E01008703,10\n"
		       "B,,SR1 1AB,," ENGLAND ",E01008704,E01034001,20\n"
		       "C,,SR1 1AD,," ENGLAND ",E01008705,E01034001,30\n"));
	CHECK(t, test_has(c.out, "IMD2019: 3 areas"));
	c = look(t, &s, "--format json postcode SR1 1AD");
	CHECK(t, c.code == 0 && test_has(c.out, "\"version\": \"2019\""));
	CHECK(t, test_has(c.out, "\"rank\": 30") && test_has(c.out, "\"version\": \"2025\""));
}

void test_lookup_says_clearly_what_is_missing(struct test *t)
{
	struct site s = begin(t);
	struct capture c = look(t, &s, "postcode FK8 1AA");

	CHECK(t, c.code == 3 && c.out.len == 0);
	CHECK(t,
		import_text(t, &s, "deprivation", S("Data_Zone,SIMD2020v2_Rank\nS01000001,7\n"))
				.code
			== 0);
	c = look(t, &s, "postcode FK8 1AA");
	CHECK(t, c.code == 3 && test_has(c.err, "No file of postcodes has been imported"));
	CHECK(t,
		import_text(t, &s, "deprivation",
			S("pcds,doterm,ctry,lsoa11\nFK8 1AA,,S92000003,S01013070\n"
			  "JE2 3AB,,L93000001,L99999999\nSR1 9ZZ,199606,,\n"))
				.code
			== 0);
	c = look(t, &s, "postcode FK8 1AA");
	CHECK(t, c.code == 3 && test_has(c.err, "Import the SIMD 2020v2 ranks or postcode"));
	c = look(t, &s, "--format json postcode FK8 1AA");
	CHECK(t, c.code == 3 && test_has(c.out, "\"measures\": []"));
	CHECK(t, test_has(look(t, &s, "postcode FK8 1AB").err, "not in the imported files"));
	CHECK(t, test_has(look(t, &s, "postcode JE2 3AB").err, "outside the four nations"));
	CHECK(t, test_has(look(t, &s, "postcode SR1 9ZZ").err, "do not say where it lies"));
	c = look(t, &s, "postcode FK8 1AC");
	CHECK(t, c.code == 2 && test_has(c.err, "The second part, “1AC”, never has"));
	CHECK(t, look(t, &s, "postcode").code == 2 && look(t, &s, "street x").code == 2);
	CHECK(t, look(t, &s, "--format xml postcode x").code == 2);
}

/* ---- the published files ---- */

/* Every postcode of a file, one by one, against the rank that the file itself has. */
static void check_ranks(struct test *t, const struct site *s, const char *path, int64_t want)
{
	struct world_options o = { .data = s->data, .database = s->url, .must_exist = true };
	struct world *w = world_open(&o);
	FILE *f = fopen(path, "rb");
	char why[256];
	struct csv *csv = csv_open_file(f, why, sizeof why);
	struct csv_record r;
	struct postcode_place place;
	struct postcode p;
	int64_t agree = 0, rank = 0, area = 0;

	w->house.postcodes = postcodes_open(0);
	CHECK(t, csv_next(csv, &r) && str_eq(r.cell[38], S("imd")));
	while (csv_next(csv, &r)) {
		CHECK(t, postcode_parse(r.cell[2], &p) && postcodes_find(world_ctx(w), &p, &place));
		CHECK(t, place.known && place.ended == (r.cell[4].len > 0));
		area += place.code11 != 0;
		agree += place.values > 0 && str_to_int(r.cell[38], &rank)
			&& place.value[0].rank == rank
			&& place.value[0].quintile == (place.value[0].decile + 1) / 2;
	}
	CHECK(t, agree == want && area == want);
	postcodes_close(w->house.postcodes);
	w->house.postcodes = NULL;
	csv_close(csv);
	fclose(f);
	world_close(w);
}

void test_import_deprivation_of_the_published_files(struct test *t)
{
	const char *fk = published(t, "postcodes/NSPL_NOV_2021_UK_FK.csv"),
		   *sr = published(t, "postcodes/NSPL_NOV_2021_UK_SR.csv"),
		   *simd = published(t, "simd/SIMD2020v2_ranks.csv"),
		   *imd = published(t, "imd/IMD2019_england_lsoa11.csv");
	struct site s = begin(t);

	if (!fk || !sr || !simd || !imd)
		return;
	CHECK(t, test_has(import(t, &s, "deprivation", fk).out, "postcodes: 9680\n"));
	check_ranks(t, &s, fk, 9680); /* by the ranks in the file itself */
	CHECK(t, import(t, &s, "deprivation", simd).code == 0);
	check_ranks(t, &s, fk, 9680); /* and by the measure's own */
	CHECK(t, import(t, &s, "deprivation", sr).code == 0);
	CHECK(t, test_has(import(t, &s, "deprivation", imd).out, "32844 of 32844"));
	check_ranks(t, &s, sr, 8765 - 77);
	struct capture c = look(t, &s, "postcode fk8-1aa");
	CHECK(t, c.code == 0 && test_has(c.out, "FK8 1AA, Scotland, area S01013070\n"));
	CHECK(t, test_has(c.out, "SIMD     2020v2     2255       4         2\n"));
}

/* A Welsh decile is not the rank's tenth: the published ones stand, and rounded scores do not
   replace them. */
void test_import_deprivation_keeps_the_welsh_deciles(struct test *t)
{
	const char *deciles = published(t, "wimd_nimdm/WIMD2019_lsoa11_deciles.csv"),
		   *scores = published(t, "wimd_nimdm/WIMD2019_scores.csv");
	struct site s = begin(t);

	if (!deciles || !scores)
		return;
	CHECK(t,
		import_text(t, &s, "deprivation",
			S("pcds,doterm,ctry,lsoa11\nCF10 1AA,,W92000004,W01000001\n"))
				.code
			== 0);
	CHECK(t, import(t, &s, "deprivation", scores).code == 0);
	CHECK(t, test_has(look(t, &s, "postcode CF10 1AA").out, "WIMD     2019"));
	CHECK(t, import(t, &s, "deprivation", deciles).code == 0);
	CHECK(t, test_has(look(t, &s, "postcode CF10 1AA").out, "885       5         3\n"));
	CHECK(t, import(t, &s, "deprivation", scores).code == 0);
	CHECK(t, test_has(look(t, &s, "postcode CF10 1AA").out, "885       5         3\n"));
}

void test_import_schools_by_any_header(struct test *t)
{
	struct site s = begin(t);
	struct capture c = import_text(t, &s, "schools",
		S("urn,school_name,la_name,fsm_prop\n1,Hill School,Kent,17.6\n2,Dale School,,z\n"
		  "3,,Kent,1\n"));

	CHECK(t, c.code == 3 && test_has(c.out, "with a share of free school meals: 1\n"));
	CHECK(t, test_has(c.err, "table.csv:4: it has no name"));
	CHECK(t, test_has(look(t, &s, "school dale").out, "premium: not published"));
	c = import_text(t, &s, "schools",
		S("\"URN\",\"EstablishmentName\",\"Town\",\"PercentageFSM\"\n2,Caf\xe9 Dale \x96 "
		  "School,Dover,41.25\n"));
	CHECK(t, c.code == 0);
	c = look(t, &s, "school cafe dale");
	CHECK(t, c.code == 0 && test_has(c.out, "Café Dale – School, Dover\n"));
	CHECK(t, test_has(c.out, "premium: 41.3 %"));
	c = import_text(t, &s, "schools",
		S("Local Authority,SeedCode,School Name,Pupil roll,SIMD Quintile 1 [Note 9]\n"
		  "Fife,5437437,Lochgelly High School,600,231\nFife,8,Glen School,50,c\n"));
	CHECK(t, c.code == 0 && test_has(c.out, "with a share from the most deprived fifth: 1\n"));
	CHECK(t, test_has(look(t, &s, "school loch").out, "deprived fifth: 38.5 %"));
	c = import_text(t, &s, "schools", S("code,name,counts\n8,Glen School,yes\n9,Brae,0\n"));
	CHECK(t, c.code == 0 && test_has(c.out, "that count by the list: 1\n"));
	CHECK(t, test_has(look(t, &s, "school glen").out, "on an own list: yes"));
	CHECK(t, test_has(look(t, &s, "--format json school brae").out, "\"listed\": false"));
	c = import_text(t, &s, "schools", S("code,name\n10,Firth\n")); /* the whole list anew */
	CHECK(t, c.code == 0 && look(t, &s, "school brae").code == 3);
	CHECK(t, test_has(look(t, &s, "school glen").out, "on an own list: no"));
	c = import_text(t, &s, "schools", S("a,b\n1,2\n"));
	CHECK(t, c.code == 1 && test_has(c.err, "Known are the English files"));
}

void test_import_schools_of_the_published_files(struct test *t)
{
	const char *fsm = published(t, "schools/england_school_fsm_2022_23.csv"),
		   *premium = published(t, "schools/england_pupil_premium_2019_20.csv"),
		   *scotland = published(t, "schools/scotland_schools_2023_fsm_simd.csv"),
		   *gias = published(t, "schools/gias_layout_example.csv");
	struct site s = begin(t);

	if (!fsm || !premium || !scotland || !gias)
		return;
	struct capture c = import(t, &s, "schools", premium);
	CHECK(t, c.code == 0 && test_has(c.out, "schools: 21567\n"));
	c = import(t, &s, "schools", fsm);
	CHECK(t, c.code == 0 && test_has(c.out, "with a share of free school meals: 22034\n"));
	c = import(t, &s, "schools", scotland);
	CHECK(t,
		c.code == 0
			&& test_has(c.out, "with a share from the most deprived fifth: 2061\n"));
	c = import(t, &s, "schools", gias); /* some of its lines are broken */
	CHECK(t, c.code == 3 && test_has(c.out, "English schools: the register GIAS"));
	c = look(t, &s, "school lochgelly high");
	CHECK(t, test_has(c.out, "30.8 %") && test_has(c.out, "38.5 %"));
}
