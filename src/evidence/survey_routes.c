/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/survey_routes.h"

#include "evidence/survey_edit_page.h"
#include "evidence/survey_list_page.h"
#include "evidence/survey_page.h"
#include "evidence/survey_result_page.h"

const struct route survey_routes[] = {
	{ GET, "/survey/{survey}", MAY(SIGNED_IN, ), survey_page },
	{ POST, "/survey/{survey}", MAY(SIGNED_IN, ), survey_answer_page },
	{ POST, "/survey/{survey}/refuse", MAY(SIGNED_IN, ), survey_refuse_page },
	{ GET, "/surveys", MAY(SURVEY_MANAGE, ), survey_list_page },
	{ GET, "/surveys/schema.json", MAY(ANYONE, ), survey_list_schema },
	{ POST, "/surveys/new", MAY(SURVEY_MANAGE, ), survey_list_make },
	{ POST, "/surveys/import", MAY(SURVEY_MANAGE, ), survey_list_import },
	{ GET, "/surveys/{survey}", MAY(SURVEY_MANAGE, ), survey_list_one },
	{ GET, "/surveys/{survey}/export.json", MAY(SURVEY_MANAGE, ), survey_list_export },
	{ POST, "/surveys/{survey}/launch", MAY(SURVEY_MANAGE, ), survey_list_launch },
	{ POST, "/surveys/{survey}/close", MAY(SURVEY_MANAGE, ), survey_list_close },
	{ POST, "/surveys/{survey}/wave", MAY(SURVEY_MANAGE, ), survey_list_wave },
	{ POST, "/surveys/{survey}/weekly", MAY(SURVEY_MANAGE, ), survey_list_weekly },
	{ POST, "/surveys/{survey}/wave/{wave}/out", MAY(SURVEY_MANAGE, ), survey_list_wave_out },
	{ GET, "/surveys/{survey}/results", MAY(SURVEY_MANAGE, ), survey_result_ask },
	{ POST, "/surveys/{survey}/results", MAY(SURVEY_MANAGE, ), survey_result_show },
	{ GET, "/surveys/{survey}/words", MAY(SURVEY_MANAGE, ), survey_edit_cover_page },
	{ POST, "/surveys/{survey}/words", MAY(SURVEY_MANAGE, ), survey_edit_cover_save },
	{ GET, "/surveys/{survey}/question/{place}", MAY(SURVEY_MANAGE, ),
		survey_edit_question_page },
	{ POST, "/surveys/{survey}/question/{place}", MAY(SURVEY_MANAGE, ),
		survey_edit_question_save },
	{ POST, "/surveys/{survey}/question/{place}/move", MAY(SURVEY_MANAGE, ),
		survey_edit_question_move },
};
const size_t survey_routes_n = sizeof survey_routes / sizeof *survey_routes;
