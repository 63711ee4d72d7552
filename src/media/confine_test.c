/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a program that turned against us could do. */
#include "media/confine.h"

#include "base/instant.h"
#include "test/test.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const struct confine_limits tight = {
	.memory_mib = 512, .cpu_s = 5, .wall_s = 5, .file_mib = 2
};
static const struct person_id nobody = { 0 };

/* Runs a line of Python; what it printed. */
static struct str python(struct test *t, const struct confine_limits *limits, const char *line,
	enum confine_end *ret_end)
{
	const char *argv[] = { "python3", "-I", "-c", line, NULL };
	struct ctx *c = test_ctx(t, nobody);
	struct str said = S("");
	struct confine *x;

	CHECK(t, confine_open(c, &x));
	*ret_end = confine_run(x, limits, argv);
	CHECK(t, confine_take(x, "said", 4096, &said));
	return said;
}

void test_confine_child_sees_an_empty_world(struct test *t)
{
	enum confine_end end;
	struct str said = python(t, &tight,
		"import os; print(sorted(os.environ)); print(sorted(os.listdir('.')));"
		"print([f for f in range(3, 256) if os.path.exists(f)])",
		&end);

	CHECK(t, end == CONFINE_DONE && test_has(said, "[]"));
	CHECK(t,
		test_has(said,
			"['HOME', 'LC_ALL', 'PATH', 'SAL_USE_VCLPLUGIN', 'TMPDIR', "
			"'VIPS_BLOCK_UNTRUSTED']"));
	CHECK(t, test_has(said, "['grumbled', 'said']"));
}

void test_confine_child_has_no_network(struct test *t)
{
	static const char line[] = "import socket\n"
				   "for f in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK,"
				   " socket.AF_UNIX):\n"
				   "  try: socket.socket(f, socket.SOCK_STREAM); print('open')\n"
				   "  except OSError as e: print('refused', e.errno)\n";
	struct confine_limits talks = tight;
	enum confine_end end;

	talks.talks = true;
	CHECK(t,
		str_eq(python(t, &tight, line, &end),
			S("refused 13\nrefused 13\nrefused 13\nrefused 13\n")));
	CHECK(t,
		str_eq(python(t, &talks, line, &end),
			S("refused 13\nrefused 13\nrefused 13\nopen\n")));
}

void test_confine_child_reads_no_files_of_others(struct test *t)
{
	static const char line[] = "import os, sys\n"
				   "for p in ('/etc/passwd', '/etc/hostname', '/proc/1/environ',"
				   " '/var/lib', '/tmp', '/root', '/home'):\n"
				   "  try:\n"
				   "    os.listdir(p) if os.path.isdir(p) else open(p).read()\n"
				   "    print('read', p)\n"
				   "  except OSError: pass\n"
				   "for p in ('/tmp/cairn-was-here', '/usr/lib/cairn-was-here'):\n"
				   "  try: open(p, 'w'); print('wrote', p)\n"
				   "  except OSError: pass\n"
				   "open('mine', 'w').write('ok'); print(open('mine').read())\n";
	enum confine_end end;
	struct str said = python(t, &tight, line, &end);

	if (confine_walls() & CONFINE_FILES)
		CHECK(t, str_eq(said, S("ok\n")));
	else
		printf("# no Landlock here: files of the same account can be read\n");
	unlink("/tmp/cairn-was-here");
}

void test_confine_child_cannot_touch_other_processes(struct test *t)
{
	char line[512];
	enum confine_end end;

	snprintf(line, sizeof line,
		"import os, signal, resource\n"
		"for f in (lambda: os.kill(%d, signal.SIGTERM),"
		" lambda: os.kill(-1, signal.SIGTERM),"
		" os.setsid, lambda: resource.prlimit(%d, resource.RLIMIT_NOFILE, (1, 1))):\n"
		"  try: f(); print('done')\n"
		"  except OSError as e: print('refused', e.errno)\n",
		getpid(), getpid());
	CHECK(t,
		str_eq(python(t, &tight, line, &end),
			S("refused 1\nrefused 1\nrefused 1\nrefused 1\n")));
}

void test_confine_child_gets_so_much_memory_and_disk(struct test *t)
{
	enum confine_end end;
	struct str said = python(t, &tight,
		"try: bytearray(1 << 30); print('large')\n"
		"except MemoryError: print('no memory')",
		&end);

	CHECK(t, str_eq(said, S("no memory\n")));
	(void)python(t, &tight, "open('big', 'wb').write(bytes(4 << 20))", &end);
	CHECK(t, end == CONFINE_FAILED);
}

