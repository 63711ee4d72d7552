#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""tmpl_test.py TMPL SRC CC...: compiles the templates of tmpl_test/ and compares.

NAME.html must become exactly NAME.expect. NAME.bad.html must be refused with the line and the
words of NAME.bad.err, and leave no output behind. NAME.type.html must pass, and its C must be
refused by the compiler CC at the line that NAME.type.err names, which has a value of a type that may
not stand there; without that line it must compile.
"""
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent / "tmpl_test"


def compile_template(tmpl: str, name: str, out: pathlib.Path) -> subprocess.CompletedProcess:
    return subprocess.run([tmpl, name, str(out)], cwd=HERE, capture_output=True, text=True, check=False)


def accepted(tmpl: str, file: pathlib.Path, out: pathlib.Path) -> str:
    done = compile_template(tmpl, file.name, out)
    if done.returncode or done.stderr:
        return f"refused: {done.stderr.strip()}"
    if out.read_bytes() != file.with_suffix(".expect").read_bytes():
        return "the C differs from what is expected:\n" + out.read_text(encoding="utf-8")
    return ""


def refused(tmpl: str, file: pathlib.Path, out: pathlib.Path) -> str:
    done = compile_template(tmpl, file.name, out)
    want = file.name + ":" + file.with_suffix(".err").read_text(encoding="utf-8")
    if done.returncode == 0:
        return "accepted"
    if done.returncode != 1 or done.stderr != want:
        return f"said: {done.stderr.strip()}\n    expected: {want.strip()}"
    return "left an output behind" if out.exists() else ""


def mistyped(tmpl: str, file: pathlib.Path, out: pathlib.Path) -> str:
    line = int(file.with_suffix(".err").read_text(encoding="utf-8"))
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    good = out.with_name("good.html")
    good.write_text("".join(lines[:line - 1] + lines[line:]), encoding="utf-8")
    said = []
    for template in (good, file):
        if compile_template(tmpl, str(template), out).returncode:
            return "refused by the template compiler"
        text = '#include "http/html.h"\n' + out.read_text(encoding="utf-8")
        command = [*sys.argv[3:], "-std=c17", "-D_GNU_SOURCE", "-w", "-I", sys.argv[2], "-fsyntax-only", "-x", "c", "-"]
        said.append(subprocess.run(command, input=text, capture_output=True, text=True, check=False))
    if said[0].returncode:
        return f"does not compile without its line:\n{said[0].stderr}"
    if f"{file}:{line}:" not in said[1].stderr or not said[1].returncode:
        return f"the C of line {line} was accepted"
    return ""


def main() -> int:
    tmpl = str(pathlib.Path(sys.argv[1]).resolve())
    failed, files = 0, sorted(HERE.glob("*.html"))
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            out = pathlib.Path(folder) / (file.name + ".c")
            test = refused if file.name.endswith(".bad.html") else accepted
            why = (mistyped if file.name.endswith(".type.html") else test)(tmpl, file, out)
            if why:
                failed += 1
                print(f"{file.name}: {why}")
    print(f"{len(files) - failed} passed, {failed} failed")
    return int(failed > 0 or not files)


if __name__ == "__main__":
    sys.exit(main())
