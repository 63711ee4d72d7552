# SPDX-License-Identifier: AGPL-3.0-or-later
"""Open streams: what is written arrives within a second, from this server or another; nobody hears more than they may
read; and search finds what was acknowledged before a crash."""
import os
import re
import signal
import socket
import time
from collections.abc import Callable

from hard_crash import live_group
from house import CONF, House, Visitor


class Stream:
    """One open stream of a thread, over a socket of its own."""

    def __init__(self, who: Visitor, thread: int, after: int, **headers: str):
        cookie = "; ".join(f"{k}={v}" for k, v in who.cookies.items())
        lines = [f"GET /thread/{thread}/live?after={after} HTTP/1.1", "Host: x", f"Cookie: {cookie}",
                 "Accept: text/event-stream"] + [f"{k.replace('_', '-')}: {v}" for k, v in headers.items()]
        self.socket = socket.create_connection(("127.0.0.1", who.port))
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.got, self.over = "", False
        self.until("\r\n\r\n")
        self.status = int(self.got.split()[1])
        self.got = self.got.split("\r\n\r\n", 1)[1]

    def until(self, part: str, wait: float = 3.0) -> bool:
        """Reads until part has come; false when it does not come in time or the stream ends without it."""
        end = time.monotonic() + wait
        while part not in self.got and not self.over and time.monotonic() < end:
            self.socket.settimeout(max(0.01, end - time.monotonic()))
            try:
                more = self.socket.recv(65536)
            except TimeoutError:
                break
            self.over = not more
            self.got += more.decode("utf-8", "replace")
        return part in self.got

    def ends(self, wait: float = 3.0) -> bool:
        return self.until("0\r\n\r\n", wait) or self.over


def scene(house: House) -> tuple[int, int, Visitor, Visitor]:
    """A thread, its last post, and two members of its group."""
    thread, people = live_group(house)
    last = house.rows(f"SELECT max(id) FROM post WHERE thread_id = {thread}")[0][0]
    return thread, last, house.sign_in(people[0]), house.sign_in(people[1])


def write(who: Visitor, thread: int, words: str) -> None:
    assert who.post(f"/thread/{thread}/post", {"once": words, "body": words}).status == 303


def across(house: House, arrive: Callable[[House, House], None]) -> None:
    """Between two processes on one database."""
    house.start()
    other = house.twin().start()
    try:
        arrive(house, other)
    finally:
        other.stop()


def changes_arrive(house: House, other: House) -> None:
    """What an author changes or takes out is changed in open pages, once, and in those that were away meanwhile."""
    thread, last, ann, ben = scene(house)
    there = Visitor(other.port)
    there.cookies = ben.cookies
    write(ann, thread, "a heron at nine")
    write(ann, thread, "a curlew at ten")
    heron, curlew = (row[0] for row in house.rows(
        f"SELECT id FROM post WHERE thread_id = {thread} AND id > {last} ORDER BY id"))
    stream, away = Stream(there, thread, curlew), Stream(there, thread, curlew)
    assert stream.until("retry: 3000") and away.until("retry: 3000")
    away.socket.close()
    answer = ann.post(f"/thread/{thread}/post/{heron}/edit", {"once": "e", "body": "a stork at nine"})
    assert answer.status == 303, answer.status
    assert stream.until("a stork at nine", 1.0) and "a curlew" not in stream.got, stream.got
    assert ann.post(f"/thread/{thread}/post/{curlew}/delete", {}).status == 303
    assert stream.until(f'<div class="post gone" id="p{curlew}"', 1.0), stream.got
    assert "a curlew" not in stream.got and stream.got.count("a stork") == 1, stream.got
    write(ann, thread, "a swan at noon")
    assert stream.until("a swan at noon", 1.0) and stream.got.count("a stork") == 1, stream.got
    back = Stream(there, thread, curlew)
    assert back.until("a swan at noon") and "a stork at nine" in back.got and 'class="post gone"' in back.got, back.got
    known = Stream(there, thread, last, Last_Event_ID=re.findall(r"id: ([\d-]+)\n", stream.got)[-1])
    assert known.until("retry") and not known.until("a stork", 0.5), known.got


def test_what_is_changed_arrives_on_the_same_server() -> None:
    with House() as house:
        house.start()
        changes_arrive(house, house)


def test_what_is_changed_arrives_from_another_process_on_the_same_file() -> None:
    with House() as house:
        across(house, changes_arrive)


def test_what_is_changed_arrives_from_another_process_on_postgresql() -> None:
    assert os.environ.get("CAIRN_TEST_PG"), "run it under test/with_postgres"
    with House.on_postgres() as house:
        across(house, changes_arrive)


