/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/wiring.h"
#include "app/world.h"
#include "core/postcodes.h"
#include "core/school.h"
#include "store/sql.h"

#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { MISSING = 3, UNCLEAR = 2, SCHOOLS_SHOWN = 20, WORDS_MAX = 400 };

static const char help[] =
	"usage: cairn lookup postcode|school [--format text|json] [--data DIR] [--database URL] "
	"WORDS\n"
	"  postcode    what the imported measures say about a postcode: a line for each with\n"
	"              measure, version, rank, decile and quintile; 1 is the most deprived\n"
	"  school      the imported schools whose name or place has words that begin so\n"
	"  --format    text or json\n"
	"  --data      directory of the key, the settings and the database; default var\n"
	"  --database  sqlite:PATH or postgresql://…; default sqlite:DIR/cairn.db\n"
	"Nothing of what is looked up is kept.\n"
	"Ends with 0: found; 3: not found, or no measure was imported for it; 2: not understood,\n"
	"such as a postcode that cannot be one; 1: the database cannot be used.\n";

struct wish {
	struct world_options world;
	struct str words;
	bool json, school;
};

/* ---- a postcode ---- */

struct answer {
	char text[POSTCODE_PRINT], area11[AREA_CODE_MAX + 1], area21[AREA_CODE_MAX + 1];
	struct postcode_place place;
	struct str missing; /* a sentence; empty when nothing is */
};

/* Names of the files that would bring a measure for the nation. */
static struct str files_for(struct ctx *c, enum nation nation)
{
	struct str text = S("");

	for (size_t k = 0; k < AREA_KINDS; k++)
		if (area_kinds[k].nation == nation)
			text = arena_fmt(c->mem, "%.*s%s%s", (int)text.len, text.at,
				text.len ? ", or " : "", area_kinds[k].file);
	return text;
}

static const char *area_of(const struct answer *a)
{
	return a->area11[0] ? a->area11 : a->area21;
}

static bool explain(struct ctx *c, struct answer *a)
{
	const struct postcode_place *p = &a->place;
	int64_t districts = 0;

	if (!postcodes_count(c, &districts))
		return false;
	if (districts == 0)
		a->missing = S("No file of postcodes has been imported. Import NSPL or ONSPD: "
			       "cairn import deprivation FILE");
	else if (!p->known)
		a->missing = arena_fmt(c->mem,
			"%s is not in the imported files. It may be newer than they are, or in a "
			"part of the country that was not imported.",
			a->text);
	else if (p->nation == NATION_ELSEWHERE)
		a->missing = arena_fmt(c->mem,
			"%s is outside the four nations, where no measure is made.", a->text);
	else if (p->code11 == 0 && p->code21 == 0)
		a->missing = arena_fmt(c->mem,
			"%s is in the imported files, but they do not say where it lies.", a->text);
	else {
		struct str files = files_for(c, p->nation);
		a->missing = arena_fmt(c->mem,
			"%s lies in %s, area %s, and no measure of that area has been imported. "
			"Import %.*s: cairn import deprivation FILE",
			a->text, area_nations[p->nation], area_of(a), (int)files.len, files.at);
	}
	return true;
}

static bool find(struct ctx *c, struct str words, struct answer *ret)
{
	struct postcode postcode;
	char why[POSTCODE_WHY];

	*ret = (struct answer){ .missing = S("") };
	if (!postcode_read(words, &postcode, why))
		return ctx_wrong(c, "postcode", "%s", why);
	postcode_print(&postcode, ret->text);
	if (!postcodes_find(c, &postcode, &ret->place))
		return false;
	area_code_print(ret->place.code11, ret->area11);
	area_code_print(ret->place.code21, ret->area21);
	return ret->place.values > 0 || explain(c, ret);
}

static void print_text(const struct answer *a)
{
	const struct postcode_place *p = &a->place;

	if (a->missing.len > 0) {
		fprintf(stderr, "cairn lookup: %s\n", a->missing.at);
		return;
	}
	printf("%s, %s, area %s%s\n", a->text, area_nations[p->nation], area_of(a),
		p->ended ? ", no longer in use" : "");
	printf("%-8s %-8s %6s %7s %9s\n", "measure", "version", "rank", "decile", "quintile");
	for (size_t i = 0; i < p->values; i++) {
		const struct area_kind *k = &area_kinds[p->value[i].kind];
		printf("%-8s %-8s %6lld %7lld %9lld\n", k->measure, k->version,
			(long long)p->value[i].rank, (long long)p->value[i].decile,
			(long long)p->value[i].quintile);
	}
}

static json_t *json_of(const struct area_value *v)
{
	const struct area_kind *k = &area_kinds[v->kind];

	return json_pack("{s:s, s:s, s:s, s:I, s:I, s:I, s:I}", "measure", k->measure, "version",
		k->version, "title", k->title, "rank", (json_int_t)v->rank, "of",
		(json_int_t)k->areas, "decile", (json_int_t)v->decile, "quintile",
		(json_int_t)v->quintile);
}

