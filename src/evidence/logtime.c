/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/logtime.h"

const char logtime_no_month[] =
	"its time has a month that does not exist (dates are read day first)";
static const char no_time[] = "its time is not written in a way that is known here";
static const char *const months[] = { "january", "february", "march", "april", "may", "june",
	"july", "august", "september", "october", "november", "december" };
static const char *const weekdays[] = { "monday", "tuesday", "wednesday", "thursday", "friday",
	"saturday", "sunday" };

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool take(struct str *s, char c)
{
	if (s->len == 0 || s->at[0] != c)
		return false;
	s->at++;
	s->len--;
	return true;
}

/* Spaces of all kinds: newer platforms put a narrow one that does not break before AM and PM. */
static void skip_space(struct str *s)
{
	for (;;) {
		if (take(s, ' ') || take(s, '\t'))
			continue;
		size_t n = str_starts(*s, S("\xc2\xa0"))    ? 2
			: str_starts(*s, S("\xe2\x80\xaf")) ? 3
							    : 0;
		if (n == 0)
			return;
		s->at += n;
		s->len -= n;
	}
}

/* A number of at most max digits; returns how many it has. */
static size_t take_number(struct str *s, size_t max, int *ret)
{
	size_t n = 0;
	int v = 0;

	while (n < max && n < s->len && s->at[n] >= '0' && s->at[n] <= '9')
		v = v * 10 + (s->at[n++] - '0');
	s->at += n;
	s->len -= n;
	*ret = v;
	return n;
}

static struct str take_word(struct str *s)
{
	struct str word = { s->at, 0 };

	while (word.len < s->len && is_letter(s->at[word.len]))
		word.len++;
	s->at += word.len;
	s->len -= word.len;
	return word;
}

/* The place of a word, or of its first three letters or more, in a list; 0 when it is not there. */
static int find_word(struct str word, const char *const *list, int n)
{
	for (int i = 0; i < n; i++)
		if (word.len >= 3 && word.len <= strlen(list[i])
			&& str_same(word, (struct str){ list[i], word.len }))
			return i + 1;
	return 0;
}

/* Of 10/2019, -Oct-19 or « October 2019», behind a day. */
static bool take_month_year(struct str *s, struct date *d)
{
	static const char marks[] = "/-.";
	char mark = s->len && s->at[0] && strchr(marks, s->at[0]) ? s->at[0] : ' ';
	bool spaced = mark == ' ';

	if (spaced)
		skip_space(s);
	else
		(void)take(s, mark);
	if (spaced || !take_number(s, 2, &d->month))
		d->month = find_word(take_word(s), months, 12);
	if (spaced)
		skip_space(s);
	else if (!take(s, mark))
		return false;
	size_t digits = take_number(s, 4, &d->year);
	if (digits == 2)
		d->year += 2000;
	return digits == 2 || digits == 4;
}

static bool take_date(struct str *s, struct date *d)
{
	struct str word = take_word(s);
	int first;

	if (word.len > 0) {
		if (!find_word(word, weekdays, 7))
			return false;
		(void)take(s, ',');
		skip_space(s);
	}
	size_t digits = take_number(s, 4, &first);
	if (digits == 1 || digits == 2) {
		d->day = first;
		return take_month_year(s, d);
	}
	char mark = s->len ? s->at[0] : '\0';
	d->year = first;
	return digits == 4 && (mark == '-' || mark == '/') && take(s, mark)
		&& take_number(s, 2, &d->month) && take(s, mark) && take_number(s, 2, &d->day);
}

/* AM and PM, behind an hour of 1 to 12. */
static bool take_half(struct str *s, int *hour)
{
	struct str rest = *s;
	skip_space(&rest);
	struct str word = take_word(&rest);
	bool pm = str_same(word, S("pm"));

	if (!pm && !str_same(word, S("am")))
		return true;
	if (*hour < 1 || *hour > 12)
		return false;
	*hour = *hour % 12 + (pm ? 12 : 0);
	*s = rest;
	return true;
}

static bool take_clock(struct str *s, struct civil *c)
{
	int fraction;

	if (!take_number(s, 2, &c->hour) || !take(s, ':') || take_number(s, 2, &c->minute) != 2)
		return false;
	if (take(s, ':') && take_number(s, 2, &c->second) != 2)
		return false;
	if (take(s, '.') && !take_number(s, 9, &fraction))
		return false;
	return take_half(s, &c->hour);
}

/* Z or +01:00, or nothing. */
static bool take_offset(struct str *s, struct logtime *t)
{
	int hours, minutes = 0;

	skip_space(s);
	if (s->len == 0)
		return true;
	t->fixed = true;
	if (take(s, 'Z') || take(s, 'z'))
		return true;
	bool west = s->at[0] == '-';
	if ((!take(s, '+') && !take(s, '-')) || take_number(s, 2, &hours) != 2)
		return false;
	(void)take(s, ':');
	if (s->len > 0 && take_number(s, 2, &minutes) != 2)
		return false;
	t->off = (west ? -1 : 1) * (hours * 60 + minutes);
	return hours <= 14 && minutes < 60;
}

const char *logtime_parse(struct str s, struct logtime *ret)
{
	struct logtime t = { 0 };
	struct civil *c = &t.civil;

	skip_space(&s);
	if (!take_date(&s, &c->date))
		return no_time;
	(void)take(&s, ',');
	if (!take(&s, 'T'))
		skip_space(&s);
	if (s.len == 0)
		return "its time has no time of day";
	if (!take_clock(&s, c) || !take_offset(&s, &t) || str_trim(s).len > 0)
		return no_time;
	if (c->date.month < 1 || c->date.month > 12)
		return logtime_no_month;
	if (c->date.year < LOGTIME_YEAR_MIN || c->date.year > LOGTIME_YEAR_MAX)
		return "its time has a year before 2000 or after 2199";
	struct date again = date_of_days(date_days(c->date));
	if (c->date.day < 1 || again.day != c->date.day || again.month != c->date.month)
		return "its time has a day that does not exist";
	if (c->hour > 23 || c->minute > 59 || c->second > 59)
		return "its time has a time of day that does not exist";
	*ret = t;
	return NULL;
}
