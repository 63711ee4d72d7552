/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rows URL PEOPLE ROWS: fills an empty database with a study of so many numbered participants
   and so many traces of four weeks, as the program writes them, and prints how many it wrote a
   second. */
#include "app/wiring.h"
#include "base/instant.h"
#include "core/activity.h"
#include "core/key.h"
#include "core/person.h"
#include "store/migrate.h"
#include "store/sql.h"

#include <inttypes.h>
#include <stdio.h>

enum { A_TRANSACTION = 100, WEEKS = 4, THREADS = 5000, CACHE_KIB = 65536 };

static const struct stmt add_study = { "rows_study",
	"INSERT INTO study (id, name, title, made_at) VALUES ($1, 'rows', 'Many rows', $2)", "ii",
	"" };
static const struct stmt add_round = { "rows_round",
	"INSERT INTO round (id, study_id, name, title, zone, starts_on, weeks, opens_at, closes_at,"
	" read_across, size_min, size_max, made_by, made_at) VALUES ($1, $2, 'one', 'One',"
	" 'Europe/London', $3, 4, $4, $5, 1, 5, 13, $6, $4)",
	"iisiii", "" };
static const struct stmt add_participant = { "rows_participant",
	"INSERT INTO participant (id, study_id, number, gender, subject, year, engagement, made_at)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	"iiissssi", "" };

struct rows_of {
	struct ctx *c;
	int64_t people, rows, study, round, opens_at;
	uint64_t dice;
	struct trace *trace;
};

static uint64_t roll(struct rows_of *f, uint64_t sides)
{
	f->dice ^= f->dice << 13;
	f->dice ^= f->dice >> 7;
	f->dice ^= f->dice << 17;
	return f->dice % sides;
}

static bool begin(struct rows_of *f)
{
	struct ctx *c = f->c;
	struct person_draft d = { .address = S("researcher@bench.example"),
		.name = S("Researcher"),
		.roles = ROLE_RESEARCHER };
	struct person_id who;
	struct str starts = date_text(c->mem, civil_of(f->opens_at).date);

	return tx_begin(c, TX_WRITE) && person_add(c, &d, &who)
		&& sql_run(c, &add_study, ARGS(arg(f->study), arg(f->opens_at)))
		&& sql_run(c, &add_round,
			ARGS(arg(f->round), arg(f->study), arg(starts), arg(f->opens_at),
				arg(f->opens_at + WEEKS * 7 * INSTANT_DAY), arg(who.v)))
		&& tx_end(c);
}

/* Visits, some of them timed, a few posts and taps: what a person leaves in four weeks. */
static struct trace one(struct rows_of *f, int64_t participant, int64_t n, int64_t of)
{
	static const enum trace_class common[] = { TRACE_VISIT, TRACE_ACTIVE, TRACE_VISIT,
		TRACE_ACTIVE, TRACE_VISIT, TRACE_USEFUL, TRACE_VISIT, TRACE_POST };
	enum trace_class class = common[n % 8];

	return (struct trace){ .participant = participant,
		.id = ctx_id(f->c),
		.round = f->round,
		.object = 1 + (int64_t)roll(f, THREADS),
		.at = f->opens_at + WEEKS * 7 * INSTANT_DAY / of * n,
		.amount = class == TRACE_ACTIVE ? 1 + (int64_t)roll(f, 600) : 1,
		.class = class,
		.channel = CHANNEL_WEB,
		.object_kind = OBJECT_THREAD };
}

static bool person(struct rows_of *f, int64_t number)
{
	static const char *const said[] = { "Active", "Less active", "" };
	struct ctx *c = f->c;
	int64_t id = ctx_id(c), each = f->rows / f->people;

	for (int64_t n = 0; n < each; n++)
		f->trace[n] = one(f, id, n, each);
	return sql_run(c, &add_participant,
		       ARGS(arg(id), arg(f->study), arg(number),
			       arg(number % 2 ? S("Female") : S("Male")), arg(S("Chemistry")),
			       arg(S("2")), arg(str_of(said[number % 3])), arg(f->opens_at)))
		&& activity_add_all(c, f->trace, (size_t)each);
}

static bool everybody(struct rows_of *f)
{
	struct arena *own = arena_open();
	bool ok = true;

	f->trace = arena_new(f->c->mem, struct trace, (size_t)(f->rows / f->people));
	f->c->mem = own;
	for (int64_t n = 0; ok && n < f->people;) {
		ok = tx_begin(f->c, TX_WRITE);
		for (int i = 0; ok && i < A_TRANSACTION && n < f->people; i++)
			ok = person(f, ++n);
		ok = tx_end(f->c) && ok;
		arena_reset(own);
	}
	return ok;
}

int main(int argc, char **argv)
{
	struct ids ids = { 0 };
	struct ctx c = { .mem = arena_open(), .now = instant_clock(), .ids = &ids };
	struct rows_of f = { .c = &c, .dice = 88172645463325252u };
	char why[256];

	if (argc != 4 || !str_to_int(str_of(argv[2]), &f.people)
		|| !str_to_int(str_of(argv[3]), &f.rows) || f.people < 1 || f.rows < f.people) {
		fprintf(stderr, "rows URL PEOPLE ROWS: at least one row for each\n");
		return 2;
	}
	c.db = db_open(argv[1], why, sizeof why);
	if (!c.db) {
		fprintf(stderr, "%s\n", why);
		return 1;
	}
	db_cache(c.db, CACHE_KIB);
	f.study = ctx_id(&c);
	f.round = ctx_id(&c);
	f.opens_at = (c.now / INSTANT_DAY - 30) * INSTANT_DAY;
	int64_t began = instant_clock();
	if (!migrate_up(&c, embedded_migrations, embedded_migrations_n, &key_step) || !begin(&f)
		|| !everybody(&f)) {
		fprintf(stderr, "%s: %s\n", c.fault.where, c.fault.text);
		return 1;
	}
	printf("%.0f traces a second\n", (double)f.rows * 1e6 / (double)(instant_clock() - began));
	db_close(c.db);
	return 0;
}
