/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/invite_send.h"

#include "base/conf.h"
#include "base/instant.h"
#include "base/utf8.h"
#include "community/invite_address.h"
#include "community/invite_job.h"
#include "community/invite_letter.h"
#include "core/audit.h"
#include "core/job.h"
#include "core/letter.h"
#include "core/secret.h"
#include "store/sql.h"

enum { SUBJECT_BYTES = 200, SWEEP_MINUTES = 1, SETTLE_MINUTES = 5, HALF_YEAR_DAYS = 183 };

const char invite_send_refusal[] = "invite refusal";

static const struct stmt begin = { "invite_send_begin",
	"UPDATE invite_list SET sent_at = $2 WHERE id = $1 AND sent_at = 0", "ii", "" };
static const struct stmt anybody = { "invite_send_anybody",
	"SELECT CASE WHEN EXISTS (SELECT 1 FROM invitation WHERE list_id = $1) THEN 1 ELSE 0 END",
	"i", "i" };
static const struct stmt batch = { "invite_send_batch",
	"SELECT i.id, i.address, i.address_key, i.name, CASE WHEN EXISTS (SELECT 1 FROM person p"
	" JOIN enrolment e ON e.person_id = p.id AND e.round_id = i.round_id AND e.left_at = 0"
	" WHERE p.address_key = i.address_key) THEN 1 ELSE 0 END"
	" FROM invitation i WHERE i.list_id = $1 AND i.id > $2 ORDER BY i.id LIMIT $3",
	"iii", "isssi" };
static const struct stmt one = { "invite_send_one",
	"SELECT id, address, address_key, name, 0 FROM invitation WHERE list_id = $1 AND id = $2",
	"ii", "isssi" };
static const struct stmt claim = { "invite_send_claim",
	"INSERT INTO invited (round_id, address_key, list_id) VALUES ($1, $2, $3)"
	" ON CONFLICT (round_id, address_key) DO NOTHING",
	"isi", "" };
static const struct stmt asked_not = { "invite_send_asked_not",
	"SELECT count(*) FROM invite_refusal WHERE address_hash = $1", "s", "i" };
static const struct stmt mark_sent = { "invite_mark_sent",
	"UPDATE invitation SET token_hash = $3, letter_id = $4, sent_at = $5"
	" WHERE list_id = $1 AND id = $2",
	"iisii", "" };
static const struct stmt mark_skipped = { "invite_mark_skipped",
	"UPDATE invitation SET skipped = $3 WHERE list_id = $1 AND id = $2", "iii", "" };
static const struct stmt move_on = { "invite_send_move_on",
	"UPDATE invite_list SET sent_to = $2, swept_at = $3 WHERE id = $1", "iii", "" };
static const struct stmt sweep = { "invite_send_sweep",
	"UPDATE invitation SET bounced_at = $2 WHERE list_id = $1 AND bounced_at = 0 AND letter_id"
	" IN (SELECT id FROM letter WHERE state = 'refused' AND kind = 'invitation')",
	"ii", "" };
static const struct stmt unsettled = { "invite_send_unsettled",
	"SELECT count(*) FROM letter t WHERE t.state IN ('queued', 'sending')"
	" AND t.kind = 'invitation' AND EXISTS (SELECT 1 FROM invitation i"
	" WHERE i.letter_id = t.id AND i.list_id = $1)",
	"i", "i" };
static const struct stmt came_back = { "invite_came_back",
	"UPDATE invitation SET bounced_at = $2 WHERE round_id IN (SELECT id FROM round WHERE"
	" closes_at > $3) AND address_key = $1 AND sent_at > 0 AND bounced_at = 0",
	"sii", "" };
static const struct stmt senders = { "invite_senders",
	"SELECT p.name, r.title, n.lists, n.sent, n.bounced, n.refused, n.started, n.joined FROM"
	" (SELECT l.sender_id AS sender_id, l.round_id AS round_id,"
	" count(DISTINCT l.id) AS lists,"
	" sum(CASE WHEN i.sent_at > 0 THEN 1 ELSE 0 END) AS sent,"
	" sum(CASE WHEN i.bounced_at > 0 THEN 1 ELSE 0 END) AS bounced,"
	" sum(CASE WHEN i.refused_at > 0 THEN 1 ELSE 0 END) AS refused,"
	" sum(CASE WHEN i.started_at > 0 THEN 1 ELSE 0 END) AS started,"
	" sum(CASE WHEN i.joined_at > 0 THEN 1 ELSE 0 END) AS joined"
	" FROM invite_list l JOIN invitation i ON i.list_id = l.id WHERE l.sent_at > 0"
	" GROUP BY l.sender_id, l.round_id) n"
	" JOIN person p ON p.id = n.sender_id JOIN round r ON r.id = n.round_id"
	" ORDER BY r.opens_at DESC, r.id DESC, p.name, p.id LIMIT $1",
	"i", "ssiiiiii" };

