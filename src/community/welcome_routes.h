/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The pages of the first minutes, the stories in them, and the choice about letters. Each answers
   routes of welcome_routes.c. */
#ifndef COMMUNITY_WELCOME_ROUTES_H
#define COMMUNITY_WELCOME_ROUTES_H

#include "site/route.h"

extern const struct route welcome_routes[];
extern const size_t welcome_routes_n;

/* welcome_page.c */
bool welcome_show(struct request *rq);
bool welcome_later_send(struct request *rq);
bool welcome_read_show(struct request *rq);
bool welcome_read_send(struct request *rq);
bool welcome_help_show(struct request *rq);
bool welcome_help_send(struct request *rq);
/* welcome_begin_page.c */
bool welcome_begin_show(struct request *rq);
bool welcome_begin_send(struct request *rq);
/* strength_page.c */
bool strength_show(struct request *rq);
bool strength_send(struct request *rq);
bool strength_words_show(struct request *rq);
bool strength_words_send(struct request *rq);
/* appear_page.c */
bool appear_show(struct request *rq);
bool appear_send(struct request *rq);
/* week_letter_page.c */
bool week_letter_show(struct request *rq);
bool week_letter_send(struct request *rq);
/* story_page.c */
bool story_list_page(struct request *rq);
bool story_add_page(struct request *rq);
bool story_edit_page(struct request *rq);
bool story_save_page(struct request *rq);
bool story_show_page(struct request *rq);
bool story_up_page(struct request *rq);

#endif
