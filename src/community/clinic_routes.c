/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/clinic_routes.h"

#include "community/paper_file.h"

#define READ MAY(PAPER_READ, paper)
#define OWN MAY(PAPER_OWN, paper)
#define REMOVE MAY(PAPER_REMOVE, paper)
#define GIVE MAY(PAPER_GIVE, paper)

enum { UPLOAD_MAX = PAPER_FILE_MAX + (1 << 18) };

const struct route clinic_routes[] = {
	{ GET, "/clinic", MAY(SIGNED_IN, ), clinic_show },
	{ POST, "/clinic/next", MAY(SIGNED_IN, ), clinic_next_send },
	{ GET, "/clinic/new", MAY(SIGNED_IN, ), paper_new_show },
	{ POST, "/clinic/new", MAY(SIGNED_IN, ), paper_new_send, .before = paper_file_before,
		.body_max = UPLOAD_MAX },
	{ GET, "/clinic/group/{group}", MAY(CLINIC_READ, group), clinic_group_show },
	{ GET, "/clinic/paper/{paper}", READ, paper_show },
	{ GET, "/clinic/paper/{paper}/compare", READ, paper_compare_show },
	{ POST, "/clinic/paper/{paper}/pass", GIVE, clinic_pass_send },
	{ POST, "/clinic/paper/{paper}/feedback", GIVE, paper_feedback_send },
	{ POST, "/clinic/paper/{paper}/feedback/{feedback}/remove", READ,
		paper_feedback_remove_send },
	{ GET, "/clinic/paper/{paper}/remove", REMOVE, paper_remove_show },
	{ POST, "/clinic/paper/{paper}/remove", REMOVE, paper_remove_send },
	{ GET, "/clinic/paper/{paper}/more", OWN, paper_more_show },
	{ POST, "/clinic/paper/{paper}/more", OWN, paper_more_send, .before = paper_file_before,
		.body_max = UPLOAD_MAX },
	{ GET, "/clinic/paper/{paper}/page/{version}/{page}", READ, paper_picture_show },
	{ GET, "/clinic/paper/{paper}/own/{version}/{page}", OWN, paper_own_picture_show },
	{ GET, "/clinic/paper/{paper}/file/{version}", OWN, paper_own_file_send },
	{ GET, "/clinic/paper/{paper}/check/{version}", OWN, paper_check_show },
	{ POST, "/clinic/paper/{paper}/check/{version}", OWN, paper_check_send },
	{ POST, "/clinic/paper/{paper}/hide/{version}", OWN, paper_hide_send },
	{ GET, "/clinic/paper/{paper}/withdraw", OWN, paper_end_show },
	{ POST, "/clinic/paper/{paper}/withdraw", OWN, paper_end_send },
};
const size_t clinic_routes_n = sizeof clinic_routes / sizeof *clinic_routes;
