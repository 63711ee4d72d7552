/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The conversations of the demonstration, as its files tell them. Names: demo_script_ */
#ifndef APP_DEMO_SCRIPT_H
#define APP_DEMO_SCRIPT_H

#include "base/ctx.h"

enum { DEMO_SCRIPT_PEOPLE = 26, DEMO_SCRIPT_POSTS = 24 };

struct demo_when {
	int64_t minutes; /* since the round's first midnight, by its wall clock; or before now */
	bool ago;
};

struct demo_line {
	int who; /* 0 is A */
	struct demo_when when, edited;
	int64_t useful, saved;
	bool alias;		/* it stands under an alias of the thread */
	struct str feeling;	/* a word of community/feeling, or empty */
	struct str body, later; /* later: what it says since it was edited, or empty */
};

struct demo_thread {
	struct str families, title;
	struct demo_line *line;
	size_t n;
	int people; /* how many letters occur */
	int64_t week;
};

/* Adds the threads of a file of demo/ to the list. Faults: INTERNAL for a line that cannot be read.
   */
MUST bool demo_script_read(struct ctx *c, const char *name, struct demo_thread **list, size_t *n);
/* True when the thread is for groups of this family. */
bool demo_script_suits(const struct demo_thread *t, struct str family);
/* How many posts of the thread are by this letter. */
int64_t demo_script_lines_of(const struct demo_thread *t, int who);
/* The text with «{B}» turned into the name of B. */
struct str demo_script_text(struct ctx *c, struct str body, const struct str *name);

#endif
