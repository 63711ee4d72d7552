/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/import.h"

#include "core/audit.h"
#include "core/collect.h"
#include "core/participant.h"
#include "core/secret.h"
#include "core/zone.h"
#include "evidence/moodle.h"
#include "evidence/tally.h"
#include "store/sql.h"

#include <stdio.h>

enum { PROGRESS_EVERY = 1000, KEY_SIZE = 56, BATCH = 16 };

/* One line that will be written. */
struct entry {
	struct logtime time;
	int64_t person; /* place in the list of people */
	enum trace_class class;
	char key[KEY_SIZE]; /* keyed hash of the line, and which of several same lines it is */
};

struct person {
	struct str key; /* «user 123» or «name ann example» */
	int64_t same;	/* place + 1 of the one person with an id who has this name; -1: several */
	bool found, withdrawn;
	struct participant_id participant;
};

struct import {
	struct import_how how;
	struct import_told told;
	struct entry *entry;
	size_t n, cap, people, people_cap;
	struct person *person;
	struct tally *by_key, *lines, *left_out;
	struct moodle columns;
	int64_t no_month,
		late_days; /* lines refused for a month above 12; lines of a day above 12 */
};

static const struct stmt line_add = { "import_line_add",
	"INSERT INTO import_line (study_id, line) VALUES"
	" ($1, $2), ($1, $3), ($1, $4), ($1, $5), ($1, $6), ($1, $7),"
	" ($1, $8), ($1, $9), ($1, $10), ($1, $11), ($1, $12),"
	" ($1, $13), ($1, $14), ($1, $15), ($1, $16), ($1, $17)"
	" ON CONFLICT (study_id, line) DO NOTHING RETURNING line",
	"issssssssssssssss", "s" };
static const struct stmt last_number = { "import_last_number",
	"SELECT COALESCE(MAX(number), 0) FROM participant WHERE study_id = $1", "i", "i" };
static const struct stmt has_withdrawn = { "import_withdrawn",
	"SELECT withdrawn_at FROM participant WHERE id = $1", "i", "i" };

/* ---- reading ---- */

/* The place of a person in the list. */
static int64_t place_of(struct ctx *c, struct import *i, const char *kind, struct str text)
{
	struct str key = arena_fmt(c->mem, "%s %.*s", kind, (int)text.len, text.at);
	int64_t *place = tally_at(i->by_key, key);

	if (*place > 0)
		return *place - 1;
	if (i->people == i->people_cap) {
		struct person *wider = arena_new(c->mem, struct person, i->people_cap * 2);
		memcpy(wider, i->person, i->people * sizeof *wider);
		i->person = wider;
		i->people_cap *= 2;
	}
	i->person[i->people] = (struct person){ .key = key };
	*place = (int64_t)++i->people;
	return *place - 1;
}

/* A line says who made it by user id, by name, or both; those with both tell which id a name has.
   */
static int64_t person_of(struct ctx *c, struct import *i, const struct moodle_line *line)
{
	if (line->user.len == 0)
		return place_of(c, i, "name", line->name);
	int64_t place = place_of(c, i, "user", line->user);
	if (line->name.len > 0) {
		struct person *named = &i->person[place_of(c, i, "name", line->name)];
		if (named->same == 0)
			named->same = place + 1;
		else if (named->same != place + 1)
			named->same = -1;
	}
	return place;
}

static void keep(struct ctx *c, struct import *i, const struct moodle_line *line, struct str normal)
{
	struct str key = secret_name(c, "import line", normal);

	if (i->n == i->cap) {
		struct entry *wider = arena_new(c->mem, struct entry, i->cap * 2);
		memcpy(wider, i->entry, i->n * sizeof *wider);
		i->entry = wider;
		i->cap *= 2;
	}
	struct entry *e = &i->entry[i->n++];
	*e = (struct entry){ .time = line->time, .class = line->class };
	e->person = person_of(c, i, line);
	int64_t which = ++*tally_at(i->lines, key);
	if (which == 1)
		snprintf(e->key, sizeof e->key, "%s", key.at);
	else
		snprintf(e->key, sizeof e->key, "%s %lld", key.at, (long long)which);
}

static bool is_left_out(struct import *i, const struct moodle_line *line)
{
	return i->how.without_n > 0
		&& (*tally_at(i->left_out, line->user) || *tally_at(i->left_out, line->name));
}

