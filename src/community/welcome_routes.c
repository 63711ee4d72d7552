/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/welcome_routes.h"

#define MEMBER MAY(SIGNED_IN, )
#define STAFF MAY(STORY_EDIT, )

const struct route welcome_routes[] = {
	{ GET, "/welcome", MEMBER, welcome_show },
	{ POST, "/welcome/later", MEMBER, welcome_later_send },
	{ GET, "/welcome/read", MEMBER, welcome_read_show },
	{ POST, "/welcome/read", MEMBER, welcome_read_send },
	{ GET, "/welcome/strengths", MEMBER, strength_show },
	{ POST, "/welcome/strengths", MEMBER, strength_send },
	{ GET, "/welcome/strengths/words", MEMBER, strength_words_show },
	{ POST, "/welcome/strengths/words", MEMBER, strength_words_send },
	{ GET, "/welcome/appear", MEMBER, appear_show },
	{ POST, "/welcome/appear", MEMBER, appear_send },
	{ GET, "/welcome/mail", MEMBER, week_letter_show },
	{ POST, "/welcome/mail", MEMBER, week_letter_send },
	{ GET, "/me/mail", MEMBER, week_letter_show },
	{ POST, "/me/mail", MEMBER, week_letter_send },
	{ GET, "/welcome/help", MEMBER, welcome_help_show },
	{ POST, "/welcome/help", MEMBER, welcome_help_send },
	{ GET, "/welcome/begin", MEMBER, welcome_begin_show },
	{ POST, "/welcome/begin", MEMBER, welcome_begin_send },
	{ GET, "/welcome/stories", STAFF, story_list_page },
	{ POST, "/welcome/stories", STAFF, story_add_page },
	{ GET, "/welcome/stories/{story}", STAFF, story_edit_page },
	{ POST, "/welcome/stories/{story}", STAFF, story_save_page },
	{ POST, "/welcome/stories/{story}/show", STAFF, story_show_page },
	{ POST, "/welcome/stories/{story}/up", STAFF, story_up_page },
};
const size_t welcome_routes_n = sizeof welcome_routes / sizeof *welcome_routes;
