# SPDX-License-Identifier: AGPL-3.0-or-later
"""Invitations to a meeting as they arrive in a mailbox, through a real mail server, read by programs that are not ours:
Python's email package, python3-icalendar and python3-vobject.

What the three large calendars ask of such a letter, and where that stands:
- RFC 6047, 2.4: text/calendar with a method parameter that is the METHOD of the text; 2.5: in UTF-8.
- RFC 5546, 3.2.2 and 3.2.5: REQUEST and CANCEL have ORGANIZER, one VEVENT per UID, DTSTAMP, SEQUENCE that rises.
- RFC 5545, 3.6.5: each TZID that is named has its VTIMEZONE in the same text.
- Microsoft, [MS-OXCICAL] 2.1.3.1: METHOD, VERSION, PRODID, VTIMEZONE with RRULE; Outlook makes a meeting of the letter when
  the text/calendar part is an alternative of the text, and shows a file otherwise.
- Google and Apple read the same part; both open the attached .ics where a program in between dropped it.
None of the three programs was run for this test: it says that the letter is what their documents ask for."""
import email.message
import email.policy
import re
import sys
import time
import urllib.parse

from house import House
from mail_test import STUDENT, Exim, change

# Debian's packages are there whichever python3 comes first on the PATH.
sys.path.append("/usr/lib/python3/dist-packages")
import icalendar  # noqa: E402
import vobject  # noqa: E402

LINK = "https://meet.cairn.example/hello?a=1&b=2"


def round_of(staff, house: House) -> str:
    """The round of the student, whose groups are to have a meeting."""
    row = house.rows("SELECT m.round_id FROM membership m JOIN person p ON p.id = m.person_id JOIN round r"
                     f" ON r.id = m.round_id WHERE p.address = '{STUDENT}' AND m.left_at = 0 ORDER BY r.opens_at DESC")
    found = f"/round/{row[0][0]}"
    done = staff.submit(staff.get(found + "/gives"), found + "/gives", **{"live-welcome": "1"})
    assert done.status in (200, 303), done.status
    return found


def set_meeting(staff, found: str, day: str, hour: str) -> None:
    page = staff.get(found + "/meeting")
    done = staff.submit(page, found + "/meeting", day=day, time=hour, minutes="45", link=LINK, note="Tea, and “hello”.")
    assert done.status in (200, 303), (done.status, done.text[:2000])


def tell(house: House) -> None:
    """As if the minute in which a slip can be mended had passed."""
    change(house, "UPDATE meeting SET changed_at = 1")
    change(house, "UPDATE job SET run_at = 1 WHERE kind = 'meeting-letters'")


def letters(mail: Exim, n: int) -> list[email.message.EmailMessage]:
    """The student's letters, oldest first by their number."""
    found = [m for m in mail.box("student", n) if m.get_content_type() == "multipart/mixed"]
    assert len(found) == n, (len(found), mail.log())
    return sorted(found, key=lambda m: int(re.search(r"\d+", m["Message-ID"])[0]))


def event_of(letter: email.message.EmailMessage, method: str) -> tuple[str, icalendar.Event]:
    """Checks the structure of the letter and returns its calendar's text and event."""
    ways, attached = letter.iter_parts()
    assert ways.get_content_type() == "multipart/alternative"
    plain, calendar = ways.iter_parts()
    assert plain.get_content_type() == "text/plain" and "/coming/" in plain.get_content() or method == "CANCEL"
    assert calendar.get_content_type() == "text/calendar" and not calendar.is_attachment()
    assert calendar.get_param("method") == method and calendar.get_content_charset() == "utf-8"
    assert attached.get_filename() == "invite.ics" and attached.is_attachment()
    assert attached.get_content_type() == "application/ics"
    raw = calendar.get_payload(decode=True)
    assert raw == attached.get_payload(decode=True)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n")) and b"\n" not in raw.replace(b"\r\n", b"")
    text = raw.decode("utf-8")
    whole = icalendar.Calendar.from_ical(text)
    assert whole["METHOD"] == method and whole["VERSION"] == "2.0" and whole["PRODID"]
    zones = {str(z["TZID"]) for z in whole.walk("VTIMEZONE")}
    event, = whole.walk("VEVENT")
    assert not whole.errors and not event.errors
    assert zones == {event["DTSTART"].params["TZID"]} == {event["DTEND"].params["TZID"]} == {"Europe/London"}
    assert event["DTSTAMP"].dt.utcoffset().total_seconds() == 0 and event["ORGANIZER"].startswith("mailto:")
    guests = event["ATTENDEE"] if isinstance(event["ATTENDEE"], list) else [event["ATTENDEE"]]
    assert [str(g) for g in guests] == [f"mailto:{STUDENT}"] and guests[0].params["RSVP"] == "TRUE"
    assert "CN" not in guests[0].params
    vobject.readOne(text).validate(raiseException=True)
    return text, event


