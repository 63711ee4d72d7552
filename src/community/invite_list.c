/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/invite_list.h"

#include "base/instant.h"
#include "community/invite_address.h"
#include "community/invite_job.h"
#include "community/invite_letter.h"
#include "community/line.h"
#include "community/round.h"
#include "core/audit.h"
#include "core/job.h"
#include "store/sql.h"

enum { FORGET_BATCH = 2000 };

#define COLUMNS \
	"l.id, l.round_id, l.sender_id, l.title, l.source, l.subject, l.body, l.columns, p.name, " \
	"r.title, l.lines, l.refused, l.doubled, l.made_at, l.filled_at, l.sent_at, l.sent_to, " \
	"l.swept_at, r.closes_at FROM invite_list l JOIN person p ON p.id = l.sender_id " \
	"JOIN round r ON r.id = l.round_id "
#define COLUMNS_OUT "iiisssssssiiiiiiiii"

static const struct stmt list_add = { "invite_list_add",
	"INSERT INTO invite_list (id, round_id, sender_id, title, source, subject, body, columns, "
	"lines, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
	"iiisssssii", "" };
static const struct stmt part_add = { "invite_part_add",
	"INSERT INTO invite_part (list_id, part, body) VALUES ($1, $2, $3)", "iis", "" };
static const struct stmt list_of_id = { "invite_list_of_id", "SELECT " COLUMNS "WHERE l.id = $1",
	"i", COLUMNS_OUT };
static const struct stmt list_all = { "invite_list_of_all",
	"SELECT " COLUMNS "WHERE l.id < $1 ORDER BY l.id DESC LIMIT $2", "ii", COLUMNS_OUT };
static const struct stmt list_own = { "invite_list_of_sender",
	"SELECT " COLUMNS "WHERE l.sender_id = $3 AND l.id < $1 ORDER BY l.id DESC LIMIT $2", "iii",
	COLUMNS_OUT };
static const struct stmt parts = { "invite_parts",
	"SELECT body FROM invite_part WHERE list_id = $1 ORDER BY part", "i", "s" };
static const struct stmt parts_left = { "invite_parts_left",
	"SELECT count(*) FROM invite_part WHERE list_id = $1", "i", "i" };
static const struct stmt first_part = { "invite_first_part",
	"SELECT part, body FROM invite_part WHERE list_id = $1 ORDER BY part LIMIT 1", "i", "is" };
static const struct stmt part_drop = { "invite_part_drop",
	"DELETE FROM invite_part WHERE list_id = $1 AND part = $2", "ii", "" };
static const struct stmt columns_set = { "invite_columns_set",
	"UPDATE invite_list SET columns = $2 WHERE id = $1 AND columns = ''", "is", "" };
static const struct stmt person_put = { "invite_person_put",
	"INSERT INTO invitation (list_id, id, round_id, address, address_key, name, subject, year)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (list_id, address_key) DO NOTHING",
	"iiissssi", "" };
static const struct stmt refused_put = { "invite_refused_put",
	"INSERT INTO invite_refused (list_id, id, line, body, why) VALUES ($1, $2, $3, $4, $5)",
	"iiiss", "" };
static const struct stmt tally = { "invite_list_tally",
	"UPDATE invite_list SET refused = $2, doubled = $3, filled_at = $4 WHERE id = $1", "iiii",
	"" };
static const struct stmt refused_of = { "invite_refused_of",
	"SELECT line, body, why FROM invite_refused WHERE list_id = $1 ORDER BY id LIMIT $2", "ii",
	"iss" };
static const struct stmt counted = { "invite_list_counted",
	"SELECT count(*), coalesce(sum(CASE WHEN skipped IN (1, 3) THEN 1 ELSE 0 END), 0),"
	" coalesce(sum(CASE WHEN skipped = 2 THEN 1 ELSE 0 END), 0),"
	" coalesce(sum(CASE WHEN sent_at > 0 THEN 1 ELSE 0 END), 0),"
	" coalesce(sum(CASE WHEN bounced_at > 0 THEN 1 ELSE 0 END), 0),"
	" coalesce(sum(CASE WHEN refused_at > 0 THEN 1 ELSE 0 END), 0),"
	" coalesce(sum(CASE WHEN started_at > 0 THEN 1 ELSE 0 END), 0),"
	" coalesce(sum(CASE WHEN joined_at > 0 THEN 1 ELSE 0 END), 0)"
	" FROM invitation WHERE list_id = $1",
	"i", "iiiiiiii" };
