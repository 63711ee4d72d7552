/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/meeting.h"

#include "base/instant.h"
#include "community/line.h"
#include "community/round.h"
#include "core/audit.h"
#include "core/zone.h"
#include "store/sql.h"

static const struct stmt put = { "meeting_put",
	"INSERT INTO welcome_meeting (round_id, at, minutes, link, note)"
	" VALUES ($1, $2, $3, $4, $5) ON CONFLICT (round_id) DO UPDATE SET at = excluded.at,"
	" minutes = excluded.minutes, link = excluded.link, note = excluded.note",
	"iiiss", "" };
static const struct stmt remove_it = { "meeting_remove",
	"DELETE FROM welcome_meeting WHERE round_id = $1", "i", "" };
static const struct stmt of_round = { "meeting_of_round",
	"SELECT at, minutes, link, note FROM welcome_meeting WHERE round_id = $1", "i", "iiss" };

static const struct str secure = { "https://", 8 };

bool meeting_get(struct ctx *c, struct round_id round, struct meeting *ret)
{
	struct meeting m = { 0 };
	struct rows r;

	if (!sql_open(c, &of_round, ARGS(arg(round.v)), &r))
		return false;
	if (sql_next(&r)) {
		m = (struct meeting){ row_int(&r, 0), row_int(&r, 1), row_str(&r, 2),
			row_str(&r, 3) };
		sql_end(&r);
	}
	*ret = m;
	return ctx_ok(c);
}

bool meeting_is_over(const struct ctx *c, const struct meeting *m)
{
	return m->at + m->minutes * INSTANT_MINUTE <= c->now;
}

static bool is_host(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9')
		|| ch == '-' || ch == '.';
}

/* What stands between «https://» and the first character that is none of a host's. */
static struct str host_of(struct str link)
{
	size_t n = secure.len;

	if (!str_starts(link, secure))
		return S("");
	while (n < link.len && is_host(link.at[n]))
		n++;
	return (struct str){ link.at + secure.len, n - secure.len };
}

struct str meeting_host(const struct meeting *m)
{
	return host_of(m->link);
}

/* Printable ASCII without what no address may hold as it is (source: RFC 3986, 2). A name before
   an @ could pass for the host, so there is none. */
static bool link_ok(struct str link)
{
	struct str host = host_of(link);
	size_t end = secure.len + host.len;

	if (!str_has(host, S(".")) || host.at[0] == '.' || str_ends(host, S(".")))
		return false;
	if (end < link.len && !strchr("/:?#", link.at[end]))
		return false;
	for (size_t i = 0; i < link.len; i++)
		if (link.at[i] <= ' ' || link.at[i] > '~' || strchr("\"<>\\^`{|}", link.at[i]))
			return false;
	struct str rest = { link.at + end, link.len - end }, before = str_cut(&rest, '/');
	return !str_has(before, S("@"));
}

/* HH:MM, as a browser's field for a time sends it. */
static bool time_parse(struct str s, int *ret_hour, int *ret_minute)
{
	struct str rest = s, head = str_cut(&rest, ':');
	int64_t hour, minute;

	if (head.len == 0 || head.len > 2 || rest.len != 2 || !str_to_int(head, &hour)
		|| !str_to_int(rest, &minute) || hour > 23 || minute > 59)
		return false;
	*ret_hour = (int)hour;
	*ret_minute = (int)minute;
	return true;
}

static void check_words(struct ctx *c, const struct meeting_draft *d)
{
	if (d->minutes < MEETING_MINUTES_LEAST || d->minutes > MEETING_MINUTES_MOST)
		ctx_wrong(c, "minutes", "How long it takes is a number of minutes from %d to %d.",
			MEETING_MINUTES_LEAST, MEETING_MINUTES_MOST);
	if (d->link.len > MEETING_LINK_MAX)
		ctx_wrong(c, "link", "The link has at most %d characters.", MEETING_LINK_MAX);
	else if (!link_ok(d->link))
		ctx_wrong(c, "link",
			"The link begins with https:// and has no spaces. Copy it from your "
			"meeting room.");
	if (d->note.len && !line_ok(d->note, MEETING_NOTE_MAX))
		ctx_wrong(c, "note", "The note is one line of at most %d characters.",
			MEETING_NOTE_MAX);
}

/* When it is, in the zone of the round; refuses the two fields otherwise. */
static int64_t moment(struct ctx *c, const struct round *round, const struct meeting_draft *d)
{
	struct civil at = { 0 };
	bool day = date_parse(d->day, &at.date), hour = time_parse(d->time, &at.hour, &at.minute);

	if (!day)
		ctx_wrong(c, "day", "The day is a date that exists, written like 2026-10-05.");
	if (!hour)
		ctx_wrong(c, "time", "The time is written like 18:30.");
	if (!day || !hour)
		return 0;
	int64_t instant = zone_instant(c, round->zone, at);
	if (instant <= c->now)
		ctx_wrong(c, "day", "This moment has passed.");
	return instant;
}

bool meeting_set(struct ctx *c, struct round_id id, const struct meeting_draft *typed)
{
	struct meeting_draft d = { .day = str_trim(typed->day),
		.time = str_trim(typed->time),
		.link = str_trim(typed->link),
		.note = str_trim(typed->note),
		.minutes = typed->minutes };
	struct round round;

	if (!round_get(c, id, &round))
		return false;
	int64_t at = moment(c, &round, &d);
	check_words(c, &d);
	return ctx_ok(c)
		&& sql_run(
			c, &put, ARGS(arg(id.v), arg(at), arg(d.minutes), arg(d.link), arg(d.note)))
		&& audit_add(c, "round.meeting_set", "round", id.v, instant_text(c->mem, at));
}

bool meeting_remove(struct ctx *c, struct round_id round)
{
	int64_t n;

	return sql_count(c, &remove_it, ARGS(arg(round.v)), &n)
		&& (n == 0 || audit_add(c, "round.meeting_remove", "round", round.v, S("")));
}
