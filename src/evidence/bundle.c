/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/bundle.h"

#include "base/instant.h"
#include "core/activity.h"
#include "core/background.h"
#include "core/calendar.h"
#include "core/collect.h"
#include "core/consent.h"
#include "core/frozen.h"
#include "core/seating.h"
#include "core/secret.h"
#include "evidence/bundle_words.h"
#include "evidence/measure_day.h"
#include "file/csv.h"
#include "file/zip.h"
#include "store/sql.h"

#include <stdlib.h>

static const char *const names[BUNDLE_FILES] = { "README.txt", "codebook.csv", "participants.csv",
	"weeks.csv", "read.R", "read.sps" };
enum { FILES_BEFORE = 4 }; /* of a bundle that was frozen before there were scripts */

static const struct stmt counts = { "bundle_counts",
	"SELECT COUNT(CASE WHEN withdrawn_at = 0 THEN 1 END),"
	" COUNT(CASE WHEN withdrawn_at > 0 THEN 1 END) FROM participant WHERE study_id = $1",
	"i", "ii" };
static const struct stmt people = { "bundle_people",
	"SELECT id, number, gender, subject, year, engagement FROM participant"
	" WHERE study_id = $1 AND withdrawn_at = 0 ORDER BY id",
	"i", "iissss" };
static const struct stmt traces = { "bundle_traces",
	"SELECT a.round_id, a.at, a.class, a.amount FROM activity a WHERE a.participant_id = $1"
	" ORDER BY a.round_id, a.at, a.id",
	"i", "iiii" };

/* One of the study, under a name that joins to nothing outside of this installation's bundles. */
struct one {
	struct participant who;
	struct str name;
	enum background_tag tag;
};
struct line {
	int64_t round, week; /* week 0: outside of the round's weeks */
	int64_t views, seconds, timed, posts, useful, saves, days, day;
	int64_t n[TRACE_CLASSES]; /* amounts of each class */
	int64_t from;		  /* the first of them */
};

/* ---- who ---- */

static int by_id(const void *a, const void *b)
{
	const struct background_of *x = a, *y = b;

	return (x->participant > y->participant) - (x->participant < y->participant);
}

/* By their names in the bundle, which are drawn: the order tells nothing about who came first. */
static int by_name(const void *a, const void *b)
{
	const struct one *x = a, *y = b;

	return memcmp(x->name.at, y->name.at, x->name.len);
}

static struct str name_of(struct ctx *c, int64_t participant)
{
	enum { LETTERS = 12 };
	struct str drawn =
		secret_name(c, "bundle", arena_fmt(c->mem, "%lld", (long long)participant));

	return arena_fmt(c->mem, "p%.*s", LETTERS, drawn.at);
}

static bool read_people(struct ctx *c, int64_t study, struct one *one, size_t n)
{
	struct background_of *tag;
	size_t tags, i = 0;
	struct rows r;

	if (!background_each(c, study, &tag, &tags) || !sql_open(c, &people, ARGS(arg(study)), &r))
		return false;
	for (; i < n && sql_next(&r); i++) {
		struct background_of key = { .participant = row_int(&r, 0) };
		struct background_of *told =
			tags ? bsearch(&key, tag, tags, sizeof *tag, by_id) : NULL;
		one[i] = (struct one){ .who = { { row_int(&r, 0) }, study, row_int(&r, 1),
					       row_str(&r, 2), row_str(&r, 3), row_str(&r, 4),
					       row_str(&r, 5) },
			.name = name_of(c, row_int(&r, 0)),
			.tag = told ? told->tag : TAG_UNKNOWN };
	}
	if (i == n)
		sql_end(&r);
	if (ctx_ok(c))
		qsort(one, n, sizeof *one, by_name);
	return ctx_ok(c);
}

static void put_participant(struct buf *out, const struct one *o)
{
	static const char *const tags[] = {
		[TAG_UNKNOWN] = "", [TAG_NO] = "no", [TAG_YES] = "yes"
	};

	csv_put_text(out, 0, o->name);
	if (o->who.number)
		csv_put_int(out, 1, o->who.number);
	else
		csv_put_text(out, 1, S(""));
	csv_put_text(out, 2, o->who.gender);
	csv_put_text(out, 3, o->who.subject);
	csv_put_text(out, 4, o->who.year);
	csv_put_text(out, 5, o->who.engagement);
	csv_put_text(out, 6, str_of(tags[o->tag]));
	csv_put_end(out);
}

/* ---- what they did ---- */

