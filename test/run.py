#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""run.py MODULE…: runs the functions test_* of modules beside this file. The last line is the sum."""
import importlib
import pathlib
import shutil
import sys
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))


def main() -> int:
    passed = failed = 0
    for name in sys.argv[1:]:
        module = importlib.import_module(name.removesuffix(".py"))
        tests = [f for n, f in vars(module).items() if n.startswith("test_") and callable(f)]
        for test in tests:
            began = time.monotonic()
            try:
                test()
                passed += 1
                word = "ok"
            except Exception:
                traceback.print_exc(file=sys.stdout)
                failed += 1
                word = "failed"
            print(f"{word:6} {time.monotonic() - began:5.1f} s  {module.__name__}.{test.__name__}", flush=True)
    import house

    for folder in house.DEMO.values():
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return int(failed > 0 or passed == 0)


if __name__ == "__main__":
    sys.exit(main())
