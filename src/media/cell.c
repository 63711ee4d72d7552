/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "media/cell.h"

#include "media/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NO_WALL = 126, NO_PROGRAM = 127, OPEN_FILES = 256, PROCESSES = 64, FIRST_FD = 3 };

/* ---- calls of the kernel ---- */

/* What no reader of pictures or pages needs. A group of its own would outlive the killing of the
   child's; signals, limits and priorities could be those of the server, whose account it has. */
static const char *const refused[] = { "ptrace", "process_vm_readv", "process_vm_writev", "keyctl",
	"add_key", "request_key", "bpf", "perf_event_open", "userfaultfd", "io_uring_setup",
	"mount", "umount2", "pivot_root", "chroot", "unshare", "setns", "move_mount", "open_tree",
	"fsopen", "fsmount", "open_by_handle_at", "name_to_handle_at", "kexec_load",
	"kexec_file_load", "init_module", "finit_module", "delete_module", "reboot", "swapon",
	"swapoff", "quotactl", "acct", "setsid", "setpgid", "pidfd_getfd", "kcmp", "kill", "tkill",
	"tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_send_signal", "setpriority",
	"sched_setscheduler", "sched_setparam", "sched_setattr", "sched_setaffinity", "ioprio_set",
	"process_madvise", "migrate_pages", "move_pages" };

/* Who talks may have a socket that is a file and wait at it, but go to nobody else's. LibreOffice
   wants one in /tmp, for others of itself to find it, and ends without. */
static bool add_socket_rules(scmp_filter_ctx f, bool talks)
{
	if (!talks)
		return seccomp_rule_add(f, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(socket), 0) == 0;
	return seccomp_rule_add(f, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(socket), 1,
		       SCMP_A0(SCMP_CMP_NE, AF_UNIX))
		== 0
		&& seccomp_rule_add(f, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(connect), 0) == 0;
}

static bool add_rules(scmp_filter_ctx f, bool talks)
{
	bool good = true;

	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		int call = seccomp_syscall_resolve_name(refused[i]);
		if (call != __NR_SCMP_ERROR)
			good = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), call, 0) == 0 && good;
	}
	/* Its arguments lie in memory, which a filter cannot read: clone is used instead. */
	int clone3 = seccomp_syscall_resolve_name("clone3");
	if (clone3 != __NR_SCMP_ERROR)
		good = seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), clone3, 0) == 0 && good;
	good = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
		       SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_NEWUSER, CLONE_NEWUSER))
			== 0
		&& good;
	good = seccomp_rule_add(
		       f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(prlimit64), 1, SCMP_A0(SCMP_CMP_NE, 0))
			== 0
		&& good;
	return add_socket_rules(f, talks) && good;
}

bool cell_filter(struct arena *a, bool talks, struct cell *ret)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
	int fd = memfd_create("filter", MFD_CLOEXEC);
	struct stat st = { 0 };

	bool good = f && fd >= 0 && add_rules(f, talks) && seccomp_export_bpf(f, fd) == 0
		&& fstat(fd, &st) == 0;
	size_t n = good ? (size_t)st.st_size / sizeof(struct sock_filter) : 0;
	ret->filter = arena_new(a, struct sock_filter, n + 1);
	ret->filter_n = (unsigned short)n;
	good = good && n > 0 && n <= BPF_MAXINSNS
		&& pread(fd, ret->filter, n * sizeof(struct sock_filter), 0)
			== (ssize_t)(n * sizeof(struct sock_filter));
	if (fd >= 0)
		close(fd);
	seccomp_release(f);
	return good;
}

/* ---- files ---- */

#define READS \
	(LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)

static const char *const readable[] = { "/usr", "/lib", "/lib64", "/bin", "/etc/fonts",
	"/etc/libreoffice", "/var/cache/fontconfig", "/var/lib/libreoffice",
	"/var/spool/libreoffice" };
static const char *const readable_files[] = { "/etc/ld.so.cache", "/dev/null", "/dev/zero",
	"/dev/urandom", "/dev/random" };

static int landlock_version(void)
{
	long n = syscall(
		SYS_landlock_create_ruleset, NULL, (size_t)0, LANDLOCK_CREATE_RULESET_VERSION);

	return n > 0 ? (int)n : 0;
}

