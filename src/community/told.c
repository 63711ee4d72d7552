/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/told.h"

#include "base/instant.h"
#include "community/thread.h"
#include "community/words.h"
#include "core/activity.h"
#include "core/key.h"
#include "core/setting.h"
#include "store/sql.h"

#include <inttypes.h>
#include <stdlib.h>

/* LATE_DAYS lie between a midnight and the telling; ids of traces rise with time, and may run ahead
   of it by no more than the slack. */
enum { LATE_DAYS = 1, ID_SLACK_HOURS = 1, THREADS_A_DAY = 200, START_CHARS = 120 };

static const struct stmt due = { "told_due",
	"SELECT thread_id, post_id FROM told_due WHERE (thread_id, post_id) > ($1, $2)"
	" ORDER BY thread_id, post_id LIMIT $3",
	"iii", "ii" };
/* How many taps there were, of how many others who were there then. */
static const struct stmt taps = { "told_taps",
	"SELECT (SELECT COUNT(*) FROM mark m WHERE m.thread_id = $1 AND m.post_id = $2"
	" AND m.kind = 'useful' AND m.at < $3), (SELECT COUNT(*) FROM thread t JOIN membership x"
	" ON x.group_id = t.group_id WHERE t.id = $1 AND x.left_at = 0 AND x.joined_at < $3"
	" AND x.person_id <> p.author_id) FROM post p WHERE p.thread_id = $1 AND p.id = $2",
	"iii", "ii" };
static const struct stmt tell_useful = { "told_tell_useful",
	"UPDATE post SET told_useful = $3 WHERE thread_id = $1 AND id = $2", "iii", "" };
/* The bank is read by the members of all groups. */
static const struct stmt due_bank = { "told_due_bank",
	"SELECT question_id, answer_id FROM question_told_due"
	" WHERE (question_id, answer_id) > ($1, $2) ORDER BY question_id, answer_id LIMIT $3",
	"iii", "ii" };
static const struct stmt taps_bank = { "told_taps_bank",
	"SELECT (SELECT COUNT(*) FROM question_mark m WHERE m.question_id = $1 AND m.answer_id = $2"
	" AND m.kind = 'useful' AND m.at < $3), (SELECT COUNT(DISTINCT x.person_id)"
	" FROM membership x WHERE x.left_at = 0 AND x.joined_at < $3"
	" AND x.person_id <> a.author_id) FROM question_answer a WHERE a.question_id = $1"
	" AND a.id = $2",
	"iii", "ii" };
static const struct stmt tell_bank = { "told_tell_useful_bank",
	"UPDATE question_answer SET told_useful = $3 WHERE question_id = $1 AND id = $2", "iii",
	"" };
static const struct stmt done_bank = { "told_due_done_bank",
	"DELETE FROM question_told_due WHERE question_id = $1 AND answer_id = $2 AND NOT EXISTS"
	" (SELECT 1 FROM question_mark m WHERE m.question_id = $1 AND m.answer_id = $2"
	" AND m.kind = 'useful' AND m.at >= $3)",
	"iii", "" };
static const struct stmt due_done = { "told_due_done",
	"DELETE FROM told_due WHERE thread_id = $1 AND post_id = $2 AND NOT EXISTS (SELECT 1"
	" FROM mark m WHERE m.thread_id = $1 AND m.post_id = $2 AND m.kind = 'useful'"
	" AND m.at >= $3)",
	"iii", "" };
static const struct stmt opened = { "told_opened",
	"SELECT object_id, max(at) FROM activity WHERE participant_id = $1 AND id >= $2 AND id < $3"
	" AND class = $4 AND object_kind = $5 AND at >= $6 AND at < $7"
	" AND EXISTS (SELECT 1 FROM participant p WHERE p.id = $1 AND p.withdrawn_at = 0)"
	" GROUP BY object_id"
	" ORDER BY object_id LIMIT $8",
	"iiiiiiii", "ii" };
static const struct stmt before = { "told_before",
	"SELECT COALESCE(max(at), 0) FROM activity WHERE participant_id = $1 AND class = $2"
	" AND object_kind = $3 AND object_id = $4 AND at < $5",
	"iiiii", "i" };
