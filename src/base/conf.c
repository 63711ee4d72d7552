/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/conf.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

enum { LINE_MAX_BYTES = 4096, VALUE_MAX = 1000 };

const struct conf_key conf_keys[] = {
	{ "listen", "127.0.0.1:8080", "address and port that pages are served on", 's', 0, 0,
		offsetof(struct conf, listen) },
	{ "base_url", "http://127.0.0.1:8080",
		"how people reach the site, for letters; when not set it follows listen", 's', 0, 0,
		offsetof(struct conf, base_url) },
	{ "mail", "none",
		"where letters go: smtp://USER:PASSWORD@HOST:PORT, smtps://…, dir:PATH or none",
		's', 0, 0, offsetof(struct conf, mail) },
	{ "mail_from", "cairn@localhost", "the address that letters come from", 's', 0, 0,
		offsetof(struct conf, mail_from) },
	{ "institution", "your university", "its name, on pages and in letters", 's', 0, 0,
		offsetof(struct conf, institution) },
	{ "threads", "0", "threads that serve pages; 0 is one a processor", 'i', 0, 64,
		offsetof(struct conf, threads) },
	{ "connections", "4096", "connections that may be open at once", 'i', 16, 65536,
		offsetof(struct conf, connections) },
	{ "streams_each", "6",
		"open pages of one person that hear of new answers; one more ends the oldest", 'i',
		1, 65536, offsetof(struct conf, streams_each) },
	{ "posts_an_hour", "60", "posts that one person may write in an hour", 'i', 1, 1000000000,
		offsetof(struct conf, posts_an_hour) },
	{ "signins_an_hour", "10",
		"tries to sign in with one address in an hour; ten times as many from one network",
		'i', 1, 100000, offsetof(struct conf, signins_an_hour) },
	{ "papers_days", "60",
		"days after the end of a round that CVs and cover letters of its clinic are kept; "
		"their owners are told a week before; 0: until they are withdrawn",
		'i', 0, 3650, offsetof(struct conf, papers_days) },
	{ "drawn_mb", "2048",
		"megabytes of threads that are kept drawn in a file without a name in the data "
		"directory, which goes with the process; 0: none",
		'i', 0, 1048576, offsetof(struct conf, drawn_mb) },
	{ "log", "1", "1: a line on standard error for each request; 0: none", 'i', 0, 1,
		offsetof(struct conf, log) },
};
const size_t conf_keys_n = sizeof conf_keys / sizeof *conf_keys;

static bool no(char *why, size_t why_size, const char *name, const char *what)
{
	snprintf(why, why_size, "%s: %s", name, what);
	return false;
}

static bool port_ok(struct str value)
{
	int64_t port;
	size_t colon = value.len;

	while (colon > 0 && value.at[colon - 1] != ':')
		colon--;
	struct str digits = { value.at + colon, value.len - colon };
	return colon > 1 && str_to_int(digits, &port) && port <= 65535;
}

static bool mail_ok(struct str value)
{
	return str_eq(value, S("none")) || (str_starts(value, S("dir:")) && value.len > 4)
		|| (str_starts(value, S("smtp://")) && value.len > 7)
		|| (str_starts(value, S("smtps://")) && value.len > 8);
}

static bool url_ok(struct str value)
{
	return (str_starts(value, S("http://")) && value.len > 7)
		|| (str_starts(value, S("https://")) && value.len > 8);
}

/* What is wrong with a text, or NULL. */
static const char *wrong_with(const char *name, struct str value)
{
	if (value.len == 0 || value.len > VALUE_MAX)
		return "has 1 to 1000 bytes";
	for (size_t i = 0; i < value.len; i++)
		if ((unsigned char)value.at[i] < ' ' || value.at[i] == 127)
			return "cannot hold control characters";
	if (strcmp(name, "listen") == 0 && !port_ok(value))
		return "is an address and a port, as in 127.0.0.1:8080";
	if (strcmp(name, "base_url") == 0 && !url_ok(value))
		return "begins with http:// or https://";
	if (strcmp(name, "mail") == 0 && !mail_ok(value))
		return "is smtp://…, smtps://…, dir:PATH or none";
	if (strcmp(name, "mail_from") == 0 && !memchr(value.at, '@', value.len))
		return "is an e-mail address";
	return NULL;
}

