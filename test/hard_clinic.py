# SPDX-License-Identifier: AGPL-3.0-or-later
"""The clinic through its own form, with files that are hostile, damaged or too large. Each gets a clear
answer, what was typed is kept, and nothing of the file is left: not in the tables, not in the temporary
directory. The files are made here by qpdf, LibreOffice and zip."""
import io
import os
import pathlib
import socket
import subprocess
import tempfile
import time
import zipfile

from house import House

MEMBER = "student@cairn.example"
TYPED = {"title": "Evenings in a bookshop", "ask": "Does my shop job read as experience?", "goal": "2"}
# A blob that is gone has lost its key; its sealed bytes are cleared away within ten minutes.
LEFT = ("SELECT (SELECT count(*) FROM paper), (SELECT count(*) FROM paper_version), (SELECT count(*) FROM paper_page),"
        " (SELECT count(*) FROM blob), (SELECT count(*) FROM blob_key), (SELECT count(*) FROM blob_part"
        " WHERE blob_id NOT IN (SELECT blob_id FROM blob_gone)), (SELECT count(*) FROM job WHERE kind = 'paper')")
TEN_MB = 10 << 20
BOUNDARY = "cairn-test-boundary"


LINE = "Skills: I can close a till in the evening, count what is in it, and train who is new."


def pdf(text: str = LINE, pages: int = 1, more: str = "", image: bytes = b"") -> bytes:
    """A PDF of pages with this line; more stands in its catalogue."""
    words = f"BT /F 12 Tf 60 700 Td ({text}) Tj ET" + (" q 90 0 0 90 60 500 cm /I Do Q" if image else "")
    kids = " ".join(f"{6 + n} 0 R" for n in range(pages))
    parts = [f"<</Type/Catalog/Pages 2 0 R{more}>>".encode(),
             f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
             b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
             f"<</Length {len(words)}>>stream\n{words}\nendstream".encode(),
             b"<</Type/XObject/Subtype/Image/Width 90/Height 90/ColorSpace/DeviceRGB/BitsPerComponent 8"
             + f"/Filter/DCTDecode/Length {len(image)}>>stream\n".encode() + image + b"\nendstream"]
    page = (b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
            b"/Resources<</Font<</F 3 0 R>>/XObject<</I 5 0 R>>>>>>")
    out, places = b"%PDF-1.4\n", []
    for n, part in enumerate(parts + [page] * pages):
        places.append(len(out))
        out += f"{n + 1} 0 obj\n".encode() + part + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer\n<</Size {len(places) + 1}/Root 1 0 R>>\n"
    return out + end.encode() + f"startxref\n{len(out)}\n%%EOF\n".encode()


