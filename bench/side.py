# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the measurements share: a filled database that is kept between them, nginx beside Cairn, wrk
against both in turns. Every figure is the median over rounds of a ratio taken within one round."""
import argparse
import atexit
import contextlib
import datetime
import gzip
import hashlib
import os
import pathlib
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build-release"
os.environ["CAIRN"] = str(BUILD / "src/cairn")
os.environ["PATH"] += ":/usr/sbin:/sbin"
sys.path.insert(0, str(ROOT / "test"))
import house  # noqa: E402

UNDRAWN = "drawn_mb = 0\n"  # threads that are not on the shelf are drawn anew each time
CONF = house.CONF + "threads = 2\nconnections = 4096\nlog = 0\n"  # nginx writes no log of requests either

# Links that a walk through the pages does not follow.
LEAVE = re.compile(
    r"^/(asset|sign-out|service-worker)|/live$|/new\?|\.(ics|csv|json|pdf|zip|docx|odt|png|jpg|webp|mp4|vtt)($|\?)")


def kind_of(path: str) -> str:
    """/thread/12?at=13 is /thread/{n}."""
    return re.sub(r"/[^/]*\d[^/]*", "/{n}", path.split("?")[0].split("#")[0])


def links_of(page: str) -> list[str]:
    return [link.replace("&amp;", "&").split("#")[0] for link in re.findall(r'<a [^>]*href="(/[^"]*)"', page)]


def options(about: str, **more: int) -> argparse.Namespace:
    """Reads the command line; more is further whole numbers with their usual values."""
    words = argparse.ArgumentParser(description=about)
    words.add_argument("--rounds", type=int, default=5)
    words.add_argument("--seconds", type=int, default=5, help="of each measurement in a round")
    words.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own, with durable commits")
    for name, usual in more.items():
        words.add_argument("--" + name, type=int, default=usual)
    given = words.parse_args()
    if given.postgres and "CAIRN_TEST_PG" not in os.environ:
        os.execv(ROOT / "test/with_postgres", ["with_postgres", "--durable", *sys.argv])
    if not given.postgres:
        os.environ.pop("CAIRN_TEST_PG", None)
    build()
    return given


def build() -> None:
    subprocess.run([ROOT / "script/bootstrap", "build", "bench"], check=True)
    subprocess.run([ROOT / "script/build", "build-release", "src/cairn bench/fill bench/raw bench/rows", "--buildtype=release",
                    "-Dwerror=false"],
                   check=True)


def filled(posts: int, people: int = 0) -> pathlib.Path:
    """A database file with so many posts, made once a week (its round is always in the second week) and for each
    version of what makes it."""
    kind = hashlib.sha256()
    for file in [*sorted(ROOT.glob("migrations/*.sql")), *(ROOT / f for f in ("bench/fill.c", "src/core/key.c", "src/core/markdown.c"))]:
        kind.update(file.read_bytes())
    week = datetime.date.today().strftime("%G-%V")
    keep = pathlib.Path(os.environ.get("CAIRN_BENCH", "/var/tmp")) / f"cairn-bench-{os.getuid()}"
    keep.mkdir(mode=0o700, exist_ok=True)
    (keep / "key").mkdir(mode=0o700, exist_ok=True)
    name = f"{posts}-{people}" if people else str(posts)
    file = keep / f"{name}-{kind.hexdigest()[:12]}-{week}.db"
    if not file.exists():
        for old in keep.glob(f"{name}-{'?' * 12}-*"):
            old.unlink()
        print(f"filling a database with {posts:,} posts", flush=True)
        making = keep / f"making-{name}.db"
        for old in keep.glob(making.name + "*"):
            old.unlink()
        subprocess.run([BUILD / "bench/fill", f"sqlite:{making}", str(posts), keep / "key", *[str(people)] * bool(people)],
                       check=True)
        with contextlib.closing(sqlite3.connect(making)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        making.rename(file)
    return file


class Bench(house.House):
    """Cairn on a filled database of its own: views and posts are written to it. Without posts it has none yet."""

    def __init__(self, posts: int, people: int = 0, conf: str = ""):
        database = house.own_database() if "CAIRN_TEST_PG" in os.environ else ""
        super().__init__(conf=CONF + conf, demo=False, database=database, mail="none")
        atexit.register(self.__exit__)
        if posts == 0:
            return
        if database:
            print(f"filling a PostgreSQL database with {posts:,} posts", flush=True)
            subprocess.run([BUILD / "bench/fill", database, str(posts), self.data, *[str(people)] * bool(people)],
                           check=True)
        else:
            file = filled(posts, people)
            subprocess.run(["cp", "--reflink=auto", file, self.data / "cairn.db"], check=True)
            shutil.copy2(file.parent / "key/cairn.key", self.data)

    def start(self, wait: float = 30, **more) -> "Bench":
        """Serves, and has done what it does once on a database that it has not seen: a million posts of one round
        are more than any has, and its jobs would run beside the first measurements."""
        super().start(wait, **more)
        used, quiet = self.cpu(), 0
        while quiet < 3:
            time.sleep(0.5)
            now = self.cpu()
            quiet = quiet + 1 if now - used < 0.02 else 0
            used = now
        return self

    def cpu(self) -> float:
        """Seconds of processor time, its own and the system's."""
        fields = pathlib.Path(f"/proc/{self.pid()}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def pid(self) -> int:
        assert self.process
        return self.process.pid

    def resident(self) -> int:
        text = pathlib.Path(f"/proc/{self.pid()}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+) kB", text)[1]) * 1024


