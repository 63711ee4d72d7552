/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One event as an iCalendar text that calendars take as an invitation, a change or a cancellation
   (source: RFC 5545, RFC 5546). It names its zone and brings the zone's rules, so that a calendar
   needs no table of its own. Names: ical_ */
#ifndef FILE_ICAL_H
#define FILE_ICAL_H

#include "base/instant.h"

enum ical_method {
	ICAL_PUBLISH, /* for everybody: names no guest */
	ICAL_REQUEST,
	ICAL_CANCEL
};
enum ical_answer { ICAL_UNANSWERED, ICAL_COMES, ICAL_MAYBE, ICAL_COMES_NOT };

/* When a zone's clocks change. */
struct ical_change {
	struct civil at;       /* on the clock before the change */
	int64_t before, after; /* seconds east of Greenwich */
	struct str name;       /* GMT; may be empty */
	bool summer;
	int nth, weekday; /* again each year in that month: the nth weekday, -1 the last, 0 for no
			     rule; Monday is 0 */
};
struct ical_event {
	enum ical_method method;
	struct str uid;			  /* the same for each state of the event */
	int64_t sequence;		  /* rises with each that was sent */
	int64_t stamp;			  /* instant at which this text was made */
	struct str zone;		  /* IANA name */
	struct civil begins, ends;	  /* on the zone's clock */
	const struct ical_change *change; /* at least one */
	size_t changes;
	struct str organiser, organiser_name; /* an address */
	struct str sent_by;		      /* who sends for the organiser; empty: themself */
	struct str guest;		      /* one address; empty for ICAL_PUBLISH */
	enum ical_answer answer;
	struct str title, text, url; /* url: where it takes place */
};

/* Lines end in CR LF. A name of an organiser that cannot stand between quotes is left out. False
   when an address or the url has a character that would end its line or its value. */
MUST bool ical_text(struct arena *a, const struct ical_event *e, struct str *ret);

#endif
