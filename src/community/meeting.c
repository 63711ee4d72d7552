/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/meeting.h"

#include "base/instant.h"
#include "community/line.h"
#include "community/round.h"
#include "core/audit.h"
#include "core/zone.h"
#include "store/sql.h"

#define COLUMNS \
	"SELECT m.id, m.round_id, m.group_id, m.at, m.minutes, m.sequence, m.changed_at," \
	" m.cancelled_at, m.organiser_id, m.link, m.note, r.zone, r.title, r.study_id" \
	" FROM meeting m JOIN round r ON r.id = m.round_id"
#define TYPES "iiiiiiiiissssi"

static const struct stmt one = { "meeting_one",
	COLUMNS " WHERE m.round_id = $1 AND m.group_id = $2 AND m.cancelled_at = 0", "ii", TYPES };
static const struct stmt of_group = { "meeting_of_group",
	COLUMNS " JOIN peer_group g ON g.round_id = m.round_id WHERE g.id = $1"
		" AND (m.group_id = g.id OR m.group_id = 0) AND m.cancelled_at = 0"
		" ORDER BY m.group_id DESC LIMIT 1",
	"i", TYPES };
static const struct stmt by_id = { "meeting_by_id", COLUMNS " WHERE m.id = $1", "i", TYPES };
static const struct stmt add = { "meeting_add",
	"INSERT INTO meeting (id, round_id, group_id) SELECT CAST($1 AS BIGINT), r.id,"
	" CAST($3 AS BIGINT) FROM round r"
	" WHERE r.id = $2 AND (CAST($3 AS BIGINT) = 0 OR EXISTS (SELECT 1"
	" FROM peer_group g WHERE g.id = $3"
	" AND g.round_id = r.id))",
	"iii", "" };
static const struct stmt change = { "meeting_change",
	"UPDATE meeting SET at = $2, minutes = $3, link = $4, note = $5, organiser_id = $6,"
	" sequence = $7, changed_at = $8 WHERE id = $1",
	"iiissiii", "" };
/* Who comes at one time need not come at another. */
static const struct stmt ask_anew = { "meeting_ask_anew",
	"UPDATE meeting_guest SET answer = 0, answered_at = 0 WHERE meeting_id = $1", "i", "" };
static const struct stmt call_off = { "meeting_call_off",
	"UPDATE meeting SET cancelled_at = $2, changed_at = $2, sequence = sequence + 1"
	" WHERE id = $1 AND cancelled_at = 0",
	"ii", "" };

static const struct str secure = { "https://", 8 };

static struct meeting read(const struct rows *r)
{
	return (struct meeting){ .id = { row_int(r, 0) },
		.round = { row_int(r, 1) },
		.group = { row_int(r, 2) },
		.at = row_int(r, 3),
		.minutes = row_int(r, 4),
		.sequence = row_int(r, 5),
		.changed_at = row_int(r, 6),
		.cancelled_at = row_int(r, 7),
		.organiser = { row_int(r, 8) },
		.link = row_str(r, 9),
		.note = row_str(r, 10),
		.zone = row_str(r, 11),
		.round_title = row_str(r, 12),
		.study = { row_int(r, 13) } };
}

static bool find(struct ctx *c, const struct stmt *s, struct args in, struct meeting *ret)
{
	struct rows r;

	*ret = (struct meeting){ 0 };
	if (!sql_open(c, s, in, &r))
		return false;
	if (sql_next(&r)) {
		*ret = read(&r);
		sql_end(&r);
	}
	return ctx_ok(c);
}

bool meeting_find(struct ctx *c, struct round_id round, struct group_id group, struct meeting *ret)
{
	return find(c, &one, ARGS(arg(round.v), arg(group.v)), ret);
}

bool meeting_of_group(struct ctx *c, struct group_id group, struct meeting *ret)
{
	return find(c, &of_group, ARGS(arg(group.v)), ret);
}

bool meeting_get(struct ctx *c, struct meeting_id id, struct meeting *ret)
{
	return find(c, &by_id, ARGS(arg(id.v)), ret)
		&& (ret->id.v || fail(c, FAULT_ABSENT, "There is no such meeting."));
}

bool meeting_is_over(const struct ctx *c, const struct meeting *m)
{
	return m->at > 0 && m->at + m->minutes * INSTANT_MINUTE <= c->now;
}

