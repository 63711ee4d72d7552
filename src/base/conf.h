/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The settings of a process: a typed table, read once from cairn.conf and the command line. Names:
   conf_ */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include "base/arena.h"

struct conf {
	const char *listen;	 /* 127.0.0.1:8080 */
	const char *base_url;	 /* https://cairn.example.ac.uk, no slash at the end; for letters */
	const char *mail;	 /* smtp://…, smtps://…, dir:PATH, or none */
	const char *mail_from;	 /* the sender of every letter */
	const char *institution; /* its name, on pages and in letters */
	int64_t threads;	 /* that serve pages */
	int64_t connections;	 /* open at once */
	int64_t streams_each;	 /* event streams of one person */
	int64_t posts_an_hour;	 /* a person */
	int64_t signins_an_hour; /* tries for an address, or from one network address times ten */
	int64_t papers_days;	 /* that a CV is kept after its round; 0: until it is withdrawn */
	int64_t drawn_mb;	 /* megabytes (2^20) of drawn pages in a file; 0: none */
	int64_t log;		 /* 1: a line for each request, on standard error */
	bool secure;		 /* cookies for https only; off when base_url is http: */
	bool own_url;		 /* base_url was set; else it follows listen */
};

struct conf_key {
	const char *name, *fallback, *help;
	char type; /* s text, i integer */
	int64_t min, max;
	size_t offset;
};
extern const struct conf_key conf_keys[];
extern const size_t conf_keys_n;

/* The fallbacks. */
void conf_init(struct conf *c);
/* One key; why gets a sentence and false is returned when it is unknown or its value is not
   allowed. */
MUST bool conf_set(struct conf *c, struct arena *a, struct str key, struct str value, char *why,
	size_t why_size);
/* A file of «key = value» lines; # starts a comment. The sentence in why names the line. */
MUST bool conf_read(struct conf *c, struct arena *a, const char *path, char *why, size_t why_size);
/* The value as text, for «cairn conf». */
struct str conf_text(const struct conf *c, struct arena *a, const struct conf_key *key);

#endif
