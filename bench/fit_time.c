/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* fit_time PEOPLE: builds the groups of a round with so many people, whose subjects are spread as
   in a university: a tree of 1,100 subjects, few large and many small. Prints the seconds of a
   build and those of a plain sort of the same people by subject, experience and id, then what came
   out. */
#include "community/fit.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { SUBJECTS = 1100, LEAST = 5, MOST = 13, PERCENT = 100 };

static uint64_t next(uint64_t *dice)
{
	*dice ^= *dice << 13;
	*dice ^= *dice >> 7;
	*dice ^= *dice << 17;
	return *dice;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int by_class(const void *left, const void *right)
{
	const struct fit_person *a = left, *b = right;

	if (a->subject != b->subject)
		return a->subject < b->subject ? -1 : 1;
	if (a->experience != b->experience)
		return a->experience < b->experience ? -1 : 1;
	return (a->id > b->id) - (a->id < b->id);
}

static void fill(struct fit_person *person, size_t n, struct fit_subject *subject)
{
	uint64_t dice = 88172645463325252;

	for (int64_t i = 0; i < SUBJECTS; i++)
		subject[i] = (struct fit_subject){ { i / 48 + 1, i / 30 + 1, i / 6 + 1 }, i % 2 };
	for (int64_t i = 0; i < SUBJECTS; i++) /* equal nodes have equal nodes above them */
		subject[i].cah[1] = subject[i].cah[0] * SUBJECTS + i % 48 / 24;
	for (int64_t i = 0; i < SUBJECTS; i++)
		subject[i].cah[2] = subject[i].cah[1] * SUBJECTS + i % 24 / 6;
	for (size_t i = 0; i < n; i++) {
		double u = (double)(next(&dice) % 1000000) / 1e6;
		person[i] = (struct fit_person){ .id = (int64_t)(next(&dice) >> 20 << 18 | i) + 1,
			.subject = (int64_t)(u * u * u * SUBJECTS),
			.experience = (enum experience)(next(&dice) % (EXPERIENCE_LAST + 1)),
			.year = (int64_t)(next(&dice) % 4) + 1 };
	}
}

static void tell(const struct fit *fit, double build, double sort)
{
	size_t mixed = 0, alone = 0, spread[5] = { 0 };

	for (size_t i = 0; i < fit->n; i++) {
		mixed += fit->made[i].mixed;
		alone += fit->made[i].alone;
		spread[fit->made[i].distance]++;
	}
	printf("%.6f %.6f\n", build, sort);
	printf("%zu groups, %zu people left over, %zu alone of their experience, "
	       "%zu across a split; groups by distance %zu %zu %zu %zu %zu; cost %" PRId64 "\n",
		fit->n, fit->unplaced_n, alone, mixed, spread[0], spread[1], spread[2], spread[3],
		spread[4], fit->cost);
}

int main(int argc, char **argv)
{
	int64_t people = 0;
	static struct fit_subject subject[SUBJECTS];

	if (argc != 2 || !str_to_int(str_of(argv[1]), &people) || people < 1) {
		fprintf(stderr, "usage: fit_time PEOPLE\n");
		return 2;
	}
	size_t n = (size_t)people;
	struct arena *mem = arena_open();
	struct fit_person *person = arena_new(mem, struct fit_person, n);
	struct fit_person *sorted = arena_new(mem, struct fit_person, n);
	fill(person, n, subject);
	memcpy(sorted, person, n * sizeof *person);
	double start = now();
	qsort(sorted, n, sizeof *sorted, by_class);
	double sort = now() - start;
	struct fit_input in = { .person = person,
		.people = n,
		.subject = subject,
		.subjects = SUBJECTS,
		.size_min = LEAST,
		.size_max = MOST,
		.seed = 1 };
	struct fit fit;
	start = now();
	fit_build(mem, &in, &fit);
	tell(&fit, now() - start, sort);
	arena_close(mem);
	return 0;
}
