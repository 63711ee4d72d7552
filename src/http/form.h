/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reads what browsers send: urlencoded and multipart bodies, queries, cookies, paths. Names: form_,
   multipart_, cookie_, route_ */
#ifndef HTTP_FORM_H
#define HTTP_FORM_H

#include "base/arena.h"

struct pair;
enum { FORM_FIELDS_MAX = 512, MULTIPART_BOUNDARY_MAX = 70 };

/* The n-th value of name in an application/x-www-form-urlencoded text, decoded into the arena
   (source: WHATWG URL). A broken % sequence stands for itself. False when there are not so many. */
bool form_find(struct arena *a, struct str text, struct str name, size_t n, struct str *ret);
/* The name of the i-th field; false after the last. */
bool form_name(struct arena *a, struct str text, size_t i, struct str *ret);
/* Decodes %XX, and + as a space when plus is set. */
struct str form_decode(struct arena *a, struct str s, bool plus);

/* The boundary of a multipart/form-data content type; empty when it is another type or
   malformed. */
struct str multipart_boundary(struct str content_type);
/* Cuts the next part off body: its field name, file name (empty when it is no file), and bytes.
   False at the end and on anything malformed (source: RFC 7578). */
bool multipart_next(struct str *body, struct str boundary, struct str *ret_name,
	struct str *ret_file, struct str *ret_value);

/* The value of a cookie by its exact name in a Cookie header (source: RFC 6265); empty when not
   there. */
struct str cookie_find(struct str header, struct str name);

/* Matches a path against a pattern, exactly per segment: «/thread/{thread}». Fills at most max
   parameters, percent-decoded; NUL, slash and empty values do not match. */
bool route_match(
	struct arena *a, struct str path, const char *pattern, struct pair *param, size_t max);

#endif
