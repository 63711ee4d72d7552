#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""tidy.py BUILD: clang-tidy on each source of the program, with the checks of .clang-tidy. The tests
are left out: a CHECK that fails goes on, which the analyser takes for the fault."""
import concurrent.futures
import os
import pathlib
import subprocess
import sys

from compile import jobs


def tidy(build: pathlib.Path, source: pathlib.Path) -> str:
    command = ["clang-tidy", "--quiet", "-p", str(build), str(source.relative_to(pathlib.Path.cwd()))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def main() -> int:
    build = pathlib.Path(sys.argv[1])
    sources = [file for file in sorted(jobs(build)) if not file.match("*_test.c") and file.parent.name != "test"]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        faults = [text for text in pool.map(lambda source: tidy(build, source), sources) if text]
    print("".join(faults), end="")
    return int(bool(faults) or not sources)


if __name__ == "__main__":
    sys.exit(main())