static void count(struct line *l, int64_t class, int64_t day, int64_t amount)
{
	if (class > 0 && class < TRACE_CLASSES)
		l->n[class] += amount;
	l->views += class == TRACE_VISIT ? amount : 0;
	l->seconds += class == TRACE_ACTIVE ? amount : 0;
	l->timed += class == TRACE_ACTIVE;
	l->posts += class == TRACE_POST;
	l->useful += class == TRACE_USEFUL;
	l->saves += class == TRACE_SAVE;
	if (class != TRACE_VISIT && class != TRACE_POST)
		return;
	l->days += day != l->day;
	l->day = day;
}

/* What every line of weeks.csv is made with. */
struct put {
	struct buf *out;
	const struct calendar *cal;
	struct measure_day day;
	int64_t off[TRACE_CLASSES]; /* since when the study does not collect a class; 0: it does */
	size_t at;
};

/* What was not collected is missing, never zero. */
static void put_count(struct put *p, const struct line *l, enum trace_class class, int64_t n)
{
	if (class == TRACE_MAIL_REPLY || (p->off[class] && p->off[class] <= l->from))
		csv_put_text(p->out, p->at++, S(""));
	else
		csv_put_int(p->out, p->at++, n);
}

static void put_line(struct put *p, const struct one *o, const struct line *l)
{
	static const enum trace_class more[] = { TRACE_READ, TRACE_MAIL_DELIVERED, TRACE_MAIL_LINK,
		TRACE_MAIL_REPLY, TRACE_FEEDBACK, TRACE_ATTENDED, TRACE_SELF_REPORT };

	p->at = 0;
	csv_put_text(p->out, p->at++, o->name);
	csv_put_text(p->out, p->at++, calendar_round(p->cal, l->round));
	if (l->week)
		csv_put_int(p->out, p->at++, l->week);
	else
		csv_put_text(p->out, p->at++, S(""));
	put_count(p, l, TRACE_VISIT, l->views);
	if (l->timed)
		csv_put_int(p->out, p->at++, l->seconds);
	else
		csv_put_text(p->out, p->at++, S(""));
	put_count(p, l, TRACE_POST, l->posts);
	put_count(p, l, TRACE_USEFUL, l->useful);
	put_count(p, l, TRACE_SAVE, l->saves);
	csv_put_int(p->out, p->at++, l->days);
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		put_count(p, l, more[i], l->n[more[i]]);
	csv_put_end(p->out);
}

/* Traces of a round come in the order of time, so those of a week are next to each other; what lies
   before the first and behind the last week are two lines without a week. */
static bool put_weeks(struct ctx *c, const struct one *o, struct put *p)
{
	struct line l = { .round = -1 };
	struct rows r;

	if (!sql_open(c, &traces, ARGS(arg(o->who.id.v)), &r))
		return false;
	while (sql_next(&r)) {
		int64_t round = row_int(&r, 0), at = row_int(&r, 1);
		const struct calendar_week *w = calendar_at(p->cal, round, at);
		int64_t week = w ? w->week : 0;
		if (round != l.round || week != l.week) {
			if (l.round >= 0)
				put_line(p, o, &l);
			l = (struct line){ .round = round, .week = week, .from = at };
		}
		count(&l, row_int(&r, 2), measure_day_of(c, &p->day, at) + 1, row_int(&r, 3));
	}
	if (l.round >= 0)
		put_line(p, o, &l);
	return ctx_ok(c);
}

/* ---- the files ---- */

static struct str finish(struct ctx *c, struct buf *out)
{
	struct str text = arena_str(c->mem, buf_str(out));

	if (out->spilled)
		(void)!fail(c, FAULT_LIMIT, "This study is too large for one bundle.");
	buf_free(out);
	return text;
}

static bool put_tables(
	struct ctx *c, const struct one *one, size_t n, int64_t study, struct bundle *ret)
{
	struct buf participants, lines;
	struct calendar cal;
	struct put put = { .out = &lines, .cal = &cal };
	struct seating seating;
	bool good = calendar_read(c, study, &cal) && collect_since(c, study, put.off)
		&& seating_read(c, study, &seating);

	buf_init(&participants, BUNDLE_BYTES_MAX);
	buf_init(&lines, BUNDLE_BYTES_MAX);
	if (good)
		put.day.zone = seating.zone;
	bundle_words_heads(&participants, "participants.csv");
	bundle_words_heads(&lines, "weeks.csv");
	for (size_t i = 0; good && i < n; i++) {
		put_participant(&participants, &one[i]);
		good = put_weeks(c, &one[i], &put);
	}
	ret->text[BUNDLE_PARTICIPANTS] = finish(c, &participants);
	ret->text[BUNDLE_WEEKS] = finish(c, &lines);
	return good && ctx_ok(c);
}

