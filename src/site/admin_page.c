/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site/admin_page.h"

#include "base/instant.h"
#include "core/audit.h"
#include "core/job.h"
#include "core/letter.h"
#include "core/once.h"
#include "core/person.h"
#include "site/layout.h"

enum { PAGE = 100, FOUND = 50, FAILED = 50, ROLES = 8, WORD_MAX = 200, NAME_BYTES = 800 };
enum { AT_PEOPLE, AT_AUDIT, AT_JOBS };

struct part {
	struct url url;
	const char *name;
};
static const struct part parts[] = {
	{ { "/admin/people" }, "People" },
	{ { "/admin/audit" }, "Audit log" },
	{ { "/admin/jobs" }, "Letters and jobs" },
	{ { "/admin/words" }, "Words of the institution" },
};
struct people {
	struct ctx *ctx;
	const struct person *at;
	size_t n;
	bool more;
	struct str q;
};
struct adding {
	struct person_draft draft;
	struct str once, name_wrong, address_wrong, roles_wrong;
};
struct trail {
	const struct audit_row *at;
	size_t n;
	bool more;
};

static struct str roles_text(struct ctx *c, int64_t roles)
{
	struct str text = S("");

	for (int64_t role = ROLE_SAFEGUARDING; role; role >>= 1)
		if (roles & role)
			text = arena_fmt(c->mem, "%.*s%s%s", (int)text.len, text.at,
				text.len ? ", " : "", person_role_name((enum role)role));
	return text.len ? text : S("nothing yet");
}

static struct str name_or_number(struct ctx *c, struct str name, int64_t id)
{
	return name.len ? name : arena_fmt(c->mem, "somebody who is gone (%lld)", (long long)id);
}

#include "admin.html.h"

static bool list(struct request *rq, struct people *p)
{
	struct ctx *c = rq->ctx;
	struct person_id after = { query_int(rq, "after", 0, INT64_MAX / 2, 0) };
	struct person from = { .name = S("") }, *at;

	p->ctx = c;
	p->q = str_trim(query_str(rq, "q", WORD_MAX));
	if (!ctx_ok(c))
		return false;
	if (p->q.len) {
		p->more = false;
		bool found = person_search(c, p->q, FOUND, &at, &p->n);
		p->at = at;
		return found;
	}
	if ((after.v && !person_get(c, after, &from))
		|| !person_list(c, from.name, after, PAGE + 1, &at, &p->n))
		return false;
	p->more = p->n > PAGE;
	p->n -= p->more;
	p->at = at;
	return true;
}

static void people_page(struct request *rq, const struct people *p, struct adding *a)
{
	a->once = layout_once(rq);
	a->name_wrong = layout_wrong_at(rq, "name");
	a->address_wrong = layout_wrong_at(rq, "address");
	a->roles_wrong = layout_wrong_at(rq, "roles");
	layout_open(rq, S("People"));
	layout_wrong(rq);
	buf_add(&rq->out, S("<div class=\"wide\">\n<h1>People</h1>\n"));
	admin_parts(&rq->out, AT_PEOPLE);
	admin_people(&rq->out, p);
	admin_add(&rq->out, a);
	buf_add(&rq->out, S("</div>\n"));
	layout_close(rq);
}

bool admin_people_show(struct request *rq)
{
	struct adding a = { .draft = { S(""), S(""), S(""), ROLE_STUDENT } };
	struct people p;

	if (!list(rq, &p))
		return false;
	people_page(rq, &p, &a);
	return true;
}

static int64_t roles_of(struct request *rq)
{
	struct str value;
	int64_t roles = 0, role = 0;

	for (size_t i = 0; i < ROLES && form_nth(rq, "role", i, 4, &value); i++)
		if (str_to_int(value, &role) && role > 0 && role <= ROLE_ALL)
			roles |= role;
		else
			(void)!ctx_wrong(rq->ctx, "roles", "There is no such role.");
	return roles;
}

