/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* replay FOLDER...: feeds every file of the corpora to the driver it is linked with. */
#include "fuzz.h"

#include "../tools/slurp.h"

#include <dirent.h>

enum { INPUT_MAX = 1 << 20 };

/* The input gets memory of its own size, so that a sanitizer sees each byte read too much. */
static bool replay_file(const char *path)
{
	size_t len = 0;
	char *whole = slurp_file(path, INPUT_MAX, &len);
	uint8_t *at = whole ? malloc(len ? len : 1) : NULL;
	bool good = at != NULL;

	if (good) {
		memcpy(at, whole, len);
		LLVMFuzzerTestOneInput(at, len);
	}
	free(at);
	free(whole);
	return good;
}

static bool replay_folder(const char *folder, size_t *files)
{
	DIR *d = opendir(folder);
	bool good = d != NULL;

	if (!d)
		perror(folder);
	for (struct dirent *e; good && (e = readdir(d));) {
		char path[4096];
		if (e->d_name[0] == '.')
			continue;
		int n = snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
		good = n > 0 && (size_t)n < sizeof path && replay_file(path);
		*files += good;
	}
	if (d)
		closedir(d);
	return good;
}

int main(int argc, char **argv)
{
	size_t files = 0;

	for (int i = 1; i < argc; i++)
		if (!replay_folder(argv[i], &files))
			return EXIT_FAILURE;
	printf("%zu inputs\n", files);
	return files ? EXIT_SUCCESS : EXIT_FAILURE;
}
