#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fails on banned calls, on macros that hide control flow, on conditional compilation outside
base/platform.h, and on SQL that is no constant."""
import pathlib
import re
import sys

FOLDERS = ("src", "tools", "fuzz", "bench")
HERE = pathlib.Path(__file__).parent
BLANKED = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
DEFINE = re.compile(r"^[ \t]*#[ \t]*define\b(?:[^\n\\]|\\\n|\\.)*", re.MULTILINE)
FLOW = re.compile(r"\b(return|goto|break|continue)\b")
CONDITION = re.compile(r"^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else)\b[^\n]*", re.MULTILINE)
CALL = re.compile(r"\bsql_(run|count|open|one)\(")
ADDRESS = r"(?:&\w+(?:\[[^\]]*\])?|\w+\[[^\]]*\])"
CONSTANT = re.compile(rf"{ADDRESS}$|[^?]+\?\s*{ADDRESS}\s*:\s*{ADDRESS}$")
HANDED = re.compile(r"\bconst struct stmt \*(?:const )?(\w+)\b")
STATEMENT = re.compile(r"^[ \t]*((?:static |const |extern )*)struct stmt\b([^;(){]*)[=;{]", re.MULTILINE)
WAIVER = re.compile(r"\bNOLINT|clang-format o" + r"ff")
PRAGMA = re.compile(r"^[ \t]*#[ \t]*pragma\b|\b_Pragma\b", re.MULTILINE)


def blank(found: re.Match) -> str:
    """Comments and what is inside quotes, as blanks of the same length and lines."""
    text = found[0]
    edge = text[0] if text[0] in "\"'" else ""
    inner = re.sub(r"[^\n]", " ", text[len(edge):len(text) - len(edge)])
    return edge + inner + edge


def arguments(code: str, at: int) -> list[str]:
    """The arguments of the call whose opening bracket stands before at."""
    depth, start, found = 0, at, []
    for i in range(at, len(code)):
        if code[i] in "([{":
            depth += 1
        elif code[i] in ")]}":
            depth -= 1
        if depth < 0 or (depth == 0 and code[i] == ","):
            found.append(code[start:i].strip())
            start = i + 1
        if depth < 0:
            break
    return found


def sql_faults(file: pathlib.Path, code: str) -> list[tuple[int, str]]:
    if file.parts[:2] == ("src", "store"):
        return []
    faults = [(m.start(), "a statement is constant") for m in re.finditer(r"\(struct stmt\)\s*\{", code)]
    handed = set(HANDED.findall(code))
    for call in CALL.finditer(code):
        given = arguments(code, call.end())
        if len(given) < 2 or not (CONSTANT.match(given[1]) or given[1] in handed):
            faults.append((call.start(), f"sql_{call[1]} takes the address of a constant statement"))
    for found in STATEMENT.finditer(code):
        if "*" not in found[2] and not found[1].startswith(("static const", "const", "extern const")):
            faults.append((found.start(), "a statement is constant"))
    if "test" not in file.parts and not file.name.endswith("_test.c"):
        faults += [(m.start(), "sql_script is for migrations and tests") for m in re.finditer(r"\bsql_script\(", code)]
    return faults


def condition_faults(file: pathlib.Path, text: str, code: str) -> list[tuple[int, str]]:
    if file.parts[-2:] == ("base", "platform.h"):
        return []
    guard = re.search(r"^#ifndef (\w+)\n#define \1$", code, re.MULTILINE)
    return [(m.start(), f"#{m[1]} outside base/platform.h") for m in CONDITION.finditer(code)
            if not (guard and m.start() == guard.start() and file.suffix == ".h")]


def faults_of(file: pathlib.Path, banned: dict[str, str], call: re.Pattern) -> list[tuple[int, str]]:
    text = file.read_text(encoding="utf-8")
    code = BLANKED.sub(blank, text)
    faults = [(m.start(), f"{m[1]} is banned: {banned[m[1]]}") for m in call.finditer(code)]
    faults += [(m.start(), "a macro hides control flow") for m in DEFINE.finditer(code) if FLOW.search(m[0])]
    waivers = [*WAIVER.finditer(text), *PRAGMA.finditer(code)]
    faults += [(m.start(), "a waiver hides what a check says") for m in waivers]
    faults += condition_faults(file, text, code) + sql_faults(file, code)
    return sorted((text.count("\n", 0, at) + 1, why) for at, why in faults)


def main() -> int:
    rows = [line.split(None, 1) for line in (HERE / "banned.txt").read_text(encoding="utf-8").splitlines()
            if line and not line.startswith("#")]
    banned = {name: "use " + instead for name, instead in rows}
    call = re.compile(r"(?<![\w.>])(" + "|".join(banned) + r")\s*\(")
    bad = 0
    for file in sorted(f for d in FOLDERS for f in pathlib.Path(d).rglob("*.[ch]")):
        for number, why in faults_of(file, banned, call):
            bad += 1
            print(f"{file}:{number}: {why}")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
