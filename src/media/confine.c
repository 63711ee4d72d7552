/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "media/confine.h"

#include "base/instant.h"
#include "media/cell.h"

#include <assert.h>
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATH_BYTES = 256, ARGUMENTS = 64, DEPTH = 16, NAP_NS = 4 * 1000 * 1000, MEETS = 100 };

/* What a directory is called; the rest of its name is by chance. */
#define CELL "cairn-cell-"

struct confine {
	struct ctx *c;
	char dir[PATH_BYTES];
	int lock; /* held while somebody is at work in dir */
};

static const char *const folders[] = { "/usr/bin", "/usr/local/bin", "/usr/lib/libreoffice/program",
	"/usr/lib/x86_64-linux-gnu", "/bin" };

static bool find(const char *program, char path[PATH_BYTES])
{
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		snprintf(path, PATH_BYTES, "%s/%s", folders[i], program);
		if (access(path, X_OK) == 0)
			return true;
	}
	return false;
}

bool confine_has(const char *program)
{
	char path[PATH_BYTES];

	return find(program, path);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	(void)!remove(path);
	return 0;
}

static void clear(void *data)
{
	struct confine *x = data;

	(void)!nftw(x->dir, remove_one, DEPTH, FTW_DEPTH | FTW_PHYS);
	close(x->lock);
}

static const char *temporary(void)
{
	const char *temp = getenv("TMPDIR");

	return temp && *temp == '/' && strlen(temp) < PATH_BYTES / 2 ? temp : "/tmp";
}

/* A descriptor whose lock tells that somebody is at work in the directory: the system lets go of it
   when that program ends, however it ends. -1 when somebody else has it, or it is not ours. */
static int lock_directory(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat own, there;

	if (fd < 0)
		return -1;
	if (fstat(fd, &own) == 0 && own.st_uid == geteuid() && flock(fd, LOCK_EX | LOCK_NB) == 0
		&& lstat(path, &there) == 0 && own.st_ino == there.st_ino
		&& own.st_dev == there.st_dev)
		return fd;
	close(fd);
	return -1;
}

void confine_sweep(void)
{
	const char *temp = temporary();
	DIR *d = opendir(temp);
	struct confine left;

	for (struct dirent *e; d && (e = readdir(d));) {
		if (strncmp(e->d_name, CELL, strlen(CELL)) != 0
			|| strlen(e->d_name) != strlen(CELL) + 6)
			continue;
		snprintf(left.dir, sizeof left.dir, "%s/%.*s", temp, (int)strlen(CELL) + 6,
			e->d_name);
		left.lock = lock_directory(left.dir);
		if (left.lock >= 0)
			clear(&left);
	}
	if (d)
		closedir(d);
}

/* One that is swept before its lock is had is made again. */
static bool make_directory(struct confine *x)
{
	for (int i = 0; i < MEETS; i++) {
		snprintf(x->dir, sizeof x->dir, "%s/" CELL "XXXXXX", temporary());
		if (!mkdtemp(x->dir))
			return false;
		x->lock = lock_directory(x->dir);
		if (x->lock >= 0)
			return true;
	}
	return false;
}

bool confine_open(struct ctx *c, struct confine **ret)
{
	struct confine *x = arena_new(c->mem, struct confine, 1);

	x->c = c;
	if (!make_directory(x))
		return fail(c, FAULT_BUSY, "There is no room to work on a file just now.");
	arena_defer(c->mem, clear, x);
	*ret = x;
	return true;
}

static int open_in(const struct confine *x, const char *name, int how)
{
	char path[2 * PATH_BYTES];

	snprintf(path, sizeof path, "%s/%s", x->dir, name);
	return open(path, how | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
}

bool confine_put(struct confine *x, const char *name, struct str bytes)
{
	int fd = open_in(x, name, O_WRONLY | O_CREAT | O_TRUNC);
	bool good = fd >= 0;

	while (good && bytes.len > 0) {
		ssize_t n = write(fd, bytes.at, bytes.len);
		good = n > 0;
		bytes.at += good ? n : 0;
		bytes.len -= good ? (size_t)n : 0;
	}
	if (fd >= 0)
		good = (close(fd) == 0) && good;
	return good || fail(x->c, FAULT_FULL, "There is no room to work on a file just now.");
}

/* Only what is a plain file: a pipe or a link that was left there is not followed. */
bool confine_take(struct confine *x, const char *name, size_t max, struct str *ret)
{
	int fd = open_in(x, name, O_RDONLY);
	struct stat st;

	if (fd < 0)
		return false;
	bool good = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (uint64_t)st.st_size <= max;
	size_t size = good ? (size_t)st.st_size : 0, n = 0;
	char *at = arena_new(x->c->mem, char, size + 1);
	while (good && n < size) {
		ssize_t got = read(fd, at + n, size - n);
		good = got > 0;
		n += good ? (size_t)got : 0;
	}
	close(fd);
	if (good)
		*ret = (struct str){ at, size };
	return good;
}

/* Waits until the child ends or its time is over, and ends whatever it has left behind. */
static enum confine_end await(pid_t child, int wall_s)
{
	int64_t until = instant_clock() + wall_s * INSTANT_SECOND;
	int status = 0;
	pid_t got = 0;

	while ((got = waitpid(child, &status, WNOHANG)) == 0 && instant_clock() < until)
		nanosleep(&(struct timespec){ 0, NAP_NS }, NULL);
	kill(-child, SIGKILL);
	if (got == 0)
		waitpid(child, &status, 0);
	if (got == 0 || (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU))
		return CONFINE_SLOW;
	return got == child && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? CONFINE_DONE
									     : CONFINE_FAILED;
}

enum confine_end confine_run(
	struct confine *x, const struct confine_limits *limits, const char *const *argv)
{
	struct cell cell = { .dir = x->dir, .limits = limits };
	const char *whole[ARGUMENTS] = { NULL };
	char path[PATH_BYTES], home[2 * PATH_BYTES], temp[2 * PATH_BYTES];
	const char *env[] = { "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "SAL_USE_VCLPLUGIN=svp", home,
		temp, limits->own ? NULL : "VIPS_BLOCK_UNTRUSTED=1", NULL };

	if (!find(argv[0], path))
		return CONFINE_MISSING;
	snprintf(home, sizeof home, "HOME=%s", x->dir);
	snprintf(temp, sizeof temp, "TMPDIR=%s", x->dir);
	whole[0] = path; /* LibreOffice finds the rest of itself by it */
	for (size_t i = 1; argv[i]; i++) {
		assert(i < ARGUMENTS - 1);
		whole[i] = argv[i];
	}
	cell.argv = whole;
	cell.env = env;
	if (!cell_filter(x->c->mem, limits->talks, &cell))
		return CONFINE_FAILED;
	pid_t child = fork();
	if (child == 0)
		cell_enter(&cell);
	if (child < 0)
		return CONFINE_FAILED;
	(void)!setpgid(child, child); /* whoever of the two is first */
	return await(child, limits->wall_s);
}

bool confine_sorry(struct ctx *c, enum confine_end end, const char *missing)
{
	if (end == CONFINE_MISSING)
		return fail(c, FAULT_INVALID, "%s", missing);
	if (end == CONFINE_SLOW)
		return fail(c, FAULT_INVALID,
			"The file took too long to read, so it was left alone. A simpler one may "
			"do.");
	return false;
}

int confine_walls(void)
{
	return cell_walls();
}
