# SPDX-License-Identifier: AGPL-3.0-or-later
"""A disk with no room left: a clear answer, nothing acknowledged is lost, and all is well once there is room."""
import contextlib
import os
import pathlib
import resource
import signal
import subprocess
import time

from hard_crash import live_group
from house import House

FULL = (503, 507)


def small_files(limit: int):
    """For the server's process: no file may grow beyond the limit, and writing on fails instead of killing."""
    def prepare() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    return prepare


def fill_up(house: House, thread: int, address: str) -> tuple[list[str], str]:
    """Posts until one is refused for want of room; returns what was acknowledged, and what was not."""
    who = house.sign_in(address)
    kept = []
    for n in range(4000):
        body = f"filling {n}" + " words" * 500
        answer = who.post(f"/thread/{thread}/post", {"once": f"fill{n}", "body": body})
        if answer.status != 303:
            assert answer.status in FULL, (answer.status, house.said()[-1500:])
            assert "<h1>" in answer.text and "full" in answer.text.lower(), answer.text[:2000]
            assert who.get(f"/thread/{thread}").status == 200, "reading must go on"
            return kept, body
        kept.append(body)
    raise AssertionError("the disk never was full")


def check(house: House, thread: int, address: str, kept: list[str], lost: str) -> None:
    """After a start with room again: all that was acknowledged is there, and posting works."""
    stored = {row[0] for row in house.rows("SELECT body FROM post_source WHERE body LIKE 'filling%'")}
    gone = [body[:12] for body in kept if body not in stored]
    assert kept and not gone, (len(kept), len(stored), gone[:3])
    assert lost not in stored
    house.start()
    who = house.sign_in(address)
    assert who.post(f"/thread/{thread}/post", {"once": "again", "body": "There is room."}).status == 303
    assert house.stop() == 0
    assert house.rows("PRAGMA integrity_check") == [("ok",)]


def test_a_file_that_may_not_grow() -> None:
    with House() as house:
        thread, people = live_group(house)
        size = (house.data / "cairn.db").stat().st_size
        house.start(preexec_fn=small_files(size + (1 << 19)))
        kept, lost = fill_up(house, thread, people[0])
        house.stop()
        check(house, thread, people[0], kept, lost)


@contextlib.contextmanager
def small_disk(folder: pathlib.Path, size: int):
    """A file system of that size over the folder, with what was in it."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    subprocess.run(["tar", "-C", folder, "-cf", f"{folder}.tar", "."], check=True)
    subprocess.run(command, check=True, capture_output=True)
    try:
        subprocess.run(["tar", "-C", folder, "-xf", f"{folder}.tar"], check=True)
        yield
    finally:
        subprocess.run(["umount", folder], check=True)
        os.unlink(f"{folder}.tar")


def may_mount() -> bool:
    """Root may, unless a container keeps it from doing so."""
    folder = pathlib.Path("/proc/self/status").read_text(encoding="ascii")
    capable = int(folder.split("CapEff:")[1].split()[0], 16)
    return bool(capable >> 21 & 1)


def index(house: House) -> None:
    """What a first start does with the texts of the demonstration takes more room than the disk will have."""
    house.start()
    until = time.monotonic() + 30
    while house.rows("SELECT count(*) FROM search_doc WHERE ready = 0")[0][0]:
        assert time.monotonic() < until, "the texts are not indexed"
        time.sleep(0.2)
    house.stop()


def full_disk() -> None:
    with House() as house:
        thread, people = live_group(house)
        index(house)
        used = sum(f.stat().st_size for f in house.data.rglob("*") if f.is_file())
        with small_disk(house.data, used + (3 << 20)):
            house.start()
            kept, lost = fill_up(house, thread, people[0])
            house.stop()
            subprocess.run(["mount", "-o", f"remount,size={used + (64 << 20)}", house.data], check=True)
            check(house, thread, people[0], kept, lost)


if may_mount():
    test_a_full_disk = full_disk
    test_a_full_disk.__name__ = "test_a_full_disk"
