/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/round.h"

#include "base/instant.h"
#include "base/utf8.h"
#include "community/line.h"
#include "community/study.h"
#include "core/audit.h"
#include "core/markdown.h"
#include "core/zone.h"
#include "store/sql.h"

#include <assert.h>

static const struct stmt round_add = { "round_add",
	"INSERT INTO round (id, study_id, name, title, zone, starts_on, weeks, opens_at, "
	"closes_at, "
	"read_across, size_min, size_max, made_by, made_at) "
	"VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
	"iissssiiiiiiii", "" };
static const struct stmt round_set = { "round_set",
	"UPDATE round SET name = $2, title = $3, zone = $4, starts_on = $5, opens_at = $6, "
	"closes_at = $7, read_across = $8, size_min = $9, size_max = $10 WHERE id = $1",
	"issssiiiii", "" };
static const struct stmt round_of_id = { "round_of_id",
	"SELECT r.id, r.study_id, r.name, r.title, r.zone, r.starts_on, r.weeks, r.opens_at, "
	"r.closes_at, r.size_min, r.size_max, r.read_across FROM round r WHERE r.id = $1",
	"i", "iissssiiiiii" };
static const struct stmt round_of_name = { "round_of_name",
	"SELECT r.id, r.study_id, r.name, r.title, r.zone, r.starts_on, r.weeks, r.opens_at, "
	"r.closes_at, r.size_min, r.size_max, r.read_across FROM round r "
	"WHERE r.study_id = $1 AND r.name = $2",
	"is", "iissssiiiiii" };
static const struct stmt round_latest = { "round_latest",
	"SELECT r.id, r.study_id, r.name, r.title, r.zone, r.starts_on, r.weeks, r.opens_at, "
	"r.closes_at, r.size_min, r.size_max, r.read_across, s.name, "
	"(SELECT count(*) FROM peer_group g WHERE g.round_id = r.id), "
	"(SELECT count(*) FROM enrolment e WHERE e.round_id = r.id AND e.left_at = 0) "
	"FROM round r JOIN study s ON s.id = r.study_id "
	"ORDER BY r.opens_at DESC, r.id DESC LIMIT $1",
	"i", "iissssiiiiiisii" };
static const struct stmt round_earlier = { "round_earlier",
	"SELECT r.id, r.study_id, r.name, r.title, r.zone, r.starts_on, r.weeks, r.opens_at, "
	"r.closes_at, r.size_min, r.size_max, r.read_across, s.name, "
	"(SELECT count(*) FROM peer_group g WHERE g.round_id = r.id), "
	"(SELECT count(*) FROM enrolment e WHERE e.round_id = r.id AND e.left_at = 0) "
	"FROM round r JOIN study s ON s.id = r.study_id "
	"WHERE (r.opens_at, r.id) < (SELECT b.opens_at, b.id FROM round b WHERE b.id = $1) "
	"ORDER BY r.opens_at DESC, r.id DESC LIMIT $2",
	"ii", "iissssiiiiiisii" };
static const struct stmt round_largest = { "round_largest",
	"SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM membership "
	"WHERE round_id = $1 AND left_at = 0 GROUP BY group_id) AS sizes",
	"i", "i" };
static const struct stmt topic_put = { "topic_put",
	"INSERT INTO topic (round_id, week, title, prompt, prompt_html, minutes, opens_at) "
	"VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (round_id, week) DO UPDATE SET "
	"title = excluded.title, prompt = excluded.prompt, prompt_html = excluded.prompt_html, "
	"minutes = excluded.minutes, opens_at = excluded.opens_at",
	"iisssii", "" };
static const struct stmt topic_all = { "topic_all",
	"SELECT week, title, prompt, prompt_html, minutes, opens_at FROM topic WHERE round_id = $1 "
	"ORDER BY week LIMIT $2",
	"ii", "isssii" };

static struct round round_of(const struct rows *r)
{
	return (struct round){
		.id = { row_int(r, 0) },
		.study = { row_int(r, 1) },
		.name = row_str(r, 2),
		.title = row_str(r, 3),
		.zone = row_str(r, 4),
		.starts_on = row_str(r, 5),
		.weeks = row_int(r, 6),
		.opens_at = row_int(r, 7),
		.closes_at = row_int(r, 8),
		.size_min = row_int(r, 9),
		.size_max = row_int(r, 10),
		.read_across = row_int(r, 11) != 0,
	};
}

