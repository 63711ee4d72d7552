/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/question_note.h"

#include "base/utf8.h"
#include "community/words.h"
#include "core/secret.h"
#include "store/sql.h"

static const char purpose[] = "question note";

static const struct stmt put = { "question_note_put",
	"INSERT INTO question_note (person_id, question_id, sealed, saved_at)"
	" VALUES ($1, $2, $3, $4) ON CONFLICT (person_id, question_id) DO UPDATE"
	" SET sealed = excluded.sealed, saved_at = excluded.saved_at",
	"iisi", "" };
static const struct stmt drop = { "question_note_drop",
	"DELETE FROM question_note WHERE person_id = $1 AND question_id = $2", "ii", "" };
static const struct stmt one = { "question_note_one",
	"SELECT sealed FROM question_note WHERE person_id = $1 AND question_id = $2", "ii", "s" };
/* Notes stay when the question was taken out: they are their writer's. */
static const struct stmt list = { "question_notes",
	"SELECT n.question_id, CASE WHEN q.deleted_at = 0 THEN q.text ELSE '' END, n.sealed,"
	" n.saved_at FROM question_note n JOIN question q ON q.id = n.question_id"
	" WHERE n.person_id = $1 AND n.question_id < $2 ORDER BY n.question_id DESC LIMIT $3",
	"iii", "issi" };

bool question_note_keep(struct ctx *c, struct question_id id, struct str note)
{
	if (!utf8_is_text(note))
		return ctx_wrong(c, "note", "This holds characters that are not text.");
	note = words_tidy(c, note);
	if (utf8_length(note) > QUESTION_NOTE_MAX)
		return ctx_wrong(c, "note", "A note has at most %d letters.", QUESTION_NOTE_MAX);
	if (words_blank(note))
		return sql_run(c, &drop, ARGS(arg(c->actor.v), arg(id.v)));
	struct question q;
	if (!question_get(c, id, &q))
		return false;
	struct str sealed = secret_seal(c, purpose, c->actor.v, note);
	return sql_run(c, &put, ARGS(arg(c->actor.v), arg(id.v), arg(sealed), arg(c->now)));
}

bool question_note_find(struct ctx *c, struct question_id id, struct str *ret)
{
	struct str sealed = S("");
	struct rows r;

	*ret = S("");
	if (!sql_open(c, &one, ARGS(arg(c->actor.v), arg(id.v)), &r))
		return false;
	if (sql_next(&r)) {
		sealed = row_str(&r, 0);
		sql_end(&r);
	}
	return ctx_ok(c) && (sealed.len == 0 || secret_unseal(c, purpose, c->actor.v, sealed, ret));
}

bool question_note_list(
	struct ctx *c, struct question_id before, struct question_note **ret, size_t *ret_n)
{
	struct question_note *p = arena_new(c->mem, struct question_note, QUESTION_NOTES_SHOWN);
	int64_t from = before.v ? before.v : INT64_MAX;
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &list,
		    ARGS(arg(c->actor.v), arg(from), arg((int64_t)QUESTION_NOTES_SHOWN)), &r))
		return false;
	while (sql_next(&r))
		p[n++] = (struct question_note){ { row_int(&r, 0) }, row_str(&r, 1), row_str(&r, 2),
			row_int(&r, 3) };
	for (size_t i = 0; ctx_ok(c) && i < n; i++)
		if (!secret_unseal(c, purpose, c->actor.v, p[i].note, &p[i].note))
			return false;
	*ret = p;
	*ret_n = n;
	return ctx_ok(c);
}

bool question_note_open(struct ctx *c, struct person_id person, struct str row, struct str *ret)
{
	struct str sealed = row;

	(void)str_cut(&sealed, ' ');
	*ret = S("");
	return sealed.len == 0 || secret_unseal(c, purpose, person.v, sealed, ret);
}
