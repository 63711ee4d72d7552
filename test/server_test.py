# SPDX-License-Identifier: AGPL-3.0-or-later
"""script/server as a newcomer runs it: links, a quick second start, Ctrl-C, and what it refuses."""
import os
import signal
import socket
import subprocess
import tempfile
import time

from house import ROOT, Visitor, free_port, wait_for

SERVER = str(ROOT / "script/server")


def refused(*words: str) -> tuple[int, str]:
    done = subprocess.run([SERVER, *words], capture_output=True, text=True, timeout=300, check=False)
    return done.returncode, done.stderr


class Started:
    """script/server in a process group of its own, as a terminal starts it."""

    def __init__(self, folder: str, *words: str):
        self.port = free_port()
        self.began = time.monotonic()
        self.process = subprocess.Popen([SERVER, "--port", str(self.port), "--data", folder, *words], text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)

    def __enter__(self) -> "Started":
        self.said, self.took = "", 0.0
        for line in self.process.stdout:
            self.said += line
            if "Ctrl-C" in line:
                self.took = time.monotonic() - self.began
                return self
        raise AssertionError("script/server ended: " + self.said)

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def links(self) -> dict[str, str]:
        return {line.split()[0]: line.split()[1] for line in self.said.splitlines() if "http" in line and "/sign-in/" in line}


def test_it_serves_prints_links_and_stops_by_ctrl_c() -> None:
    with tempfile.TemporaryDirectory() as folder:
        with Started(folder) as one:
            links = one.links()
            assert set(links) == {"student", "facilitator", "researcher", "coordinator", "admin"}, one.said
            for name, link in links.items():
                assert link.startswith(f"http://127.0.0.1:{one.port}/"), link
                who = Visitor(one.port)
                who.follow_link(link)
                assert who.get("/me").status == 200, name
            os.killpg(one.process.pid, signal.SIGINT)
            assert one.process.wait(20) == 0
            assert not wait_for(one.port, 0.3), "the server is still there"
        with Started(folder) as two:
            assert two.took < 2, f"the second start took {two.took:.1f} s"
            assert set(two.links()) == set(links), two.said
            two.process.send_signal(signal.SIGTERM)
            assert two.process.wait(20) == 0


def test_without_the_demonstration_there_is_one_administrator() -> None:
    with tempfile.TemporaryDirectory() as folder, Started(folder, "--no-demo") as one:
        links = one.links()
        assert set(links) == {"admin"}, one.said
        who = Visitor(one.port)
        who.follow_link(links["admin"])
        assert who.get("/admin/people").status == 200


def test_what_it_refuses() -> None:
    assert refused("--brew")[0] == 2 and "--brew" in refused("--brew")[1]
    assert refused("tea")[0] == 2
    assert refused("--port")[0] == 2
    for port in ("0", "65536", "http", "80 80"):
        code, said = refused("--port", port)
        assert code == 2 and "65535" in said, (port, said)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, said = refused("--port", str(taken.getsockname()[1]))
        assert code == 1 and "in use" in said, said
    with tempfile.NamedTemporaryFile() as file:
        code, said = refused("--port", str(free_port()), "--data", file.name + "/data")
        assert code == 1 and file.name in said, said


def test_help_names_every_option() -> None:
    done = subprocess.run([SERVER, "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and not done.stderr
    for word in ("--port", "--data", "--database", "--no-demo"):
        assert word in done.stdout