def by_qpdf(bytes_in: bytes, *words: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        at = pathlib.Path(folder)
        (at / "in.pdf").write_bytes(bytes_in)
        done = subprocess.run(["qpdf", *words, str(at / "in.pdf"), str(at / "out.pdf")], capture_output=True,
                              check=False)
        assert done.returncode in (0, 3), done.stderr  # 3: it warns of what it mended
        return (at / "out.pdf").read_bytes()


def by_office(text: str, kind: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        at = pathlib.Path(folder)
        (at / "in.txt").write_text(text, encoding="utf-8")
        subprocess.run(["soffice", f"-env:UserInstallation=file://{at}/profile", "--headless", "--convert-to", kind,
                        "--outdir", str(at), str(at / "in.txt")], capture_output=True, check=True, timeout=120)
        return (at / f"in.{kind}").read_bytes()


def zip_bomb() -> bytes:
    """A DOCX whose words are 300 MB of nothing in less than half a MB."""
    docx = zipfile.ZipFile(io.BytesIO(by_office("I can close a till.", "docx")))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry in docx.infolist():
            if entry.filename != "word/document.xml":
                packed.writestr(entry.filename, docx.read(entry))
        with packed.open("word/document.xml", "w", force_zip64=True) as words:
            words.write(b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>')
            for _ in range(300):
                words.write(b" " * (1 << 20))
            words.write(b"</w:body></w:document>")
    return out.getvalue()


def body_of(fields: dict, name: str, bytes_in: bytes) -> bytes:
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode()
             for k, v in fields.items()]
    head = (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n").encode()
    return b"".join(parts) + head + bytes_in + f"\r\n--{BOUNDARY}--\r\n".encode()


class Clinic:
    """A server whose confined children work in a directory of their own, and a member."""

    def __enter__(self) -> "Clinic":
        self.temp = pathlib.Path(tempfile.mkdtemp(prefix="cairn-test-tmp."))
        self.house = House()
        self.house.start(env={**os.environ, "TMPDIR": str(self.temp)})
        self.member = self.house.sign_in(MEMBER)
        self.before = self.house.rows(LEFT)
        return self

    def __exit__(self, *_: object) -> None:
        self.house.__exit__()
        subprocess.run(["rm", "-rf", str(self.temp)], check=False)

    def fields(self, kind: str = "cv") -> dict:
        form = self.member.get("/clinic/new").form("/clinic/new")
        return {"once": dict(form["fields"])["once"], "kind": kind, **TYPED, "text": ""}

    def send(self, name: str, bytes_in: bytes, kind: str = "cv"):
        return self.member.ask("POST", "/clinic/new", body_of(self.fields(kind), name, bytes_in),
                               Content_Type=f"multipart/form-data; boundary={BOUNDARY}")

    def nothing_left(self) -> None:
        """Once the job has ended, which is a moment after its last word is in the database."""
        end = time.monotonic() + 10
        while time.monotonic() < end and (self.house.rows(LEFT) != self.before or any(self.temp.iterdir())):
            time.sleep(0.05)
        assert self.house.rows(LEFT) == self.before, (self.house.rows(LEFT), self.before)
        assert not list(self.temp.iterdir()), list(self.temp.iterdir())

    def refused_at_once(self, name: str, bytes_in: bytes, *words: str, kind: str = "cv") -> None:
        page = self.send(name, bytes_in, kind)
        assert page.status == 422, (name, page.status)
        for word in words:
            assert word in page.text, (name, word)
        kept = dict(page.form("/clinic/new")["fields"])
        assert {k: kept.get(k) for k in TYPED} == TYPED and kept["kind"] == kind, kept
        self.nothing_left()

    def prepared(self, address: str):
        end = time.monotonic() + 120
        while time.monotonic() < end:
            page = self.member.get(address)
            if "data-waiting" not in page.text:
                return page
            time.sleep(0.1)
        raise AssertionError("it is being prepared for ever")

    def refused_when_read(self, name: str, bytes_in: bytes, *words: str, kind: str = "cv") -> None:
        sent = self.send(name, bytes_in, kind)
        assert sent.status == 303, (name, sent.status)
        page = self.prepared(sent.location)
        assert page.status == 200 and "This file cannot be used" in page.text, (name, page.text[:600])
        for word in words:
            assert word in page.text, (name, word, page.text)
        paper = sent.location.split("/check/")[0]
        own = self.member.get(paper)
        assert TYPED["title"] in own.text and TYPED["ask"] in own.text, "what was typed is kept"
        rows, before = self.house.rows(LEFT)[0], self.before[0]
        assert rows[2:6] == before[2:6], (name, rows, before)  # no page, no part of a file
        self.member.post(paper + "/withdraw", {})
        self.nothing_left()


def test_files_that_are_not_what_they_say_are_refused_at_once() -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 400
    with Clinic() as clinic:
        for kind in ("cv", "letter"):
            clinic.refused_at_once("cv.pdf", b"MZ\x90\0 a program", "This is no PDF, DOCX or ODT", kind=kind)
            clinic.refused_at_once("me.png", png, "This is no PDF, DOCX or ODT", kind=kind)
        clinic.refused_at_once("cv.pdf", png, "This is no PDF, DOCX or ODT")
        clinic.refused_at_once("cv.pdf", b"<html><script>alert(1)</script>", "This is no PDF, DOCX or ODT")
        clinic.refused_at_once("cv.docx", b"", "This file is empty")


def test_a_file_of_ten_megabytes_and_one_byte_is_refused_and_one_of_ten_is_taken() -> None:
    page = pdf()
    with Clinic() as clinic:
        clinic.refused_at_once("cv.pdf", page + b"\n" * (TEN_MB + 1 - len(page)), "larger than 10 MB")
        sent = clinic.send("cv.pdf", page + b"\n" * (TEN_MB - len(page)))
        assert sent.status == 303, sent.status
        assert "What is covered" in clinic.prepared(sent.location).text
        clinic.member.post(sent.location.split("/check/")[0] + "/withdraw", {})


def test_an_upload_that_says_four_gigabytes_is_refused_before_it_is_sent() -> None:
    with Clinic() as clinic:
        line = socket.create_connection(("127.0.0.1", clinic.house.port), timeout=20)
        cookie = "; ".join(f"{k}={v}" for k, v in clinic.member.cookies.items())
        line.sendall((f"POST /clinic/new HTTP/1.1\r\nHost: 127.0.0.1:{clinic.house.port}\r\nCookie: {cookie}\r\n"
                      "Sec-Fetch-Site: same-origin\r\nAccept: text/html\r\n"
                      f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
                      "Content-Length: 4294967296\r\n\r\n").encode())
        began = time.monotonic()
        answer = b""
        while b"</html>" not in answer and (more := line.recv(65536)):
            answer += more
        line.close()
        assert answer.startswith(b"HTTP/1.1 413 "), answer[:200]
        assert b"Nothing was saved" in answer and time.monotonic() - began < 5, answer
        clinic.nothing_left()


def broken_off(clinic: Clinic, path: str) -> None:
    """Half of an upload, then silence: nobody waits for the rest, and nothing is kept."""
    body = body_of({"once": "broken-off", "words": "Hello"}, "me.webm", b"\x1a\x45\xdf\xa3" * 200000)
    cookie = "; ".join(f"{k}={v}" for k, v in clinic.member.cookies.items())
    with socket.create_connection(("127.0.0.1", clinic.house.port), timeout=20) as line:
        line.sendall((f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{clinic.house.port}\r\nCookie: {cookie}\r\n"
                      f"Sec-Fetch-Site: same-origin\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
                      f"Content-Length: {len(body)}\r\n\r\n").encode() + body[:len(body) // 2])
    assert clinic.member.get(path).status == 200
    clinic.nothing_left()


def test_uploads_that_break_off_leave_nothing() -> None:
    with Clinic() as clinic:
        before = clinic.house.rows("SELECT count(*) FROM introduction")
        broken_off(clinic, "/clinic/new")
        broken_off(clinic, "/people/mine")
        assert clinic.house.rows("SELECT count(*) FROM introduction") == before


def film() -> bytes:
    """Half a minute of a large picture: ffmpeg needs some seconds to make it small."""
    with tempfile.TemporaryDirectory() as folder:
        to = pathlib.Path(folder) / "me.mp4"
        subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=30", "-t", "29",
                        "-c:v", "mpeg4", "-q:v", "20", str(to)], check=True)
        return to.read_bytes()


def test_a_letter_leaves_while_a_film_is_made() -> None:
    waits = ("SELECT count(*) FROM introduction i JOIN person p ON p.id = i.person_id"
             f" WHERE p.address = '{MEMBER}' AND i.raw_id <> 0")
    recording = film()
    with Clinic() as clinic:
        fields = dict(clinic.member.get("/people/mine").form("/people/mine")["fields"])
        fields = {k: v for k, v in fields.items() if k not in ("recording", "captions")} | {"words": "Hello"}
        body = body_of(fields, "me.mp4", recording).replace(b'name="file"', b'name="recording"')
        sent = clinic.member.ask("POST", "/people/mine", body,
                                 Content_Type=f"multipart/form-data; boundary={BOUNDARY}")
        assert sent.status == 303, sent.status
        time.sleep(1.5)  # it is being made by now
        other, before = clinic.house.visitor(), len(clinic.house.letters(1, 0))
        began = time.monotonic()
        other.submit(other.get("/sign-in"), "/sign-in", address="facilitator@cairn.example")
        clinic.house.letters(before + 1)
        assert time.monotonic() - began < 5, time.monotonic() - began
        assert clinic.house.rows(waits) == [(1,)], "the film was made before the letter left"


def test_pdfs_that_cannot_be_read_say_why_and_leave_nothing() -> None:
    plain = pdf()
    with Clinic() as clinic:
        locked = by_qpdf(plain, "--encrypt", "secret", "owner", "256", "--")
        clinic.refused_when_read("cv.pdf", locked, "password")
        clinic.refused_when_read("letter.pdf", locked, "password", kind="letter")
        clinic.refused_when_read("cv.pdf", by_qpdf(pdf(pages=5000), "--object-streams=generate"), "5000", "8")
        clinic.refused_when_read("cv.pdf", plain[:120], "damaged")
        clinic.refused_when_read("cv.pdf", pdf(text=""), "no text")


def test_a_word_file_that_unpacks_to_hundreds_of_megabytes_is_refused() -> None:
    with Clinic() as clinic:
        clinic.refused_when_read("cv.docx", zip_bomb(), "would unpack to far more")
        clinic.refused_when_read("cv.docx", b"PK\3\4 and no more", "damaged")


def test_scripts_of_a_pdf_are_in_nothing_that_a_group_gets() -> None:
    script = "/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://evil.example'\\))>>"
    with Clinic() as clinic:
        sent = clinic.send("cv.pdf", by_qpdf(pdf(more=script), "--qdf"))
        page = clinic.prepared(sent.location)
        assert "What is covered" in page.text and "launchURL" not in page.text
        done = clinic.member.submit(page, sent.location, show="1")
        paper = sent.location.split("/check/")[0]
        assert done.status == 303
        clinic.prepared(sent.location)
        picture = clinic.member.get(paper + "/page/1/1")
        assert picture.status == 200 and picture.body[:4] == b"RIFF" and b"launchURL" not in picture.body
        clinic.member.post(paper + "/withdraw", {})
        clinic.nothing_left()


def test_a_picture_in_a_pdf_that_is_none_does_no_harm() -> None:
    with Clinic() as clinic:
        sent = clinic.send("cv.pdf", pdf(image=b"this is no photograph"))
        page = clinic.prepared(sent.location)
        assert page.status == 200 and ("What is covered" in page.text or "cannot be used" in page.text)
        clinic.member.post(sent.location.split("/check/")[0] + "/withdraw", {})
        clinic.nothing_left()