/* One invitation of a batch. */
struct guest {
	int64_t id;
	struct str address, key, name;
	bool member;
};

static bool number(bool opened, struct rows *r, int64_t *ret)
{
	if (!opened)
		return false;
	*ret = row_int(r, 0);
	sql_end(r);
	return true;
}

bool invite_send_why_not(struct ctx *c, const struct invite_list *l, struct str *ret)
{
	const struct conf *conf = c->house ? c->house->conf : NULL;
	struct rows r;
	int64_t some;

	if (!number(sql_one(c, &anybody, ARGS(arg(l->id.v)), &r), &r, &some))
		return false;
	*ret = S("");
	if (conf && conf->mail && str_eq(str_of(conf->mail), S("none")))
		*ret = S("No mail is set up here, so nothing was sent. Ask an administrator.");
	else if (l->filled_at == 0)
		*ret = S("This list is still being read in.");
	else if (!some)
		*ret = S("There is nobody on this list to write to.");
	else if (l->closes_at <= c->now)
		*ret = S("This round is over.");
	return true;
}

bool invite_send_begin(struct ctx *c, struct invite_list_id id)
{
	struct invite_list l;
	struct str why;
	int64_t done;

	if (!invite_list_get(c, id, &l) || !invite_send_why_not(c, &l, &why))
		return false;
	struct invite_letter letter = { l.subject, l.body };
	if (!invite_letter_check(c, &letter))
		return false;
	if (why.len)
		return fail(c, FAULT_CONFLICT, "%s", why.at);
	if (!sql_count(c, &begin, ARGS(arg(id.v), arg(c->now)), &done))
		return false;
	if (done == 0)
		return true; /* sent twice by the same click */
	return job_add(c, &invite_job, id.v, c->now)
		&& audit_add(c, "invite.send", "list", id.v,
			arena_fmt(c->mem, "%lld lines", (long long)l.lines));
}

struct str invite_send_token(struct ctx *c, struct invite_list_id list, int64_t id)
{
	return secret_name(c, "invite token",
		arena_fmt(c->mem, "%lld/%lld", (long long)list.v, (long long)id));
}

static bool queue(
	struct ctx *c, const struct invite_list *l, const struct guest *g, int64_t *ret_letter)
{
	struct str token = invite_send_token(c, l->id, g->id);
	struct invite_letter letter = { l->subject, l->body };
	struct invite_words words = { g->name, l->round_title, l->sender_name,
		invite_letter_link(c, token), invite_letter_no(c, token) };

	letter = invite_letter_fill(c, &letter, &words);
	while (letter.subject.len > SUBJECT_BYTES)
		letter.subject = utf8_head(letter.subject, utf8_length(letter.subject) - 1);
	struct letter_draft d = { .kind = "invitation",
		.to = g->address,
		.subject = letter.subject,
		.body = letter.body };
	return letter_queue(c, &d, ret_letter);
}

static bool skip(
	struct ctx *c, const struct invite_list *l, const struct guest *g, enum invite_skip why)
{
	return sql_run(c, &mark_skipped, ARGS(arg(l->id.v), arg(g->id), arg((int64_t)why)));
}

static bool invite(struct ctx *c, const struct invite_list *l, const struct guest *g)
{
	struct str token_hash = secret_token_hash(c, invite_send_token(c, l->id, g->id));
	struct str hash = secret_name(c, invite_send_refusal, g->key);
	int64_t quiet, claimed, letter;
	struct rows r;

	if (g->member)
		return skip(c, l, g, INVITE_SKIP_MEMBER);
	if (!number(sql_one(c, &asked_not, ARGS(arg(hash)), &r), &r, &quiet))
		return false;
	if (quiet)
		return skip(c, l, g, INVITE_SKIP_QUIET);
	if (!sql_count(c, &claim, ARGS(arg(l->round.v), arg(g->key), arg(l->id.v)), &claimed))
		return false;
	if (!claimed)
		return skip(c, l, g, INVITE_SKIP_KNOWN);
	return queue(c, l, g, &letter)
		&& sql_run(c, &mark_sent,
			ARGS(arg(l->id.v), arg(g->id), arg(token_hash), arg(letter), arg(c->now)));
}

