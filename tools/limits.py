#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fails when a file, a function, its parameters, its nesting or a line is too long to be read."""
import json
import pathlib
import re
import subprocess
import sys

FOLDERS = ("src", "tools", "fuzz", "bench")
FUNCTION, FILE, HEADER, NESTING, COLUMNS, TAB = 60, 500, 80, 3, 100, 8
PARAMETERS, CALLBACK = 6, 8  # a library says how many its callbacks have, and those are static
CONTROL = re.compile(r"^(\t+)(?:\} )?(?:else )?(?:if|for|while|switch|do)\b")


def sources() -> list[pathlib.Path]:
    return sorted(f for d in FOLDERS for f in pathlib.Path(d).rglob("*.[ch]"))


def functions(files: list[pathlib.Path]) -> list[dict]:
    command = ["ctags", "--output-format=json", "--languages=C", "--langmap=C:.c.h", "--kinds-C=f",
               "--fields=+neSf", "-f", "-", *map(str, files)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in said.splitlines()]


def parameters(signature: str) -> int:
    inner, depth, count = signature.strip()[1:-1].strip(), 0, 1
    for ch in inner:
        depth += (ch in "([{") - (ch in ")]}")
        count += ch == "," and depth == 0
    return 0 if inner in ("", "void") else count


def function_faults(tag: dict, lines: list[str]) -> list[str]:
    first, last = tag["line"], tag.get("end", tag["line"])
    where, faults = f"{tag['path']}:{first}: {tag['name']}", []
    if last - first + 1 > FUNCTION:
        faults.append(f"{where} has {last - first + 1} lines; {FUNCTION} are allowed")
    given, most = parameters(tag.get("signature", "()")), CALLBACK if tag.get("file") else PARAMETERS
    if given > most:
        faults.append(f"{where} has {given} parameters; {most} are allowed")
    for number in range(first, last):
        found = CONTROL.match(lines[number])
        if found and len(found[1]) > NESTING:
            faults.append(f"{tag['path']}:{number + 1}: nesting of {len(found[1])}; {NESTING} is allowed")
    return faults


def file_faults(file: pathlib.Path, lines: list[str]) -> list[str]:
    most, faults = HEADER if file.suffix == ".h" else FILE, []
    if len(lines) > most:
        faults.append(f"{file}:1: {len(lines)} lines; {most} are allowed")
    for number, line in enumerate(lines, 1):
        if len(line.expandtabs(TAB)) > COLUMNS:
            faults.append(f"{file}:{number}: {len(line.expandtabs(TAB))} columns; {COLUMNS} are allowed")
    return faults


def main() -> int:
    files = sources()
    text = {str(f): f.read_text(encoding="utf-8").splitlines() for f in files}
    faults = [fault for f in files for fault in file_faults(f, text[str(f)])]
    tags = functions(files)
    if not tags:
        faults.append("ctags found no function")
    for tag in tags:
        faults += function_faults(tag, text[tag["path"]])
    print("\n".join(faults), end="\n" if faults else "")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
