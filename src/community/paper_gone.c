/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/paper_gone.h"

#include "base/conf.h"
#include "base/instant.h"
#include "base/utf8.h"
#include "community/words.h"
#include "core/audit.h"
#include "core/letter.h"
#include "core/person.h"
#include "store/sql.h"

enum { BATCH = 20, REMEMBERED_DAYS = 90 };

/* From when its days are counted: the end of its round, or its newest version. */
#define COUNTED_FROM \
	"CASE WHEN r.closes_at > COALESCE((SELECT MAX(v.made_at) FROM paper_version v WHERE" \
	" v.paper_id = p.id), p.made_at) THEN r.closes_at ELSE COALESCE((SELECT MAX(v.made_at)" \
	" FROM paper_version v WHERE v.paper_id = p.id), p.made_at) END"
#define IN_ROUND \
	" FROM paper p JOIN peer_group g ON g.id = p.group_id JOIN round r ON r.id = g.round_id"

static const struct stmt from_of = { "paper_gone_from",
	"SELECT " COUNTED_FROM IN_ROUND " WHERE p.id = $1", "i", "i" };
static const struct stmt to_tell = { "paper_gone_to_tell",
	"SELECT p.id" IN_ROUND " WHERE p.told_at = 0 AND r.closes_at <= $1 AND " COUNTED_FROM
	" <= $1 ORDER BY p.id LIMIT $2",
	"ii", "i" };
/* Told a week ago, and not made younger by a new version since. */
static const struct stmt to_remove = { "paper_gone_to_remove",
	"SELECT p.id" IN_ROUND " WHERE p.told_at > 0 AND p.told_at <= $1 AND r.closes_at <= $2"
	" AND " COUNTED_FROM " <= $2 ORDER BY p.id LIMIT $3",
	"iii", "i" };
static const struct stmt renewed = { "paper_gone_renewed",
	"UPDATE paper SET told_at = 0 WHERE told_at > 0 AND EXISTS (SELECT 1 FROM paper_version v"
	" WHERE v.paper_id = paper.id AND v.made_at > paper.told_at)",
	"", "" };
static const struct stmt tell = { "paper_gone_tell", "UPDATE paper SET told_at = $2 WHERE id = $1",
	"ii", "" };
static const struct stmt note = { "paper_gone_note",
	"INSERT INTO paper_gone (id, person_id, kind, title, reason, at)"
	" VALUES ($1, $2, $3, $4, $5, $6)",
	"iisssi", "" };
static const struct stmt list = { "paper_gone_list",
	"SELECT kind, title, reason, at FROM paper_gone WHERE person_id = $1 AND at > $2"
	" ORDER BY id DESC LIMIT $3",
	"iii", "sssi" };
static const struct stmt wants_mail = { "paper_gone_wants_mail",
	"SELECT count(*) FROM self_choice WHERE person_id = $1 AND key = 'mail' AND value = 'none'",
	"i", "i" };

int64_t paper_gone_days(const struct ctx *c)
{
	return c->house && c->house->conf ? c->house->conf->papers_days : 0;
}

bool paper_gone_due(struct ctx *c, struct paper_id id, int64_t *ret)
{
	int64_t days = paper_gone_days(c);
	struct rows r;

	*ret = 0;
	if (days == 0)
		return true;
	if (!sql_one(c, &from_of, ARGS(arg(id.v)), &r))
		return false;
	*ret = row_int(&r, 0) + days * INSTANT_DAY;
	sql_end(&r);
	return true;
}

static bool wants(struct ctx *c, struct person_id who, bool *ret)
{
	struct rows r;

	if (!sql_one(c, &wants_mail, ARGS(arg(who.v)), &r))
		return false;
	*ret = row_int(&r, 0) == 0;
	sql_end(&r);
	return true;
}

/* Neither title nor reason: letters are read by more than their reader. */
static bool write_letter(struct ctx *c, const struct person *to, const char *kind,
	struct str subject, struct str body)
{
	struct letter_draft d = {
		.person = to->id, .kind = kind, .to = to->address, .subject = subject, .body = body
	};
	int64_t id;

	return !person_address_ok(to->address) || letter_queue(c, &d, &id);
}

static const char *base_url(const struct ctx *c)
{
	return c->house && c->house->conf ? c->house->conf->base_url : "";
}