/* Of the posts that were new to a reader when they opened the thread, those that were written when
   they could read there; how many others of the group could, and can still. */
static const struct stmt new_to = { "told_new_to",
	"SELECT p.id, p.told_readers, (SELECT COUNT(*) FROM membership x WHERE x.group_id ="
	" t.group_id AND x.left_at = 0 AND x.joined_at <= p.posted_at"
	" AND x.person_id <> p.author_id) FROM thread t JOIN peer_group g ON g.id = t.group_id"
	" JOIN round r ON r.id = g.round_id JOIN post p ON p.thread_id = t.id WHERE t.id = $1"
	" AND p.posted_at > $2 AND p.posted_at <= $3 AND p.author_id <> $4 AND p.deleted_at = 0"
	" AND p.id > $5 AND EXISTS (SELECT 1 FROM membership y WHERE y.person_id = $4"
	" AND y.round_id = g.round_id AND y.joined_at <= p.posted_at"
	" AND (y.group_id = g.id OR r.read_across = 1)) ORDER BY p.id LIMIT $6",
	"iiiiii", "iii" };
static const struct stmt tell_reader = { "told_reader",
	"UPDATE post SET told_readers = told_readers + 1 WHERE thread_id = $1 AND id = $2", "ii",
	"" };
static const struct stmt own = { "told_own",
	"SELECT t.id, p.id, t.title, COALESCE(s.body, ''), p.told_useful, p.told_readers"
	" FROM membership m JOIN thread t ON t.group_id = m.group_id AND t.deleted_at = 0"
	" JOIN post p ON p.thread_id = t.id AND p.author_id = m.person_id AND p.deleted_at = 0"
	" LEFT JOIN post_source s ON s.thread_id = p.thread_id AND s.post_id = p.id"
	" WHERE m.person_id = $1 AND (p.told_useful > 0 OR p.told_readers >= $2)"
	" ORDER BY p.id DESC LIMIT $3",
	"iii", "iissii" };

static const struct stmt own_bank = { "told_own_bank",
	"SELECT q.id, a.id, q.text, a.body, a.told_useful, 0 FROM question_answer a"
	" JOIN question q ON q.id = a.question_id AND q.deleted_at = 0 WHERE a.author_id = $1"
	" AND a.deleted_at = 0 AND a.told_useful > 0 ORDER BY a.id DESC LIMIT $2",
	"ii", "iissii" };

/* Where taps are counted. */
static const struct way {
	const struct stmt *due, *count, *tell, *done;
} ways[] = { [MARK_THREAD] = { &due, &taps, &tell_useful, &due_done },
	[MARK_BANK] = { &due_bank, &taps_bank, &tell_bank, &done_bank } };

static const char done_key[] = "told.until", doing_key[] = "told.doing";

/* A day's count of readers: whose traces of [from, until) are next. */
struct day {
	int64_t from, until;
	struct key_mark at;
};

static int64_t number(struct str *s)
{
	int64_t n = 0;

	(void)!str_to_int(str_cut(s, ' '), &n);
	return n;
}

/* The one that is under way, else today's; until is 0 when that is done. */
static bool find_day(struct ctx *c, struct day *ret)
{
	struct day d = { 0 };
	struct str done, doing;

	if (!setting_get(c, done_key, S("0"), &done) || !setting_get(c, doing_key, S(""), &doing))
		return false;
	d.from = number(&done);
	d.until = number(&doing);
	d.at.study = number(&doing);
	d.at.lookup = number(&doing);
	if (d.until <= d.from)
		d = (struct day){ .from = d.from,
			.until = (c->now / INSTANT_DAY - LATE_DAYS) * INSTANT_DAY };
	if (d.until <= d.from)
		d.until = 0;
	*ret = d;
	return true;
}

