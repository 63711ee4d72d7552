/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/zipped.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

enum { ARCHIVE_MAX = 64 << 20 };

static void put(struct archive *a, const struct zipped_file *f)
{
	struct archive_entry *e = archive_entry_new();

	archive_entry_set_pathname(e, f->name);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, 0644);
	archive_entry_set_size(e, (la_int64_t)f->text.len);
	if (archive_write_header(a, e) != ARCHIVE_OK
		|| archive_write_data(a, f->text.at, f->text.len) != (la_ssize_t)f->text.len)
		abort();
	archive_entry_free(e);
}

struct str zipped_make(struct arena *arena, const struct zipped_file *file, size_t n)
{
	struct archive *a = archive_write_new();
	char *out = malloc(ARCHIVE_MAX);
	size_t used = 0;

	if (!a || !out || archive_write_set_format_zip(a) != ARCHIVE_OK
		|| archive_write_open_memory(a, out, ARCHIVE_MAX, &used) != ARCHIVE_OK)
		abort();
	for (size_t i = 0; i < n; i++)
		put(a, &file[i]);
	archive_write_close(a);
	archive_write_free(a);
	struct str whole = arena_str(arena, (struct str){ out, used });
	free(out);
	return whole;
}
