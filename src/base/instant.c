/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/instant.h"

#include <time.h>

static const char *const months[] = { "January", "February", "March", "April", "May", "June",
	"July", "August", "September", "October", "November", "December" };
static const char *const weekdays[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
	"Saturday", "Sunday" };

int64_t instant_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec * INSTANT_SECOND + t.tv_nsec / 1000;
}

/* Counts years from March, so that a leap day is the last of its year; 400 years have 146,097
   days. */
int64_t date_days(struct date d)
{
	int64_t year = d.month <= 2 ? d.year - 1 : d.year;
	int64_t era = (year >= 0 ? year : year - 399) / 400;
	int64_t of_era = year - era * 400;
	int64_t month = d.month + (d.month > 2 ? -3 : 9);
	int64_t of_year = (153 * month + 2) / 5 + d.day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct date date_of_days(int64_t days)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	int month = (int)(mp < 10 ? mp + 3 : mp - 9);

	return (struct date){ (int)(yoe + era * 400 + (month <= 2)), month,
		(int)(doy - (153 * mp + 2) / 5 + 1) };
}

int date_weekday(struct date d)
{
	int64_t n = (date_days(d) + 3) % 7;

	return (int)(n < 0 ? n + 7 : n);
}

struct date date_add(struct date d, int64_t days)
{
	return date_of_days(date_days(d) + days);
}

bool date_parse(struct str s, struct date *ret)
{
	int64_t year, month, day;

	if (s.len != 10 || s.at[4] != '-' || s.at[7] != '-')
		return false;
	if (!str_to_int((struct str){ s.at, 4 }, &year)
		|| !str_to_int((struct str){ s.at + 5, 2 }, &month)
		|| !str_to_int((struct str){ s.at + 8, 2 }, &day))
		return false;
	if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1)
		return false;
	struct date d = { (int)year, (int)month, (int)day };
	struct date again = date_of_days(date_days(d));
	if (again.day != d.day || again.month != d.month)
		return false;
	*ret = d;
	return true;
}

struct str date_text(struct arena *a, struct date d)
{
	return arena_fmt(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

void date_put(struct buf *out, struct date d)
{
	buf_int(out, d.day);
	buf_char(out, ' ');
	buf_add(out, str_of(months[d.month - 1]));
}

struct str date_long(struct arena *a, struct date d)
{
	return arena_fmt(a, "%d %s %d", d.day, months[d.month - 1], d.year);
}

const char *date_weekday_name(struct date d)
{
	return weekdays[date_weekday(d)];
}

struct civil civil_of(int64_t instant)
{
	int64_t days = instant / INSTANT_DAY, rest = instant % INSTANT_DAY;

	if (rest < 0) {
		rest += INSTANT_DAY;
		days--;
	}
	int seconds = (int)(rest / INSTANT_SECOND);
	return (struct civil){ date_of_days(days), seconds / 3600, seconds / 60 % 60,
		seconds % 60 };
}

int64_t civil_instant(struct civil c)
{
	return date_days(c.date) * INSTANT_DAY + c.hour * INSTANT_HOUR + c.minute * INSTANT_MINUTE
		+ c.second * INSTANT_SECOND;
}

struct str instant_text(struct arena *a, int64_t instant)
{
	struct civil c = civil_of(instant);

	return arena_fmt(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.date.year, c.date.month, c.date.day,
		c.hour, c.minute, c.second);
}
