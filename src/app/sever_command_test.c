/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The command sever, as an operator runs it, on the demonstration. */
#include "app/wiring.h"
#include "test/capture.h"

struct place {
	const char *data, *url;
};

static struct capture run(
	struct test *t, const struct place *p, int (*command)(int, char **), const char *words)
{
	struct str rest = str_of(words), name = str_cut(&rest, ' ');

	return capture_run(t, command,
		arena_fmt(t->mem, "%.*s --data %s --database %s%s%.*s", (int)name.len, name.at,
			p->data, p->url, rest.len ? " " : "", (int)rest.len, rest.at)
			.at);
}

void test_sever_command_asks_before_it_destroys(struct test *t)
{
	struct place p = { capture_directory(t), test_database(t) };

	CHECK(t, run(t, &p, demo_command, "demo").code == 0);
	struct capture before = run(t, &p, report_command, "report table1 --study cop-2019");
	struct capture c = run(t, &p, sever_command, "sever cop-2019");
	CHECK(t, c.code == 0 && test_has(c.out, "222 people are in the key of cop-2019"));
	CHECK(t, test_has(c.out, "Nothing was done: see --confirm."));
	c = run(t, &p, sever_command, "sever --confirm cop cop-2019");
	CHECK(t, c.code == 1 && c.out.len == 0 && test_has(c.err, "not the short name"));
	c = run(t, &p, sever_command, "sever cop-2019");
	CHECK(t, test_has(c.out, "222 people are in the key"));
	c = run(t, &p, sever_command, "sever --confirm cop-2019 cop-2019");
	CHECK(t, c.code == 0 && c.err.len == 0);
	CHECK(t, test_has(c.out, "The key of cop-2019 is destroyed; 222 people were in it."));
	c = run(t, &p, sever_command, "sever cop-2019");
	CHECK(t, c.code == 0 && test_has(c.out, "The key of cop-2019 was destroyed before."));
	c = run(t, &p, sever_command, "sever --confirm cop-2019 cop-2019");
	CHECK(t, c.code == 1 && test_has(c.err, "destroyed before"));
	/* What was counted is what it was: n, mean, SD, median, and who said what. */
	c = run(t, &p, report_command, "report table1 --study cop-2019");
	CHECK(t, c.code == 0 && test_has(before.out, "56.08") && test_has(c.out, "56.08"));
	/* The other study has its key. */
	c = run(t, &p, sever_command, "sever autumn");
	CHECK(t, c.code == 0 && test_has(c.out, "people are in the key of autumn"));
}

void test_sever_command_says_what_it_does_not_understand(struct test *t)
{
	struct place p = { capture_directory(t), test_database(t) };
	const char *log = capture_file(t, p.data, "log.csv",
		S("Time,User full name,Event name\n\"3/10/19, 14:05\",Ann,Course viewed\n"));

	struct capture c = run(t, &p, sever_command, "sever");
	CHECK(t, c.code == 2 && test_has(c.err, "usage: cairn sever"));
	CHECK(t, run(t, &p, sever_command, "sever a b").code == 2);
	CHECK(t, run(t, &p, sever_command, "sever --force a").code == 2);
	c = run(t, &p, sever_command, "sever --help");
	CHECK(t, c.code == 0 && test_has(c.out, "Nobody can undo it"));
	c = run(t, &p, sever_command, "sever cop");
	CHECK(t, c.code == 1 && c.out.len == 0 && c.err.len > 0);
	c = capture_run(t, import_command,
		arena_fmt(t->mem,
			"import activity --data %s --database %s --study moodle --create %s",
			p.data, p.url, log)
			.at);
	CHECK(t, c.code == 0);
	/* One person of a log: nothing could hide them. */
	c = run(t, &p, sever_command, "sever --confirm moodle moodle");
	CHECK(t, c.code == 1 && test_has(c.err, "fewer than 5 people"));
	c = run(t, &p, sever_command, "sever other");
	CHECK(t, c.code == 1 && test_has(c.err, "moodle"));
}
