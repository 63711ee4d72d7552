/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What all kinds of «cairn import» share: the options they all take, the file, who is told
   meanwhile, and how a dry run ends. Names: importing_ */
#ifndef APP_IMPORTING_H
#define APP_IMPORTING_H

#include "app/world.h"

struct csv;

/* Exit code when some lines were refused and the others were taken. */
enum { IMPORTING_SOME_REFUSED = 3 };

struct importing {
	struct world_options world;
	const char *path;
	bool dry, terminal; /* terminal: standard error is one, so a bar may be drawn */
};
/* A kind: argv[0] is its name. Returns the exit code. One small file each. */
struct importing_kind {
	const char *name;
	int (*run)(int argc, char **argv);
};

int import_activity(int argc, char **argv);
int import_deprivation(int argc, char **argv);
int import_schools(int argc, char **argv);
int import_subjects(int argc, char **argv);

/* For kinds with no options of their own: --dry-run, --data, --database, --help and one FILE. False
   when the command ends here, with ret_code. */
bool importing_read(struct importing *i, int argc, char **argv, const char *help, int *ret_code);
/* The word after the options is the file; there must be one. */
bool importing_file(struct importing *i, int argc, char **argv, const char *help);
/* Opens FILE as a table and the world, runs, closes both. Returns the exit code. */
int importing_csv(const struct importing *i,
	int (*run)(struct world *w, struct csv *csv, const void *wish), const void *wish);
/* Says what is not understood; returns 2. */
int importing_unclear(const char *what, const char *word, const char *help);

/* To be called with the struct importing: a refused line, a bar, and the bar gone. all is 0 while
   it is not known. */
void importing_refused(void *importing, int64_t line, const char *why);
void importing_progress(void *importing, int64_t done, int64_t all);
void importing_clear(const struct importing *i);
/* Ends the transaction. A dry run does everything and undoes it, so that it says what would happen
   and not what should. True when all was good. */
bool importing_commit(struct ctx *c, const struct importing *i);
/* A line of what came of it; nothing when n is 0, unless always. */
void importing_say(const char *what, int64_t n, bool always);

#endif
