/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The promise of /me/data: all that is held about a person is on it, and nothing of it is left
   after it was erased. Both are read from the schema itself, so that a table that is added later is
   looked at without a word here. */
#include "core/holding.h"

#include "app/wiring.h"
#include "base/buf.h"
#include "base/instant.h"
#include "community/post.h"
#include "core/background.h"
#include "core/consent.h"
#include "core/letter.h"
#include "core/person.h"
#include "test/programme.h"
#include "test/schema.h"

#include <jansson.h>

#include <stdio.h>

enum { SCRIPT_MAX = 1 << 20 };

/* Tables that name people and are in no list, and why. */
static const char *const kept[][2] = {
	{ "round", "made_by: what staff did in their work; the id names nobody once it is erased" },
	{ "trial", "made_by: as round" },
	{ "frozen", "made_by: as round" },
	{ "background_rule", "set_by: as round" },
	{ "invite_list", "sender_id: as round" },
	{ "survey", "made_by: as round" },
};

static bool names_people(struct str column)
{
	static const char *const words[] = { "person_id", "author_id", "sender_id", "actor_id",
		"participant_id", "first_id", "made_by", "set_by", "ended_by", "address",
		"address_key", "to_address" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(column, str_of(words[i])))
			return true;
	return false;
}

static bool has_word(struct str words, struct str word)
{
	while (words.len > 0)
		if (str_eq(str_cut(&words, ' '), word))
			return true;
	return false;
}

static bool listed(struct str table)
{
	const struct gate *g = &wiring_gate;

	for (size_t i = 0; i < g->holdings_n; i++)
		for (size_t j = 0; j < *g->holdings[i].n; j++)
			if (has_word(str_of(g->holdings[i].at[j].tables), table))
				return true;
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		if (str_eq(str_of(kept[i][0]), table))
			return true;
	return false;
}

void test_holding_lists_have_every_table_that_names_people(struct test *t)
{
	static struct schema_column all[SCHEMA_COLUMNS];
	size_t n = schema_columns(all), people = 0;

	CHECK(t, n > 150 && n < SCHEMA_COLUMNS);
	for (size_t i = 0; i < n; i++) {
		if (!names_people(all[i].name))
			continue;
		people++;
		if (listed(all[i].table))
			continue;
		printf("%.*s has %.*s, and no list of holdings has it\n", (int)all[i].table.len,
			all[i].table.at, (int)all[i].name.len, all[i].name.at);
		CHECK(t, listed(all[i].table));
	}
	CHECK(t, people > 20);
}

void test_holding_columns_have_a_word_each(struct test *t)
{
	for (size_t i = 0; i < wiring_gate.holdings_n; i++)
		for (size_t j = 0; j < *wiring_gate.holdings[i].n; j++) {
			const struct holding *h = &wiring_gate.holdings[i].at[j];
			struct str words = str_of(h->rows ? h->columns : "");
			size_t n = 0;
			for (; words.len > 0; n++)
				(void)str_cut(&words, ' ');
			CHECK(t, !h->rows || (n == strlen(h->rows->out) && n <= HOLDING_COLUMNS));
			CHECK(t, h->title && h->about && h->tables);
		}
}

static const struct stmt paper = { "holding_last_paper", "SELECT max(id) FROM paper", "", "i" };

