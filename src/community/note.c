/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/note.h"

#include "base/utf8.h"
#include "community/words.h"
#include "core/secret.h"
#include "store/sql.h"

static const struct stmt find = { "note_find",
	"SELECT sealed FROM saved_note WHERE person_id = $1 AND kind = 'post' AND object_id = $2",
	"ii", "s" };
static const struct stmt is_saved = { "note_is_saved",
	"SELECT 1 FROM mark WHERE person_id = $1 AND thread_id = $2 AND post_id = $3"
	" AND kind = 'save'",
	"iii", "i" };
static const struct stmt put = { "note_put",
	"INSERT INTO saved_note (person_id, kind, object_id, sealed, at)"
	" VALUES ($1, 'post', $2, $3, $4) ON CONFLICT (person_id, kind, object_id) DO UPDATE"
	" SET sealed = excluded.sealed, at = excluded.at",
	"iisi", "" };
static const struct stmt drop = { "note_drop",
	"DELETE FROM saved_note WHERE person_id = $1 AND kind = 'post' AND object_id = $2", "ii",
	"" };

static const char purpose[] = "note on what was saved";

bool note_open(struct ctx *c, struct person_id person, struct str sealed, struct str *ret)
{
	return secret_unseal(c, purpose, person.v, sealed, ret);
}

bool note_find(struct ctx *c, struct post_id post, struct str *ret)
{
	struct str sealed = S("");
	struct rows r;

	*ret = sealed;
	if (!sql_open(c, &find, ARGS(arg(c->actor.v), arg(post.v)), &r))
		return false;
	if (sql_next(&r)) {
		sealed = row_str(&r, 0);
		sql_end(&r);
	}
	return ctx_ok(c) && (sealed.len == 0 || note_open(c, c->actor, sealed, ret));
}

static bool check(struct ctx *c, struct thread_id thread, struct post_id post, struct str text)
{
	struct rows r;

	if (!utf8_is_text(text))
		return ctx_wrong(c, "note", "This holds characters that are not text.");
	if (utf8_length(text) > NOTE_MAX)
		return ctx_wrong(
			c, "note", "This is too long for a note. %d characters fit.", NOTE_MAX);
	if (!sql_open(c, &is_saved, ARGS(arg(c->actor.v), arg(thread.v), arg(post.v)), &r))
		return false;
	bool saved = sql_next(&r);
	sql_end(&r);
	return ctx_ok(c)
		&& (saved
			|| fail(c, FAULT_CONFLICT,
				"This is on your list no more. Save it again to keep a note with "
				"it: your text is still here."));
}

bool note_put(struct ctx *c, struct thread_id thread, struct post_id post, struct str text)
{
	text = words_tidy(c, text);
	if (!ctx_ok(c) || !check(c, thread, post, text))
		return false;
	if (words_blank(text))
		return sql_run(c, &drop, ARGS(arg(c->actor.v), arg(post.v)));
	return sql_run(c, &put,
		ARGS(arg(c->actor.v), arg(post.v), arg(secret_seal(c, purpose, c->actor.v, text)),
			arg(c->now)));
}
