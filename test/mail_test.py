# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters through a real mail server: Exim, in a temporary folder, as an ordinary user."""
import contextlib
import email
import email.policy
import os
import pathlib
import pwd
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time

from house import House, free_port, wait_for

STUDENT = "student@cairn.example"
EXIM = shutil.which("exim4", path=os.environ["PATH"] + ":/usr/sbin") or "exim4"
SETTINGS = """
primary_hostname = mail.cairn.example
spool_directory = {folder}/spool
log_file_path = {folder}/log_%s
pid_file_path = {folder}/pid
exim_user = {user}
exim_group = {group}
never_users =
keep_environment =
deliver_drop_privilege = true
tls_advertise_hosts =
acl_smtp_rcpt = recipient
begin acl
recipient:
  defer  local_parts = later
         message = the mailbox is busy
  accept domains = cairn.example
  deny   message = nobody of that name here
begin routers
everybody:
  driver = accept
  transport = mailbox
begin transports
mailbox:
  driver = appendfile
  directory = {folder}/mail
  maildir_format
  create_directory
  user = {user}
  group = {group}
begin retry
* * F,1h,1m
"""


class Exim:
    """Takes letters for cairn.example, puts off those for «later», refuses other domains."""

    def __init__(self) -> None:
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="cairn-mail."))
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        # Exim delivers nothing as root, so root lends it the user mail.
        user = "mail" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        self.lend = ["runuser", "-u", "mail", "--"] if os.getuid() == 0 else []
        entry = pwd.getpwnam(user)
        settings = self.folder / "exim.conf"
        settings.write_text(SETTINGS.format(folder=self.folder, user=entry.pw_uid, group=entry.pw_gid), encoding="ascii")
        if os.getuid() == 0:
            for path in (self.folder, settings):
                os.chown(path, entry.pw_uid, entry.pw_gid)
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        command = [*self.lend, EXIM, "-C", str(self.folder / "exim.conf"), "-bdf", "-oX", f"127.0.0.1.{self.port}"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        env={"PATH": os.environ["PATH"] + ":/usr/sbin"}, start_new_session=True)
        assert wait_for(self.port, 10, lambda: self.process.poll() is None), self.log()

    def log(self) -> str:
        return (self.folder / "log_main").read_text(encoding="utf-8", errors="replace")

    def box(self, name: str, n: int = 1, wait: float = 20) -> list[email.message.EmailMessage]:
        """The letters to one address, once there are n of them."""
        end = time.monotonic() + wait
        while True:
            files = sorted((self.folder / "mail/new").glob("*"))
            letters = [email.message_from_bytes(f.read_bytes(), policy=email.policy.default) for f in files]
            found = [m for m in letters if f"{name}@" in m["To"]]
            if len(found) >= n or time.monotonic() > end:
                return found
            time.sleep(0.05)

    def __enter__(self) -> "Exim":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)


def ask_for_a_link(house: House, address: str) -> None:
    who = house.visitor()
    done = who.submit(who.get("/sign-in"), "/sign-in", address=address)
    assert done.status in (200, 303), done.status


def states(house: House, address: str, wanted: str = "", wait: float = 20) -> list[str]:
    """The states of the letters to an address, once the last of them is as wanted."""
    end = time.monotonic() + wait
    while True:
        found = [row[0] for row in house.rows(f"SELECT state FROM letter WHERE to_address = '{address}' ORDER BY id")]
        if not wanted or (found and found[-1] == wanted) or time.monotonic() > end:
            return found
        time.sleep(0.05)


def change(house: House, text: str) -> None:
    with contextlib.closing(sqlite3.connect(house.data / "cairn.db", timeout=20)) as db:
        db.execute(text)
        db.commit()


def test_a_link_arrives_by_mail_and_signs_in() -> None:
    with Exim() as mail, House(mail=mail.url) as house:
        mail.start()
        house.start()
        ask_for_a_link(house, STUDENT)
        letters = mail.box("student")
        assert len(letters) == 1, mail.log() + house.said()
        letter = letters[0]
        assert letter["To"] and STUDENT in letter["To"] and letter["From"] and letter["Subject"]
        assert letter["Date"] and letter["Message-ID"] and letter.get_content_type() == "text/plain"
        assert letter.get_content_charset() == "utf-8"
        text = letter.get_content()
        links = [word for word in text.split() if word.startswith(house.url)]
        assert len(links) == 1, text
        who = house.visitor()
        who.follow_link(links[0])
        assert who.get("/home").status == 200
        assert states(house, STUDENT, "sent") == ["sent"]
        house.stop()
        house.start()
        time.sleep(1)
        assert len(mail.box("student", 2, wait=1)) == 1, "a letter was sent twice"
        body = house.rows(f"SELECT body FROM letter WHERE to_address = '{STUDENT}'")[0][0]
        assert body == "", "a link that signs in is kept after its letter was sent"


def test_a_server_that_is_away_gets_the_letter_later_and_once() -> None:
    with Exim() as mail, House(mail=mail.url) as house:
        house.start()
        ask_for_a_link(house, STUDENT)
        state = "SELECT tries, run_at / 1000000 - CAST(strftime('%s', 'now') AS INTEGER) FROM job WHERE kind = 'letter'"
        end = time.monotonic() + 20
        while house.rows(state)[0][1] < 5 and time.monotonic() < end:
            time.sleep(0.05)
        assert states(house, STUDENT) == ["queued"]
        tries, pause = house.rows(state)[0]
        assert tries == 1 and 30 <= pause <= 90, (tries, pause)
        mail.start()
        change(house, "UPDATE job SET run_at = 1 WHERE kind = 'letter'")
        assert len(mail.box("student")) == 1, mail.log() + house.said()
        assert states(house, STUDENT, "sent") == ["sent"]
        end = time.monotonic() + 10
        while house.rows("SELECT count(*) FROM job WHERE kind = 'letter'")[0][0] and time.monotonic() < end:
            time.sleep(0.05)
        assert house.rows("SELECT count(*) FROM job WHERE kind = 'letter'") == [(0,)]


def test_a_refusal_for_now_is_tried_again_and_one_for_good_is_not() -> None:
    with Exim() as mail, House(mail=mail.url) as house:
        mail.start()
        change(house, "UPDATE person SET address = 'later@cairn.example', address_key = 'later@cairn.example'"
                      " WHERE address_key = 'facilitator@cairn.example'")
        change(house, "UPDATE person SET address = 'away@other.example', address_key = 'away@other.example'"
                      " WHERE address_key = 'researcher@cairn.example'")
        house.start()
        ask_for_a_link(house, "later@cairn.example")
        ask_for_a_link(house, "away@other.example")
        assert states(house, "away@other.example", "refused") == ["refused"]
        end = time.monotonic() + 20
        while "the mailbox is busy" not in mail.log() and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(0.5)
        assert states(house, "later@cairn.example") == ["queued"], house.said()
        assert mail.log().count("nobody of that name here") == 1, mail.log()
        error = house.rows("SELECT error FROM letter WHERE to_address = 'away@other.example'")[0][0]
        assert "nobody of that name" in error or "550" in error, error


def test_nobody_gets_a_letter_who_is_not_a_member() -> None:
    with Exim() as mail, House(mail=mail.url) as house:
        mail.start()
        house.start()
        ask_for_a_link(house, "stranger@cairn.example")
        ask_for_a_link(house, STUDENT)
        assert len(mail.box("student")) == 1
        assert mail.box("stranger", 1, wait=0.5) == []
