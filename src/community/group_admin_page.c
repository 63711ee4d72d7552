/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/enrolment.h"
#include "community/group.h"
#include "community/round.h"
#include "community/round_routes.h"
#include "http/request.h"
#include "site/layout.h"

enum { TYPED_MAX = 2000 };

struct admin {
	struct round round;
	struct group group;
	const struct enrolment *member;
	size_t members;
	struct str name, subject, size, said, refused;
};

#include "round_field.html.h"

#include "group_admin.html.h"

/* A group of another round is as good as none. */
static bool load(struct request *rq, struct admin *a)
{
	struct round_id round = { path_id(rq, "round") };
	struct group_id id = { path_id(rq, "group") };
	struct ctx *c = rq->ctx;
	struct enrolment *member;

	*a = (struct admin){ 0 };
	if (!ctx_ok(c) || !round_get(c, round, &a->round) || !group_get(c, id, &a->group))
		return false;
	if (a->group.round.v != round.v)
		return fail(c, FAULT_ABSENT, "There is no such group in this round.");
	if (!enrolment_of_group(c, id, &member, &a->members))
		return false;
	a->member = member;
	a->name = a->group.name;
	a->subject = a->group.subject;
	a->size = a->group.size == 1
		? S("1 person is in this group.")
		: arena_fmt(c->mem, "%d people are in this group.", (int)a->group.size);
	return true;
}

static void show(struct request *rq, const struct admin *a)
{
	layout_open(rq, a->group.name);
	admin_view(&rq->out, rq, a);
	layout_close(rq);
}

bool group_admin_page(struct request *rq)
{
	struct str done = query_str(rq, "done", 16);
	struct admin a;

	if (!load(rq, &a))
		return false;
	if (str_eq(done, S("changed")))
		a.said = S("Your changes are saved.");
	else if (str_eq(done, S("out")))
		a.said = S("The person was taken out of the group.");
	show(rq, &a);
	return true;
}

static bool refused(struct request *rq, struct admin *a)
{
	if (!rq->ctx->wrong)
		a->refused = str_of(rq->ctx->fault.text);
	show(rq, a);
	return false;
}

bool group_admin_rename_page(struct request *rq)
{
	static const char *const names[] = { "name", "subject", NULL };
	struct admin a;

	if (!load(rq, &a))
		return false;
	a.name = form_str(rq, "name", TYPED_MAX);
	a.subject = form_str(rq, "subject", TYPED_MAX);
	struct group_draft d = { .name = a.name, .subject = a.subject };
	if (!form_only(rq, names) || !group_rename(rq->ctx, a.group.id, &d))
		return refused(rq, &a);
	return request_see(
		rq, URL("/round/%/group/%?done=changed", { a.round.id.v, a.group.id.v }));
}

bool group_admin_out_page(struct request *rq)
{
	static const char *const names[] = { "person", NULL };
	struct admin a;

	if (!load(rq, &a))
		return false;
	struct person_id person = { form_int(rq, "person", 1, INT64_MAX, 0) };
	if (!form_only(rq, names) || !group_take_out(rq->ctx, a.group.id, person))
		return refused(rq, &a);
	return request_see(rq, URL("/round/%/group/%?done=out", { a.round.id.v, a.group.id.v }));
}
