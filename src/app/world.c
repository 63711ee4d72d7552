/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/world.h"

#include "app/seed.h"
#include "app/wiring.h"
#include "base/instant.h"
#include "core/key.h"
#include "core/person.h"
#include "core/secret.h"
#include "store/migrate.h"
#include "store/sql.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

static struct world *give_up(struct world *w, const char *why)
{
	fprintf(stderr, "cairn: %s\n", why);
	world_close(w);
	return NULL;
}

/* The directory's own settings first, what was said on the command line over them. */
static bool read_conf(struct world *w, const struct world_options *o, char *why, size_t size)
{
	const char *path = arena_fmt(w->mem, "%s/cairn.conf", w->data).at;

	conf_init(&w->conf);
	if (access(path, F_OK) == 0 && !conf_read(&w->conf, w->mem, path, why, size))
		return false;
	if (o->listen && !conf_set(&w->conf, w->mem, S("listen"), str_of(o->listen), why, size))
		return false;
	return !o->mail || conf_set(&w->conf, w->mem, S("mail"), str_of(o->mail), why, size);
}

static bool make_directory(const char *path, char *why, size_t size)
{
	if (mkdir(path, 0700) == 0 || errno == EEXIST)
		return true;
	snprintf(why, size, "%s: %s", path, strerror(errno));
	return false;
}

/* A command that only looks makes no directory, no key and no file. */
static bool is_there(const struct world *w, char *why, size_t size)
{
	struct str url = str_of(w->url), sqlite = S("sqlite:");

	if (!str_starts(url, sqlite) || access(w->url + sqlite.len, F_OK) == 0)
		return true;
	snprintf(why, size, "there is no Cairn database at %s", w->url);
	return false;
}

static bool open_all(struct world *w, const struct world_options *o, char *why, size_t size)
{
	uint8_t salt = 0;

	if (o->must_exist && !is_there(w, why, size))
		return false;
	if (!make_directory(w->data, why, size) || !read_conf(w, o, why, size))
		return false;
	if (getrandom(&salt, sizeof salt, 0) != sizeof salt)
		return false;
	w->ids.salt = salt % 64;
	w->keys = secret_open(w->data, why, size);
	w->db = w->keys ? db_open(w->url, why, size) : NULL;
	w->house = (struct house){ .conf = &w->conf, .keys = w->keys };
	return w->db != NULL;
}

static bool check_schema(struct world *w, bool must_exist, char *why, size_t size)
{
	struct ctx *c = world_ctx(w);
	int64_t version = 0;
	bool good = migrate_version(c, &version);

	if (good && version == 0 && must_exist) {
		snprintf(why, size, "there is no Cairn database at %s", w->url);
		return false;
	}
	if (good && migrate_up(c, embedded_migrations, embedded_migrations_n, &key_step)
		&& key_check(c) && seed_ids(c))
		return true;
	snprintf(why, size, "%s: %s", w->url, c->fault.text);
	return false;
}

struct world *world_open(const struct world_options *o)
{
	struct world *w = calloc(1, sizeof *w);
	char why[512] = "out of luck";

	if (!w)
		abort();
	w->mem = arena_open();
	w->data = arena_str(w->mem, str_of(o->data ? o->data : "var")).at;
	w->url = o->database ? arena_str(w->mem, str_of(o->database)).at
			     : arena_fmt(w->mem, "sqlite:%s/cairn.db", w->data).at;
	if (!open_all(w, o, why, sizeof why) || !check_schema(w, o->must_exist, why, sizeof why))
		return give_up(w, why);
	return w;
}

void world_close(struct world *w)
{
	if (!w)
		return;
	db_close(w->db);
	secret_close(w->keys);
	arena_close(w->mem);
	free(w);
}

struct ctx *world_ctx(struct world *w)
{
	struct ctx *c = arena_new(w->mem, struct ctx, 1);

	*c = (struct ctx){ .mem = w->mem,
		.db = w->db,
		.roles = ROLE_ALL,
		.now = instant_clock(),
		.ids = &w->ids,
		.house = &w->house };
	return c;
}

int world_fault(const struct ctx *c)
{
	fprintf(stderr, "cairn: %s\n", c->fault.text);
	return EXIT_FAILURE;
}
