#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fails on files without their licence line, on paths of one machine, on work or merges left open, on
trailing blanks, on bytes that are not UTF-8 and on generated files in the tree."""
import pathlib
import re
import subprocess
import sys

LICENSED = {".c", ".h", ".py", ".sh", ".js", ".css"}
BINARY = {".png", ".jpg", ".webp", ".avif", ".woff2", ".ico", ".gz"}
LICENCE = "SPDX-License-Identifier: AGPL-3.0-or-later"
OPEN = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
MERGE = re.compile(r"^(<{7}|>{7})( |$)|^={7}$")
PATH = re.compile(r"(?<![\w.}\"'])/(?:work|root)/\w|(?<![\w.])/(?:home|Users)/\w+/\w")
GENERATED = (".o", ".a", ".so", ".html.h", ".orig", ".rej", ".pyc")
RAW = ("fuzz/corpus/", "tools/tmpl_test/")  # broken on purpose


def tracked() -> list[str]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    said = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return sorted(name for name in set(said.split("\0")) if name and pathlib.Path(name).is_file())


def faults_of(name: str) -> list[str]:
    path = pathlib.Path(name)
    if name.endswith(GENERATED):
        return [f"{name}:1: a generated file in the tree"]
    if path.suffix in BINARY or name.startswith(RAW):
        return []
    try:
        lines = path.read_bytes().decode("utf-8").split("\n")
    except UnicodeDecodeError as why:
        return [f"{name}:1: not UTF-8 at byte {why.start}"]
    faults = []
    licensed = path.suffix in LICENSED or lines[0].startswith("#!") or path.name == "meson.build"
    if licensed and not any(LICENCE in line for line in lines[:2]):
        faults.append(f"{name}:1: the line {LICENCE} is missing")
    for number, line in enumerate(lines, 1):
        if OPEN.search(line):
            faults.append(f"{name}:{number}: work left open: {line.strip()[:60]}")
        if MERGE.search(line):
            faults.append(f"{name}:{number}: a merge left open")
        if PATH.search(line):
            faults.append(f"{name}:{number}: a path of one machine: {line.strip()[:60]}")
        if line != line.rstrip() and path.suffix != ".md":
            faults.append(f"{name}:{number}: blanks at the end of the line")
    return faults


def main() -> int:
    faults = [fault for name in tracked() for fault in faults_of(name)]
    print("\n".join(faults), end="\n" if faults else "")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
