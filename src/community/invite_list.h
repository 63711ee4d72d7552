/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Lists of addresses to invite to a round. A list is brought, its columns are told, its lines are
   read in, its letter is written, it is sent; it is never changed after that. Names:
   invite_list_ */
#ifndef COMMUNITY_INVITE_LIST_H
#define COMMUNITY_INVITE_LIST_H

#include "community/ids.h"
#include "community/invite_read.h"

/* REFUSED_MAX: lines that are kept to be shown; the count is of all. */
enum { INVITE_TITLE_MAX = 80, INVITE_SHOWN = 8, INVITE_REFUSED_MAX = 1000 };

struct invite_list_id {
	int64_t v;
};
struct invite_list {
	struct invite_list_id id;
	struct round_id round;
	struct person_id sender;
	struct str title, source, subject, body, columns, sender_name, round_title;
	int64_t lines, refused, doubled, made_at, filled_at, sent_at, sent_to, swept_at;
	int64_t closes_at; /* the end of the round */
};
struct invite_refused {
	int64_t line;
	struct str body, why;
};
/* What would come of a list with these columns. */
struct invite_preview {
	struct invite_record first; /* its headings, or its first record */
	struct invite_entry shown[INVITE_SHOWN];
	size_t shown_n;
	int64_t good, bad;
	struct invite_refused *refused; /* the first of them */
	size_t refused_n;
};
/* True numbers: for the researcher, and for rules. */
struct invite_count {
	int64_t people; /* addresses */
	int64_t known;	/* of them, invited by another list, or taking part already */
	int64_t quiet;	/* of them, asked to get no invitation */
	int64_t sent, bounced, refused, started, joined;
};

/* The sender is c->actor. Faults: INVALID (title, round). Audited. */
MUST bool invite_list_make(struct ctx *c, struct round_id round, struct str title,
	const struct invite_upload *u, struct invite_list_id *ret);
/* Faults: ABSENT. */
MUST bool invite_list_get(struct ctx *c, struct invite_list_id id, struct invite_list *ret);
/* Newest first, of one sender or, for 0, of all; before: the id to go on from, 0 starts. */
MUST bool invite_list_all(struct ctx *c, struct person_id sender, struct invite_list_id before,
	size_t max, struct invite_list **ret, size_t *ret_n);
/* From its first records. */
MUST bool invite_list_guess(struct ctx *c, struct invite_list_id id, struct invite_columns *ret);
MUST bool invite_list_preview(struct ctx *c, struct invite_list_id id,
	const struct invite_columns *columns, struct invite_preview *ret);
/* The columns stand, and lines are read in from now on: a short list at once, a long one by a job,
   a part at a time. Faults: INVALID (address, and columns of one meaning), CONFLICT. */
MUST bool invite_list_begin(
	struct ctx *c, struct invite_list_id id, const struct invite_columns *columns);
/* Reads in the next part; ret_more: there are others. */
MUST bool invite_list_fill(struct ctx *c, struct invite_list_id id, bool *ret_more);
MUST bool invite_list_refused(struct ctx *c, struct invite_list_id id, size_t max,
	struct invite_refused **ret, size_t *ret_n);
MUST bool invite_list_count(struct ctx *c, const struct invite_list *l, struct invite_count *ret);
/* One that was not sent, with all that is in it. Faults: CONFLICT when it was. Audited. */
MUST bool invite_list_drop(struct ctx *c, struct invite_list_id id);

/* Of a round that was long ago: addresses, names, who they became; a list that was never sent goes
   whole. Counts stay. ret_more: there is more to forget. */
MUST bool invite_list_forget(struct ctx *c, const struct invite_list *l, bool *ret_more);

#endif