void test_confine_child_that_hangs_is_ended_with_its_children(struct test *t)
{
	static const char line[] = "import os, time\n"
				   "if os.fork() == 0:\n"
				   "  time.sleep(1.2); open('late', 'w').write('alive')\n"
				   "time.sleep(600)\n";
	struct confine_limits brief = tight;
	const char *argv[] = { "python3", "-I", "-c", line, NULL };
	struct ctx *c = test_ctx(t, nobody);
	int64_t began = instant_clock();
	struct str said;
	struct confine *x;

	brief.wall_s = 1;
	CHECK(t, confine_open(c, &x) && confine_run(x, &brief, argv) == CONFINE_SLOW);
	CHECK(t, instant_clock() - began < 3 * INSTANT_SECOND);
	nanosleep(&(struct timespec){ 0, 600 * 1000 * 1000 }, NULL);
	CHECK(t, !confine_take(x, "late", 100, &said));
	CHECK(t,
		!confine_sorry(c, CONFINE_SLOW, "") && test_has(str_of(c->fault.text), "too long"));
}

static int count_in(const char *path)
{
	DIR *d = opendir(path);
	int n = 0;

	for (struct dirent *e; d && (e = readdir(d));)
		n += e->d_name[0] != '.';
	if (d)
		closedir(d);
	return n;
}

static bool is_dir(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* A program that is ended in the middle of a file: its directory is swept by the next, that of one
   that is still at work is not, and neither is what only looks like one. */
void test_confine_sweep_takes_only_what_a_crash_left(struct test *t)
{
	static const char elsewhere[] = "/tmp/cairn-cell-link01";
	const char *dir = test_directory(t), *was = getenv("TMPDIR");
	const char *before = was ? arena_str(t->mem, str_of(was)).at : NULL;
	const char *mine = arena_fmt(t->mem, "%s/cairn-cell-other1", dir).at;
	const char *link = arena_fmt(t->mem, "%s/cairn-cell-link01", dir).at;
	const char *other = arena_fmt(t->mem, "%s/cairn-elsewhere", dir).at;
	struct confine *x;
	struct str got;
	int status = 0;

	CHECK(t, setenv("TMPDIR", dir, 1) == 0 && mkdir(other, 0700) == 0);
	CHECK(t, symlink(elsewhere, link) == 0);
	CHECK(t, confine_open(test_ctx(t, nobody), &x) && confine_put(x, "in", S("at work")));
	pid_t child = fork();
	if (child == 0) { /* as a crash: nothing is cleared */
		struct confine *left;
		struct ctx c = { .mem = t->mem };
		bool good = confine_open(&c, &left) && confine_put(left, "in", S("left"))
			&& mkdir(mine, 0700) == 0;
		raise(good ? SIGKILL : SIGTERM);
	}
	CHECK(t, waitpid(child, &status, 0) == child && WTERMSIG(status) == SIGKILL);
	CHECK(t, count_in(dir) == 5);
	confine_sweep();
	CHECK(t, count_in(dir) == 3 && is_dir(other) && !is_dir(mine));
	CHECK(t, confine_take(x, "in", 100, &got) && str_eq(got, S("at work")));
	unlink(link);
	rmdir(other);
	if (before)
		setenv("TMPDIR", before, 1);
	else
		unsetenv("TMPDIR");
}

void test_confine_child_that_spins_is_ended(struct test *t)
{
	struct confine_limits brief = tight;
	enum confine_end end;

	brief.cpu_s = 1;
	(void)python(t, &brief, "while True: pass", &end);
	CHECK(t, end == CONFINE_SLOW);
}

void test_confine_says_what_is_missing_and_follows_no_links(struct test *t)
{
	static const char *const none[] = { "no-such-program-anywhere", NULL };
	static const char *const link[] = { "ln", "-s", "/etc/hostname", "out", NULL };
	static const char *const fifo[] = { "mkfifo", "pipe", NULL };
	struct ctx *c = test_ctx(t, nobody);
	struct str got;
	struct confine *x;

	CHECK(t, confine_open(c, &x) && confine_put(x, "in", S("some bytes")));
	CHECK(t, confine_take(x, "in", 10, &got) && str_eq(got, S("some bytes")));
	CHECK(t, !confine_take(x, "in", 9, &got));
	CHECK(t, confine_run(x, &tight, none) == CONFINE_MISSING && !confine_has(none[0]));
	CHECK(t,
		confine_run(x, &tight, link) == CONFINE_DONE && !confine_take(x, "out", 100, &got));
	(void)confine_run(x, &tight, fifo);
	CHECK(t, !confine_take(x, "pipe", 100, &got));
	CHECK(t, !confine_sorry(c, CONFINE_MISSING, "It is not here."));
	CHECK(t, c->fault.kind == FAULT_INVALID);
}
