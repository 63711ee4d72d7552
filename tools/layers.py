#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fails when a file includes a floor it may not, or a system header that belongs to another floor.

doc/architecture.md says why the walls stand where they do.
"""
import pathlib
import re
import sys

MAY = {  # the last matching pattern wins; {own} is the file's floor
    "base/*": "base",
    "store/*": "base store",
    "file/*": "base file",
    "net/*": "base net",
    "media/*": "base file media",
    "http/*": "base http",
    "core/*": "base store core",
    "community/*": "base store core file community",
    "evidence/*": "base store core file evidence",
    "outreach/*": "base store core file net outreach",
    "work/*": "base store core net media work",
    "site/*": "base store core http site",
    "*/*_page.[ch]": "base core http site {own}",
    "*/*.html": "base core http site {own}",
    "*/*routes.*": "base core http site {own}",
    "*/*_test.c": "base store file core http site test {own}",
    "test/*": "*",
    "app/*": "*",
}
DOMAINS = {"community", "evidence", "outreach"}
OWNED = {  # a system header by how its name begins, and the floors or files that may include it
    "sqlite3": "store",
    "libpq-fe": "store",
    "libstemmer": "store",
    "utf8proc": "store",
    "curl/": "net",
    "gmime/": "net",
    "glib": "net core/zone.c core/cover_read.c",
    "seccomp": "media",
    "linux/": "media",
    "sys/prctl": "media",
    "microhttpd": "http",
    "libdeflate": "http",
    "zlib": "http",
    "sodium": "core",
    "cmark-gfm": "core",
    "csv": "file",
    "archive": "file test/zipped.c",
    "libical/": "file",
    "libxml/": "file",
    "jansson": "app evidence core/trial_plan.c site/data_json.c",
}
PLAIN = set(  # ISO C and POSIX: anybody may
    "assert ctype errno fenv float inttypes iso646 limits locale math signal stdalign stdarg "
    "stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string strings tgmath threads time "
    "arpa/inet dirent fcntl fnmatch ftw getopt glob grp langinfo libgen netdb net/if netinet/in "
    "netinet/tcp poll pthread pwd regex sched semaphore spawn sys/epoll sys/eventfd sys/file "
    "sys/ioctl sys/mman sys/random sys/resource sys/select sys/socket sys/stat sys/statvfs "
    "sys/syscall sys/time sys/types sys/uio sys/un sys/wait syslog termios unistd".split()
)
INCLUDE = re.compile(r'^%?\s*#\s*include\s*([<"])([^">]+)[">]')


def rule(path: pathlib.PurePath) -> list[str]:
    floor = path.parts[0]
    found = [may for pattern, may in MAY.items() if path.match(pattern) and len(path.parts) == 2]
    return found[-1].format(own=floor).split() if found else []


def refused(path: pathlib.PurePath, kind: str, name: str) -> str:
    """Why path may not include name, or nothing."""
    floor, may = path.parts[0], rule(path)
    if not may:
        return f"src/{path} stands on no floor"
    if kind == "<":
        if name.removesuffix(".h") in PLAIN:
            return ""
        owners = [owner for start, owner in OWNED.items() if name.startswith(start)]
        if not owners:
            return f"<{name}> belongs to no floor; tools/layers.py says which there are"
        allowed = owners[0].split()
        return "" if floor in allowed or str(path) in allowed else f"<{name}> belongs to {owners[0]}"
    wanted = name.split("/")[0]
    if wanted == "test" and not path.match("*_test.c") and floor != "test":
        return "only tests may include test"
    if "/" not in name:  # made by the build: a list of the tests, or a template of the same folder
        made = name.endswith(".inc") or pathlib.Path("src", floor, name.removesuffix(".c").removesuffix(".h")).exists()
        return "" if made else f'"{name}" does not say its floor'
    if "*" in may or wanted in may:
        return ""
    if wanted in DOMAINS and floor in DOMAINS:
        return f"domains never see each other: {floor}, {wanted}"
    return f"{floor} may not include {wanted} here" if wanted != floor else f"{path.name} may not include {wanted}"


def main() -> int:
    bad = 0
    root = pathlib.Path("src")
    for file in sorted(root.rglob("*")):
        if file.suffix not in (".c", ".h", ".html"):
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            found = INCLUDE.match(line)
            why = refused(file.relative_to(root), found[1], found[2]) if found else ""
            if why:
                bad += 1
                print(f"{file}:{number}: {why}")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