/* An address that stands for all of this machine's is no address to go to. */
static void follow_listen(struct conf *c, struct arena *a, struct str listen)
{
	struct str all = S("0.0.0.0:");

	if (str_starts(listen, all))
		c->base_url = arena_fmt(a, "http://127.0.0.1:%s", listen.at + all.len).at;
	else
		c->base_url = arena_fmt(a, "http://%s", listen.at).at;
}

static bool set_text(struct conf *c, struct arena *a, const struct conf_key *key, struct str value,
	char *why, size_t why_size)
{
	const char *wrong = wrong_with(key->name, value);

	if (wrong)
		return no(why, why_size, key->name, wrong);
	if (strcmp(key->name, "base_url") == 0) {
		while (value.at[value.len - 1] == '/')
			value.len--;
		/* A browser sends a cookie marked as secure over https only. */
		c->secure = str_starts(value, S("https:"));
		c->own_url = true;
	}
	value = arena_str(a, value);
	*(const char **)((char *)c + key->offset) = value.at;
	if (strcmp(key->name, "listen") == 0 && !c->own_url)
		follow_listen(c, a, value);
	return true;
}

static bool set_int(
	struct conf *c, const struct conf_key *key, struct str value, char *why, size_t why_size)
{
	int64_t n;

	if (!str_to_int(value, &n) || n < key->min || n > key->max) {
		snprintf(why, why_size, "%s: is a whole number from %" PRId64 " to %" PRId64,
			key->name, key->min, key->max);
		return false;
	}
	*(int64_t *)((char *)c + key->offset) = n;
	return true;
}

bool conf_set(struct conf *c, struct arena *a, struct str key, struct str value, char *why,
	size_t why_size)
{
	for (size_t i = 0; i < conf_keys_n; i++) {
		const struct conf_key *k = &conf_keys[i];
		if (!str_eq(key, str_of(k->name)))
			continue;
		return k->type == 'i' ? set_int(c, k, value, why, why_size)
				      : set_text(c, a, k, value, why, why_size);
	}
	snprintf(why, why_size, "there is no setting named %.*s",
		(int)(key.len < 100 ? key.len : 100), key.at);
	return false;
}

void conf_init(struct conf *c)
{
	*c = (struct conf){ .secure = false };
	for (size_t i = 0; i < conf_keys_n; i++) {
		const struct conf_key *k = &conf_keys[i];
		int64_t n = 0;
		if (k->type == 'i' && str_to_int(str_of(k->fallback), &n))
			*(int64_t *)((char *)c + k->offset) = n;
		else
			*(const char **)((char *)c + k->offset) = k->fallback;
	}
}

static bool read_line(struct conf *c, struct arena *a, struct str line, char *why, size_t why_size)
{
	struct str value = str_trim(line);

	if (value.len == 0 || value.at[0] == '#')
		return true;
	if (!memchr(value.at, '=', value.len)) {
		snprintf(why, why_size, "a setting looks like «name = value»");
		return false;
	}
	struct str key = str_trim(str_cut(&value, '='));
	return conf_set(c, a, key, str_trim(value), why, why_size);
}

bool conf_read(struct conf *c, struct arena *a, const char *path, char *why, size_t why_size)
{
	char line[LINE_MAX_BYTES], what[400];
	FILE *f = fopen(path, "re");
	bool good = true;
	int n = 0;

	if (!f) {
		snprintf(why, why_size, "%s cannot be read: %s", path, strerror(errno));
		return false;
	}
	while (good && fgets(line, sizeof line, f)) {
		n++;
		good = strlen(line) < sizeof line - 1 || strchr(line, '\n');
		snprintf(what, sizeof what, "the line is too long");
		good = good && read_line(c, a, str_of(line), what, sizeof what);
		if (!good)
			snprintf(why, why_size, "%s:%d: %s", path, n, what);
	}
	fclose(f);
	return good;
}

struct str conf_text(const struct conf *c, struct arena *a, const struct conf_key *key)
{
	const char *at = (const char *)c + key->offset;

	if (key->type == 'i')
		return arena_fmt(a, "%" PRId64, *(const int64_t *)at);
	return arena_str(a, str_of(*(const char *const *)at));
}
