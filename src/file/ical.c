/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "file/ical.h"

#include <libical/ical.h>
#include <stdlib.h>

static const char product[] = "-//Cairn//Cairn//EN";

static char *z(struct arena *a, struct str s)
{
	char *at = arena_new(a, char, s.len + 1);

	if (s.len)
		memcpy(at, s.at, s.len);
	return at;
}

/* What stands in an address or between quotes as it is. */
static bool plain(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] < ' ' || s.at[i] == 127 || s.at[i] == '"')
			return false;
	return true;
}

static struct icaltimetype wall(struct civil t)
{
	struct icaltimetype at = icaltime_null_time();

	at.year = t.date.year;
	at.month = t.date.month;
	at.day = t.date.day;
	at.hour = t.hour;
	at.minute = t.minute;
	at.second = t.second;
	return at;
}

static void add(icalcomponent *to, icalproperty *p)
{
	icalcomponent_add_property(to, p);
}

static void put_rule(struct arena *a, icalcomponent *part, const struct ical_change *ch)
{
	static const char *const days[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
	struct str rule = arena_fmt(a, "FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s", ch->at.date.month,
		ch->nth, days[ch->weekday]);

	add(part, icalproperty_new_rrule(icalrecurrencetype_from_string(rule.at)));
}

static icalcomponent *zone_of(struct arena *a, const struct ical_event *e)
{
	icalcomponent *zone = icalcomponent_new_vtimezone();

	add(zone, icalproperty_new_tzid(z(a, e->zone)));
	for (size_t i = 0; i < e->changes; i++) {
		const struct ical_change *ch = &e->change[i];
		icalcomponent *part =
			ch->summer ? icalcomponent_new_xdaylight() : icalcomponent_new_xstandard();
		add(part, icalproperty_new_dtstart(wall(ch->at)));
		add(part, icalproperty_new_tzoffsetfrom((int)ch->before));
		add(part, icalproperty_new_tzoffsetto((int)ch->after));
		if (ch->name.len)
			add(part, icalproperty_new_tzname(z(a, ch->name)));
		if (ch->nth)
			put_rule(a, part, ch);
		icalcomponent_add_component(zone, part);
	}
	return zone;
}

static icalproperty *in_zone(struct arena *a, icalproperty *p, struct str zone)
{
	icalproperty_add_parameter(p, icalparameter_new_tzid(z(a, zone)));
	return p;
}

static struct str mailto(struct arena *a, struct str address)
{
	return arena_fmt(a, "mailto:%.*s", (int)address.len, address.at);
}

static void put_organiser(struct arena *a, icalcomponent *event, const struct ical_event *e)
{
	icalproperty *p = icalproperty_new_organizer(z(a, mailto(a, e->organiser)));

	if (e->organiser_name.len && plain(e->organiser_name))
		icalproperty_add_parameter(p, icalparameter_new_cn(z(a, e->organiser_name)));
	if (e->sent_by.len)
		icalproperty_add_parameter(
			p, icalparameter_new_sentby(z(a, mailto(a, e->sent_by))));
	add(event, p);
}

/* No name: a letter tells nobody more than its address does. */
static void put_guest(struct arena *a, icalcomponent *event, const struct ical_event *e)
{
	static const icalparameter_partstat said[] = { ICAL_PARTSTAT_NEEDSACTION,
		ICAL_PARTSTAT_ACCEPTED, ICAL_PARTSTAT_TENTATIVE, ICAL_PARTSTAT_DECLINED };
	icalproperty *p = icalproperty_new_attendee(z(a, mailto(a, e->guest)));

	icalproperty_add_parameter(p, icalparameter_new_cutype(ICAL_CUTYPE_INDIVIDUAL));
	icalproperty_add_parameter(p, icalparameter_new_role(ICAL_ROLE_REQPARTICIPANT));
	icalproperty_add_parameter(p, icalparameter_new_partstat(said[e->answer]));
	icalproperty_add_parameter(p, icalparameter_new_rsvp(ICAL_RSVP_TRUE));
	add(event, p);
}

static icalcomponent *event_of(struct arena *a, const struct ical_event *e)
{
	icalcomponent *event = icalcomponent_new_vevent();
	struct icaltimetype stamp = wall(civil_of(e->stamp));

	stamp.zone = icaltimezone_get_utc_timezone();
	add(event, icalproperty_new_uid(z(a, e->uid)));
	add(event, icalproperty_new_dtstamp(stamp));
	add(event, icalproperty_new_sequence((int)e->sequence));
	add(event, in_zone(a, icalproperty_new_dtstart(wall(e->begins)), e->zone));
	add(event, in_zone(a, icalproperty_new_dtend(wall(e->ends)), e->zone));
	add(event, icalproperty_new_summary(z(a, e->title)));
	if (e->text.len)
		add(event, icalproperty_new_description(z(a, e->text)));
	add(event, icalproperty_new_location(z(a, e->url)));
	add(event, icalproperty_new_url(z(a, e->url)));
	add(event,
		icalproperty_new_status(
			e->method == ICAL_CANCEL ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
	add(event, icalproperty_new_transp(ICAL_TRANSP_OPAQUE));
	put_organiser(a, event, e);
	if (e->guest.len)
		put_guest(a, event, e);
	return event;
}

bool ical_text(struct arena *a, const struct ical_event *e, struct str *ret)
{
	static const icalproperty_method methods[] = { ICAL_METHOD_PUBLISH, ICAL_METHOD_REQUEST,
		ICAL_METHOD_CANCEL };

	if (!plain(e->uid) || !plain(e->zone) || !plain(e->organiser) || !plain(e->guest)
		|| !plain(e->sent_by) || !plain(e->url))
		return false;
	icalcomponent *all = icalcomponent_new_vcalendar();

	add(all, icalproperty_new_prodid(product));
	add(all, icalproperty_new_version("2.0"));
	add(all, icalproperty_new_calscale("GREGORIAN"));
	add(all, icalproperty_new_method(methods[e->method]));
	icalcomponent_add_component(all, zone_of(a, e));
	icalcomponent_add_component(all, event_of(a, e));
	char *text = icalcomponent_as_ical_string_r(all);
	*ret = arena_str(a, str_of(text));
	free(text);
	icalcomponent_free(all);
	return true;
}
