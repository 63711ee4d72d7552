/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/signin.h"

#include "base/conf.h"
#include "base/instant.h"
#include "base/utf8.h"
#include "core/audit.h"
#include "core/draft.h"
#include "core/letter.h"
#include "core/person.h"
#include "core/rate.h"
#include "core/secret.h"
#include "core/session.h"
#include "store/sql.h"

#include <arpa/inet.h>

enum { NEXT_MAX = 1024, NETWORK_SHARE = 10, TRIES_AN_HOUR = 10 };

/* Of a password nobody knows: an unknown address takes as long as a known one. */
static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$e3i0MrVzMtTlKZLJ/Z5kVQ$"
			     "ycw5bm0WwmZYJXzRBfJaA4+nk7Ek3KsEmqYSL45TNog";

static const struct stmt add = { "signin_add",
	"INSERT INTO signin_link (token_hash, person_id, made_at, expires_at, next_path,"
	" draft_title, draft_body, draft_version)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	"siiissss", "" };
static const struct stmt look = { "signin_look",
	"SELECT l.used_at, l.expires_at, p.closed_at FROM signin_link l JOIN person p ON p.id ="
	" l.person_id"
	" WHERE l.token_hash = $1",
	"s", "iii" };
static const struct stmt use = { "signin_use",
	"UPDATE signin_link SET used_at = $1 WHERE token_hash = $2 AND used_at = 0 AND expires_at >"
	" $1"
	" RETURNING person_id, next_path, draft_title, draft_body, draft_version",
	"is", "issss" };
static const struct stmt empty = { "signin_empty",
	"UPDATE signin_link SET draft_title = '', draft_body = '' WHERE token_hash = $1", "s", "" };
static const struct stmt forget = { "signin_forget",
	"DELETE FROM signin_link WHERE expires_at < $1", "i", "" };
static const struct stmt password_of = { "signin_password_of",
	"SELECT id, password FROM person WHERE address_key = $1 AND closed_at = 0", "s", "is" };
static const struct stmt has_password = { "signin_has_password",
	"SELECT count(*) FROM person WHERE id = $1 AND password <> ''", "i", "i" };
static const struct stmt set_password = { "signin_set_password",
	"UPDATE person SET password = $1 WHERE id = $2", "si", "" };

static const struct conf *conf_of(const struct ctx *c)
{
	return c->house ? c->house->conf : NULL;
}

static int64_t tries_an_hour(const struct ctx *c)
{
	const struct conf *conf = conf_of(c);

	return conf && conf->signins_an_hour > 0 ? conf->signins_an_hour : TRIES_AN_HOUR;
}

/* In IPv6 one household has 2^64 addresses, so what counts is the first half. */
static struct str network_key(struct ctx *c, struct str network)
{
	unsigned char six[16];
	char text[INET6_ADDRSTRLEN] = "";

	if (network.len > 0 && network.len < sizeof text && memchr(network.at, ':', network.len)) {
		memcpy(text, network.at, network.len);
		if (inet_pton(AF_INET6, text, six) == 1) {
			memset(six + 8, 0, 8);
			inet_ntop(AF_INET6, six, text, sizeof text);
			return arena_str(c->mem, str_of(text));
		}
	}
	return network;
}

static struct str address_key(struct ctx *c, struct str address)
{
	struct str trimmed = str_trim(address);
	char *key = arena_new(c->mem, char, trimmed.len + 1);

	for (size_t i = 0; i < trimmed.len; i++)
		key[i] = trimmed.at[i] >= 'A' && trimmed.at[i] <= 'Z' ? (char)(trimmed.at[i] + 32)
								      : trimmed.at[i];
	return (struct str){ key, trimmed.len };
}

/* An asked-for link and a tried password are counted apart: whoever guesses at a password cannot
   keep its owner from signing in by mail. */
static bool limit(struct ctx *c, const char *by_address, const char *by_network, struct str address,
	struct str network, bool (*check)(struct ctx *, const struct rate *, struct str))
{
	struct rate one = { by_address, tries_an_hour(c), INSTANT_HOUR };
	struct rate all = { by_network, tries_an_hour(c) * NETWORK_SHARE, INSTANT_HOUR };

	return check(c, &one, address_key(c, address)) && check(c, &all, network_key(c, network));
}

bool signin_may_try(struct ctx *c, struct str address, struct str network)
{
	return limit(c, "password", "password network", address, network, rate_look);
}

bool signin_tried(struct ctx *c, struct str address, struct str network)
{
	return limit(c, "password", "password network", address, network, rate_check);
}

/* A path of this site, or nothing: a browser reads // and /\ as the name of another host. */
static struct str own_path(struct str next)
{
	bool own = next.len > 0 && next.len <= NEXT_MAX && next.at[0] == '/' && utf8_is_text(next)
		&& !(next.len > 1 && (next.at[1] == '/' || next.at[1] == '\\'));

	for (size_t i = 0; own && i < next.len; i++)
		own = (unsigned char)next.at[i] > ' ' && next.at[i] != '\\';
	return own ? next : S("");
}

static bool make(
	struct ctx *c, struct person_id person, const struct signin_ask *a, struct str *ret_url)
{
	const struct conf *conf = conf_of(c);
	struct str token = secret_token(c);

	if (!sql_run(c, &add,
		    ARGS(arg(secret_token_hash(c, token)), arg(person.v), arg(c->now),
			    arg(c->now + SIGNIN_MINUTES * INSTANT_MINUTE), arg(own_path(a->next)),
			    arg(a->draft_title), arg(a->draft_body),
			    arg(a->draft_version.len ? a->draft_version : S("")))))
		return false;
	*ret_url = arena_fmt(
		c->mem, "%s/sign-in/%s", conf ? conf->base_url : "http://127.0.0.1:8080", token.at);
	return true;
}

static bool post(struct ctx *c, const struct person *p, struct str url)
{
	const struct conf *conf = conf_of(c);
	struct letter_draft d = { .person = p->id, .kind = "sign-in", .to = p->address };
	int64_t id;

	d.subject = S("Your link to sign in to Cairn");
	d.body = arena_fmt(c->mem,
		"Hello %.*s,\n\n"
		"this link signs you in to Cairn at %s. It works once, for %d minutes, on any"
		" device:\n\n"
		"%s\n\n"
		"If you did not ask for it, you need not do anything: without this letter nobody"
		" can use it.\n",
		(int)p->shown_name.len, p->shown_name.at,
		conf ? conf->institution : "your university", SIGNIN_MINUTES, url.at);
	return letter_queue(c, &d, &id);
}

bool signin_ask(struct ctx *c, const struct signin_ask *a)
{
	struct str address = str_trim(a->address), url;
	struct person p;

	if (!person_address_ok(address))
		return ctx_wrong(
			c, "address", "An e-mail address looks like name@university.ac.uk.");
	if (!limit(c, "sign-in", "sign-in network", address, a->network, rate_check)
		|| !person_by_address(c, address, &p))
		return false;
	if (p.id.v == 0 || p.closed_at > 0)
		return true;
	return make(c, p.id, a, &url) && post(c, &p, url);
}

bool signin_link(struct ctx *c, struct str address, struct str *ret_url)
{
	struct signin_ask none = { .next = S(""), .draft_title = S(""), .draft_body = S("") };
	struct person p;

	if (!person_by_address(c, address, &p))
		return false;
	if (p.id.v == 0 || p.closed_at > 0)
		return fail(c, FAULT_ABSENT, "Nobody here has this e-mail address.");
	return make(c, p.id, &none, ret_url)
		&& audit_add(c, "made a sign-in link on the command line", "person", p.id.v, S(""));
}

bool signin_look(struct ctx *c, struct str token)
{
	struct rows r;

	if (token.len != SESSION_TOKEN_LEN)
		return fail(c, FAULT_ABSENT,
			"This is not a sign-in link. Perhaps a part of it is missing.");
	if (!sql_open(c, &look, ARGS(arg(secret_token_hash(c, token))), &r))
		return false;
	if (!sql_next(&r))
		return fail(c, FAULT_ABSENT,
			"This is not a sign-in link. Perhaps a part of it is missing.");
	int64_t used_at = row_int(&r, 0), expires_at = row_int(&r, 1), closed_at = row_int(&r, 2);
	sql_end(&r);
	if (used_at > 0)
		return fail(c, FAULT_GONE, "This link was used already. Each link works once.");
	if (expires_at <= c->now || closed_at > 0)
		return fail(c, FAULT_GONE, "This link has expired. A link works for %d minutes.",
			SIGNIN_MINUTES);
	return true;
}

/* Whoever signs in is nobody until then; in the audit log they are themselves. */
static bool note(struct ctx *c, struct person_id person, const char *act)
{
	struct person_id was = c->actor;

	c->actor = person;
	bool noted = audit_add(c, act, "person", person.v, S(""));
	c->actor = was;
	return noted;
}

/* What was typed when the session ended waits at the page it was typed on. */
static bool keep_draft(
	struct ctx *c, struct person_id person, const struct draft *d, struct str hash)
{
	if (d->path.len == 0 || (d->title.len == 0 && d->body.len == 0))
		return true;
	return draft_keep(c, person, d) && sql_run(c, &empty, ARGS(arg(hash)));
}

bool signin_use(struct ctx *c, struct str token, struct str agent, struct str *ret_token,
	struct str *ret_next)
{
	struct str hash = secret_token_hash(c, token);
	struct rows r;

	if (!signin_look(c, token) || !sql_open(c, &use, ARGS(arg(c->now), arg(hash)), &r))
		return false;
	if (!sql_next(&r))
		return fail(c, FAULT_GONE, "This link was used already. Each link works once.");
	struct person_id person = { row_int(&r, 0) };
	struct draft d = { row_str(&r, 1), row_str(&r, 2), row_str(&r, 3), row_str(&r, 4) };
	sql_end(&r);
	if (!session_open(c, person, agent, ret_token) || !keep_draft(c, person, &d, hash)
		|| !note(c, person, "signed in by a link"))
		return false;
	*ret_next = d.path;
	return true;
}

bool signin_enter(struct ctx *c, struct person_id person, struct str agent,
	const struct signin_ask *a, struct str *ret_token)
{
	struct draft d = { own_path(a->next), a->draft_title, a->draft_body, a->draft_version };
	bool typed = d.path.len > 0 && (d.title.len > 0 || d.body.len > 0);

	return session_open(c, person, agent, ret_token) && (!typed || draft_keep(c, person, &d))
		&& note(c, person, "signed in by a password");
}

bool signin_forget(struct ctx *c)
{
	return sql_run(c, &forget, ARGS(arg(c->now - INSTANT_DAY)));
}

bool signin_verify(
	struct ctx *c, struct str address, struct str password, struct person_id *ret_person)
{
	struct str hash = S("");
	struct person_id person = { 0 };
	struct rows r;

	if (!sql_open(c, &password_of, ARGS(arg(address_key(c, address))), &r))
		return false;
	if (sql_next(&r)) {
		person.v = row_int(&r, 0);
		hash = row_str(&r, 1);
		sql_end(&r);
	}
	if (!ctx_ok(c))
		return false;
	bool known = hash.len > 0;
	bool fits = secret_password_fits(known ? hash : str_of(nobody), password);
	*ret_person = known && fits ? person : (struct person_id){ 0 };
	return true;
}

bool signin_hash(struct ctx *c, struct str password, struct str *ret)
{
	size_t n = utf8_is_text(password) ? utf8_length(password) : 0;

	if (n < PASSWORD_MIN || n > PASSWORD_MAX)
		return ctx_wrong(c, "password", "A password has %d to %d letters, digits or signs.",
			PASSWORD_MIN, PASSWORD_MAX);
	return secret_password_hash(c, password, ret);
}

bool signin_has_password(struct ctx *c, struct person_id person, bool *ret)
{
	struct rows r;

	if (!sql_one(c, &has_password, ARGS(arg(person.v)), &r))
		return false;
	*ret = row_int(&r, 0) > 0;
	sql_end(&r);
	return true;
}

bool signin_set_password(
	struct ctx *c, struct person_id person, struct str hash, int64_t keep_session)
{
	return sql_run(c, &set_password, ARGS(arg(hash), arg(person.v)))
		&& audit_add(c, hash.len ? "set a password" : "removed a password", "person",
			person.v, S(""))
		&& session_close_others(c, person, keep_session);
}