def test_a_person_has_six_streams_and_the_oldest_makes_room() -> None:
    with House() as house:
        house.start()
        thread, last, ann, ben = scene(house)
        streams = [Stream(ben, thread, last) for _ in range(6)]
        assert all(s.until("retry") for s in streams)
        hers = Stream(ann, thread, last)
        assert hers.until("retry") and not streams[0].until("elsewhere", 0.5), streams[0].got
        seventh = Stream(ben, thread, last)
        assert seventh.until("retry")
        assert streams[0].ends() and streams[0].got.count("event: elsewhere\n") == 1, streams[0].got
        write(ann, thread, "for six")
        assert all(s.until("for six") for s in [*streams[1:], seventh, hers])


def arrives_within_a_second(house: House, other: House) -> None:
    thread, last, ann, ben = scene(house)
    there = Visitor(other.port)
    there.cookies = ben.cookies
    stream = Stream(there, thread, last)
    assert stream.status == 200 and stream.until("retry: 3000"), stream.got
    took = []
    for n in range(5):
        words = f"a heron flies by {n}"
        write(ann, thread, words)
        began = time.monotonic()
        assert stream.until(words), stream.got
        took.append(time.monotonic() - began)
    assert max(took) < 1.0, took
    assert "event: posts" in stream.got and "<article class=\"post" in stream.got
    assert "class=\"post mine\"" not in stream.got
    # from where it stopped, and not what was there before
    seen = re.findall(r"id: ([\d-]+)\n", stream.got)
    again = Stream(there, thread, last, Last_Event_ID=seen[-2])
    assert again.until("flies by 4") and "flies by 3" not in again.got, again.got
    mine = Stream(ann, thread, last)
    assert mine.until("flies by 4") and mine.got.count('class="post mine"') == 5, mine.got


def test_a_new_post_arrives_on_the_same_server() -> None:
    with House() as house:
        house.start()
        arrives_within_a_second(house, house)


def test_a_new_post_arrives_from_another_process_on_the_same_file() -> None:
    with House() as house:
        across(house, arrives_within_a_second)


def test_a_new_post_arrives_from_another_process_on_postgresql() -> None:
    assert os.environ.get("CAIRN_TEST_PG"), "run it under test/with_postgres"
    with House.on_postgres() as house:
        across(house, arrives_within_a_second)


def test_a_stream_says_nothing_to_who_may_not_read_any_more() -> None:
    with House() as house:
        house.start()
        thread, last, ann, ben = scene(house)
        outsider = house.sign_in("coordinator@cairn.example")
        assert Stream(outsider, thread, last).status == 404
        assert Stream(Visitor(house.port), thread, last).status == 303
        stream = Stream(ben, thread, last)
        assert stream.until("retry")
        ben.post("/sign-out", {})
        write(ann, thread, "only for members")
        assert stream.ends() and "only for members" not in stream.got and "event: end" in stream.got, stream.got


def test_a_stream_ends_by_itself_soon_after_its_reader_signed_out() -> None:
    with House() as house:
        house.start()
        thread, last, _, ben = scene(house)
        stream = Stream(ben, thread, last)
        assert stream.until("retry")
        ben.post("/sign-out", {})
        assert stream.ends(25) and "event: end" in stream.got


def test_many_streams_end_when_the_server_stops() -> None:
    with House(conf=CONF + "streams_each = 200\n") as house:
        house.start()
        thread, last, _, ben = scene(house)
        streams = [Stream(ben, thread, last) for _ in range(200)]
        assert all(s.until("retry") for s in streams)
        began = time.monotonic()
        assert house.stop(signal.SIGTERM) == 0
        assert time.monotonic() - began < 5
        assert all(s.ends() for s in streams)


def test_nobody_waits_for_readers_who_are_gone_or_who_take_nothing() -> None:
    with House(conf=CONF + "streams_each = 200\n") as house:
        house.start()
        thread, last, ann, ben = scene(house)
        for n in range(50):
            stream = Stream(ben, thread, last)
            if n % 2:
                stream.socket.close()
        good = Stream(ben, thread, last)
        write(ann, thread, "still here")
        assert good.until("still here")
        assert house.stop(signal.SIGTERM) == 0


def found(who: Visitor, words: str, wait: float) -> float:
    """Seconds until a search has it; fails when it takes longer."""
    began = time.monotonic()
    while "class=\"threads\"" not in who.get(f"/search?q={words}").text:
        assert time.monotonic() - began < wait, f"{words} is not found"
        time.sleep(0.05)
    return time.monotonic() - began


def test_what_was_acknowledged_is_found_within_two_seconds_and_after_a_crash() -> None:
    with House() as house:
        house.start()
        thread, _, ann, ben = scene(house)
        write(ann, thread, "kingfisher")
        assert found(ben, "kingfishers", 2) < 2
        write(ann, thread, "nightjar")
        house.kill()
        house.start()
        ben.line = None
        found(ben, "nightjar", 5)