static bool tell_one(struct ctx *c, struct mark_spot at, int64_t until)
{
	const struct stmt *count = ways[at.where].count;
	const struct stmt *tell = ways[at.where].tell;
	const struct stmt *done = ways[at.where].done;
	int64_t n = 0, of = 0;
	struct rows r;

	if (!sql_open(c, count, ARGS(arg(at.in), arg(at.id), arg(until)), &r))
		return false;
	if (sql_next(&r)) {
		n = row_int(&r, 0);
		of = row_int(&r, 1);
		sql_end(&r);
	}
	return ctx_ok(c)
		&& sql_run(c, tell, ARGS(arg(at.in), arg(at.id), arg(disclose_words(n, of))))
		&& sql_run(c, done, ARGS(arg(at.in), arg(at.id), arg(until)))
		&& (at.where != MARK_THREAD || thread_changed(c, (struct thread_id){ at.in }));
}

static bool count_taps(struct ctx *c, struct told_count *at, int64_t until)
{
	const struct stmt *next = ways[at->where].due;
	struct mark_spot spot[TOLD_BATCH];
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, next, ARGS(arg(at->in), arg(at->id), arg((int64_t)TOLD_BATCH)), &r))
		return false;
	for (; n < TOLD_BATCH && sql_next(&r); n++)
		spot[n] = (struct mark_spot){ (enum mark_where)at->where, row_int(&r, 0),
			row_int(&r, 1) };
	sql_end(&r);
	for (size_t i = 0; i < n; i++)
		if (!tell_one(c, spot[i], until))
			return false;
	if (n < TOLD_BATCH)
		*at = (struct told_count){ .where = at->where + 1 };
	else
		*at = (struct told_count){ spot[n - 1].in, spot[n - 1].id, at->where };
	return ctx_ok(c);
}

/* What a reader saw of a thread for the first time on a day: posts after one instant up to another.
 */
struct sight {
	int64_t thread, after, until, reader;
};

/* The next TOLD_BATCH posts behind one. */
static bool count_posts(struct ctx *c, const struct sight *s, int64_t *behind, size_t *ret_n)
{
	int64_t post[TOLD_BATCH];
	size_t n = 0, more = 0;
	struct rows r;

	if (!sql_open(c, &new_to,
		    ARGS(arg(s->thread), arg(s->after), arg(s->until), arg(s->reader), arg(*behind),
			    arg((int64_t)TOLD_BATCH)),
		    &r))
		return false;
	for (; n < TOLD_BATCH && sql_next(&r); n++) {
		int64_t now = row_int(&r, 1) + 1;
		*behind = row_int(&r, 0);
		if (disclose_words(now, row_int(&r, 2)) == now)
			post[more++] = *behind;
	}
	sql_end(&r);
	for (size_t i = 0; i < more; i++)
		if (!sql_run(c, &tell_reader, ARGS(arg(s->thread), arg(post[i]))))
			return false;
	*ret_n = n;
	return ctx_ok(c) && (more == 0 || thread_changed(c, (struct thread_id){ s->thread }));
}

/* The posts of a thread that were new to a reader when they last opened it that day. */
static bool count_thread(
	struct ctx *c, const struct day *d, const struct open_key *who, int64_t thread, int64_t at)
{
	struct sight s = { .thread = thread, .until = at, .reader = who->person };
	int64_t behind = 0;
	struct rows r;

	if (!sql_one(c, &before,
		    ARGS(arg(who->participant), arg((int64_t)TRACE_VISIT),
			    arg((int64_t)OBJECT_THREAD), arg(thread), arg(d->from)),
		    &r))
		return false;
	s.after = row_int(&r, 0);
	sql_end(&r);
	for (size_t n = TOLD_BATCH; n == TOLD_BATCH;)
		if (!count_posts(c, &s, &behind, &n))
			return false;
	return true;
}

