/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "file/zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>

enum { PIECE = 65536 };

struct zip {
	struct archive *of;
	size_t out, most; /* bytes that were unpacked, and that may be */
	const char *why;
};

static bool refuse(struct zip *z, const char *why)
{
	z->why = why;
	return false;
}

/* The last part of a path: the files may lie in a folder. */
static const char *base_name(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	return slash ? slash + 1 : path;
}

static struct zip_part *part_of(struct archive_entry *e, struct zip_part *part, size_t n)
{
	const char *name = base_name(archive_entry_pathname(e));

	for (size_t i = 0; name && i < n; i++)
		if (strcmp(name, part[i].name) == 0)
			return &part[i];
	return NULL;
}

/* What the archive says about sizes is not believed: bytes are counted as they come. */
static bool unpack(struct zip *z, struct zip_part *p)
{
	char *piece = malloc(PIECE);
	la_ssize_t n = 1;

	if (!piece)
		abort();
	while (n > 0 && !z->why) {
		n = archive_read_data(z->of, piece, PIECE);
		if (n < 0)
			refuse(z, "The ZIP archive is damaged: a file in it cannot be unpacked.");
		else
			z->out += (size_t)n;
		if (z->out > z->most)
			refuse(z,
				"The ZIP archive would unpack to far more than it is, so it was"
				" left alone.");
		else if (n > 0)
			buf_add(&p->text, (struct str){ piece, (size_t)n });
		if (p->text.spilled)
			refuse(z, "A file in the ZIP archive is too large.");
	}
	free(piece);
	return !z->why;
}

static bool take(struct zip *z, struct archive_entry *e, struct zip_part *p)
{
	if (archive_entry_is_encrypted(e))
		return refuse(z, "The ZIP archive is locked with a password. Send it without one.");
	if (p->found)
		return refuse(z, "The ZIP archive has two files of the same name.");
	p->found = true;
	return unpack(z, p);
}

static bool walk(struct zip *z, struct zip_part *part, size_t n)
{
	struct archive_entry *e;

	for (int i = 0;; i++) {
		int got = archive_read_next_header(z->of, &e);
		if (got == ARCHIVE_EOF)
			return true;
		if (got != ARCHIVE_OK && got != ARCHIVE_WARN)
			return refuse(z, "The file is not a ZIP archive, or it is damaged.");
		if (i == ZIP_ENTRIES_MAX)
			return refuse(z, "The ZIP archive has more files than a roster has.");
		struct zip_part *p = part_of(e, part, n);
		if (p && !take(z, e, p))
			return false;
	}
}

/* The reader that begins with the table at the archive's end: it passes over what is not asked for
   without unpacking it. */
bool zip_read(struct str bytes, struct zip_part *part, size_t n, char *why, size_t why_size)
{
	struct zip z = { .of = archive_read_new(), .most = bytes.len * ZIP_RATIO_MAX + ZIP_SLACK };

	if (!z.of || archive_read_support_format_zip_seekable(z.of) != ARCHIVE_OK)
		abort();
	for (size_t i = 0; i < n; i++) {
		part[i].found = false;
		buf_init(&part[i].text, part[i].max);
	}
	if (bytes.len == 0)
		refuse(&z, "The file is empty.");
	else if (archive_read_open_memory(z.of, bytes.at, bytes.len) != ARCHIVE_OK)
		refuse(&z, "The file is not a ZIP archive, or it is damaged.");
	else
		walk(&z, part, n);
	archive_read_free(z.of);
	if (z.why)
		snprintf(why, why_size, "%s", z.why);
	return !z.why;
}

void zip_close(struct zip_part *part, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_free(&part[i].text);
}

/* ---- writing ---- */

static la_ssize_t collect(struct archive *of, void *out, const void *bytes, size_t len)
{
	(void)of;
	buf_add(out, (struct str){ bytes, len });
	return (la_ssize_t)len;
}

static void pack(struct archive *of, const struct zip_file *file)
{
	struct archive_entry *e = archive_entry_new();

	if (!e)
		abort();
	archive_entry_set_pathname(e, file->name);
	archive_entry_set_size(e, (la_int64_t)file->text.len);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, 0644);
	if (archive_write_header(of, e) != ARCHIVE_OK
		|| archive_write_data(of, file->text.at, file->text.len)
			!= (la_ssize_t)file->text.len)
		abort(); /* what is written is memory: only its lack can end here */
	archive_entry_free(e);
}

bool zip_write(const struct zip_file *file, size_t n, struct buf *out)
{
	struct archive *of = archive_write_new();

	if (!of || archive_write_set_format_zip(of) != ARCHIVE_OK
		|| archive_write_set_bytes_in_last_block(of, 1) != ARCHIVE_OK
		|| archive_write_open(of, out, NULL, collect, NULL) != ARCHIVE_OK)
		abort();
	for (size_t i = 0; i < n; i++)
		pack(of, &file[i]);
	archive_write_close(of);
	archive_write_free(of);
	return !out->spilled;
}
