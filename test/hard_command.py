# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line: what it refuses, with which exit code, and in which words."""
import contextlib
import os
import pathlib
import socket
import sqlite3
import subprocess
import tempfile

from house import CAIRN, House, cairn, free_port


def said(done, code: int, *words: str) -> None:
    """The code, one clear sentence on standard error, nothing on standard output."""
    assert done.returncode == code, (done.returncode, done.stderr)
    for word in words:
        assert word in done.stderr, (word, done.stderr)
    assert "Sanitizer" not in done.stderr, done.stderr
    assert done.stdout == "", done.stdout


def serve(data: pathlib.Path, *words: str):
    return cairn("serve", "--data", str(data), "--listen", f"127.0.0.1:{free_port()}", *words, timeout=30)


def test_unknown_words_are_refused() -> None:
    said(cairn("brew"), 2, "brew")
    said(cairn(), 2, "usage")
    said(cairn("serve", "--brew"), 2, "brew")
    said(cairn("serve", "tea"), 2, "tea")
    said(cairn("login-link", "--data", "/tmp", "one@x.example", "two@x.example"), 2)


def test_help_is_on_standard_output() -> None:
    names = [line.split()[0] for line in cairn("--help").stdout.splitlines() if line.startswith("  ")]
    assert {"serve", "demo", "login-link", "import", "report", "routes"} <= set(names), names
    for name in names:
        done = cairn(name, "--help")
        assert done.returncode == 0 and "usage" in done.stdout.lower() and not done.stderr, (name, done)


def test_a_database_of_a_newer_version_is_refused() -> None:
    with House() as house:
        with contextlib.closing(sqlite3.connect(house.data / "cairn.db")) as db:
            db.execute("INSERT INTO schema_step (number, name, applied_at) VALUES (9000, '9000_later.sql', 1)")
            db.commit()
        done = serve(house.data)
        said(done, 1, "newer")
        assert house.rows("SELECT max(number) FROM schema_step") == [(9000,)]


def test_a_file_that_is_no_database_is_refused_and_left_alone() -> None:
    with House(demo=False) as house:
        file = house.data / "cairn.db"
        text = b"These are my notes, not a database.\n" * 400
        file.write_bytes(text)
        said(serve(house.data), 1, "cairn.db")
        assert file.read_bytes() == text


def test_a_data_directory_that_cannot_be_made_is_named() -> None:
    with tempfile.NamedTemporaryFile() as file:
        said(serve(pathlib.Path(file.name) / "data"), 1, file.name)


def test_a_port_in_use_is_named() -> None:
    with House(demo=False) as house, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = cairn("serve", "--data", str(house.data), "--listen", f"127.0.0.1:{port}", timeout=30)
        said(done, 1, str(port), "another program")


def test_a_wrong_setting_is_named_with_its_line() -> None:
    for line, word in (("posts_an_hour = many", "posts_an_hour"), ("colour = red", "colour"), ("just words", "cairn.conf:2")):
        with House(demo=False, conf="# first\n" + line + "\n") as house:
            said(serve(house.data), 1, "cairn.conf", word)


def test_a_database_that_cannot_be_reached_is_named() -> None:
    with House(demo=False) as house:
        done = serve(house.data, "--database", "postgresql://127.0.0.1:1/none?connect_timeout=2")
        said(done, 1, "127.0.0.1")
        said(serve(house.data, "--database", "mysql://x"), 1, "mysql://x")


def test_a_link_is_printed_alone() -> None:
    with House() as house:
        done = cairn("login-link", *house.where, "student@cairn.example")
        lines = done.stdout.splitlines()
        assert done.returncode == 0 and len(lines) == 1 and lines[0].startswith("http") and not done.stderr
        said(cairn("login-link", *house.where, "stranger@cairn.example"), 1, "address")


def test_a_link_for_a_database_that_is_not_there_makes_none() -> None:
    with tempfile.TemporaryDirectory() as folder:
        done = cairn("login-link", "--data", folder, "admin@cairn.example")
        assert not (done.returncode == 0 and not done.stdout), done


def test_the_published_table() -> None:
    with House() as house:
        done = cairn("report", "table1", *house.where, "--study", "cop-2019", "--format", "csv")
        lines = done.stdout.splitlines()
        assert done.returncode == 0, done.stderr
        assert lines[0] == "participant,gender,subject,year,perceived_engagement,page_views", lines[0]
        assert len(lines) == 25, len(lines)
        views = [int(line.rsplit(",", 1)[1]) for line in lines[1:]]
        assert round(sum(views) / 24, 2) == 56.08, sum(views) / 24
        said(cairn("report", "table1", *house.where, "--study", "none-such"), 1, "none-such")


def test_the_demonstration_is_the_same_each_time() -> None:
    done = []
    for _ in range(2):
        with tempfile.TemporaryDirectory() as folder:
            assert cairn("demo", "--data", folder, timeout=300).returncode == 0
            report = cairn("report", "table1", "--data", folder, "--study", "cop-2019", "--format", "json")
            done.append(report.stdout)
    assert done[0] == done[1] and done[0].startswith("{")


def test_a_log_that_is_no_table_is_refused() -> None:
    with House() as house, tempfile.TemporaryDirectory() as folder:
        for name, content in (("empty.csv", b""), ("noise.csv", os.urandom(4096)), ("other.csv", b"a,b\n1,2\n")):
            file = pathlib.Path(folder, name)
            file.write_bytes(content)
            before = house.rows("SELECT count(*) FROM activity")
            done = cairn("import", "activity", *house.where, "--study", "cop-2019", str(file))
            assert done.returncode == 1 and ("log" in done.stderr or name in done.stderr), (name, done)
            assert house.rows("SELECT count(*) FROM activity") == before
        done = cairn("import", "activity", *house.where, "--study", "cop-2019", f"{folder}/absent.csv")
        said(done, 1, "absent.csv")


def test_a_closed_output_is_no_crash() -> None:
    with House() as house:
        with open("/dev/full", "w", encoding="ascii") as full:
            done = subprocess.run([CAIRN, "report", "table1", *house.where, "--study", "cop-2019"],
                                  stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 1, (done.returncode, done.stderr)
