/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/meeting_page.h"

#include "community/meeting.h"
#include "core/feature.h"
#include "core/markdown.h"
#include "core/zone.h"

struct notice {
	const struct meeting *m;
	struct str when, city, host;
	struct html link;
	bool on; /* it has begun */
};

#include "meeting.html.h"

/* Through the renderer, which alone may make a link that leads elsewhere. The link was checked when
   it was set: it has no bracket, backslash or blank; an & is kept from being read as an entity. */
static bool link_html(struct ctx *c, const struct meeting *m, struct html *ret)
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

/* «New York», from America/New_York. */
static struct str city_of(struct ctx *c, struct str zone)
{
	struct str city = zone;

	while (str_has(city, S("/")))
		(void)str_cut(&city, '/');
	char *at = arena_new(c->mem, char, city.len + 1);
	for (size_t i = 0; i < city.len; i++)
		at[i] = city.at[i] == '_' ? ' ' : city.at[i];
	return (struct str){ at, city.len };
}

bool meeting_put(struct request *rq, struct round_id round, struct str zone, int64_t features)
{
	struct ctx *c = rq->ctx;
	struct meeting m;

	if (!(features & 1 << FEATURE_LIVE_WELCOME))
		return true;
	if (!meeting_get(c, round, &m))
		return false;
	if (m.at == 0 || meeting_is_over(c, &m))
		return true;
	struct notice n = { .m = &m,
		.when = zone_text(c, zone, m.at),
		.city = city_of(c, zone),
		.host = meeting_host(&m),
		.on = m.at <= c->now };
	if (!link_html(c, &m, &n.link))
		return false;
	meeting_notice(&rq->out, &n);
	return true;
}
