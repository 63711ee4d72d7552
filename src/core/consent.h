/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a person agreed to, when, and to which text. Names: consent_ */
#ifndef CORE_CONSENT_H
#define CORE_CONSENT_H

#include "base/ctx.h"

enum { CONSENT_TEXT_MAX = 20000 }; /* bytes */
enum consent_kind { CONSENT_MEMBERSHIP, CONSENT_STUDY };
enum consent_said { CONSENT_UNASKED, CONSENT_YES, CONSENT_NO, CONSENT_LEFT /* a yes, then a no */ };

struct consent_text {
	int64_t id, version, made_at; /* id 0: none was published */
	struct str body;
};
struct consent_answer {
	enum consent_said said;
	int64_t text, version; /* that it was said to */
	int64_t at;
};

/* The newest text becomes the one that is shown. Faults: INVALID (field body). Audited. */
MUST bool consent_publish(
	struct ctx *c, enum consent_kind kind, struct str body, int64_t *ret_text);
/* The newest of a kind; ret->id is 0 when there is none. */
MUST bool consent_text(struct ctx *c, enum consent_kind kind, struct consent_text *ret);
/* One of them all; ret->id is 0 when it is none of this kind. */
MUST bool consent_text_get(
	struct ctx *c, enum consent_kind kind, int64_t text, struct consent_text *ret);
/* Giving again what stands is no change. Audited. */
MUST bool consent_give(struct ctx *c, struct person_id person, int64_t text);
/* A no before any yes, so that nobody is asked twice. Audited. */
MUST bool consent_decline(struct ctx *c, struct person_id person, int64_t text);
/* Of all texts of a kind. Audited when something stood. */
MUST bool consent_withdraw(struct ctx *c, struct person_id person, enum consent_kind kind);
MUST bool consent_stands(struct ctx *c, struct person_id person, enum consent_kind kind, bool *ret);
/* What stands, else what was said last. */
MUST bool consent_last(
	struct ctx *c, struct person_id person, enum consent_kind kind, struct consent_answer *ret);

#endif
