# SPDX-License-Identifier: AGPL-3.0-or-later
"""One running Cairn in a temporary folder, and visitors who talk to it over real sockets."""
import contextlib
import email
import email.policy
import html.parser
import http.client
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
CAIRN = os.environ.get("CAIRN", str(ROOT / "build-asan/src/cairn"))
CONF = "posts_an_hour = 1000000\nsignins_an_hour = 100000\n"
DEMO: dict[str, pathlib.Path] = {}  # a demonstration by the address of its database, to be copied


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(port: int, wait: float = 30, alive=lambda: True) -> bool:
    """True once somebody listens; false when alive says no, or after so many seconds."""
    end = time.monotonic() + wait
    while time.monotonic() < end and alive():
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return True
        time.sleep(0.01)
    return False


def cairn(*words: str, timeout: float = 120) -> subprocess.CompletedProcess:
    return subprocess.run([CAIRN, *words], capture_output=True, text=True, timeout=timeout, check=False)


def psql(address: str, text: str) -> list[tuple]:
    words = ["psql", "-X", "-q", "-A", "-t", "-F", "\x1f", "-v", "ON_ERROR_STOP=1", "-c", text, address]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [tuple(int(cell) if cell.lstrip("-").isdigit() else cell for cell in line.split("\x1f"))
            for line in done.stdout.splitlines() if line]


def own_database() -> str:
    """The address of a new one in the cluster that test/with_postgres started."""
    name = f"cairn_{os.getpid()}_{free_port()}"
    address = os.environ["CAIRN_TEST_PG"]
    psql(address, f"CREATE DATABASE {name}")
    return address.replace("/postgres?", f"/{name}?")


class House:
    """A data directory and, between start and stop, the server on it."""

    def __init__(self, database: str = "", mail: str = "", conf: str = CONF, demo: bool = True):
        self.data = pathlib.Path(tempfile.mkdtemp(prefix="cairn-test."))
        self.mail = mail or f"dir:{self.data}/mail"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen | None = None
        self.database = database
        self.where = ["--data", str(self.data)] + (["--database", database] if database else [])
        if demo:
            self.load_demo(database)
        (self.data / "cairn.conf").write_text(conf + f"base_url = {self.url}\n", encoding="utf-8")

    @classmethod
    def on_postgres(cls, **more) -> "House":
        return cls(database=own_database(), **more)

    def twin(self) -> "House":
        """Another server on the same files."""
        other = House.__new__(House)
        other.__dict__.update(self.__dict__, port=free_port(), process=None)
        return other

    def rows(self, text: str) -> list[tuple]:
        """What the database holds, read past the server."""
        if self.database.startswith("postgres"):
            return psql(self.database, text)
        with contextlib.closing(sqlite3.connect(f"file:{self.data}/cairn.db?mode=rw", uri=True, timeout=20)) as db:
            return db.execute(text).fetchall()

    def load_demo(self, database: str) -> None:
        if not database and "" in DEMO:
            shutil.copytree(DEMO[""], self.data, dirs_exist_ok=True)
            return
        done = cairn("demo", *self.where, timeout=300)
        assert done.returncode == 0, done.stderr
        if not database:
            DEMO[""] = pathlib.Path(tempfile.mkdtemp(prefix="cairn-demo."))
            shutil.copytree(self.data, DEMO[""], dirs_exist_ok=True)

    def spawn(self, **more) -> None:
        self.log = open(self.data / "serve.log", "ab")
        command = [CAIRN, "serve", "--listen", f"127.0.0.1:{self.port}", *self.where, "--mail", self.mail]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, **more)

    def start(self, wait: float = 30, **more) -> "House":
        self.spawn(**more)
        if not wait_for(self.port, wait, lambda: self.process.poll() is None):
            raise AssertionError("the server does not answer: " + self.said())
        return self

    def said(self) -> str:
        return (self.data / "serve.log").read_text(encoding="utf-8", errors="replace")

    def stop(self, number: int = signal.SIGTERM, wait: float = 30) -> int:
        assert self.process
        self.process.send_signal(number)
        code = self.process.wait(wait)
        self.process = None
        self.log.close()
        return code

    def kill(self) -> None:
        self.stop(signal.SIGKILL)

    def __enter__(self) -> "House":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.data, ignore_errors=True)

    def link(self, address: str) -> str:
        done = cairn("login-link", *self.where, address)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def letters(self, n: int = 1, wait: float = 20) -> list[email.message.EmailMessage]:
        """The letters in the mail folder, once there are n of them."""
        folder = pathlib.Path(self.mail.removeprefix("dir:"))
        end = time.monotonic() + wait
        while True:
            files = sorted(folder.glob("*.eml")) if folder.is_dir() else []
            if len(files) >= n or time.monotonic() > end:
                break
            time.sleep(0.05)
        return [email.message_from_bytes(f.read_bytes(), policy=email.policy.default) for f in files]

    def visitor(self) -> "Visitor":
        return Visitor(self.port)

    def sign_in(self, address: str) -> "Visitor":
        who = self.visitor()
        who.follow_link(self.link(address))
        return who


