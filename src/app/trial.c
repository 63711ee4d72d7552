/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/trial_plan.h"

#include "app/wiring.h"
#include "core/lot.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

static const char help[] =
	"usage: cairn trial FILE [--fingerprint HEX]\n"
	"Reads the frozen plan of a trial, as the page of the trial gives it, and draws its lots\n"
	"again from the seed. Needs no database.\n"
	"  --fingerprint  what the plan must have, 64 hexadecimal digits\n"
	"Exit code: 0 the plan is sound, 1 it is not.\n";

static bool read_file(struct arena *a, const char *path, struct str *ret)
{
	FILE *f = fopen(path, "rb");
	char *at = arena_new(a, char, TRIAL_PLAN_BYTES + 1);

	if (!f) {
		fprintf(stderr, "cairn trial: %s: %s\n", path, strerrordesc_np(errno));
		return false;
	}
	size_t n = fread(at, 1, TRIAL_PLAN_BYTES + 1, f);
	bool good = !ferror(f) && n <= TRIAL_PLAN_BYTES;
	fclose(f);
	if (!good)
		fprintf(stderr, "cairn trial: %s is too long or could not be read\n", path);
	*ret = (struct str){ at, n };
	return good;
}

/* Whether the lots of the seed are those that the plan says. */
static bool same_lots(struct ctx *c, const struct trial_plan *p, bool *ret)
{
	struct trial_plan again = *p;

	again.unit = arena_new(c->mem, struct trial_plan_unit, p->n + 1);
	for (size_t i = 0; i < p->n; i++) {
		again.unit[i] = p->unit[i];
		again.unit[i].on = false;
	}
	if (!trial_plan_draw(c, &again))
		return false;
	*ret = true;
	for (size_t i = 0; i < p->n; i++)
		*ret = *ret && again.unit[i].id == p->unit[i].id
			&& again.unit[i].on == p->unit[i].on;
	return true;
}

static bool look(struct ctx *c, struct str text, struct str wanted)
{
	struct str print = lot_fingerprint(c, text);
	struct trial_plan p;
	bool lots = false;

	if (!trial_plan_read(c, text, &p) || !same_lots(c, &p, &lots)) {
		fprintf(stderr, "cairn trial: %s\n", c->fault.text);
		return false;
	}
	struct trial_plan_row sum = trial_plan_sum(&p);
	bool same = wanted.len == 0 || str_same(wanted, print);
	printf("feature      %s, round %s of study %s\n", feature_word(p.feature), p.round.at,
		p.study.at);
	printf("frozen       %s\n", p.frozen_at.at);
	printf("fingerprint  %s%s\n", print.at, same ? "" : " (another was expected)");
	printf("with it      %d, %d people\n", (int)sum.units[1], (int)sum.people[1]);
	printf("without it   %d, %d people\n", (int)sum.units[0], (int)sum.people[0]);
	printf("lots         %s\n",
		lots ? "the seed draws the same again" : "the seed draws others");
	return lots && same;
}

int trial_command(int argc, char **argv)
{
	static const struct option options[] = { { "fingerprint", required_argument, NULL, 'f' },
		{ "help", no_argument, NULL, 'h' }, { 0 } };
	struct str wanted = S(""), text;

	for (int o; (o = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		switch (o) {
		case 'f': wanted = str_of(optarg); break;
		case 'h': fputs(help, stdout); return EXIT_SUCCESS;
		default: fputs(help, stderr); return 2;
		}
	}
	if (optind + 1 != argc) {
		fputs(help, stderr);
		return 2;
	}
	struct arena *a = arena_open();
	struct ctx c = { .mem = a };
	bool good = read_file(a, argv[optind], &text) && look(&c, text, wanted);
	arena_close(a);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
