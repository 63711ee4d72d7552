/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/meeting_job.h"
#include "app/server.h"
#include "app/stories.h"
#include "app/sweep_job.h"
#include "app/week_job.h"
#include "app/wiring.h"
#include "community/consent_words.h"
#include "core/setting.h"
#include "store/sql.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { FILES_BESIDE = 256 };

static const char help[] =
	"usage: cairn serve [--listen ADDRESS:PORT] [--data DIR] [--database URL] [--mail WHERE]\n"
	"  --listen    where to listen; default 127.0.0.1:8080\n"
	"  --data      directory of the key, the settings and the database; default var\n"
	"  --database  sqlite:PATH or postgresql://…; default sqlite:DIR/cairn.db\n"
	"  --mail      smtp://HOST:PORT, smtps://…, dir:PATH (a file a letter), or none\n";

static int wait_for_the_end(void)
{
	sigset_t set;
	int which = 0;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigwait(&set, &which);
	return which;
}

/* Blocked before any thread starts, so that only the main thread gets them. */
static void block_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

/* Room for all connections, for the database's files and for those of libraries. */
static void raise_limit(int64_t connections)
{
	rlim_t wanted = (rlim_t)connections + FILES_BESIDE;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
		return;
	limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
		perror("cairn: open files");
}

/* For «cairn login-link», which is told nothing about where this listens. */
static bool note_address(struct world *w)
{
	struct ctx *c = world_ctx(w);

	if (tx_begin(c, TX_WRITE)) {
		(void)!setting_note(c, "base_url", str_of(w->conf.base_url));
		tx_end(c);
	}
	if (!ctx_ok(c))
		(void)world_fault(c);
	return ctx_ok(c);
}

/* A database without texts to agree to and without stories gets those that Cairn brings. When
   another node of this database was quicker they are there, and that is as good. */
static bool begin_words(struct world *w)
{
	struct ctx *c = world_ctx(w);

	if (tx_begin(c, TX_WRITE)) {
		(void)(!consent_words_begin(c) || !stories_begin(c));
		tx_end(c);
	}
	if (ctx_ok(c) || c->fault.kind == FAULT_CONFLICT || c->fault.kind == FAULT_BUSY)
		return true;
	(void)world_fault(c);
	return false;
}

/* As above, another node may have begun it. */
static bool begin_letters(struct world *w)
{
	struct ctx *c = world_ctx(w);

	if (tx_begin(c, TX_WRITE)) {
		(void)(!week_job_begin(c) || !meeting_job_begin(c) || !sweep_job_begin(c));
		tx_end(c);
	}
	if (ctx_ok(c) || c->fault.kind == FAULT_CONFLICT || c->fault.kind == FAULT_BUSY)
		return true;
	(void)world_fault(c);
	return false;
}

static int serve(const struct world_options *o)
{
	char why[512] = "";

	block_signals();
	struct world *w = world_open(o);
	if (!w)
		return EXIT_FAILURE;
	raise_limit(w->conf.connections);
	bool ready = note_address(w) && begin_words(w) && begin_letters(w);
	struct server *s = ready ? server_open(w, why, sizeof why) : NULL;
	if (!s) {
		if (why[0])
			fprintf(stderr, "cairn: %s\n", why);
		world_close(w);
		return EXIT_FAILURE;
	}
	fprintf(stderr, "cairn: serving on port %u\n", server_port(s));
	wait_for_the_end();
	server_close(s);
	world_close(w);
	return EXIT_SUCCESS;
}

int serve_command(int argc, char **argv)
{
	static const struct option options[] = { { "listen", required_argument, NULL, 'l' },
		{ "data", required_argument, NULL, 'd' },
		{ "database", required_argument, NULL, 'b' },
		{ "mail", required_argument, NULL, 'm' }, { "help", no_argument, NULL, 'h' },
		{ 0 } };
	struct world_options o = { 0 };

	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		switch (c) {
		case 'l': o.listen = optarg; break;
		case 'd': o.data = optarg; break;
		case 'b': o.database = optarg; break;
		case 'm': o.mail = optarg; break;
		case 'h': fputs(help, stdout); return EXIT_SUCCESS;
		default: fputs(help, stderr); return 2;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "cairn serve: what is «%s»?\n%s", argv[optind], help);
		return 2;
	}
	return serve(&o);
}
