/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/group.h"

#include "community/enrolment.h"
#include "community/round.h"
#include "community/round_template.h"
#include "community/study.h"
#include "core/audit.h"
#include "core/consent.h"
#include "core/participant.h"
#include "core/person.h"
#include "store/sql.h"
#include "test/coming.h"

static struct round_id make_round(
	struct test *t, struct ctx *c, struct study_id study, int64_t min, int64_t max)
{
	struct round_id id = { 0 };
	struct round_draft d;

	round_template_fill(c, &d);
	d.study = study;
	d.title = S("Autumn");
	d.size_min = min;
	d.size_max = max;
	CHECK(t, round_make(c, &d, &id));
	return id;
}

static struct group_id add_group(
	struct test *t, struct ctx *c, struct round_id round, const char *name)
{
	struct group_draft d = { .round = round, .name = str_of(name), .subject = S("law") };
	struct group_id id = { 0 };

	CHECK(t, group_make(c, &d, &id));
	return id;
}

void test_group_never_grows_past_the_bound(struct test *t)
{
	struct coming s = coming_make(t, 2, 3);
	struct person_id p[4];
	struct group g = { 0 };

	coming_enrol(t, &s, "law", 4, p);
	struct ctx *c = test_ctx(t, s.fran);
	struct group_id id = add_group(t, c, s.round, "Law");
	for (int i = 0; i < 3; i++)
		CHECK(t, group_put(c, id, p[i]));
	CHECK(t, group_get(c, id, &g) && g.size == 3);
	CHECK(t, !group_put(c, id, p[3]) && c->fault.kind == FAULT_CONFLICT);
	CHECK(t, strstr(c->fault.text, "more than 3 people"));
}

void test_group_moving_into_a_full_group_is_refused(struct test *t)
{
	struct coming s = coming_make(t, 2, 2);
	struct person_id p[3];

	coming_enrol(t, &s, "law", 3, p);
	struct ctx *c = test_ctx(t, s.fran);
	struct group_id a = add_group(t, c, s.round, "A"), b = add_group(t, c, s.round, "B");
	CHECK(t, group_put(c, a, p[0]) && group_put(c, a, p[1]) && group_put(c, b, p[2]));
	CHECK(t, group_move(c, b, p[1]) && group_move(c, b, p[1]));
	CHECK(t, !group_move(c, b, p[0]) && c->fault.kind == FAULT_CONFLICT);
}

void test_group_one_for_each_person_in_a_round(struct test *t)
{
	struct coming s = coming_make(t, 2, 13);
	struct person_id p[1];
	struct enrolment e = { 0 };

	coming_enrol(t, &s, "law", 1, p);
	struct ctx *c = test_ctx(t, s.fran);
	struct group_id a = add_group(t, c, s.round, "A"), b = add_group(t, c, s.round, "B");
	CHECK(t, group_put(c, a, p[0]));
	CHECK(t, group_move(c, b, p[0]) && enrolment_find(c, s.round, p[0], &e));
	CHECK(t, e.group.v == b.v && str_eq(e.group_name, S("B")));
	CHECK(t, group_move(c, a, p[0])); /* back to where they were */
	CHECK(t, !group_put(c, b, p[0]) && c->fault.kind == FAULT_CONFLICT);
}

void test_group_takes_only_people_of_its_round(struct test *t)
{
	struct coming s = coming_make(t, 2, 13);
	struct person_id ann = test_person(t, "ann", ROLE_STUDENT);
	struct ctx *c = test_ctx(t, s.fran);
	struct group_id id = add_group(t, c, s.round, "A");

	CHECK(t, !group_put(c, id, ann) && c->fault.kind == FAULT_CONFLICT);
	c = test_ctx(t, s.fran);
	CHECK(t, !group_put(c, (struct group_id){ 999 }, ann) && c->fault.kind == FAULT_ABSENT);
}

void test_group_names_are_unique_in_a_round(struct test *t)
{
	struct coming s = coming_make(t, 2, 13);
	struct ctx *c = test_ctx(t, s.fran);
	struct group_id id = add_group(t, c, s.round, "Law"), other = { 0 };
	struct group_draft d = { .round = s.round, .name = S(" law ") };
	struct group g = { 0 };

	d.name = S("Law two");
	CHECK(t, group_rename(c, id, &d) && group_get(c, id, &g) && str_eq(g.name, S("Law two")));
	CHECK(t, group_rename(c, id, &d)); /* its own name is not taken */
	d.name = S(" law TWO ");
	CHECK(t, !group_make(c, &d, &other) && c->fault.kind == FAULT_INVALID);
	CHECK(t, c->wrong && strcmp(c->wrong->field, "name") == 0);
}

