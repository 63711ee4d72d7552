#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""format.py [--fix]: shows what clang-format would change, or changes it. Versions differ in small
things (blanks in _Generic), so only the one of Debian 12 is asked; without it this ends with 77."""
import pathlib
import re
import shutil
import subprocess
import sys

VERSION = "14"
FOLDERS = ("src", "tools", "fuzz", "bench")


def clang_format() -> str:
    for name in (f"clang-format-{VERSION}", "clang-format"):
        if shutil.which(name):
            said = subprocess.run([name, "--version"], capture_output=True, text=True, check=True).stdout
            if re.search(rf"version {VERSION}\.", said):
                return name
    return ""


def main() -> int:
    name, how = clang_format(), ["-i"] if "--fix" in sys.argv else ["--dry-run", "-Werror"]
    if not name:
        print(f"clang-format {VERSION} is not installed")
        return 77
    files = sorted(str(f) for d in FOLDERS for f in pathlib.Path(d).rglob("*.[ch]"))
    return subprocess.run([name, *how, *files], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
