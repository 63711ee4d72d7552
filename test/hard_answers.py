# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a stranger or a broken client sends: each gets a clear answer, and the next visitor is served."""
import gzip
import re
import resource
import socket
import time

from house import House, Visitor

STUDENT = "student@cairn.example"
SHARED: dict[str, House] = {}


def here() -> House:
    """One server for all of these tests: none of them may disturb the next."""
    if "house" not in SHARED:
        SHARED["house"] = House()
        SHARED["house"].start()
    house = SHARED["house"]
    assert house.process and house.process.poll() is None, "the server is gone: " + house.said()[-2000:]
    return house


def end() -> None:
    for house in SHARED.values():
        code = house.stop()
        said = house.said()
        house.__exit__()
        assert code == 0, f"the server ended with {code}: {said[-3000:]}"


def student_in_thread() -> tuple[Visitor, str]:
    """The student, and the address of a thread of their own group."""
    house = here()
    row = house.rows("SELECT t.id FROM thread t JOIN membership m ON m.group_id = t.group_id AND m.left_at = 0"
                     " JOIN person p ON p.id = m.person_id JOIN round r ON r.id = m.round_id"
                     f" WHERE p.address_key = '{STUDENT}' AND t.deleted_at = 0 AND t.closed_at = 0"
                     " ORDER BY r.opens_at DESC, t.id DESC LIMIT 1")
    return house.sign_in(STUDENT), f"/thread/{row[0][0]}"


def reply(who: Visitor, thread: str, body: str, **more: str):
    return who.submit(who.get(thread), thread + "/post", body=body, **more)


def raw(*pieces: bytes, wait: float = 10) -> bytes:
    """Sends bytes as they are and reads until the server closes or is silent."""
    with socket.create_connection(("127.0.0.1", here().port), timeout=wait) as line:
        got = b""
        try:
            for piece in pieces:
                line.sendall(piece)
            line.shutdown(socket.SHUT_WR)
            while part := line.recv(65536):
                got += part
        except OSError:  # closed at once, or silent
            pass
        return got


def test_a_reply_is_posted() -> None:
    who, thread = student_in_thread()
    done = reply(who, thread, "An answer over a **real** socket & more")
    assert done.status == 303, done.status
    page = who.get(done.location.partition("#")[0])
    assert "<strong>real</strong> socket &amp; more" in page.text


def test_a_body_over_the_limit_is_413() -> None:
    who, thread = student_in_thread()
    answer = who.post(thread + "/post", {"body": "x" * 400_000})
    assert answer.status == 413 and "too large" in answer.text, answer.status


def test_a_body_that_grows_over_the_limit_without_a_length_is_413() -> None:
    who, thread = student_in_thread()
    cookie = "; ".join(f"{k}={v}" for k, v in who.cookies.items())
    head = (f"POST {thread}/post HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n"
            "Connection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n").encode()
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    got = raw(head, b"5\r\nbody=\r\n", *[chunk] * 8, b"0\r\n\r\n")
    assert got.startswith(b"HTTP/1.1 413"), got[:100]


def test_a_body_that_is_too_long_for_a_post_is_shown_again() -> None:
    who, thread = student_in_thread()
    answer = reply(who, thread, "kept words " * 9000)
    assert answer.status in (413, 422), answer.status
    if answer.status == 422:
        assert "kept words" in answer.text


def test_broken_utf8_is_refused() -> None:
    who, thread = student_in_thread()
    answer = who.ask("POST", thread + "/post", b"once=utf8&body=%C3%28%FF")
    assert answer.status == 422, answer.status


def test_a_nul_byte_is_refused() -> None:
    who, thread = student_in_thread()
    answer = who.ask("POST", thread + "/post", b"once=nul&body=before%00after")
    assert answer.status == 422, answer.status


def test_an_unknown_field_is_refused() -> None:
    who, thread = student_in_thread()
    answer = reply(who, thread, "with a stranger", stranger="1")
    assert answer.status == 422, answer.status


def test_a_blank_reply_is_refused_beside_its_field() -> None:
    who, thread = student_in_thread()
    answer = reply(who, thread, " \n\t ")
    assert answer.status == 422 and 'aria-invalid="true"' in answer.text, answer.status


def test_a_thread_of_a_group_that_must_not_be_known_is_404() -> None:
    house = here()
    who = house.sign_in(STUDENT)
    hidden = house.rows("SELECT t.id FROM thread t JOIN peer_group g ON g.id = t.group_id WHERE g.round_id NOT IN"
                        " (SELECT m.round_id FROM membership m JOIN person p ON p.id = m.person_id"
                        f" WHERE p.address_key = '{STUDENT}') LIMIT 1")[0][0]
    for path in (f"/thread/{hidden}", "/thread/1", "/thread/0", "/thread/-1", "/thread/999999999999999999999"):
        answer = who.get(path)
        assert answer.status == 404, (path, answer.status)
    assert who.post(f"/thread/{hidden}/post", {"body": "let me in", "once": "x"}).status == 404