void test_group_members_and_taking_out(struct test *t)
{
	struct coming s = coming_make(t, 2, 13);
	struct person_id p[2];
	struct group_member *member = NULL;
	struct enrolment *e = NULL;
	size_t n = 0;

	coming_enrol(t, &s, "law", 2, p);
	struct ctx *c = test_ctx(t, s.fran);
	struct group_id id = add_group(t, c, s.round, "A");
	CHECK(t, group_put(c, id, p[0]) && group_put(c, id, p[1]));
	CHECK(t,
		group_members(c, id, &member, &n) && n == 2
			&& str_eq(member[0].shown_name, S("law0")));
	CHECK(t, enrolment_unplaced(c, s.round, &e, &n) && n == 0);
	CHECK(t, group_take_out(c, id, p[0]) && group_members(c, id, &member, &n) && n == 1);
	CHECK(t, enrolment_unplaced(c, s.round, &e, &n) && n == 1 && e[0].person.v == p[0].v);
	CHECK(t, enrolment_of_group(c, id, &e, &n) && n == 1 && e[0].person.v == p[1].v);
	CHECK(t, !group_take_out(c, id, p[0]) && c->fault.kind == FAULT_ABSENT);
}

void test_group_readable_is_ones_own_and_the_round_when_it_is_read_across(struct test *t)
{
	struct coming s = coming_make(t, 2, 13);
	struct person_id p[2];
	struct group_seen *seen = NULL;
	struct round_draft d;
	size_t n = 0;

	coming_enrol(t, &s, "law", 2, p);
	struct ctx *c = test_ctx(t, s.fran);
	struct group_id a = add_group(t, c, s.round, "A"), b = add_group(t, c, s.round, "B");
	add_group(t, c, make_round(t, c, s.study, 2, 13), "Of another round");
	CHECK(t, group_put(c, b, p[0]));
	c = test_ctx(t, p[0]);
	CHECK(t, group_readable(c, &seen, &n) && n == 2);
	CHECK(t, n == 2 && seen[0].group.id.v == b.v && seen[0].mine && seen[0].group.size == 1);
	CHECK(t, n == 2 && seen[1].group.id.v == a.v && !seen[1].mine);
	CHECK(t, group_readable(test_ctx(t, p[1]), &seen, &n) && n == 0);
	c = test_ctx(t, s.fran);
	round_template_fill(c, &d);
	d.title = S("Autumn");
	d.read_across = false;
	CHECK(t, round_edit(c, s.round, &d));
	CHECK(t, group_readable(test_ctx(t, p[0]), &seen, &n) && n == 1 && seen[0].mine);
}

void test_group_size_bound_cannot_fall_below_a_group(struct test *t)
{
	struct coming s = coming_make(t, 2, 13);
	struct person_id p[3];
	struct round_draft d;

	coming_enrol(t, &s, "law", 3, p);
	struct ctx *c = test_ctx(t, s.fran);
	struct group_id id = add_group(t, c, s.round, "A");
	for (int i = 0; i < 3; i++)
		CHECK(t, group_put(c, id, p[i]));
	round_template_fill(c, &d);
	d.title = S("Autumn");
	d.size_min = 2;
	d.size_max = 3;
	CHECK(t, round_edit(c, s.round, &d));
	d.size_max = 2;
	CHECK(t,
		!round_edit(c, s.round, &d) && c->wrong
			&& strcmp(c->wrong->field, "size_max") == 0);
}

void test_group_changes_are_audited_by_person(struct test *t)
{
	struct coming s = coming_make(t, 2, 13);
	struct person_id p[1];
	struct audit_row *row = NULL;
	size_t n = 0;

	coming_enrol(t, &s, "law", 1, p);
	struct ctx *c = test_ctx(t, s.fran);
	struct group_id a = add_group(t, c, s.round, "A"), b = add_group(t, c, s.round, "B");
	CHECK(t, group_put(c, a, p[0]) && group_move(c, b, p[0]) && group_take_out(c, b, p[0]));
	CHECK(t, audit_list(c, 0, 4, &row, &n) && n == 4);
	CHECK(t, n == 4 && str_eq(row[0].act, S("group.take_out")) && row[0].subject == p[0].v);
	CHECK(t,
		n == 4 && str_eq(row[1].act, S("group.put"))
			&& str_eq(row[1].subject_kind, S("person")));
	CHECK(t, n == 4 && str_eq(row[2].act, S("group.take_out")) && row[2].actor.v == s.fran.v);
	CHECK(t, n == 4 && str_eq(row[3].act, S("group.put")) && str_has(row[3].note, S("group ")));
}