/* In letters, the name a person is known by: the first one. */
static struct guest guest_of(const struct rows *r)
{
	struct str name = row_str(r, 3);

	return (struct guest){ .id = row_int(r, 0),
		.address = row_str(r, 1),
		.key = row_str(r, 2),
		.name = str_cut(&name, ' '),
		.member = row_int(r, 4) != 0 };
}

static bool load(struct ctx *c, const struct invite_list *l, struct guest *g, size_t *ret_n)
{
	struct rows r;
	size_t n = 0;

	if (!sql_open(
		    c, &batch, ARGS(arg(l->id.v), arg(l->sent_to), arg((int64_t)INVITE_BATCH)), &r))
		return false;
	while (n < INVITE_BATCH && sql_next(&r))
		g[n++] = guest_of(&r);
	sql_end(&r);
	*ret_n = n;
	return ctx_ok(c);
}

/* When all are queued the list waits until no letter of it is under way any more. */
bool invite_send_step(struct ctx *c, const struct invite_list *l, int64_t *ret_next, bool *ret_more)
{
	struct guest g[INVITE_BATCH];
	int64_t swept = l->swept_at, waiting = 0;
	struct rows r;
	size_t n;

	if (!load(c, l, g, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!invite(c, l, &g[i]))
			return false;
	if (n == 0 || c->now - swept >= SWEEP_MINUTES * INSTANT_MINUTE) {
		swept = c->now;
		if (!sql_run(c, &sweep, ARGS(arg(l->id.v), arg(c->now))))
			return false;
	}
	if (n == 0 && !number(sql_one(c, &unsettled, ARGS(arg(l->id.v)), &r), &r, &waiting))
		return false;
	*ret_more = n > 0 || waiting > 0;
	*ret_next = n > 0 ? c->now : c->now + SETTLE_MINUTES * INSTANT_MINUTE;
	return sql_run(
		c, &move_on, ARGS(arg(l->id.v), arg(n ? g[n - 1].id : l->sent_to), arg(swept)));
}

bool invite_send_again(struct ctx *c, struct invite_list_id list, int64_t id, struct str address)
{
	struct invite_list l;
	struct guest g;
	struct rows r;
	int64_t letter;

	if (!invite_list_get(c, list, &l) || !sql_one(c, &one, ARGS(arg(list.v), arg(id)), &r))
		return false;
	g = guest_of(&r);
	sql_end(&r);
	g.address = address;
	return queue(c, &l, &g, &letter);
}

bool invite_send_bounced(struct ctx *c, struct str lines, int64_t *ret_n)
{
	int64_t n, all = 0, tried = 0;

	while (lines.len) {
		struct invite_address a = invite_address_read(str_cut(&lines, '\n'));
		if (a.why)
			continue;
		if (++tried > INVITE_BOUNCED_MAX)
			return ctx_wrong(
				c, "lines", "At most %d addresses at a time.", INVITE_BOUNCED_MAX);
		if (!sql_count(c, &came_back,
			    ARGS(arg(invite_address_key(c->mem, a.address)), arg(c->now),
				    arg(c->now - HALF_YEAR_DAYS * INSTANT_DAY)),
			    &n))
			return false;
		all += n;
	}
	if (tried == 0)
		return ctx_wrong(c, "lines", "There is no address in these lines.");
	*ret_n = all;
	return audit_add(c, "invite.bounced", "list", 0, arena_fmt(c->mem, "%lld", (long long)all));
}

bool invite_send_senders(struct ctx *c, size_t max, struct invite_sender **ret, size_t *ret_n)
{
	struct invite_sender *row = arena_new(c->mem, struct invite_sender, max);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &senders, ARGS(arg((int64_t)max)), &r))
		return false;
	while (sql_next(&r))
		row[n++] = (struct invite_sender){ row_str(&r, 0), row_str(&r, 1), row_int(&r, 2),
			row_int(&r, 3), row_int(&r, 4), row_int(&r, 5), row_int(&r, 6),
			row_int(&r, 7) };
	*ret = row;
	*ret_n = n;
	return ctx_ok(c);
}
