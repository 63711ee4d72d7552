/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/measure_day.h"

#include "core/zone.h"

int64_t measure_day_of(struct ctx *c, struct measure_day *d, int64_t at)
{
	if (at >= d->from && at < d->to)
		return d->day;
	struct date date = zone_civil(c, d->zone, at).date;
	d->day = date_days(date);
	d->from = zone_instant(c, d->zone, (struct civil){ .date = date });
	d->to = zone_instant(c, d->zone, (struct civil){ .date = date_add(date, 1) });
	return d->day;
}
