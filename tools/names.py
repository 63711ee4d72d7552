#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""names.py BUILD: reads the objects of a build directory. Fails when a file exports a name that does
not begin with its stem (or a prefix that its header lists after "Names:"), and when a file outside src/app
keeps writable data that doc/architecture.md does not list.

doc/architecture.md lists such data under "Writable data": each file and then its name, in backquotes.
"""
import json
import pathlib
import re
import subprocess
import sys

WRITABLE = re.compile(r"^(\*COM\*|COMMON|\.(data|bss|tdata|tbss)(\.(?!rel\.ro).*)?)$")
SECTION = re.compile(r"^## Writable data.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
LISTED = re.compile(r"`(\w+/\w+\.c)`[^`]*`(\w+)`")
SANITIZER = ("__asan_", "__odr_asan", "__ubsan", "__tsan", ".L", "__gcov", "__llvm", "__prof")


def objects(build: pathlib.Path) -> dict[str, pathlib.Path]:
    """The newest object of each source in src/."""
    found: dict[str, pathlib.Path] = {}
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        source = pathlib.Path(entry["directory"], entry["file"]).resolve()
        out = pathlib.Path(entry["directory"], entry["output"])
        try:
            name = str(source.relative_to(pathlib.Path.cwd().resolve()))
        except ValueError:
            continue
        if name.startswith("src/") and out.exists():
            if name not in found or out.stat().st_mtime > found[name].stat().st_mtime:
                found[name] = out
    return found


def symbols(files: list[pathlib.Path]) -> dict[str, list[tuple[str, str, str]]]:
    """name, class and section of each symbol, by object."""
    said = subprocess.run(["nm", "-f", "sysv", "--defined-only", *map(str, files)],
                          capture_output=True, text=True, check=True).stdout
    rows: dict[str, list[tuple[str, str, str]]] = {}
    current = str(files[0])
    for line in said.splitlines():
        if line.startswith("Symbols from "):
            current = line.removeprefix("Symbols from ").removesuffix(":")
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) == 7 and cells[0] != "Name":
            rows.setdefault(current, []).append((cells[0], cells[2], cells[6]))
    return rows


def headers(folder: pathlib.Path) -> dict[str, tuple[str, list[str]]]:
    """The text of each header of a folder, and the prefixes that it lists after "Names:"."""
    found = {}
    for header in folder.glob("*.h"):
        text = header.read_text(encoding="utf-8")
        named = re.search(r"Names:\s([^*]*)", text)
        found[header.stem] = (text, re.findall(r"\w+", named[1]) if named else [])
    return found


def may_export(path: pathlib.Path, name: str) -> bool:
    """A name begins with the stem of its file, or as the header that declares it says."""
    stem = path.stem.removesuffix("_page")
    if name == "main" or stem.endswith("_test"):
        return name.startswith("test_") or path.stem == "main"
    stems = [stem, f"{path.parent.name}_routes"] if stem == "routes" else [stem]
    for header, (text, named) in headers(path.parent).items():
        if header in stems or re.search(rf"\b{re.escape(name)}\b[(;\[]", text):
            stems += [header, *(prefix.rstrip("_") for prefix in named)]
    return any(name == begin or name.startswith(begin + "_") for begin in stems)


def faults_of(source: str, rows: list[tuple[str, str, str]], listed: set[tuple[str, str]]) -> list[str]:
    faults, path = [], pathlib.Path(source)
    for name, kind, section in rows:
        if name.startswith(SANITIZER):
            continue
        if kind.isupper() and kind not in "UN" and not may_export(path, name):
            faults.append(f"{source}: exports {name}, which does not begin with its stem or as its header says")
        writable = kind in "dDbBC" and WRITABLE.match(section)
        if writable and path.parts[1] != "app" and (source, name.split(".")[0]) not in listed:
            faults.append(f"{source}: keeps writable data in {name}")
    return faults


def main() -> int:
    found = objects(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build"))
    missing = sorted(str(f) for f in pathlib.Path("src").rglob("*.c") if str(f) not in found)
    if missing or not found:
        print(f"{sys.argv[1]} has no object of:", *missing)
        return 1
    section = SECTION.search(pathlib.Path("doc/architecture.md").read_text(encoding="utf-8"))
    listed = {("src/" + file, name) for file, name in LISTED.findall(section[0] if section else "")}
    rows = symbols(list(found.values()))
    faults = []
    for source, out in sorted(found.items()):
        faults += faults_of(source, rows.get(str(out), []), listed)
    kept = {(s, n.split(".")[0]) for s, o in found.items() for n, _, _ in rows.get(str(o), [])}
    faults += [f"doc/architecture.md: lists {n} of {s}, which is not there" for s, n in sorted(listed - kept)]
    print("\n".join(faults), end="\n" if faults else "")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
