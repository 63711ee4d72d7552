/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/drop.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_all(int fd, struct str text)
{
	while (text.len > 0) {
		ssize_t n = write(fd, text.at, text.len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		text.at += n;
		text.len -= (size_t)n;
	}
	return true;
}

/* A reader of the directory sees a name that ends in .eml only once the file is complete. */
static bool put(int dir, const char *temp, const char *name, struct str text)
{
	int fd = openat(dir, temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool good = fd >= 0 && write_all(fd, text) && fsync(fd) == 0;

	if (fd >= 0)
		good = (close(fd) == 0) && good;
	return good && renameat(dir, temp, dir, name) == 0 && fsync(dir) == 0;
}

bool drop_put(const char *dir, int64_t id, struct str text, char *why, size_t why_size)
{
	char temp[64], name[64], text_of[128];

	snprintf(temp, sizeof temp, ".%" PRId64 ".part", id);
	snprintf(name, sizeof name, "%" PRId64 ".eml", id);
	(void)mkdir(dir, 0700);
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && put(fd, temp, name, text);
	if (!good)
		snprintf(why, why_size, "%s/%s cannot be written: %s", dir, name,
			strerror_r(errno, text_of, sizeof text_of));
	if (fd >= 0)
		close(fd);
	return good;
}
