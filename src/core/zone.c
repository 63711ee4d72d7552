/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/zone.h"

#include <glib.h>
#include <stdatomic.h>

enum { NAME_MAX_LEN = 64, CACHE = 16 };

/* Zones that were read once and stay for the life of the process: glib reads the file again each
   time the last user of a zone lets go of it, and a page asks for the same zone fifty times. */
static _Atomic(GTimeZone *) cache[CACHE];

static bool name_ok(struct str name)
{
	if (name.len == 0 || name.len >= NAME_MAX_LEN || str_has(name, S("..")))
		return false;
	if (!(name.at[0] >= 'A' && name.at[0] <= 'Z'))
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (!g_ascii_isalnum(name.at[i]) && !memchr("_+-/", name.at[i], 4))
			return false;
	return true;
}

static GTimeZone *load(struct str name)
{
	char z[NAME_MAX_LEN] = "";

	memcpy(z, name.at, name.len);
	return g_time_zone_new_identifier(z);
}

/* NULL when it is unknown; that is UTC to those who ask further. When the cache is full of other
   zones the caller has one of its own, and ret_own is set. */
static GTimeZone *find(struct str name, bool *ret_own)
{
	GTimeZone *made = NULL;

	*ret_own = false;
	if (!name_ok(name))
		return NULL;
	for (size_t i = 0; i < CACHE; i++) {
		GTimeZone *at = atomic_load(&cache[i]);
		if (!at) {
			made = made ? made : load(name);
			if (!made || atomic_compare_exchange_strong(&cache[i], &at, made))
				return made;
		}
		if (str_eq(name, str_of(g_time_zone_get_identifier(at)))) {
			if (made)
				g_time_zone_unref(made);
			return at;
		}
	}
	*ret_own = true;
	return made ? made : load(name);
}

bool zone_known(struct str name)
{
	bool own;
	GTimeZone *z = find(name, &own);

	if (z && own)
		g_time_zone_unref(z);
	return z != NULL;
}

static int64_t floor_second(int64_t instant)
{
	return instant / INSTANT_SECOND - (instant % INSTANT_SECOND < 0);
}

/* Seconds east of Greenwich at a second of UTC. */
static int64_t offset(GTimeZone *z, int64_t second)
{
	return z ? g_time_zone_get_offset(
		       z, g_time_zone_find_interval(z, G_TIME_TYPE_UNIVERSAL, second))
		 : 0;
}

static struct civil civil_at(GTimeZone *z, int64_t instant)
{
	return civil_of(instant + offset(z, floor_second(instant)) * INSTANT_SECOND);
}

struct civil zone_civil(struct ctx *c, struct str zone, int64_t instant)
{
	bool own;
	GTimeZone *z = find(zone, &own);
	struct civil there = civil_at(z, instant);

	(void)c;
	if (z && own)
		g_time_zone_unref(z);
	return there;
}

/* The first second after the change of offset that lies between two seconds. */
static int64_t change_between(GTimeZone *z, int64_t before, int64_t after)
{
	int64_t was = offset(z, before);

	while (after - before > 1) {
		int64_t middle = before + (after - before) / 2;
		if (offset(z, middle) == was)
			before = middle;
		else
			after = middle;
	}
	return after;
}

/* Tries the offsets that hold a day before and a day after: no zone changes twice in that time. */
static int64_t second_of(GTimeZone *z, int64_t wall)
{
	const int64_t day = 86400;
	int64_t early = offset(z, wall - day), late = offset(z, wall + day);
	int64_t a = wall - early, b = wall - late;
	bool a_fits = offset(z, a) == early, b_fits = offset(z, b) == late;

	if (a_fits && b_fits)
		return a < b ? a : b;
	if (a_fits || b_fits)
		return a_fits ? a : b;
	return change_between(z, a < b ? a : b, a < b ? b : a);
}

int64_t zone_instant(struct ctx *c, struct str zone, struct civil civil)
{
	bool own;
	GTimeZone *z = find(zone, &own);
	int64_t wall = floor_second(civil_instant(civil));
	int64_t second = z ? second_of(z, wall) : wall;

	(void)c;
	if (z && own)
		g_time_zone_unref(z);
	return second * INSTANT_SECOND;
}

