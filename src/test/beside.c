/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/beside.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const char *path_of(struct test *t, const char *dir, const char *name)
{
	return arena_fmt(t->mem, "%s/%s", dir, name).at;
}

void beside_put(struct test *t, const char *dir, const char *name, struct str text)
{
	FILE *f = fopen(path_of(t, dir, name), "wb");

	CHECK(t, f && fwrite(text.at, 1, text.len, f) == text.len);
	if (f)
		fclose(f);
}

struct str beside_take(struct test *t, const char *dir, const char *name)
{
	char *at = arena_new(t->mem, char, BESIDE_BYTES_MAX);
	FILE *f = fopen(path_of(t, dir, name), "rb");
	size_t n = f ? fread(at, 1, BESIDE_BYTES_MAX - 1, f) : 0;

	if (f)
		fclose(f);
	unlink(path_of(t, dir, name));
	return (struct str){ at, n };
}

bool beside_run(struct test *t, const char *dir, const char *const *words, struct str *ret)
{
	posix_spawn_file_actions_t acts;
	int status = -1;
	pid_t pid;

	posix_spawn_file_actions_init(&acts);
	posix_spawn_file_actions_addchdir_np(&acts, dir);
	posix_spawn_file_actions_addopen(&acts, 1, "out.txt", O_WRONLY | O_CREAT | O_TRUNC, 0600);
	posix_spawn_file_actions_adddup2(&acts, 1, 2);
	bool there =
		posix_spawnp(&pid, words[0], &acts, NULL, (char **)(uintptr_t)words, environ) == 0;
	posix_spawn_file_actions_destroy(&acts);
	if (!there)
		return false;
	CHECK(t, waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0);
	*ret = beside_take(t, dir, "out.txt");
	if (status != 0)
		printf("%.*s\n", (int)ret->len, ret->at);
	return true;
}
