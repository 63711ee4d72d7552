/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A request as it was received, and the answer being made for it. Names: request_ */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "base/buf.h"
#include "base/ctx.h"
#include "http/field.h"
#include "http/html.h"
#include "http/press.h"
#include "http/stream.h"

struct embedded;
struct gate;
struct place;
struct route;
struct session;

enum method { GET, POST, METHOD_OTHER };
enum { PATH_PARAMS = 4, PATH_MAX_BYTES = 1024, BODY_MAX = 1 << 18, ANSWER_MAX = 8 << 20 };

struct pair {
	struct str name, value;
};
/* A part of a multipart body; file is empty when it is no file. */
struct form_part {
	struct str name, file, value;
};
/* What a page may do with cameras and sounds; most do nothing. */
enum media { MEDIA_NONE, MEDIA_PLAYS, MEDIA_RECORDS };

struct request {
	struct ctx *ctx;
	/* As received; header values are empty when not sent. */
	enum method method;
	bool head; /* answered as GET, without the body */
	struct str path, query, body;
	struct str content_type, cookie, host, origin, fetch_site, user_agent, accept_encoding,
		if_none_match, last_event;
	struct str network; /* the address it came from */
	struct str range;
	/* The body as multipart, cut once. */
	const struct form_part *part;
	size_t parts;
	bool cut;
	/* Set by the gate. */
	struct pair param[PATH_PARAMS];
	const struct route *found;     /* asked for once, though a POST needs it three times */
	const struct session *session; /* never NULL in a handler; person 0: not signed in */
	const struct place *place;     /* where the actor stands; never NULL in a handler */
	const struct gate *gate;
	const char *route; /* the pattern that matched; a path may hold a secret */
	int64_t view;	   /* id of the page view that was noted, or 0 */
	void *before;	   /* what the route's before or early made, for its answer */
	/* The answer. */
	struct buf out;
	struct press_part pressed;		   /* of out, to be sent as it is */
	int status;				   /* 0 is 200, or what the fault says */
	const char *type;			   /* NULL is text/html; charset=utf-8 */
	struct str location, set_cookie, download; /* download: the file name to save as */
	struct str saved;  /* key of the draft that this answer acknowledges */
	struct str ranged; /* the Content-Range of a part of a file */
	bool file;	   /* out is a file of a person: never packed, never kept */
	enum media media;
	const struct embedded *asset; /* instead of out */
	struct stream_ask stream;     /* instead of out, when it has a topic */
	bool forget; /* after signing out: the browser forgets what it keeps of this site */
	bool unkept; /* neither the browser nor its Back button keeps this page */
	int retry_s;
};

/* Answers 303 to an address of this site. Returns true. */
bool request_see(struct request *rq, struct url where);

#endif
