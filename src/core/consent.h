/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a person agreed to, when, and to which text. Names: consent_ */
#ifndef CORE_CONSENT_H
#define CORE_CONSENT_H

#include "base/ctx.h"

enum consent_kind { CONSENT_MEMBERSHIP, CONSENT_STUDY };

/* The newest text becomes the one that is shown. */
MUST bool consent_publish(
	struct ctx *c, enum consent_kind kind, struct str body, int64_t *ret_text);
/* ret_text is 0 when none was published. */
MUST bool consent_text(struct ctx *c, enum consent_kind kind, int64_t *ret_text,
	int64_t *ret_version, struct str *ret_body);
/* Giving again what stands is no change. */
MUST bool consent_give(struct ctx *c, struct person_id person, int64_t text);
MUST bool consent_withdraw(struct ctx *c, struct person_id person, enum consent_kind kind);
MUST bool consent_stands(struct ctx *c, struct person_id person, enum consent_kind kind, bool *ret);

#endif
