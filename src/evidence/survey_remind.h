/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Letters about a wave of a survey: one when it opens, and where the wave says so a second one half
   way. They stop when somebody has answered, does not want to be asked, gets no mail of this kind
   or may not be asked any more; how far somebody came in the questions changes nothing. No letter
   is queued twice, whatever becomes of the job. Names: survey_remind_ */
#ifndef EVIDENCE_SURVEY_REMIND_H
#define EVIDENCE_SURVEY_REMIND_H

#include "base/ctx.h"

enum {
	SURVEY_REMIND_BATCH = 100, /* people in a unit of work */
	SURVEY_REMIND_FROM = 8,	   /* o'clock, in the zone of the round: letters leave by day */
	SURVEY_REMIND_UNTIL = 18,
};
extern const char survey_remind_kind[]; /* of these letters */

/* Queues some of the letters that are due now. ret_more: call again. ret_next: when the next of the
   wave is due, 0 when none is. */
MUST bool survey_remind_some(struct ctx *c, int64_t wave, bool *ret_more, int64_t *ret_next);

#endif