bool round_get(struct ctx *c, struct round_id id, struct round *ret)
{
	struct rows r;

	if (!sql_one(c, &round_of_id, ARGS(arg(id.v)), &r))
		return false;
	*ret = round_of(&r);
	sql_end(&r);
	return true;
}

bool round_by_name(struct ctx *c, struct study_id study, struct str name, struct round *ret)
{
	struct round found = { 0 };
	struct rows r;

	if (!sql_open(c, &round_of_name, ARGS(arg(study.v), arg(name)), &r))
		return false;
	if (sql_next(&r))
		found = round_of(&r);
	sql_end(&r);
	if (!ctx_ok(c))
		return false;
	*ret = found;
	return true;
}

bool round_list(
	struct ctx *c, struct round_id before, size_t max, struct round_row **ret, size_t *ret_n)
{
	struct round_row *row = arena_new(c->mem, struct round_row, max);
	int64_t most = (int64_t)max;
	size_t n = 0;
	struct rows r;

	if (!(before.v ? sql_open(c, &round_earlier, ARGS(arg(before.v), arg(most)), &r)
		       : sql_open(c, &round_latest, ARGS(arg(most)), &r)))
		return false;
	for (; n < max && sql_next(&r); n++)
		row[n] = (struct round_row){ .round = round_of(&r),
			.study_name = row_str(&r, 12),
			.groups = row_int(&r, 13),
			.people = row_int(&r, 14) };
	sql_end(&r);
	if (!ctx_ok(c))
		return false;
	*ret = row;
	*ret_n = n;
	return true;
}

bool round_topics(struct ctx *c, struct round_id id, struct topic **ret, size_t *ret_n)
{
	struct topic *topic = arena_new(c->mem, struct topic, ROUND_WEEKS_MAX);
	size_t n = 0;
	struct rows r;

	if (!sql_open(c, &topic_all, ARGS(arg(id.v), arg(ROUND_WEEKS_MAX)), &r))
		return false;
	for (; n < ROUND_WEEKS_MAX && sql_next(&r); n++)
		topic[n] = (struct topic){ .week = row_int(&r, 0),
			.title = row_str(&r, 1),
			.prompt = row_str(&r, 2),
			.prompt_html = row_str(&r, 3),
			.minutes = row_int(&r, 4),
			.opens_at = row_int(&r, 5) };
	sql_end(&r);
	if (!ctx_ok(c))
		return false;
	*ret = topic;
	*ret_n = n;
	return true;
}

bool round_topic_is_open(const struct ctx *c, const struct topic *t)
{
	return t->opens_at <= c->now;
}

static struct date first_day(const struct round *r)
{
	struct date day = { 1970, 1, 1 };
	bool exists = date_parse(r->starts_on, &day);

	assert(exists); /* it was checked when the round was stored */
	return day;
}

int64_t round_week(struct ctx *c, const struct round *r)
{
	struct date today = zone_civil(c, r->zone, c->now).date;
	int64_t days = date_days(today) - date_days(first_day(r));

	if (days < 0)
		return 0;
	return days / 7 < r->weeks ? days / 7 + 1 : r->weeks + 1;
}

struct str round_ends_on(struct ctx *c, const struct round *r)
{
	return date_text(c->mem, date_add(first_day(r), 7 * r->weeks - 1));
}

/* What is asked for becomes rows */

static char small(char ch)
{
	return ch >= 'A' && ch <= 'Z' ? (char)(ch - 'A' + 'a') : ch;
}

/* «Autumn 2026» becomes autumn-2026. */
static struct str name_from(struct ctx *c, struct str title)
{
	char name[ROUND_NAME_MAX - 4]; /* leaves room for a number */
	size_t n = 0;

	for (size_t i = 0; i < title.len && n < sizeof name; i++) {
		char ch = small(title.at[i]);
		if (study_name_ok((struct str){ &ch, 1 }))
			name[n++] = ch;
		else if (n && name[n - 1] != '-')
			name[n++] = '-';
	}
	while (n && name[n - 1] == '-')
		n--;
	return n ? arena_str(c->mem, (struct str){ name, n }) : S("round");
}

static bool is_taken(struct ctx *c, struct study_id study, struct str name, struct round_id but)
{
	struct round other = { 0 };

	return round_by_name(c, study, name, &other) && other.id.v && other.id.v != but.v;
}