class Nginx:
    """nginx that serves files of a folder, and nothing else."""

    def __init__(self) -> None:
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="cairn-nginx."))
        self.folder.chmod(0o755)
        self.port = house.free_port()
        (self.folder / "www").mkdir()
        temp = "".join(f"{kind}_temp_path {self.folder}/{kind};\n"
                       for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (self.folder / "nginx.conf").write_text(
            f"worker_processes 2; daemon off; pid {self.folder}/pid; error_log {self.folder}/error.log;\n"
            "events { worker_connections 4096; }\n"
            f"http {{ access_log off; {temp} sendfile on; tcp_nopush on; keepalive_timeout 65;\n"
            "keepalive_requests 100000000; open_file_cache max=4000 inactive=600s; default_type 'text/html; charset=utf-8';\n"
            f"server {{ listen 127.0.0.1:{self.port} backlog=1024; root {self.folder}/www; gzip_static on; }} }}\n",
            encoding="utf-8")
        self.process: subprocess.Popen | None = None
        atexit.register(self.close)

    def put(self, name: str, body: bytes) -> str:
        """A page, and its gzip twin for those who ask for one."""
        (self.folder / "www" / name).write_bytes(body)
        (self.folder / "www" / (name + ".gz")).write_bytes(gzip.compress(body, 6, mtime=0))
        return "/" + name

    def spawn(self) -> None:
        self.process = subprocess.Popen(["nginx", "-p", self.folder, "-c", self.folder / "nginx.conf", "-e",
                                         self.folder / "error.log"])

    def start(self) -> "Nginx":
        self.spawn()
        house.wait_for(self.port)
        return self

    def end(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait()
        self.process = None

    def close(self) -> None:
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)


class Load:
    """What wrk sends to one server: one path or many, with or without compression."""

    def __init__(self, port: int, paths: list[str], cookie: str = "", zipped: bool = False, connections: int = 32):
        self.paths, self.asked = len(paths), 0
        self.words = ["-t", str(min(2, connections)), "-c", str(connections), "--latency", "--timeout", "20s"]
        for header in [f"Cookie: {cookie}"] * bool(cookie) + ["Accept-Encoding: gzip"] * zipped:
            self.words += ["-H", header]
        self.tail = [f"http://127.0.0.1:{port}{paths[0]}"]
        if len(paths) > 1:
            handle, name = tempfile.mkstemp(prefix="cairn-paths.")
            atexit.register(os.unlink, name)
            with open(handle, "w", encoding="ascii") as file:
                file.write("\n".join(paths) + "\n")
            self.words += ["-s", str(ROOT / "bench/paths.lua")]
            self.tail += ["--", name]

    def run(self, seconds: float) -> dict[str, float]:
        said = subprocess.run(["wrk", "-d", f"{seconds}s", *self.words, *self.tail], capture_output=True, text=True,
                              check=True).stdout
        if "Non-2xx" in said or "Socket errors" in said:
            raise SystemExit("the load met errors:\n" + said)
        found = {"rate": float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])}
        for mark in ("50", "99"):
            value, unit = re.search(rf"^\s+{mark}%\s+([\d.]+)(us|ms|s)\s*$", said, re.MULTILINE).groups()
            found["p" + mark] = float(value) * {"us": 1e-6, "ms": 1e-3, "s": 1.0}[unit]
        self.asked += int(found["rate"] * seconds)
        return found

    def settle(self) -> None:
        """Until each path was asked for four times and a second is no quicker than the one before, or for a minute:
        as in a community that is in use, whose threads have been read before."""
        before, now = 0.0, self.run(1)["rate"]
        for _ in range(60):
            if self.asked > 4 * self.paths and now < before * 1.02:
                return
            before, now = now, self.run(1)["rate"]


def cookie_of(visitor: house.Visitor) -> str:
    return "; ".join(f"{k}={v}" for k, v in visitor.cookies.items())


def in_turns(rounds: int, seconds: float, ours: Load, theirs: Load) -> list[tuple[float, float]]:
    """Both rates of each round; who goes first changes from round to round."""
    ours.run(1), theirs.run(1)
    found = []
    for n in range(rounds):
        if n % 2:
            b = theirs.run(seconds)["rate"]
            found.append((ours.run(seconds)["rate"], b))
        else:
            a = ours.run(seconds)["rate"]
            found.append((a, theirs.run(seconds)["rate"]))
    return found


def tell(name: str, pairs: list[tuple[float, float]], units: str = "pages/s") -> str:
    """Prints both medians, and returns the line with the ratio for the end of the output."""
    a, b = (statistics.median(side) for side in zip(*pairs))
    ratios = [x / y for x, y in pairs]
    print(f"{name}: {a:,.0f} against {b:,.0f} {units}; ratios {min(ratios):.3f} to {max(ratios):.3f}", flush=True)
    return f"ratio {name} {statistics.median(ratios):.3f}"
