/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/question_word.h"

static const char *const employers[QUESTION_EMPLOYERS + 1] = { "", "Large company",
	"Small or medium company", "Start-up", "Public service", "Charity", "School or university",
	"Health service", "Agency or recruiter" };
static const char *const stages[QUESTION_STAGES + 1] = { "", "Application form", "Phone call",
	"Recorded video", "First interview", "Later interview", "Assessment centre",
	"Technical or skills task", "Offer and after" };

const char *question_word_employer(int64_t code)
{
	return code > 0 && code <= QUESTION_EMPLOYERS ? employers[code] : "";
}

const char *question_word_stage(int64_t code)
{
	return code > 0 && code <= QUESTION_STAGES ? stages[code] : "";
}