/* The change that the given date stands for comes again in the same way in another year. */
static bool holds(GTimeZone *z, const struct zone_change *ch, int year, int nth)
{
	struct civil at = ch->at;
	int weekday = date_weekday(ch->at.date);
	struct date first = { year, ch->at.date.month, 1 };

	at.date = date_add(first, (weekday - date_weekday(first) + 7) % 7);
	while (nth > 1 || nth == -1) {
		struct date next = date_add(at.date, 7);
		if (next.month != at.date.month)
			break;
		at.date = next;
		nth -= nth > 1;
	}
	int64_t second = civil_instant(at) / INSTANT_SECOND - ch->before;
	return offset(z, second - 1) == ch->before && offset(z, second) == ch->after;
}

static int rule_of(GTimeZone *z, const struct zone_change *ch)
{
	const int tries[] = { -1, (ch->at.date.day - 1) / 7 + 1 };
	enum { YEARS = 4 };

	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
		bool good = true;
		for (int year = 0; year < YEARS; year++)
			good = good && holds(z, ch, ch->at.date.year + year, tries[i]);
		if (good)
			return tries[i];
	}
	return 0;
}

static struct zone_change change_at(GTimeZone *z, int64_t second)
{
	gint interval = z ? g_time_zone_find_interval(z, G_TIME_TYPE_UNIVERSAL, second) : 0;
	struct zone_change ch = { .before = offset(z, second - 1), .after = offset(z, second) };
	const char *name = z ? g_time_zone_get_abbreviation(z, interval) : "UTC";

	ch.at = civil_of((second + ch.before) * INSTANT_SECOND);
	ch.summer = z && g_time_zone_is_dst(z, interval);
	/* Where a zone has no letters its name is an offset, which says nothing more. */
	if (g_ascii_isalpha(name[0]))
		g_strlcpy(ch.name, name, sizeof ch.name);
	return ch;
}

/* The second of the last change at or before one; 0 when there was none for two years. */
static int64_t change_before(GTimeZone *z, int64_t second)
{
	enum { STEP = 14 * 86400, STEPS = 53 };
	int64_t now = offset(z, second);

	for (int64_t at = second, i = 0; i < STEPS; at -= STEP, i++)
		if (offset(z, at - STEP) != now)
			return change_between(z, at - STEP, at);
	return 0;
}

size_t zone_changes(
	struct ctx *c, struct str zone, int64_t instant, struct zone_change ret[ZONE_CHANGES])
{
	bool own;
	GTimeZone *z = find(zone, &own);
	int64_t second = floor_second(instant);
	size_t n = 0;

	(void)c;
	for (; n < ZONE_CHANGES; n++) {
		int64_t at = z ? change_before(z, second) : 0;
		if (at == 0)
			break;
		ret[n] = change_at(z, at);
		ret[n].nth = rule_of(z, &ret[n]);
		second = at - 1;
	}
	if (n == 0) {
		ret[n] = change_at(z, second);
		ret[n].before = ret[n].after;
		ret[n++].at = (struct civil){ { 1970, 1, 1 }, 0, 0, 0 };
	}
	if (z && own)
		g_time_zone_unref(z);
	return n;
}

static const char *month_name(int month)
{
	static const char *const name[] = { "January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December" };

	return name[month - 1];
}

struct str zone_text(struct ctx *c, struct str zone, int64_t instant)
{
	struct civil there = zone_civil(c, zone, instant);
	const char *day = date_weekday_name(there.date), *month = month_name(there.date.month);

	if (there.date.year == zone_civil(c, zone, c->now).date.year)
		return arena_fmt(c->mem, "%s %d %s, %02d:%02d", day, there.date.day, month,
			there.hour, there.minute);
	return arena_fmt(c->mem, "%s %d %s %d, %02d:%02d", day, there.date.day, month,
		there.date.year, there.hour, there.minute);
}

struct str zone_day(struct ctx *c, struct str zone, int64_t instant)
{
	struct civil there = zone_civil(c, zone, instant);

	return arena_fmt(c->mem, "%s %d %s", date_weekday_name(there.date), there.date.day,
		month_name(there.date.month));
}