void test_enrolment_once_and_again_after_leaving(struct test *t)
{
	struct coming s = coming_make(t, 2, 13);
	struct person_id p[1];
	struct enrolment e = { 0 };
	int64_t n = -1;

	coming_enrol(t, &s, "law", 1, p);
	struct enrolment_draft d = { s.round, p[0], S("history"), 3 };
	struct ctx *c = test_ctx(t, s.fran);
	struct group_id id = add_group(t, c, s.round, "A");
	CHECK(t, group_put(c, id, p[0]) && enrolment_end(c, s.round, p[0]));
	CHECK(t, enrolment_count(c, s.round, &n) && n == 0);
	CHECK(t, enrolment_add(c, &d) && enrolment_find(c, s.round, p[0], &e));
	CHECK(t, e.year == 3 && str_eq(e.subject, S("history")) && e.group.v == 0);
	d.year = 4;
	CHECK(t, enrolment_describe(c, &d) && enrolment_find(c, s.round, p[0], &e) && e.year == 4);
	CHECK(t, !enrolment_add(c, &d) && c->fault.kind == FAULT_CONFLICT);
}

void test_enrolment_refuses_bad_subject_and_year(struct test *t)
{
	struct coming s = coming_make(t, 2, 13);
	struct person_id ann = test_person(t, "ann", ROLE_STUDENT);
	struct enrolment_draft d = { s.round, ann, S("  "), 10 };
	struct ctx *c = test_ctx(t, s.fran);

	CHECK(t, !enrolment_add(c, &d) && c->fault.kind == FAULT_INVALID);
	CHECK(t, c->wrong && c->wrong->next);
	c = test_ctx(t, s.fran);
	CHECK(t, !enrolment_end(c, s.round, ann) && c->fault.kind == FAULT_ABSENT);
}

static const struct stmt subject_of = { "group_test_subject_of",
	"SELECT subject, year FROM participant WHERE id = $1", "i", "ss" };

void test_enrolment_joins_the_study_only_with_consent(struct test *t)
{
	struct coming s = coming_make(t, 2, 13);
	struct person_id yes = test_person(t, "yes", ROLE_STUDENT),
			 later = test_person(t, "later", ROLE_STUDENT);
	struct participant_id found = { 0 };
	int64_t text = 0;
	struct rows r;
	struct ctx *c = test_ctx(t, s.fran);

	CHECK(t, consent_publish(c, CONSENT_STUDY, S("May we study this?"), &text));
	CHECK(t, consent_give(c, yes, text));
	CHECK(t, enrolment_add(c, &(struct enrolment_draft){ s.round, yes, S("law"), 0 }));
	CHECK(t, enrolment_add(c, &(struct enrolment_draft){ s.round, later, S("art"), 4 }));
	CHECK(t, participant_find(c, s.study.v, yes, &found) && found.v != 0);
	CHECK(t, participant_find(c, s.study.v, later, &found) && found.v == 0);
	CHECK(t, enrolment_join_studies(c, later));
	CHECK(t, participant_find(c, s.study.v, later, &found) && found.v == 0);
	CHECK(t, consent_give(c, later, text) && enrolment_join_studies(c, later));
	CHECK(t, participant_find(c, s.study.v, later, &found) && found.v != 0);
	CHECK(t, sql_one(c, &subject_of, ARGS(arg(found.v)), &r));
	CHECK(t, str_eq(row_str(&r, 0), S("art")) && str_eq(row_str(&r, 1), S("4")));
	sql_end(&r);
}

void test_enrolment_list_goes_on_by_name(struct test *t)
{
	struct coming s = coming_make(t, 2, 13);
	struct person_id p[5];
	struct enrolment *e = NULL;
	size_t n = 0;

	coming_enrol(t, &s, "law", 5, p);
	struct ctx *c = test_ctx(t, s.fran);
	CHECK(t, enrolment_list(c, s.round, (struct person_id){ 0 }, 3, &e, &n) && n == 3);
	CHECK(t, n == 3 && e[0].person.v == p[0].v && e[2].person.v == p[2].v);
	CHECK(t, enrolment_list(c, s.round, p[2], 3, &e, &n) && n == 2 && e[0].person.v == p[3].v);
	CHECK(t, n == 2 && str_eq(e[1].address, S("law4@cairn.example")));
}