static void read_line(
	struct ctx *c, struct import *i, const struct csv_record *r, struct buf *normal)
{
	struct moodle_line line;
	const char *why = r->why ? r->why : moodle_read(c->mem, &i->columns, r, &line, normal);

	i->told.lines++;
	i->late_days += !why && line.time.civil.date.day > 12;
	if (why) {
		i->told.refused++;
		i->no_month += why == logtime_no_month;
		if (i->how.refused)
			i->how.refused(i->how.data, r->line, why);
	} else if (is_left_out(i, &line)) {
		i->told.left_out++;
	} else if (line.skip == MOODLE_KEPT) {
		keep(c, i, &line, buf_str(normal));
	} else {
		i->told.system += line.skip == MOODLE_SYSTEM;
		i->told.command_line += line.skip == MOODLE_COMMAND_LINE;
	}
	if (i->how.progress && i->told.lines % PROGRESS_EVERY == 0)
		i->how.progress(i->how.data, i->told.lines, 0);
}

/* In a month of an American log half of the lines have a day for a month and none a month for a
   day. The other half would pass with the wrong date. */
static bool month_is_first(const struct import *i)
{
	return i->late_days == 0 && i->no_month >= 20 && i->no_month * 4 >= i->told.lines;
}

static bool read_lines(struct ctx *c, struct csv *file, struct import *i)
{
	struct csv_record r;
	struct buf normal;

	buf_init(&normal, 2 * CSV_RECORD_MAX);
	while (i->told.lines <= IMPORT_LINES_MAX && csv_next(file, &r))
		read_line(c, i, &r, &normal);
	buf_free(&normal);
	if (csv_broken(file))
		return fail(c, FAULT_INVALID, "The file could not be read to its end.");
	if (i->told.lines > IMPORT_LINES_MAX)
		return fail(c, FAULT_LIMIT, "It has over %d lines: cut the file in two.",
			IMPORT_LINES_MAX);
	if (i->told.lines == 0)
		return fail(c, FAULT_INVALID, "The file has a header and no lines.");
	if (month_is_first(i))
		return fail(c, FAULT_INVALID,
			"The dates have the month first: export the log with British dates.");
	if (i->told.refused == i->told.lines)
		return fail(c, FAULT_INVALID, "No line of the file can be used.");
	return true;
}

/* Lines with a name alone belong to the one id that has the name elsewhere in the file. */
static void join_names(struct import *i)
{
	for (size_t k = 0; k < i->n; k++) {
		int64_t same = i->person[i->entry[k].person].same;
		if (same > 0)
			i->entry[k].person = same - 1;
	}
}

bool import_read(struct ctx *c, struct csv *file, const struct import_how *how, struct import **ret)
{
	struct import *i = arena_new(c->mem, struct import, 1);
	struct csv_record header;

	*i = (struct import){ .how = *how, .cap = 1024, .people_cap = 64 };
	i->entry = arena_new(c->mem, struct entry, i->cap);
	i->person = arena_new(c->mem, struct person, i->people_cap);
	i->by_key = tally_open(c->mem);
	i->lines = tally_open(c->mem);
	i->left_out = tally_open(c->mem);
	for (size_t k = 0; k < how->without_n; k++)
		*tally_at(i->left_out, moodle_name(c->mem, how->without[k])) = 1;
	*tally_at(i->left_out, S("")) = 0; /* what has no id, or no name, matches nobody */
	if (!csv_next(file, &header) || header.why || !moodle_header(&header, &i->columns))
		return fail(c, FAULT_INVALID,
			"The file is no activity log: its first line must name the columns Time, "
			"User full name, Event name and Description, as Moodle does.");
	if (!read_lines(c, file, i))
		return false;
	join_names(i);
	*ret = i;
	return true;
}

/* ---- writing ---- */

static bool next_number(struct ctx *c, int64_t study, int64_t *ret)
{
	struct rows r;

	if (!sql_one(c, &last_number, ARGS(arg(study)), &r))
		return false;
	*ret = row_int(&r, 0) + 1;
	sql_end(&r);
	return true;
}