def test_an_invitation_a_move_a_second_move_and_a_cancellation_arrive() -> None:
    year = time.gmtime().tm_year + 2
    with Exim() as mail, House(mail=mail.url) as house:
        mail.start()
        house.start()
        staff = house.sign_in("facilitator@cairn.example")
        found = round_of(staff, house)
        events = []
        for n, (day, hour) in enumerate([(f"{year}-01-15", "18:30"), (f"{year}-07-15", "18:30"), (f"{year}-07-16", "10:00")]):
            set_meeting(staff, found, day, hour)
            tell(house)
            text, event = event_of(letters(mail, n + 1)[-1], "REQUEST")
            events.append(event)
            assert event["STATUS"] == "CONFIRMED" and event["URL"] == LINK and event["LOCATION"] == LINK
        # Winter is Greenwich's time there, summer an hour ahead of it, for a reader that has no table of zones.
        assert events[0]["DTSTART"].dt.utcoffset().total_seconds() == 0
        assert events[1]["DTSTART"].dt.utcoffset().total_seconds() == 3600
        who = house.visitor()
        link = re.search(r"http://\S+/coming/\S+", letters(mail, 3)[-1].get_body(("plain",)).get_content())[0]
        page = who.get(urllib.parse.urlsplit(link).path)
        assert page.status == 200 and house.rows("SELECT sum(answer) FROM meeting_guest") == [(0,)], "a look is no answer"
        assert who.post(urllib.parse.urlsplit(link).path, {"answer": "1"}).status in (200, 303)
        assert house.rows("SELECT sum(answer) FROM meeting_guest") == [(1,)]
        assert staff.post(found + "/meeting/off", {}).status in (200, 303)
        tell(house)
        text, last = event_of(letters(mail, 4)[-1], "CANCEL")
        assert last["STATUS"] == "CANCELLED"
        events.append(last)
        assert len({str(e["UID"]) for e in events}) == 1
        assert [int(e["SEQUENCE"]) for e in events] == [0, 1, 2, 3]
        kept = house.rows("SELECT count(*) FROM letter WHERE kind = 'meeting' AND state = 'sent' AND (body <> '' OR calendar <> '')")
        assert kept == [(0,)], "what answers for somebody is kept after it was sent"


def test_nobody_learns_who_else_is_invited() -> None:
    with Exim() as mail, House(mail=mail.url) as house:
        mail.start()
        # The mail server of the test knows one domain.
        change(house, "UPDATE person SET address = replace(address, '@student.', '.s@'),"
                      " address_key = replace(address_key, '@student.', '.s@')")
        house.start()
        staff = house.sign_in("facilitator@cairn.example")
        found = round_of(staff, house)
        set_meeting(staff, found, f"{time.gmtime().tm_year + 2}-01-15", "18:30")
        tell(house)
        letters(mail, 1)
        people = {a for a, in house.rows("SELECT address FROM person WHERE address <> ''")}
        end = time.monotonic() + 60
        count = "SELECT count(*) FROM letter WHERE kind = 'meeting' AND state = 'sent'"
        guests = house.rows("SELECT count(*) FROM meeting_guest")[0][0]
        while house.rows(count)[0][0] < guests and time.monotonic() < end:
            time.sleep(0.2)
        seen = 0
        for file in (mail.folder / "mail/new").glob("*"):
            letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            if letter.get_content_type() != "multipart/mixed":
                continue
            seen += 1
            whole = letter.as_string() + "".join(
                part.get_payload(decode=True).decode() for part in letter.walk() if not part.is_multipart())
            others = {a for a in people if a in whole} - {letter["To"].addresses[0].addr_spec}
            assert not others, others
        assert seen == guests > 3, (seen, guests)