def test_a_student_may_not_read_reports_rounds_or_people() -> None:
    who = here().sign_in(STUDENT)
    for path in ("/reports/participation", "/rounds", "/rounds/new", "/admin/people"):
        answer = who.get(path)
        assert answer.status in (403, 404), (path, answer.status)


def test_a_stranger_is_sent_to_sign_in() -> None:
    answer = here().visitor().get("/home")
    assert answer.status == 303 and answer.location.startswith("/sign-in"), (answer.status, answer.location)


def test_a_form_from_another_site_is_refused() -> None:
    who, thread = student_in_thread()
    before = here().rows("SELECT count(*) FROM post")
    for head in ({"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "", "Origin": "https://evil.example"}):
        answer = who.post(thread + "/post", {"body": "forged", "once": "forged"}, **head)
        assert answer.status == 403, (head, answer.status)
    assert here().rows("SELECT count(*) FROM post") == before


def test_a_double_submit_posts_once() -> None:
    who, thread = student_in_thread()
    form = who.get(thread)
    first = who.submit(form, thread + "/post", body="Only once, please.")
    second = who.submit(form, thread + "/post", body="Only once, please.")
    assert first.status == second.status == 303 and first.location == second.location
    n = here().rows("SELECT count(*) FROM post_source WHERE body = 'Only once, please.'")[0][0]
    assert n == 1, n


def test_a_used_link_says_so() -> None:
    house = here()
    link = house.link(STUDENT)
    house.visitor().follow_link(link)
    late = house.visitor().get(link)
    assert late.status == 410, late.status


def test_opening_a_link_does_not_use_it() -> None:
    house = here()
    link = house.link(STUDENT)
    for _ in range(3):
        assert house.visitor().get(link).status == 200
    house.visitor().follow_link(link)


def test_a_forged_link_is_refused() -> None:
    house = here()
    link = house.link(STUDENT)
    forged = link[:-4] + ("AAAA" if not link.endswith("AAAA") else "BBBB")
    answer = house.visitor().get(forged)
    assert answer.status in (404, 410), answer.status


def test_sign_in_never_says_whether_an_address_is_known() -> None:
    house = here()
    pages = []
    for address in (STUDENT, "nobody-has-this@cairn.example"):
        who = house.visitor()
        answer = who.submit(who.get("/sign-in"), "/sign-in", address=address)
        page = who.get(answer.location) if answer.status == 303 else answer
        pages.append((answer.status, answer.location, page.status, page.text.replace(address, "ADDRESS")))
    assert pages[0] == pages[1]
    letters = house.letters()
    assert [m["To"] for m in letters].count(STUDENT) >= 1
    assert not any("nobody-has-this" in str(m["To"]) for m in letters)


def test_what_was_typed_survives_a_lost_session() -> None:
    house = here()
    who, thread = student_in_thread()
    form = who.get(thread)
    session = house.rows("SELECT max(id) FROM session")[0][0]
    who.cookies.clear()
    words = f"I had typed all this already {session}."
    answer = who.submit(form, thread + "/post", body=words)
    assert answer.status == 401 and words in answer.text, answer.status
    seen = len(house.letters(0))
    asked = who.submit(answer, "/sign-in", address=STUDENT)
    assert asked.status in (200, 303), asked.status
    letter = house.letters(seen + 1)[-1]
    link = next(w for w in letter.get_content().split() if w.startswith(house.url))
    back = house.visitor()
    done = back.follow_link(link)
    page = back.get(done.location)
    while page.status == 303:
        page = back.get(page.location.partition("#")[0])
    assert words in page.text, (done.location, page.status)
    assert back.submit(page, thread + "/post").status == 422  # the name is asked for again
    assert back.submit(page, thread + "/post", **{"as": "first"}).status == 303
    assert house.rows(f"SELECT count(*) FROM post_source WHERE body = '{words}'")[0][0] == 1


def test_a_word_of_ten_thousand_letters_is_shown() -> None:
    who, thread = student_in_thread()
    done = reply(who, thread, "w" * 10_000)
    assert done.status == 303, done.status
    assert "w" * 10_000 in who.get(done.location.partition("#")[0]).text


def test_markdown_bombs_are_answered_in_time() -> None:
    who, thread = student_in_thread()
    bombs = ["> " * 9000 + "x", "[" * 19_000, "*a " * 6000, "- " * 9000 + "x", "`" * 9001 + "x" + "`" * 9000,
             "|" + "a|" * 900 + "\n|" + "-|" * 900 + "\n" + ("|" + "b|" * 900 + "\n") * 8, "<" * 19_000,
             "![" * 9000 + "](x)", "1. " * 6000 + "x", "[a]: b\n" * 2000 + "[a]" * 1000, "&#0;" * 4000]
    for bomb in bombs:
        began = time.monotonic()
        answer = reply(who, thread, bomb)
        assert answer.status in (303, 422), (bomb[:20], answer.status)
        assert time.monotonic() - began < 5, bomb[:20]


def test_script_in_a_post_stays_text() -> None:
    who, thread = student_in_thread()
    done = reply(who, thread, "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) "
                              "[y](data:text/html,z) <a href='vbscript:x'>z</a>")
    assert done.status == 303, done.status
    text = who.get(done.location.partition("#")[0]).text.lower()
    assert "<script>alert" not in text and "onerror=alert(1)>" not in text.replace("&gt;", "")
    assert 'href="javascript:' not in text and 'href="data:' not in text and "<img src=x" not in text


def test_garbage_instead_of_http() -> None:
    for junk in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"\r\n\r\n\r\n", b"GET\r\n\r\n", b"\x00" * 5000,
                 b"GET / HTTP/9.9\r\n\r\n", b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
                 b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\nx",
                 b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\nx",
                 b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X-A: b\r\n" * 20_000 + b"\r\n"):
        got = raw(junk)
        assert not got or got.startswith(b"HTTP/1."), got[:60]
        assert b" 200 " not in got.split(b"\r\n", 1)[0], (junk[:30], got[:60])
        assert here().visitor().get("/sign-in").status == 200


def test_a_method_that_is_not_known() -> None:
    who = here().visitor()
    assert who.ask("BREW", "/sign-in").status == 405
    assert who.ask("POST", "/help-now", b"").status == 405
    head = who.ask("HEAD", "/sign-in")
    assert head.status == 200 and head.body == b""


def test_half_sent_requests_hold_nobody_up() -> None:
    lines = []
    for piece in (b"GET /ho", b"GET / HTTP/1.1\r\nHost: x\r\nCook",
                  b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                  b"Content-Length: 500\r\n\r\naddress=hal") * 40:
        line = socket.create_connection(("127.0.0.1", here().port), timeout=10)
        line.sendall(piece)
        lines.append(line)
    began = time.monotonic()
    assert here().visitor().get("/sign-in").status == 200
    assert time.monotonic() - began < 2
    for line in lines[::2]:
        line.close()
    assert here().visitor().get("/sign-in").status == 200
    for line in lines[1::2]:
        line.close()


def test_two_thousand_idle_connections() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < 2500:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    who, thread = student_in_thread()
    lines = []
    try:
        for _ in range(2000):
            lines.append(socket.create_connection(("127.0.0.1", here().port), timeout=10))
        began = time.monotonic()
        for _ in range(20):
            fresh = here().visitor()
            fresh.cookies = dict(who.cookies)
            assert fresh.get(thread).status == 200
        assert time.monotonic() - began < 10
        assert reply(who, thread, "While two thousand others wait.").status == 303
    finally:
        for line in lines:
            line.close()
    assert here().visitor().get("/sign-in").status == 200


def test_pages_are_compressed_and_say_so() -> None:
    who, thread = student_in_thread()
    plain = who.get(thread)
    small = who.get(thread, Accept_Encoding="gzip")
    assert plain.headers["Content-Encoding"] is None and small.headers["Content-Encoding"] == "gzip"
    assert len(small.body) < len(plain.body) and "Accept-Encoding" in small.headers["Vary"]


def test_a_compressed_page_is_the_page() -> None:
    """Also when its posts were compressed for an earlier reader, and after somebody wrote."""
    who, thread = student_in_thread()
    other = here().sign_in("facilitator@cairn.example")  # has no post of their own in it

    def plain(text: str) -> str:
        return re.sub(r'name="once" value="[^"]*"|name="cairn-view" content="[^"]*"', "", text)

    for turn in range(3):
        for reader in who, other:
            for _ in range(4):
                wanted = reader.get(thread)
                got = reader.get(thread, Accept_Encoding="gzip")
                text = gzip.decompress(got.body).decode()
                assert plain(text) == plain(wanted.text), turn
        assert reply(who, thread, f"Written between two looks, {turn}.").status == 303
        assert f"Written between two looks, {turn}." in gzip.decompress(
            other.get(thread, Accept_Encoding="gzip").body).decode()
        who.get(thread)  # says once that the answer is posted


def test_zz_the_server_ends_well_after_all_that() -> None:
    end()
