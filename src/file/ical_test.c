/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "file/ical.h"

#include "test/test.h"

#include <libical/ical.h>

static const struct ical_change london[] = {
	{ { { 2026, 10, 25 }, 2, 0, 0 }, 3600, 0, { "GMT", 3 }, false, -1, 6 },
	{ { { 2026, 3, 29 }, 1, 0, 0 }, 0, 3600, { "BST", 3 }, true, -1, 6 },
};

static struct ical_event event(void)
{
	return (struct ical_event){ .method = ICAL_REQUEST,
		.uid = S("meeting-1@cairn.example"),
		.sequence = 2,
		.stamp = TEST_NOW,
		.zone = S("Europe/London"),
		.begins = { { 2026, 11, 5 }, 18, 30, 0 },
		.ends = { { 2026, 11, 5 }, 19, 15, 0 },
		.change = london,
		.changes = 2,
		.organiser = S("no-reply@cairn.example"),
		.organiser_name = S("Cairn; at Ex, ample"),
		.guest = S("ann@cairn.example"),
		.title = S("Say hello; bring tea, if you like"),
		.text = S("Line one\nLine two \\ three"),
		.url = S("https://meet.example.ac.uk/a?x=1&y=2") };
}

static bool text_has(struct test *t, const struct ical_event *e, const char *part)
{
	struct str text;

	CHECK(t, ical_text(t->mem, e, &text));
	return test_has(text, part);
}

void test_ical_request_has_what_a_calendar_asks_for(struct test *t)
{
	static const char *const lines[] = { "BEGIN:VCALENDAR\r\n", "\r\nVERSION:2.0\r\n",
		"\r\nMETHOD:REQUEST\r\n", "\r\nUID:meeting-1@cairn.example\r\n",
		"\r\nSEQUENCE:2\r\n", "\r\nDTSTAMP:20261103T120000Z\r\n",
		"\r\nDTSTART;TZID=Europe/London:20261105T183000\r\n",
		"\r\nDTEND;TZID=Europe/London:20261105T191500\r\n",
		"\r\nSUMMARY:Say hello\\; bring tea\\, if you like\r\n",
		"\r\nDESCRIPTION:Line one\\nLine two \\\\ three\r\n", "\r\nSTATUS:CONFIRMED\r\n",
		"\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/London\r\nBEGIN:STANDARD\r\n",
		"\r\nBEGIN:STANDARD\r\nDTSTART:20261025T020000\r\n",
		"\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n", "\r\nTZOFFSETFROM:+0100\r\n",
		"\r\nTZNAME:BST\r\n" };
	struct ical_event e = event();

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		CHECK(t, text_has(t, &e, lines[i]));
	CHECK(t, text_has(t, &e, "ORGANIZER;CN=\"Cairn; at Ex, ample\":"));
	CHECK(t, text_has(t, &e, "RSVP=TRUE:") && text_has(t, &e, "PARTSTAT=NEEDS-ACTION"));
}

/* No line has more than 75 bytes, and none is broken inside a letter (source: RFC 5545, 3.1). */
void test_ical_lines_are_folded_between_letters(struct test *t)
{
	struct ical_event e = event();
	struct str text;

	e.title = S("Gweled ei gilydd â’r grŵp yn y bore – dewch â phaned o de, ac â chwestiwn, os "
		    "hoffech chi");
	CHECK(t, ical_text(t->mem, &e, &text));
	while (text.len > 0) {
		struct str line = str_cut(&text, '\n');
		CHECK(t, line.len <= 76 && (line.len == 0 || str_ends(line, S("\r"))));
		CHECK(t, line.len < 2 || ((unsigned char)line.at[0] & 0xC0) != 0x80);
		CHECK(t,
			line.len < 2 || line.at[0] != ' '
				|| ((unsigned char)line.at[1] & 0xC0) != 0x80);
	}
}

void test_ical_cancellation_and_publication_differ_in_who_they_are_for(struct test *t)
{
	struct ical_event e = event();

	e.method = ICAL_CANCEL;
	CHECK(t, text_has(t, &e, "\r\nMETHOD:CANCEL\r\n"));
	CHECK(t, text_has(t, &e, "\r\nSTATUS:CANCELLED\r\n") && text_has(t, &e, "ann@cairn"));
	e.method = ICAL_PUBLISH;
	e.guest = S("");
	CHECK(t, text_has(t, &e, "\r\nMETHOD:PUBLISH\r\n") && !text_has(t, &e, "ATTENDEE"));
}

void test_ical_takes_no_line_break_where_none_belongs(struct test *t)
{
	struct ical_event e = event();
	struct str text;

	e.guest = S("ann@cairn.example\r\nATTENDEE:mailto:ben@cairn.example");
	CHECK(t, !ical_text(t->mem, &e, &text));
	e = event();
	e.organiser_name = S("A \"B\" C");
	CHECK(t, ical_text(t->mem, &e, &text) && !test_has(text, "CN="));
	e = event();
	e.title = S("Hello\r\nATTENDEE:mailto:ben@cairn.example");
	CHECK(t, ical_text(t->mem, &e, &text) && !test_has(text, "\nATTENDEE:mailto:ben"));
}

/* What libical itself says of the text when it reads it as a stranger. */
void test_ical_text_is_read_without_an_error(struct test *t)
{
	static const enum ical_method methods[] = { ICAL_PUBLISH, ICAL_REQUEST, ICAL_CANCEL };

	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
		struct ical_event e = event();
		struct str text;
		e.method = methods[i];
		if (e.method == ICAL_PUBLISH)
			e.guest = S("");
		CHECK(t, ical_text(t->mem, &e, &text));
		icalcomponent *all = icalparser_parse_string(text.at);
		CHECK(t, all && icalcomponent_count_errors(all) == 0);
		CHECK(t, all && icalrestriction_check(all) && icalcomponent_count_errors(all) == 0);
		icalcomponent *one = all ? icalcomponent_get_inner(all) : NULL;
		CHECK(t, one && icalcomponent_get_sequence(one) == 2);
		/* Half past six there, by the zone that travels with it. */
		struct icaltimetype at = icalcomponent_get_dtstart(one);
		CHECK(t, icaltime_as_timet_with_zone(at, at.zone) == 1793903400);
		icalcomponent_free(all);
	}
}