static bool tell_one(struct ctx *c, struct paper_id id, bool mails)
{
	struct paper p;
	struct person owner;
	bool wanted;

	if (!paper_get(c, id, &p) || !person_get(c, p.author, &owner)
		|| !wants(c, p.author, &wanted) || !sql_run(c, &tell, ARGS(arg(id.v), arg(c->now))))
		return false;
	if (!mails || !wanted)
		return true;
	return write_letter(c, &owner, "paper-soon-gone",
		S("What you brought to the CV clinic is removed in a week"),
		arena_fmt(c->mem,
			"Hello,\n\nyou brought a %s to the clinic of your group. The round has "
			"ended, and what was brought\nthere is removed %lld days later, with what "
			"was said about it. This one goes in %d days.\n\nTo read what others said "
			"once more, or to copy it:\n%s/clinic/paper/%lld\n\nYou need to do "
			"nothing. A new version starts the time again.\n",
			paper_kind_name(p.kind), (long long)paper_gone_days(c), PAPER_TOLD_DAYS,
			base_url(c), (long long)id.v));
}

static bool take(struct ctx *c, const struct paper *p, struct str reason)
{
	return paper_drop(c, p->id)
		&& sql_run(c, &note,
			ARGS(arg(ctx_id(c)), arg(p->author.v),
				arg(p->kind == PAPER_LETTER ? S("letter") : S("cv")), arg(p->title),
				arg(reason), arg(c->now)));
}

bool paper_gone_remove(struct ctx *c, struct paper_id id, struct str reason)
{
	struct person owner;
	struct paper p;

	reason = words_tidy(c, reason);
	if (!ctx_ok(c) || !paper_get(c, id, &p) || !person_get(c, p.author, &owner))
		return false;
	if (!utf8_is_text(reason) || utf8_length(reason) < PAPER_REASON_MIN
		|| utf8_length(reason) > PAPER_REASON_MAX)
		return ctx_wrong(c, "reason",
			"Write why, in %d to %d letters. The person who brought it reads it.",
			PAPER_REASON_MIN, PAPER_REASON_MAX);
	return take(c, &p, reason) && audit_add(c, "clinic.paper_removed", "paper", id.v, S(""))
		&& write_letter(c, &owner, "paper-removed",
			S("Something you brought to the CV clinic was removed"),
			arena_fmt(c->mem,
				"Hello,\n\na %s that you brought to the clinic of your group was "
				"removed by the people who run the\nround. Nobody sees it any "
				"more, and nothing of it is kept. They wrote why; you can read "
				"it\nhere:\n%s/clinic\n\nYou can bring another one at any time.\n",
				paper_kind_name(p.kind), base_url(c)));
}

static bool ids_of(
	struct ctx *c, const struct stmt *s, struct args in, struct paper_id *ret, size_t *ret_n)
{
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, s, in, &r))
		return false;
	while (sql_next(&r))
		ret[n++] = (struct paper_id){ row_int(&r, 0) };
	*ret_n = n;
	return ctx_ok(c);
}

bool paper_gone_some(struct ctx *c, bool mails, bool *ret_more)
{
	int64_t days = paper_gone_days(c) * INSTANT_DAY, week = PAPER_TOLD_DAYS * INSTANT_DAY;
	struct paper_id id[BATCH];
	struct paper p;
	size_t n;

	*ret_more = false;
	if (days == 0)
		return true;
	if (!sql_run(c, &renewed, NO_ARGS)
		|| !ids_of(
			c, &to_tell, ARGS(arg(c->now - days + week), arg((int64_t)BATCH)), id, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!tell_one(c, id[i], mails))
			return false;
	*ret_more = n == BATCH;
	if (!ids_of(c, &to_remove,
		    ARGS(arg(c->now - week), arg(c->now - days), arg((int64_t)BATCH)), id, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!paper_get(c, id[i], &p) || !take(c, &p, S("")))
			return false;
	*ret_more = *ret_more || n == BATCH;
	return true;
}

bool paper_gone_list(struct ctx *c, struct paper_gone **ret, size_t *ret_n)
{
	struct paper_gone *g = arena_new(c->mem, struct paper_gone, PAPERS_GONE_MAX);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &list,
		    ARGS(arg(c->actor.v), arg(c->now - REMEMBERED_DAYS * INSTANT_DAY),
			    arg((int64_t)PAPERS_GONE_MAX)),
		    &r))
		return false;
	for (; sql_next(&r); n++)
		g[n] = (struct paper_gone){ str_eq(row_peek(&r, 0), S("letter")) ? PAPER_LETTER
										 : PAPER_CV,
			row_str(&r, 1), row_str(&r, 2), row_int(&r, 3) };
	*ret = g;
	*ret_n = n;
	return ctx_ok(c);
}
