/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An archive is refused with a sentence, or every student of it has a line of its own, in order. */
#include "fuzz.h"

#include "file/oneroster.h"

struct seen {
	int64_t line, n;
};

static bool look(void *data, const struct oneroster_user *u)
{
	struct seen *s = data;

	FUZZ_HOLDS(u->line > s->line && (!u->why || u->address.len == 0));
	FUZZ_HOLDS(u->address.len + u->given.len + u->family.len < ONEROSTER_USERS_MAX);
	s->line = u->line;
	s->n += !u->why;
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct oneroster_told told = { 0 };
	struct seen seen = { 0 };
	char why[256] = "";
	bool good = oneroster_read(fuzz_str(at, len), look, &seen, &told, why, sizeof why);

	FUZZ_HOLDS(good == (why[0] == '\0'));
	FUZZ_HOLDS(!good || told.students == seen.n);
	return 0;
}
