/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/published.h"

#include "core/activity.h"
#include "store/sql.h"

const struct published_person published_table[PUBLISHED_PEOPLE] = {
	{ 19, "Male", "Science and Engineering", "4", "Active", 226 },
	{ 20, "Male", "Computing Science", "4", "Active", 179 },
	{ 11, "Female", "Business", "4", "Active", 116 },
	{ 24, "Female", "Science and Engineering", "4", "Active", 95 },
	{ 12, "Female", "School of Law", "4", "Active", 88 },
	{ 13, "Female", "Critical Studies", "4", "Active", 74 },
	{ 2, "Female", "Life Science", "3", "Active", 69 },
	{ 1, "Female", "Chemistry", "3", "Less active", 66 },
	{ 23, "Male", "Math and Statistics", "4", "Less active", 61 },
	{ 15, "Female", "School of Law", "4", "Less active", 59 },
	{ 3, "Male", "Social and Political Science", "4", "Less active", 55 },
	{ 14, "Female", "Critical Studies and Humanities", "4", "Less active", 53 },
	{ 6, "Female", "Science and Engineering", "4", "Active", 52 },
	{ 5, "Female", "Social and Political Science", "3", "Less active", 43 },
	{ 8, "Female", "Business", "3", "Less active", 28 },
	{ 4, "Male", "Humanities", "4", "Less active", 27 },
	{ 17, "Female", "Humanities", "4", "Active", 20 },
	{ 21, "Female", "Life Science", "4", "Active", 19 },
	{ 16, "Male", "Chemistry", "3", "Active", 9 },
	{ 18, "Female", "Social and Political Science", "4", "Less active", 4 },
	{ 22, "Female", "Social and Political Science", "4", "Less active", 2 },
	{ 10, "Female", "Science and Engineering", "3", "Less active", 1 },
	{ 7, "Female", "Culture and creative arts", "3", "Less active", 0 },
	{ 9, "Female", "School of Law", "3", "Active", 0 },
};

static const struct stmt study_add = { "published_study_add",
	"INSERT INTO study (id, name, title, made_at) VALUES ($1, $2, $2, $3)", "isi", "" };

int64_t published_study(struct test *t, const char *name)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	int64_t id = ctx_id(c);

	CHECK(t, sql_run(c, &study_add, ARGS(arg(id), arg(str_of(name)), arg(c->now))));
	test_end(t);
	return id;
}

int64_t published_add(struct test *t, int64_t study, const struct published_person *p)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct participant who = { .study = study,
		.number = p->number,
		.gender = str_of(p->gender),
		.subject = str_of(p->subject),
		.year = str_of(p->year),
		.engagement = str_of(p->engagement) };
	bool fresh = false;
	struct str alias = arena_fmt(t->mem, "%lld", (long long)p->number);

	CHECK(t,
		participant_alias(c, study, alias, &who.id, &fresh) && fresh
			&& participant_describe(c, &who));
	for (int64_t i = 0; i < p->views; i++) {
		struct trace v = { .participant = who.id.v,
			.id = ctx_id(c),
			.at = c->now,
			.amount = 1,
			.class = TRACE_VISIT,
			.channel = CHANNEL_WEB,
			.object_kind = OBJECT_THREAD,
			.object = 7 };
		CHECK(t, activity_add(c, &v));
	}
	CHECK(t, test_end(t));
	return who.id.v;
}

int64_t published_make(struct test *t, const char *name)
{
	int64_t study = published_study(t, name);

	/* Not in the order of the table, so that the report has something to do. */
	for (size_t i = 0; i < PUBLISHED_PEOPLE; i++)
		published_add(t, study, &published_table[i * 7 % PUBLISHED_PEOPLE]);
	return study;
}
