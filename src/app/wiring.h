/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* All that the program is made of, in one list each. */
#ifndef APP_WIRING_H
#define APP_WIRING_H

#include "base/embed.h"
#include "site/gate.h"

struct job_kind;

extern const struct embedded embedded_web[], embedded_migrations[], embedded_demo[],
	embedded_words[];
extern const size_t embedded_web_n, embedded_migrations_n, embedded_demo_n, embedded_words_n;

extern const struct gate wiring_gate;
extern const struct job_kind *const wiring_jobs[];
extern const size_t wiring_jobs_n;

struct command {
	const char *name, *help; /* one line */
	/* argv[0] is the name. Returns the exit code: 0 done, 1 could not, 2 not understood. */
	int (*run)(int argc, char **argv);
};
extern const struct command wiring_commands[];
extern const size_t wiring_commands_n;

int serve_command(int argc, char **argv);
int demo_command(int argc, char **argv);
int routes_command(int argc, char **argv);
int conf_command(int argc, char **argv);
int login_link_command(int argc, char **argv);
int person_command(int argc, char **argv);
int lookup_command(int argc, char **argv);
int import_command(int argc, char **argv);
int report_command(int argc, char **argv);
int trial_command(int argc, char **argv);
int sever_command(int argc, char **argv);

#endif