bool meeting_is_off(const struct meeting *m)
{
	return m->cancelled_at
		&& (m->at == 0 || m->cancelled_at < m->at + m->minutes * INSTANT_MINUTE);
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

int64_t meeting_moment(
	struct ctx *c, struct str zone, struct str day, struct str time, const char *suffix)
{
	struct civil at = { 0 };
	bool day_ok = date_parse(str_trim(day), &at.date);
	bool time_ok = time_parse(str_trim(time), &at.hour, &at.minute);
	const char *day_field = arena_fmt(c->mem, "day%s", suffix).at;

	if (!day_ok)
		ctx_wrong(c, day_field, "The day is a date that exists, written like 2026-10-05.");
	if (!time_ok)
		ctx_wrong(c, arena_fmt(c->mem, "time%s", suffix).at,
			"The time is written like 18:30.");
	if (!day_ok || !time_ok)
		return 0;
	int64_t instant = zone_instant(c, zone, at);
	if (instant <= c->now)
		ctx_wrong(c, day_field, "This moment has passed.");
	return instant;
}

static bool make(
	struct ctx *c, struct round_id round, struct group_id group, struct meeting_id *ret)
{
	struct meeting_id id = { ctx_id(c) };
	int64_t n;

	if (!sql_count(c, &add, ARGS(arg(id.v), arg(round.v), arg(group.v)), &n))
		return false;
	*ret = id;
	return n == 1 || fail(c, FAULT_ABSENT, "There is no such group in this round.");
}

static bool same(const struct meeting *m, const struct meeting_draft *d, int64_t at,
	struct person_id organiser)
{
	return m->at == at && m->minutes == d->minutes && m->organiser.v == organiser.v
		&& str_eq(m->link, d->link) && str_eq(m->note, d->note);
}

/* The organiser stays who they are while somebody else changes the time. */
static struct person_id organiser_of(
	const struct ctx *c, const struct meeting *m, const struct meeting_draft *d)
{
	if (!d->organise)
		return (struct person_id){ 0 };
	return m->organiser.v ? m->organiser : c->actor;
}

static bool keep(struct ctx *c, const struct meeting *m, const struct meeting_draft *d, int64_t at)
{
	struct person_id organiser = organiser_of(c, m, d);
	int64_t sequence = m->at ? m->sequence + 1 : m->sequence;

	if (m->at && same(m, d, at, organiser))
		return true;
	return sql_run(c, &change,
		       ARGS(arg(m->id.v), arg(at), arg(d->minutes), arg(d->link), arg(d->note),
			       arg(organiser.v), arg(sequence), arg(c->now)))
		&& (m->at == at || sql_run(c, &ask_anew, ARGS(arg(m->id.v))))
		&& audit_add(c, "round.meeting_set", "round", m->round.v, instant_text(c->mem, at));
}

bool meeting_set(struct ctx *c, struct round_id round, struct group_id group,
	const struct meeting_draft *typed)
{
	struct meeting_draft d = *typed;
	struct meeting m;
	struct round r;

	d.link = str_trim(d.link);
	d.note = str_trim(d.note);
	if (!round_get(c, round, &r) || !meeting_find(c, round, group, &m))
		return false;
	int64_t at = meeting_moment(c, r.zone, d.day, d.time, "");
	check_words(c, &d);
	if (!ctx_ok(c))
		return false;
	/* After one that is over comes another one, with a name of its own in calendars. */
	if (meeting_is_over(c, &m)) {
		if (!sql_run(c, &call_off, ARGS(arg(m.id.v), arg(c->now))))
			return false;
		m = (struct meeting){ 0 };
	}
	m.round = round;
	return (m.id.v || make(c, round, group, &m.id)) && keep(c, &m, &d, at);
}

bool meeting_ask(
	struct ctx *c, struct round_id round, struct group_id group, struct meeting_id *ret)
{
	struct meeting m;

	if (!meeting_find(c, round, group, &m))
		return false;
	*ret = m.id;
	return m.id.v
		|| (make(c, round, group, ret)
			&& audit_add(c, "round.meeting_asked", "round", round.v, S("")));
}

bool meeting_call_off(struct ctx *c, struct meeting_id id)
{
	struct meeting m;
	int64_t n;

	if (!meeting_get(c, id, &m))
		return false;
	if (!m.cancelled_at && meeting_is_over(c, &m))
		return fail(c, FAULT_CONFLICT,
			"This meeting is over, so it cannot be called off any more.");
	return sql_count(c, &call_off, ARGS(arg(id.v), arg(c->now)), &n)
		&& (n == 0 || audit_add(c, "round.meeting_remove", "round", m.round.v, S("")));
}