/* Asks the database, so it comes before any field is refused. */
static void settle_name(struct ctx *c, struct round_draft *d, struct round_id id)
{
	d->name = str_trim(d->name);
	if (d->name.len == 0) {
		struct str first = name_from(c, d->title);
		d->name = first;
		for (int64_t n = 2; n < 1000 && is_taken(c, d->study, d->name, id); n++)
			d->name = arena_fmt(c->mem, "%.*s-%d", (int)first.len, first.at, (int)n);
		return;
	}
	if (!study_name_ok(d->name))
		ctx_wrong(c, "name", "A short name has 1 to %d small letters, digits and hyphens.",
			ROUND_NAME_MAX);
	else if (is_taken(c, d->study, d->name, id))
		ctx_wrong(c, "name", "There is already a round with this short name in the study.");
}

static const char *field(struct ctx *c, const char *what, int64_t week)
{
	return arena_fmt(c->mem, "%s_%d", what, (int)week).at;
}

static void check_topic(struct ctx *c, struct topic_draft *t, int64_t week)
{
	t->title = str_trim(t->title);
	t->prompt = str_trim(t->prompt);
	if (!line_ok(t->title, TOPIC_TITLE_MAX))
		ctx_wrong(c, field(c, "topic", week),
			"The topic of week %d has 1 to %d characters.", (int)week, TOPIC_TITLE_MAX);
	if (t->prompt.len == 0 || !utf8_is_text(t->prompt)
		|| utf8_length(t->prompt) > TOPIC_PROMPT_MAX)
		ctx_wrong(c, field(c, "prompt", week),
			"The prompt of week %d has 1 to %d characters.", (int)week,
			TOPIC_PROMPT_MAX);
	if (t->minutes < 1 || t->minutes > TOPIC_MINUTES_MAX)
		ctx_wrong(c, field(c, "minutes", week),
			"The minutes of week %d are a number from 1 to %d.", (int)week,
			TOPIC_MINUTES_MAX);
}

static void check_sizes(struct ctx *c, const struct round_draft *d, int64_t largest)
{
	if (d->size_min < ROUND_SIZE_LEAST || d->size_min > ROUND_SIZE_MOST)
		ctx_wrong(c, "size_min", "The smallest size of a group is a number from %d to %d.",
			ROUND_SIZE_LEAST, ROUND_SIZE_MOST);
	if (d->size_max < ROUND_SIZE_LEAST || d->size_max > ROUND_SIZE_MOST)
		ctx_wrong(c, "size_max", "The largest size of a group is a number from %d to %d.",
			ROUND_SIZE_LEAST, ROUND_SIZE_MOST);
	else if (d->size_max < d->size_min)
		ctx_wrong(c, "size_max", "The largest size of a group is less than the smallest.");
	else if (d->size_max < largest)
		ctx_wrong(c, "size_max", "A group of this round already has %d people.",
			(int)largest);
}

/* Trims what was typed and refuses each field that cannot be used. */
static bool check(struct ctx *c, struct round_draft *d, struct date *ret_start)
{
	if (!line_ok(d->title, ROUND_TITLE_MAX))
		ctx_wrong(
			c, "title", "The name of a round has 1 to %d characters.", ROUND_TITLE_MAX);
	if (!date_parse(d->starts_on, ret_start))
		ctx_wrong(c, "starts_on",
			"The first day is a date that exists, written like 2026-10-05.");
	if (!zone_known(d->zone))
		ctx_wrong(c, "zone", "This time zone is not known. Write it like Europe/London.");
	if (d->weeks < 1 || d->weeks > ROUND_WEEKS_MAX)
		return ctx_wrong(c, "weeks", "A round has 1 to %d weeks.", ROUND_WEEKS_MAX);
	for (int64_t week = 1; week <= d->weeks; week++)
		check_topic(c, &d->topic[week - 1], week);
	return ctx_ok(c);
}

static struct round_draft trimmed(const struct round_draft *d)
{
	struct round_draft out = *d;

	out.title = str_trim(d->title);
	out.zone = str_trim(d->zone);
	out.starts_on = str_trim(d->starts_on);
	return out;
}

static int64_t midnight(struct ctx *c, struct str zone, struct date day)
{
	return zone_instant(c, zone, (struct civil){ .date = day });
}

