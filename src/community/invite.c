/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/invite.h"

#include "base/instant.h"
#include "community/invite_address.h"
#include "community/invite_send.h"
#include "community/joining.h"
#include "core/audit.h"
#include "core/once.h"
#include "core/person.h"
#include "core/rate.h"
#include "core/secret.h"
#include "core/session.h"
#include "core/signin.h"
#include "store/sql.h"

/* A form that is sent a second time within this is a double tap. */
#define TAP (10 * INSTANT_MINUTE)

/* A hall full of students has one network address. */
static const struct rate by_network = { "join network", 2000, INSTANT_HOUR };
static const struct rate by_link = { "join link", 20, INSTANT_HOUR };
static const struct rate mine_by_network = { "join mine network", 100, INSTANT_HOUR };
static const struct rate mine_by_address = { "join mine", 3, INSTANT_DAY };

static const struct stmt by_token = { "invitation_by_token",
	"SELECT i.list_id, i.id, i.round_id, i.person_id, i.address, i.name, r.title, p.name,"
	" i.started_at, i.refused_at, r.closes_at, coalesce((SELECT o.id FROM person o WHERE"
	" o.address_key = i.address_key), 0) FROM invitation i"
	" JOIN invite_list l ON l.id = i.list_id JOIN person p ON p.id = l.sender_id"
	" JOIN round r ON r.id = i.round_id WHERE i.token_hash = $1 AND i.sent_at > 0",
	"s", "iiiissssiiii" };
static const struct stmt by_address = { "invitation_by_address",
	"SELECT list_id, id, person_id, address FROM invitation"
	" WHERE round_id = $1 AND address_key = $2 AND sent_at > 0 AND refused_at = 0"
	" AND NOT EXISTS (SELECT 1 FROM invite_refusal WHERE address_hash = $3)",
	"iss", "iiis" };
static const struct stmt mark_started = { "invitation_started",
	"UPDATE invitation SET person_id = $3, started_at = CASE WHEN started_at = 0 THEN $4 ELSE"
	" started_at END WHERE list_id = $1 AND id = $2",
	"iiii", "" };
static const struct stmt mark_refused = { "invitation_refused",
	"UPDATE invitation SET refused_at = $3 WHERE list_id = $1 AND id = $2 AND refused_at = 0",
	"iii", "" };
static const struct stmt refusal_add = { "invite_refusal_add",
	"INSERT INTO invite_refusal (address_hash, at) VALUES ($1, $2)"
	" ON CONFLICT (address_hash) DO NOTHING",
	"si", "" };
static const struct stmt mark_joined = { "invitation_joined",
	"UPDATE invitation SET joined_at = $3, person_id = $2, started_at = CASE WHEN started_at ="
	" 0 THEN $3 ELSE started_at END WHERE round_id = $1 AND joined_at = 0 AND sent_at > 0"
	" AND (person_id = $2 OR address_key = (SELECT p.address_key FROM person p"
	" WHERE p.id = $2))",
	"iii", "" };

static const struct stmt brought_by = { "invitation_brought_by",
	"SELECT p.roles FROM invitation i JOIN invite_list l ON l.id = i.list_id"
	" JOIN person p ON p.id = l.sender_id WHERE i.round_id = $1 AND i.person_id = $2"
	" AND i.started_at > 0 ORDER BY i.started_at DESC, i.list_id LIMIT 1",
	"ii", "i" };

static bool find(struct ctx *c, struct str token, struct invitation *ret)
{
	struct rows r;

	if (token.len != SESSION_TOKEN_LEN)
		return fail(c, FAULT_ABSENT,
			"This is not a whole invitation link. Perhaps a part of it is missing.");
	if (!sql_open(c, &by_token, ARGS(arg(secret_token_hash(c, token))), &r))
		return false;
	if (!sql_next(&r))
		return ctx_ok(c)
			&& fail(c, FAULT_ABSENT,
				"This is not an invitation link, or its list was taken back.");
	*ret = (struct invitation){ .list = row_int(&r, 0),
		.id = row_int(&r, 1),
		.round = { row_int(&r, 2) },
		.person = { row_int(&r, 3) },
		.address = row_str(&r, 4),
		.name = row_str(&r, 5),
		.round_title = row_str(&r, 6),
		.sender_name = row_str(&r, 7),
		.started_at = row_int(&r, 8),
		.refused_at = row_int(&r, 9),
		.closes_at = row_int(&r, 10),
		.owner = { row_int(&r, 11) } };
	sql_end(&r);
	ret->masked = invite_address_masked(c->mem, ret->address);
	return true;
}

bool invite_find(struct ctx *c, struct str token, struct invitation *ret)
{
	if (!find(c, token, ret))
		return false;
	return ret->closes_at > c->now
		|| fail(c, FAULT_GONE, "This round is over, so its invitations have ended.");
}

static bool begin_as(struct ctx *c, const struct invitation *i, struct person_id person)
{
	return sql_run(c, &mark_started, ARGS(arg(i->list), arg(i->id), arg(person.v), arg(c->now)))
		&& joining_open(c, i->round, person);
}

static struct str after_signin(struct ctx *c, const struct invitation *i)
{
	return arena_fmt(c->mem, "/join/%lld/why", (long long)i->round.v);
}

