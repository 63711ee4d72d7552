#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""tests.py OUT FILE_test.c...: lists the functions test_*(struct test *t) as a table in C."""
import pathlib
import re
import sys

FOUND = re.compile(r"^void (test_[a-z0-9_]+)\(\s*struct test \*t\)\s*(.?)", re.MULTILINE)


def main() -> int:
    out, files = sys.argv[1], sys.argv[2:]
    names: dict[str, str] = {}
    for file in files:
        for name, after in FOUND.findall(pathlib.Path(file).read_text(encoding="utf-8")):
            if after == ";":
                continue
            if name in names:
                print(f"{file}: {name} is already in {names[name]}", file=sys.stderr)
                return 1
            names[name] = file
    if not names:
        print("no test was found", file=sys.stderr)
        return 1
    text = "".join(f"void {name}(struct test *t);\n" for name in names)
    text += "\nstatic const struct test_row {\n\tconst char *name;\n\tvoid (*run)(struct test *t);\n} tests[] = {\n"
    text += "".join(f'\t{{ "{name}", {name} }},\n' for name in names)
    pathlib.Path(out).write_text(text + "};\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
