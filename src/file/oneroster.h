/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Students out of a OneRoster archive. Source of the format: IMS Global OneRoster 1.1, CSV binding:
   a ZIP with manifest.csv and users.csv; orgs, classes and enrollments may be there and are not
   read. Names: oneroster_ */
#ifndef FILE_ONEROSTER_H
#define FILE_ONEROSTER_H

#include "base/str.h"

enum { ONEROSTER_USERS_MAX = 128 << 20, ONEROSTER_MANIFEST_MAX = 1 << 16 }; /* bytes, unpacked */

/* A line of users.csv. */
struct oneroster_user {
	int64_t line;			   /* of the file, which begins with 1 */
	struct str address, given, family; /* gone when the call returns */
	const char *why; /* NULL, or why the line cannot be read: a clause without a full stop */
};
struct oneroster_told {
	int64_t students;
	int64_t others; /* not students, not enabled, or to be deleted: passed over */
};

/* Calls on for every enabled student and every line that cannot be read, until it says false.
   False with a sentence in why for what is no OneRoster 1.1 archive with users in bulk. */
MUST bool oneroster_read(struct str zip, bool (*on)(void *data, const struct oneroster_user *user),
	void *data, struct oneroster_told *ret, char *why, size_t why_size);

#endif