/* To the address that was invited, never to one that somebody typed. */
static bool mail_link(struct ctx *c, const struct invitation *i, struct str network)
{
	struct signin_ask ask = { .address = i->address,
		.network = network,
		.next = after_signin(c, i),
		.draft_title = S(""),
		.draft_body = S("") };

	return signin_ask(c, &ask);
}

/* Whoever was on the list as nothing but an address is called by what stands before the @. */
static struct str name_of(const struct invitation *i)
{
	struct str local = i->address;

	return i->name.len ? i->name : str_cut(&local, '@');
}

/* What is done now is the act of whoever opened the link. */
static bool make_account(struct ctx *c, const struct invitation *i, const struct invite_came *came,
	struct invite_outcome *ret)
{
	struct person_draft d = {
		.address = i->address, .name = name_of(i), .roles = ROLE_STUDENT
	};
	struct person_id id;

	if (!person_add(c, &d, &id) || !begin_as(c, i, id))
		return false;
	c->actor = id;
	bool good = audit_add(c, "began with an invitation", "person", id.v, S(""))
		&& once_keep(c, came->once, came->token, id.v)
		&& session_open(c, id, came->agent, &ret->session);
	c->actor = (struct person_id){ 0 };
	return good;
}

/* The same form again, a moment later: the answer to the first may never have arrived. */
static bool is_tap(
	struct ctx *c, const struct invitation *i, const struct invite_came *came, bool *ret)
{
	int64_t before = 0;

	c->actor = i->person;
	bool good = i->person.v == 0 || once_find(c, came->once, came->token, &before);
	c->actor = (struct person_id){ 0 };
	*ret = before > 0 && c->now - i->started_at < TAP;
	return good;
}

/* Nobody is signed in on this device. */
static bool start_anew(struct ctx *c, const struct invitation *i, const struct invite_came *came,
	struct invite_outcome *ret)
{
	bool tap;

	if (!is_tap(c, i, came, &tap))
		return false;
	ret->result = INVITE_IN;
	if (tap)
		return session_open(c, i->person, came->agent, &ret->session);
	if (i->owner.v == 0 && i->person.v == 0)
		return make_account(c, i, came, ret);
	ret->result = INVITE_MAIL;
	return (i->person.v || begin_as(c, i, i->owner)) && mail_link(c, i, came->network);
}

bool invite_start(struct ctx *c, const struct invite_came *came, struct invite_outcome *ret)
{
	struct invite_outcome o = { .session = S("") };
	struct invitation i = { 0 };

	if (!rate_check(c, &by_network, came->network) || !rate_check(c, &by_link, came->token)
		|| !invite_find(c, came->token, &i))
		return false;
	bool good = true;
	if (c->actor.v == 0) {
		good = start_anew(c, &i, came, &o);
	} else if (c->actor.v == i.person.v || c->actor.v == i.owner.v) {
		o.result = INVITE_IN;
		good = begin_as(c, &i, c->actor);
	} else {
		o.result = INVITE_OTHER;
	}
	if (good)
		*ret = o;
	return good;
}

bool invite_refuse(struct ctx *c, struct str token)
{
	struct invitation i = { 0 };

	if (!find(c, token, &i))
		return false;
	struct str key = invite_address_key(c->mem, i.address);
	struct str hash = secret_name(c, invite_send_refusal, key);
	return sql_run(c, &mark_refused, ARGS(arg(i.list), arg(i.id), arg(c->now)))
		&& sql_run(c, &refusal_add, ARGS(arg(hash), arg(c->now)));
}

static bool write_to(struct ctx *c, const struct invitation *from, const struct invite_came *came,
	struct str key)
{
	struct str hash = secret_name(c, invite_send_refusal, key);
	struct invitation i = { .round = from->round };
	struct rows r;

	if (!sql_open(c, &by_address, ARGS(arg(from->round.v), arg(key), arg(hash)), &r))
		return false;
	if (!sql_next(&r))
		return ctx_ok(c);
	i.list = row_int(&r, 0);
	i.id = row_int(&r, 1);
	i.person.v = row_int(&r, 2);
	i.address = row_str(&r, 3);
	sql_end(&r);
	if (i.person.v)
		return mail_link(c, &i, came->network);
	return invite_send_again(c, (struct invite_list_id){ i.list }, i.id, i.address);
}

bool invite_mine(struct ctx *c, const struct invite_came *came, struct str address)
{
	struct invite_address a = invite_address_read(address);
	struct invitation i = { 0 };

	if (!invite_find(c, came->token, &i))
		return false;
	if (a.why)
		return ctx_wrong(c, "address", "This cannot be written to: %s.", a.why);
	struct str key = invite_address_key(c->mem, a.address);
	return rate_check(c, &mine_by_network, came->network)
		&& rate_check(c, &mine_by_address, key) && write_to(c, &i, came, key);
}

bool invite_joined(struct ctx *c, struct round_id round, struct person_id person)
{
	return sql_run(c, &mark_joined, ARGS(arg(round.v), arg(person.v), arg(c->now)));
}

bool invite_brought(struct ctx *c, struct round_id round, struct person_id person, enum came *ret)
{
	struct rows r;

	*ret = CAME_OTHER;
	if (!sql_open(c, &brought_by, ARGS(arg(round.v), arg(person.v)), &r))
		return false;
	if (sql_next(&r)) {
		*ret = came_of_sender(row_int(&r, 0));
		sql_end(&r);
	}
	return ctx_ok(c);
}