static const struct stmt known_before = { "invite_list_known",
	"SELECT count(*) FROM invitation i JOIN invited d ON d.round_id = i.round_id"
	" AND d.address_key = i.address_key WHERE i.list_id = $1 AND d.list_id <> $1",
	"i", "i" };
static const struct stmt list_drop = { "invite_list_drop",
	"DELETE FROM invite_list WHERE id = $1 AND sent_at = 0", "i", "" };

static const struct stmt people_forget = { "invite_people_forget",
	"UPDATE invitation SET address = '', address_key = 'forgotten ' || id, name = '',"
	" subject = '', token_hash = '', person_id = 0 WHERE list_id = $1 AND id IN"
	" (SELECT id FROM invitation WHERE list_id = $1 AND address <> '' ORDER BY id LIMIT $2)",
	"ii", "" };
static const struct stmt refused_forget = { "invite_refused_forget",
	"DELETE FROM invite_refused WHERE list_id = $1", "i", "" };
static const struct stmt invited_forget = { "invite_invited_forget",
	"DELETE FROM invited WHERE round_id = $1 AND list_id = $2", "ii", "" };

bool invite_list_make(struct ctx *c, struct round_id round, struct str title,
	const struct invite_upload *u, struct invite_list_id *ret)
{
	struct invite_list_id id = { ctx_id(c) };
	struct str columns = u->settled ? invite_table_text(c->mem, &u->columns) : S("");
	struct round r;

	title = str_trim(title);
	if (!line_ok(title, INVITE_TITLE_MAX))
		(void)!ctx_wrong(
			c, "title", "A list needs a name of 1 to %d letters.", INVITE_TITLE_MAX);
	if (u->wrong.len)
		(void)!ctx_wrong(c, u->field, "%.*s", (int)u->wrong.len, u->wrong.at);
	if (!ctx_ok(c) || !round_get(c, round, &r))
		return false;
	if (r.closes_at <= c->now)
		return ctx_wrong(c, "round", "This round is over. Choose one that is to come.");
	if (!sql_run(c, &list_add,
		    ARGS(arg(id.v), arg(round.v), arg(c->actor.v), arg(title),
			    arg(str_of(u->source)), arg(str_of(invite_letter_subject)),
			    arg(str_of(invite_letter_body)), arg(columns), arg(u->lines),
			    arg(c->now))))
		return false;
	for (size_t i = 0; i < u->parts; i++)
		if (!sql_run(c, &part_add, ARGS(arg(id.v), arg((int64_t)i), arg(u->part[i]))))
			return false;
	if (!audit_add(c, "invite.list", "list", id.v,
		    arena_fmt(c->mem, "%s, %lld lines", u->source, (long long)u->lines)))
		return false;
	if (!job_add(c, &invite_job_forgets, id.v, r.closes_at + INVITE_KEPT_DAYS * INSTANT_DAY))
		return false;
	*ret = id;
	return !u->settled || invite_list_begin(c, id, &u->columns);
}

static struct invite_list read(const struct rows *r)
{
	return (struct invite_list){ .id = { row_int(r, 0) },
		.round = { row_int(r, 1) },
		.sender = { row_int(r, 2) },
		.title = row_str(r, 3),
		.source = row_str(r, 4),
		.subject = row_str(r, 5),
		.body = row_str(r, 6),
		.columns = row_str(r, 7),
		.sender_name = row_str(r, 8),
		.round_title = row_str(r, 9),
		.lines = row_int(r, 10),
		.refused = row_int(r, 11),
		.doubled = row_int(r, 12),
		.made_at = row_int(r, 13),
		.filled_at = row_int(r, 14),
		.sent_at = row_int(r, 15),
		.sent_to = row_int(r, 16),
		.swept_at = row_int(r, 17),
		.closes_at = row_int(r, 18) };
}

bool invite_list_get(struct ctx *c, struct invite_list_id id, struct invite_list *ret)
{
	struct rows r;

	if (!sql_one(c, &list_of_id, ARGS(arg(id.v)), &r))
		return false;
	*ret = read(&r);
	sql_end(&r);
	return true;
}

