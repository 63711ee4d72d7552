/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/note.h"

#include "base/utf8.h"
#include "community/words.h"
#include "core/secret.h"
#include "store/sql.h"

static const struct stmt is_saved = { "note_is_saved",
	"SELECT 1 FROM mark WHERE person_id = $1 AND thread_id = $2 AND post_id = $3"
	" AND kind = 'save'",
	"iii", "i" };
static const struct stmt is_saved_in_bank = { "note_is_saved_in_bank",
	"SELECT 1 FROM question_mark WHERE person_id = $1 AND question_id = $2 AND answer_id = $3"
	" AND kind = 'save'",
	"iii", "i" };
static const struct stmt put = { "note_put",
	"INSERT INTO saved_note (person_id, kind, object_id, sealed, at)"
	" VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person_id, kind, object_id) DO UPDATE"
	" SET sealed = excluded.sealed, at = excluded.at",
	"isisi", "" };
static const struct stmt drop = { "note_drop",
	"DELETE FROM saved_note WHERE person_id = $1 AND kind = $2 AND object_id = $3", "isi", "" };

static const char purpose[] = "note on what was saved";

bool note_open(struct ctx *c, struct person_id person, struct str sealed, struct str *ret)
{
	return secret_unseal(c, purpose, person.v, sealed, ret);
}

static bool check(struct ctx *c, struct mark_spot on, struct str text)
{
	const struct stmt *which = on.where == MARK_BANK ? &is_saved_in_bank : &is_saved;
	struct rows r;

	if (!utf8_is_text(text))
		return ctx_wrong(c, "note", "This holds characters that are not text.");
	if (utf8_length(text) > NOTE_MAX)
		return ctx_wrong(
			c, "note", "This is too long for a note. %d characters fit.", NOTE_MAX);
	if (!sql_open(c, which, ARGS(arg(c->actor.v), arg(on.in), arg(on.id)), &r))
		return false;
	bool saved = sql_next(&r);
	sql_end(&r);
	return ctx_ok(c)
		&& (saved
			|| fail(c, FAULT_CONFLICT,
				"This is on your list no more. Save it again to keep a note with "
				"it: your text is still here."));
}

/* As migrations/0025_question_mark.sql has them. */
static struct str kind_of(struct mark_spot on)
{
	if (on.where == MARK_THREAD)
		return S("post");
	return on.id ? S("answer") : S("question");
}

bool note_put(struct ctx *c, struct mark_spot on, struct str text)
{
	struct str kind = kind_of(on);
	int64_t object = on.id ? on.id : on.in;

	text = words_tidy(c, text);
	if (!ctx_ok(c) || !check(c, on, text))
		return false;
	if (words_blank(text))
		return sql_run(c, &drop, ARGS(arg(c->actor.v), arg(kind), arg(object)));
	return sql_run(c, &put,
		ARGS(arg(c->actor.v), arg(kind), arg(object),
			arg(secret_seal(c, purpose, c->actor.v, text)), arg(c->now)));
}