class Forms(html.parser.HTMLParser):
    """The forms of a page: their address and the fields a browser would send."""

    def __init__(self, text: str):
        super().__init__()
        self.forms: list[dict] = []
        self.open: dict | None = None
        self.area: str | None = None
        self.choice: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        a = dict(attrs)
        if tag == "form":
            self.open = {"method": a.get("method", "get").lower(), "action": a.get("action", ""), "fields": []}
            self.forms.append(self.open)
        elif self.open is None:
            return
        elif tag == "input" and a.get("name"):
            kind = a.get("type", "text")
            if kind not in ("checkbox", "radio", "submit") or (kind != "submit" and "checked" in a):
                self.open["fields"].append((a["name"], a.get("value") or ("on" if kind == "checkbox" else "")))
        elif tag == "textarea" and a.get("name"):
            self.area = a["name"]
            self.open["fields"].append((a["name"], ""))
        elif tag == "select" and a.get("name"):
            self.choice = a["name"]
        elif tag == "option" and self.choice and ("selected" in a or self.choice not in dict(self.open["fields"])):
            fields = [f for f in self.open["fields"] if f[0] != self.choice]
            self.open["fields"] = fields + [(self.choice, a.get("value", ""))]

    def handle_data(self, data: str) -> None:
        if self.area and self.open:
            name, value = self.open["fields"][-1]
            self.open["fields"][-1] = (name, value + (data.removeprefix("\n") if not value else data))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "textarea":
            self.area = None
        elif tag == "select":
            self.choice = None


class Answer:
    def __init__(self, got: http.client.HTTPResponse):
        self.status = got.status
        self.headers = got.headers
        self.body = got.read()
        self.text = self.body.decode("utf-8", "replace")
        self.location = got.headers.get("Location", "")

    def form(self, action: str) -> dict:
        """The first form whose address matches the pattern."""
        found = [f for f in Forms(self.text).forms if re.fullmatch(action, f["action"])]
        assert found, f"no form {action} on the page (status {self.status})"
        return found[0]


class Visitor:
    """A browser without script: cookies, forms, redirects when asked."""

    def __init__(self, port: int):
        self.port = port
        self.cookies: dict[str, str] = {}
        self.line: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        if path.startswith("http"):
            parts = urllib.parse.urlsplit(path)
            path = parts.path + ("?" + parts.query if parts.query else "")
        head = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
        if self.cookies:
            head["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if body is not None:
            head["Content-Type"] = "application/x-www-form-urlencoded"
        head.update({k.replace("_", "-"): v for k, v in headers.items()})
        if self.line is None:
            self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            self.line.request(method, path, body, head)
            answer = Answer(self.line.getresponse())
        except BaseException:
            self.line.close()
            self.line = None
            raise
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value.strip()
        return answer

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def post(self, path: str, fields: dict | list, **headers: str) -> Answer:
        return self.ask("POST", path, urllib.parse.urlencode(fields).encode(), **headers)

    def submit(self, page: Answer, action: str, **fields: str) -> Answer:
        """Fills in a form of a page and sends it."""
        form = page.form(action)
        sent = [(k, fields.get(k, v)) for k, v in form["fields"]]
        sent += [(k, v) for k, v in fields.items() if k not in dict(sent)]
        return self.post(form["action"], sent)

    def follow_link(self, url: str) -> Answer:
        """What a person does with a link from a letter: opens it, presses its one button."""
        page = self.get(url)
        assert page.status == 200, f"the sign-in link answers {page.status}"
        done = self.submit(page, "/sign-in/.*")
        assert done.status == 303, f"signing in answers {done.status}"
        return done
