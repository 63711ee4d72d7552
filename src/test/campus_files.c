/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/campus_files.h"

#include "core/blob.h"

void campus_files_make(struct test *t, const struct campus *k)
{
	int64_t id;

	for (int i = 0; i < 2; i++) {
		CHECK(t,
			blob_add(test_ctx(t, k->twin[i]), k->twin[i], "example", "application/pdf",
				S("%PDF-1.4"), &id));
		CHECK(t, test_end(t));
	}
}