static bool put_words(struct ctx *c, const struct measure_study *study, struct bundle *ret)
{
	struct consent_text consent;
	struct bundle_about about = { study->name, study->title, (int64_t)ret->n, ret->withdrawn, 0,
		0, { 0 } };
	struct buf readme, codebook, r, spss;

	if (!consent_text(c, CONSENT_STUDY, &consent) || !collect_since(c, study->id, about.off))
		return false;
	about.consent_version = consent.version;
	about.consent_at = consent.made_at;
	buf_init(&readme, BUNDLE_BYTES_MAX);
	buf_init(&codebook, BUNDLE_BYTES_MAX);
	buf_init(&r, BUNDLE_BYTES_MAX);
	buf_init(&spss, BUNDLE_BYTES_MAX);
	bundle_words_readme(c, &readme, &about);
	bundle_words_codebook(&codebook);
	bundle_words_r(&r);
	bundle_words_spss(&spss);
	ret->text[BUNDLE_R] = finish(c, &r);
	ret->text[BUNDLE_SPSS] = finish(c, &spss);
	ret->text[BUNDLE_README] = finish(c, &readme);
	ret->text[BUNDLE_CODEBOOK] = finish(c, &codebook);
	return ctx_ok(c);
}

bool bundle_make(struct ctx *c, const struct measure_study *study, struct bundle *ret)
{
	struct bundle b = { .name = study->name };
	struct rows r;

	if (!sql_one(c, &counts, ARGS(arg(study->id)), &r))
		return false;
	b.n = (size_t)row_int(&r, 0);
	b.withdrawn = row_int(&r, 1);
	sql_end(&r);
	if (b.n > BUNDLE_PEOPLE_MAX)
		return fail(c, FAULT_LIMIT,
			"This study has more than %d participants; a bundle stops there.",
			BUNDLE_PEOPLE_MAX);
	struct one *one = arena_new(c->mem, struct one, b.n + 1);
	struct participant_id *who = arena_new(c->mem, struct participant_id, b.n + 1);
	if (!read_people(c, study->id, one, b.n) || !put_tables(c, one, b.n, study->id, &b)
		|| !put_words(c, study, &b))
		return false;
	for (size_t i = 0; i < b.n; i++)
		who[i] = one[i].who.id;
	b.who = who;
	*ret = b;
	return true;
}

/* ---- as one text, and as an archive ---- */

void bundle_write(const struct bundle *b, struct buf *out)
{
	buf_add(out, b->name);
	buf_char(out, '\n');
	for (size_t i = 0; i < BUNDLE_FILES; i++) {
		buf_fmt(out, "%s %zu\n", names[i], b->text[i].len);
		buf_add(out, b->text[i]);
		buf_char(out, '\n');
	}
}

bool bundle_read(struct str text, struct bundle *ret)
{
	struct bundle b = { .name = str_cut(&text, '\n') };

	for (size_t i = 0; i < BUNDLE_FILES && (i < FILES_BEFORE || text.len > 0); i++) {
		struct str size = str_cut(&text, '\n');
		int64_t n;
		if (!str_eq(str_cut(&size, ' '), str_of(names[i])) || !str_to_int(size, &n)
			|| (uint64_t)n >= text.len)
			return false;
		b.text[i] = (struct str){ text.at, (size_t)n };
		text.at += n + 1;
		text.len -= (size_t)n + 1;
	}
	*ret = b;
	return text.len == 0;
}

bool bundle_zip(struct ctx *c, const struct bundle *b, struct buf *out)
{
	struct zip_file file[BUNDLE_FILES];
	size_t n = 0;

	for (size_t i = 0; i < BUNDLE_FILES; i++) {
		if (b->text[i].len == 0)
			continue;
		struct str path =
			arena_fmt(c->mem, "%.*s/%s", (int)b->name.len, b->name.at, names[i]);
		file[n++] = (struct zip_file){ path.at, b->text[i] };
	}
	return zip_write(file, n, out);
}

bool bundle_freeze(
	struct ctx *c, int64_t study, const struct bundle *b, struct str title, int64_t *ret)
{
	struct frozen_draft d = {
		.study = study, .kind = S("bundle"), .title = title, .who = b->who, .n = b->n
	};
	struct buf out;

	buf_init(&out, FROZEN_CONTENT_MAX);
	bundle_write(b, &out);
	d.content = finish(c, &out);
	return ctx_ok(c) && frozen_add(c, &d, ret);
}
