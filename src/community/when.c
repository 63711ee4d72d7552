/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/when.h"

#include "base/instant.h"
#include "core/zone.h"

#include <stdio.h>

/* No zone changes its clocks twice within this, so equal offsets at both ends hold between them. */
enum { STEADY_DAYS = 25 };

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t offset_at(const struct when *w, int64_t at)
{
	int64_t second = floor_div(at, INSTANT_SECOND) * INSTANT_SECOND;

	return civil_instant(zone_civil(w->c, w->zone, second)) - second;
}

/* Two questions tell the offset for all of a stretch, unless the clocks change in it. */
static bool settle(struct when *w, int64_t from, int64_t until)
{
	int64_t before = offset_at(w, from);

	if (before != offset_at(w, until))
		return false;
	w->offset = before;
	w->from = from;
	w->until = until;
	return true;
}

static int64_t local(struct when *w, int64_t at)
{
	int64_t day = floor_div(at, INSTANT_DAY) * INSTANT_DAY;

	if (at >= w->from && at < w->until)
		return at + w->offset;
	if (!settle(w, day, day + STEADY_DAYS * INSTANT_DAY) && !settle(w, day, day + INSTANT_DAY))
		return at + offset_at(w, at);
	return at + w->offset;
}

void when_init(struct when *w, struct ctx *c, struct str zone, int64_t since)
{
	*w = (struct when){ .c = c, .zone = zone, .day = INT64_MIN, .utc_day = INT64_MIN };
	bool recent = since < c->now && c->now - since < STEADY_DAYS * INSTANT_DAY;
	int64_t now = recent && settle(w, since, c->now + 1) ? w->offset : offset_at(w, c->now);
	w->today = floor_div(c->now + now, INSTANT_DAY);
}

/* The words for a day; the posts of a thread often share one. */
static struct str day_words(struct when *w, int64_t day)
{
	if (w->day == day)
		return (struct str){ w->words, w->words_len };
	struct date d = date_of_days(day), now = date_of_days(w->today);
	struct buf out = { .at = w->words, .cap = sizeof w->words, .max = sizeof w->words };
	if (day == w->today)
		buf_add(&out, S("today"));
	else if (day == w->today - 1)
		buf_add(&out, S("yesterday"));
	else {
		buf_add(&out, str_of(date_weekday_name(d)));
		buf_char(&out, ' ');
		date_put(&out, d);
		if (d.year != now.year) {
			buf_char(&out, ' ');
			buf_int(&out, d.year);
		}
	}
	w->day = day;
	w->words_len = out.len;
	return buf_str(&out);
}

static char *two(char *to, int64_t n)
{
	*to++ = (char)('0' + n / 10 % 10);
	*to++ = (char)('0' + n % 10);
	return to;
}

/* <time datetime="2026-11-03T12:00Z">; at counts in UTC. */
static void machine(struct when *w, struct buf *out, int64_t at, bool hours)
{
	int64_t day = floor_div(at, INSTANT_DAY),
		minute = (at - day * INSTANT_DAY) / INSTANT_MINUTE;
	char text[] = "<time datetime=\"0000-00-00T00:00Z\">";
	enum { DATE = 16, HOUR = DATE + 11 };

	if (w->utc_day != day) {
		struct date d = date_of_days(day);
		char *to = two(two(w->date, d.year / 100), d.year % 100);
		*to++ = '-';
		to = two(to, d.month);
		*to++ = '-';
		two(to, d.day);
		w->utc_day = day;
	}
	memcpy(text + DATE, w->date, 10);
	two(text + HOUR, minute / 60);
	two(text + HOUR + 3, minute % 60);
	if (!hours)
		memcpy(text + DATE + 10, "\">", 3);
	buf_add(out, (struct str){ text, hours ? sizeof text - 1 : DATE + 12 });
}

void when_put(struct when *w, struct buf *out, int64_t at)
{
	int64_t there = local(w, at), day = floor_div(there, INSTANT_DAY);
	int64_t minute = (there - day * INSTANT_DAY) / INSTANT_MINUTE;
	char text[] = ", 00:00</time>";

	machine(w, out, at, true);
	buf_add(out, day_words(w, day));
	two(text + 2, minute / 60);
	two(text + 5, minute % 60);
	buf_add(out, (struct str){ text, sizeof text - 1 });
}

void when_put_day(struct when *w, struct buf *out, int64_t at)
{
	int64_t there = local(w, at);

	machine(w, out, there, false);
	buf_add(out, day_words(w, floor_div(there, INSTANT_DAY)));
	buf_add(out, S("</time>"));
}
