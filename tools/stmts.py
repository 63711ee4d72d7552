#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""stmts.py OUT FILE.c...: gathers every «static const struct stmt NAME = { ... };» of the program into one table,
so that the tests can prepare each of them on both engines. Their texts are literals, so they can be copied; what
several files share of a text stands in a header of its own, X_part.h."""
import pathlib
import re
import sys

# #define COLUMNS "a, b": a part of a text that several statements of a file share
PART = re.compile(r'^#define (\w+)((?:[ \t]|\\\n)+(?:"(?:[^"\\]|\\.)*"(?:[ \t]|\\\n)*)+)$', re.MULTILINE)
SHARED = re.compile(r'^#include "(\w+/\w+_part\.h)"$', re.MULTILINE)
FOUND = re.compile(r"^static const struct stmt (\w+) = (\{.*?\});", re.MULTILINE | re.DOTALL)


def main() -> int:
    out, files = sys.argv[1], sys.argv[2:]
    rows = []
    for file in files:
        # how a transaction begins and words are looked for is each engine's own word
        if file.endswith(("_test.c", "sqlite.c", "postgres.c")):
            continue
        text = pathlib.Path(file).read_text(encoding="utf-8")
        src = pathlib.Path(file).parent.parent
        shared = "".join((src / name).read_text(encoding="utf-8") for name in SHARED.findall(text))
        for part, value in PART.findall(text) + PART.findall(shared):
            text = re.sub(rf"(?<!#define )\b{part}\b", lambda _: value.replace("\\\n", " "), text)
        found = FOUND.findall(text)
        if len(found) != len(re.findall(r"\bconst struct stmt \w+\s*=", text)):
            print(f"{file}: a statement is not written as «static const struct stmt NAME = {{ ... }};»", file=sys.stderr)
            return 1
        rows += [f"\t{body}, /* {file.split('src/')[-1]} {name} */\n" for name, body in found]
    if not rows:
        print("no statement was found", file=sys.stderr)
        return 1
    pathlib.Path(out).write_text("static const struct stmt stmts[] = {\n" + "".join(rows) + "};\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
