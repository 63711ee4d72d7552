/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/introduction.h"

#include "base/instant.h"
#include "base/utf8.h"
#include "community/words.h"
#include "core/activity.h"
#include "core/job.h"
#include "core/markdown.h"
#include "core/person.h"
#include "core/rate.h"
#include "file/caption.h"
#include "store/sql.h"

const char introduction_job_name[] = "introduction";
static const struct job_kind later = { .name = introduction_job_name, .lane = JOB_SLOW };
static const struct rate often = { "introduction", 30, INSTANT_HOUR };

#define COLUMNS \
	"i.id, i.group_id, i.person_id, i.byline, i.words, i.html, i.captions, i.form," \
	" i.seconds, i.raw_id, i.media_id, i.poster_id, i.why, i.kept_at, i.sent_at," \
	" i.appears, i.alias"
#define OUT "iiissssiiiiisiiis"

static const struct stmt list = { "introduction_list",
	"SELECT " COLUMNS " FROM introduction i JOIN membership m ON m.group_id = i.group_id AND"
	" m.person_id = i.person_id WHERE i.group_id = $1 AND i.sent_at > 0 AND m.left_at = 0"
	" ORDER BY CASE WHEN i.person_id = $2 THEN 1 ELSE 0 END, i.sent_at DESC, i.id LIMIT $3",
	"iii", OUT };
static const struct stmt own = { "introduction_own",
	"SELECT " COLUMNS " FROM introduction i WHERE i.group_id = $1 AND i.person_id = $2", "ii",
	OUT };
static const struct stmt by_id = { "introduction_by_id",
	"SELECT " COLUMNS " FROM introduction i WHERE i.id = $1", "i", OUT };
static const struct stmt members = { "introduction_members",
	"SELECT COUNT(*) FROM membership WHERE group_id = $1 AND person_id = $2 AND left_at = 0",
	"ii", "i" };
static const struct stmt put = { "introduction_put",
	"INSERT INTO introduction (id, group_id, person_id, byline, words, html, captions, form,"
	" seconds, raw_id, media_id, poster_id, why, kept_at, sent_at, appears, alias)"
	" VALUES ($1, $2, $3, $13, $4, $5, $6, $7, $8, $9, $10, $11, '', $12, 0, $14, $15)"
	" ON CONFLICT (group_id, person_id) DO UPDATE SET byline = excluded.byline,"
	" appears = excluded.appears, alias = excluded.alias, words = excluded.words,"
	" html = excluded.html, captions = excluded.captions, form = excluded.form,"
	" seconds = excluded.seconds, raw_id = excluded.raw_id, media_id = excluded.media_id,"
	" poster_id = excluded.poster_id, why = '', kept_at = excluded.kept_at, sent_at = 0",
	"iiisssiiiiiisis", "" };
static const struct stmt show = { "introduction_show",
	"UPDATE introduction SET sent_at = $1 WHERE id = $2 AND sent_at = 0", "ii", "" };
static const struct stmt gone = { "introduction_gone", "DELETE FROM introduction WHERE id = $1",
	"i", "" };
static const struct stmt waits = { "introduction_waits",
	"SELECT raw_id FROM introduction WHERE id = $1", "i", "i" };
static const struct stmt owner = { "introduction_owner",
	"SELECT person_id FROM introduction WHERE id = $1 AND raw_id = $2", "ii", "i" };
static const struct stmt ready = { "introduction_ready",
	"UPDATE introduction SET form = $1, seconds = $2, media_id = $3, poster_id = $4, raw_id ="
	" 0, why = '' WHERE id = $5 AND raw_id = $6",
	"iiiiii", "" };
static const struct stmt refuse = { "introduction_refuse",
	"UPDATE introduction SET raw_id = 0, why = $1 WHERE id = $2 AND raw_id = $3", "sii", "" };

static struct introduction read_row(const struct rows *r, const struct ctx *c)
{
	return (struct introduction){ .id = row_int(r, 0),
		.group = { row_int(r, 1) },
		.mine = row_int(r, 2) == c->actor.v,
		.byline = row_str(r, 3),
		.words = row_str(r, 4),
		.html = row_str(r, 5),
		.captions = row_str(r, 6),
		.form = (enum introduction_form)row_int(r, 7),
		.seconds = row_int(r, 8),
		.raw = row_int(r, 9),
		.media = row_int(r, 10),
		.poster = row_int(r, 11),
		.why = row_str(r, 12),
		.kept_at = row_int(r, 13),
		.sent_at = row_int(r, 14),
		.as = (enum appear_as)row_int(r, 15),
		.alias = row_str(r, 16) };
}

