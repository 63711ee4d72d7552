/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/find.h"

#include "community/question.h"
#include "core/person.h"
#include "store/search.h"
#include "store/sql.h"

/* More rounds than these nobody is in at once; the latest count. */
enum { PLACES = 7, SCOPES = 2 * PLACES + 2, READ_ANY = ROLE_FACILITATOR | ROLE_RESEARCHER };
_Static_assert(
	(int)SCOPES <= (int)SEARCH_SCOPES, "all that somebody may read fits into a question");

/* As core/access has it: members of a group read it, and all of the round where it reads across. */
static const struct stmt find_places = { "find_places",
	"SELECT m.group_id, m.round_id, r.read_across FROM membership m JOIN round r"
	" ON r.id = m.round_id WHERE m.person_id = $1 AND m.left_at = 0"
	" ORDER BY m.joined_at DESC, m.group_id DESC LIMIT $2",
	"ii", "iii" };
static const struct stmt find_thread = { "find_thread",
	"SELECT t.title, r.zone FROM thread t JOIN peer_group g ON g.id = t.group_id"
	" JOIN round r ON r.id = g.round_id WHERE t.id = $1",
	"i", "ss" };
static const struct stmt find_subjects_all = { "find_subjects_all",
	"SELECT DISTINCT g.subject FROM peer_group g WHERE g.subject <> '' ORDER BY g.subject"
	" LIMIT $1",
	"i", "s" };
static const struct stmt find_subjects_own = { "find_subjects_own",
	"SELECT DISTINCT g.subject FROM membership m JOIN round r ON r.id = m.round_id"
	" JOIN peer_group g ON g.round_id = m.round_id AND (g.id = m.group_id OR r.read_across = 1)"
	" WHERE m.person_id = $2 AND m.left_at = 0 AND g.subject <> '' ORDER BY g.subject LIMIT $1",
	"ii", "s" };

static bool read_scopes(struct ctx *c, struct search_scope *scope, size_t *ret_n)
{
	struct rows r;
	size_t n = 0;

	if (c->roles & READ_ANY) {
		scope[0] = (struct search_scope){ SEARCH_OF_ALL, 0 };
		*ret_n = 1;
		return true;
	}
	scope[n++] = (struct search_scope){ SEARCH_OF_HOUSE, 0 };
	if (!sql_open(c, &find_places, ARGS(arg(c->actor.v), arg((int64_t)PLACES)), &r))
		return false;
	while (sql_next(&r)) {
		int64_t group = row_int(&r, 0), round = row_int(&r, 1);
		scope[n++] = row_int(&r, 2) ? (struct search_scope){ SEARCH_ACROSS_ROUND, round }
					    : (struct search_scope){ SEARCH_OF_GROUP, group };
		scope[n++] = (struct search_scope){ SEARCH_OF_ROUND, round };
	}
	/* As core/access has it of the bank: a member of any group reads it. */
	if (n > 1)
		scope[n++] = (struct search_scope){ SEARCH_OF_ROUND, QUESTION_SHELF };
	*ret_n = n;
	return ctx_ok(c);
}

static bool in_thread(struct str kind)
{
	return str_eq(kind, S("post")) || str_eq(kind, S("answer"));
}

static bool read_hit(struct ctx *c, const struct search_hit *s, struct find_hit *ret)
{
	struct find_hit h = { .id = s->doc.id,
		.parent = s->doc.parent,
		.week = s->doc.week,
		.at = s->doc.at,
		.kind = s->doc.kind,
		.subject = s->doc.subject,
		.byline = s->doc.byline,
		.title = s->doc.title,
		.piece = arena_new(c->mem, struct find_piece, s->pieces),
		.pieces = s->pieces };
	struct rows r;

	for (size_t i = 0; i < s->pieces; i++)
		h.piece[i] = (struct find_piece){ s->piece[i].text, s->piece[i].hit };
	if (in_thread(h.kind)) {
		if (!sql_one(c, &find_thread, ARGS(arg(h.parent)), &r))
			return false;
		h.title = row_str(&r, 0);
		h.zone = row_str(&r, 1);
		sql_end(&r);
	}
	*ret = h;
	return true;
}

bool find_run(struct ctx *c, const struct find_ask *ask, struct find_result *ret)
{
	struct search_scope scope[SCOPES];
	struct search_ask a = { .words = ask->words,
		.scope = scope,
		.week = ask->week,
		.kind = ask->kind,
		.subject = ask->subject,
		.before = ask->before,
		.max = FIND_PER_PAGE };
	struct search_found f;

	if (!read_scopes(c, scope, &a.scopes) || !search_find(c, &a, &f))
		return false;
	*ret = (struct find_result){ .hit = arena_new(c->mem, struct find_hit, f.n),
		.n = f.n,
		.words = f.words,
		.more = f.more,
		.near = f.near,
		.cut = f.cut };
	for (size_t i = 0; i < f.n; i++)
		if (!read_hit(c, &f.hit[i], &ret->hit[i]))
			return false;
	return true;
}

bool find_subjects(struct ctx *c, struct str **ret, size_t *ret_n)
{
	struct str *s = arena_new(c->mem, struct str, FIND_SUBJECTS_MAX);
	bool all = (c->roles & READ_ANY) != 0;
	const struct arg in[] = { arg((int64_t)FIND_SUBJECTS_MAX), arg(c->actor.v) };
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, all ? &find_subjects_all : &find_subjects_own,
		    (struct args){ in, all ? 1 : 2 }, &r))
		return false;
	while (sql_next(&r))
		s[n++] = row_str(&r, 0);
	*ret = s;
	*ret_n = n;
	return ctx_ok(c);
}
