# SPDX-License-Identifier: AGPL-3.0-or-later
"""A new university without the demonstration: a round is made, a student says yes to the study, leaves it
again, and the ledger holds what was done in between and nothing else. At the end the researcher numbers those
who take part, writes down what they said, and gets the participation table."""
import datetime
import json
import re
import zoneinfo

from house import Answer, House, Visitor, cairn

PEOPLE = "".join(f"Student {name}, {name}@example.ac.uk, Chemistry, 3\n" for name in ("ada", "bo", "cy", "di", "ed"))


def add(house: House, role: str) -> Visitor:
    address = f"{role}@example.ac.uk"
    done = cairn("person", "add", *house.where, "--role", role, address, f"{role.title()} Person")
    assert done.returncode == 0, done.stderr
    return house.sign_in(address)


def done(answer: Answer) -> str:
    assert answer.status == 303, (answer.status, answer.text)
    return answer.location


def make_round(fran: Visitor) -> str:
    """Begins today, with one group of five; the address of the group."""
    today = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/London")).date().isoformat()
    at = done(fran.submit(fran.get("/rounds/new"), "/rounds/new", study_name="first", title="First round",
                          name="first", starts_on=today)).partition("?")[0]
    done(fran.submit(fran.get(f"{at}/people"), f"{at}/people", lines=PEOPLE))
    done(fran.submit(fran.get(f"{at}/plan"), f"{at}/plan"))
    return at


def visits(house: House) -> int:
    """Once what waits for the shared commit is written."""
    house.stop()
    n = house.rows("SELECT count(*) FROM activity WHERE class = 1")[0][0]
    house.start()
    return n


def look_around(who: Visitor) -> int:
    pages = ["/home", "/groups", "/saved"]
    for page in pages:
        assert who.get(page).status == 200, page
    return len(pages)


def answer(who: Visitor, word: str) -> None:
    page = who.get("/study")
    assert f'value="{word}"' in page.text, page.text
    assert done(who.submit(page, "/study", answer=word)) == "/study?done=1"


def a_student_decides(house: House) -> None:
    make_round(add(house, "facilitator"))
    ada = house.sign_in("ada@example.ac.uk")
    assert "Week 1 of 4" in ada.get("/home").text
    assert "One question before you begin" in ada.get("/home").text
    look_around(ada)
    assert visits(house) == 0, "nothing is noted before a yes"

    ada = house.sign_in("ada@example.ac.uk")
    answer(ada, "yes")
    seen = look_around(ada)
    assert "One question before you begin" not in ada.get("/home").text
    assert visits(house) == seen + 1

    ada = house.sign_in("ada@example.ac.uk")
    answer(ada, "no")
    look_around(ada)
    assert visits(house) == seen + 1, "nothing is noted after leaving"
    assert "You left it on " in house.sign_in("ada@example.ac.uk").get("/study").text


def and_another_says_no(house: House) -> None:
    bo = house.sign_in("bo@example.ac.uk")
    answer(bo, "no")
    before = visits(house)
    bo = house.sign_in("bo@example.ac.uk")
    look_around(bo)
    assert "One question before you begin" not in bo.get("/home").text
    assert visits(house) == before


def new_words_are_shown_again(house: House) -> None:
    rex, cy = add(house, "researcher"), house.sign_in("cy@example.ac.uk")
    shown = cy.get("/study")
    done(rex.submit(rex.get("/study/words"), "/study/words", body="We also count cups of tea."))
    late = cy.submit(shown, "/study", answer="yes")
    assert late.status == 409 and "cups of tea" in late.text, late.status
    assert done(cy.submit(late, "/study", answer="yes")) == "/study?done=1"
    assert "to version 2" in cy.get("/study").text


def table(house: House) -> dict:
    made = cairn("report", "table1", *house.where, "--study", "first", "--format", "json")
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout)


def write_down(rex: Visitor, address: str, **said: str) -> None:
    """What somebody said at the interview, found by their address."""
    page = rex.get("/reports/participants?study=first")
    assert address not in page.text
    at = done(rex.submit(page, "/reports/participants/find", address=address))
    assert done(rex.submit(rex.get(at), at, **said)) == f"{at}?saved=1"


def the_researcher_gets_the_table(house: House) -> None:
    """Cy and Di take part; ada has left, bo never wanted to."""
    seen = {}
    for name, times in (("cy", 1), ("di", 3)):
        who = house.sign_in(f"{name}@example.ac.uk")
        if name == "di":
            answer(who, "yes")
        seen[name] = sum(look_around(who) for _ in range(times))
    visits(house)
    rex = house.sign_in("researcher@example.ac.uk")
    empty = rex.get("/reports/participation?study=first")
    assert "Nobody in this study has a participant number yet" in empty.text
    link = re.search('href="(/reports/participants[^"]*)"', empty.text)
    assert link and table(house)["rows"] == []

    shown = rex.get(link.group(1))
    assert "0 with a number, 2 without" in shown.text, shown.text
    done(rex.submit(shown, "/reports/participants/number"))
    assert done(rex.submit(shown, "/reports/participants/number")).endswith("given=0"), "sent twice"
    write_down(rex, "cy@example.ac.uk", gender="Male", engagement="Less active")
    write_down(rex, "di@example.ac.uk", gender="Female", engagement="Active", year="4")
    made = table(house)
    assert sorted(row.pop("participant") for row in made["rows"]) == [1, 2]
    assert made["rows"] == [
        {"gender": "Female", "subject": "Chemistry", "year": 4, "perceived_engagement": "Active",
         "page_views": seen["di"]},
        {"gender": "Male", "subject": "Chemistry", "year": 3, "perceived_engagement": "Less active",
         "page_views": seen["cy"]}], made["rows"]
    assert made["pairs_ordered"] == 1 and made["summary"]["n"] == 2
    assert house.rows("SELECT object_id FROM activity WHERE class = 6 ORDER BY id") == [(2,), (1,)]


def whole_story(house: House) -> None:
    a_student_decides(house)
    and_another_says_no(house)
    new_words_are_shown_again(house)
    the_researcher_gets_the_table(house)


def test_a_student_of_a_new_round_decides_about_the_study() -> None:
    with House(demo=False) as house:
        whole_story(house.start())


def test_a_student_of_a_new_round_decides_about_the_study_on_postgres() -> None:
    with House.on_postgres(demo=False) as house:
        whole_story(house.start())