/* What the group sees its facilitators see, and nobody else. */
static bool reads(struct ctx *c, struct group_id group)
{
	struct rows r;

	if (c->roles & ROLE_FACILITATOR)
		return true;
	if (!sql_one(c, &members, ARGS(arg(group.v), arg(c->actor.v)), &r))
		return false;
	bool member = row_int(&r, 0) > 0;
	sql_end(&r);
	return member || fail(c, FAULT_ABSENT, "There is no such page.");
}

bool introduction_list(
	struct ctx *c, struct group_id group, struct introduction **ret, size_t *ret_n)
{
	struct introduction *all = arena_new(c->mem, struct introduction, INTRODUCTIONS_MAX);
	int64_t max = INTRODUCTIONS_MAX;
	struct rows r;
	size_t n = 0;

	if (!reads(c, group)
		|| !sql_open(c, &list, ARGS(arg(group.v), arg(c->actor.v), arg(max)), &r))
		return false;
	while (sql_next(&r))
		all[n++] = read_row(&r, c);
	*ret = all;
	*ret_n = n;
	return ctx_ok(c);
}

bool introduction_mine(struct ctx *c, struct group_id group, struct introduction *ret)
{
	struct rows r;

	*ret = (struct introduction){ .group = group, .mine = true };
	if (!sql_open(c, &own, ARGS(arg(group.v), arg(c->actor.v)), &r))
		return false;
	if (sql_next(&r)) {
		*ret = read_row(&r, c);
		sql_end(&r);
	}
	return ctx_ok(c);
}

bool introduction_get(struct ctx *c, int64_t id, struct introduction *ret)
{
	struct rows r;

	if (!sql_one(c, &by_id, ARGS(arg(id)), &r))
		return false;
	*ret = read_row(&r, c);
	sql_end(&r);
	if (ret->mine)
		return true;
	if (ret->sent_at == 0)
		return fail(c, FAULT_ABSENT, "There is no such page.");
	return reads(c, ret->group);
}

static struct str written(struct ctx *c, const struct caption *cue, size_t n)
{
	struct buf out;

	buf_init(&out, 8 * CAPTION_FILE_MAX);
	caption_write(&out, cue, n);
	struct str text = arena_str(c->mem, buf_str(&out));
	buf_free(&out);
	return text;
}

struct str introduction_vtt(struct ctx *c, const struct introduction *i)
{
	struct caption *cue;
	size_t n;

	if (i->captions.len > 0)
		return i->captions;
	caption_spread(c->mem, i->words, i->seconds * 1000, &cue, &n);
	return written(c, cue, n);
}

/* ---- keeping ---- */

static bool drop_files(struct ctx *c, struct introduction *i)
{
	const int64_t file[] = { i->raw, i->media, i->poster };

	for (size_t k = 0; k < 3; k++)
		if (file[k] && !blob_drop(c, file[k]))
			return false;
	i->raw = i->media = i->poster = i->seconds = 0;
	i->form = INTRODUCTION_TEXT;
	i->captions = S("");
	return true;
}

/* A caption file says what was said: where nothing was typed it is the transcript too. */
static bool take_captions(struct ctx *c, struct str file, struct introduction *i)
{
	struct caption *cue;
	const char *why;
	size_t n;

	if (file.len == 0)
		return true;
	if (!caption_read(c->mem, file, &cue, &n, &why))
		return ctx_wrong(c, "captions", "%s", why);
	i->captions = written(c, cue, n);
	if (words_blank(i->words))
		i->words = caption_words(c->mem, cue, n);
	return true;
}

static bool take_words(struct ctx *c, const struct introduction_draft *d, struct introduction *i)
{
	i->words = words_tidy(c, d->words);
	if (!take_captions(c, d->captions, i))
		return false;
	if (utf8_length(i->words) > INTRODUCTION_CHARS_MAX)
		return ctx_wrong(c, "words", "This has %zu characters. There is room for %d.",
			utf8_length(i->words), INTRODUCTION_CHARS_MAX);
	return markdown_html(c, i->words, &i->html);
}

struct alias_spot introduction_spot(struct round_id round, const struct introduction *i)
{
	return (struct alias_spot){ round, i->group, { 0 }, i->alias };
}

/* The name is settled when it is kept, so that what is looked at is what others will see. */
static bool take_name(struct ctx *c, const struct alias_wish *w, struct introduction *i)
{
	struct alias_name name;

	if (!alias_settle(c, w, &name))
		return false;
	i->byline = name.byline;
	i->as = name.as;
	if (name.as == APPEAR_ALIAS)
		i->alias = name.byline;
	return true;
}

