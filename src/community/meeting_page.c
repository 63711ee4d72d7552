/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/meeting_page.h"

#include "base/instant.h"
#include "core/feature.h"
#include "core/markdown.h"
#include "core/zone.h"

struct notice {
	const struct meeting *m;
	struct str when, city, host;
	struct html link;
	bool begun, on;
};

#include "meeting.html.h"

/* The link was checked when it was set: it has no bracket, backslash or blank; an & is kept from
   being read as an entity. */
bool meeting_room(struct ctx *c, const struct meeting *m, struct html *ret)
{
	struct buf text;

	buf_init(&text, 6 * MEETING_LINK_MAX);
	buf_add(&text, S("[Go to the meeting room](<"));
	for (size_t i = 0; i < m->link.len; i++) {
		if (m->link.at[i] == '&')
			buf_add(&text, S("&amp;"));
		else
			buf_char(&text, m->link.at[i]);
	}
	buf_add(&text, S(">)"));
	bool good = markdown_html(c, arena_str(c->mem, buf_str(&text)), &ret->s);
	buf_free(&text);
	return good;
}

struct str meeting_city(struct ctx *c, struct str zone)
{
	struct str city = zone;

	while (str_has(city, S("/")))
		(void)str_cut(&city, '/');
	char *at = arena_new(c->mem, char, city.len + 1);
	for (size_t i = 0; i < city.len; i++)
		at[i] = city.at[i] == '_' ? ' ' : city.at[i];
	return (struct str){ at, city.len };
}

static int64_t last_of(const struct meeting *m)
{
	return m->at + m->minutes * INSTANT_MINUTE + MEETING_LATE_HOURS * INSTANT_HOUR;
}

bool meeting_is_on(const struct ctx *c, const struct meeting *m)
{
	return m->at && !meeting_is_off(m) && c->now >= m->at - MEETING_SOON * INSTANT_MINUTE
		&& c->now < last_of(m);
}

static bool put_ahead(struct request *rq, const struct meeting *m)
{
	struct ctx *c = rq->ctx;
	struct notice n = { .m = m,
		.when = zone_text(c, m->zone, m->at),
		.city = meeting_city(c, m->zone),
		.host = meeting_host(m),
		.begun = m->at <= c->now,
		.on = meeting_is_on(c, m) };

	if (!meeting_room(c, m, &n.link))
		return false;
	meeting_notice(&rq->out, &n);
	return true;
}

bool meeting_put(struct request *rq, struct group_id group, int64_t features)
{
	struct ctx *c = rq->ctx;
	struct meeting m;

	if (!(features & 1 << FEATURE_LIVE_WELCOME))
		return true;
	if (!meeting_of_group(c, group, &m))
		return false;
	if (m.id.v == 0 || (m.at && c->now >= last_of(&m)))
		return true;
	if (m.at && !meeting_is_over(c, &m))
		return put_ahead(rq, &m);
	if (m.at)
		meeting_notice_after(&rq->out, &m);
	else
		meeting_notice_poll(&rq->out, &m);
	return true;
}