static bool count_reader(struct ctx *c, const struct day *d, const struct open_key *who)
{
	int64_t thread[THREADS_A_DAY], at[THREADS_A_DAY], slack = ID_SLACK_HOURS * INSTANT_HOUR;
	int64_t low = d->from > INSTANT_2015 + slack ? d->from - INSTANT_2015 - slack : 0;
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &opened,
		    ARGS(arg(who->participant), arg(low), arg(d->until - INSTANT_2015 + slack),
			    arg((int64_t)TRACE_VISIT), arg((int64_t)OBJECT_THREAD), arg(d->from),
			    arg(d->until), arg((int64_t)THREADS_A_DAY)),
		    &r))
		return false;
	for (; n < THREADS_A_DAY && sql_next(&r); n++) {
		thread[n] = row_int(&r, 0);
		at[n] = row_int(&r, 1);
	}
	sql_end(&r);
	for (size_t i = 0; i < n; i++)
		if (!count_thread(c, d, who, thread[i], at[i]))
			return false;
	return ctx_ok(c);
}

static bool note_day(struct ctx *c, const struct day *d, bool more)
{
	if (more)
		return setting_note(c, doing_key,
			arena_fmt(c->mem, "%" PRId64 " %" PRId64 " %" PRId64, d->until, d->at.study,
				d->at.lookup));
	return setting_note(c, done_key, arena_fmt(c->mem, "%" PRId64, d->until));
}

static bool count_readers(struct ctx *c, struct day *d, bool *ret_more)
{
	struct open_key who[TOLD_BATCH];
	size_t n;

	if (!key_walk(c, &d->at, TOLD_BATCH, who, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!count_reader(c, d, &who[i]))
			return false;
	*ret_more = n == TOLD_BATCH;
	return note_day(c, d, *ret_more);
}

bool told_some(struct ctx *c, struct told_count *at, bool *ret_more)
{
	struct day d;

	*ret_more = false;
	if (!find_day(c, &d))
		return false;
	if (d.until == 0)
		return true;
	*ret_more = true;
	return at->where > MARK_BANK ? count_readers(c, &d, ret_more) : count_taps(c, at, d.until);
}

static const char *how_many(int64_t n)
{
	return n < TOLD_MANY ? "a few people" : "many people";
}

struct str told_text(struct ctx *c, int64_t useful, int64_t readers)
{
	const char *found = useful < TOLD_FEW ? "somebody" : how_many(useful);
	const char *capital = useful < TOLD_FEW ? "Somebody"
		: useful < TOLD_MANY		? "A few people"
						: "Many people";
	const char *read = readers < TOLD_MANY ? "A few people" : "Many people";

	if (readers >= TOLD_FEW && useful > 0)
		return arena_fmt(c->mem, "%s have read this, and %s found it useful.", read, found);
	if (readers >= TOLD_FEW)
		return arena_fmt(c->mem, "%s have read this.", read);
	return useful > 0 ? arena_fmt(c->mem, "%s found this useful.", capital) : S("");
}

static bool read_own(
	struct ctx *c, enum mark_where where, struct rows *r, struct told_post *p, size_t *ret_n)
{
	size_t n = 0;

	for (; sql_next(r); n++)
		p[n] = (struct told_post){ { where, row_int(r, 0), row_int(r, 1) }, row_str(r, 2),
			words_start(c, row_peek(r, 3), START_CHARS), row_int(r, 4), row_int(r, 5) };
	*ret_n = n;
	return ctx_ok(c);
}

static int newest_first(const void *a, const void *b)
{
	const struct told_post *x = a, *y = b;

	return (x->spot.id < y->spot.id) - (x->spot.id > y->spot.id);
}

bool told_own(struct ctx *c, size_t max, struct told_post **ret, size_t *ret_n)
{
	struct told_post *p = arena_new(c->mem, struct told_post, 2 * max);
	struct rows r;
	size_t n, more;

	if (!sql_open(c, &own, ARGS(arg(c->actor.v), arg((int64_t)TOLD_FEW), arg((int64_t)max)), &r)
		|| !read_own(c, MARK_THREAD, &r, p, &n)
		|| !sql_open(c, &own_bank, ARGS(arg(c->actor.v), arg((int64_t)max)), &r)
		|| !read_own(c, MARK_BANK, &r, p + n, &more))
		return false;
	n += more;
	if (more > 0)
		qsort(p, n, sizeof *p, newest_first);
	*ret = p;
	*ret_n = n < max ? n : max;
	return true;
}