bool introduction_keep(struct ctx *c, const struct introduction_draft *d)
{
	struct introduction i;

	if (!reads(c, d->group) || !introduction_mine(c, d->group, &i)
		|| !rate_check(c, &often, arena_fmt(c->mem, "%lld", (long long)c->actor.v)))
		return false;
	if ((d->recording || d->drop) && !drop_files(c, &i))
		return false;
	if (!take_name(c, &d->name, &i) || !take_words(c, d, &i))
		return false;
	if (d->recording
		&& !blob_keep(c, d->recording, c->actor, "introduction", "application/octet-stream",
			&i.raw))
		return false;
	if (i.id == 0)
		i.id = ctx_id(c);
	return sql_run(c, &put,
		       ARGS(arg(i.id), arg(d->group.v), arg(c->actor.v), arg(i.words), arg(i.html),
			       arg(i.captions), arg((int64_t)i.form), arg(i.seconds), arg(i.raw),
			       arg(i.media), arg(i.poster), arg(c->now), arg(i.byline),
			       arg((int64_t)i.as), arg(i.alias)))
		&& (!d->recording || job_add(c, &later, i.id, c->now));
}

/* ---- showing ---- */

static bool check_send(struct ctx *c, const struct introduction *i, bool known)
{
	if (i->id == 0)
		return fail(c, FAULT_ABSENT, "There is no introduction of yours yet.");
	if (i->raw)
		return fail(c, FAULT_CONFLICT,
			"Your recording is still being made ready. Look again in a moment.");
	if (words_blank(i->words))
		return i->form == INTRODUCTION_TEXT
			? ctx_wrong(c, "words", "Say a few words first.")
			: ctx_wrong(c, "words",
				"Write down what you say in the recording first: some cannot hear "
				"it, and some are on a bus.");
	return i->form == INTRODUCTION_TEXT || known || i->as > APPEAR_OWN
		|| ctx_wrong(c, "known", "Please tick that you know this, or choose to write.");
}

bool introduction_send(struct ctx *c, const struct place *p, struct group_id group, bool known)
{
	struct introduction i;
	int64_t n;

	if (!reads(c, group) || !introduction_mine(c, group, &i) || !check_send(c, &i, known)
		|| !sql_count(c, &show, ARGS(arg(c->now), arg(i.id)), &n))
		return false;
	return n == 0 || activity_note(c, p, TRACE_POST, OBJECT_PAGE, i.id);
}

bool introduction_withdraw(struct ctx *c, struct group_id group)
{
	struct introduction i;

	if (!introduction_mine(c, group, &i))
		return false;
	return i.id == 0 || (drop_files(c, &i) && sql_run(c, &gone, ARGS(arg(i.id))));
}

/* ---- for the job ---- */

bool introduction_waits(struct ctx *c, int64_t id, int64_t *ret_raw)
{
	struct rows r;

	*ret_raw = 0;
	if (!sql_open(c, &waits, ARGS(arg(id)), &r))
		return false;
	if (sql_next(&r)) {
		*ret_raw = row_int(&r, 0);
		sql_end(&r);
	}
	return ctx_ok(c);
}

static bool owner_of(struct ctx *c, int64_t id, int64_t raw, struct person_id *ret)
{
	struct rows r;

	*ret = (struct person_id){ 0 };
	if (!sql_open(c, &owner, ARGS(arg(id), arg(raw)), &r))
		return false;
	if (sql_next(&r)) {
		ret->v = row_int(&r, 0);
		sql_end(&r);
	}
	return ctx_ok(c);
}

bool introduction_ready(struct ctx *c, int64_t id, int64_t raw, const struct introduction_media *m)
{
	struct person_id who;
	int64_t media = 0, poster = 0;

	if (!owner_of(c, id, raw, &who) || who.v == 0)
		return ctx_ok(c);
	return blob_keep(c, m->recording, who, "introduction", m->type, &media)
		&& (!m->poster
			|| blob_keep(c, m->poster, who, "introduction", "image/jpeg", &poster))
		&& sql_run(c, &ready,
			ARGS(arg((int64_t)m->form), arg(m->seconds), arg(media), arg(poster),
				arg(id), arg(raw)))
		&& blob_drop(c, raw);
}

bool introduction_refuse(struct ctx *c, int64_t id, int64_t raw, struct str why)
{
	return sql_run(c, &refuse, ARGS(arg(why), arg(id), arg(raw))) && blob_drop(c, raw);
}
