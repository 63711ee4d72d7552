/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/survey_routes.h"

#include "evidence/survey_page.h"

const struct route survey_routes[] = {
	{ GET, "/survey/{survey}", MAY(SIGNED_IN, ), survey_page },
	{ POST, "/survey/{survey}", MAY(SIGNED_IN, ), survey_answer_page },
	{ POST, "/survey/{survey}/refuse", MAY(SIGNED_IN, ), survey_refuse_page },
};
const size_t survey_routes_n = sizeof survey_routes / sizeof *survey_routes;