/* Ann, with something in every place that a person can leave something in. */
static int64_t ann_was_here(struct test *t, struct programme *p)
{
	struct background facts = { .parents = PARENTS_NO_HE };
	struct letter_draft letter = { p->ann, "test", S("ann@cairn.example"), S("Dear zebrafinch"),
		S("Your zebrafinch") };
	int64_t text = 0, id;

	int64_t thread = programme_thread(t, p->ann, CHEMISTRY, "My zebrafinch", "A zebrafinch.");
	int64_t ben = programme_answer(t, p->ben, thread, "Ben answers.");
	int64_t own = programme_answer(t, p->ann, thread, "Another zebrafinch.");
	test_sign_in(t, p->ann);
	CHECK(t, test_get(t, programme_path(t, "/thread/%", thread, 0)).status == 200);
	const char *path = programme_path(t, "/thread/%/post/%/edit", thread, own);
	CHECK(t, test_post(t, path, "body=Edited+zebrafinch").status == 303);
	path = programme_path(t, "/thread/%/post/%/useful", thread, ben);
	CHECK(t, test_post(t, path, "on=1").status == 303);
	path = programme_path(t, "/thread/%/post/%/save", thread, ben);
	CHECK(t, test_post(t, path, "on=1").status == 303);
	CHECK(t,
		test_post(t, "/clinic/new",
			"once=z&kind=cv&goal=1&title=A+zebrafinch&ask=zebrafinch&text=zebrafinch")
				.status
			== 303);
	path = programme_path(
		t, "/clinic/paper/%/check/1", programme_number(t, &paper, NO_ARGS), 0);
	CHECK(t, test_post(t, path, "edition=0&also=&show=1").status == 303);
	test_sign_in(t, p->ben);
	CHECK(t,
		test_post(t, "/clinic/new", "once=z&kind=cv&goal=1&title=Of+ben&ask=&text=Ben.")
				.status
			== 303);
	int64_t of_ben = programme_number(t, &paper, NO_ARGS);
	path = programme_path(t, "/clinic/paper/%/check/1", of_ben, 0);
	CHECK(t, test_post(t, path, "edition=0&also=&show=1").status == 303);
	test_sign_in(t, p->ann);
	path = programme_path(t, "/clinic/paper/%/feedback", of_ben, 0);
	CHECK(t, test_post(t, path, "once=y&line=0&works=zebrafinch&idea=").status == 303);
	CHECK(t, test_post(t, "/me/name", "shown_name=zebrafinch").status == 303);
	CHECK(t, test_post(t, "/me/data/name", "name=Ann+zebrafinch").status == 303);
	struct ctx *c = test_ctx(t, p->ann);
	CHECK(t, background_keep(c, p->ann, &facts) && letter_queue(c, &letter, &id));
	CHECK(t, consent_publish(c, CONSENT_MEMBERSHIP, S("The rules."), &text));
	CHECK(t, consent_give(c, p->ann, text));
	CHECK(t, test_end(t));
	return thread;
}

static const json_t *list_of(const json_t *all, const char *name, size_t least)
{
	const json_t *list = json_object_get(all, name);

	return json_is_array(list) && json_array_size(list) >= least ? list : NULL;
}

void test_holding_is_shown_and_taken_away_whole(struct test *t)
{
	struct programme p;
	json_error_t why;

	programme_make(t, &p);
	ann_was_here(t, &p);
	test_sign_in(t, p.ann);
	struct reply page = test_get(t, "/me/data"), file = test_get(t, "/me/data/file");
	CHECK(t, page.status == 200 && test_has(page.body, "Edited zebrafinch"));
	CHECK(t, test_has(page.body, "ann@cairn.example") && !test_has(page.body, "Ben answers"));
	CHECK(t, test_has(page.body, "Parents in higher education: no."));
	json_t *all = json_loadb(file.body.at, file.body.len, 0, &why);
	CHECK(t, all != NULL);
	static const char *const lists[] = { "person", "background", "consent", "participant",
		"activity", "letters", "sessions", "groups", "threads", "posts", "earlier_texts",
		"marks", "papers", "paper_versions", "feedback", "clinic_turns" };
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		CHECK(t, list_of(all, lists[i], 1) != NULL);
	CHECK(t, list_of(all, "posts", 2) && !list_of(all, "posts", 3));
	CHECK(t, list_of(all, "marks", 2) && !test_has(file.body, "Ben answers"));
	json_decref(all);
	test_sign_in(t, p.ben);
	CHECK(t, !test_has(test_get(t, "/me/data/file").body, "zebrafinch."));
	test_sign_in(t, (struct person_id){ 0 });
	CHECK(t, test_get(t, "/me/data/file").status != 200);
}

static const struct stmt found = { "holding_found",
	"SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM rate WHERE key LIKE 'scan %'", "", "i" };

/* In how many rows of the database a word stands, in any column of text. The counts are kept in a
   table of counts while they are added up. */
