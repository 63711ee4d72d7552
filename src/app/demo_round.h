/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A round of the demonstration while it is being made: who sits where, and what is to happen when.
   Names: demo_ */
#ifndef APP_DEMO_ROUND_H
#define APP_DEMO_ROUND_H

#include "app/demo_dice.h"
#include "app/demo_script.h"
#include "base/instant.h"

enum { DEMO_WEEKS = 4, DEMO_DAYS = DEMO_WEEKS * 7 };

struct demo_member {
	struct person_id person;
	int64_t participant;
	struct str given;
	int64_t number; /* in Table 1, or 0 */
	int64_t views;	/* page views in all; -1 until they are decided */
	int64_t shown;	/* those that posts and taps need, so far */
	int64_t posts, posts_max;
	bool measured; /* the browser runs the script that counts active seconds */
};

struct demo_group {
	int64_t id;
	struct str subject, family;
	struct demo_member *member;
	size_t n;
	int64_t threads[DEMO_WEEKS + 1]; /* by week */
};

/* A thread of the script in one group. */
struct demo_scene {
	const struct demo_thread *text;
	struct demo_group *group;
	struct demo_member *cast[DEMO_SCRIPT_PEOPLE];
	int64_t shift;	/* minutes */
	int64_t thread; /* 0 until it is opened */
	int64_t *post;
};

enum demo_act { DEMO_VISIT, DEMO_POST, DEMO_EDIT, DEMO_USEFUL, DEMO_SAVE };
struct demo_event {
	int64_t at, order;
	enum demo_act act;
	struct demo_group *group;
	struct demo_member *who;
	struct demo_scene *scene; /* of a visit: NULL for the group's page, or the home page */
	size_t line;
	int64_t seconds; /* of a visit: active, 0 for not measured */
};

struct demo_round {
	struct ctx *c;
	struct demo_dice *dice;
	struct str zone;
	int64_t study, id, opens_at, closes_at;
	int64_t until; /* nothing happens after this */
	int64_t noon[DEMO_DAYS];
	struct demo_group *group;
	size_t n;
	struct demo_scene *scene;
	size_t scenes;
	struct demo_event *event;
	size_t events, events_room;
};

#endif
