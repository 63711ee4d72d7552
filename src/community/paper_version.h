/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Versions of a paper. One begins as text that was pasted, or as a file that a job makes into text
   and pictures; then its owner checks what is covered; then the group sees it. Names:
   paper_version_ */
#ifndef COMMUNITY_PAPER_VERSION_H
#define COMMUNITY_PAPER_VERSION_H

#include "community/paper.h"
#include "core/cover.h"

enum paper_state {
	PAPER_PREPARING, /* its file is being read */
	PAPER_FAILED,	 /* that did not work; why says so */
	PAPER_CHECK,	 /* its owner looks at what is covered */
	PAPER_PAINTING,	 /* the covers are burnt into its pictures */
	PAPER_SHOWN
};

struct paper_version {
	struct paper_id paper;
	int64_t n, id; /* 1 is the first; what its job is called by */
	enum paper_state state;
	bool pasted;
	struct str source;	    /* paste, pdf, docx, odt */
	struct str layout, covered; /* covered: what the group reads, when it is shown */
	struct str why;
	int64_t file, edition, made_at, shown_at;
};
/* What was found or added in the text of a version, and whether it is covered. */
struct paper_cover {
	struct cover_span span;
	bool on;
};
struct paper_covers {
	struct paper_cover *at; /* in their order, without overlaps */
	size_t n;
};

/* Pasted text as the next version. Faults: INVALID (field text), CONFLICT above
   PAPER_VERSIONS_MAX, RATE. */
MUST bool paper_version_paste(
	struct ctx *c, struct paper_id paper, struct str text, int64_t *ret_n);
/* Faults: ABSENT. */
MUST bool paper_version_get(
	struct ctx *c, struct paper_id paper, int64_t n, struct paper_version *ret);
/* From the first, at most PAPER_VERSIONS_MAX. */
MUST bool paper_version_list(
	struct ctx *c, struct paper_id paper, struct paper_version **ret, size_t *ret_n);

/* The rest is for its owner alone; who asks must be. The text is as it was brought. */
MUST bool paper_version_text(struct ctx *c, const struct paper_version *v, struct str *ret);
MUST bool paper_version_covers(
	struct ctx *c, const struct paper_version *v, struct paper_covers *ret);
/* Of those covers the ones at these places (from 0) stay on, and words are covered too, a line
   each. Faults: CONFLICT when they were changed since edition. */
MUST bool paper_version_cover(struct ctx *c, const struct paper_version *v, int64_t edition,
	const bool *on, struct str words);
/* What the group would read now. */
struct str paper_version_seen(struct ctx *c, struct str text, const struct paper_covers *p);
/* Shows it, or asks for its pictures first. Faults: CONFLICT when it is not being checked. */
MUST bool paper_version_show(struct ctx *c, const struct paper_version *v);
/* Back to the owner: the group sees the version before it, if that is shown. */
MUST bool paper_version_hide(struct ctx *c, const struct paper_version *v);
/* For community/paper_file: the number of the next version of a paper of c->actor; what is
   covered in a text of a person, with what was found already, as it is kept; the text as it is
   kept; the end of painting, which does nothing when the version has changed since. */
MUST bool paper_version_next(struct ctx *c, struct paper_id paper, int64_t *ret);
MUST bool paper_version_found(struct ctx *c, struct person_id who, struct str text,
	const struct cover_spans *more, struct str *ret);
struct str paper_version_seal(struct ctx *c, int64_t id, struct str text);
MUST bool paper_version_finish(struct ctx *c, const struct paper_version *v, bool *ret_done);

/* For core/holding: the id of a version, a space, and its text as it is kept. */
MUST bool paper_version_open(
	struct ctx *c, struct person_id person, struct str kept, struct str *ret);

#endif