static int print_json(json_t *all)
{
	bool good = json_dumpf(all, stdout, JSON_INDENT(2)) == 0 && puts("") >= 0
		&& fflush(stdout) == 0;

	json_decref(all);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

static json_t *or_null(const char *text)
{
	return text[0] ? json_string(text) : json_null();
}

static int postcode_json(const struct answer *a)
{
	const struct postcode_place *p = &a->place;
	json_t *measures = json_array();

	for (size_t i = 0; i < p->values; i++)
		json_array_append_new(measures, json_of(&p->value[i]));
	return print_json(json_pack("{s:s, s:b, s:o, s:o, s:o, s:b, s:o, s:o}", "postcode", a->text,
		"known", p->known, "nation", or_null(p->known ? area_nations[p->nation] : ""),
		"area_2011", or_null(a->area11), "area_2021", or_null(a->area21),
		"no_longer_in_use", p->ended, "measures", measures, "missing",
		or_null(a->missing.len ? a->missing.at : "")));
}

static int postcode(struct ctx *c, const struct wish *wish)
{
	struct answer a;

	if (!find(c, wish->words, &a)) {
		fprintf(stderr, "cairn lookup: %s\n", c->wrong ? c->wrong->text.at : c->fault.text);
		return c->wrong ? UNCLEAR : EXIT_FAILURE;
	}
	if (wish->json && postcode_json(&a) != EXIT_SUCCESS)
		return EXIT_FAILURE;
	if (!wish->json)
		print_text(&a);
	return a.missing.len > 0 ? MISSING : EXIT_SUCCESS;
}

/* ---- a school ---- */

static const char *share_text(struct ctx *c, int64_t share)
{
	return share < 0 ? "not published"
			 : arena_fmt(c->mem, "%d.%d %%", (int)share / 10, (int)share % 10).at;
}

static void school_text(struct ctx *c, const struct school *s)
{
	printf("%.*s %.*s: %.*s%s%.*s\n", (int)s->list.len, s->list.at, (int)s->code.len,
		s->code.at, (int)s->name.len, s->name.at, s->place.len ? ", " : "",
		(int)s->place.len, s->place.at);
	printf("  free school meals or pupil premium: %s\n", share_text(c, s->fsm));
	printf("  pupils from the most deprived fifth: %s\n", share_text(c, s->deprived_share));
	printf("  on an own list: %s\n", s->listed ? "yes" : "no");
}

static json_t *share_json(int64_t share)
{
	return share < 0 ? json_null() : json_real((double)share / 1000);
}

static json_t *school_json(const struct school *s)
{
	return json_pack("{s:s%, s:s%, s:s%, s:s%, s:o, s:o, s:b}", "list", s->list.at, s->list.len,
		"code", s->code.at, s->code.len, "name", s->name.at, s->name.len, "place",
		s->place.at, s->place.len, "free_school_meals", share_json(s->fsm),
		"from_most_deprived_fifth", share_json(s->deprived_share), "listed", s->listed);
}

static int school(struct ctx *c, const struct wish *wish)
{
	struct school *found;
	size_t n;

	if (!school_search(c, wish->words, SCHOOLS_SHOWN, &found, &n))
		return world_fault(c);
	for (size_t i = 0; i < n; i++)
		if (!school_get(c, found[i].list, found[i].code, &found[i]))
			return world_fault(c);
	if (wish->json) {
		json_t *all = json_array();
		for (size_t i = 0; i < n; i++)
			json_array_append_new(all, school_json(&found[i]));
		if (print_json(all) != EXIT_SUCCESS)
			return EXIT_FAILURE;
	}
	for (size_t i = 0; i < n && !wish->json; i++)
		school_text(c, &found[i]);
	if (n == 0)
		fprintf(stderr, "cairn lookup: No imported school has words that begin so.\n");
	return n > 0 ? EXIT_SUCCESS : MISSING;
}

/* ---- the command ---- */

static int refuse(const char *what, const char *word)
{
	fprintf(stderr, "cairn lookup: %s%s\n%s", what, word, help);
	return UNCLEAR;
}

/* FK8 1AA may come as two words. */
static struct str join(char **argv, int from, int argc, char *to)
{
	size_t n = 0;

	for (int i = from; i < argc; i++)
		n += (size_t)snprintf(to + n, n < WORDS_MAX ? WORDS_MAX - n : 0, "%s%s",
			i > from ? " " : "", argv[i]);
	return (struct str){ to, n < WORDS_MAX ? n : 0 };
}

static int look(struct wish *w)
{
	int code = EXIT_FAILURE;
	struct world *world = world_open(&w->world);
	struct ctx *c = world ? world_ctx(world) : NULL;

	if (c && tx_begin(c, TX_READ)) {
		code = w->school ? school(c, w) : postcode(c, w);
		tx_end(c);
	} else if (c) {
		code = world_fault(c);
	}
	world_close(world);
	return code;
}

int lookup_command(int argc, char **argv)
{
	static const struct option options[] = { { "format", required_argument, NULL, 'f' },
		{ "data", required_argument, NULL, 'd' },
		{ "database", required_argument, NULL, 'b' }, { "help", no_argument, NULL, 'h' },
		{ 0 } };
	struct wish w = { .world = { .must_exist = true } };
	char words[WORDS_MAX];

	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		switch (c) {
		case 'f':
			w.json = strcmp(optarg, "json") == 0;
			if (!w.json && strcmp(optarg, "text") != 0)
				return refuse("a format is ", "text or json");
			break;
		case 'd': w.world.data = optarg; break;
		case 'b': w.world.database = optarg; break;
		case 'h': fputs(help, stdout); return EXIT_SUCCESS;
		default: fputs(help, stderr); return UNCLEAR;
		}
	}
	if (optind == argc)
		return refuse("look up what? A ", "postcode or a school");
	w.school = strcmp(argv[optind], "school") == 0;
	if (!w.school && strcmp(argv[optind], "postcode") != 0)
		return refuse("there is no look-up of ", argv[optind]);
	w.words = join(argv, optind + 1, argc, words);
	if (w.words.len == 0)
		return refuse("which ", w.school ? "school? Say a word of its name" : "postcode?");
	return look(&w);
}
