/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "file/zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>

enum { PIECE = 65536 };

struct scale {
	struct archive *of;
	const struct zip_bounds *bounds;
	size_t entries, said, out; /* bytes that it says it has, and that came */
	int name;
	const char *why;
};

static const char bomb[] = "The file would unpack to far more than it is, so it was left alone.";
static const char damaged[] = "The file is damaged: it cannot be unpacked.";

static int name_of(const struct scale *s, const char *path)
{
	for (int i = 0; path && s->bounds->name[i]; i++)
		if (strcmp(path, s->bounds->name[i]) == 0)
			return i;
	return -1;
}

/* Before anything is unpacked: the sizes that stand in the archive's table. */
static void weigh_header(struct scale *s, struct archive_entry *e)
{
	int name = name_of(s, archive_entry_pathname(e));
	int64_t size = archive_entry_size_is_set(e) ? archive_entry_size(e) : 0;

	if (name >= 0 && (s->name < 0 || name < s->name))
		s->name = name;
	s->said += size > 0 ? (size_t)size : 0;
	if (archive_entry_is_encrypted(e))
		s->why = "The file is locked with a password. Send it without one.";
	else if (++s->entries > s->bounds->entries || s->said > s->bounds->unpacked)
		s->why = bomb;
}

static void weigh_data(struct scale *s, char *piece)
{
	la_ssize_t n = 1;

	while (n > 0 && !s->why) {
		n = archive_read_data(s->of, piece, PIECE);
		s->out += n > 0 ? (size_t)n : 0;
		if (n < 0)
			s->why = damaged;
		else if (s->out > s->bounds->unpacked)
			s->why = bomb;
	}
}

static void weigh(struct scale *s, struct str bytes, char *piece)
{
	struct archive_entry *e;
	int got;

	s->of = archive_read_new();
	if (!s->of || archive_read_support_format_zip_seekable(s->of) != ARCHIVE_OK)
		abort();
	if (bytes.len == 0 || archive_read_open_memory(s->of, bytes.at, bytes.len) != ARCHIVE_OK)
		s->why = damaged;
	while (!s->why && (got = archive_read_next_header(s->of, &e)) != ARCHIVE_EOF) {
		if (got != ARCHIVE_OK && got != ARCHIVE_WARN)
			s->why = damaged;
		else if (piece)
			weigh_data(s, piece);
		else
			weigh_header(s, e);
	}
	archive_read_free(s->of);
}

bool zip_weigh(struct str bytes, const struct zip_bounds *bounds, int *ret_name, char *why,
	size_t why_size)
{
	struct scale s = { .bounds = bounds, .name = -1 };
	char *piece = malloc(PIECE);

	if (!piece)
		abort();
	weigh(&s, bytes, NULL);
	if (!s.why)
		weigh(&s, bytes, piece);
	free(piece);
	if (s.why)
		snprintf(why, why_size, "%s", s.why);
	else
		*ret_name = s.name;
	return !s.why;
}