/* Finds the participant of a person, or makes one with the next number. */
static bool find_participant(
	struct ctx *c, int64_t study, struct person *p, struct import_told *told)
{
	struct participant who = { .study = study };
	struct rows r;
	bool fresh = false;

	p->found = true;
	told->people++;
	if (!participant_alias(c, study, p->key, &p->participant, &fresh))
		return false;
	if (fresh) {
		told->new_people++;
		who.id = p->participant;
		return next_number(c, study, &who.number) && participant_describe(c, &who);
	}
	if (!sql_one(c, &has_withdrawn, ARGS(arg(p->participant.v)), &r))
		return false;
	p->withdrawn = row_int(&r, 0) != 0;
	sql_end(&r);
	return true;
}

/* Some entries whose people are known and have not withdrawn. */
struct batch {
	const struct entry *entry[BATCH];
	size_t n;
	bool fresh[BATCH]; /* no earlier import wrote the line */
};

static bool claim(struct ctx *c, int64_t study, struct batch *b)
{
	struct arg in[1 + BATCH] = { arg(study) };
	struct rows r;

	for (size_t i = 0; i < BATCH; i++)
		in[1 + i] = arg(str_of(b->entry[i < b->n ? i : 0]->key));
	if (!sql_open(c, &line_add, (struct args){ in, 1 + BATCH }, &r))
		return false;
	while (sql_next(&r)) {
		struct str key = row_peek(&r, 0);
		for (size_t i = 0; i < b->n; i++)
			b->fresh[i] = b->fresh[i] || str_eq(key, str_of(b->entry[i]->key));
	}
	return ctx_ok(c);
}

static int64_t instant_of(struct ctx *c, struct str zone, const struct logtime *t)
{
	return t->fixed ? civil_instant(t->civil) - t->off * INSTANT_MINUTE
			: zone_instant(c, zone, t->civil);
}

static bool write_batch(struct ctx *c, const struct import *i, const struct import_into *into,
	struct batch *b, struct import_told *told)
{
	struct trace t[BATCH];
	size_t n = 0;

	if (b->n > 0 && !claim(c, into->study, b))
		return false;
	for (size_t k = 0; k < b->n; k++) {
		const struct entry *e = b->entry[k];
		if (!b->fresh[k]) {
			told->known++;
			continue;
		}
		t[n++] = (struct trace){ .participant = i->person[e->person].participant.v,
			.id = ctx_id(c),
			.at = instant_of(c, into->zone, &e->time),
			.amount = 1,
			.class = e->class,
			.channel = CHANNEL_IMPORT,
			.object_kind = OBJECT_PAGE };
		told->views += e->class == TRACE_VISIT;
		told->posts += e->class == TRACE_POST;
		told->others += e->class == TRACE_OTHER;
	}
	*b = (struct batch){ 0 };
	return activity_add_all(c, t, n);
}

static bool write_entries(
	struct ctx *c, struct import *i, const struct import_into *into, struct import_told *told)
{
	struct batch b = { 0 };
	int64_t off;

	if (!collect_off(c, into->study, &off))
		return false;
	for (size_t k = 0; k < i->n; k++) {
		const struct entry *e = &i->entry[k];
		struct person *p = &i->person[e->person];
		if (off & (int64_t)1 << e->class) {
			told->off++;
			continue;
		}
		if (!p->found && !find_participant(c, into->study, p, told))
			return false;
		told->withdrawn += p->withdrawn;
		if (!p->withdrawn)
			b.entry[b.n++] = e;
		if (b.n == BATCH && !write_batch(c, i, into, &b, told))
			return false;
		if (i->how.progress && k % PROGRESS_EVERY == 0)
			i->how.progress(i->how.data, (int64_t)k, (int64_t)i->n);
	}
	return write_batch(c, i, into, &b, told);
}

bool import_write(
	struct ctx *c, struct import *i, const struct import_into *into, struct import_told *ret)
{
	struct import_told told = i->told;

	for (size_t k = 0; k < i->people; k++)
		i->person[k].found = false;
	if (!write_entries(c, i, into, &told))
		return false;
	int64_t fresh = told.views + told.posts + told.others;
	if (fresh > 0
		&& !audit_add(c, "activity.import", "study", into->study,
			arena_fmt(c->mem, "%lld", (long long)fresh)))
		return false;
	*ret = told;
	return true;
}
