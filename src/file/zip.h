/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Single files out of a ZIP archive that somebody sent. It is read in memory, nothing is written
   anywhere, and what would unpack to far more than was sent is refused. Names: zip_ */
#ifndef FILE_ZIP_H
#define FILE_ZIP_H

#include "base/buf.h"

/* Entries of an archive; times by which all that is unpacked may be larger than the archive, which
   for tables of people is 5 to 20; and what is allowed whatever the ratio, in bytes. */
enum { ZIP_ENTRIES_MAX = 1000, ZIP_RATIO_MAX = 60, ZIP_SLACK = 1 << 20 };

/* One file that is asked for, by its name without folders. */
struct zip_part {
	const char *name;
	size_t max; /* bytes, unpacked */
	bool found;
	struct buf text;
};

/* Unpacks the parts that are there. False with a sentence in why for what is no ZIP archive, is
   damaged, encrypted, too large, or has one of the names twice. Close the parts in any case. */
MUST bool zip_read(struct str bytes, struct zip_part *part, size_t n, char *why, size_t why_size);
void zip_close(struct zip_part *part, size_t n);

/* What an archive may be that another program will unpack. */
struct zip_bounds {
	size_t entries, unpacked;
	const char *const *name; /* of entries, with their folders, that tell its kind; NULL ends */
};

/* Unpacks all of it into nothing: what the archive says about sizes is not believed. ret_name is
   the first name that it has, or -1. False with a sentence in why for what is no ZIP archive, is
   damaged, encrypted or too large. */
MUST bool zip_weigh(struct str bytes, const struct zip_bounds *bounds, int *ret_name, char *why,
	size_t why_size);
/* One file to pack. */
struct zip_file {
	const char *name; /* with its folder */
	struct str text;
};

/* Appends an archive of the files to out, in their order, without times: the same files give the
   same bytes. False when out spilled. */
MUST bool zip_write(const struct zip_file *file, size_t n, struct buf *out);

#endif