bool invite_list_all(struct ctx *c, struct person_id sender, struct invite_list_id before,
	size_t max, struct invite_list **ret, size_t *ret_n)
{
	struct invite_list *row = arena_new(c->mem, struct invite_list, max);
	int64_t from = before.v > 0 ? before.v : INT64_MAX, most = (int64_t)max;
	struct rows r;
	size_t n = 0;

	if (!(sender.v ? sql_open(c, &list_own, ARGS(arg(from), arg(most), arg(sender.v)), &r)
		       : sql_open(c, &list_all, ARGS(arg(from), arg(most)), &r)))
		return false;
	while (sql_next(&r))
		row[n++] = read(&r);
	*ret = row;
	*ret_n = n;
	return ctx_ok(c);
}

/* ---- columns ---- */

/* Text that goes with the row it was read from is copied where it is shown. */
static struct invite_entry kept(struct ctx *c, struct invite_entry e)
{
	e.address = arena_str(c->mem, e.address);
	e.name = arena_str(c->mem, e.name);
	e.subject = arena_str(c->mem, e.subject);
	return e;
}

static void look_at(struct ctx *c, struct str part, const struct invite_columns *columns,
	struct invite_preview *p)
{
	struct invite_record r;

	while (invite_table_next(&part, &r)) {
		bool first = p->first.line == 0 && r.why.len == 0;
		if (first) {
			p->first = r;
			for (size_t i = 0; i < r.n; i++)
				p->first.cell[i] = arena_str(c->mem, r.cell[i]);
		}
		if (first && columns->header)
			continue;
		struct invite_entry e = invite_table_entry(c->mem, &r, columns);
		if (e.why.len == 0 && p->shown_n < INVITE_SHOWN)
			p->shown[p->shown_n++] = kept(c, e);
		if (e.why.len && p->refused_n < INVITE_REFUSED_MAX)
			p->refused[p->refused_n++] = (struct invite_refused){ e.line,
				arena_str(c->mem, e.typed), arena_str(c->mem, e.why) };
		p->bad += e.why.len > 0;
		p->good += e.why.len == 0;
	}
}

bool invite_list_guess(struct ctx *c, struct invite_list_id id, struct invite_columns *ret)
{
	struct rows r;

	if (!sql_one(c, &first_part, ARGS(arg(id.v)), &r))
		return false;
	invite_table_guess(row_peek(&r, 1), ret);
	sql_end(&r);
	return true;
}

bool invite_list_preview(struct ctx *c, struct invite_list_id id,
	const struct invite_columns *columns, struct invite_preview *ret)
{
	struct rows r;

	*ret = (struct invite_preview){ 0 };
	ret->refused = arena_new(c->mem, struct invite_refused, INVITE_REFUSED_MAX);
	if (!sql_open(c, &parts, ARGS(arg(id.v)), &r))
		return false;
	while (sql_next(&r))
		look_at(c, row_peek(&r, 0), columns, ret);
	return ctx_ok(c);
}

static bool left(struct ctx *c, struct invite_list_id id, int64_t *ret)
{
	struct rows r;

	if (!sql_one(c, &parts_left, ARGS(arg(id.v)), &r))
		return false;
	*ret = row_int(&r, 0);
	sql_end(&r);
	return true;
}

static bool check(struct ctx *c, const struct invite_columns *columns)
{
	size_t field;
	const char *fault = invite_table_fault(columns, &field);

	return !fault || ctx_wrong(c, arena_fmt(c->mem, "column_%zu", field).at, "%s", fault);
}

bool invite_list_begin(
	struct ctx *c, struct invite_list_id id, const struct invite_columns *columns)
{
	struct str text = invite_table_text(c->mem, columns);
	struct invite_list l;
	int64_t n, parts_n;

	if (!check(c, columns) || !invite_list_get(c, id, &l))
		return false;
	if (l.columns.len && !str_eq(l.columns, text))
		return fail(c, FAULT_CONFLICT, "This list was read in already.");
	if (l.filled_at)
		return true;
	if (!sql_count(c, &columns_set, ARGS(arg(id.v), arg(text)), &n) || !left(c, id, &parts_n))
		return false;
	if (parts_n > 2)
		return job_add(c, &invite_job, id.v, c->now);
	for (bool more = true; more;)
		if (!invite_list_fill(c, id, &more))
			return false;
	return true;
}

/* ---- reading in ---- */

