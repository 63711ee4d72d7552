/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tables that are not made again: what a frozen one says and who is in it stay as they were when it
   was frozen, whoever leaves the study later. Names: frozen_ */
#ifndef CORE_FROZEN_H
#define CORE_FROZEN_H

#include "core/participant.h"

enum { FROZEN_TITLE_MAX = 120, FROZEN_CONTENT_MAX = 4 << 20 }; /* code points; bytes */

struct frozen {
	int64_t id, study, made_at, people;
	struct str kind, title; /* kind: which report it was, such as participation */
	struct str fingerprint; /* BLAKE2b-256 of the content, as 43 characters of base64url */
};
struct frozen_draft {
	int64_t study;
	struct str kind, title, content;
	const struct participant_id *who; /* whoever the content says anything about */
	size_t n;
};

/* Faults: INVALID (field title), LIMIT. Audited. */
MUST bool frozen_add(struct ctx *c, const struct frozen_draft *d, int64_t *ret);
/* Of a study, newest first, at most max. */
MUST bool frozen_list(struct ctx *c, int64_t study, size_t max, struct frozen **ret, size_t *ret_n);
/* Faults: ABSENT; INTERNAL when the content does not fit its fingerprint any more. */
MUST bool frozen_get(struct ctx *c, int64_t id, struct frozen *ret, struct str *ret_content);
/* Those that a person is in, newest first, at most max. The content is not read. */
MUST bool frozen_of_person(
	struct ctx *c, struct person_id person, size_t max, struct frozen **ret, size_t *ret_n);

#endif
