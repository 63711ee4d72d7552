/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A request as it was received, and the answer being made for it. Names: request_, path_, form_,
   query_ */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "base/buf.h"
#include "base/ctx.h"
#include "http/html.h"
#include "http/press.h"

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

struct request {
	struct ctx *ctx;
	/* As received; header values are empty when not sent. */
	enum method method;
	bool head; /* answered as GET, without the body */
	struct str path, query, body;
	struct str content_type, cookie, host, origin, fetch_site, user_agent, accept_encoding,
		if_none_match;
	struct str network; /* the address it came from */
	/* Set by the gate. */
	struct pair param[PATH_PARAMS];
	const struct route *found; /* asked for once, though a POST needs it three times */
	/* person 0 when nobody is signed in; never NULL in a handler */
	const struct session *session;
	const struct place *place; /* where the actor stands; never NULL in a handler */
	const struct gate *gate;
	/* the pattern that matched; for the log, since a path may hold a secret */
	const char *route;
	int64_t view; /* id of the page view that was noted, or 0 */
	void *before; /* what the route's before made, for its answer */
	/* The answer. */
	struct buf out;
	struct press_part pressed;		   /* of out, to be sent as it is */
	int status;				   /* 0 is 200, or what the fault says */
	const char *type;			   /* NULL is text/html; charset=utf-8 */
	struct str location, set_cookie, download; /* download: the file name to save as */
	struct str saved;	      /* key of the draft that this answer acknowledges */
	const struct embedded *asset; /* instead of out */
	bool forget; /* after signing out: the browser forgets what it keeps of this site */
	bool unkept; /* neither the browser nor its Back button keeps this page */
	int retry_s;
};

/* Parameters of the path by name. path_id fails with ABSENT when it is not a positive number. */
struct str path_str(const struct request *rq, const char *name);
int64_t path_id(struct request *rq, const char *name);

/* Fields of the body (urlencoded or multipart) and of the query, decoded; empty when not sent. Text
   is trimmed of nothing. A value that is not UTF-8 text or is longer than max bytes is refused with
   ctx_wrong. */
struct str form_str(struct request *rq, const char *name, size_t max);
bool form_has(struct request *rq, const char *name);
/* A whole number from min to max, refused with ctx_wrong otherwise; fallback when not sent or
   empty. */
int64_t form_int(struct request *rq, const char *name, int64_t min, int64_t max, int64_t fallback);
/* The n-th value of a name that occurs several times; false when there are fewer. */
bool form_nth(struct request *rq, const char *name, size_t n, size_t max, struct str *ret);
/* Fails with INVALID when a field was sent that is not in the list, which ends in NULL. */
MUST bool form_only(struct request *rq, const char *const *names);
struct str query_str(struct request *rq, const char *name, size_t max);
int64_t query_int(struct request *rq, const char *name, int64_t min, int64_t max, int64_t fallback);

/* Answers 303 to an address of this site. Returns true. */
bool request_see(struct request *rq, struct url where);

#endif