static int64_t rows_with(struct test *t, const char *word)
{
	static struct schema_column all[SCHEMA_COLUMNS];
	size_t n = schema_columns(all);
	struct buf script;

	buf_init(&script, SCRIPT_MAX);
	buf_add(&script, S("DELETE FROM rate WHERE key LIKE 'scan %';"));
	for (size_t i = 0; i < n; i++)
		if (all[i].text)
			buf_fmt(&script,
				"INSERT INTO rate (key, window_at, n) SELECT 'scan %zu', 0,"
				" COUNT(*) FROM %.*s WHERE %.*s LIKE '%%%s%%';",
				i, (int)all[i].table.len, all[i].table.at, (int)all[i].name.len,
				all[i].name.at, word);
	buf_char(&script, '\0');
	CHECK(t,
		!script.spilled && sql_script(test_ctx(t, (struct person_id){ 0 }), script.at)
			&& test_end(t));
	buf_free(&script);
	return programme_number(t, &found, NO_ARGS);
}

static const struct stmt traces = { "traces_of", "SELECT COUNT(*) FROM activity", "", "i" };
static const struct stmt keys = { "keys_of", "SELECT COUNT(*) FROM participant_key", "", "i" };
static const struct stmt useful = { "useful_of", "SELECT SUM(useful) FROM post", "", "i" };
static const struct stmt posts = { "posts_left", "SELECT posts FROM thread WHERE id = $1", "i",
	"i" };

void test_holding_erased_leaves_nothing_but_the_shape_of_the_thread(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t thread = ann_was_here(t, &p);
	const char *path = programme_path(t, "/thread/%", thread, 0);
	CHECK(t, rows_with(t, "zebrafinch") >= 8 && rows_with(t, "ann@cairn") >= 3);
	CHECK(t, programme_number(t, &traces, NO_ARGS) > 0);
	int64_t before = programme_number(t, &keys, NO_ARGS);
	test_sign_in(t, p.ann);
	struct reply r = test_post(t, "/me/data/erase", "address=somebody@cairn.example");
	CHECK(t, r.status == 422 && test_has(r.body, "not the address"));
	CHECK(t, test_has(r.body, "somebody@cairn.example"));
	r = test_post(t, "/me/data/erase", "address=+ANN@cairn.example");
	CHECK(t, r.status == 303 && str_eq(r.location, S("/gone")));
	CHECK(t, test_get(t, "/gone").status == 200 && test_get(t, "/me/data").status != 200);
	CHECK(t, rows_with(t, "zebrafinch") == 0 && rows_with(t, "ann@cairn") == 0);
	CHECK(t, programme_number(t, &traces, NO_ARGS) == 0);
	CHECK(t, programme_participant(t, p.ann) == 0);
	CHECK(t, programme_number(t, &keys, NO_ARGS) == before - 1);
	CHECK(t, programme_number(t, &useful, NO_ARGS) == 0);
	CHECK(t, programme_number(t, &posts, ARGS(arg(thread))) == 1);
	test_sign_in(t, p.ben);
	r = test_get(t, path);
	CHECK(t, r.status == 200 && test_has(r.body, "Ben answers."));
	CHECK(t, test_has(r.body, "This post was deleted by its author."));
	CHECK(t, test_has(r.body, "A thread by somebody who left"));
	r = test_get(t, "/group/30");
	CHECK(t, r.status == 200 && !test_has(r.body, "zebrafinch"));
}

void test_holding_of_the_last_administrator_is_not_erased(struct test *t)
{
	struct person_id ada = test_person(t, "ada", ROLE_ADMINISTRATOR);
	struct person_id sam = test_person(t, "sam", ROLE_STUDENT);

	test_sign_in(t, ada);
	struct reply r = test_post(t, "/me/data/erase", "address=ada@cairn.example");
	CHECK(t, r.status == 409 && test_has(r.body, "has to be the administrator"));
	CHECK(t, test_get(t, "/me/data").status == 200);
	struct ctx *c = test_ctx(t, sam);
	CHECK(t, !holding_erase(c, ada, wiring_gate.holdings, wiring_gate.holdings_n));
	CHECK(t, c->fault.kind == FAULT_DENIED);
}
