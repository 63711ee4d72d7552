# SPDX-License-Identifier: AGPL-3.0-or-later
"""A process that is killed, and one that is stopped: what was acknowledged is there afterwards."""
import os
import signal
import threading
import time

from house import House, Visitor

WRITERS = 8


def live_group(house: House) -> tuple[int, list[str]]:
    """The group of the live round with most members: one thread of it, and their addresses."""
    group = house.rows("SELECT m.group_id FROM membership m JOIN round r ON r.id = m.round_id WHERE m.left_at = 0"
                       " AND r.opens_at = (SELECT max(opens_at) FROM round) GROUP BY m.group_id"
                       " ORDER BY count(*) DESC, m.group_id LIMIT 1")[0][0]
    thread = house.rows(f"SELECT min(id) FROM thread WHERE group_id = {group} AND deleted_at = 0 AND closed_at = 0")
    people = house.rows("SELECT p.address FROM person p JOIN membership m ON m.person_id = p.id"
                        f" WHERE m.group_id = {group} AND m.left_at = 0 ORDER BY p.id LIMIT {WRITERS}")
    return thread[0][0], [row[0] for row in people]


class Writer(threading.Thread):
    """Posts one reply after the other until the server is gone; remembers which were acknowledged."""

    def __init__(self, who: Visitor, thread: int, name: str):
        super().__init__(daemon=True)
        self.who, self.path, self.mark = who, f"/thread/{thread}/post", name
        self.acknowledged: list[str] = []
        self.refused: list[int] = []

    def run(self) -> None:
        for n in range(100_000):
            body = f"{self.mark} post {n}"
            try:
                answer = self.who.post(self.path, {"once": f"{self.mark}{n}", "body": body})
            except OSError:
                return
            except Exception:  # half an answer is no acknowledgement
                return
            if answer.status == 303:
                self.acknowledged.append(body)
            else:
                self.refused.append(answer.status)


def stream_of_posts(house: House, end: int, seconds: float) -> list[Writer]:
    thread, people = live_group(house)
    house.start()
    writers = [Writer(house.sign_in(people[i % len(people)]), thread, f"writer{i}-{end}") for i in range(WRITERS)]
    for w in writers:
        w.start()
    time.sleep(seconds)
    code = house.stop(end)
    for w in writers:
        w.join(30)
    assert code == (0 if end == signal.SIGTERM else -signal.SIGKILL), (code, house.said()[-2000:])
    said = [line for line in house.said().splitlines() if " fault=" in line][-5:]
    assert not any(w.refused for w in writers), ([w.refused[:3] for w in writers], said)
    return writers


def check_all_there(house: House, writers: list[Writer]) -> None:
    stored = {row[0] for row in house.rows("SELECT body FROM post_source WHERE body LIKE 'writer%'")}
    acknowledged = [body for w in writers for body in w.acknowledged]
    lost = [body for body in acknowledged if body not in stored]
    assert len(acknowledged) >= WRITERS, f"only {len(acknowledged)} posts in all"
    assert not lost, f"{len(lost)} of {len(acknowledged)} acknowledged posts are gone: {lost[:3]}"
    shown = house.rows("SELECT t.id FROM thread t WHERE t.posts <> (SELECT count(*) FROM post p"
                       " WHERE p.thread_id = t.id AND p.deleted_at = 0)")
    assert not shown, f"the counts of threads {shown} are wrong"


def killed_and_started_again(house: House) -> None:
    with house:
        for _ in range(3):
            writers = stream_of_posts(house, signal.SIGKILL, 1.5)
            house.start()
            check_all_there(house, writers)
            assert house.visitor().get("/sign-in").status == 200
            assert house.stop() == 0


def test_killed_in_the_middle_of_posts_on_sqlite() -> None:
    killed_and_started_again(House())


def test_killed_in_the_middle_of_posts_on_postgres() -> None:
    killed_and_started_again(House.on_postgres())


def stopped_in_the_middle(house: House) -> None:
    """It ends soon, although the writers never pause."""
    with house:
        began = time.monotonic()
        writers = stream_of_posts(house, signal.SIGTERM, 1.0)
        check_all_there(house, writers)
        assert time.monotonic() - began < 10


def test_stopped_in_the_middle_of_posts_on_sqlite() -> None:
    stopped_in_the_middle(House())


def test_stopped_in_the_middle_of_posts_on_postgres() -> None:
    stopped_in_the_middle(House.on_postgres())


def test_a_normal_stop_loses_no_visit() -> None:
    with House() as house:
        thread, people = live_group(house)
        house.start()
        count = "SELECT count(*), count(DISTINCT participant_id) FROM activity WHERE class = 1"
        before = house.rows(count)[0][0]
        who = house.sign_in(people[0])
        for _ in range(50):
            assert who.get(f"/thread/{thread}").status == 200
        assert house.stop() == 0
        after = house.rows(count)[0][0]
        assert after - before == 50, f"{after - before} of 50 visits were kept"


def test_a_crash_loses_at_most_a_second_of_visits() -> None:
    with House() as house:
        thread, people = live_group(house)
        house.start()
        who = house.sign_in(people[0])
        before = house.rows("SELECT count(*) FROM activity WHERE class = 1")[0][0]
        for _ in range(20):
            assert who.get(f"/thread/{thread}").status == 200
        time.sleep(1.0)
        house.kill()
        after = house.rows("SELECT count(*) FROM activity WHERE class = 1")[0][0]
        assert after - before == 20, f"{after - before} of 20 visits of a second ago were kept"


def test_a_second_server_on_the_same_files_does_no_harm() -> None:
    """Nobody should, but it happens: both answer, nothing is lost."""
    with House() as one:
        thread, people = live_group(one)
        one.start()
        two = one.twin()
        two.start()
        posts = []
        for n, house in enumerate((one, two, one, two)):
            who = house.sign_in(people[n % len(people)])
            answer = who.post(f"/thread/{thread}/post", {"once": f"twin{n}", "body": f"twin post {n}"})
            posts.append(answer.status)
        assert posts == [303] * 4, posts
        assert two.stop() == 0
        assert len(one.rows("SELECT 1 FROM post_source WHERE body LIKE 'twin post%'")) == 4
        assert one.stop() == 0


def test_hang_up_by_the_terminal_is_no_crash() -> None:
    with House() as house:
        house.start()
        os.kill(house.process.pid, signal.SIGINT)
        assert house.process.wait(20) == 0