static bool add(struct request *rq, const struct person_draft *d)
{
	static const char *const fields[] = { "once", "name", "address", "role", NULL };
	struct ctx *c = rq->ctx;
	struct str once = form_str(rq, "once", 64);
	struct person_id id;
	int64_t before;

	if (!form_only(rq, fields) || !ctx_ok(c) || !once_find(c, once, d->address, &before))
		return false;
	if (before)
		return request_see(rq, URL("/admin/people/%", { before }));
	return person_add(c, d, &id) && once_keep(c, once, d->address, id.v)
		&& request_see(rq, URL("/admin/people/%", { id.v }));
}

bool admin_people_add(struct request *rq)
{
	struct people p;
	struct adding a = { .draft = { .shown_name = S("") } };

	if (!list(rq, &p))
		return false;
	a.draft.name = form_str(rq, "name", NAME_BYTES);
	a.draft.address = form_str(rq, "address", PERSON_ADDRESS_MAX);
	a.draft.roles = roles_of(rq);
	if (add(rq, &a.draft))
		return true;
	if (rq->ctx->fault.kind == FAULT_CONFLICT)
		(void)!ctx_wrong(rq->ctx, "address", "%s", rq->ctx->fault.text);
	people_page(rq, &p, &a);
	return false;
}

static void person_page(struct request *rq, const struct person *p, int64_t roles)
{
	layout_open(rq, p->name);
	layout_wrong(rq);
	admin_person(&rq->out, p, roles, layout_wrong_at(rq, "roles"));
	layout_close(rq);
}

bool admin_person_show(struct request *rq)
{
	struct person p;

	if (!person_get(rq->ctx, (struct person_id){ path_id(rq, "person") }, &p))
		return false;
	person_page(rq, &p, p.roles);
	return true;
}

bool admin_person_send(struct request *rq)
{
	static const char *const fields[] = { "role", NULL };
	struct ctx *c = rq->ctx;
	struct person p;

	if (!form_only(rq, fields)
		|| !person_get(c, (struct person_id){ path_id(rq, "person") }, &p))
		return false;
	int64_t roles = roles_of(rq);
	if (ctx_ok(c) && person_set_roles(c, p.id, roles))
		return request_see(rq, URL("/admin/people"));
	if (c->fault.kind == FAULT_CONFLICT)
		(void)!ctx_wrong(c, "roles", "%s", c->fault.text);
	person_page(rq, &p, roles);
	return false;
}

bool admin_audit_show(struct request *rq)
{
	int64_t before = query_int(rq, "before", 0, INT64_MAX / 2, 0);
	struct audit_row *row;
	struct trail t = { 0 };

	if (!ctx_ok(rq->ctx) || !audit_list(rq->ctx, before, PAGE + 1, &row, &t.n))
		return false;
	t.at = row;
	t.more = t.n > PAGE;
	t.n -= t.more;
	layout_open(rq, S("Audit log"));
	buf_add(&rq->out, S("<div class=\"wide\">\n<h1>Audit log</h1>\n"));
	admin_parts(&rq->out, AT_AUDIT);
	admin_audit(&rq->out, rq->ctx, &t);
	buf_add(&rq->out, S("</div>\n"));
	layout_close(rq);
	return true;
}

bool admin_jobs_show(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct letter *letter;
	struct job_row *job;
	size_t letters, jobs;

	if (!letter_list_troubled(c, 0, FAILED, &letter, &letters)
		|| !job_list_failed(c, 0, FAILED, &job, &jobs))
		return false;
	layout_open(rq, S("Letters and jobs"));
	buf_add(&rq->out, S("<div class=\"wide\">\n<h1>Letters and jobs</h1>\n"));
	admin_parts(&rq->out, AT_JOBS);
	admin_letters(&rq->out, c, letter, letters);
	admin_jobs(&rq->out, c, job, jobs);
	buf_add(&rq->out, S("</div>\n"));
	layout_close(rq);
	return true;
}