/* All rights that this version of Landlock knows: 13, then REFER, then TRUNCATE. */
static uint64_t all_rights(int version)
{
	int bits = version == 1 ? 13 : version == 2 ? 14 : 15;

	return ((uint64_t)1 << bits) - 1;
}

static bool allow(int rules, const char *path, uint64_t rights)
{
	struct landlock_path_beneath_attr under = { .allowed_access = rights,
		.parent_fd = open(path, O_PATH | O_CLOEXEC) };

	if (under.parent_fd < 0)
		return true; /* what is not there need not be allowed */
	long done =
		syscall(SYS_landlock_add_rule, rules, (long)LANDLOCK_RULE_PATH_BENEATH, &under, 0L);
	close(under.parent_fd);
	return done == 0;
}

/* A kernel without Landlock leaves what the account of the server may read. */
static bool close_files(const char *dir, bool talks)
{
	int version = landlock_version();
	struct landlock_ruleset_attr all = { .handled_access_fs = all_rights(version) };
	uint64_t device = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE;
	bool good = true;

	if (version == 0)
		return true;
	int rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0L);
	if (rules < 0)
		return false;
	for (size_t i = 0; i < sizeof readable / sizeof *readable; i++)
		good = allow(rules, readable[i], READS) && good;
	for (size_t i = 0; i < sizeof readable_files / sizeof *readable_files; i++)
		good = allow(rules, readable_files[i], device) && good;
	good = allow(rules, dir, all.handled_access_fs) && good;
	if (talks)
		good = allow(rules, "/tmp",
			       LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_REMOVE_FILE)
			&& good;
	good = syscall(SYS_landlock_restrict_self, rules, 0L) == 0 && good;
	close(rules);
	return good;
}

/* ---- the child ---- */

static bool limit(int what, rlim_t most)
{
	struct rlimit r = { most, most };

	return setrlimit((__rlimit_resource_t)what, &r) == 0;
}

static bool limit_all(const struct confine_limits *l)
{
	struct rlimit time = { (rlim_t)l->cpu_s, (rlim_t)l->cpu_s + 1 };

	return limit(RLIMIT_AS, (rlim_t)l->memory_mib << 20) && setrlimit(RLIMIT_CPU, &time) == 0
		&& limit(RLIMIT_FSIZE, (rlim_t)l->file_mib << 20) && limit(RLIMIT_CORE, 0)
		&& limit(RLIMIT_NOFILE, OPEN_FILES);
}

/* A user namespace gives room for a network of its own, in which there is nothing; where the kernel
   does not allow that, the filter alone refuses sockets. Its processes are counted apart. */
static bool close_network(void)
{
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC) != 0)
		return true;
	return limit(RLIMIT_NPROC, PROCESSES);
}

static bool wire(void)
{
	int null = open("/dev/null", O_RDONLY);
	int said = open("said", O_WRONLY | O_CREAT | O_TRUNC, 0600);
	int grumbled = open("grumbled", O_WRONLY | O_CREAT | O_TRUNC, 0600);

	return dup2(null, 0) == 0 && dup2(said, 1) == 1 && dup2(grumbled, 2) == 2
		&& syscall(SYS_close_range, FIRST_FD, ~0U, 0) == 0;
}

static void calm_signals(void)
{
	sigset_t none;

	for (int s = 1; s < NSIG; s++)
		if (s != SIGKILL && s != SIGSTOP)
			signal(s, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

noreturn void cell_enter(const struct cell *cell)
{
	struct sock_fprog filter = { cell->filter_n, cell->filter };

	calm_signals();
	if (setpgid(0, 0) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || chdir(cell->dir) != 0
		|| !wire() || !close_network() || !limit_all(cell->limits)
		|| prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
		|| !close_files(cell->dir, cell->limits->talks)
		|| prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0)
		_exit(NO_WALL);
	/* execve lacks the const: it changes neither */
	execve(cell->argv[0], (char *const *)(uintptr_t)cell->argv,
		(char *const *)(uintptr_t)cell->env);
	_exit(NO_PROGRAM);
}

int cell_walls(void)
{
	int walls = landlock_version() > 0 ? CONFINE_FILES : 0;
	int status = 1;
	pid_t child = fork();

	if (child == 0)
		_exit(unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC) != 0);
	if (child > 0)
		waitpid(child, &status, 0);
	return walls | (status == 0 ? CONFINE_NO_NETWORK : 0);
}
