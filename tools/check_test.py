#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""check_test.py: shows each check of the sources a small tree with known faults; a check that finds
less, or more, fails."""
import pathlib
import subprocess
import sys
import tempfile

TOOLS = pathlib.Path(__file__).resolve().parent
OPEN_WORD = "TO" + "DO"
FILES = {
    "src/base/good.c": """/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/good.h"

#include <string.h>

/* strcpy(a, b) in words, "#ifdef" and "rand()" in quotes are no faults. */
bool good_call(struct ctx *c, const struct stmt *s, bool all)
{
	return sql_run(c, s, NO_ARGS) && sql_run(c, all ? &every : &one, NO_ARGS)
		&& sql_run(c, &some[0], NO_ARGS) && good_name("strcat(", p->system(1));
}
""",
    "src/base/good.h": "/* SPDX-License-Identifier: AGPL-3.0-or-later */\n#ifndef BASE_GOOD_H\n#define BASE_GOOD_H\n#endif\n",
    "src/community/bad.c": """#include <sqlite3.h>
#include <nobody.h>
#include "http/html.h"
#include "evidence/report.h"
#include "test/test.h"
#include "bad.h"
#ifdef SOMETHING
#endif
#define LEAVE(x) \\
	if (!(x)) \\
		return false
void bad(char *p, struct ctx *c)
{
	strcpy(p, "x");
	if (p) {
		for (;;) {
			while (p) {
				if (c)
					sql_run(c, text, NO_ARGS);
			}
		}
	}
	struct stmt s = { "s", p };
	sql_script(c, p);
}
static void eight(int a, int b, int c, int d, int e, int f, int g, int h) {}
void seven(int a, int b, int c, int d, int e, int f, void (*g)(int, int)) {}
/* """ + "x" * 100 + """ */
/* """ + OPEN_WORD + " see /home" + """/ann/notes */
void sixty_one(void)
{
""" + "\t;\n" * 58 + """}
""",
    "src/community/bad_page.c": '/* SPDX-License-Identifier: AGPL-3.0-or-later */\n#include "store/sql.h"\n#include "http/html.h"\n#include "bad.html.c"\n',
    "src/community/bad.html": '% #include "store/sql.h"\n%template t()\n%end\n',
    "doc/open.md": "# Two\n\n" + "<" * 7 + " HEAD\nours\n" + "=" * 7 + "\ntheirs\n",
    "src/elsewhere/lost.c": '/* SPDX-License-Identifier: AGPL-3.0-or-later */\n#include <stdio.h>\n',
}
WANTED = {
    "layers.py": ["bad.c:1:", "bad.c:2:", "bad.c:3:", "bad.c:4:", "bad.c:5:", "bad.c:6:", "bad_page.c:2:",
                  "bad.html:1:", "lost.c:2:"],
    "limits.py": ["bad.c:18: nesting of 4", "bad.c:27: seven has 7", "bad.c:30: sixty_one has 61", "bad.c:28: 1"],
    "banned.py": ["bad.c:7: #ifdef", "bad.c:9: a macro", "bad.c:14: strcpy", "bad.c:19: sql_run",
                  "bad.c:23: a statement", "bad.c:24: sql_script"],
    "text.py": ["bad.c:1: the line", "bad.c:29: work left", "bad.c:29: a path", "open.md:3: a merge", "open.md:5: a merge"],
}


def differs(folder: str, tool: str, wanted: list[str]) -> str:
    done = subprocess.run([sys.executable, TOOLS / tool], cwd=folder, capture_output=True, text=True, check=False)
    said = done.stdout.splitlines()
    lost = [part for part in wanted if not any(part in line for line in said)]
    extra = [line for line in said if not any(part in line for part in wanted)]
    if done.returncode == 1 and not done.stderr and not lost and not extra:
        return ""
    return f"{tool}: returned {done.returncode}, did not find {lost}, found {extra} {done.stderr}"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in FILES.items():
            file = pathlib.Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        subprocess.run(["git", "init", "-q", folder], check=True)
        said = [differs(folder, tool, wanted) for tool, wanted in WANTED.items()]
    faults = [why for why in said if why]
    print("\n".join(faults), end="\n" if faults else "")
    print(f"{len(WANTED) - len(faults)} passed, {len(faults)} failed")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
