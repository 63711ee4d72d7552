#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""compile.py COMPILER BUILD: reads each source with another compiler, which has warnings of its own. The
flags are those of the build, from its compile_commands.json."""
import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import sys

FOLDERS = ("src", "tools", "fuzz", "bench")


def jobs(build: pathlib.Path) -> dict[pathlib.Path, tuple[str, list[str]]]:
    """The directory and the flags of each source of the tree; a source built twice is checked once."""
    found = {}
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        source = pathlib.Path(entry["directory"], entry["file"]).resolve()
        root = pathlib.Path.cwd().resolve()
        if not any(source.is_relative_to(root / folder) for folder in FOLDERS):
            continue
        words = shlex.split(entry["command"])
        flags = [w for w in words[1:] if w.startswith("-") and w not in ("-MD", "-MQ", "-MF", "-o", "-c")]
        found[source] = (entry["directory"], flags)
    return found


def compile_one(compiler: str, source: pathlib.Path, directory: str, flags: list[str]) -> str:
    command = [compiler, *flags, "-fsyntax-only", "-Werror", "-Wno-unknown-warning-option",
               os.path.relpath(source, directory)]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
    return done.stderr if done.returncode else ""


def main() -> int:
    compiler, build = sys.argv[1], pathlib.Path(sys.argv[2])
    work = jobs(build)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        said = pool.map(lambda item: compile_one(compiler, item[0], *item[1]), sorted(work.items()))
        faults = [text for text in said if text]
    print("".join(faults), end="")
    if not work:
        print(f"{build} compiles nothing of this tree")
    return int(bool(faults) or not work)


if __name__ == "__main__":
    sys.exit(main())
