/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/fit_round.h"

#include "file/csv.h"

#include <stdlib.h>

enum { SUBJECTS_MAX = 2000, A_WISH = 25 };

static uint64_t next(uint64_t *dice)
{
	*dice ^= *dice << 13;
	*dice ^= *dice >> 7;
	*dice ^= *dice << 17;
	return *dice >> 11;
}

void fit_round_make(struct arena *mem, size_t people, size_t subjects, struct fit_round *ret)
{
	*ret = (struct fit_round){ arena_new(mem, struct fit_person, people + 1),
		arena_new(mem, struct fit_subject, subjects + 1),
		arena_new(mem, struct fit_group, people + 1),
		arena_new(mem, struct fit_wish, people + 1), { 0 } };
	ret->in = (struct fit_input){ .person = ret->person,
		.subject = ret->subject,
		.group = ret->group,
		.wish = ret->wish,
		.subjects = subjects,
		.size_min = 5,
		.size_max = 13,
		.seed = 1 };
}

/* A number for a label under another: equal labels have equal numbers. */
static int64_t number(int64_t above, struct str label)
{
	uint64_t mark = UINT64_C(14695981039346656037) ^ (uint64_t)above;

	for (size_t i = 0; i < label.len; i++) /* FNV-1a */
		mark = (mark ^ (unsigned char)label.at[i]) * UINT64_C(1099511628211);
	return (int64_t)(mark >> 2) + 1;
}

static void read(struct csv *csv, struct fit_round *r)
{
	struct csv_record row;

	while (r->in.subjects < SUBJECTS_MAX && csv_next(csv, &row)) {
		struct fit_subject *s = &r->subject[r->in.subjects];
		if (row.line == 1 || row.n < 5)
			continue;
		for (int k = 0; k < 3; k++)
			s->cah[k] = number(k ? s->cah[k - 1] : 0, row.cell[k + 2]);
		s->split = r->in.subjects++ % 2;
	}
}

bool fit_round_subjects(struct arena *mem, struct fit_round *r)
{
	const char *source = getenv("CAIRN_SOURCE");
	struct str path = arena_fmt(
		mem, "%s/../shared/data/subjects/hecos_subjects.csv", source ? source : ".");
	FILE *file = fopen(path.at, "r");
	char why[100];

	if (!file)
		return false;
	struct csv *csv = csv_open_file(file, why, sizeof why);
	r->subject = arena_new(mem, struct fit_subject, SUBJECTS_MAX);
	r->in.subject = r->subject;
	r->in.subjects = 0;
	if (csv)
		read(csv, r);
	csv_close(csv);
	fclose(file);
	return r->in.subjects > 0;
}

void fit_round_draw(struct fit_round *r, size_t people, uint64_t seed)
{
	uint64_t dice = seed * UINT64_C(88172645463325252) + 1;

	r->in.people = people;
	r->in.wishes = people / A_WISH;
	for (size_t i = 0; i < people; i++) {
		double u = (double)(next(&dice) % 1000000) / 1e6;
		r->person[i] = (struct fit_person){ .id = (int64_t)i + 1,
			.subject = (int64_t)(u * u * u * (double)r->in.subjects),
			.experience = (enum experience)(next(&dice) % (EXPERIENCE_LAST + 1)),
			.year = (int64_t)(next(&dice) % 4) + 1 };
	}
	for (size_t i = 0; i < r->in.wishes; i++) {
		int64_t first = (int64_t)(next(&dice) % people), more = (int64_t)people - 1;
		r->wish[i] = (struct fit_wish){ first + 1,
			(first + 1 + (int64_t)(next(&dice) % (uint64_t)more)) % (int64_t)people + 1,
			next(&dice) % 2 };
	}
}
