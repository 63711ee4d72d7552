/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/first_letter.h"

#include "base/conf.h"
#include "base/instant.h"
#include "community/first.h"
#include "core/letter.h"
#include "core/person.h"
#include "core/zone.h"
#include "store/sql.h"

#include <inttypes.h>

const char first_letter_kind[] = "first";

struct helper {
	struct person_id person;
	struct str address, zone;
	int64_t roles;
};

/* An offer to somebody who is in no group of the round is one that a letter made. */
static const struct stmt helpers = { "first_letter_helpers",
	"SELECT p.id, p.address, p.roles, min(r.zone) FROM first_wait w"
	" JOIN round r ON r.id = w.round_id JOIN person p ON p.id = r.made_by"
	" WHERE w.ended_at = 0 AND w.stage = $1 AND r.opens_at <= $2 AND r.closes_at > $2"
	" AND p.closed_at = 0 AND NOT EXISTS (SELECT 1 FROM first_offer o WHERE o.person_id = p.id"
	" AND (o.thread_id = w.thread_id OR o.offered_at > $3))"
	" AND NOT EXISTS (SELECT 1 FROM self_choice s WHERE s.person_id = p.id"
	" AND s.key = 'mail' AND s.value = 'none')"
	" GROUP BY p.id, p.address, p.roles ORDER BY p.id LIMIT $4",
	"iiii", "isis" };
static const struct stmt threads = { "first_letter_threads",
	"SELECT t.id, t.title, g.name, w.opened_at FROM first_wait w"
	" JOIN round r ON r.id = w.round_id JOIN thread t ON t.id = w.thread_id"
	" JOIN peer_group g ON g.id = t.group_id WHERE w.ended_at = 0 AND w.stage = $1"
	" AND r.opens_at <= $2 AND r.closes_at > $2 AND r.made_by = $3 AND t.deleted_at = 0"
	" AND t.closed_at = 0 AND NOT EXISTS (SELECT 1 FROM first_offer o WHERE o.person_id = $3"
	" AND o.thread_id = w.thread_id) AND NOT EXISTS (SELECT 1 FROM post p"
	" WHERE p.thread_id = t.id AND p.author_id <> t.author_id AND p.deleted_at = 0)"
	" ORDER BY w.opened_at, w.thread_id LIMIT $4",
	"iiii", "issi" };
static const struct stmt told = { "first_letter_told",
	"INSERT INTO first_offer (person_id, thread_id, offered_at) VALUES ($1, $2, $3)", "iii",
	"" };

static const char *base_url(const struct ctx *c)
{
	return c->house && c->house->conf ? c->house->conf->base_url : "http://127.0.0.1:8080";
}

static bool is_day(struct ctx *c, struct str zone)
{
	int hour = zone_civil(c, zone, c->now).hour;

	return hour >= FIRST_DAY_FROM && hour < FIRST_DAY_UNTIL;
}

/* The threads as lines of a letter, each noted as told; empty when all were answered meanwhile. */
static bool find_lines(struct ctx *c, const struct helper *to, struct str *ret)
{
	int64_t id[FIRST_LETTER_THREADS];
	struct str text = S("");
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &threads,
		    ARGS(arg((int64_t)FIRST_STAFF), arg(c->now), arg(to->person.v),
			    arg((int64_t)FIRST_LETTER_THREADS)),
		    &r))
		return false;
	for (; n < FIRST_LETTER_THREADS && sql_next(&r); n++) {
		struct str title = row_str(&r, 1), group = row_str(&r, 2);
		id[n] = row_int(&r, 0);
		text = arena_fmt(c->mem,
			"%s“%.*s”, %.*s, waits %" PRId64 " hours\n%s/thread/%" PRId64 "\n\n",
			text.at, (int)title.len, title.at, (int)group.len, group.at,
			(c->now - row_int(&r, 3)) / INSTANT_HOUR, base_url(c), id[n]);
	}
	sql_end(&r);
	for (size_t i = 0; i < n; i++)
		if (!sql_run(c, &told, ARGS(arg(to->person.v), arg(id[i]), arg(c->now))))
			return false;
	*ret = text;
	return ctx_ok(c);
}

static bool send_one(struct ctx *c, const struct helper *to)
{
	struct letter_draft l = { .person = to->person,
		.kind = first_letter_kind,
		.to = to->address,
		.subject = S("Waiting for a first answer") };
	struct str lines;
	int64_t id;

	if (!find_lines(c, to, &lines))
		return false;
	if (lines.len == 0)
		return true;
	l.body = arena_fmt(c->mem,
		"Members opened these threads, and nobody else has written in them. Their groups "
		"were asked before you.\n\n"
		"%.*s"
		"All that waits is on the board:\n%s/board\n\n"
		"You get such a letter once a day at the most, and only when something waits. To "
		"get none:\n%s/me/mail\n",
		(int)lines.len, lines.at, base_url(c), base_url(c));
	return letter_queue(c, &l, &id);
}

bool first_letter_some(struct ctx *c)
{
	struct helper to[FIRST_LETTER_BATCH];
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &helpers,
		    ARGS(arg((int64_t)FIRST_STAFF), arg(c->now),
			    arg(c->now - FIRST_LETTER_HOURS * INSTANT_HOUR),
			    arg((int64_t)FIRST_LETTER_BATCH)),
		    &r))
		return false;
	for (; n < FIRST_LETTER_BATCH && sql_next(&r); n++)
		to[n] = (struct helper){ { row_int(&r, 0) }, row_str(&r, 1), row_str(&r, 3),
			row_int(&r, 2) };
	sql_end(&r);
	for (size_t i = 0; i < n; i++) {
		bool may = (to[i].roles & ROLE_FACILITATOR) && person_address_ok(to[i].address);
		if (may && is_day(c, to[i].zone) && !send_one(c, &to[i]))
			return false;
	}
	return ctx_ok(c);
}
