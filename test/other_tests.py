#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""other_tests.py BUILD: runs the tests of a build directory but the suite itself, one line each; the last
line is the sum."""
import json
import subprocess
import sys


def main() -> int:
    build = sys.argv[1]
    said = subprocess.run(["meson", "introspect", "--tests", build], capture_output=True, text=True, check=True).stdout
    passed = failed = 0
    for test in json.loads(said):
        if test["cmd"][0].endswith("/suite"):
            continue
        try:
            done = subprocess.run(test["cmd"], cwd=test["workdir"] or build, env=None, capture_output=True, text=True,
                                  errors="replace", timeout=300, check=False)
            good, words = done.returncode == 0, done.stdout + done.stderr
        except subprocess.TimeoutExpired:
            good, words = False, "no end after 300 seconds\n"
        passed, failed = passed + good, failed + (not good)
        print(f"{'ok' if good else 'failed':6} {test['name']}", flush=True)
        if not good:
            print(words[-6000:], flush=True)
    print(f"{passed} passed, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