static bool fill_one(struct ctx *c, struct invite_list *l, int64_t id, const struct invite_entry *e)
{
	int64_t n = 0;

	if (e->why.len) {
		return l->refused++ >= INVITE_REFUSED_MAX
			|| sql_run(c, &refused_put,
				ARGS(arg(l->id.v), arg(id), arg(e->line), arg(e->typed),
					arg(e->why)));
	}
	if (!sql_count(c, &person_put,
		    ARGS(arg(l->id.v), arg(id), arg(l->round.v), arg(e->address),
			    arg(invite_address_key(c->mem, e->address)), arg(e->name),
			    arg(e->subject), arg(e->year)),
		    &n))
		return false;
	l->doubled += n == 0;
	return true;
}

static bool fill_part(struct ctx *c, struct invite_list *l, int64_t number, struct str part)
{
	struct invite_columns columns = invite_table_columns(l->columns);
	bool header = columns.header && number == 0;
	struct invite_record r;

	for (int64_t id = number * INVITE_PART_LINES + 1; invite_table_next(&part, &r); id++) {
		if (header && r.why.len == 0) {
			header = false;
			continue;
		}
		struct invite_entry e = invite_table_entry(c->mem, &r, &columns);
		if (!fill_one(c, l, id, &e))
			return false;
	}
	return sql_run(c, &part_drop, ARGS(arg(l->id.v), arg(number)));
}

bool invite_list_fill(struct ctx *c, struct invite_list_id id, bool *ret_more)
{
	struct invite_list l;
	struct rows r;
	int64_t n;

	if (!invite_list_get(c, id, &l) || !sql_open(c, &first_part, ARGS(arg(id.v)), &r))
		return false;
	if (sql_next(&r)) {
		int64_t number = row_int(&r, 0);
		struct str part = row_str(&r, 1);
		sql_end(&r);
		if (!fill_part(c, &l, number, part))
			return false;
	}
	if (!ctx_ok(c) || !left(c, id, &n))
		return false;
	*ret_more = n > 0;
	return sql_run(c, &tally,
		ARGS(arg(id.v), arg(l.refused), arg(l.doubled), arg(n ? (int64_t)0 : c->now)));
}

bool invite_list_refused(struct ctx *c, struct invite_list_id id, size_t max,
	struct invite_refused **ret, size_t *ret_n)
{
	struct invite_refused *row = arena_new(c->mem, struct invite_refused, max);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &refused_of, ARGS(arg(id.v), arg((int64_t)max)), &r))
		return false;
	while (sql_next(&r))
		row[n++] =
			(struct invite_refused){ row_int(&r, 0), row_str(&r, 1), row_str(&r, 2) };
	*ret = row;
	*ret_n = n;
	return ctx_ok(c);
}

bool invite_list_count(struct ctx *c, const struct invite_list *l, struct invite_count *ret)
{
	struct rows r;

	if (!sql_one(c, &counted, ARGS(arg(l->id.v)), &r))
		return false;
	*ret = (struct invite_count){ row_int(&r, 0), row_int(&r, 1), row_int(&r, 2),
		row_int(&r, 3), row_int(&r, 4), row_int(&r, 5), row_int(&r, 6), row_int(&r, 7) };
	sql_end(&r);
	if (l->sent_at)
		return true;
	if (!sql_one(c, &known_before, ARGS(arg(l->id.v)), &r))
		return false;
	ret->known = row_int(&r, 0);
	sql_end(&r);
	return true;
}

bool invite_list_drop(struct ctx *c, struct invite_list_id id)
{
	int64_t n;

	if (!sql_count(c, &list_drop, ARGS(arg(id.v)), &n))
		return false;
	if (n == 0)
		return fail(c, FAULT_CONFLICT, "This list was sent, so it stays.");
	return audit_add(c, "invite.drop", "list", id.v, S(""));
}

bool invite_list_forget(struct ctx *c, const struct invite_list *l, bool *ret_more)
{
	int64_t n = 0;

	*ret_more = false;
	if (l->sent_at == 0)
		return sql_run(c, &list_drop, ARGS(arg(l->id.v)));
	if (!sql_count(c, &people_forget, ARGS(arg(l->id.v), arg((int64_t)FORGET_BATCH)), &n))
		return false;
	*ret_more = n == FORGET_BATCH;
	return *ret_more
		|| (sql_run(c, &refused_forget, ARGS(arg(l->id.v)))
			&& sql_run(c, &invited_forget, ARGS(arg(l->round.v), arg(l->id.v))));
}
