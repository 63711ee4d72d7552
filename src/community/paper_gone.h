/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Papers that go without their owner's doing: some time after their round has ended, or because who
   runs the round removed one. Its owner is told, the first a week before. Names: paper_gone_ */
#ifndef COMMUNITY_PAPER_GONE_H
#define COMMUNITY_PAPER_GONE_H

#include "community/paper.h"

/* Of a reason in code points; days between the letter and the end; how many are listed. */
enum { PAPER_REASON_MIN = 10, PAPER_REASON_MAX = 500, PAPER_TOLD_DAYS = 7, PAPERS_GONE_MAX = 6 };

struct paper_gone {
	enum paper_kind kind;
	struct str title, reason; /* reason empty: its time was over */
	int64_t at;
};

/* The setting papers_days: days after the round's end, or after the newest version when that came
   later. 0: papers stay until they are withdrawn. */
int64_t paper_gone_days(const struct ctx *c);
/* When it goes at the latest, microseconds; 0: it stays. Faults: ABSENT. */
MUST bool paper_gone_due(struct ctx *c, struct paper_id id, int64_t *ret);
/* Who runs the round removes a paper with all that belongs to it. Its owner gets a letter and reads
   the reason in the clinic; the audit log notes it without the reason. Faults: ABSENT, INVALID
   (field reason). */
MUST bool paper_gone_remove(struct ctx *c, struct paper_id id, struct str reason);
/* For the job: tells a few owners, or removes a few papers whose owners were told a week ago;
   ret_more when there may be others. mails: letters can be sent. */
MUST bool paper_gone_some(struct ctx *c, bool mails, bool *ret_more);
/* Of c->actor, newest first, at most PAPERS_GONE_MAX of the last 90 days. */
MUST bool paper_gone_list(struct ctx *c, struct paper_gone **ret, size_t *ret_n);

#endif