/* The renderer speaks of a body; the form has a prompt a week. */
static void rename_wrong(struct ctx *c, int64_t week)
{
	for (struct wrong *w = c->wrong; w; w = w->next)
		if (strcmp(w->field, "body") == 0)
			w->field = field(c, "prompt", week);
}

static bool put_topics(
	struct ctx *c, struct round_id id, const struct round_draft *d, struct date start)
{
	for (int64_t week = 1; week <= d->weeks; week++) {
		const struct topic_draft *t = &d->topic[week - 1];
		int64_t opens = midnight(c, d->zone, date_add(start, 7 * (week - 1)));
		struct str html = { 0 };
		if (!markdown_html(c, t->prompt, &html)) {
			rename_wrong(c, week);
			return false;
		}
		if (!sql_run(c, &topic_put,
			    ARGS(arg(id.v), arg(week), arg(t->title), arg(t->prompt), arg(html),
				    arg(t->minutes), arg(opens))))
			return false;
	}
	return true;
}

bool round_make(struct ctx *c, const struct round_draft *draft, struct round_id *ret)
{
	struct round_id id = { ctx_id(c) };
	struct round_draft d = trimmed(draft);
	struct date start = { 0 };

	settle_name(c, &d, id);
	check_sizes(c, &d, 0);
	if (!check(c, &d, &start))
		return false;
	int64_t opens = midnight(c, d.zone, start);
	int64_t closes = midnight(c, d.zone, date_add(start, 7 * d.weeks));
	if (!sql_run(c, &round_add,
		    ARGS(arg(id.v), arg(d.study.v), arg(d.name), arg(d.title), arg(d.zone),
			    arg(d.starts_on), arg(d.weeks), arg(opens), arg(closes),
			    arg((int64_t)d.read_across), arg(d.size_min), arg(d.size_max),
			    arg(c->actor.v), arg(c->now)))
		|| !put_topics(c, id, &d, start)
		|| !audit_add(c, "round.make", "round", id.v, d.name))
		return false;
	*ret = id;
	return true;
}

/* What may no longer change, and what may not become so. */
static void check_change(struct ctx *c, const struct round *was, const struct round_draft *d)
{
	struct date start, today = zone_civil(c, d->zone, c->now).date;
	bool begun = c->now >= was->opens_at, moved = !str_eq(d->starts_on, was->starts_on);

	if (begun && moved)
		ctx_wrong(c, "starts_on", "The round has begun, so its days stay as they are.");
	if (begun && !str_eq(d->zone, was->zone))
		ctx_wrong(c, "zone", "The round has begun, so its time zone stays as it is.");
	if (begun && d->read_across && !was->read_across)
		ctx_wrong(c, "read_across",
			"The round has begun, and people wrote for their own group only.");
	if (!begun && moved && date_parse(d->starts_on, &start)
		&& date_days(start) < date_days(today))
		ctx_wrong(c, "starts_on", "This day has passed.");
}

static bool largest_group(struct ctx *c, struct round_id id, int64_t *ret)
{
	struct rows r;

	if (!sql_one(c, &round_largest, ARGS(arg(id.v)), &r))
		return false;
	*ret = row_int(&r, 0);
	sql_end(&r);
	return true;
}

bool round_edit(struct ctx *c, struct round_id id, const struct round_draft *draft)
{
	struct round_draft d = trimmed(draft);
	struct date start = { 0 };
	int64_t largest = 0;
	struct round was;

	if (!round_get(c, id, &was) || !largest_group(c, id, &largest))
		return false;
	d.study = was.study;
	d.weeks = was.weeks;
	if (d.name.len == 0)
		d.name = was.name;
	settle_name(c, &d, id);
	check_sizes(c, &d, largest);
	check_change(c, &was, &d);
	if (!check(c, &d, &start))
		return false;
	int64_t opens = midnight(c, d.zone, start);
	int64_t closes = midnight(c, d.zone, date_add(start, 7 * d.weeks));
	return sql_run(c, &round_set,
		       ARGS(arg(id.v), arg(d.name), arg(d.title), arg(d.zone), arg(d.starts_on),
			       arg(opens), arg(closes), arg((int64_t)d.read_across),
			       arg(d.size_min), arg(d.size_max)))
		&& put_topics(c, id, &d, start)
		&& audit_add(c, "round.edit", "round", id.v, d.name);
}
