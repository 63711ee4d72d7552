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
